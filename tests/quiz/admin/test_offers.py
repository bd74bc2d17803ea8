from __future__ import annotations

import pytest

from quiz.models import Claim
from tests.factories import make_offer, make_response
from tests.quiz.admin.filling import address, log_in_with, run

pytestmark = pytest.mark.django_db


def make_claim(code="KMR-AAAA"):
    response = make_response()
    offer = make_offer(key=code.lower())
    return Claim.objects.create(offer=offer, response=response, code=code, claimed_at=response.started_at)


def test_a_coupon_is_redeemed_once(staff):
    claim = make_claim()
    url = address("claim", "change", claim.pk)

    run(staff, url, "mark_redeemed", claim.pk)
    first = Claim.objects.get().redeemed_at
    run(staff, url, "mark_redeemed", claim.pk)

    assert first is not None
    assert Claim.objects.get().redeemed_at == first


def test_redeeming_needs_the_permission_to_change(client):
    claim = make_claim()
    log_in_with(client, "view_claim")

    run(client, address("claim", "change", claim.pk), "mark_redeemed", claim.pk)

    assert Claim.objects.get().redeemed_at is None


def test_coupons_are_found_by_their_code(staff):
    claim, _other = make_claim("KMR-AAAA"), make_claim("KMR-BBBB")

    page = staff.get(address("claim"), {"q": "AAAA"})

    assert list(page.context["cl"].result_list) == [claim]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_coupons_costs_the_same_however_long(staff, django_assert_num_queries, count):
    for number in range(count):
        make_claim(f"KMR-{number}")
    staff.get(address("claim"))

    with django_assert_num_queries(6):
        staff.get(address("claim"))
