"""The draft: a quiz with all its parts on one page, and each question with its choices and weights on its own."""

from __future__ import annotations

from quiz.admin.authoring.questions import QuestionAdmin
from quiz.admin.authoring.quizzes import QuizAdmin

__all__ = ["QuestionAdmin", "QuizAdmin"]
