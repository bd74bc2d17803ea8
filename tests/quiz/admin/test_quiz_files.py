from __future__ import annotations

import json
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from quiz import authoring
from quiz.models import Quiz
from tests.factories import make_brand, make_document, make_quiz
from tests.quiz.admin.filling import address, log_in_with, messages_on, run
from tests.quiz.packages import DRAWING, quiz_file_with, zipped

pytestmark = pytest.mark.django_db


def quiz_file(document):
    return SimpleUploadedFile("quiz.json", json.dumps(document).encode(), content_type="application/json")


def test_export_is_the_quiz_file(staff):
    quiz = make_quiz(slug="coffee")

    page = staff.get(address("quiz", "download", quiz.pk))

    assert page.text == authoring.export_text(quiz)
    assert page["Content-Disposition"] == 'attachment; filename="coffee.json"'


def test_import_makes_a_quiz(staff):
    brand = make_brand()
    document = make_document(slug="coffee", brand=brand.key)

    page = staff.post(address("quiz", "upload"), {"file": quiz_file(document)}, follow=True)

    assert Quiz.objects.get(slug="coffee").questions.count() == 3
    assert page.redirect_chain[-1][0] == address("quiz", "change", Quiz.objects.get().pk)


def test_import_says_what_is_wrong_and_where(staff):
    make_brand()
    document = make_document(brand="komorebi")
    document["questions"][1]["choices"][0]["colour"] = "<script>alert(1)</script>"

    page = staff.post(address("quiz", "upload"), {"file": quiz_file(document)})

    assert [problem.where for problem in page.context["problems"]] == ["questions[1].choices[0].colour"]
    assert "<script>alert" not in page.text
    assert not Quiz.objects.exists()


def test_import_is_refused_to_whoever_may_only_look(client):
    log_in_with(client, "view_quiz")

    assert client.get(address("quiz", "upload")).status_code == 403


def test_duplicate_makes_a_draft_with_an_address_of_its_own(staff):
    quiz = make_quiz(slug="coffee")

    page = run(staff, address("quiz", "change", quiz.pk), "duplicate", quiz.pk)

    copy = Quiz.objects.get(slug="coffee-2")
    assert page.redirect_chain[-1][0] == address("quiz", "change", copy.pk)
    assert (copy.questions.count(), copy.version) == (3, None)
    assert len(messages_on(page)) == 1


def test_staff_import_a_zip_file(staff):
    content = zipped({"coffee.json": quiz_file_with(朝="morning.svg"), "morning.svg": DRAWING})

    staff.post(address("quiz", "upload"), {"file": SimpleUploadedFile("coffee.zip", content)})

    assert Quiz.objects.get().types.get(key="morning").image.name.startswith("pictures/morning-")


@pytest.mark.parametrize(
    ("language", "words"), [("ja", "ZIPファイルが壊れています。"), ("en", "The ZIP file is damaged.")]
)
def test_staff_are_told_why_not_in_their_language(staff, language, words):
    damaged = SimpleUploadedFile("coffee.zip", b"PK\x03\x04")

    page = staff.post(address("quiz", "upload"), {"file": damaged}, headers={"accept-language": language})

    assert words in page.text


def test_staff_get_a_zip_file(staff):
    content = zipped({"coffee.json": quiz_file_with(朝="morning.svg"), "morning.svg": DRAWING})
    staff.post(address("quiz", "upload"), {"file": SimpleUploadedFile("coffee.zip", content)})

    page = staff.get(address("quiz", "pack", Quiz.objects.get().pk))

    names = [name.rsplit("-", 1)[0] for name in ZipFile(BytesIO(page.content)).namelist()]
    assert names == ["coffee.json", "pictures/morning"]
