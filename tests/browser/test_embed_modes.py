"""A brand's engineer chooses how the quiz appears, on the kinds of pages that brands have."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from quiz import embedding
from tests.browser.embedding import begin, brand_site, choose, inside, make_embedded, page_of, script_of, take
from tests.factories import make_brand

pytestmark = pytest.mark.django_db(transaction=True)
VENDOR = Path(__file__).parent / "vendor"
LONG = '<p id="long"></p><script>document.getElementById("long").style.height = "4000px"</script>'
RESETS = "<style>*{margin:0;padding:0;border:0;all:unset;display:block}body{overflow:hidden;height:100vh}</style>"
THEME = "<style>iframe{max-width:100%;height:auto;min-height:0}div{max-width:none}button{display:none}</style>"
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


@pytest.fixture
def quiz_site(live_server):
    make_embedded()
    return live_server.url


@pytest.fixture
def serve(quiz_site, watch):
    """Return a function that serves one page as a brand's and returns its origin."""
    opened = []

    def open_site(body: str, *, headers: dict[str, str] | None = None, more: dict[str, str] | None = None, **parts):
        opened.append(brand_site({"/": page_of(body, **parts), **(more or {})}, watch, headers=headers))
        return opened[-1].__enter__()

    yield open_site
    for site in opened:
        site.__exit__(None, None, None)


def dialog(page: Page):
    return page.get_by_role("dialog", name="診断")


@pytest.mark.parametrize("mode", ["popup", "slider"])
def test_overlay_opens_by_click_traps_the_keyboard_and_closes_by_escape(page: Page, serve, quiz_site, mode):
    page.goto(serve('<a href="/elsewhere" class="quiz">診断</a>' + script_of(quiz_site, mode=mode, click=".quiz")))
    assert page.locator("iframe").count() == 0

    page.get_by_role("link", name="診断").click()
    begin(page)
    page.keyboard.press("Escape")
    expect(dialog(page)).to_be_hidden()
    page.get_by_role("link", name="診断").click()

    expect(inside(page).get_by_role("heading", level=1)).to_have_text("質問1")
    page.get_by_role("button", name="閉じる").click()
    expect(dialog(page)).to_be_hidden()


@pytest.mark.parametrize("mode", ["popup", "slider", "button"])
def test_overlay_stays_where_it_is_while_the_steps_change(page: Page, serve, quiz_site, mode):
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(serve(script_of(quiz_site, mode=mode, time="0.1")))
    inside(page).get_by_role("heading", level=1).wait_for()
    before = page.locator("iframe").bounding_box()

    take(page)

    after = page.locator("iframe").bounding_box()
    assert (after["x"], after["y"], after["width"]) == (before["x"], before["y"], before["width"])


def test_floating_button_opens_and_keeps_the_place(page: Page, serve, quiz_site):
    page.goto(serve(script_of(quiz_site, mode="button", label="ぴったりを探す", color="#8a4b2a")))

    page.get_by_role("button", name="ぴったりを探す").click()
    take(page)

    expect(dialog(page)).to_be_visible()


def test_overlay_opens_after_a_time(page: Page, serve, quiz_site):
    page.goto(serve(script_of(quiz_site, mode="popup", time="0.2")))

    expect(inside(page).get_by_role("button", name="はじめる")).to_be_visible()


def test_overlay_opens_when_scrolled_that_far(page: Page, serve, quiz_site):
    page.goto(serve(LONG + script_of(quiz_site, mode="slider", scroll="50")))
    page.wait_for_function("window.Pittari")

    page.mouse.wheel(0, 800)
    page.wait_for_timeout(200)
    assert page.locator("iframe").count() == 0
    page.mouse.wheel(0, 2000)

    expect(inside(page).get_by_role("button", name="はじめる")).to_be_visible()


def test_overlay_opens_when_the_pointer_leaves_for_the_address_bar(page: Page, serve, quiz_site):
    page.goto(serve(script_of(quiz_site, mode="popup", exit="")))
    page.wait_for_function("window.Pittari")

    page.evaluate("document.body.dispatchEvent(new MouseEvent('mouseout', {clientY: -1, bubbles: true}))")

    expect(inside(page).get_by_role("button", name="はじめる")).to_be_visible()


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
    page.wait_for_timeout(300)

    assert -1 <= page.locator("iframe").bounding_box()["y"] < 200


@pytest.mark.parametrize("mode", ["inline", "button"])
def test_strict_policy_of_the_host_is_enough(page: Page, serve, quiz_site, mode):
    policy = f"default-src 'none'; script-src {quiz_site}; frame-src {quiz_site}"
    page.goto(serve(script_of(quiz_site, mode=mode), headers={"Content-Security-Policy": policy}))

    if mode == "button":
        page.get_by_role("button", name="診断をはじめる").click()

    take(page)


@pytest.mark.parametrize("head", [RESETS, THEME], ids=["resets", "theme"])
def test_style_sheets_of_the_host_do_not_reach_the_quiz(page: Page, serve, quiz_site, head):
    page.goto(serve(script_of(quiz_site, mode="button"), head=head))
    page.get_by_role("button", name="診断をはじめる").click()

    take(page)

    assert inside(page).get_by_role("heading", level=1).is_visible()


def test_button_and_slider_change_sides_on_a_page_from_right_to_left(page: Page, serve, quiz_site):
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(serve(script_of(quiz_site, mode="button"), html='lang="ar" dir="rtl"'))
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
    assert page.evaluate("heard") == ["coffee"]


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
    loader = embedding.current_loader()
    source = f'src="{quiz_site}/embed/{loader.hash}.js" integrity="{loader.integrity}" crossorigin="anonymous"'
    page.goto(serve(f'<script {source} async data-quiz="coffee"></script>'))

    expect(inside(page).get_by_role("button", name="はじめる")).to_be_visible()


def test_frame_that_is_refused_leaves_a_link_that_works(page: Page, serve, quiz_site, watch):
    site = serve(script_of(quiz_site))
    make_brand(embed_origins="https://komorebi.example")
    page.goto(site)

    link = page.get_by_role("link", name="診断を新しいタブで開く")
    expect(link).to_be_visible()
    with page.context.expect_page() as opened:
        link.click()
    expect(opened.value.get_by_role("button", name="はじめる")).to_be_visible()
    watch.faults.clear()
