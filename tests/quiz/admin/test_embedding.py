from __future__ import annotations

from html import unescape

import pytest

from quiz.embedding.loader import current_loader
from tests.factories import make_brand, make_quiz, make_version
from tests.quiz.admin.filling import address

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _address_of_the_site(settings):
    settings.BASE_URL = "https://quiz.example.jp"


def snippet_of(page):
    return page.context["rows"][0]["frame"]


def test_the_script_puts_the_quiz_where_it_stands(staff):
    quiz = make_version(slug="coffee").quiz

    row = staff.get(address("quiz", "snippet", quiz.pk)).context["rows"][0]

    loader = current_loader()
    assert '<script src="https://quiz.example.jp/embed.js" async data-quiz="coffee"></script>' in row["script"]
    assert f'src="https://quiz.example.jp/embed/{loader.hash}.js" integrity="{loader.integrity}"' in row["fixed"]
    assert '<noscript><a href="https://quiz.example.jp/q/coffee/">' in row["fixed"]


def test_the_frame_falls_back_to_a_link(staff):
    quiz = make_version(slug="coffee").quiz

    page = staff.get(address("quiz", "snippet", quiz.pk))

    frame = snippet_of(page)
    assert 'src="https://quiz.example.jp/embed/q/coffee/"' in frame
    assert (
        '<a href="https://quiz.example.jp/q/coffee/" target="_blank" rel="noopener">あなたにぴったりの一杯</a>' in frame
    )
    assert 'referrerpolicy="strict-origin"' in frame
    assert "allow-top-navigation-by-user-activation" in frame
    assert unescape(page.text).count(frame) == 1


def test_a_hostile_title_cannot_leave_the_snippet(staff):
    quiz = make_version(title='"><script>alert(1)</script>').quiz

    page = staff.get(address("quiz", "snippet", quiz.pk))

    assert "<script>alert" not in snippet_of(page)
    assert "<script>alert" not in page.text
    assert "</textarea><script" not in page.text


def test_the_page_says_which_sites_may_show_it(staff):
    brand = make_brand(embed_origins="https://www.example.jp\nhttps://*.example.jp")
    quiz = make_version(make_quiz(brand=brand)).quiz

    page = staff.get(address("quiz", "snippet", quiz.pk))

    assert "<code>https://www.example.jp</code>" in page.text
    assert "<code>https://*.example.jp</code>" in page.text
    assert f"/admin/catalog/brand/{brand.pk}/change/#id_embed_origins" in page.text


@pytest.mark.parametrize("is_published", [True, False])
def test_the_page_says_what_still_keeps_the_quiz_from_showing(staff, is_published):
    quiz = make_version().quiz if is_published else make_quiz()

    page = staff.get(address("quiz", "snippet", quiz.pk))

    assert ("この診断はまだ公開されていません。" in page.text) is not is_published
    assert "まだありません。サイトを登録するまで" in page.text


def test_a_brand_has_the_snippets_of_all_that_is_published(staff):
    brand = make_brand()
    published = make_version(make_quiz(brand=brand, slug="coffee")).quiz
    make_quiz(brand=brand, slug="draft")

    page = staff.get(address("quiz", "snippets", brand.pk))

    assert [row["quiz"] for row in page.context["rows"]] == [published]
