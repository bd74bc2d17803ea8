"""The parts of a draft that decide an outcome: weights, axes, bands, codes and gates."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from catalog.validators import validate_key, validate_seen, validate_web_address
from quiz.models.authoring import Choice, Quiz

MAX_WEIGHT = 1000
weight_limits = [MinValueValidator(-MAX_WEIGHT), MaxValueValidator(MAX_WEIGHT)]


class Weight(models.Model):
    """The points that a choice adds to a scale: a type's key, `total`, an axis, or a scale of gates only."""

    choice = models.ForeignKey(Choice, on_delete=models.CASCADE, related_name="weights")
    scale = models.CharField(_("scale"), max_length=50)
    value = models.SmallIntegerField(_("weight"), validators=weight_limits)

    class Meta:
        verbose_name = _("weight")
        verbose_name_plural = _("weights")
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(fields=["choice", "scale"], name="weight_once_a_scale"),
            models.CheckConstraint(
                condition=Q(value__gte=-MAX_WEIGHT, value__lte=MAX_WEIGHT), name="weight_within_limits"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scale} {self.value:+d}"


class Scale(models.Model):
    """An axis with two poles. A negative sum is the low pole, a positive sum the high pole; `zero` is the pole of 0."""

    class Pole(models.TextChoices):
        LOW = "-", _("low end")
        HIGH = "+", _("high end")

    quiz = models.ForeignKey(Quiz, on_delete=models.CASCADE, related_name="scales")
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    key = models.CharField(_("key"), max_length=50, validators=[validate_key])
    low = models.CharField(_("low end"), max_length=80, blank=True, validators=[validate_seen])
    high = models.CharField(_("high end"), max_length=80, blank=True, validators=[validate_seen])
    zero = models.CharField(_("zero goes to"), max_length=1, choices=Pole, default=Pole.HIGH)

    class Meta:
        verbose_name = _("axis")
        verbose_name_plural = _("axes")
        ordering = ("position", "pk")
        constraints = [models.UniqueConstraint(fields=["quiz", "key"], name="scale_key_unique_in_quiz")]

    def __str__(self) -> str:
        return f"{self.low} – {self.high}"


class Band(models.Model):
    """An inclusive range of the total, and the type of that range."""

    quiz = models.ForeignKey(Quiz, on_delete=models.CASCADE, related_name="bands")
    first = models.IntegerField(_("from"))
    last = models.IntegerField(_("to"))
    type_key = models.CharField(_("type (key)"), max_length=50)

    class Meta:
        verbose_name = _("band")
        verbose_name_plural = _("bands")
        ordering = ("first", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(last__gte=F("first")),
                name="band_not_reversed",
                violation_error_message=_("A band must not end before it begins."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first}–{self.last}"


class Code(models.Model):
    """A combination of the poles of all axes, such as `+-`, and the type of that combination."""

    quiz = models.ForeignKey(Quiz, on_delete=models.CASCADE, related_name="codes")
    code = models.CharField(_("code"), max_length=4, help_text=_("A + or - for each axis, in their order."))
    type_key = models.CharField(_("type (key)"), max_length=50)

    class Meta:
        verbose_name = _("code")
        verbose_name_plural = _("codes")
        ordering = ("pk",)
        constraints = [models.UniqueConstraint(fields=["quiz", "code"], name="code_once_a_quiz")]

    def __str__(self) -> str:
        return self.code


class Gate(models.Model):
    """A threshold of a scale from which the result gives advice instead of products."""

    quiz = models.ForeignKey(Quiz, on_delete=models.CASCADE, related_name="gates")
    scale = models.CharField(_("scale (key)"), max_length=50, validators=[validate_key])
    at_least = models.IntegerField(pgettext_lazy("sum", "at least"))
    title = models.CharField(_("title"), max_length=80, validators=[validate_seen])
    text = models.TextField(_("advice"), max_length=1000, validators=[validate_seen])
    url = models.URLField(_("link"), blank=True, validators=[validate_web_address])

    class Meta:
        verbose_name = _("gate")
        verbose_name_plural = _("gates")
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.title
