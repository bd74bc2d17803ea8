"""Play plausible responses to the demo quizzes: invented people, the real verbs, spread over the last three weeks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import astuple
from datetime import datetime, timedelta
from random import Random

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from quiz import followups, insights, moments, profiles, retention, scoring, taking, tokens
from quiz.models import Event, Kind, PendingKeep, Quiz, Response

DAYS = 21
LEAVES = 0.05  # at each question
KEEPS = 0.22
CONFIRMS = 0.8
SOURCES = (
    taking.Source(),
    taking.Source(utm_source="line", utm_medium="message", utm_campaign="autumn"),
    taking.Source(utm_source="instagram", utm_medium="social"),
    taking.Source(channel=Response.Channel.QR, utm_source="shop"),
)


def play(*, people: int, seed: int, say: Callable[[str], object]) -> None:
    """Let so many people take each published quiz; what they queue is sent, and what they left is tidied up."""
    now = timezone.now()
    for number, quiz in enumerate(Quiz.objects.listed().order_by("pk")):
        player = Player(quiz, Random(seed * 1000 + number), now=now)  # noqa: S311 (a game, not a secret)
        with transaction.atomic():
            results = [player.take() for _ in range(people)]
        player.keep_some([result for result in results if result])
        say(
            _("%(title)s: %(started)d people started, %(finished)d finished.")
            % {"title": quiz.title, "started": people, "finished": sum(map(bool, results))}
        )
    retention.apply(now=now)
    send_all()
    insights.fold()


def send_all() -> None:
    while any(astuple(followups.send_due(now=timezone.now()))):
        pass


class Player:
    """One quiz, and the dice of the people who take it."""

    def __init__(self, quiz: Quiz, dice: Random, *, now: datetime) -> None:
        self.quiz, self.dice, self.now = quiz, dice, now
        self.definition = quiz.published.definition
        self.favourite: dict[str, float] = {}

    def take(self) -> Response | None:
        """Take the quiz as one person; return the response if it was finished."""
        moment = self.now - timedelta(days=self.dice.random() * DAYS, hours=1)
        self._look(moment)
        self.favourite = {key: self.dice.random() for key in self.definition.scale_keys}
        response = self._start(moment)
        following: scoring.Question | None = self.definition.questions[0]
        while following:
            moment += timedelta(seconds=self.dice.uniform(3, 14))
            if self.dice.random() < LEAVES:
                return None
            following = self._answer(response, following, moment)
        return response

    def _look(self, moment: datetime) -> None:
        views = self.dice.choice((1, 1, 2, 3))
        day = timezone.localdate(moment)
        Event.objects.record(Event(version=self.quiz.published, kind=Kind.VIEWED, day=day, count=views))

    def _start(self, moment: datetime) -> Response:
        origins = self.quiz.brand.origins
        framed = [taking.Source(channel=Response.Channel.EMBED, embed_origin=origin) for origin in origins[:1]]
        source = self.dice.choice([*SOURCES, *framed])
        return taking.start(self.quiz, source=source, language="ja", now=moment)[0]

    def _answer(self, response: Response, question: scoring.Question, moment: datetime) -> scoring.Question | None:
        submit = taking.Submit(key=tokens.new_submit_key(), question=question.key, choices=self._choose(question))
        with transaction.atomic():
            return moments.answered(taking.load(response), submit, now=moment).following

    def _choose(self, question: scoring.Question) -> tuple[str, ...]:
        """Choose as a person with a taste does: what suits the taste is likelier, nothing is certain."""
        if question.sensitive and self.dice.random() < 0.6:
            return ()
        ranked = sorted(question.choices, key=self._appeal, reverse=True)
        if question.kind != "multiple" or ranked[0].exclusive:
            return (ranked[0].key,)
        wanted = self.dice.randint(max(question.min, 1), question.max)
        return tuple(choice.key for choice in ranked if not choice.exclusive)[:wanted]

    def _appeal(self, choice: scoring.Choice) -> float:
        liking = sum(weight * self.favourite.get(scale, 0.5) for scale, weight in choice.weights.items())
        return liking / 3 + self.dice.gauss(0, 1)

    def keep_some(self, responses: list[Response]) -> None:
        """Let some people keep their result; most of those who are mailed confirm."""
        keepers = [response for response in responses if self.dice.random() < KEEPS]
        wishes = [self._ask(response, number) for number, response in enumerate(keepers)]
        send_all()
        for pending in wishes:
            if self.dice.random() < CONFIRMS:
                moment = pending.asked_at + timedelta(minutes=3)
                moments.confirmed(pending, now=moment)

    def _ask(self, response: Response, number: int) -> PendingKeep:
        moment = response.finish_time + timedelta(minutes=1)
        purposes = [purpose.key for purpose in profiles.purposes_for(response)]
        granted = purposes[: 1 + self.dice.randrange(len(purposes))]
        email, place = f"guest{number}@{self.quiz.slug}.example", f"/q/{self.quiz.slug}/"
        return moments.asked_to_keep(response, email=email, purposes=granted, language="ja", place=place, now=moment)
