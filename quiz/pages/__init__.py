"""What consumer pages are made of. Views open a page with these modules; nothing here handles an address of its own.

requests     the declared class of a consumer's request       origin       who may submit a form
framing      which sites may frame a page                      links        addresses and languages of taking pages
refusals     why a step is refused, in words                   errors       pages for what goes wrong
layout       what every page shows of a quiz and a brand       gate         the decorator of every consumer view
compression  pages sent compressed                             slots        shared pages: rendered once, for everybody
fetching     the quiz or result that a page is about           visits       one request to a question of a response
questions, results, types                                      the three kinds of shared pages behind the start
reasons      why a type came out, in sentences
"""
