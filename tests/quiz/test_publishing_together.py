"""Two members of staff press publish at once."""

from __future__ import annotations

import threading

import pytest
from django.db import connection
from django.utils import timezone

from quiz import publishing
from quiz.models import Quiz, QuizVersion
from quiz.publishing import UnchangedError
from tests.factories import make_quiz


@pytest.mark.django_db(transaction=True)
def test_one_draft_becomes_one_version_however_many_publish_it():
    quiz = make_quiz()
    together, told = threading.Barrier(4), []

    def publish() -> None:
        together.wait()
        try:
            told.append(publishing.publish(Quiz.objects.get(pk=quiz.pk), now=timezone.now()).number)
        except UnchangedError:
            told.append("unchanged")
        finally:
            connection.close()

    threads = [threading.Thread(target=publish) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(told, key=str) == [1, "unchanged", "unchanged", "unchanged"]
    assert QuizVersion.objects.get().number == 1
