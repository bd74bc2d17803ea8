"""The public page of a type, which a shared link opens."""

from __future__ import annotations

import json
from dataclasses import dataclass

from django.urls import reverse

from quiz import publishing
from quiz.addresses import absolute, address
from quiz.models import Quiz, QuizVersion
from quiz.pages.layout import Context, page_context
from quiz.pages.slots import shared_page

TYPE = "quiz/taking/type.html"


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeKey:
    type: str


def card_path(slug: str, version: QuizVersion, type_key: str) -> str:
    """Return the path of a type's share picture, which contains a hash of the picture."""
    return reverse("card", args=[slug, type_key, publishing.card_hash(version, type_key)])


def type_context(quiz: Quiz, version: QuizVersion, type_key: str) -> Context:
    definition = version.definition
    shown = definition.type(type_key)
    card_url = absolute(card_path(quiz.slug, version, type_key))
    return page_context(quiz, version) | {
        "type": shown,
        "others": [type_ for type_ in definition.types if type_.key != type_key],
        "can_start": True,
        "card_url": card_url,
        "structured_data": structured_data(quiz, shown.name, card_url),
    }


@shared_page(TYPE, key=TypeKey)
def type_page(quiz: Quiz, version: QuizVersion, key: TypeKey) -> Context:
    return type_context(quiz, version, key.type)


def structured_data(quiz: Quiz, name: str, card_url: str) -> str:
    """Return the page's structured data as JSON-LD, with `<` escaped because it is printed into a script element."""
    crumb = {"@type": "ListItem", "position": 1, "name": quiz.title, "item": address("taking:start_page", quiz.slug)}
    data = {
        "@context": "https://schema.org",
        "@type": "WebPage",
        "name": name,
        "primaryImageOfPage": {"@type": "ImageObject", "url": card_url, "width": 1200, "height": 630},
        "isPartOf": {"@type": "WebSite", "name": quiz.brand.name, "url": absolute("/")},
        "breadcrumb": {"@type": "BreadcrumbList", "itemListElement": [crumb]},
    }
    return json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")
