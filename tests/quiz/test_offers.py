from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from quiz import offers
from quiz.models import Claim
from tests.factories import make_offer, make_response

pytestmark = pytest.mark.django_db


def make_claims(count):
    offer, now = make_offer(), timezone.now()
    codes = [f"KMR-{number}" for number in range(count)]
    return [Claim.objects.create(offer=offer, response=make_response(), code=code, claimed_at=now) for code in codes]


def test_redeem_marks_the_coupons_it_is_given_and_no_others():
    first, second, other = make_claims(3)
    now = timezone.now()

    count = offers.redeem(Claim.objects.exclude(pk=other.pk), now=now)

    assert count == 2
    assert dict(Claim.objects.values_list("code", "redeemed_at")) == {
        first.code: now,
        second.code: now,
        other.code: None,
    }


def test_redeem_leaves_the_moment_of_those_that_were_used_before():
    (claim,) = make_claims(1)
    now = timezone.now()

    counts = [offers.redeem(Claim.objects.all(), now=now + timedelta(days=day)) for day in range(2)]

    claim.refresh_from_db()
    assert counts == [1, 0]
    assert claim.redeemed_at == now


@pytest.mark.parametrize("count", [1, 3])
def test_redeem_is_one_statement_so_that_nobody_comes_between(django_assert_num_queries, count):
    make_claims(count)

    with django_assert_num_queries(1):
        offers.redeem(Claim.objects.all(), now=timezone.now())
