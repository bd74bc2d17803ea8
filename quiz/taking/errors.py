"""Why a step of taking a quiz is refused."""

from __future__ import annotations


class TakingError(Exception):
    """A step that is refused. A subclass is one reason; `quiz.pages.refusals` has the message for people."""


class ClosedError(TakingError):
    """The quiz can't be started, or it was stopped while the response was in progress."""


class FinishedError(TakingError):
    """The response is finished and takes no more answers."""


class ExpiredError(TakingError):
    """The response was started more than 24 hours ago."""


class ReusedKeyError(TakingError):
    """The submit key was used for a different answer."""


class TooManyAnswersError(TakingError):
    """The response has more answers than a person would give (MAX_ANSWERS)."""


class NotReachedError(TakingError):
    """The question is not on the path of the current answers."""


# The codes of `scoring.check_answer` that a person can correct on the page; our forms can't produce the other codes.
CORRECTABLE = frozenset({"required", "too_few", "too_many", "exclusive"})


class InvalidAnswerError(TakingError):
    """The choices are not a valid answer to the question; `code` is a code of `scoring.check_answer`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
