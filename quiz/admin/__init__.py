"""What staff see, a file a stage. It calls the verbs and holds no rule of its own."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from quiz.admin.authoring import QuestionAdmin, QuizAdmin
from quiz.admin.brands import BrandWithPurposesAdmin
from quiz.admin.followups import MessageAdmin, SuppressionAdmin
from quiz.admin.offers import ClaimAdmin
from quiz.admin.profiles import ConsentAdmin, ProfileAdmin, PurposeAdmin
from quiz.admin.publishing import QuizVersionAdmin
from quiz.admin.site import menu
from quiz.admin.taking import ResponseAdmin

admin.site.site_header = admin.site.site_title = "Pittari"
admin.site.index_title = _("What would you like to do?")
admin.site.get_app_list = menu  # type: ignore[method-assign]  # a site of its own would be a second one to register with

__all__ = [
    "BrandWithPurposesAdmin",
    "ClaimAdmin",
    "ConsentAdmin",
    "MessageAdmin",
    "ProfileAdmin",
    "PurposeAdmin",
    "QuestionAdmin",
    "QuizAdmin",
    "QuizVersionAdmin",
    "ResponseAdmin",
    "SuppressionAdmin",
]
