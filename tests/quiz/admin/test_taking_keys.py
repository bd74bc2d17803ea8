"""An export with keys can be read back: it scores as the site did."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from django.core.management import call_command

from tests.factories import make_document, make_quiz, make_response, make_version
from tests.quiz.admin.filling import address, log_in_with
from tests.quiz.keeping import finish, make_keepable

pytestmark = pytest.mark.django_db


def download(client, *responses) -> bytes:
    data = {"action": "export_csv_with_keys", "_selected_action": [response.pk for response in responses]}
    return b"".join(client.post(address("response"), data).streaming_content)


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def score(slug: str, content: bytes, tmp_path: Path, capsys) -> list[str]:
    (tmp_path / "responses.csv").write_bytes(content)
    call_command("score_answers", slug, tmp_path / "responses.csv")
    return [line.split(",")[0] for line in capsys.readouterr().out.splitlines()]


def make_ambiguous():
    """Publish a quiz in which two choices, and two questions, have the same words."""
    questions = make_document()["questions"]
    questions[1] |= {"text": questions[0]["text"], "kind": "multiple", "max": 2}
    for choice in questions[1]["choices"]:
        choice["text"] = "あれ / これ"
    return make_version(make_quiz(slug="coffee", questions=questions))


def test_answers_with_the_same_words_have_their_keys_beside_them(staff):
    response = make_response(make_ambiguous(), answers={"q1": ["a"], "q2": ["a", "b"]})

    (row,) = rows_of(download(staff, response))

    assert [row[f"answer:q{number}"] for number in (1, 2, 3)] == ["a", "a|b", ""]


def test_what_was_exported_scores_as_the_site_did(staff, tmp_path, capsys):
    version = make_ambiguous()
    answers = [{"q1": ["a"], "q2": ["a"], "q3": ["b"]}, {"q1": ["b"], "q2": ["a", "b"], "q3": ["b"]}]
    responses = [make_response(version, answers=each) for each in answers]

    assert score("coffee", download(staff, *responses), tmp_path, capsys) == ["outcome", "morning", "forest"]


def test_a_question_that_is_gone_is_left_out(staff, tmp_path, capsys):
    version = make_version(make_quiz(slug="coffee"))
    response = make_response(version, answers={"q1": ["a"], "q2": ["a"], "q3": ["a"]})
    version.quiz.questions.filter(key="q2").delete()

    assert score("coffee", download(staff, response), tmp_path, capsys) == ["outcome", "morning"]


def test_keys_of_sensitive_answers_are_hidden_too(client):
    response = finish(make_keepable(is_sensitive=True), care="b")

    log_in_with(client, "view_response", "export_response")
    hidden = rows_of(download(client, response))[0]["answer:care"]
    log_in_with(client, "view_response", "export_response", "view_personal_data")
    shown = rows_of(download(client, response))[0]["answer:care"]

    assert (hidden, shown) == ("", "b")
