from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone, translation

from catalog.models import Brand, ProductType
from quiz import authoring, publishing
from quiz.models import Choice, Question, Quiz, QuizVersion, Weight
from quiz.publishing import NotPublishableError, RetiredError, UnchangedError
from quiz.scoring import SCHEMA, read_snapshot
from tests.factories import make_document, make_quiz, make_response, make_staff, make_version

pytestmark = pytest.mark.django_db

NOW = timezone.now()


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def test_publish_freezes_the_draft_as_a_numbered_version():
    quiz, staff = make_quiz(), make_staff()

    version = publishing.publish(quiz, by=staff, now=NOW)

    assert (version.number, version.schema, version.published_at, version.published_by) == (1, SCHEMA, NOW, staff)
    assert version.sha256 == hashlib.sha256(version.snapshot.encode()).hexdigest()
    assert read_snapshot(version.snapshot) == authoring.draft(quiz)
    assert (quiz.version, Quiz.objects.get().version, version.changes) == (version, version, [])


def test_publish_leaves_earlier_versions_and_their_responses_untouched():
    first = make_version(title="肌診断")
    quiz, before = first.quiz, first.snapshot
    response = make_response(first)
    quiz.title = "新・肌診断"
    quiz.save()

    second = publishing.publish(quiz, now=NOW)

    assert (second.number, response.version_id, Quiz.objects.get().version_id) == (2, first.pk, second.pk)
    assert QuizVersion.objects.get(pk=first.pk).snapshot == before
    assert first.definition.title == "肌診断"
    assert second.definition.title == "新・肌診断"


def test_publish_refuses_a_draft_with_problems_and_keeps_no_version():
    quiz = make_quiz()
    Question.objects.filter(key="q2").update(trait="skin")

    with pytest.raises(NotPublishableError) as refusal:
        publishing.publish(quiz, now=NOW)

    assert [problem.code for problem in refusal.value.problems if problem.blocking] == ["trait_without_purpose"]
    assert (QuizVersion.objects.count(), Quiz.objects.get().version) == (0, None)


def test_publish_refuses_a_quiz_with_an_unreachable_type():
    quiz = make_quiz()
    Weight.objects.filter(scale="forest").delete()

    with pytest.raises(NotPublishableError) as refusal:
        publishing.publish(quiz, now=NOW)

    assert [problem.where for problem in refusal.value.problems if problem.blocking] == ["types[1]"]


def test_publish_refuses_a_draft_that_says_what_the_last_version_says():
    quiz = make_version().quiz

    with pytest.raises(UnchangedError):
        publishing.publish(quiz, now=NOW)

    assert QuizVersion.objects.count() == 1


def test_publish_keeps_the_state_of_the_quiz():
    quiz = make_version().quiz
    publishing.close(quiz)
    Choice.objects.filter(key="a").update(text="どちらでも")

    publishing.publish(quiz, now=NOW)

    assert Quiz.objects.get().state == Quiz.State.CLOSED


def test_a_retired_quiz_can_be_neither_published_nor_reopened():
    quiz = make_quiz()
    publishing.retire(quiz)

    with pytest.raises(NotPublishableError) as refusal:
        publishing.publish(quiz, now=NOW)
    with pytest.raises(RetiredError):
        publishing.reopen(quiz)

    assert [problem.code for problem in refusal.value.problems] == ["retired"]
    assert Quiz.objects.get().state == Quiz.State.RETIRED


def test_a_version_keeps_how_the_brand_looked():
    version = make_version()
    Brand.objects.update(name="別の名前", color="#123456")

    look = version.look

    assert (look.key, look.name, look.color, look.contact) == (
        "komorebi",
        "こもれび珈琲",
        "#8a4b2a",
        "hello@komorebi.example",
    )


def test_a_changed_look_is_a_change():
    quiz = make_version().quiz
    Brand.objects.update(color="#123456")

    version = publishing.publish(quiz, now=NOW)

    assert publishing.describe(version.changes) == ["The brand's name, look or contact is different."]


def test_reading_a_version_costs_one_query_once(django_assert_num_queries):
    version = make_version()

    with django_assert_num_queries(1):
        assert version.definition.title
    with django_assert_num_queries(0):
        assert version.definition.title and version.look.key


def test_publishing_costs_the_same_number_of_queries_whatever_the_size(django_assert_num_queries):
    small, large = make_quiz(questions=1), make_quiz(questions=60)

    with django_assert_num_queries(29):
        publishing.publish(small, now=NOW)
    with django_assert_num_queries(29):
        publishing.publish(large, now=NOW)


@pytest.mark.parametrize(
    ("details", "expected"),
    [
        ({}, True),
        ({"state": Quiz.State.CLOSED}, False),
        ({"state": Quiz.State.STOPPED}, False),
        ({"state": Quiz.State.RETIRED}, False),
        ({"opens_at": NOW}, True),
        ({"opens_at": NOW + timedelta(seconds=1)}, False),
        ({"closes_at": NOW}, False),
        ({"closes_at": NOW + timedelta(seconds=1)}, True),
        ({"version": None}, False),
    ],
)
def test_can_start_asks_for_a_version_the_state_and_the_dates(details, expected):
    quiz = make_version().quiz
    for name, value in details.items():
        setattr(quiz, name, value)

    assert quiz.can_start(now=NOW) is expected


def test_states_are_changed_and_tell_who_may_go_on():
    quiz = make_version().quiz

    seen = []
    for verb in (publishing.close, publishing.stop, publishing.reopen, publishing.retire):
        verb(quiz)
        seen.append((Quiz.objects.get().state, quiz.is_stopped))

    assert seen == [("closed", False), ("stopped", True), ("open", False), ("retired", False)]


def test_changes_tell_what_an_author_did():
    first = make_version(slug="coffee", questions=3)
    document = make_document(slug="coffee", title="新しい題", lead="ようこそ", questions=4)
    document["types"][1]["name"] = "深い森タイプ"
    document["types"].append({"key": "moon", "name": "月"})
    document["questions"][0]["choices"][0] |= {"text": "こちらです", "weights": {"moon": 3}}
    document["questions"][1]["choices"].append({"key": "c", "text": "どちらでも", "neutral": True})
    document["questions"][2]["choices"].reverse()
    del document["questions"][3]["choices"][0]["weights"]
    quiz = authoring.import_quiz(document, brand=first.quiz.brand)

    version = publishing.publish(quiz, now=NOW)

    assert publishing.describe(version.changes) == [
        "The title or the introduction reads differently.",
        "New type: “月”.",
        "The type “深い森タイプ” reads differently.",
        "New question: “質問4”.",
        "“質問1”: the choice “こちらです” reads differently.",
        "“質問1”: the choice “こちらです” weighs differently.",
        "“質問1”: the choice “あちら” weighs differently.",
        "“質問2”: new choice “どちらでも”.",
        "“質問3”: the choices are in another order.",
        "“朝ひかりタイプ” comes out 4% of the time, instead of 50%.",
    ]
    assert version.changes[-1] == {"what": "share_moved", "type": "朝ひかりタイプ", "before": 0.5, "after": 0.0417}


def test_changes_tell_what_was_removed():
    first = make_version(slug="coffee", questions=3)
    ProductType.objects.filter(key="morning").update(name="朝")
    quiz = authoring.import_quiz(make_document(slug="coffee", questions=1), brand=first.quiz.brand)

    version = publishing.publish(quiz, now=NOW)

    assert publishing.describe(version.changes) == ["Question removed: “質問2”.", "Question removed: “質問3”."]


def test_changes_that_this_release_has_no_words_for_are_left_out():
    assert publishing.describe([{"what": "invented_later"}, {"what": "types_reordered"}]) == [
        "The types are in another order."
    ]
