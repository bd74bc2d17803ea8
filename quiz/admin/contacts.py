"""Contact data on staff pages: masked, and out of reach of filters, unless a person may see it."""

from __future__ import annotations

from django.db.models.constants import LOOKUP_SEP
from django.http import HttpRequest

CONTACT_FIELDS = frozenset(
    {
        *("email", "email_hash", "to", "to_hash", "subject", "text", "html", "dedupe_key", "customer", "customer_id"),
        *(
            "suits_word",
            "explanation",
            "values",
            "choices",
            "choice_keys",
        ),  # what people said in their own or our words
    }
)


def may_see_contacts(request: HttpRequest) -> bool:
    return request.user.has_perm("quiz.view_personal_data")


def is_contact_lookup(lookup: str) -> bool:
    """Tell whether a filter in the address, such as `email__startswith`, would feel its way along contact data."""
    return not CONTACT_FIELDS.isdisjoint(lookup.split(LOOKUP_SEP))
