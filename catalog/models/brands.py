"""A brand: whose quizzes, products and promises these are, and where its pages may be framed."""

from __future__ import annotations

import secrets

from django.db import models
from django.utils.translation import gettext_lazy as _

from catalog import sealing
from catalog.origins import clean_origin, validate_origins
from catalog.pictures import picture_storage
from catalog.validators import validate_color, validate_key, validate_web_address


class Brand(models.Model):
    class Heading(models.TextChoices):
        MINCHO = "mincho", _("Mincho (serif)")
        GOTHIC = "gothic", _("Gothic (sans serif)")

    class Radius(models.TextChoices):
        SHARP = "sharp", _("Sharp")
        SOFT = "soft", _("Soft")
        ROUND = "round", _("Round")

    key = models.CharField(_("key"), max_length=50, unique=True, validators=[validate_key])
    name = models.CharField(_("name"), max_length=80)
    tagline = models.CharField(_("tagline"), max_length=160, blank=True)
    description = models.TextField(_("description"), max_length=2000, blank=True)
    url = models.URLField(_("web site"), blank=True, validators=[validate_web_address])

    color = models.CharField(_("accent colour"), max_length=7, default="#8a4b2a", validators=[validate_color])
    heading = models.CharField(_("headings"), max_length=10, choices=Heading, default=Heading.MINCHO)
    radius = models.CharField(_("corners"), max_length=10, choices=Radius, default=Radius.ROUND)
    allow_dark = models.BooleanField(
        _("dark pages for those who prefer them"), default=False, help_text=_("The accent must be readable on both.")
    )
    logo = models.FileField(_("logo"), upload_to="pictures", storage=picture_storage, blank=True)
    logo_alt = models.CharField(_("what the logo shows"), max_length=160, blank=True)

    owner = models.CharField(_("company responsible"), max_length=160, blank=True)
    address = models.CharField(_("postal address"), max_length=240, blank=True)
    contact = models.EmailField(_("address for questions"), blank=True)

    embed_origins = models.TextField(
        _("sites that may embed"),
        blank=True,
        validators=[validate_origins],
        help_text=_("One a line, such as https://www.example.jp. List example.jp and *.example.jp both if needed."),
    )
    allow_sandboxed = models.BooleanField(
        _("our CMS sandboxes iframes"),
        default=False,
        help_text=_("Accept answers from frames without an origin (sandbox without allow-same-origin)."),
    )

    customer_secret = models.TextField(blank=True, editable=False)  # sealed

    class Meta:
        verbose_name = _("brand")
        verbose_name_plural = _("brands")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        validate_origins(self.embed_origins)
        self.embed_origins = "\n".join(clean_origin(entry) for entry in self.origins)

    @property
    def origins(self) -> tuple[str, ...]:
        """The embedding origins, in the order entered."""
        return tuple(self.embed_origins.split())

    @property
    def customer_key(self) -> str:
        """The key by which the brand's server signs customer ids; empty when there is none."""
        return sealing.unseal(self.customer_secret) or "" if self.customer_secret else ""

    def rotate_customer_key(self) -> str:
        """Make a new key, which ends the one before, and return it: it is shown this once."""
        key = secrets.token_urlsafe(32)
        self.customer_secret = sealing.seal(key)
        self.save(update_fields=["customer_secret"])
        return key
