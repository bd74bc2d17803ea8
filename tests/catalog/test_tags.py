"""Tags mean the same however they are typed."""

from __future__ import annotations

import doctest

import pytest

from catalog import tags
from catalog.tags import fold, fold_all, join_tags, once, split_tags

SAME = [
    ("Vegan", "vegan"),
    ("ガーデン", "ガーテ\u3099ン"),
    ("SPF50", "ＳＰＦ５０"),
    ("ノンオイル", "ﾉﾝｵｲﾙ"),
    ("無香料", "無香料\u200b"),
    ("無香料", "\u200e無香料\ufe0f"),
    ("dry skin", "Dry　 Skin"),
    ("STRASSE", "straße"),
]


def test_the_examples_hold():
    assert doctest.testmod(tags).failed == 0


@pytest.mark.parametrize(("one", "other"), SAME)
def test_a_tag_is_the_same_in_every_spelling(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("無香料", "無香量"), ("ハ", "バ"), ("SPF5", "SPF50"), ("か", "カ")])
def test_other_words_stay_other_words(one, other):
    assert fold(one) != fold(other)


@pytest.mark.parametrize("separator", [",", ", ", "，", "、", "､", ";", "；", "|", "｜", "\n", "\r\n"])
def test_a_list_is_split_at_its_own_separator_and_not_at_spaces(separator):
    assert split_tags(separator.join(["Fragrance Free", "dry skin", "ギフト対応"])) == (
        "Fragrance Free",
        "dry skin",
        "ギフト対応",
    )


@pytest.mark.parametrize("tags", [(), ("a",), ("a", "b"), ("a b",), ("a b", "c"), ("無香料", "Vegan")])
def test_a_joined_list_is_split_into_the_same_tags(tags):
    assert split_tags(join_tags(tags)) == tags


def test_a_list_holds_nothing_that_cannot_be_seen():
    assert split_tags("無香料, ,\u200b,") == ("無香料",)


def test_a_list_that_was_kept_as_one_tag_counts_as_its_parts():
    assert fold_all(["無香料、敏感肌", "Vegan,"]) == {"無香料", "敏感肌", "vegan"}


def test_a_tag_in_two_spellings_is_shown_once_as_it_was_typed_first():
    assert once(["Vegan", "無香料", "ＶＥＧＡＮ"]) == ("Vegan", "無香料")
