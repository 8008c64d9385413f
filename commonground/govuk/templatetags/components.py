"""Our own components in Django templates; what each takes is in `commonground.govuk.components`.

``{% stage_tracker stages %}``, ``{% clock_panel clock %}``, ``{% two_sides rows raising_name
responding_name %}``, ``{% meanwhile text %}``, ``{% can_do offers refusals %}``, ``{% record_line entries %}``.
"""

from collections.abc import Iterable

from django import template

from commonground.govuk.components import ClockFace, Line, Offer, Refused, Row, Stage

register = template.Library()

_FOLDER = "govuk/components"


@register.inclusion_tag(f"{_FOLDER}/stage_tracker.html")
def stage_tracker(stages: Iterable[Stage]) -> dict[str, object]:
    """Draw the ladder: which stages are passed, which one it is now, which are to come."""
    return {"stages": list(stages)}


@register.inclusion_tag(f"{_FOLDER}/clock_panel.html")
def clock_panel(clock: ClockFace) -> dict[str, object]:
    """Draw a clock: its date in words, its days on a strip, and its sum to open."""
    return {"clock": clock}


@register.inclusion_tag(f"{_FOLDER}/two_sides.html")
def two_sides(
    rows: Iterable[Row],
    raising_name: str,
    responding_name: str,
    raising_part: str = "raised it",
    responding_part: str = "answers",
) -> dict[str, object]:
    """Draw both sides' words row by row; where the screen is narrow, each cell names its side."""
    return {
        "rows": list(rows),
        "raising_name": raising_name,
        "responding_name": responding_name,
        "raising_part": raising_part,
        "responding_part": responding_part,
    }


@register.inclusion_tag(f"{_FOLDER}/meanwhile.html")
def meanwhile(text: str, change_href: str = "") -> dict[str, object]:
    """Draw what keeps the child safe meanwhile, with a way to change it."""
    return {"text": text, "change_href": change_href}


@register.inclusion_tag(f"{_FOLDER}/can_do.html")
def can_do(offers: Iterable[Offer], refusals: Iterable[Refused] = (), id: str = "can-do") -> dict[str, object]:  # noqa: A002 - an HTML id
    """Draw what this person can do now, the main thing first, and what not, with who can.

    A page leads phones straight to it with ``<a class="govuk-link cg-jump" href="#can-do">``.
    """
    listed = list(offers)
    buttons = sorted((offer for offer in listed if offer.kind == "button"), key=lambda offer: not offer.main)
    return {
        "id": id,
        "buttons": buttons,
        "links": [offer for offer in listed if offer.kind == "link"],
        "refusals": list(refusals),
    }


@register.inclusion_tag(f"{_FOLDER}/record_line.html")
def record_line(entries: Iterable[Line]) -> dict[str, object]:
    """Draw entries of the record as a line in time, in the order given."""
    return {"lines": list(entries)}
