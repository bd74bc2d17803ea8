"""A response to a version, and its answers.

A response never points to a person. Its handle and its result token are kept as hashes only. Answers are appended: the
newest row for a question is its answer, and every used submit key keeps its own row, so a late retry changes nothing.
"""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from quiz.models.versions import QuizVersion, definition_of
from quiz.scoring import Definition

# The query parameters that name a campaign, and the fields of a response that store them.
CAMPAIGN_FIELDS = ("utm_source", "utm_medium", "utm_campaign", "utm_content", "utm_term")


class ResponseQuerySet(models.QuerySet["Response"]):
    def with_version(self) -> ResponseQuerySet:
        return self.select_related("version").defer("version__snapshot", "version__changes")

    def with_quiz(self) -> ResponseQuerySet:
        return self.with_version().select_related("version__quiz__brand")

    def locked(self) -> ResponseQuerySet:
        """Lock the rows until the transaction ends, so that answers to one response are handled one by one."""
        return self.select_for_update(of=("self",), no_key=True)

    def finished(self) -> ResponseQuerySet:
        return self.filter(state=Response.State.FINISHED)

    def answering(self) -> ResponseQuerySet:
        return self.filter(state=Response.State.ANSWERING)

    def expired(self, *, on: datetime) -> ResponseQuerySet:
        return self.answering().filter(expires_at__lte=on)


class UnfinishedError(Exception):
    """A response was asked when it was finished, and is not."""


class Response(models.Model):
    class State(models.TextChoices):
        ANSWERING = "answering", _("answering")
        FINISHED = "finished", _("finished")

    class Channel(models.TextChoices):
        PAGE = "page", _("page")
        EMBED = "embed", _("embedded")
        QR = "qr", _("QR code")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    handle_hash = models.CharField(max_length=64, editable=False)
    # An index below begins with the version.
    version = models.ForeignKey(QuizVersion, on_delete=models.PROTECT, db_index=False, related_name="responses")
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.ANSWERING)
    language = models.CharField(_("language"), max_length=10)
    is_test = models.BooleanField(_("test"), default=False)
    started_at = models.DateTimeField(_("started"))
    expires_at = models.DateTimeField(_("expires"))

    channel = models.CharField(_("channel"), max_length=10, choices=Channel, default=Channel.PAGE)
    embed_origin = models.CharField(_("embedded on"), max_length=260, blank=True)
    utm_source = models.CharField(max_length=100, blank=True)
    utm_medium = models.CharField(max_length=100, blank=True)
    utm_campaign = models.CharField(max_length=100, blank=True)
    utm_content = models.CharField(max_length=100, blank=True)
    utm_term = models.CharField(max_length=100, blank=True)
    customer = models.TextField(blank=True, editable=False)  # sealed; see quiz.customers

    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    finish_key = models.CharField(max_length=40, blank=True, editable=False)
    result_hash = models.CharField(max_length=64, null=True, editable=False)  # noqa: DJ001 (unique or none)
    type_key = models.CharField(_("type"), max_length=50, blank=True)
    outcome = models.TextField(_("outcome"), blank=True)
    explanation = models.TextField(_("explanation"), blank=True)
    engine_schema = models.PositiveSmallIntegerField(null=True, editable=False)
    tie_rule = models.CharField(max_length=10, blank=True, editable=False)
    is_redacted = models.BooleanField(_("sensitive answers deleted"), default=False)
    kept_at = models.DateTimeField(_("kept"), null=True, blank=True)
    suits = models.BooleanField(_("suits the person"), null=True, blank=True)
    suits_word = models.CharField(_("a word about it"), max_length=200, blank=True)

    objects = ResponseQuerySet.as_manager()

    class Meta:
        verbose_name = _("response")
        verbose_name_plural = _("responses")
        ordering = ("-pk",)
        permissions = [("export_response", _("Can export responses"))]
        indexes = [
            models.Index(fields=["version", "state"], name="response_version_state"),
            models.Index(fields=["state", "expires_at"], name="response_expiry"),
            models.Index(fields=["started_at"], name="response_newest"),
            models.Index(fields=["started_at"], condition=~Q(customer=""), name="response_with_customer"),
        ]
        constraints = [
            # `unique=True` on the field would create a second index (for LIKE) on PostgreSQL.
            models.UniqueConstraint(fields=["handle_hash"], name="response_handle"),
            models.UniqueConstraint(fields=["result_hash"], name="response_result"),
            models.CheckConstraint(
                condition=Q(state="answering", finished_at=None, result_hash=None)
                | Q(state="finished", finished_at__isnull=False, result_hash__isnull=False) & ~Q(type_key=""),
                name="response_finished_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return str(self.uid)

    @property
    def finish_time(self) -> datetime:
        """When it was finished, for code that handles finished responses only; raise UnfinishedError."""
        if self.finished_at is None:
            raise UnfinishedError(self.uid)
        return self.finished_at

    def mark_unasked(self) -> None:
        """Cache that there is no pending request to keep this response, to save the query."""
        self._state.fields_cache["pending_keep"] = None

    @property
    def definition(self) -> Definition:
        """Return the definition of the response's version."""
        return definition_of(self.version_id)


class Answer(models.Model):
    # The unique constraint below serves as its index.
    response = models.ForeignKey(Response, on_delete=models.CASCADE, db_index=False, related_name="answers")
    submit_key = models.CharField(max_length=40)
    question_key = models.CharField(_("question"), max_length=50)
    choices = models.JSONField(_("choices"), default=list)
    may_keep = models.BooleanField(default=False)  # agreed to on the screen of a sensitive question
    answered_at = models.DateTimeField(_("answered"))

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(fields=["response", "submit_key"], name="submit_key_used_once"),
            models.CheckConstraint(condition=~Q(submit_key=""), name="submit_key_not_empty"),
        ]

    def __str__(self) -> str:
        return f"{self.question_key}: {', '.join(self.choices)}"
