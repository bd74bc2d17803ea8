from __future__ import annotations

import json

import pytest

from quiz import profiles
from quiz.models import Profile
from tests.quiz.keeping import EMAIL, finish, keep, make_full_profile, make_keepable

pytestmark = pytest.mark.django_db


def test_export_holds_everything_about_a_person():
    profile = make_full_profile()

    text = json.dumps(profiles.export(profile), ensure_ascii=False)

    for canary in (
        EMAIL,
        "いつ飲みますか",
        "aです",
        "a-value",
        "治療中ですか",
        "結果と答えを保存することに同意します。",
        "https://quiz.example.jp/q/coffee/",
        "朝ひかりタイプ",
        "KMR-1",
        str(profile.subject),
    ):
        assert canary in text


def test_export_names_every_field_of_the_tables_about_a_person():
    data = profiles.export(make_full_profile())

    assert list(data) == [
        "format",
        "brand",
        "email",
        "customer_id",
        "language",
        "since",
        "subject",
        "traits",
        "consents",
        "results",
        "wishes",
        "mails",
    ]
    assert [trait["trait"] for trait in data["traits"]] == ["scene", "roast"]
    assert [consent["state"] for consent in data["consents"]] == ["granted"] * 4
    assert [answer["question_key"] for answer in data["results"][0]["answers"]] == ["scene", "roast", "care"]
    assert data["results"][0]["coupon"] == {"name": "15%オフ", "code": "KMR-1"}
    assert [mail["kind"] for mail in data["mails"]] == ["confirm", "result", "reminder", "confirm", "link"]
    assert [wish["purposes"] for wish in data["wishes"]] == [["keep"]]


def test_export_costs_the_same_for_one_result_and_for_three(django_assert_num_queries):
    version = make_keepable()
    profile = keep(finish(version)).profile

    with django_assert_num_queries(7):
        profiles.export(Profile.objects.select_related("brand").get())
    for _ in range(2):
        keep(finish(version))
    with django_assert_num_queries(7):
        profiles.export(Profile.objects.select_related("brand").get(pk=profile.pk))
