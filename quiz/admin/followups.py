"""The outbox: what was sent, what was not, and why. What a mail said holds a person's own links, so nobody sees it."""

from __future__ import annotations

from django.contrib import admin, messages
from django.contrib.admin import ActionLocation
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from quiz import followups
from quiz.admin import wording
from quiz.admin.readonly import ReadOnlyAdmin
from quiz.models import Message, Suppression


@admin.register(Message)
class MessageAdmin(ReadOnlyAdmin):
    actions = ("retry",)
    list_display = ("queued", "kind", "brand", "state", "why", "sent")
    list_filter = ("state", "kind", "brand", "created_at")
    list_select_related = ("brand",)
    fields = ("uid", "kind", "brand", "spoken", "state", "why", "tries", "created_at", "due_at", "sent_at")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Message]:
        return super().get_queryset(request).defer("to", "subject", "text", "html")

    def has_retry_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("quiz.change_message")

    @admin.display(description=_("queued"), ordering="created_at")
    def queued(self, message: Message) -> str:
        return wording.moment(message.created_at)

    @admin.display(description=_("sent"), ordering="sent_at")
    def sent(self, message: Message) -> str:
        return wording.moment(message.sent_at)

    @admin.display(description=_("language"))
    def spoken(self, message: Message) -> str:
        return wording.language_name(message.language)

    @admin.display(description=_("reason"), ordering="reason")
    def why(self, message: Message) -> str:
        return str(dict(Message.Reason.choices).get(message.reason, message.reason))

    @admin.action(
        description=_("Try again"),
        permissions=["retry"],
        location=[ActionLocation.CHANGE_LIST, ActionLocation.CHANGE_FORM],
    )
    def retry(self, request: HttpRequest, queryset: QuerySet[Message]) -> None:
        count = followups.retry(queryset, now=timezone.now())
        said = ngettext("%(count)d mail is queued again.", "%(count)d mails are queued again.", count)
        self.message_user(request, said % {"count": count}, messages.SUCCESS if count else messages.WARNING)


@admin.register(Suppression)
class SuppressionAdmin(ReadOnlyAdmin):
    list_display = ("at", "brand", "reason")
    list_filter = ("brand", "reason")
    list_select_related = ("brand",)
    fields = ("brand", "reason", "at")
