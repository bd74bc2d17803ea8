"""The form for a QR code."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from quiz.forms.taking import CAMPAIGN_LENGTH


class QrForm(forms.Form):
    """The campaign of a QR code: a shop counter, a package, a leaflet."""

    utm_source = forms.CharField(label=_("Where it hangs"), max_length=CAMPAIGN_LENGTH, initial="counter")
    utm_medium = forms.CharField(label=_("Medium"), max_length=CAMPAIGN_LENGTH, initial="print", required=False)
    utm_campaign = forms.CharField(label=_("Campaign"), max_length=CAMPAIGN_LENGTH, required=False)

    def parameters(self) -> dict[str, str]:
        """Return the query parameters of the code's URL: the channel and the campaign."""
        return {"via": "qr", **{name: value for name, value in self.cleaned_data.items() if value}}
