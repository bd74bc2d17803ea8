"""Only keeping a result may be compulsory, and nobody is asked for a consent that nothing would use."""

from __future__ import annotations

import pytest

from tests.quiz.test_publishing_problems import found_in, places, types

pytestmark = pytest.mark.django_db

KEEP = {"key": "keep", "title": "保存", "text": "保存します。"}
NEWS = {"key": "news", "title": "お知らせ", "text": "お送りします。", "role": "mail"}


@pytest.mark.parametrize(
    ("purposes", "expected"),
    [
        ([KEEP], []),
        ([NEWS], [("keep_purpose_missing", "purposes"), ("purpose_unused", "purposes[0]")]),
        ([{**KEEP, "key": "hozon"}], [("keep_purpose_missing", "purposes"), ("purpose_unused", "purposes[0]")]),
        ([{**KEEP, "key": "hozon", "role": "keep"}], []),
        ([KEEP, NEWS], [("purpose_unused", "purposes[1]")]),
        ([KEEP, {**NEWS, "role": "recommend"}], [("purpose_unused", "purposes[1]")]),
        ([KEEP, {**NEWS, "role": "audience"}], [("purpose_unused", "purposes[1]")]),
        ([KEEP, {**NEWS, "role": "sensitive"}], [("purpose_unused", "purposes[1]")]),
        (
            [KEEP, {**KEEP, "key": "also", "role": "keep"}],
            [("purpose_role_twice", f"purposes[{n}].role") for n in (0, 1)],
        ),
    ],
)
def test_only_keeping_may_be_compulsory_and_every_purpose_is_used(purposes, expected):
    found = found_in(purposes=purposes)

    assert [place for place in places(found, blocking=True) if "purpose" in place[0]] == expected


def test_a_purpose_of_mail_is_used_by_a_quiz_with_an_offer():
    offered = [{**each, "offer": "autumn"} for each in types()]

    assert places(found_in(types=offered, purposes=[KEEP, NEWS]), blocking=True) == []
