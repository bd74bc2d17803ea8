"""A slip in the address can be corrected, and the mail sent again, until the wish is confirmed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from quiz import moments, profiles
from quiz.models import Message, PendingKeep, Profile, Response
from tests.quiz.keeping import EMAIL, ask, finish

pytestmark = pytest.mark.django_db
SLIP = "hanako@exmaple.jp"


def again(response: Response, *, email: str = EMAIL, minutes: int = 2) -> PendingKeep:
    wish = PendingKeep.objects.get(response=response)
    now = timezone.now() + timedelta(minutes=minutes)
    said = {"purposes": wish.purposes, "language": "ja", "place": wish.place}
    return moments.asked_to_keep(response, email=email, now=now, send_again=True, **said)


def test_a_corrected_address_gets_a_mail_whose_link_alone_works():
    response = finish()
    _wish, old = ask(response, email=SLIP, purposes=["keep", "mail"])

    again(response)

    with pytest.raises(profiles.ExpiredError):
        profiles.find_pending(old, now=timezone.now())
    replaced, new = Message.objects.order_by("pk")
    assert (replaced.state, replaced.reason, replaced.to, replaced.text) == ("skipped", "replaced", "", "")
    assert (new.to, new.state, new.about) == (EMAIL, "queued", str(response.uid))
    assert replaced.about == new.about
    assert PendingKeep.objects.get().purposes == ["keep", "mail"]


def test_whoever_opened_the_first_link_cannot_confirm_the_corrected_address():
    response = finish()
    _wish, old = ask(response, email=SLIP)
    opened = profiles.find_pending(old, now=timezone.now())
    again(response)

    with pytest.raises(profiles.ExpiredError):
        profiles.confirm(opened, now=timezone.now())

    assert not Profile.objects.exists()


@pytest.mark.parametrize(("minutes", "mails"), [(0, 1), (2, 2)])
def test_the_same_address_is_mailed_again_but_not_by_a_double_tap(minutes, mails):
    response = finish()
    ask(response)

    again(response, minutes=minutes)

    assert Message.objects.count() == mails


def test_one_wish_cannot_mail_without_end():
    response = finish()
    ask(response, email=SLIP)
    for number in range(3):
        again(response, email=f"guess{number}@example.jp", minutes=2 + number)

    with pytest.raises(profiles.TooManyError), transaction.atomic():
        again(response, email="guess9@example.jp", minutes=9)

    assert PendingKeep.objects.get().email == "guess2@example.jp"


def test_other_boxes_ticked_in_another_tab_take_the_place_of_the_first():
    response = finish()
    ask(response, purposes=["keep"])

    ask(response, purposes=["keep", "recommend"])

    assert PendingKeep.objects.get().purposes == ["keep", "recommend"]
    assert Message.objects.filter(state="queued").count() == 1
