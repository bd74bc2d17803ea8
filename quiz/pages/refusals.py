"""Refusals of a consumer's request: the exception, the HTTP status, and the message of its page by reason."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from quiz import taking
from quiz.models import Quiz

STATUSES: dict[type[taking.TakingError], tuple[int, str]] = {
    taking.ClosedError: (410, "closed"),
    taking.FinishedError: (410, "finished"),
    taking.ExpiredError: (410, "expired"),
    taking.ReusedKeyError: (409, "reused"),
    taking.TooManyAnswersError: (429, "too_many"),
    taking.NotReachedError: (422, "not_reached"),
}

# By reason: the page's heading, and the text that tells the person what to do next.
REFUSALS = {
    "closed": (
        _("This quiz is not open just now"),
        _("It takes no answers at the moment. Nothing that you saved before is lost."),
    ),
    "finished": (
        _("These answers have their result already"),
        _(
            "They don't change any more. Your browser's Forward leads back to the result; "
            "you can also take the quiz again."
        ),
    ),
    "expired": (
        _("This page has expired"),
        _("Answers are kept for a day while you are on the way. Please start again; it takes about a minute."),
    ),
    "result_expired": (
        _("This result is no longer shown"),
        _("Results can be seen for 30 days. You are welcome to take the quiz again."),
    ),
    "reused": (
        _("This page was sent before"),
        _("Your first answer from it was kept. Go back to the question if you want to change it."),
    ),
    "not_reached": (
        _("There are questions left before this one"),
        _("Nothing is lost. Please answer the open question first."),
    ),
    "not_ours": (
        _("That answer does not belong to this question"),
        _("Nothing was changed. Please open the question again and choose one of its answers."),
    ),
    "too_many": (
        _("That was very often"),
        _("Please wait a little, or start again."),
    ),
    "wrong_method": (
        _("There is nothing to see at this address"),
        _("It only takes what a page of ours sends. Please go back, or start from the list of quizzes."),
    ),
    "not_found": (
        _("This page does not exist"),
        _("The address may be mistyped or old."),
    ),
    "preview_expired": (
        _("This preview has expired"),
        _("Open the preview again from the page of the quiz."),
    ),
    "preview_broken": (
        _("The draft can't be walked through yet"),
        _("The page of the quiz lists what to put right first."),
    ),
    "foreign": (
        _("This form was sent from another site"),
        _("For your safety it was not accepted. Please open the quiz in a tab of its own."),
    ),
    "sandboxed": (
        _("This frame can't send answers"),
        _("The page around it does not let the quiz work here. Please open the quiz in a tab of its own."),
    ),
    "not_a_form": (
        _("That could not be read"),
        _("Please use the form on the page."),
    ),
}


class Refusal(Exception):
    """A request that is refused with a page: the HTTP status, and the reason that selects the page's message."""

    def __init__(self, status: int, reason: str, **context: object) -> None:
        super().__init__(reason)
        self.status, self.reason, self.context = status, reason, context


def to_refusal(error: taking.TakingError, quiz: Quiz) -> Refusal:
    """Return the refusal for an error of taking a quiz."""
    status, reason = STATUSES[type(error)]
    return Refusal(status, reason, quiz=quiz)
