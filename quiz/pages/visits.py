"""One request to a question of a response: what it is about is looked up once, and goes through answering as one."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property

from django.http import Http404

from quiz import scoring, taking, tokens
from quiz.models import Quiz, Response
from quiz.pages.fetching import admit, get_quiz, read_quiz
from quiz.pages.links import activate_language
from quiz.pages.refusals import Refusal, refusal_of
from quiz.pages.requests import ConsumerRequest


class Visit:
    """A request, its quiz, the handle and the step in its address, and the response that the handle opens.

    The response is read when it is first asked for, or by `lock`. The quiz is that of this second; once the response is
    read it is as current as the response, because a quiz that was stopped takes no more answers.
    """

    def __init__(self, request: ConsumerRequest, slug: str, handle: str, step: str) -> None:
        """Raise Http404 for a quiz that was never published, Refusal for a form from a sandboxed frame."""
        self.request, self.handle, self.step = request, handle, step
        self.quiz: Quiz = get_quiz(request, slug)

    @cached_property
    def found(self) -> taking.FoundResponse:
        """The response of the handle with its answers, whether it takes more or not; Http404 when there is none."""
        return self._read(lock=False)

    @property
    def response(self) -> Response:
        return self.found.response

    def lock(self) -> None:
        """Read the response anew and hold its row until the caller's transaction ends."""
        self.found = self._read(lock=True)

    @property
    def question(self) -> scoring.Question:
        """The question of the step, whether the answers lead to it or not."""
        try:
            return self.response.definition.question(self.step)
        except KeyError as error:
            raise Refusal(404, "not_found", quiz=self.quiz) from error

    @property
    def answers(self) -> dict[str, tuple[str, ...]]:
        """The newest answer to each question, by the question's key."""
        return taking.current_answers(self.found.answers)

    def check_open(self, *, now: datetime) -> None:
        """Refuse a response that takes no more answers."""
        try:
            taking.check_open(self.response, now=now)
        except taking.TakingError as error:
            raise refusal_of(error, self.quiz) from error

    def _read(self, *, lock: bool) -> taking.FoundResponse:
        found = taking.find(tokens.hash_token(self.handle), lock=lock)
        if found is None:
            raise Http404
        if self.quiz.state != found.quiz_state:
            self.quiz = read_quiz(self.quiz.slug)
        if self.quiz.pk != found.response.version.quiz_id:
            raise Http404
        found.response.version.quiz = self.quiz
        admit(self.request, self.quiz, embedded_on=found.response.embed_origin)
        activate_language(self.request, found.response.language)
        return found
