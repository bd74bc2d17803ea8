"""Whatever refuses a wish to keep a result, its words reach the page, in every state that the page can be in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.html import escape

from quiz import moments
from quiz.models import Message, PendingKeep, Response
from quiz.views.profiles import WORDS
from tests.quiz.keeping import EMAIL, ask, finish, keep
from tests.quiz.views.test_profiles import FIELDS, HTMX, address

pytestmark = pytest.mark.django_db


def late() -> Response:
    response = finish()
    Response.objects.update(finished_at=timezone.now() - timedelta(hours=25))
    return response


def pending() -> Response:
    response = finish()
    ask(response)
    return response


STATES: dict[str, Callable[[], Response]] = {
    "open": finish,
    "pending": pending,
    "kept": lambda: keep().response,
    "late": late,
}


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "part"])
@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("error", WORDS, ids=lambda error: error.__name__)
def test_words_of_every_refusal_reach_the_page(client, monkeypatch, error, state, headers):
    response = STATES[state]()

    def refuse(*_args: object, **_more: object) -> None:
        raise error

    monkeypatch.setattr(moments, "asked_to_keep", refuse)
    page = client.post(address("keep", response), FIELDS, headers=headers)

    assert page.status_code == 422
    assert escape(str(WORDS[error])) in page.text


def test_a_slip_in_the_address_is_corrected_on_the_page_that_says_where_to_look(client):
    response = finish()
    client.post(address("keep", response), FIELDS | {"email": "hanako@exmaple.jp"})
    shown = client.get(address("keep", response)).text

    page = client.post(address("keep", response), {"again": "1", "email": EMAIL})

    assert 'name="again"' in shown
    assert page.status_code == 303
    assert "h•••@example.jp" in client.get(page["Location"]).text
    wish = PendingKeep.objects.get()
    assert (wish.email, wish.purposes) == (EMAIL, ["keep", "mail"])
    assert [message.to for message in Message.objects.filter(state="queued")] == [EMAIL]


def test_the_part_of_the_page_shows_the_corrected_address_at_once(client):
    response = finish()
    client.post(address("keep", response), FIELDS | {"email": "taro@exmaple.jp"})

    page = client.post(address("keep", response), {"again": "1", "email": EMAIL}, headers=HTMX)

    assert "h•••@example.jp" in page.text
    assert "exmaple" not in page.text


@pytest.mark.parametrize("email", ["", "hanako", "x" * 300 + "@example.jp"])
def test_a_wrong_correction_is_refused_in_words_and_changes_nothing(client, email):
    response = finish()
    client.post(address("keep", response), FIELDS)

    page = client.post(address("keep", response), {"again": "1", "email": email}, headers=HTMX)

    assert page.status_code == 422
    assert 'class="errors"' in page.text
    assert PendingKeep.objects.get().email == EMAIL


def test_a_correction_when_nothing_was_asked_is_an_ordinary_form(client):
    response = finish()

    page = client.post(address("keep", response), {"again": "1", "email": EMAIL})

    assert page.status_code == 422
    assert not PendingKeep.objects.exists()


def test_the_confirm_page_says_what_was_agreed_to_before_and_stays(client: Client):
    version = keep(purposes=["keep", "mail"]).response.version
    _wish, token = ask(finish(version), purposes=["keep"])

    page = client.get(f"/confirm/{token}").text

    assert "前に同意いただいたこと" in page
    assert '<li lang="ja">メール</li>' in page
