"""What framed pages print for static/js/framed.js. Pages that are not in a frame print nothing of it."""

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
    """Return the attributes by which a framed page knows its quiz and the origin of the page around it."""
    request = context["request"]
    if not is_embedded(request):
        return ""
    return format_html(' data-quiz="{}" data-host="{}"', request.resolver_match.kwargs["slug"], request.embedded_on)


@register.simple_tag(takes_context=True)
def tell(context: Context, messages: Sequence[Message]) -> str:
    """Return the attribute with what this page tells the page around it."""
    if not is_embedded(context["request"]):
        return ""
    return format_html(' data-tell="{}"', json.dumps(messages))


@register.simple_tag(takes_context=True)
def outside(context: Context) -> str:
    """Return the attributes of a link to a page that can't be framed: in a frame it opens a new tab."""
    return format_html(' target="_blank" rel="{}"', "noopener") if is_embedded(context["request"]) else ""
