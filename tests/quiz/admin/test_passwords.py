"""Passwords of staff: what is easily guessed is refused, and the demo's own would pass."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.password_validation import validate_password

from quiz.management.commands.load_demo import make_staff

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("password", ["1", "brief-one", "82736450192837", "password123", "hanako.suzuki"])
def test_new_member_of_staff_can_not_have_a_password_that_is_easily_guessed(staff, password):
    new = {"username": "hanako.suzuki", "usable_password": "true", "password1": password, "password2": password}

    page = staff.post("/admin/auth/user/add/", new)

    assert page.status_code == 200
    assert "password2" in page.context["adminform"].form.errors
    assert not get_user_model().objects.filter(username="hanako.suzuki").exists()


def test_new_member_of_staff_may_have_any_other_password(staff):
    password = "correct horse"
    new = {"username": "hanako.suzuki", "usable_password": "true", "password1": password, "password2": password}

    assert staff.post("/admin/auth/user/add/", new).status_code == 302
    assert get_user_model().objects.get(username="hanako.suzuki").check_password(password)


def test_password_of_the_demo_is_one_that_staff_may_have(tmp_path):
    password = make_staff(tmp_path / "password")

    validate_password(password, get_user_model().objects.get(username="staff"))
