"""A quiz on the kinds of pages that brands have: strict policies, themes, the other direction, React."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from quiz.embedding.loader import current_loader
from tests.browser.embedding import LONG, begin, choose, dialog, expect_equal, inside, make_embedded, script_of, take

pytestmark = pytest.mark.django_db(transaction=True)
VENDOR = Path(__file__).parent / "vendor"
RESETS = "<style>*{margin:0;padding:0;border:0;all:unset;display:block}body{overflow:hidden;height:100vh}</style>"
THEME = "<style>iframe{max-width:100%;height:auto;min-height:0}div{max-width:none}button{display:none}</style>"
EMPTY = "<style>a:empty,p:empty,div:empty,section:empty{display:none}</style>"
HIDDEN = "<style>div{display:none!important}</style>"
AWAY = "<style>div{position:absolute!important;left:-9999px!important;height:0!important;opacity:0!important}</style>"
REACT = """
<div id="app"></div>
<script src="/react.production.min.js"></script><script src="/react-dom.production.min.js"></script>
<script src="/app.js"></script>"""
APP = """
const Quiz = ({ quiz }) => {
  const place = React.useRef(null);
  React.useEffect(() => {
    const embed = Pittari.open(quiz, { target: place.current });
    return embed.destroy;
  }, [quiz]);
  return React.createElement("div", { ref: place });
};
const App = () => {
  const [isThere, put] = React.useState(true);
  const [heard, hear] = React.useState([]);
  const note = (event) => hear((before) => [...before, event.type]);
  React.useEffect(() => document.addEventListener("quiz.completed", note), []);
  return React.createElement("main", null,
    React.createElement("button", { onClick: () => put(!isThere) }, "別のページ"),
    React.createElement("output", null, heard.join(" ")),
    isThere && React.createElement(Quiz, { quiz: "coffee" }));
};
addEventListener("load", () => ReactDOM.createRoot(document.getElementById("app")).render(React.createElement(App)));
"""


@pytest.fixture(autouse=True)
def _still(page: Page) -> None:
    """Click where a dialog stands, not where it was on its way."""
    page.emulate_media(reduced_motion="reduce")


def test_inline_quiz_below_the_fold_waits_until_it_comes_near(page: Page, serve, quiz_site):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(serve(LONG + '<p id="far"></p>' + LONG.replace("long", "more") + script_of(quiz_site)))
    page.wait_for_function("document.querySelector('.pittari')")
    page.wait_for_timeout(300)
    assert not [url for url in asked if "/embed/q/" in url]

    page.evaluate("scrollTo(0, document.body.scrollHeight)")

    expect(inside(page).get_by_role("button", name="はじめる")).to_be_visible()


def test_next_question_begins_at_its_top_when_that_was_scrolled_away(page: Page, serve, quiz_site):
    page.set_viewport_size({"width": 390, "height": 400})
    page.goto(serve(script_of(quiz_site) + LONG))
    frame = begin(page)
    frame.get_by_role("button", name="次へ").scroll_into_view_if_needed()
    assert page.locator("iframe").bounding_box()["y"] < 0

    choose(frame, then="質問2")

    expect_equal(page, lambda: -1 <= page.locator("iframe").bounding_box()["y"] < 200, True)


@pytest.mark.parametrize("mode", ["inline", "popup", "slider", "button"])
def test_strict_policy_of_the_host_is_enough(page: Page, serve, quiz_site, mode):
    policy = f"default-src 'none'; script-src {quiz_site}; frame-src {quiz_site}"
    page.goto(serve(script_of(quiz_site, mode=mode), headers={"Content-Security-Policy": policy}))

    if mode == "button":
        page.get_by_role("button", name="診断をはじめる").click()

    take(page)


@pytest.mark.parametrize("mode", ["inline", "popup", "slider", "button"])
@pytest.mark.parametrize(
    "head", [RESETS, THEME, EMPTY, HIDDEN, AWAY], ids=["resets", "theme", "empty", "hidden", "away"]
)
def test_style_sheets_of_the_host_do_not_reach_the_quiz(page: Page, serve, quiz_site, head, mode):
    page.goto(serve(script_of(quiz_site, mode=mode), head=head))
    if mode == "button":
        page.get_by_role("button", name="診断をはじめる").click()

    take(page)

    box = page.locator("iframe").bounding_box()
    assert box["x"] >= 0
    assert box["width"] > 300
    assert box["height"] > 400


@pytest.mark.parametrize("mode", ["button", "slider"])
def test_button_and_slider_change_sides_on_a_page_from_right_to_left(page: Page, serve, quiz_site, mode):
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(serve(script_of(quiz_site, mode=mode), html='lang="ar" dir="rtl"'))
    if mode == "button":
        launch = page.get_by_role("button", name="診断をはじめる")
        assert launch.bounding_box()["x"] < 100
        launch.click()

    begin(page)

    assert dialog(page).bounding_box()["x"] < 100


def test_two_quizzes_on_one_page_do_not_mix(page: Page, serve, quiz_site):
    make_embedded(slug="gift")
    serve_both = script_of(quiz_site) + script_of(quiz_site, quiz="gift")
    page.goto(serve(serve_both))
    page.evaluate("""() => { window.heard = [];
      document.addEventListener("quiz.completed", ({ detail }) => heard.push(detail.quiz)) }""")
    page.set_viewport_size({"width": 1280, "height": 2400})
    expect(page.locator("iframe")).to_have_count(2)

    take(page)

    second = page.frame_locator("iframe").nth(1)
    expect(second.get_by_role("button", name="はじめる")).to_be_visible()
    expect_equal(page, lambda: page.evaluate("heard"), ["coffee"])


def test_react_page_opens_hears_and_destroys(page: Page, serve, quiz_site):
    files = {f"/{path.name}": path.read_text() for path in VENDOR.glob("*.js")} | {"/app.js": APP}
    page.goto(serve(REACT, head=f'<script src="{quiz_site}/embed.js"></script>', more=files))

    take(page)
    expect(page.locator("output")).to_have_text("quiz.completed")
    page.get_by_role("button", name="別のページ").click()
    expect(page.locator("iframe")).to_have_count(0)
    page.get_by_role("button", name="別のページ").click()

    expect(inside(page).get_by_role("button", name="はじめる")).to_be_visible()


def test_loader_under_its_hash_passes_the_integrity_check(page: Page, serve, quiz_site):
    loader = current_loader()
    source = f'src="{quiz_site}/embed/{loader.hash}.js" integrity="{loader.integrity}" crossorigin="anonymous"'
    page.goto(serve(f'<script {source} async data-quiz="coffee"></script>'))

    expect(inside(page).get_by_role("button", name="はじめる")).to_be_visible()


def test_frame_that_is_refused_leaves_a_link_that_works(page: Page, serve, quiz_site, watch):
    page.goto(serve(script_of(quiz_site), origins="https://komorebi.example"))

    link = page.get_by_role("link", name="診断を新しいタブで開く")
    expect(link).to_be_visible()
    with page.context.expect_page() as opened:
        link.click()
    expect(opened.value.get_by_role("button", name="はじめる")).to_be_visible()
    watch.faults.clear()
