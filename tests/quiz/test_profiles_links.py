from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from quiz import profiles, tokens
from quiz.models import Profile
from tests.quiz.keeping import keep

pytestmark = pytest.mark.django_db


def test_links_need_the_right_purpose_key_and_age(settings):
    profile = keep().profile
    token = profiles.link_token(profile)
    stop = tokens.sign("unsubscribe", str(profile.subject))
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another key"
    assert profiles.get_profile(token) == profile

    settings.SECRET_KEY_FALLBACKS = []
    for bad in (token, stop, f"{token}x", token.swapcase(), tokens.new_token()):
        with pytest.raises(profiles.InvalidLinkError):
            profiles.get_profile(bad)


def test_links_die_after_thirty_days(time_machine):
    now = timezone.now()
    token = profiles.link_token(keep().profile)

    time_machine.move_to(now + timedelta(days=30, seconds=2))

    with pytest.raises(profiles.InvalidLinkError):
        profiles.get_profile(token)


def test_links_can_be_revoked_by_their_version():
    profile = keep().profile
    token = profiles.link_token(profile)

    Profile.objects.update(link_version=2)

    with pytest.raises(profiles.GoneError):
        profiles.get_profile(token)
