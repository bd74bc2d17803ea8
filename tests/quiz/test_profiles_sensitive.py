from __future__ import annotations

import json

import pytest

from quiz import profiles
from quiz.models import Response
from tests.factories import make_answer, make_response
from tests.quiz.keeping import finish, keep, make_keepable

pytestmark = pytest.mark.django_db


def test_purposes_leave_out_what_the_sensitive_answers_are_gone_for():
    version = make_keepable(is_sensitive=True)
    blank, told = make_response(version), make_response(version)
    make_answer(blank, "care")
    make_answer(told, "care", "a", may_keep=True)

    assert [purpose.key for purpose in profiles.purposes_for(blank)] == ["keep", "recommend", "mail"]
    assert [purpose.key for purpose in profiles.purposes_for(told)] == ["keep", "recommend", "mail", "treatment"]


def test_confirm_deletes_a_sensitive_answer_that_may_not_be_linked():
    version = make_keepable(is_sensitive=True)

    kept = keep(finish(version), purposes=["keep", "treatment"]).response
    refused = keep(finish(version), purposes=["keep"]).response

    assert kept.answers.filter(question_key="care").exists()
    assert not refused.answers.filter(question_key="care").exists()
    left = Response.objects.get(pk=refused.pk)
    assert left.is_redacted
    assert explained(kept) == {"scene", "roast", "care"}
    assert explained(left) == {"scene", "roast"}


def explained(response: Response) -> set[str]:
    """Return the questions whose answers a stored explanation quotes."""
    return {each["question"] for each in json.loads(response.explanation)["contributions"]}
