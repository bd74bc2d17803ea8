"""The origin check, which replaces the CSRF token: the Origin and Sec-Fetch-Site headers decide about a form.

Consumer pages have no cookie, so another site has no session to abuse; still, only our own pages may submit forms.
docs/decisions/0001-no-cookies.md has the table.
"""

from __future__ import annotations

from enum import Enum

from django.http import HttpRequest


class Verdict(Enum):
    OURS = "ours"
    SANDBOXED = "sandboxed"  # a frame whose origin is "null": the brand's setting decides
    FOREIGN = "foreign"


def check_origin(request: HttpRequest) -> Verdict:
    origin = request.headers.get("Origin")
    site = request.headers.get("Sec-Fetch-Site")
    if origin is None:
        return Verdict.OURS if site in {None, "same-origin", "none"} else Verdict.FOREIGN
    if origin == f"{request.scheme}://{request.get_host()}":
        return Verdict.OURS
    if origin != "null":
        return Verdict.FOREIGN
    return Verdict.OURS if site == "same-origin" else Verdict.SANDBOXED
