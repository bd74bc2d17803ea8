from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from quiz import tokens
from quiz.models import Message, Participation, PendingKeep, Response
from tests.quiz.keeping import EMAIL, ask, dump, finish, keep, make_keepable

pytestmark = pytest.mark.django_db

FIELDS = {"email": EMAIL, "agree-keep": "on", "agree-mail": "on"}
HTMX = {"HX-Request": "true"}


@pytest.fixture
def client() -> Client:
    return Client(enforce_csrf_checks=True)


def address(name: str, response: Response, *, space: str = "taking") -> str:
    token = tokens.result_token(response.uid, result_hash=response.result_hash)
    return reverse(f"taking:{name}", args=[response.version.quiz.slug, token], current_app=space)


def words(page) -> str:
    return page.content.decode()


def test_result_offers_to_keep_it_with_every_box_empty(client):
    page = client.get(address("result", finish()))

    form = words(page)[words(page).index('id="keep"') :]
    assert form.count('type="checkbox"') == 3
    assert "checked" not in form
    assert "結果と答えを保存することに同意します。" in form
    assert 'autocomplete="email"' in form
    assert 'inputmode="email"' in form


def test_keep_leads_to_a_page_that_says_where_to_look(client):
    response = finish()

    page = client.post(address("keep", response), FIELDS)
    shown = client.get(page["Location"])

    assert (page.status_code, page["Location"]) == (303, address("keep", response))
    assert "h•••@example.jp" in words(shown)
    assert EMAIL not in words(shown)
    pending = PendingKeep.objects.get()
    assert (pending.email, pending.purposes, pending.language) == (EMAIL, ["keep", "mail"], "ja")
    assert pending.place == f"http://127.0.0.1:8000/q/{response.version.quiz.slug}/ (v1)"
    assert Message.objects.count() == 1


def test_keep_answers_htmx_with_the_part_of_the_page(client):
    page = client.post(address("keep", finish()), FIELDS, headers=HTMX)

    assert page.status_code == 200
    assert words(page).strip().startswith("<section")
    assert "<html" not in words(page)


def test_keep_twice_alike_mails_once_and_shows_the_same(client):
    response = finish()

    pages = [client.post(address("keep", response), FIELDS) for _ in range(2)]

    assert [page.status_code for page in pages] == [303, 303]
    assert Message.objects.count() == 1


def test_keep_does_not_tell_whether_an_address_is_known(client):
    version = make_keepable()
    keep(finish(version))

    known, unknown = finish(version), finish(version)
    pages = []
    for response, email in ((known, EMAIL), (unknown, "harumi@example.jp")):
        client.post(address("keep", response), {**FIELDS, "email": email})
        pages.append(words(client.get(address("keep", response))).replace(address("result", response), ""))

    assert pages[0] == pages[1]


def test_keep_with_nothing_in_it_keeps_nothing_and_says_so(client):
    response = finish()
    before = dump()

    page = client.post(address("keep", response), {"email": ""})

    assert page.status_code == 200
    assert 'role="status"' in words(page)
    assert 'class="errors"' not in words(page)
    assert dump() == before


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"email": "hanako"}, ["keep-email", "keep-agree-keep"]),
        ({"email": "hanako@example.jp\nBcc: a@example.jp", "agree-keep": "on"}, ["keep-email"]),
        ({"email": EMAIL}, ["keep-agree-keep"]),
        ({"email": EMAIL, "agree-mail": "on"}, ["keep-agree-keep"]),
        ({"agree-keep": "on"}, ["keep-email"]),
    ],
)
@pytest.mark.parametrize("headers", [{}, HTMX])
def test_keep_shows_what_to_put_right_and_keeps_what_was_typed(client, fields, wrong, headers):
    page = client.post(address("keep", finish()), fields, headers=headers)

    assert page.status_code == 422
    assert sorted(re.findall(r'class="errors" id="([a-z-]+)_error"', words(page))) == sorted(wrong)
    for name in wrong:
        assert f'aria-describedby="{name}_error"' in words(page)
    assert words(page).count("checked") == len([name for name in fields if name != "email"])
    assert escape(fields.get("email", "")) in words(page)
    assert not PendingKeep.objects.exists()
    assert not Message.objects.exists()


def test_keep_too_late_is_refused_in_words(client):
    response = finish(now=timezone.now() - timedelta(hours=25))

    page = client.post(address("keep", response), FIELDS)

    assert page.status_code == 422
    assert 'role="alert"' in words(page)
    assert f'value="{EMAIL}"' in words(page)


def test_keep_otherwise_than_before_takes_the_place_of_the_first(client):
    response = finish()
    ask(response)

    page = client.post(address("keep", response), {**FIELDS, "email": "taro@example.jp"})

    assert page.status_code == 303
    assert PendingKeep.objects.get().email == "taro@example.jp"


def test_keep_of_a_machine_is_thanked_and_dropped(client):
    page = client.post(address("keep", finish()), {**FIELDS, "website": "https://spam.example"})

    assert page.status_code == 200
    assert not PendingKeep.objects.exists()
    assert not Message.objects.exists()


def test_keep_from_a_foreign_page_is_refused(client):
    headers = {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}

    page = client.post(address("keep", finish()), FIELDS, headers=headers)

    assert page.status_code == 403
    assert not PendingKeep.objects.exists()


def test_keep_in_a_frame_stays_in_the_frame(client):
    response = finish()
    page = client.post("/embed" + address("keep", response), FIELDS)

    assert page["Location"].startswith("/embed/q/")
    assert client.get(page["Location"]).status_code == 200


def test_keep_opened_without_a_wish_leads_to_the_result(client):
    response = finish()

    assert client.get(address("keep", response))["Location"] == address("result", response)


def test_keep_of_an_unknown_result_is_not_found(client):
    path = reverse("taking:keep", args=[make_keepable().quiz.slug, tokens.new_token()])

    assert client.post(path, FIELDS).status_code == 404


def test_confirm_does_nothing_when_it_is_opened(client):
    _pending, token = ask(finish(), purposes=["keep"])
    before = dump()

    for _ in range(5):
        page = client.get(reverse("confirm", args=[token]))

    assert page.status_code == 200
    assert "結果と答えを保存することに同意します。" in words(page)
    assert "メールを受け取ることに同意します。" not in words(page)
    assert EMAIL not in words(page)
    assert dump() == before


def test_confirm_keeps_the_result_and_mails_it(client):
    response = finish()
    _pending, token = ask(response)

    page = client.post(reverse("confirm", args=[token]))

    assert (page.status_code, page["Location"]) == (303, address("result", response) + "#keep")
    assert Participation.objects.get().response == response
    assert set(Message.objects.values_list("kind", flat=True)) == {"confirm", "result"}
    assert "/me/" not in words(client.get(page["Location"]))


def test_confirm_twice_says_that_the_link_has_done_its_work(client):
    _pending, token = ask(finish())
    client.post(reverse("confirm", args=[token]))

    pages = [client.post(reverse("confirm", args=[token])), client.get(reverse("confirm", args=[token]))]

    assert [page.status_code for page in pages] == [410, 410]
    assert Participation.objects.count() == 1


def test_confirm_keeps_nothing_when_its_mail_can_not_be_written(client, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError

    _pending, token = ask(finish())
    before = dump()
    monkeypatch.setattr("quiz.followups.queueing.result_letter", fail)

    with pytest.raises(RuntimeError):
        client.post(reverse("confirm", args=[token]))

    assert dump() == before
