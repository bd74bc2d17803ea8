from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.http import QueryDict

from quiz.forms.profiles import KeepForm, clean_address
from quiz.scoring import Purpose

PURPOSES = [
    Purpose(key="mail", title="メール", text="メールを受け取ります。"),
    Purpose(key="keep", title="保存", text="保存に同意します。", months=24),
]


def fill(**fields: str) -> KeepForm:
    data = QueryDict(mutable=True)
    data.update({name.replace("agree_", "agree-"): value for name, value in fields.items()})
    return KeepForm(PURPOSES, data)


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("hanako@example.jp", "hanako@example.jp"),
        (" Hanako+quiz@EXAMPLE.jp\n", "Hanako+quiz@example.jp"),
        ("ｈａｎａｋｏ＠ｅｘａｍｐｌｅ．ｊｐ", "hanako@example.jp"),
        ("hanako＠example。jp", "hanako@example.jp"),
        ("abc..d.@docomo.ne.jp", "abc..d.@docomo.ne.jp"),
        ("a.-_b..@ezweb.ne.jp", "a.-_b..@ezweb.ne.jp"),
        ("hanako@日本語.jp", "hanako@日本語.jp"),
        ("hanako@xn--wgv71a119e.jp", "hanako@日本語.jp"),
        ("hanako@exa\u200bmple.jp", "hanako@example.jp"),
        ("hanako@exam\u00adple.jp", "hanako@example.jp"),
        ("hanako@\u2060example.jp", "hanako@example.jp"),
    ],
)
def test_clean_address_accepts(typed, address):
    assert clean_address(typed) == address


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "hanako",
        "hanako@",
        "@example.jp",
        "a@b",
        "a@localhost",
        "a@[127.0.0.1]",
        "a@" + ".".join(["aİ"] * 79) + ".jp",  # longer once it is in lower case
        '"hanako"@example.jp',
        "abc..d@example.jp",
        "abc.@example.jp",
        ".abc@docomo.ne.jp",
        "..@docomo.ne.jp",
        "a@example.jp,b@example.jp",
        "a@example.jp b@example.jp",
        "a@example.jp\nBcc: b@example.jp",
        "a@example.jp%0aBcc:b",
        "a\x00@example.jp",
        "<a@example.jp>",
        "a@exa\u2028mple.jp",
        "a@\u202eexample.jp",
        "a@" + "あ" * 60 + ".jp",
        "あ@example.jp",
        "a" * 65 + "@example.jp",
        "a@" + "b" * 63 + ".".join([""] + ["c" * 60] * 4) + ".jp",
    ],
)
def test_clean_address_refuses(typed):
    with pytest.raises(ValidationError):
        clean_address(typed)


def test_no_box_is_ticked_at_first():
    form = KeepForm(PURPOSES)

    assert "checked" not in form.as_p()
    assert [field.initial for field in form.fields.values()] == [None] * 4


def test_the_purpose_of_keeping_comes_first():
    ticks = [(tick.purpose.key, tick.months, tick.is_main) for tick in KeepForm(PURPOSES).ticks]

    assert ticks == [("keep", 24, True), ("mail", 12, False)]


def test_only_what_is_ticked_is_granted():
    form = fill(email="hanako@example.jp", agree_keep="on")

    assert form.is_valid()
    assert form.granted == ["keep"]


@pytest.mark.parametrize("value", ["", "0", "false", "False"])
def test_a_box_that_says_no_is_not_ticked(value):
    assert fill(agree_keep="on", agree_mail=value).granted == ["keep"]


def test_an_address_without_the_box_of_keeping_is_explained():
    form = fill(email="hanako@example.jp", agree_mail="on")

    assert not form.is_valid()
    assert list(form.errors) == ["agree-keep"]


def test_an_empty_form_is_a_no_and_no_mistake():
    assert fill(email="  ").is_declined
    assert not fill(email="  ").errors
    assert not fill(email="hanako").is_declined
    assert not fill(agree_mail="on").is_declined


def test_errors_are_tied_to_their_fields():
    form = fill(email="hanako", agree_keep="on")
    form.is_valid()

    assert 'aria-invalid="true"' in str(form["email"])
    assert 'aria-describedby="keep-email_error"' in str(form["email"])
    assert 'value="hanako"' in str(form["email"])
    assert "checked" in str(form["agree-keep"])
