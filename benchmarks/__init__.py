"""Benchmarks, never tests: what Pittari costs beside the least that the same machine can do.

embed    the loader beside those of peers
scoring  exact odds beside counting every way
serving  pages and answers beside bare views; bin/bench runs it, docs/performance.md says what it found
    bare    the views to compare with      pool    requests made beforehand
    load    wrk, and what it found         sites   servers under test
    rows    the bare view's table          weight  bytes and requests of a page
"""
