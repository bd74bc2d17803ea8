"""The mail outbox: rows are the queue. A mail that was not sent stays, with the reason."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from catalog.models import Brand
from quiz.models.profiles import Profile
from quiz.models.taking import Response


class MessageQuerySet(models.QuerySet["Message"]):
    def due(self, *, on: datetime) -> MessageQuerySet:
        """Return the mails to send now: due ones, and requested ones whose worker died."""
        waiting = Q(state=Message.State.QUEUED, due_at__lte=on)
        abandoned = Q(state=Message.State.SENDING, lease_until__lte=on) & ~Q(kind__in=Message.OPTIONAL)
        return self.filter(waiting | abandoned).order_by("due_at", "pk")

    def interrupted(self, *, on: datetime) -> MessageQuerySet:
        """Return the optional mails that a dead worker may or may not have sent."""
        return self.optional().filter(state=Message.State.SENDING, lease_until__lte=on)

    def give_up(self) -> int:
        return self.update(state=Message.State.FAILED, reason=Message.Reason.INTERRUPTED, lease_until=None)

    def waiting(self) -> MessageQuerySet:
        return self.filter(state__in=[Message.State.QUEUED, Message.State.SENDING])

    def over(self) -> MessageQuerySet:
        """Return the mails that will not be tried again."""
        return self.exclude(state__in=[Message.State.QUEUED, Message.State.SENDING])

    def to_address(self, brand: Brand, to_hash: str) -> MessageQuerySet:
        return self.filter(brand=brand, to_hash=to_hash)

    def optional(self) -> MessageQuerySet:
        """Return the mails that no action of the person triggered; they need the consent to mail."""
        return self.filter(kind__in=Message.OPTIONAL)

    def about(self, response: Response) -> MessageQuerySet:
        """Return the mails about a response."""
        return self.filter(dedupe_key__in=[Message.key(kind, response.uid) for kind in Message.Kind])

    def since(self, moment: datetime) -> MessageQuerySet:
        return self.filter(created_at__gt=moment)

    def sent_since(self, moment: datetime) -> MessageQuerySet:
        return self.filter(state=Message.State.SENT, sent_at__gt=moment)

    def skip(self, reason: str) -> int:
        """Cancel waiting mails; the rows stay with the reason."""
        return self.waiting().update(state=Message.State.SKIPPED, reason=reason, lease_until=None)

    def replace(self) -> None:
        """Cancel and blank mails, and free their dedupe key for a new mail about the same response."""
        self.skip(Message.Reason.REPLACED)
        for message in self.all():
            key = f"{message.dedupe_key}:{message.pk}"
            Message.objects.filter(pk=message.pk).update(dedupe_key=key, to="", text="", html="")

    def blank_content(self) -> int:
        """Blank the address and the body, which contains a link; the hash stays for the rate limit of mails."""
        return self.update(to="", text="", html="")

    def anonymise(self) -> int:
        """Blank the recipient and the content; state and times stay."""
        return self.update(profile=None, to="", to_hash="", subject="", text="", html="")


class Message(models.Model):
    class Kind(models.TextChoices):
        CONFIRM = "confirm", _("confirm the address")
        RESULT = "result", _("the result")
        LINK = "link", _("a new link to one's data")
        REMINDER = "reminder", _("the coupon ends soon")

    OPTIONAL = frozenset({Kind.REMINDER})

    class Reason(models.TextChoices):
        WITHDRAWN = "withdrawn", _("consent was withdrawn")
        NOT_AGREED = "not agreed", _("no consent to mail")
        SUPPRESSED = "suppressed", _("the address may not be written to")
        OVER = "over", _("what it was about is over")
        UNKNOWN = "unknown", _("no profile of this address")
        ENOUGH = "enough", _("enough mail this month")
        REPLACED = "replaced", _("another mail took its place")
        INTERRUPTED = "interrupted", _("interrupted while it was being sent")

    class State(models.TextChoices):
        QUEUED = "queued", _("waiting")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")
        SKIPPED = "skipped", _("not sent")
        FAILED = "failed", _("failed for good")

    uid = models.UUIDField(_("number of the mail"), default=uuid.uuid4, unique=True, editable=False)
    dedupe_key = models.CharField(max_length=120, unique=True)
    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="messages", verbose_name=_("brand"))
    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, null=True, related_name="messages")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    to = models.EmailField(_("to"), max_length=254)
    to_hash = models.CharField(max_length=64, db_index=True, editable=False)
    language = models.CharField(_("language"), max_length=10)
    subject = models.CharField(_("subject"), max_length=200)
    text = models.TextField(_("text"))
    html = models.TextField(_("HTML"), blank=True)

    state = models.CharField(_("state"), max_length=10, choices=State, default=State.QUEUED)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    created_at = models.DateTimeField(_("queued"))
    due_at = models.DateTimeField(_("due"))
    lease_until = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ("-pk",)
        indexes = [models.Index(fields=["state", "due_at"], name="message_due")]

    def __str__(self) -> str:
        return f"{self.kind} {self.uid}"

    @staticmethod
    def key(kind: Message.Kind, uid: uuid.UUID) -> str:
        """Return the deduplication key: a response triggers at most one mail of a kind."""
        return f"{kind}:{uid}"

    @property
    def about(self) -> str:
        """Return the uid that the mail is about: a response's uid for all kinds except LINK."""
        return self.dedupe_key.split(":")[1]

    @property
    def is_optional(self) -> bool:
        return self.kind in Message.OPTIONAL


class Suppression(models.Model):
    """An address that must not get mail, stored as a hash."""

    brand = models.ForeignKey(Brand, on_delete=models.CASCADE, related_name="suppressions", verbose_name=_("brand"))
    email_hash = models.CharField(max_length=64)
    reason = models.CharField(_("reason"), max_length=80)
    at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("suppression")
        verbose_name_plural = _("suppressions")
        constraints = [models.UniqueConstraint(fields=["brand", "email_hash"], name="suppression_once_a_brand")]

    def __str__(self) -> str:
        return self.reason
