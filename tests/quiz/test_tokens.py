from __future__ import annotations

import uuid

import pytest

from quiz import tokens

UID = uuid.UUID("6a1d3a52-6d2c-4f3e-9f0e-0a8f7f7f9a11")


def test_new_token_holds_192_bits_that_are_safe_in_a_path():
    made = {tokens.new_token() for _ in range(200)}

    assert len(made) == 200
    assert {len(token) for token in made} == {32}


def test_result_token_is_the_same_each_time_and_differs_by_response():
    assert tokens.result_token(UID) == tokens.result_token(UID)
    assert tokens.result_token(UID) != tokens.result_token(uuid.uuid4())


def test_result_token_of_an_old_key_is_found_by_its_hash(settings):
    old = tokens.result_token(UID)

    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another key"

    assert tokens.result_token(UID, result_hash=tokens.hash_token(old)) == old
    assert tokens.result_token(UID) != old


def test_unsign_returns_what_was_signed():
    assert tokens.unsign("confirm", tokens.sign("confirm", {"a": 1}), max_age=60) == {"a": 1}


@pytest.mark.parametrize("spoil", [lambda token: token[:-1], lambda token: token + "x", lambda token: "x" + token])
def test_unsign_refuses_a_changed_token(spoil):
    assert tokens.unsign("confirm", spoil(tokens.sign("confirm", 1)), max_age=60) is None


def test_unsign_refuses_a_token_of_another_purpose():
    assert tokens.unsign("erase", tokens.sign("unsubscribe", 1), max_age=60) is None


def test_unsign_refuses_a_token_that_is_too_old():
    assert tokens.unsign("confirm", tokens.sign("confirm", 1), max_age=-1) is None


def test_contact_hash_outlives_a_change_of_the_secret_key(settings):
    before = tokens.contact_hash("a@example.jp", "komorebi")

    settings.SECRET_KEY = "another key"

    assert tokens.contact_hash("a@example.jp", "komorebi") == before


def test_contact_hash_knows_an_address_in_any_width_and_case():
    assert tokens.contact_hash(" Ａ＠Example.JP ", "komorebi") == tokens.contact_hash("a@example.jp", "komorebi")
    assert tokens.contact_hash("a@example.jp", "komorebi") != tokens.contact_hash("a@example.jp", "kokochi")
