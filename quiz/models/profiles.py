"""Profiles: the identity of a person to one brand, their traits, and their consents.

`Participation` is the only link between a person and a response, and it can be deleted. `Consent` is an append-only
ledger under an opaque subject, without a foreign key to the profile or the response.
"""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import models
from django.db.models import Min, Q
from django.utils.translation import gettext_lazy as _

from catalog.models import Brand
from quiz.models.purposes import Role
from quiz.models.taking import Response
from quiz.models.versions import QuizVersion, definition_of
from quiz.scoring import Definition


class ProfileQuerySet(models.QuerySet["Profile"]):
    def by_address(self, brand: Brand, email_hash: str) -> ProfileQuerySet:
        """Return the brand's profile of an address, if there is one."""
        return self.filter(brand=brand, email_hash=email_hash)

    def locked(self) -> ProfileQuerySet:
        """Lock the rows until the transaction ends, so that confirming, withdrawing and erasing run one by one."""
        return self.select_for_update(of=("self",), no_key=True)

    def empty(self) -> ProfileQuerySet:
        """Return the profiles without a result and without a trait."""
        return self.filter(participations=None, traits=None)

    def lapsed(self, *, on: datetime) -> ProfileQuerySet:
        """Return the profiles with a consent that has ended and is not closed yet."""
        return self.filter(lapses_at__lte=on)


class Profile(models.Model):
    """A person to one brand: a confirmed address with consents."""

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="profiles", verbose_name=_("brand"))
    subject = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(_("e-mail"), max_length=254)
    email_hash = models.CharField(max_length=64, editable=False)
    customer_id = models.CharField(_("customer at the brand"), max_length=200, blank=True)
    language = models.CharField(_("language"), max_length=10)
    created_at = models.DateTimeField(_("created"))
    link_version = models.PositiveIntegerField(default=1, editable=False)
    lapses_at = models.DateTimeField(null=True, editable=False)  # the earliest end of the granted consents

    objects = ProfileQuerySet.as_manager()

    class Meta:
        verbose_name = _("profile")
        verbose_name_plural = _("profiles")
        ordering = ("-pk",)
        permissions = [("view_personal_data", _("Can see contact data"))]
        constraints = [models.UniqueConstraint(fields=["brand", "email_hash"], name="profile_once_a_brand")]
        indexes = [models.Index(fields=["lapses_at"], name="profile_lapses")]

    def __str__(self) -> str:
        return str(self.subject)


class Participation(models.Model):
    """The only link between a person and a response."""

    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="participations")
    response = models.OneToOneField(Response, on_delete=models.CASCADE, related_name="participation")
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("participation")
        verbose_name_plural = _("participations")

    def __str__(self) -> str:
        return f"{self.profile_id}–{self.response_id}"


class PendingKeepQuerySet(models.QuerySet["PendingKeep"]):
    def locked(self) -> PendingKeepQuerySet:
        """Lock the rows until the transaction ends, so that the second of two confirmations finds no row."""
        return self.select_for_update(of=("self",))

    def with_response(self) -> PendingKeepQuerySet:
        return self.select_related("response__version__quiz__brand").defer("response__version__snapshot")

    def expired(self, *, on: datetime) -> PendingKeepQuerySet:
        return self.filter(expires_at__lte=on)

    def of_address(self, brand: Brand, email_hash: str) -> PendingKeepQuerySet:
        """Return the pending requests of an address to a brand."""
        return self.filter(response__version__quiz__brand=brand, email_hash=email_hash)


class PendingKeep(models.Model):
    """A request to keep a result. Confirming the address turns it into a profile; otherwise it expires."""

    response = models.OneToOneField(Response, on_delete=models.CASCADE, related_name="pending_keep")
    token_hash = models.CharField(max_length=64, unique=True)
    email = models.EmailField(max_length=254)
    email_hash = models.CharField(max_length=64, db_index=True)
    purposes = models.JSONField(default=list)  # the keys of the ticked purposes
    language = models.CharField(max_length=10)
    place = models.CharField(max_length=260)
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    mails = models.PositiveSmallIntegerField(default=0)  # that asked to confirm it

    objects = PendingKeepQuerySet.as_manager()

    class Meta:
        verbose_name = _("pending wish to keep")
        verbose_name_plural = _("pending wishes to keep")

    def __str__(self) -> str:
        return f"{self.response_id}"


class ConsentQuerySet(models.QuerySet["Consent"]):
    def of_subject(self, subject: uuid.UUID) -> ConsentQuerySet:
        return self.filter(subject=subject)

    def current(self, subject: uuid.UUID) -> dict[str, Consent]:
        """Return the newest row by purpose; only this row decides whether the purpose is granted."""
        return {consent.purpose: consent for consent in self.of_subject(subject).order_by("pk")}

    def granted(self, subject: uuid.UUID, *, on: datetime) -> dict[str, Consent]:
        """Return the consents that are granted at a time, by purpose."""
        return {purpose: consent for purpose, consent in self.current(subject).items() if consent.is_granted(on=on)}

    def next_end(self, subject: uuid.UUID, *, after: datetime) -> datetime | None:
        """Return the earliest end of a person's grants after a time, including renewed and withdrawn grants."""
        return self.of_subject(subject).filter(until__gt=after).aggregate(first=Min("until"))["first"]

    def agreed(self, subject: uuid.UUID, role: Role, *, on: datetime) -> list[Consent]:
        """Return the consents of a person that allow what a role stands for at this moment."""
        return [consent for consent in self.granted(subject, on=on).values() if consent.role == role]

    def unneeded(self, *, before: datetime) -> ConsentQuerySet:
        """Return the rows of erased people that are older than the retention of evidence."""
        return self.filter(at__lte=before).exclude(subject__in=Profile.objects.values("subject"))


class Consent(models.Model):
    class State(models.TextChoices):
        GRANTED = "granted", _("agreed")
        REFUSED = "refused", _("not agreed")
        WITHDRAWN = "withdrawn", _("withdrawn")

    subject = models.UUIDField(_("subject"), db_index=True, editable=False)
    brand_key = models.CharField(_("brand"), max_length=50)
    purpose = models.CharField(_("purpose"), max_length=50)
    role = models.CharField(_("used for"), max_length=10, choices=Role)
    state = models.CharField(_("state"), max_length=10, choices=State)
    text = models.CharField(_("exact text"), max_length=500)
    text_version = models.CharField(_("version of the text"), max_length=64)
    language = models.CharField(_("language"), max_length=10)
    place = models.CharField(_("place"), max_length=260)
    at = models.DateTimeField(_("when"))
    until = models.DateTimeField(_("agreed until"), null=True, blank=True)  # as shown beside the checkbox

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.purpose} {self.state}"

    @property
    def title(self) -> str:
        """Return the title of the purpose as it was shown: the first line of the exact text."""
        return self.text.partition("\n")[0] or self.purpose

    def is_granted(self, *, on: datetime) -> bool:
        """Return whether this row grants the purpose at a time."""
        return self.state == Consent.State.GRANTED and (self.until is None or self.until > on)


class TraitQuerySet(models.QuerySet["Trait"]):
    def current(self) -> TraitQuerySet:
        return self.filter(superseded_at=None)

    def stale(self, *, on: datetime) -> TraitQuerySet:
        return self.filter(expires_at__lte=on)


class Trait(models.Model):
    """A fact about a person, with the answer and version it comes from, its consent, and its dates."""

    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="traits")
    key = models.CharField(_("trait"), max_length=50)
    values = models.JSONField(_("values"), default=list)
    version = models.ForeignKey(QuizVersion, on_delete=models.PROTECT, related_name="+")
    question_key = models.CharField(_("question"), max_length=50)
    choice_keys = models.JSONField(_("choices"), default=list)
    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField(_("since"))
    expires_at = models.DateTimeField(_("stale after"))
    superseded_at = models.DateTimeField(null=True, blank=True)

    objects = TraitQuerySet.as_manager()

    class Meta:
        verbose_name = _("trait")
        verbose_name_plural = _("traits")
        ordering = ("key", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["profile", "key"], condition=Q(superseded_at=None), name="trait_one_current"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key}: {', '.join(self.values)}"

    @property
    def definition(self) -> Definition:
        """Return the definition of the version that asked for the trait."""
        return definition_of(self.version_id)
