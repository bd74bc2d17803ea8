"""The building blocks of consumer pages. Views use these modules; no module here is a view itself.

requests     the request class of consumer views             origin       the origin check of submitted forms
framing      which sites may frame a page                    links        paths and languages of taking pages
refusals     why a request is refused, with its message      errors       error pages (400 to 503)
layout       the context that all pages share, caching       gate         the decorator of every consumer view
compression  gzip and Brotli for pages                       slots        shared pages: rendered once for all visitors
fetching     look up the quiz or result of a page            visits       one request to a question of a response
starts, questions, results, types                            the four shared pages
reasons      sentences that explain a result
"""
