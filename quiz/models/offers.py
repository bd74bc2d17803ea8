"""The coupon of a response."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from catalog.models import Offer
from quiz.models.taking import Response


class Claim(models.Model):
    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="claims", verbose_name=_("offer"))
    response = models.OneToOneField(Response, on_delete=models.CASCADE, related_name="claim")
    code = models.CharField(_("code"), max_length=40, unique=True)
    claimed_at = models.DateTimeField(_("given"))
    redeemed_at = models.DateTimeField(_("redeemed"), null=True, blank=True)

    class Meta:
        verbose_name = _("coupon")
        verbose_name_plural = _("coupons")
        ordering = ("-pk",)

    def __str__(self) -> str:
        return self.code
