from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone, translation

from quiz import authoring, publishing, scoring
from quiz.models import QuizVersion, Response
from tests.factories import make_answer, make_document, make_response, make_version

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def make_finished(version: QuizVersion, *answers: str, **details: Any) -> Response:
    """Return a response that was finished with these answers to q1, q2 and so on."""
    given = {f"q{number}": [choice] for number, choice in enumerate(answers, start=1)}
    outcome = score(version, given)
    details = {"type_key": outcome.type, "outcome": scoring.outcome_text(outcome), **details}
    response = make_response(version, answers=given)
    finished = {"state": Response.State.FINISHED, "finished_at": timezone.now(), "result_hash": response.handle_hash}
    Response.objects.filter(pk=response.pk).update(**finished, **details)
    return response


def score(version: QuizVersion, answers: dict[str, Sequence[str]]) -> scoring.Outcome:
    definition = version.definition
    return scoring.score(definition, {key: tuple(chosen) for key, chosen in answers.items()})


def test_replay_finds_equal_outcomes_and_leaves_redacted_ones_out(capsys):
    version = make_version(slug="coffee")
    make_finished(version, "a", "a", "b")
    make_finished(version, "b", "b", "a")
    make_finished(version, "a", "a", "a", is_redacted=True)
    make_response(version, answers={"q1": ["a"]})

    call_command("replay", "coffee")

    assert capsys.readouterr().out == "2 equal, 1 redacted, 0 different.\n"


def test_replay_goes_by_the_newest_answer_to_each_question(capsys):
    version = make_version(slug="coffee")
    response = make_finished(version, "a", "a", "b")
    outcome = scoring.outcome_text(score(version, {"q1": ["b"], "q2": ["a"], "q3": ["b"]}))
    make_answer(response, "q1", "b")
    Response.objects.update(type_key="forest", outcome=outcome)

    call_command("replay", "coffee")

    assert capsys.readouterr().out == "1 equal, 0 redacted, 0 different.\n"


def test_replay_fails_on_an_outcome_that_differs_by_a_byte(capsys):
    version = make_version(slug="coffee")
    changed = make_finished(version, "a", "a", "b")
    Response.objects.update(outcome=changed.version.responses.get().outcome + " ")
    unscorable = make_finished(version, "a", "a", "a")
    unscorable.answers.last().delete()

    with pytest.raises(CommandError, match=r"\AThe outcomes are not what was stored\.\Z"):
        call_command("replay", "coffee")

    output = capsys.readouterr()
    assert output.out == "0 equal, 0 redacted, 2 different.\n"
    assert output.err.splitlines() == [f"{each.uid}: the outcome differs." for each in (changed, unscorable)]


def test_replay_shows_what_another_version_would_make_of_the_responses(capsys):
    first = make_version(slug="coffee")
    make_finished(first, "a", "a", "b")
    make_finished(first, "a", "a", "b")
    make_finished(first, "b", "b", "b")
    make_finished(first, "b", "b", "b", is_redacted=True)
    document = make_document(slug="coffee")
    document["questions"][2]["choices"][1]["weights"] = {"forest": 5}
    quiz = authoring.import_quiz(document, brand=first.quiz.brand)
    publishing.publish(quiz, now=timezone.now())

    call_command("replay", "coffee", "--version", "2")

    assert capsys.readouterr().out.splitlines() == [
        "from\tto\tresponses",
        "forest\tforest\t1",
        "forest\t–\t1",
        "morning\tforest\t2",
    ]


def test_replay_refuses_what_does_not_exist():
    make_version(slug="coffee")

    with pytest.raises(CommandError, match=r"\AThe quiz has no version 9\.\Z"):
        call_command("replay", "coffee", "--version", "9")
    with pytest.raises(CommandError, match=r"\AThere is no quiz “tea”\.\Z"):
        call_command("replay", "tea")


def test_replay_costs_the_same_number_of_queries_however_many_responses(django_assert_num_queries):
    version = make_version(slug="coffee")
    for _number in range(3):
        make_finished(version, "a", "a", "b")

    with django_assert_num_queries(3):
        call_command("replay", "coffee")
