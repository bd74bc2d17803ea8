"""Forms for keeping a result (an address and a checkbox per purpose) and for requesting a link to one's data."""

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
# Carriers that used to allocate local parts with consecutive or trailing dots; such addresses are still in use.
LENIENT_DOMAINS = {"docomo.ne.jp", "ezweb.ne.jp"}
ADDRESS_ATTRS = {"class": "field", "inputmode": "email", "autocomplete": "email", "autocapitalize": "none"}


def clean_address(text: str) -> str:
    """Return a deliverable address, or raise ValidationError.

    Full-width characters from a Japanese keyboard are converted. Quoted local parts and literal hosts are refused;
    consecutive and trailing dots are accepted for LENIENT_DOMAINS only.
    """
    plain = unicodedata.normalize("NFKC", text).strip().replace("。", ".")
    local, _at, typed_domain = plain.rpartition("@")
    domain = _canonical(typed_domain)
    checked = re.sub(r"\.+", ".", local).removesuffix(".") if domain in LENIENT_DOMAINS else local
    address = f"{local}@{domain}"
    if len(address) > MAX_ADDRESS or len(local) > MAX_LOCAL or '"' in local or "." not in domain:
        raise forms.ValidationError(AddressField.default_error_messages["invalid"], code="invalid")
    EmailValidator(AddressField.default_error_messages["invalid"])(f"{checked}@{domain}")
    return address


def _canonical(domain: str) -> str:
    """Return the canonical spelling of a domain, so that a mailbox has one address; "" if the domain is invalid.

    Mail goes to the IDNA form, which drops invisible characters and makes 例え.jp and xn--r8jz45g.jp the same.
    """
    try:
        return "" if "[" in domain else domain.lower().encode("idna").decode("idna")
    except UnicodeError:
        return ""


class AddressField(forms.CharField):
    """An e-mail address. The browser's validation is not used, because it refuses addresses that exist in Japan."""

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
    """A purpose on the form: its text, the months of its consent, and its checkbox."""

    purpose: scoring.Purpose
    months: int
    box: forms.BoundField
    is_main: bool


class KeepForm(forms.Form):
    """An address and a checkbox per purpose, all unticked at first. A ticked checkbox is a consent.

    Without purposes the form corrects the address of an earlier request.
    """

    email = AddressField()
    website = forms.CharField(required=False)  # a honeypot: hidden from people, filled in by bots

    def __init__(self, purposes: Iterable[scoring.Purpose], data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, auto_id="keep-%s")
        self.purposes = profiles.main_first(purposes)
        for purpose in self.purposes:
            self.fields[_field_name(purpose)] = forms.BooleanField(required=False, label=purpose.title)
        self.order_fields([*map(_field_name, self.purposes), "email", "website"])
        self.empty_permitted = self.is_declined

    @property
    def ticks(self) -> Iterator[Tick]:
        for index, purpose in enumerate(self.purposes):
            months = purpose.months or profiles.DEFAULT_MONTHS
            yield Tick(purpose=purpose, months=months, box=self[_field_name(purpose)], is_main=index == 0)

    @property
    def granted(self) -> list[str]:
        """Return the keys of the ticked purposes."""
        return [purpose.key for purpose in self.purposes if is_ticked(self.data, _field_name(purpose))]

    @property
    def is_declined(self) -> bool:
        """Return whether the form was submitted empty, which is a "no" and not an error."""
        return self.is_bound and bool(self.purposes) and not self.granted and not self.data.get("email", "").strip()

    @property
    def is_trapped(self) -> bool:
        return bool(self.data.get("website"))

    def clean(self) -> None:
        if self.purposes and self.purposes[0].key not in self.granted:
            words = _("To keep the result, please tick this box. Without it nothing is kept.")
            self.add_error(_field_name(self.purposes[0]), words)


def _field_name(purpose: scoring.Purpose) -> str:
    return f"agree-{purpose.key}"


class LinkForm(forms.Form):
    """A request for a new link to one's data, at one of the brands with a published quiz."""

    email = AddressField()

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, auto_id="link-%s")
        brands = Brand.objects.filter(quizzes__version__isnull=False).distinct()
        empty = None if len(brands) == 1 else _("Please choose")
        widget = forms.Select(attrs={"class": "field"})
        brand = forms.ModelChoiceField(brands, to_field_name="key", label=_("Brand"), empty_label=empty, widget=widget)
        self.fields = {"brand": brand, **self.fields}
