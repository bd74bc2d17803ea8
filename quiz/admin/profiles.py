"""People, as far as they agreed to be known. Contact data needs a permission of its own, and looking leaves a trace."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypedDict

from django.contrib import admin
from django.contrib.admin.models import CHANGE, LogEntry
from django.db.models import OuterRef, QuerySet, Subquery
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from catalog.admin.history import ToldAdmin
from catalog.models import Brand
from quiz import authoring
from quiz.admin import wording
from quiz.admin.contacts import may_see_contacts
from quiz.admin.fetching import get_staff
from quiz.admin.readonly import ReadOnlyAdmin
from quiz.models import Consent, Profile, Purpose, Trait
from quiz.redaction import mask_address

if TYPE_CHECKING:  # a package for type checking only
    from django_stubs_ext import WithAnnotations


class TraitInline(admin.TabularInline):
    model = Trait
    fields = ("asked", "told", "since", "expires_at", "replaced")
    readonly_fields = fields
    extra = 0
    can_delete = False
    ordering = ("key", "-pk")

    def has_add_permission(self, request: HttpRequest, obj: Profile | None = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Profile | None = None) -> bool:
        return may_see_contacts(request)

    @admin.display(description=_("question"))
    def asked(self, trait: Trait) -> SafeString:
        return format_html("{} <code>{}</code>", *wording.trait_row(trait).question)

    @admin.display(description=_("answer"))
    def told(self, trait: Trait) -> SafeString:
        return render_to_string("admin/quiz/response/chosen.html", {"choices": wording.trait_row(trait).choices})

    @admin.display(description=_("replaced"))
    def replaced(self, trait: Trait) -> str:
        return wording.moment(trait.superseded_at)


@admin.register(Profile)
class ProfileAdmin(ReadOnlyAdmin):
    inlines = (TraitInline,)
    list_display = ("reference", "masked_contact", "brand", "language", "created_at")
    list_filter = ("brand", "language", "created_at")
    list_select_related = ("brand",)

    def get_fields(self, request: HttpRequest, obj: Profile | None = None) -> tuple[str, ...]:
        known = ("contact", "customer") if may_see_contacts(request) else ("masked_contact", "masked_customer")
        return ("reference", *known, "brand", "spoken", "created_at", "consents")

    def get_search_fields(self, request: HttpRequest) -> tuple[str, ...]:
        return ("subject", "email__iexact") if may_see_contacts(request) else ("subject",)

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        page = super().change_view(request, object_id, *args, **kwargs)
        if page.status_code == 200 and may_see_contacts(request):
            self._note_look(request, object_id)
        return page

    def _note_look(self, request: HttpRequest, object_id: str) -> None:
        profile = Profile.objects.get(pk=object_id)
        said = gettext("Looked at the contact data.")
        LogEntry.objects.log_actions(get_staff(request).pk, [profile], CHANGE, said, single_object=True)

    @admin.display(description=_("number of the person"))
    def reference(self, profile: Profile) -> str:
        return str(profile.subject)

    @admin.display(description=_("e-mail"))
    def contact(self, profile: Profile) -> str:
        return profile.email

    @admin.display(description=_("e-mail"))
    def masked_contact(self, profile: Profile) -> str:
        return mask_address(profile.email, hide_host=True)

    @admin.display(description=_("customer at the brand"))
    def customer(self, profile: Profile) -> str:
        return profile.customer_id or "–"

    @admin.display(description=_("customer at the brand"))
    def masked_customer(self, profile: Profile) -> str:
        return "•••" if profile.customer_id else "–"

    @admin.display(description=_("language"))
    def spoken(self, profile: Profile) -> str:
        return wording.language_name(profile.language)

    @admin.display(description=_("consents"))
    def consents(self, profile: Profile) -> SafeString:
        rows = Consent.objects.of_subject(profile.subject)
        return render_to_string("admin/quiz/profile/consents.html", {"consents": rows})


class BrandFilter(admin.SimpleListFilter):
    title = _("brand")
    parameter_name = "brand_key"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return list(Brand.objects.values_list("key", "name"))

    def queryset(self, request: HttpRequest, queryset: QuerySet[Consent]) -> QuerySet[Consent]:
        return queryset.filter(brand_key=self.value()) if self.value() else queryset


class PurposeFilter(admin.SimpleListFilter):
    """Purposes by key: brands that use the same key mean the same thing, each in its own words."""

    title = _("purpose")
    parameter_name = "purpose"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return list(dict(Purpose.objects.order_by("-pk").values_list("key", "title")).items())

    def queryset(self, request: HttpRequest, queryset: QuerySet[Consent]) -> QuerySet[Consent]:
        return queryset.filter(purpose=self.value()) if self.value() else queryset


class BrandName(TypedDict):
    """What the list of consents adds to each."""

    brand_name: str | None


@admin.register(Consent)
class ConsentAdmin(ReadOnlyAdmin):
    list_display = ("at", "brand", "agreed_to", "state", "place")
    list_filter = (BrandFilter, PurposeFilter, "state", "at")
    search_fields = ("subject",)
    search_help_text = _("The number of a person.")
    fields = ("subject", "brand", "agreed_to", "state", "text", "text_version", "spoken", "place", "at", "until")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Consent]:
        name = Brand.objects.filter(key=OuterRef("brand_key")).values("name")
        return super().get_queryset(request).annotate(brand_name=Subquery(name))

    @admin.display(description=_("brand"), ordering="brand_key")
    def brand(self, consent: WithAnnotations[Consent, BrandName]) -> str:
        return consent.brand_name or consent.brand_key

    @admin.display(description=_("purpose"), ordering="purpose")
    def agreed_to(self, consent: Consent) -> SafeString:
        return format_html("{} <code>{}</code>", consent.title, consent.purpose)

    @admin.display(description=_("language"))
    def spoken(self, consent: Consent) -> str:
        return wording.language_name(consent.language)


@admin.register(Purpose)
class PurposeAdmin(ToldAdmin):
    list_display = ("title", "role", "brand", "months")
    list_filter = ("brand", "role")
    list_select_related = ("brand",)
    search_fields = ("title",)
    fields = ("brand", "role", "title", "text", "months")

    def get_readonly_fields(self, request: HttpRequest, obj: Purpose | None = None) -> tuple[str, ...]:
        if obj is None:
            return ()
        has_consents = Consent.objects.filter(brand_key=obj.brand.key, purpose=obj.key).exists()
        return ("brand", "role") if has_consents else ("brand",)

    def save_model(self, request: HttpRequest, obj: Purpose, form: ModelForm, change: bool) -> None:
        obj.key = obj.key or authoring.free_key(obj.brand, obj.role)
        super().save_model(request, obj, form, change)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Purpose]:
        return super().get_queryset(request).select_related("brand")
