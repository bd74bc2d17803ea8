"""What consent is asked for: the words that people agree to, and the role that says what the consent is used for."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from catalog.models import Brand
from catalog.validators import validate_key, validate_seen


class Role(models.TextChoices):
    """What a consent is used for. Code asks for the role of a purpose, never for its key or its words."""

    KEEP = "keep", _("keep results")
    RECOMMEND = "recommend", _("use answers for recommendations")
    MAIL = "mail", _("send mail")
    SENSITIVE = "sensitive", _("keep sensitive answers")
    AUDIENCE = "audience", _("advertising audiences")
    OTHER = "other", _("something else")


SINGLE_ROLES = (Role.KEEP, Role.RECOMMEND, Role.MAIL, Role.AUDIENCE)  # a brand has one purpose of each at most


class Purpose(models.Model):
    """A purpose of data use, with the text that a person consents to. A new text is a new version of the purpose."""

    Role = Role

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="purposes", verbose_name=_("brand"))
    role = models.CharField(
        _("used for"),
        max_length=10,
        choices=Role,
        help_text=_(
            "What this consent allows. Only “keep results” is needed to keep a result; all others are optional."
        ),
    )
    key = models.CharField(_("key"), max_length=50, validators=[validate_key])
    title = models.CharField(_("title"), max_length=80, validators=[validate_seen])
    text = models.CharField(_("what a person agrees to"), max_length=400, validators=[validate_seen])
    months = models.PositiveSmallIntegerField(_("kept for (months)"), default=12)

    class Meta:
        verbose_name = _("purpose")
        verbose_name_plural = _("purposes")
        ordering = ("brand", "pk")
        constraints = [
            models.UniqueConstraint(fields=["brand", "key"], name="purpose_key_unique_in_brand"),
            models.UniqueConstraint(
                fields=["brand", "role"],
                condition=Q(role__in=SINGLE_ROLES),
                name="purpose_role_once_in_brand",
                violation_error_message=_("The brand has a purpose for this already."),
            ),
            models.CheckConstraint(condition=Q(months__gte=1, months__lte=120), name="purpose_months_within_limits"),
        ]

    def __str__(self) -> str:
        return self.title
