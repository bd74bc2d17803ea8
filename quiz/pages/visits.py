"""A visit: one request to a question of a response, whose quiz and response are looked up once."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property

from django.http import Http404

from quiz import scoring, taking, tokens
from quiz.models import Quiz, Response
from quiz.pages.fetching import check_frame, get_quiz, read_quiz
from quiz.pages.links import activate_language
from quiz.pages.refusals import Refusal, to_refusal
from quiz.pages.requests import ConsumerRequest


class Visit:
    """A request with its quiz, the handle and the step of its path, and the response of the handle.

    The response is read on first use, or by `lock`. The quiz comes from the one-second cache; once the response is read
    the quiz is as current as the response, so that a stopped quiz takes no more answers.
    """

    def __init__(self, request: ConsumerRequest, slug: str, handle: str, step: str) -> None:
        """Raise Http404 if the quiz was never published, and Refusal for a form from a sandboxed frame."""
        self.request, self.handle, self.step = request, handle, step
        self.quiz: Quiz = get_quiz(request, slug)

    @cached_property
    def found(self) -> taking.FoundResponse:
        """Return the response of the handle with its answers, open or not; raise Http404 when there is none."""
        return self._read(lock=False)

    @property
    def response(self) -> Response:
        return self.found.response

    def lock(self) -> None:
        """Read the response again and lock its row until the caller's transaction ends."""
        self.found = self._read(lock=True)

    @property
    def question(self) -> scoring.Question:
        """Return the question of the step, on the path or not; raise Refusal (404) for an unknown step."""
        try:
            return self.response.definition.question(self.step)
        except KeyError as error:
            raise Refusal(404, "not_found", quiz=self.quiz) from error

    @property
    def answers(self) -> dict[str, tuple[str, ...]]:
        """Return the current answers by question key."""
        return taking.current_answers(self.found.answers)

    def check_open(self, *, now: datetime) -> None:
        """Raise Refusal if the response takes no more answers."""
        try:
            taking.check_open(self.response, now=now)
        except taking.TakingError as error:
            raise to_refusal(error, self.quiz) from error

    def _read(self, *, lock: bool) -> taking.FoundResponse:
        found = taking.find(tokens.hash_token(self.handle), lock=lock)
        if found is None:
            raise Http404
        if self.quiz.state != found.quiz_state:
            self.quiz = read_quiz(self.quiz.slug)
        if self.quiz.pk != found.response.version.quiz_id:
            raise Http404
        found.response.version.quiz = self.quiz
        check_frame(self.request, self.quiz, embedded_on=found.response.embed_origin)
        activate_language(self.request, found.response.language)
        return found
