"""import_quiz and export_quiz."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.utils import translation

from quiz import authoring
from quiz.models import Quiz
from tests.factories import make_brand, make_document, make_quiz
from tests.quiz.packages import DRAWING, quiz_file_with, zipped

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "coffee.json"
    path.write_text(json.dumps(make_document(brand=make_brand().key)))
    return path


def test_import_quiz_makes_a_draft(file, capsys):
    call_command("import_quiz", file)

    assert Quiz.objects.get().version is None
    assert capsys.readouterr().out == "“あなたにぴったりの一杯” (coffee) is imported.\n"


def test_import_quiz_takes_a_zip_file_with_its_pictures(tmp_path):
    path = tmp_path / "coffee.zip"
    path.write_bytes(zipped({"coffee.json": quiz_file_with(朝="morning.svg"), "pictures/morning.svg": DRAWING}))

    call_command("import_quiz", path)

    pictured = Quiz.objects.get().quiz_types.select_related("type").first()
    assert pictured.type.image.name.startswith("pictures/morning-")


def test_import_quiz_refuses_a_damaged_zip_file(tmp_path):
    path = tmp_path / "coffee.zip"
    path.write_bytes(b"PK\x03\x04 and then nothing")

    with pytest.raises(CommandError, match="The ZIP file is damaged"):
        call_command("import_quiz", path)

    assert not Quiz.objects.exists()


def test_import_quiz_publishes_once(file, capsys):
    call_command("import_quiz", file, "--publish")
    call_command("import_quiz", file, "--publish")

    assert Quiz.objects.get().version.number == 1
    assert capsys.readouterr().out.splitlines()[1::2] == [
        "Version 1 is published.",
        "Nothing has changed since the last version.",
    ]


def test_import_quiz_does_not_publish_what_has_problems(file):
    document = make_document(brand="komorebi")
    document["questions"][0]["sensitive"] = True
    file.write_text(json.dumps(document))

    with pytest.raises(CommandError) as refusal:
        call_command("import_quiz", file, "--publish")

    assert str(refusal.value).splitlines() == [
        "It was not published:",
        "questions[0].purpose: A sensitive question needs a purpose of its own.",
    ]
    assert Quiz.objects.get().version is None


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", "This is not valid JSON at line 1, character 2."),
        (
            json.dumps(make_document(brand="nobody")),
            "brand: There is no brand “nobody”. Import the catalog of the brand first.",
        ),
        (json.dumps(make_document(questions=0)), "questions: At least 1 is needed."),
    ],
)
def test_import_quiz_refuses_a_bad_file_and_keeps_nothing(file, content, message):
    file.write_text(content)

    with pytest.raises(CommandError) as refusal:
        call_command("import_quiz", file)

    assert str(refusal.value) == message
    assert not Quiz.objects.exists()


def test_import_quiz_refuses_a_file_that_is_not_there(tmp_path):
    with pytest.raises(CommandError, match=r"coffee\.json cannot be read\."):
        call_command("import_quiz", tmp_path / "coffee.json")


def test_export_quiz_writes_the_draft(capsys):
    quiz = make_quiz(slug="coffee")

    call_command("export_quiz", "coffee")

    assert capsys.readouterr().out == authoring.export_text(quiz)


def test_export_quiz_refuses_an_unknown_slug():
    with pytest.raises(CommandError, match=r"\AThere is no quiz “coffee”\.\Z"):
        call_command("export_quiz", "coffee")


def example_of_the_documentation() -> dict[str, Any]:
    page = (settings.BASE_DIR / "docs" / "quiz-file.md").read_text()
    return authoring.parse_document(re.search(r"```json\n(.*?)```", page, re.DOTALL)[1].encode())


def test_the_example_of_the_documentation_is_a_quiz_file():
    assert example_of_the_documentation()["slug"] == "cup"


def test_the_example_of_the_documentation_changes_no_type_of_the_demo():
    files = [json.loads(path.read_text()) for path in (settings.BASE_DIR / "demo").glob("*.json")]
    types = {each["key"] for file in files for each in file["types"]}

    assert len(types) > 1
    assert types.isdisjoint(each["key"] for each in example_of_the_documentation()["types"])
