"""Pages fit every screen, with the longest and the shortest that authors may write; nothing jumps, all can be hit."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from quiz.models import Response
from tests.browser import measuring, scenes
from tests.browser.conftest import Watch
from tests.factories import make_brand, make_document, make_offer, make_product, make_quiz, make_version
from tests.quiz.keeping import PURPOSES

pytestmark = pytest.mark.django_db(transaction=True)
SIZES = {"old phone": (320, 568), "phone": (390, 844), "on its side": (844, 390), "desk": (1280, 800)}
ZOOMED = (320, 200)  # 1280 × 800 at 400 %


@pytest.fixture
def fit(page: Page, watch: Watch) -> Callable[[scenes.Scene], dict[str, list[str]]]:
    """Return a function that tells what does not fit in a scene, by size and spacing of the text."""
    watch.forgive("Transition was aborted")  # by a window that changes its size meanwhile

    def fit(scene: scenes.Scene) -> dict[str, list[str]]:
        scene.show(page)
        found = {}
        for name, (width, height) in {**SIZES, "zoomed": ZOOMED}.items():
            page.set_viewport_size({"width": width, "height": height})
            found[f"{scene.name}, {name}"] = measuring.misfits(page)
        found[f"{scene.name}, touched"] = measuring.small_targets(page)
        measuring.space_text(page)
        found[f"{scene.name}, spaced"] = measuring.misfits(page)
        return {place: wrong for place, wrong in found.items() if wrong}

    return fit


def long(words: str, length: int) -> str:
    return (words * length)[:length]


def write_quiz(*, words: str, scale: float, choices: int, types: int) -> str:
    """Publish a quiz whose texts are this share of the longest there may be, and return its slug."""

    def text(length: int) -> str:
        return long(words, max(1, int(length * scale)))

    brand = make_brand(key="long", name=text(80), tagline=text(160))
    keys = [f"type{number}" for number in range(types)]
    offer = make_offer(brand=brand, name=text(80), terms=text(400), code_prefix="LONGER")
    good = make_product(brand=brand, name=text(120), tagline=text(160), unit=text(20), price=99_999_999)
    told = {"tagline": text(160), "description": text(2000), "offer": offer.key, "products": [good.key]}
    offered = [
        {"key": f"c{place}", "text": text(120), "note": text(160), "weights": {keys[place % types]: 1}}
        for place in range(choices)
    ]
    asked = {"text": text(200), "help": text(300), "choices": offered}
    document = make_document(
        slug="long",
        title=text(80),
        lead=text(1000),
        types=[{"key": key, "name": text(80), **told} for key in keys],
        purposes=[{**each, "title": text(80), "text": text(400)} for each in PURPOSES],
        questions=[
            {"key": "single", "kind": "single", "trait": "taste", "purpose": "recommend", **asked},
            {"key": "multiple", "kind": "multiple", "max": 2, **asked},
            {"key": "scale", "kind": "scale", "low": text(80), "high": text(80), **asked, "choices": offered[:5]},
        ],
    )
    return make_version(make_quiz(brand=brand, **document)).quiz.slug


def of_quiz(slug: str) -> Iterator[scenes.Scene]:
    yield scenes.Scene("home", "/")
    yield scenes.Scene("start", f"/q/{slug}/")
    for kind in ("", "multiple", "scale"):
        yield scenes.Scene(kind or "single", scenes.begin(slug, kind), scenes.forget_to_choose)
    yield scenes.Scene("result", scenes.result_of(scenes.play(slug)), scenes.keep_wrongly)
    yield scenes.Scene("type", f"/q/{slug}/t/type0")


@pytest.mark.parametrize("words", ["ながいことばのつらなり、", "W"])
def test_longest_texts_fit(fit, live_server, watch, words):
    slug = write_quiz(words=words, scale=1, choices=12, types=10)

    assert [wrong for scene in of_quiz(slug) if (wrong := fit(scene))] == []
    watch.forgive("422")


def test_shortest_texts_fit(fit, live_server, watch):
    slug = write_quiz(words="あ", scale=0, choices=2, types=2)

    assert [wrong for scene in of_quiz(slug) if (wrong := fit(scene))] == []
    watch.forgive("422")


def test_pages_of_the_demo_fit(fit, live_server, watch):
    scenes.load_demo()
    kinds = {"pictures": "scent", "scale": "skin", "sensitive": "skin", "multiple": "skin"}
    asked = [scenes.Scene(kind, scenes.begin(slug, kind)) for kind, slug in kinds.items()]

    assert [wrong for scene in [*asked, *scenes.results(), *scenes.people()] if (wrong := fit(scene))] == []
    for status in ("404", "410", "422"):
        watch.forgive(status)


def test_nothing_jumps_while_a_page_loads(page: Page, live_server):
    scenes.load_demo()
    paths = ["/q/scent/", scenes.begin("scent", "pictures"), scenes.begin("skin", "scale")]

    for path in [*paths, scenes.result_of(scenes.play("coffee"))]:
        page.goto(path)
        assert measuring.layout_shift(page) == 0, path


def test_forced_colours_show_what_is_chosen_and_how_far_one_is(page: Page, live_server):
    scenes.load_demo()
    page.emulate_media(forced_colors="active")
    page.goto(scenes.begin("skin", "multiple"))

    page.locator(".choice").first.click()

    border = "each => getComputedStyle(each).borderTopWidth"
    assert page.locator(".choice").first.evaluate(border) == "3px"
    assert page.locator(".choice").nth(1).evaluate(border) == "1px"
    drawn = Image.open(BytesIO(page.locator("progress").screenshot()))
    assert drawn.getpixel((3, 2)) != drawn.getpixel((drawn.width - 4, 2))


def test_consumers_get_no_cookie_and_nothing_is_stored(page: Page, live_server, watch):
    scenes.load_demo()
    page.goto("/q/coffee/")
    page.locator("form .btn").click()
    while "/r/" not in page.url:
        address, moves_on = page.url, page.locator("[data-advance]").count()
        page.locator(".choice").first.click()
        if not moves_on:
            page.locator(".question-form .btn").first.click()
        expect(page).not_to_have_url(address)

    assert page.context.cookies() == []
    page.goto("/healthz")  # of the same origin, with the browser's own storage in reach
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    assert page.evaluate("indexedDB.databases().then((all) => all.length)") == 0
    assert Response.objects.get().finished_at
    watch.forgive("favicon.ico")
