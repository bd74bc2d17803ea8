from __future__ import annotations

from django.contrib import admin, messages
from django.contrib.admin import ActionLocation
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from quiz import offers
from quiz.admin.readonly import ReadOnlyAdmin
from quiz.models import Claim


@admin.register(Claim)
class ClaimAdmin(ReadOnlyAdmin):
    actions = ("mark_redeemed",)
    list_display = ("code", "offer", "claimed_at", "redeemed_at")
    list_filter = ("offer", ("redeemed_at", admin.EmptyFieldListFilter), "claimed_at")
    list_select_related = ("offer",)
    search_fields = ("code",)
    fields = ("code", "offer", "claimed_at", "redeemed_at")

    def has_redeem_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("quiz.change_claim")

    @admin.action(
        description=_("Mark as redeemed"),
        permissions=["redeem"],
        location=[ActionLocation.CHANGE_LIST, ActionLocation.CHANGE_FORM],
    )
    def mark_redeemed(self, request: HttpRequest, queryset: QuerySet[Claim]) -> None:
        count = offers.redeem(queryset, now=timezone.now())
        said = ngettext("%(count)d coupon is redeemed.", "%(count)d coupons are redeemed.", count)
        self.message_user(request, said % {"count": count}, messages.SUCCESS)
