from __future__ import annotations

import pytest

from quiz.models import Quiz
from tests.factories import make_quiz, make_version


@pytest.fixture
def quiz(db) -> Quiz:
    """A published quiz of three questions, at /q/coffee/."""
    return make_version(make_quiz(slug="coffee")).quiz
