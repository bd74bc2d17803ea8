from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.utils import translation

from quiz import scoring
from quiz.pages.reasons import Reasons
from quiz.scoring import Band, Code, Definition, Scale
from tests.quiz.scoring.builders import make_ab, make_choice, make_definition, make_question


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


def tell(definition: Definition, **answers: str) -> list[str]:
    given = {key: (choice,) for key, choice in answers.items()}
    return [str(each) for each in Reasons(definition=definition, why=scoring.explain(definition, given))]


def make_ladder() -> Definition:
    """Bands from 0 to 9 that two questions lead through."""
    notches = [make_choice(f"n{value}", weights={"total": value}) for value in (0, 1, 2)]
    bands = (Band(low=0, high=1, type="a"), Band(low=2, high=9, type="b"))
    return make_definition(*(make_question(key, *notches) for key in ("one", "two")), logic="bands", bands=bands)


def make_axis() -> Definition:
    choices = (make_choice("low", weights={"taste": -1}), make_choice("high", weights={"taste": 3}))
    scale = Scale(key="taste", low="Sour", high="Sweet")
    codes = (Code(code="-", type="a"), Code(code="+", type="b"))
    questions = [make_question(key, *choices) for key in ("one", "two", "three", "four")]
    return make_definition(*questions, logic="axes", scales=(scale,), codes=codes)


def test_choice_that_avoids_something_is_quoted_with_its_question():
    dislike = make_question("dislike", make_choice("floral", weights={"a": 2}, avoid=("flowers",)))

    told = tell(make_definition(make_ab("first"), dislike), first="a", dislike="floral")

    assert told[0].startswith("You answered <q>FLORAL</q> to <q>dislike?</q>")
    assert "first?" not in told[1]


def test_type_stays_on_a_line_and_says_its_language():
    definition = make_definition(make_ab("first"), language="ja")

    assert '<span class="word" lang="ja">A</span>' in tell(definition, first="a")[0]


def test_bands_tell_what_counted_and_where_the_total_lies():
    told = tell(make_ladder(), one="n0", two="n1")

    assert told[:2] == ["<q>N1</q>: +1 point.", "Your answers come to 1, on a scale from 0 to 9 points."]
    assert told[2] == '1 point away lies <span class="word" lang="en">B</span>.'


def test_bands_quote_answers_even_where_none_gave_a_point():
    assert tell(make_ladder(), one="n0", two="n0")[0] == "<q>N0</q>: +0 points."


def test_axes_tell_what_spoke_for_either_side():
    told = tell(make_axis(), one="low", two="high", three="high", four="low")

    assert "Between Sour and Sweet, your answers speak 6 to 2 for Sweet." in told


def test_axes_say_when_one_stands_in_the_middle():
    told = tell(make_axis(), one="high", two="low", three="low", four="low")

    assert "Between Sour and Sweet, you are just in the middle, which counts as Sweet." in told


def test_axes_give_no_figures_when_an_answer_that_counted_is_deleted():
    definition = make_axis()
    why = scoring.explain(definition, dict.fromkeys(("one", "two", "three", "four"), ("high",)))
    side = why.axes[0]
    silenced = Reasons(
        definition=definition,
        why=scoring.Explanation(
            type=why.type,
            score=why.score,
            contributions=why.contributions[1:],
            axes=(
                scoring.AxisSide(
                    scale=side.scale, side=side.side, margin=side.margin, contributions=side.contributions[1:]
                ),
            ),
        ),
    )

    assert "Between Sour and Sweet, you are on the side of Sweet." in map(str, silenced)
