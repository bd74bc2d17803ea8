"""An offer: what a brand gives to those who took a quiz, how many, and until when."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog.models.brands import Brand
from catalog.validators import validate_code_prefix, validate_key


class OfferQuerySet(models.QuerySet["Offer"]):
    def active(self, *, on: datetime) -> OfferQuerySet:
        """Return the offers that run at this moment and are not used up."""
        started = Q(starts_at__isnull=True) | Q(starts_at__lte=on)
        not_over = Q(ends_at__isnull=True) | Q(ends_at__gt=on)
        left = Q(stock__isnull=True) | Q(used__lt=F("stock"))
        return self.filter(started & not_over & left, is_on=True)


class Offer(models.Model):
    class Kind(models.TextChoices):
        DISCOUNT = "discount", _("discount coupon")
        GIFT = "gift", _("gift for everyone")
        DRAW = "draw", _("prize draw")
        OPEN = "open", _("open to all")

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="offers", verbose_name=_("brand"))
    key = models.CharField(_("key"), max_length=50, validators=[validate_key])
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.DISCOUNT)
    name = models.CharField(
        _("name"),
        max_length=80,
        # xgettext:no-python-format
        help_text=_("Such as 15% off."),
    )
    tagline = models.CharField(_("one line"), max_length=160, blank=True)
    terms = models.CharField(_("terms"), max_length=400, blank=True)
    code_prefix = models.CharField(_("start of the code"), max_length=6, blank=True, validators=[validate_code_prefix])
    stock = models.PositiveIntegerField(_("how many"), null=True, blank=True, help_text=_("Empty: without limit."))
    used = models.PositiveIntegerField(_("given so far"), default=0, editable=False)
    starts_at = models.DateTimeField(_("starts"), null=True, blank=True)
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
    is_on = models.BooleanField(_("on"), default=True)

    objects = OfferQuerySet.as_manager()

    class Meta:
        verbose_name = _("offer")
        verbose_name_plural = _("offers")
        ordering = ("brand", "key")
        constraints = [
            models.UniqueConstraint(fields=["brand", "key"], name="offer_key_unique_in_brand"),
            models.CheckConstraint(
                condition=Q(stock__isnull=True) | Q(used__lte=F("stock")),
                name="offer_not_oversold",
                violation_error_message=_("More have been given already than this number."),
            ),
            models.CheckConstraint(
                condition=Q(starts_at__isnull=True) | Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
                name="offer_ends_after_start",
                violation_error_message=_("The end must come after the start."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_over(self) -> bool:
        return self.ends_at is not None and self.ends_at <= timezone.now()

    @property
    def last_day(self) -> date | None:
        """The last day on which it can be used: an end at midnight means the day before."""
        return timezone.localdate(self.ends_at - timedelta(seconds=1)) if self.ends_at else None
