"""Read what a person says about keeping their result: an address, and one decision for each purpose."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.validators import EmailValidator
from django.utils.translation import gettext_lazy as _

from catalog.models import Brand
from quiz import profiles, scoring
from quiz.forms.taking import is_ticked

MAX_LOCAL = 64
MAX_ADDRESS = 254
# Carriers that once gave out addresses with dots in a row or at the end of the local part. They are in use to this day.
LENIENT_DOMAINS = {"docomo.ne.jp", "ezweb.ne.jp"}
ADDRESS_ATTRS = {"class": "field", "inputmode": "email", "autocomplete": "email", "autocapitalize": "none"}


def clean_address(text: str) -> str:
    """Return an address as it can be written to, or raise ValidationError.

    Full-width characters, as a Japanese keyboard makes them, count as their plain ones. Quoted local parts and
    literal hosts are refused; dots may stand in a row or last only at the carriers of LENIENT_DOMAINS.
    """
    plain = unicodedata.normalize("NFKC", text).strip().replace("。", ".")
    local, _at, typed_domain = plain.rpartition("@")
    domain = _canonical(typed_domain)
    judged = re.sub(r"\.+", ".", local).removesuffix(".") if domain in LENIENT_DOMAINS else local
    address = f"{local}@{domain}"
    if len(address) > MAX_ADDRESS or len(local) > MAX_LOCAL or '"' in local or "." not in domain:
        raise forms.ValidationError(AddressField.default_error_messages["invalid"], code="invalid")
    EmailValidator(AddressField.default_error_messages["invalid"])(f"{judged}@{domain}")
    return address


def _canonical(domain: str) -> str:
    """Return the one spelling of a domain, so that a mailbox counts once however it is written; "" when it is none.

    Mail goes to the IDNA form, which drops characters that nobody sees and takes 例え.jp and xn--r8jz45g.jp for one.
    """
    try:
        return "" if "[" in domain else domain.lower().encode("idna").decode("idna")
    except UnicodeError:
        return ""


class AddressField(forms.CharField):
    """An e-mail address. The browser's own check is not used: it refuses addresses that exist in Japan."""

    default_error_messages = {
        "required": _("Please enter your e-mail address."),
        "invalid": _("Please check the address. It should look like name@example.jp."),
    }

    def __init__(self) -> None:
        widget = forms.TextInput(attrs={**ADDRESS_ATTRS, "spellcheck": "false"})
        super().__init__(label=_("E-mail address"), widget=widget)

    def clean(self, value: str | None) -> str:
        return clean_address(super().clean(value))


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """One purpose on the form: its words, for how long, and its box."""

    purpose: scoring.Purpose
    months: int
    box: forms.BoundField
    is_main: bool


class KeepForm(forms.Form):
    """An address, and one box for each purpose, all empty at first. Only what is ticked is agreed to."""

    email = AddressField()
    website = forms.CharField(required=False)  # a trap: people do not see it, machines fill it in

    def __init__(self, purposes: Iterable[scoring.Purpose], data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, auto_id="keep-%s")
        self.purposes = profiles.main_first(purposes)
        for purpose in self.purposes:
            self.fields[_name(purpose)] = forms.BooleanField(required=False, label=purpose.title)
        self.order_fields([*map(_name, self.purposes), "email", "website"])
        self.empty_permitted = self.is_declined

    @property
    def ticks(self) -> Iterator[Tick]:
        for place, purpose in enumerate(self.purposes):
            months = purpose.months or profiles.DEFAULT_MONTHS
            yield Tick(purpose=purpose, months=months, box=self[_name(purpose)], is_main=place == 0)

    @property
    def granted(self) -> list[str]:
        """The keys of the purposes that were ticked."""
        return [purpose.key for purpose in self.purposes if is_ticked(self.data, _name(purpose))]

    @property
    def is_declined(self) -> bool:
        """Tell whether the form was sent with nothing in it: a no, and no mistake."""
        return self.is_bound and not self.granted and not self.data.get("email", "").strip()

    @property
    def is_trapped(self) -> bool:
        return bool(self.data.get("website"))

    def clean(self) -> None:
        if self.purposes and self.purposes[0].key not in self.granted:
            words = _("To keep the result, please tick this box. Without it nothing is kept.")
            self.add_error(_name(self.purposes[0]), words)


def _name(purpose: scoring.Purpose) -> str:
    return f"agree-{purpose.key}"


class LinkForm(forms.Form):
    """Ask for a new link to one's data, at one of the brands that have published a quiz."""

    email = AddressField()

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, auto_id="link-%s")
        brands = Brand.objects.filter(quizzes__version__isnull=False).distinct()
        empty = None if len(brands) == 1 else _("Please choose")
        widget = forms.Select(attrs={"class": "field"})
        brand = forms.ModelChoiceField(brands, to_field_name="key", label=_("Brand"), empty_label=empty, widget=widget)
        self.fields = {"brand": brand, **self.fields}
