"""``{% at_hand area kind_or_step %}``: two or three things of the library to read beside what one does."""

from typing import Any

from django import template
from django.template.context import Context

from commonground.directory.models import Partnership
from commonground.directory.queries import NOBODY
from commonground.library.at_hand import to_read

register = template.Library()


@register.inclusion_tag("library/at_hand.html", takes_context=True)
def at_hand(context: Context, area: Partnership, of: str) -> dict[str, Any]:
    """Offer what to read, in a new tab so that what somebody writes stays; not to a guest, who cannot open it."""
    actor = getattr(context.get("request"), "actor", NOBODY)
    return {"offered": [] if actor.let_in else to_read(of, area.name)}
