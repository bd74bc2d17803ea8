from __future__ import annotations

import pytest

from catalog.models import Article, ProductType
from quiz.models import Event, Kind, Response
from tests.factories import make_document, make_product, make_quiz, make_version
from tests.quiz.walking import walk

pytestmark = pytest.mark.django_db
ANSWERS = {"q1": "a", "q2": "a", "q3": "b"}


def test_one_tap_tells_whether_the_result_suits_and_the_first_one_counts(client, quiz):
    result = walk(client, "coffee", ANSWERS)

    pages = [
        client.post(f"{result}/suits", {"suits": suits, "word": word}) for suits, word in (("yes", "好き"), ("no", ""))
    ]

    stored = Response.objects.get()
    assert [page.status_code for page in pages] == [303, 303]
    assert (stored.suits, stored.suits_word) == (True, "好き")
    assert list(Event.objects.filter(kind=Kind.SUITED).values_list("key", flat=True)) == ["yes"]


@pytest.mark.parametrize("fields", [{}, {"suits": "maybe"}, {"suits": "yes", "word": "x" * 201}])
def test_word_that_no_form_of_ours_sends_is_refused(client, quiz, fields):
    result = walk(client, "coffee", ANSWERS)

    assert client.post(f"{result}/suits", fields).status_code == 400
    assert Response.objects.get().suits is None


def test_result_shows_why_each_product_is_there_and_one_from_elsewhere(client):
    make_product(key="A", name="朝の豆"), make_product(key="B", name="森の豆")
    document = make_document(slug="coffee")
    for each, product in zip(document["types"], "AB", strict=True):
        each["products"] = [product]
    make_version(make_quiz(**document))

    page = client.get(walk(client, "coffee", ANSWERS)).content.decode()

    assert page.index("朝の豆") < page.index('class="elsewhere"') < page.index("森の豆")
    assert page.count('class="because"') == 2


def test_result_shows_what_there_is_to_read_about_the_type(client, quiz):
    Article.objects.create(
        type=ProductType.objects.get(key="morning"), title="朝の淹れ方", url="https://komorebi.example/a"
    )

    page = client.get(walk(client, "coffee", ANSWERS)).content.decode()

    assert "https://komorebi.example/a" in page


def test_marks_that_nobody_sees_are_left_out_of_the_word(client, quiz):
    result = walk(client, "coffee", ANSWERS)

    assert client.post(f"{result}/suits", {"suits": "yes", "word": "ぴったり\u200eでした\u202e"}).status_code == 303
    assert Response.objects.get().suits_word == "ぴったりでした"


def test_refusal_of_a_part_of_the_page_shows_in_place_of_the_whole(client, quiz):
    result = walk(client, "coffee", ANSWERS)

    page = client.post(f"{result}/suits", {"suits": "maybe"}, headers={"HX-Request": "true"})

    assert (page.status_code, page["HX-Retarget"], page["HX-Reselect"]) == (400, "#main", "#main")
    assert 'id="main"' in page.content.decode()


@pytest.mark.parametrize("path", ["/q/coffee/start", "{result}/suits", "{result}/suits?lang=en"])
def test_address_that_takes_forms_only_says_so(client, quiz, path):
    page = client.get(path.format(result=walk(client, "coffee", ANSWERS)))

    assert (page.status_code, page["Allow"]) == (405, "POST")
    assert ("nothing to see" if "lang=en" in path else "直接ひらけません") in page.content.decode()
