"""Template tags for framed pages: the attributes that static/js/framed.js reads. Other pages print none of them."""

from __future__ import annotations

import json
from collections.abc import Sequence

from django import template
from django.template import Context
from django.utils.html import format_html

from quiz.embedding.messages import Message
from quiz.pages.framing import is_embedded

register = template.Library()


@register.simple_tag(takes_context=True)
def frame_data(context: Context) -> str:
    """Return the attributes with the quiz and the origin of the embedding page."""
    request = context["request"]
    if not is_embedded(request):
        return ""
    return format_html(' data-quiz="{}" data-host="{}"', request.resolver_match.kwargs["slug"], request.embedded_on)


@register.simple_tag(takes_context=True)
def tell(context: Context, messages: Sequence[Message]) -> str:
    """Return the attribute with the messages that this page posts to the embedding page."""
    if not is_embedded(context["request"]):
        return ""
    return format_html(' data-tell="{}"', json.dumps(messages))


@register.simple_tag(takes_context=True)
def outside(context: Context) -> str:
    """Return the attributes that open a link in a new tab if this page is framed."""
    return format_html(' target="_blank" rel="{}"', "noopener") if is_embedded(context["request"]) else ""
