"""The draft that staff edit: a quiz, its types and purposes, its questions and their choices.

A draft refers to scales, types and later questions by key, as a quiz file does. Consumers never see a draft:
`publishing` freezes it into a version.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from catalog.models import Brand, OneBrand, ProductType
from catalog.pictures import picture_storage
from catalog.validators import validate_key, validate_seen, validate_tags

if TYPE_CHECKING:  # versions are of quizzes, so their module imports this one
    from quiz.models.versions import QuizVersion

MAX_QUESTIONS = 100
MAX_CHOICES = 30
MAX_TYPES = 40
TAGS = _("Separated by commas, or by spaces.")


class QuizQuerySet(models.QuerySet["Quiz"]):
    def with_version(self) -> QuizQuerySet:
        return self.select_related("brand", "version").defer("version__snapshot")

    def listed(self) -> QuizQuerySet:
        """Return the quizzes that the site lists: published and open."""
        return self.with_version().filter(state=Quiz.State.OPEN, version__isnull=False)


class UnpublishedError(Exception):
    """A quiz that was never published was asked for its version."""


class Quiz(models.Model):
    class State(models.TextChoices):
        OPEN = "open", _("open")  # can be started if published
        CLOSED = "closed", _("closed")  # no new starts; responses in progress can be finished
        STOPPED = "stopped", _("stopped at once")  # responses in progress can't be finished either
        RETIRED = "retired", _("retired")  # closed permanently, as its type pages say

    class Logic(models.TextChoices):
        POINTS = "points", pgettext_lazy("logic", "points")
        BANDS = "bands", pgettext_lazy("logic", "bands")
        AXES = "axes", pgettext_lazy("logic", "axes")
        FLOW = "flow", pgettext_lazy("logic", "flow")

    class Normalise(models.TextChoices):
        NONE = "none", _("sums as they are")
        SHARE = "share", _("share of all points")
        MAX = "max", _("share of what the type could reach")

    class TieRule(models.TextChoices):
        ORDER = "order", _("the order of the types")
        QUESTION = "question", _("one question decides")
        ASK = "ask", _("ask one more question")

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="quizzes", verbose_name=_("brand"))
    slug = models.CharField(_("address"), max_length=50, unique=True, validators=[validate_key])
    language = models.CharField(_("language"), max_length=10, default="ja")
    title = models.CharField(_("title"), max_length=80, validators=[validate_seen])
    lead = models.TextField(_("introduction"), max_length=1000, blank=True, validators=[validate_seen])
    logic = models.CharField(_("logic"), max_length=10, choices=Logic, default=Logic.POINTS)
    normalise = models.CharField(_("normalisation"), max_length=10, choices=Normalise, default=Normalise.NONE)
    tie_rule = models.CharField(_("when types tie"), max_length=10, choices=TieRule, default=TieRule.ORDER)
    tie_question = models.CharField(_("question that decides a tie (key)"), max_length=50, blank=True)

    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN)
    opens_at = models.DateTimeField(_("opens"), null=True, blank=True)
    closes_at = models.DateTimeField(_("closes"), null=True, blank=True)
    auto_advance = models.BooleanField(
        _("a tap moves on"), default=True, help_text=_("Without it, people press “Next” after choosing.")
    )
    share_type_with_host = models.BooleanField(
        _("tell the embedding site the type"),
        default=False,
        help_text=_("When a quiz in a frame is finished, the page around it learns which type came out."),
    )
    version = models.ForeignKey(
        "QuizVersion", on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    types = models.ManyToManyField(ProductType, through="QuizType", related_name="quizzes", verbose_name=_("types"))

    objects = QuizQuerySet.as_manager()

    class Meta:
        verbose_name = _("quiz")
        verbose_name_plural = _("quizzes")
        ordering = ("brand", "slug")
        permissions = [("publish_quiz", _("Can publish quizzes"))]
        constraints = [
            models.CheckConstraint(
                condition=Q(opens_at__isnull=True) | Q(closes_at__isnull=True) | Q(closes_at__gt=F("opens_at")),
                name="quiz_closes_after_opening",
                violation_error_message=_("Closing must come after opening."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def can_start(self, *, now: datetime) -> bool:
        """Return whether a new response can be started."""
        has_opened = self.opens_at is None or self.opens_at <= now
        is_over = self.closes_at is not None and self.closes_at <= now
        return self.version_id is not None and self.state == Quiz.State.OPEN and has_opened and not is_over

    @property
    def published(self) -> QuizVersion:
        """The present version, for code that handles quizzes only once they have one; raise UnpublishedError."""
        if self.version is None:
            raise UnpublishedError(self.slug)
        return self.version

    @property
    def is_stopped(self) -> bool:
        """Return whether responses in progress are stopped, too; those of a retired quiz are not."""
        return self.state == Quiz.State.STOPPED


class QuizType(OneBrand):
    """A type of a quiz; the order of types decides ties."""

    quiz = models.ForeignKey(Quiz, on_delete=models.CASCADE, related_name="quiz_types")
    type = models.ForeignKey(ProductType, on_delete=models.PROTECT, related_name="+", verbose_name=_("type"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("type of the quiz")
        verbose_name_plural = _("types of the quiz")
        ordering = ("position", "pk")
        constraints = [models.UniqueConstraint(fields=["quiz", "type"], name="type_once_a_quiz")]

    def __str__(self) -> str:
        return str(self.type)


class QuizPurpose(OneBrand):
    """A purpose that a quiz asks consent for; `position` orders the purposes on the page."""

    quiz = models.ForeignKey(Quiz, on_delete=models.CASCADE, related_name="quiz_purposes")
    purpose = models.ForeignKey("Purpose", on_delete=models.PROTECT, related_name="+", verbose_name=_("purpose"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("purpose of the quiz")
        verbose_name_plural = _("purposes of the quiz")
        ordering = ("position", "pk")
        constraints = [models.UniqueConstraint(fields=["quiz", "purpose"], name="purpose_once_a_quiz")]

    def __str__(self) -> str:
        return str(self.purpose)


class Question(models.Model):
    class Kind(models.TextChoices):
        SINGLE = "single", _("one choice")
        MULTIPLE = "multiple", _("several choices")
        SCALE = "scale", pgettext_lazy("kind of question", "scale")

    quiz = models.ForeignKey(Quiz, on_delete=models.CASCADE, related_name="questions", verbose_name=_("quiz"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_tie_breaker = models.BooleanField(
        _("asked on a tie only"), default=False, help_text=_("For the tie rule “ask one more question”.")
    )
    key = models.CharField(_("key"), max_length=50, validators=[validate_key])
    text = models.CharField(_("question"), max_length=200, validators=[validate_seen])
    help = models.CharField(_("help"), max_length=300, blank=True, validators=[validate_seen])
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.SINGLE)
    required = models.BooleanField(_("required"), default=True)
    sensitive = models.BooleanField(
        _("sensitive"),
        default=False,
        help_text=_("Health and the like: needs a purpose of its own and never branches."),
    )
    trait = models.CharField(_("remembered as (trait)"), max_length=50, blank=True)
    purpose = models.CharField(_("purpose (key)"), max_length=50, blank=True)
    min = models.PositiveSmallIntegerField(_("at least"), default=1)
    max = models.PositiveSmallIntegerField(_("at most"), default=1)
    low = models.CharField(_("low end"), max_length=80, blank=True, validators=[validate_seen])
    high = models.CharField(_("high end"), max_length=80, blank=True, validators=[validate_seen])
    image = models.FileField(_("picture"), upload_to="pictures", storage=picture_storage, blank=True)
    image_alt = models.CharField(_("what the picture shows"), max_length=160, blank=True)

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ("position", "pk")
        constraints = [
            models.UniqueConstraint(fields=["quiz", "key"], name="question_key_unique_in_quiz"),
            models.CheckConstraint(
                condition=Q(max__gte=F("min")),
                name="question_max_not_under_min",
                violation_error_message=_("“At most” may not be less than “at least”."),
            ),
        ]

    def __str__(self) -> str:
        return self.text


class Choice(models.Model):
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="choices")
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    key = models.CharField(_("key"), max_length=50, validators=[validate_key])
    text = models.CharField(_("choice"), max_length=120, validators=[validate_seen])
    note = models.CharField(_("note"), max_length=160, blank=True, validators=[validate_seen])
    image = models.FileField(_("picture"), upload_to="pictures", storage=picture_storage, blank=True)
    image_alt = models.CharField(_("what the picture shows"), max_length=160, blank=True)
    value = models.CharField(_("value of the trait"), max_length=80, blank=True)
    next_key = models.CharField(
        _("go on with (key)"), max_length=50, blank=True, help_text=_("A later question's key, or “end”.")
    )
    type_key = models.CharField(_("leads to type (key)"), max_length=50, blank=True)
    exclusive = models.BooleanField(_("excludes the others"), default=False)
    neutral = models.BooleanField(_("“I don't know”"), default=False)
    require = models.CharField(
        _("products must have (tags)"), max_length=400, blank=True, validators=[validate_tags], help_text=TAGS
    )
    avoid = models.CharField(
        _("products must not have (tags)"), max_length=400, blank=True, validators=[validate_tags], help_text=TAGS
    )

    class Meta:
        verbose_name = _("choice")
        verbose_name_plural = _("choices")
        ordering = ("position", "pk")
        constraints = [models.UniqueConstraint(fields=["question", "key"], name="choice_key_unique_in_question")]

    def __str__(self) -> str:
        return self.text
