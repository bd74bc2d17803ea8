"""A brand's engineer at work: the quiz that is embedded, the pages it is put into, and a person who takes it there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from playwright.sync_api import Frame, FrameLocator, Locator, Page, expect

from quiz.models import Quiz
from tests.browser.hosting import host_site
from tests.factories import make_brand, make_document, make_offer, make_product, make_quiz, make_version

SANDBOX = (
    "allow-forms allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox "
    "allow-top-navigation-by-user-activation"
)
NO_ORIGIN = SANDBOX.replace("allow-same-origin ", "")
KEEP = {"key": "keep", "title": "結果を保存する", "text": "結果をメールで受け取ります。", "months": 12}
TYPE = "朝ひかりタイプ"
WITHIN = 300  # milliseconds in which what is to change usually has
LONG = '<p id="long"></p><script>document.getElementById("long").style.height = "4000px"</script>'
CONTENT = "() => document.documentElement.getBoundingClientRect().height"


def make_embedded(*, slug: str = "coffee", **details: object) -> Quiz:
    """Publish a quiz that recommends, gives a coupon and can be kept."""
    document = make_document(slug=slug, purposes=[KEEP], **details)
    for each in document["types"]:
        key = f"{slug}-{each['key']}"
        each |= {"offer": make_offer(key=key).key, "products": [make_product(key=key, url="https://shop.test/").key]}
    return make_version(make_quiz(**document)).quiz


@contextmanager
def brand_site(pages: dict[str, str], watch, *, origins: str = "", **details: object) -> Iterator[str]:
    """Serve a brand's pages from a site that the brand lists, unless it lists others."""
    headers = details.pop("headers", None)
    with host_site(pages, headers=headers) as site:
        make_brand(embed_origins=origins or site, **details)
        watch.allow(site.removeprefix("http://"))
        yield site


def page_of(body: str, *, head: str = "", html: str = 'lang="ja"') -> str:
    return f"<!doctype html><html {html}><title>お店</title>{head}<body><h1>お店のページ</h1>{body}</body></html>"


def frame_of(quiz_site: str, *, sandbox: str | None = SANDBOX, query: str = "?utm_source=shop") -> str:
    boxed = f' sandbox="{sandbox}"' if sandbox is not None else ""
    source = f'src="{quiz_site}/embed/q/coffee/{query}" referrerpolicy="strict-origin"'
    return f'<iframe {source} title="診断" width="100%" height="640"{boxed}></iframe>'


def script_of(quiz_site: str, **data: object) -> str:
    """Return the snippet of the script, with its `data-` attributes."""
    attributes = "".join(f' data-{name}="{value}"' for name, value in {"quiz": "coffee", **data}.items())
    return f'<script src="{quiz_site}/embed.js" async{attributes}></script>'


def inside(page: Page) -> FrameLocator:
    return page.frame_locator("iframe").first


def frame_in(page: Page) -> Frame:
    inside(page).get_by_role("heading", level=1).first.wait_for()
    return next(frame for frame in page.frames if "/embed/" in frame.url)


def stand_still(page: Page) -> None:
    """Wait until the frame neither moves nor grows any more: a click that falls in between may miss its button."""
    before = None
    while (box := page.locator("iframe").first.bounding_box()) != before:
        before = box
        page.wait_for_timeout(WITHIN)


def begin(page: Page) -> FrameLocator:
    frame = inside(page)
    frame.get_by_role("button", name="はじめる").wait_for()
    stand_still(page)
    frame.get_by_role("button", name="はじめる").click()
    expect(frame.get_by_role("heading", level=1)).to_have_text("質問1")
    return frame


def choose(frame: FrameLocator, *, then: str, has_script: bool = True) -> None:
    if has_script:  # a tap moves on as soon as the page's script runs
        expect(frame.locator("[data-auto]")).to_be_visible()
    frame.get_by_text("こちら", exact=True).click()
    if not has_script:
        frame.get_by_role("button", name="次へ").click()
    expect(frame.get_by_role("heading", level=1)).to_have_text(then)


def take(page: Page, *, has_script: bool = True) -> FrameLocator:
    frame = begin(page)
    for following in ("質問2", "質問3", TYPE):
        choose(frame, then=following, has_script=has_script)
    return frame


def frame_height(page: Page) -> float:
    return page.locator("iframe").evaluate("frame => frame.clientHeight")


def fits(page: Page) -> bool:
    return abs(frame_height(page) - frame_in(page).evaluate(CONTENT)) <= 1


def expect_fit(page: Page) -> None:
    page.wait_for_timeout(WITHIN)
    expect_equal(page, lambda: fits(page), True)


def expect_equal(page: Page, read: Callable[[], object], wanted: object) -> None:
    """Read again and again until it is what is wanted: a page hears of a step a moment after the step is to be seen."""
    for _ in range(150):
        if read() == wanted:
            return
        page.wait_for_timeout(100)
    assert read() == wanted


def dialog(page: Page) -> Locator:
    return page.get_by_role("dialog", name="診断")
