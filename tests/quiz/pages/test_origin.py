from __future__ import annotations

import pytest
from django.test import RequestFactory

from quiz.pages.origin import Verdict, check_origin


@pytest.mark.parametrize(
    ("origin", "site", "verdict"),
    [
        ("http://testserver", None, Verdict.OURS),
        ("http://testserver", "same-origin", Verdict.OURS),
        ("http://testserver", "cross-site", Verdict.OURS),
        ("https://testserver", "same-origin", Verdict.FOREIGN),
        ("http://testserver:444", None, Verdict.FOREIGN),
        ("http://testserver.evil.example", None, Verdict.FOREIGN),
        ("https://evil.example", "cross-site", Verdict.FOREIGN),
        ("http://testserver, https://evil.example", None, Verdict.FOREIGN),
        ("null", "same-origin", Verdict.OURS),
        ("null", "cross-site", Verdict.SANDBOXED),
        ("null", None, Verdict.SANDBOXED),
        (None, None, Verdict.OURS),
        (None, "same-origin", Verdict.OURS),
        (None, "none", Verdict.OURS),
        (None, "cross-site", Verdict.FOREIGN),
        (None, "same-site", Verdict.FOREIGN),
    ],
)
def test_judge_decides_by_origin_and_fetch_site(origin, site, verdict):
    headers = {"Origin": origin, "Sec-Fetch-Site": site}

    request = RequestFactory().post("/", headers={name: value for name, value in headers.items() if value})

    assert check_origin(request) is verdict
