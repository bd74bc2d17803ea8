from __future__ import annotations

import pytest
from django.contrib.admin.models import LogEntry

from quiz.models import Consent
from tests.quiz.admin.filling import address, log_in_with
from tests.quiz.keeping import EMAIL, keep

pytestmark = pytest.mark.django_db


def test_contact_data_is_masked_without_its_permission(client):
    profile = keep().profile
    log_in_with(client, "view_profile")

    page = client.get(address("profile", "change", profile.pk))

    assert "h•••@e•••.jp" in page.text
    assert EMAIL not in page.text
    assert not LogEntry.objects.exists()


def test_looking_at_contact_data_leaves_a_trace(client):
    profile = keep().profile
    log_in_with(client, "view_profile", "view_personal_data")

    page = client.get(address("profile", "change", profile.pk))

    assert EMAIL in page.text
    assert LogEntry.objects.get().object_id == str(profile.pk)


def test_lists_mask_contact_data_for_everybody(staff):
    keep()

    page = staff.get(address("profile"))

    assert "h•••@e•••.jp" in page.text
    assert EMAIL not in page.text


def test_people_are_searched_by_address_only_with_the_permission(client):
    keep()
    log_in_with(client, "view_profile")
    without = client.get(address("profile"), {"q": EMAIL})
    log_in_with(client, "view_profile", "view_personal_data")

    with_it = client.get(address("profile"), {"q": EMAIL})

    assert [page.context["cl"].result_count for page in (without, with_it)] == [0, 1]


@pytest.mark.parametrize(
    "lookup",
    ["email__startswith", "email", "email_hash__startswith", "messages__to__startswith", "customer_id__startswith"],
)
def test_filters_cannot_feel_their_way_along_addresses(client, lookup):
    keep()
    log_in_with(client, "view_profile")

    hit, miss = (client.get(address("profile"), {lookup: start}) for start in "hz")

    assert hit.status_code in {302, 400}
    assert (hit.status_code, hit.content, hit.get("Location")) == (miss.status_code, miss.content, miss.get("Location"))


@pytest.mark.parametrize(
    "lookup", ["to__startswith", "profile__email__startswith", "text__contains", "subject__contains"]
)
def test_filters_of_the_outbox_cannot_either(client, lookup):
    keep()
    log_in_with(client, "view_message")

    hit, miss = (client.get(address("message"), {lookup: start}) for start in "hz")

    assert hit.status_code in {302, 400}
    assert (hit.status_code, hit.content, hit.get("Location")) == (miss.status_code, miss.content, miss.get("Location"))


def test_traits_are_shown_only_with_the_permission(client):
    profile = keep().profile
    url = address("profile", "change", profile.pk)
    log_in_with(client, "view_profile")
    without = client.get(url).text
    log_in_with(client, "view_profile", "view_personal_data")

    assert "a-value" not in without
    assert "a-value" in client.get(url).text


def test_traits_are_told_in_the_words_of_the_version_that_asked(staff):
    participation = keep()
    quiz = participation.response.version.quiz
    quiz.questions.filter(key="scene").update(text="書きかえた質問")

    page = staff.get(address("profile", "change", participation.profile.pk))

    assert "いつ飲みますか <code>scene</code>" in page.text
    assert "aです <code>a-value</code>" in page.text
    assert "書きかえた質問" not in page.text


def test_consents_are_told_in_the_words_that_were_agreed_to(staff):
    profile = keep().profile
    profile.brand.purposes.update(title="書きかえた目的")
    consent = Consent.objects.of_subject(profile.subject).get(purpose="keep")
    urls = [address("profile", "change", profile.pk), address("consent"), address("consent", "change", consent.pk)]

    texts = [staff.get(url).text for url in urls]

    assert all("結果を保存する" in text and "<code>keep</code>" in text for text in texts)
    assert "こもれび珈琲" in texts[1]


def test_consents_are_filtered_by_brand_and_purpose(staff):
    profile = keep(purposes=["keep"]).profile

    page = staff.get(address("consent"), {"purpose": "keep", "brand_key": profile.brand.key})

    assert {consent.purpose for consent in page.context["cl"].result_list} == {"keep"}


def test_the_ledger_shows_the_exact_words(staff):
    consents = keep().profile
    page = staff.get(address("profile", "change", consents.pk))

    assert page.text.count("/admin/quiz/consent/") >= 3


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_people_costs_the_same_however_long(staff, django_assert_num_queries, count):
    for number in range(count):
        keep(email=f"person{number}@example.jp")
    staff.get(address("profile"))

    with django_assert_num_queries(7):
        staff.get(address("profile"))
