"""What the page of a quiz says about its draft."""

from __future__ import annotations

import pytest

from catalog.models import Brand
from quiz.models import Quiz
from tests.factories import make_brand, make_version
from tests.quiz.admin.filling import address

pytestmark = pytest.mark.django_db


def change(quiz):
    return address("quiz", "change", quiz.pk)


def test_nothing_can_be_published_where_nothing_changed(staff):
    quiz = make_version().quiz
    same = staff.get(change(quiz) + "?lang=en")
    quiz.questions.filter(key="q1").update(text="書きかえた質問")

    changed = staff.get(change(quiz) + "?lang=en")

    button = 'name="CHANGE_FORM-action" value="publish"'
    assert '<button class="button" disabled>Same as the published version</button>' in same.text
    assert [button in page.text for page in (same, changed)] == [False, True]


def test_a_change_of_the_brand_alone_can_be_published(staff):
    quiz = make_version().quiz
    Brand.objects.filter(pk=quiz.brand_id).update(name="あたらしい珈琲")

    page = staff.get(change(quiz) + "?lang=en")

    assert page.context["changes"] == ["The brand's name, look or contact is different."]
    assert 'value="publish"' in page.text


def test_a_new_quiz_says_what_it_lacks(staff):
    quiz = Quiz.objects.create(brand=make_brand(), slug="new", title="新しい診断")

    page = staff.get(change(quiz) + "?lang=en")

    places = [problem.place.url for problem in page.context["problems"] if problem.blocking]
    assert places == ["#quiz_types-group", "#questions-group"]
    assert "There is no type yet." in page.text
    assert "There is no question yet." in page.text


def test_the_page_tells_what_publishing_would_change(staff):
    quiz = make_version().quiz
    same = staff.get(change(quiz) + "?lang=en")
    quiz.questions.filter(key="q1").update(text="書きかえた質問")

    changed = staff.get(change(quiz) + "?lang=en")

    assert "The site shows exactly this draft." in same.text
    assert changed.context["changes"] == ["The question “書きかえた質問” reads differently."]
