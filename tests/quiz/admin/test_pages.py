"""Every staff page, opened by who may do everything and by who may do nothing."""

from __future__ import annotations

import pytest
from django.contrib import admin
from django.urls import reverse

from quiz.models import Claim, Consent, Message, Suppression
from tests.factories import make_brand, make_offer, make_staff
from tests.quiz.admin.filling import address, filled, log_in_with
from tests.quiz.keeping import EMAIL, finish, keep, make_keepable

pytestmark = pytest.mark.django_db
READ_ONLY = ["quizversion", "response", "claim", "profile", "consent", "message", "suppression"]
EDITABLE = ["quiz", "question", "purpose"]


def make_rows():
    """Make one row of everything that staff can see."""
    brand = make_brand()
    version = make_keepable()
    participation = keep(finish(version))
    quiz, response = version.quiz, participation.response
    claim = Claim.objects.create(offer=make_offer(brand=brand), response=response, code="A", claimed_at=quiz.changed_at)
    suppression = Suppression.objects.create(brand=brand, email_hash="x", reason="erased", at=quiz.changed_at)
    return {
        "quiz": quiz,
        "question": quiz.questions.first(),
        "purpose": brand.purposes.first(),
        "quizversion": version,
        "response": response,
        "claim": claim,
        "profile": participation.profile,
        "consent": Consent.objects.first(),
        "message": Message.objects.first(),
        "suppression": suppression,
    }


def pages_of(name, row):
    pages = [address(name), *(address(name, page, row.pk) for page in ("change", "history"))]
    return pages if name in READ_ONLY else [*pages, address(name, "add"), address(name, "delete", row.pk)]


def own_pages(quiz):
    pages = [address("quiz", page, quiz.pk) for page in ("download", "pack", "report", "snippet", "weights")]
    return [*pages, address("quiz", "snippets", quiz.brand_id), address("quiz", "upload")]


def test_every_model_of_ours_is_covered_here():
    registered = {model._meta.model_name for model in admin.site._registry if model._meta.app_label == "quiz"}

    assert registered == {*READ_ONLY, *EDITABLE}


def test_every_page_opens_for_who_may_do_everything(staff):
    rows = make_rows()
    urls = [url for name, row in rows.items() for url in pages_of(name, row)] + own_pages(rows["quiz"])

    answers = {url: staff.get(url).status_code for url in [*urls, reverse("admin:index")]}

    assert {url: code for url, code in answers.items() if code != 200} == {}


def test_every_page_is_refused_to_staff_without_permissions(client):
    rows = make_rows()
    client.force_login(make_staff(is_superuser=False))
    urls = [url for name, row in rows.items() for url in pages_of(name, row)] + own_pages(rows["quiz"])

    answers = {url: client.get(url).status_code for url in urls}

    assert {url: code for url, code in answers.items() if code != 403} == {}


def test_strangers_are_asked_to_log_in(client):
    rows = make_rows()

    answers = [client.get(url) for url in own_pages(rows["quiz"])]

    assert {page.status_code for page in answers} == {302}
    assert all(page["Location"].startswith("/admin/login/") for page in answers)


@pytest.mark.parametrize("name", READ_ONLY)
def test_what_was_published_answered_or_agreed_to_cannot_be_written(staff, name):
    row = make_rows()[name]
    before = type(row).objects.filter(pk=row.pk).values().get()

    answers = [
        staff.get(reverse(f"admin:quiz_{name}_add")),
        staff.post(address(name, "change", row.pk), {"state": "x", "_save": "保存"}),
        staff.post(address(name, "delete", row.pk), {"post": "yes"}),
        staff.post(address(name), {"action": "delete_selected", "_selected_action": row.pk, "post": "yes"}),
    ]

    assert [page.status_code for page in answers][:3] == [403, 403, 403]
    assert type(row).objects.filter(pk=row.pk).values().get() == before


def test_pages_hold_nothing_inline_that_the_policy_would_block(staff):
    rows = make_rows()
    urls = [url for name, row in rows.items() for url in pages_of(name, row)[:2]] + own_pages(rows["quiz"])[2:]

    texts = {url: staff.get(url).text for url in urls}

    assert [url for url, text in texts.items() if ' style="' in text or "<style" in text or "onclick" in text] == []


def test_no_page_shows_an_address_to_whom_it_is_not_for(client):
    rows = make_rows()
    log_in_with(client, *(f"view_{name}" for name in rows))
    urls = [url for name, row in rows.items() for url in pages_of(name, row)[:3]]

    leaks = [url for url in urls if EMAIL in client.get(url).text]

    assert rows["profile"].email == EMAIL
    assert leaks == []


@pytest.mark.parametrize("language", ["ja", "en"])
def test_staff_pages_speak_the_language_of_the_browser(staff, language):
    page = staff.get("/admin/", headers={"accept-language": language})

    assert page["Content-Language"] == language
    assert "Pittari" in page.text


def test_a_purpose_keeps_its_brand_and_its_key(staff):
    purpose = make_rows()["purpose"]
    url = address("purpose", "change", purpose.pk)

    staff.post(url, filled(staff.get(url), title="新しい題", key="other"))

    purpose.refresh_from_db()
    assert (purpose.title, purpose.key) == ("新しい題", "keep")


@pytest.mark.parametrize(
    ("name", "elsewhere"),
    [("quiz", {"state", "brand", "slug", "types"}), ("question", {"quiz"}), ("purpose", {"brand", "key", "role"})],
)
def test_every_field_that_staff_own_is_on_its_page(staff, name, elsewhere):
    row = make_rows()[name]

    page = staff.get(address(name, "change", row.pk))

    fields = {field.name for field in [*row._meta.fields, *row._meta.many_to_many] if field.editable}
    assert fields - set(page.context["adminform"].form.fields) == {"id", *elsewhere}
