"""Prepare a database, and requests that wrk then sends: each line of a file is a path and a form, ready to post.

python -m benchmarks.pool prepare                   schema, static files, the coffee brand and its quiz
python -m benchmarks.pool answers NUMBER FILE...    every answer but the last, of so many new responses for each file
python -m benchmarks.pool finishes NUMBER FILE...   the last answer, of responses that have all the others
python -m benchmarks.pool inserts NUMBER FILE...    rows for the bare view
python -m benchmarks.pool stored                    print how many answers were sent and stored
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import django

django.setup()

from django.core.management import call_command  # noqa: E402 (models are there only now)
from django.utils import timezone  # noqa: E402

from benchmarks.rows import make_table  # noqa: E402
from quiz import scoring, taking, tokens  # noqa: E402
from quiz.models import Answer, Quiz, Response  # noqa: E402

SLUG = "coffee"
BATCH = 500
PREPARED = "prepared "


def prepare() -> None:
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("import_catalog", "demo/komorebi.csv", atomic=True, verbosity=0)
    call_command("import_quiz", f"demo/{SLUG}.json", publish=True)
    make_table()


def the_way(definition: scoring.Definition) -> list[tuple[str, tuple[str, ...]]]:
    """Return one way through the quiz: the first choices of every question on it."""
    answers: dict[str, tuple[str, ...]] = {}
    while question := scoring.next_question(definition, answers):
        answers[question.key] = tuple(choice.key for choice in question.choices[: max(question.min, 1)])
    return list(answers.items())


def start(number: int, *, now: datetime) -> list[tuple[str, Response]]:
    """Begin so many responses; return each with its handle."""
    version = Quiz.objects.get(slug=SLUG).published
    handles = [tokens.new_token() for _ in range(number)]
    rows = [
        Response(
            handle_hash=tokens.hash_token(handle),
            version=version,
            language="ja",
            started_at=now,
            expires_at=now + taking.HANDLE_LIFE,
        )
        for handle in handles
    ]
    Response.objects.bulk_create(rows, batch_size=BATCH)
    stored = dict(Response.objects.filter(started_at=now).values_list("handle_hash", "pk"))
    for row in rows:
        row.pk = stored[row.handle_hash]
    return list(zip(handles, rows, strict=True))


def answers(number: int) -> Iterator[str]:
    """Yield the first answer of everybody, then everybody's second, and so on."""
    started = start(number, now=timezone.now())
    way = the_way(started[0][1].definition)
    for step, choices in way[:-1]:
        for handle, _ in started:
            yield line(handle, step, choices)


def finishes(number: int) -> Iterator[str]:
    now = timezone.now()
    started = start(number, now=now)
    *way, (step, choices) = the_way(started[0][1].definition)
    Answer.objects.bulk_create(
        (
            Answer(response=row, submit_key=PREPARED + key, question_key=key, choices=chosen, answered_at=now)
            for _, row in started
            for key, chosen in way
        ),
        batch_size=BATCH,
    )
    return (line(handle, step, choices) for handle, _ in started)


def inserts(number: int) -> Iterator[str]:
    return (f"/insert k={tokens.new_submit_key()}&choice=morning" for _ in range(number))


def line(handle: str, step: str, choices: tuple[str, ...]) -> str:
    form = "&".join([f"k={tokens.new_submit_key()}", *(f"choice={choice}" for choice in choices)])
    return f"/q/{SLUG}/a/{handle}/{step} {form}"


MAKERS = {"answers": answers, "finishes": finishes, "inserts": inserts}


def main(what: str, number: str = "0", *files: str) -> None:
    if what == "prepare":
        prepare()
    elif what == "stored":
        print(Answer.objects.exclude(submit_key__startswith=PREPARED).count())
    else:
        for file in files:
            Path(file).write_text("\n".join(MAKERS[what](int(number))))


if __name__ == "__main__":
    main(*sys.argv[1:])
