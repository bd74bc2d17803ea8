"""Template tags and filters of consumer pages: URLs, prices, names without breaks, and messages for codes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from fractions import Fraction
from functools import lru_cache

from django import template
from django.conf import settings
from django.template import Context
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from quiz.addresses import address
from quiz.models import Quiz
from quiz.pages.framing import is_embedded
from quiz.pages.refusals import REFUSALS
from quiz.pages.requests import ConsumerRequest
from quiz.pages.results import Nearness
from quiz.recommending import Pick, Reason, Recommendation
from quiz.scoring import Definition, Question, position

register = template.Library()

# Katakana words, in which browsers break lines; the タイプ at the end of a type's name is a word of its own.
KATAKANA = re.compile(r"([ァ-ヴー]{2,}?(?=タイプ$)|[ァ-ヴー]{2,})")
MOST_WHOLE = 9  # letters of a heading that fit in a line on the narrowest phone
MOST_BESIDE = 12  # letters of a name that fit in two lines beside a bar


@register.simple_tag
def picture(stored: object) -> str:
    """Return the URL of a stored picture: a model's file, or a file name with or without its folder."""
    return reverse("picture", args=[str(stored).removeprefix("pictures/")])


@register.simple_tag
def absolute(name: str, *args: str) -> str:
    """Return the absolute URL of a page, for use outside the site."""
    return address(name, *args)


@register.simple_tag(takes_context=True)
def block_again(context: Context, name: str) -> SafeString:
    """Print a block of the page a second time: a title that is the heading as well."""
    return context.render_context[BLOCK_CONTEXT_KEY].get_block(name).render(context)


@register.simple_tag(takes_context=True)
def goes_dark(context: Context) -> bool:
    """Return whether a page without a style sheet of its version supports the dark theme: if its brand allows it.

    A framed page stays light, because the background of the embedding page is unknown.
    """
    quiz, request = context.get("quiz"), context.get("request")
    brand = context.get("brand") or (quiz and quiz.brand)
    in_frame = request is not None and is_embedded(request)
    return not context.get("look_url") and not in_frame and (not brand or brand.allow_dark)


@register.simple_tag(takes_context=True)
def lang_query(context: Context) -> str:
    """Return the `?lang=…` of this page for its links, or ""."""
    asked = context["request"].GET.get("lang")
    return format_html("?lang={}", asked) if asked in dict(settings.LANGUAGES) else ""


@register.simple_tag(takes_context=True)
def step_url(context: Context, handle: str, step: str) -> str:
    request: ConsumerRequest = context["request"]
    path = reverse(
        "taking:question", args=[context["quiz"].slug, handle, step], current_app=request.resolver_match.namespace
    )
    return path + lang_query(context)


@register.filter
@lru_cache(maxsize=2000)
def phrased(name: str) -> SafeString:
    """Return a name with line breaks allowed before katakana words, but not within them unless they are long."""
    first, *rest = KATAKANA.split(name)
    wrapped = (
        format_html('<span class="word{}">{}</span>{}', " long" if len(word) > MOST_WHOLE else "", word, after)
        for word, after in zip(rest[::2], rest[1::2], strict=True)
    )
    return format_html_join(mark_safe("<wbr>"), "{}", ((part,) for part in [first, *wrapped] if part))


@register.filter
def whole(name: str, language: str = "") -> SafeString:
    """Return a name that breaks only if it is longer than a line, marked with its language if one is given."""
    if language:
        return format_html('<span class="word" lang="{}">{}</span>', language, name)
    return format_html('<span class="word">{}</span>', name)


@register.filter
def unbroken(code: str) -> SafeString:
    """Return a code that stays on one line, in spite of its hyphens."""
    return format_html('<span class="unbroken">{}</span>', code)


@register.filter
def has_long_names(fit: Iterable[Nearness]) -> bool:
    """Return whether any type's name is too long to stand beside a bar."""
    return any(len(nearness.type.name) > MOST_BESIDE for nearness in fit)


@register.filter
def yen(price: int) -> str:
    return f"¥{price:,}"


@register.filter
def percent(share: Fraction | float) -> int:
    """Return a share (0 to 1) in percent, rounded."""
    return round(share * 100)


@register.filter
def signed(number: int) -> str:
    return f"{number:+d}"


@register.filter
def advances(question: Question, quiz: Quiz) -> bool:
    """Tell whether a tap on a choice answers and goes on. What is personal, or several things, takes a button."""
    return quiz.auto_advance and question.kind != "multiple" and not question.sensitive


@register.filter
def as_list(thing: object) -> list[object]:
    """Return a list of one element, for a partial template that prints a list."""
    return [thing]


@register.simple_tag(takes_context=True)
def pick_reason(context: Context, pick: Pick, recommendation: Recommendation) -> SafeString:
    """Return the sentence that explains why a product is shown."""
    wishes = [*recommendation.required, *(_("without %(tag)s") % {"tag": tag} for tag in recommendation.avoided)]
    words = {
        Reason.TYPE: _("Chosen for {type}."),
        Reason.WISH: _("Chosen for {type}, and as you wished: {wishes}."),
        Reason.SAFETY_NET: _("What the brand suggests when nothing of {type} fits your wishes."),
        Reason.ELSEWHERE: _("People of {type}, the next nearest type, like this one."),
    }
    name = whole(pick.type.name, context["definition"].language)
    return format_html(words[pick.reason], type=name, wishes=_(", ").join(wishes))


@register.simple_tag
def how_long(definition: Definition) -> str:
    """Return the number of questions in words; the largest number if the quiz branches."""
    number = position(definition, {}, definition.questions[0].key)[1] - (1 if definition.tie_question else 0)
    if any(choice.next or choice.type for question in definition.questions for choice in question.choices):
        return ngettext("up to %(number)d question", "up to %(number)d questions", number) % {"number": number}
    return ngettext("%(number)d question", "%(number)d questions", number) % {"number": number}


@register.simple_tag
def how_many(question: Question) -> str:
    """Return in words how many choices a multiple question takes."""
    low, high = question.min, min(question.max, len(question.choices))
    if low == high:
        return ngettext("Choose %(high)d.", "Choose %(high)d.", high) % {"high": high}
    if low <= 1:
        return _("Choose as many as apply, up to %(high)d.") % {"high": high}
    return _("Choose from %(low)d to %(high)d.") % {"low": low, "high": high}


@register.simple_tag
def answer_error(code: str, question: Question) -> str:
    """Return the error message for a code of `scoring.check_answer`."""
    words = {
        "required": _("Please choose an answer before going on."),
        "too_few": _("Please choose at least %(low)d."),
        "too_many": _("Please choose at most %(high)d."),
        "exclusive": _("That choice can't be combined with the others."),
    }
    return words[code] % {"low": question.min, "high": question.max}


@register.simple_tag
def refusal_title(reason: str) -> Promise:
    return REFUSALS[reason][0]


@register.simple_tag
def refusal_words(reason: str) -> Promise:
    return REFUSALS[reason][1]
