from __future__ import annotations

from typing import get_args

from quiz.scoring.format.parts import Logic
from quiz.scoring.logics import LOGICS


def test_every_logic_of_the_format_has_its_rules():
    assert set(LOGICS) == set(get_args(Logic.__value__))
