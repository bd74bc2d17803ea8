"""Random quizzes of every logic, small enough to walk through every path."""

from __future__ import annotations

from hypothesis import strategies as st

from quiz.scoring import load

LOGICS = ("points", "bands", "axes", "flow")
COLUMNS = {"points": ["a", "b", "c", "care"], "bands": ["total", "care"], "axes": ["x", "y", "care"], "flow": ["care"]}


@st.composite
def quizzes(draw, logics=LOGICS, max_questions=4):
    """A Definition in which every path ends well: bands cover every total, every code has a type."""
    logic = draw(st.sampled_from(logics))
    keys = [f"q{place}" for place in range(draw(st.integers(0, max_questions)))]
    jumps = draw(st.booleans())
    document = {
        "format": "pittari/1",
        "slug": "random",
        "language": "en",
        "title": "Random",
        "logic": logic,
        "types": [{"key": key, "name": key.upper()} for key in draw(st.permutations("abc"))],
        "gates": [{"scale": "care", "at_least": draw(st.integers(-2, 4))}],
        "questions": [
            draw(questions(logic, key, [*keys[place + 1 :], "end"] if jumps else [])) for place, key in enumerate(keys)
        ],
    }
    return load({**document, **draw(_PARTS[logic](keys))})


@st.composite
def questions(draw, logic, key, targets):
    kind = draw(st.sampled_from(["single", "single", "scale", "multiple"]))
    choices = [draw(choices_of(logic, f"{key}c{place}", targets)) for place in range(draw(st.integers(1, 4)))]
    low = draw(st.integers(1, 2)) if len(choices) > 1 else 1
    limits = {"min": low, "max": draw(st.integers(low, 3))} if kind == "multiple" else {}
    if sum(not choice["exclusive"] for choice in choices) < low:
        limits = {**limits, "min": 1} if limits else {}
    return {
        "key": key,
        "text": key,
        "kind": kind,
        "required": draw(st.integers(0, 3)) > 0,
        "sensitive": draw(st.integers(0, 5)) == 0,
        "choices": choices,
        **limits,
    }


@st.composite
def choices_of(draw, logic, key, targets):
    choice = {
        "key": key,
        "text": key,
        "weights": draw(st.dictionaries(st.sampled_from(COLUMNS[logic]), st.integers(-2, 3), max_size=3)),
        "exclusive": draw(st.integers(0, 5)) == 0,
        "neutral": draw(st.integers(0, 4)) == 0,
        "avoid": draw(st.lists(st.sampled_from(["scent", "nuts"]), max_size=2)),
    }
    if targets and draw(st.integers(0, 2)) == 0:
        choice["next"] = draw(st.sampled_from(targets))
    if logic == "flow" and draw(st.booleans()):
        choice["type"] = draw(st.sampled_from("abc"))
    return choice


@st.composite
def points_parts(draw, keys):
    rules = [{"rule": "order"}, {"rule": "ask", "question": draw(questions("points", "tie", []))}]
    if keys:
        rules.append({"rule": "question", "question": draw(st.sampled_from(keys))})
    return {"normalise": draw(st.sampled_from(["none", "share", "max"])), "tie_break": draw(st.sampled_from(rules))}


@st.composite
def bands_parts(draw, keys):
    low, high = sorted((draw(st.integers(-4, 6)), draw(st.integers(-4, 6))))
    ranges = [(-99, low), (low + 1, high), (high + 1, 99)]
    bands = [{"from": start, "to": end, "type": draw(st.sampled_from("abc"))} for start, end in ranges if start <= end]
    return {"bands": bands}


@st.composite
def axes_parts(draw, keys):
    scales = [{"key": key, "zero": draw(st.sampled_from("+-"))} for key in "xy"]
    codes = [{"code": code, "type": draw(st.sampled_from("abc"))} for code in ("--", "-+", "+-", "++")]
    return {"scales": scales, "codes": codes}


def flow_parts(keys):
    return st.just({})


_PARTS = {"points": points_parts, "bands": bands_parts, "axes": axes_parts, "flow": flow_parts}


@st.composite
def answered_quizzes(draw, **options):
    """(definition, complete answers): the tie question may be answered or not."""
    definition = draw(quizzes(**options))
    answers = draw(complete_answers(definition))
    return definition, answers


@st.composite
def complete_answers(draw, definition):
    """Answers to every question, on the path or off it, and sometimes to the tie question."""
    asked = list(definition.questions)
    if definition.tie_question and draw(st.booleans()):
        asked.append(definition.tie_question)
    return {question.key: draw(st.sampled_from(admissible_answers(question))) for question in asked}


def admissible_answers(question):
    # Imported late: the reference must not be part of what the strategies are made of.
    from tests.quiz.scoring.reference import answers_to

    return answers_to(question)
