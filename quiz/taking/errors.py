"""Why a step of taking a quiz is refused."""

from __future__ import annotations


class TakingError(Exception):
    """A step that can't be taken. Each subclass is one reason, shown to people in their words."""


class ClosedError(TakingError):
    """The quiz takes no starts, or was stopped at once."""


class FinishedError(TakingError):
    """The response is finished; it never changes again."""


class ExpiredError(TakingError):
    """The response was begun more than a day ago."""


class ReusedKeyError(TakingError):
    """The submit key was used before, for another answer."""


class TooManyAnswersError(TakingError):
    """Nobody changes their mind a thousand times."""


class NotReachedError(TakingError):
    """The question is not on the way that the answers so far lead along."""


# The codes of `scoring.check_answer` that a person can correct on the page; the others come from no form of ours.
CORRECTABLE = frozenset({"required", "too_few", "too_many", "exclusive"})


class InvalidAnswerError(TakingError):
    """The choices are not an answer to the question; `code` is one of `scoring.check_answer`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
