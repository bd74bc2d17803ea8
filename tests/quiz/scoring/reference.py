"""Scoring again, the slow and obvious way, to compare with. Shares no code with quiz.scoring."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations


def answers_to(question):
    """Every admissible answer."""
    blank = [] if question.required and not question.sensitive else [()]
    if question.kind != "multiple":
        return blank + [(choice.key,) for choice in question.choices]
    found = []
    for size in range(1, len(question.choices) + 1):
        for chosen in combinations(question.choices, size):
            if question.min <= size <= question.max and (size == 1 or not any(c.exclusive for c in chosen)):
                found.append(tuple(c.key for c in chosen))
    return blank + found


def picked(question, keys):
    return [choice for choice in question.choices if choice.key in keys]


def follow(definition, place, keys):
    """The place after an answer, and the leaf that it ends at."""
    for choice in picked(definition.questions[place], keys):
        if definition.logic == "flow" and choice.type:
            return len(definition.questions), choice.type
        if choice.next == "end":
            return len(definition.questions), None
        if choice.next:
            return [q.key for q in definition.questions].index(choice.next), None
    return place + 1, None


def paths(definition, place=0, leaf=None):
    """(answers, likelihood, leaf) of every path."""
    if place >= len(definition.questions):
        yield {}, Fraction(1), leaf
        return
    question = definition.questions[place]
    answers = answers_to(question)
    for keys in answers:
        for rest, likelihood, end in paths(definition, *follow(definition, place, keys)):
            yield {question.key: keys, **rest}, likelihood / len(answers), end


def sums_of(definition, answers):
    sums = {scale: 0 for scale in definition.scale_keys}
    for key, keys in answers.items():
        for choice in picked(definition.question(key), keys):
            for scale in choice.weights:
                sums[scale] += choice.weights[scale]
    return sums


def given(definition, key, keys, scale):
    return sum(choice.weights.get(scale, 0) for choice in picked(definition.question(key), keys))


def most(definition, answers, scale):
    total = 0
    for key, keys in answers.items():
        question = definition.question(key)
        if not keys or not all(choice.neutral for choice in picked(question, keys)):
            total += max(given(definition, key, each, scale) for each in answers_to(question))
    return total


def scores_of(definition, answers):
    sums = sums_of(definition, answers)
    scores = {}
    for key in definition.type_keys:
        below = 1
        if definition.normalise == "share":
            below = sum(sums[each] for each in definition.type_keys)
        if definition.normalise == "max":
            below = most(definition, answers, key)
        scores[key] = Fraction(sums[key], below) if below > 0 else Fraction(0)
    return scores


def nearness_of(definition, answers):
    sums = sums_of(definition, answers)
    near = {}
    for key in definition.type_keys:
        below = most(definition, answers, key)
        near[key] = min(max(Fraction(sums[key], below), Fraction(0)), Fraction(1)) if below > 0 else Fraction(0)
    return near


def tied_types(definition, answers):
    if definition.logic != "points":
        return []
    scores = scores_of(definition, answers)
    tied = [key for key in scores if scores[key] == max(scores.values())]
    return tied if len(tied) > 1 else []


def type_of(definition, answers, leaf, tie_keys=None):
    """The type of complete answers; ``tie_keys`` answers the tie question."""
    sums = sums_of(definition, answers)
    if definition.logic == "flow":
        return leaf or definition.type_keys[0]
    if definition.logic == "bands":
        return next(band.type for band in definition.bands if band.low <= sums["total"] <= band.high)
    if definition.logic == "axes":
        signs = {scale.key: sums[scale.key] or (1 if scale.zero == "+" else -1) for scale in definition.scales}
        code = "".join("+" if signs[scale.key] > 0 else "-" for scale in definition.scales)
        return next(each.type for each in definition.codes if each.code == code)
    scores = scores_of(definition, answers)
    best = [key for key in scores if scores[key] == max(scores.values())]
    rule, named = definition.tie_break.rule, definition.tie_break.question
    if len(best) > 1 and rule == "question" and named in answers:
        best = favourites(best, lambda key: given(definition, named, answers[named], key))
    if len(best) > 1 and rule == "ask" and tie_keys is not None:
        best = favourites(best, lambda key: given(definition, "tie", tie_keys, key))
    return best[0]


def favourites(types, weight):
    return [key for key in types if weight(key) == max(weight(each) for each in types)]


def odds_of(definition, weigh=None):
    """(shares, share of ties, number of paths, types that win alone, types that are reached at all)."""
    shares = {key: Fraction(0) for key in definition.type_keys}
    ties, count, alone, reached = Fraction(0), 0, set(), set()
    for answers, likelihood, leaf in paths(definition):
        count += 1
        mass = likelihood if weigh is None else weigh(answers)
        tied = tied_types(definition, answers)
        ties += mass if tied else 0
        asked = answers_to(definition.tie_question) if tied and definition.tie_question else [None]
        for keys in asked:
            key = type_of(definition, answers, leaf, keys)
            shares[key] += mass / len(asked)
            reached.add(key)
        if not tied:
            alone.add(key)
    return shares, ties, count, alone, reached
