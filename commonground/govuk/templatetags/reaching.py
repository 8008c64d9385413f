"""``{{ words|reachable }}``: telephone numbers and e-mail addresses in words become links that a telephone can use."""

import re

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

_NUMBER = r"(?<![\w.@-])\+?\d(?:[ ]?\d){8,13}(?![\w@-])"
_ADDRESS = r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
_REACHED = re.compile(rf"({_NUMBER}|{_ADDRESS})")


@register.filter
def reachable(words: object) -> SafeString:
    """Return words, escaped, in which numbers of nine to fourteen figures ring and addresses open a mail."""
    parts = _REACHED.split(str(words))
    return mark_safe("".join(_link(part) if n % 2 else conditional_escape(part) for n, part in enumerate(parts)))  # noqa: S308 - each part is escaped


def _link(part: str) -> SafeString:
    if "@" in part:
        before, after = part.split("@")
        return format_html('<a class="govuk-link" href="mailto:{}">{}@<wbr>{}</a>', part, before, after)
    return format_html('<a class="govuk-link cg-whole" href="tel:{}">{}</a>', part.replace(" ", ""), part)
