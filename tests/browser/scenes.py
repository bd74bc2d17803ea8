"""Every page and state that a consumer can come to, for the tests that hold for all of them: the demo, played."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Page, expect

from catalog.models import Brand
from quiz import offers, profiles, scoring, taking, tokens
from quiz.followups.stopping import unsubscribe_token
from quiz.models import Quiz, QuizVersion, Response
from tests.factories import make_document, make_quiz, make_response, make_version
from tests.quiz.keeping import ask, finish, keep, make_full_profile, make_keepable
from tests.quiz.walking import submit

DEMO = Path(settings.BASE_DIR, "demo")
QUIZZES = ("coffee", "gift", "scent", "skin", "team")

type Chosen = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Scene:
    """An address, and what to do there until the state is reached."""

    name: str
    path: str
    act: Callable[[Page], None] | None = None

    def show(self, page: Page, *, query: str = "") -> None:
        page.goto(self.path + query)
        if self.act:
            self.act(page)


def load_demo(*, allow_dark: bool = False) -> None:
    for path in sorted(DEMO.glob("*.csv")):
        call_command("import_catalog", str(path), atomic=True, verbosity=0)
    Brand.objects.update(allow_dark=allow_dark)
    for path in sorted(DEMO.glob("*.json")):
        call_command("import_quiz", str(path), publish=True, verbosity=0)


def starts() -> Iterator[Scene]:
    yield Scene("home", "/")
    yield from (Scene(f"{slug} start", f"/q/{slug}/") for slug in QUIZZES)
    yield Scene("type", "/q/coffee/t/morning")
    make_version(make_quiz(**make_document(slug="shut")))
    Quiz.objects.filter(slug="shut").update(state=Quiz.State.RETIRED)
    yield Scene("closed", "/q/shut/")
    yield Scene("closed type", "/q/shut/t/morning")


def questions() -> Iterator[Scene]:
    """Yield a question of every kind, without and with something to put right."""
    yield from (Scene(f"single of {slug}", begin(slug)) for slug in QUIZZES)
    kinds = {"multiple": "skin", "scale": "skin", "pictures": "scent", "sensitive": "skin"}
    yield from (Scene(kind, begin(slug, kind)) for kind, slug in kinds.items())
    yield Scene("single with error", begin("coffee"), forget_to_choose)
    yield Scene("scale with error", begin("skin", "scale"), forget_to_choose)
    yield Scene("pictures with error", begin("scent", "pictures"), forget_to_choose)
    yield Scene("multiple with error", begin("skin", "multiple"), forget_to_choose)
    yield Scene("answered before", begin("coffee", "second"), go_back)
    yield Scene("tie", begin_tie())


def results() -> Iterator[Scene]:
    yield from (Scene(f"{slug} result", result_of(play(slug))) for slug in QUIZZES)
    yield Scene("gate fired", result_of(play("skin", treatment=("yes",))))
    yield Scene("suits", result_of(play("team")), say_that_it_suits)
    yield Scene("keep with errors", result_of(play("coffee")), keep_wrongly)
    yield Scene("declined", result_of(play("coffee")), press_keep)
    keepable = make_keepable(slug="keepable", is_sensitive=True)
    yield Scene("no products", result_of(finish(keepable)))
    yield Scene("kept", result_of(keep(finish(keepable)).response))
    pending, _token = ask(finish(keepable), email="jiro@example.jp")
    yield Scene("pending", result_of(pending.response))
    yield Scene("where to look", result_of(pending.response) + "/keep")
    old = finish(keepable)
    Response.objects.filter(pk=old.pk).update(finished_at=timezone.now() - timedelta(days=40))
    yield Scene("result expired", result_of(old))


def refusals() -> Iterator[Scene]:
    done = play("coffee")
    yield Scene("finished", f"/q/coffee/a/{own_handle(done)}/{first_question(done).key}")
    yield Scene("expired", begin("coffee", started_at=timezone.now() - timedelta(days=2)))
    yield Scene("conflict", begin("coffee"), send_a_used_form)


def people() -> Iterator[Scene]:
    profile = make_full_profile()
    mine = f"/me/{profiles.link_token(profile)}"
    yield Scene("privacy", "/b/komorebi/")
    _pending, token = ask(finish(make_keepable(slug="another")), email="saburo@example.jp")
    yield Scene("confirm", f"/confirm/{token}")
    yield Scene("confirmed before", f"/confirm/{tokens.new_token()}")
    yield Scene("mine", mine)
    yield Scene("bad link", "/me/nonsense")
    yield Scene("link request", "/me/")
    yield Scene("link request with error", "/me/", press_first)
    yield Scene("link requested", "/me/?asked=")
    yield Scene("unsubscribe", f"/unsubscribe/{unsubscribe_token(profile)}")
    yield Scene("unsubscribed", f"/unsubscribe/{unsubscribe_token(profile)}", press_first)
    yield Scene("erase", f"{mine}/erase")
    yield Scene("erased", f"{mine}/erase", press_first)


def begin(slug: str, kind: str = "", **details: object) -> str:
    """Return the address of a question of this kind (of the first without one), with all before it answered."""
    quiz = Quiz.objects.with_version().get(slug=slug)
    response, handle = own_response(quiz.version, **details)
    definition, answers = quiz.version.definition, {}
    while not is_kind(asked := scoring.next_question(definition, answers), kind, is_first=not answers):
        answers = give(response, asked)
    return f"/q/{slug}/a/{handle}/{asked.key}"


def is_kind(question: scoring.Question, kind: str, *, is_first: bool) -> bool:
    has_pictures = any(choice.image for choice in question.choices)
    match kind:
        case "":
            return True
        case "second":
            return not is_first
        case "pictures":
            return has_pictures
        case "sensitive":
            return question.sensitive
    return question.kind == kind


def begin_tie() -> str:
    choices = [{"key": key, "text": key, "weights": {key: 1}} for key in ("morning", "forest")]
    asked = {"kind": "single", "text": "どちらが近いですか", "choices": choices}
    questions = [{"key": "q1", **asked}, {"key": "q2", **asked}]
    tie_break = {"rule": "ask", "question": {"key": "tie", **asked}}
    version = make_version(slug="tied", questions=questions, tie_break=tie_break)
    response, handle = own_response(version)
    for question, chosen in (("q1", "morning"), ("q2", "forest")):
        taking.answer(taking.load(response), submit(question, chosen), now=timezone.now())
    return f"/q/tied/a/{handle}/tie"


def play(slug: str, **chosen: tuple[str, ...]) -> Response:
    """Return a finished response with its coupon; what isn't chosen is each question's first choice."""
    version = Quiz.objects.with_version().get(slug=slug).version
    response, _handle = own_response(version)
    definition, answers = version.definition, {}
    while asked := scoring.next_question(definition, answers):
        answers = give(response, asked, chosen.get(asked.key))
    finished = Response.objects.with_quiz().get(pk=response.pk)
    offers.give_coupon(finished, now=timezone.now())
    return finished


def give(response: Response, question: scoring.Question, chosen: tuple[str, ...] | None = None) -> scoring.Answers:
    chosen = chosen or tuple(choice.key for choice in question.choices[: question.min or 1])
    return taking.answer(
        taking.load(response), submit(question.key, *chosen, may_keep=True), now=timezone.now()
    ).answers


def own_response(version: QuizVersion, **details: object) -> tuple[Response, str]:
    handle = tokens.new_token()
    made = make_response(version, handle_hash=tokens.hash_token(handle), **details)
    if started_at := details.get("started_at"):
        Response.objects.filter(pk=made.pk).update(expires_at=started_at + taking.HANDLE_LIFE)
        return made, handle
    return Response.objects.with_quiz().get(pk=made.pk), handle


def own_handle(response: Response) -> str:
    """Give a response a new handle and return it."""
    handle = tokens.new_token()
    Response.objects.filter(pk=response.pk).update(handle_hash=tokens.hash_token(handle))
    return handle


def first_question(response: Response) -> scoring.Question:
    return response.definition.questions[0]


def result_of(response: Response) -> str:
    token = tokens.result_token(response.uid, result_hash=response.result_hash)
    return f"/q/{response.version.quiz.slug}/r/{token}"


def press_first(page: Page) -> None:
    with page.expect_navigation():
        page.locator("form .btn").first.click()


def forget_to_choose(page: Page) -> None:
    page.locator(".question-form .btn").first.click()
    expect(page.get_by_role("alert")).to_be_visible()


def go_back(page: Page) -> None:
    page.locator(".back").click()
    expect(page.locator("button[name=pass]")).to_be_visible()


def say_that_it_suits(page: Page) -> None:
    page.locator("#suits button[name=suits]").first.click()
    expect(page.locator("#suits [role=status]")).to_be_visible()


def keep_wrongly(page: Page) -> None:
    page.locator("#keep .field").fill("hanako@")
    press_keep(page, then="#keep-errors")


def press_keep(page: Page, *, then: str = "#keep [role=status]") -> None:
    page.locator("#keep .btn").click()
    expect(page.locator(then)).to_be_visible()


def send_a_used_form(page: Page) -> None:
    """Send the first question, then the same form once more with another answer."""
    key = page.locator("input[name=k]").input_value()
    address = page.url
    page.locator(".choice").first.click()
    expect(page).not_to_have_url(address)
    page.goto(address)
    page.locator("input[name=k]").evaluate("(field, key) => { field.value = key }", key)
    page.locator(".choice").nth(1).click()
    expect(page.locator(".hero")).to_be_visible()
