"""Our own components in Django templates; what each takes is in `commonground.govuk.components`.

``{% stage_tracker stages %}``, ``{% ladder rungs %}``, ``{% clock_panel clock %}``, ``{% two_sides rows raising_name
responding_name %}``, ``{% meanwhile text %}``, ``{% can_do offers refusals %}``, ``{% in_it groups %}``,
``{% record_line entries %}``, ``{% difference_list rows %}``, ``{% list_parts parts prefix %}``,
``{% month_calendar months %}``, ``{% hits rows %}``, ``{% counted_lines rows heads caption
first %}``, and ``{% fact label %}…{% endfact %}`` in a summary list.
"""

from collections.abc import Iterable

from django import template
from django.template import Context
from django.utils.safestring import SafeString

from commonground.govuk.components import (
    CalendarMonth,
    ClockFace,
    CountedLine,
    Group,
    HitRow,
    Line,
    ListPart,
    ListRow,
    Offer,
    Refused,
    Row,
    Rung,
    Stage,
)
from commonground.govuk.macros import draw_own

register = template.Library()

AROUND = ("partnership_name", "navigation", "person_name", "account_url", "sign_out_url")
"""What the header of a page reads of its context; nothing where it is not there."""


@register.simple_tag(takes_context=True)
def page_header(context: Context) -> SafeString:
    """Draw what stands at the top of every page: the product, where one can go, and who is signed in."""
    around = {name: context.get(name, "") for name in AROUND}
    return draw_own("page_header", home_url=context.get("home_url") or "/", token=token_of(context), **around)


@register.simple_tag(takes_context=True)
def warn_before_the_end(context: Context) -> SafeString:
    """Draw what says that a session ends soon, and that it has; a script shows it."""
    home_url = context.get("home_url") or "/"
    return draw_own("staying", staying=context["staying"], home_url=home_url, token=token_of(context))


def token_of(context: Context) -> str:
    """Return the token by which this page's own forms are known; nothing where the page is not of a request."""
    return str(context.get("csrf_token") or "")


@register.simple_tag
def stage_tracker(stages: Iterable[Stage]) -> SafeString:
    """Draw the ladder: which stages are passed, which one it is now, which are to come."""
    return draw_own("stage_tracker", stages=list(stages))


@register.simple_tag
def ladder(rungs: Iterable[Rung], caption: str = "The stages, from the first to the last") -> SafeString:
    """Draw a procedure as its ladder: a table, so that what is drawn can be read out too."""
    return draw_own("ladder", rungs=list(rungs), caption=caption)


@register.simple_tag
def clock_panel(clock: ClockFace) -> SafeString:
    """Draw a clock: its date in words, its days on a strip, and its sum to open."""
    return draw_own("clock_panel", clock=clock)


@register.simple_tag
def month_calendar(months: Iterable[CalendarMonth]) -> SafeString:
    """Draw months as people hang them on a wall: what falls on which day."""
    return draw_own("month_calendar", months=list(months))


@register.simple_tag
def counted_lines(rows: Iterable[CountedLine], heads: Iterable[str], caption: str, first: str) -> SafeString:
    """Draw a table of groups, each with a bar and its numbers; on a narrow screen each stands as a block."""
    return draw_own("counted_lines", rows=list(rows), heads=list(heads), caption=caption, first=first)


@register.simple_tag
def two_sides(
    rows: Iterable[Row],
    raising_name: str,
    responding_name: str,
    raising_part: str = "raised it",
    responding_part: str = "answers",
) -> SafeString:
    """Draw both sides' words row by row; where the screen is narrow, each cell names its side."""
    return draw_own(
        "two_sides",
        rows=list(rows),
        raising_name=raising_name,
        responding_name=responding_name,
        raising_part=raising_part,
        responding_part=responding_part,
    )


@register.simple_tag
def meanwhile(text: str, change_href: str = "", *, safe: bool = True, who: str = "") -> SafeString:
    """Draw what keeps the child safe meanwhile, who wrote it and a way to change it; a warning where none is known."""
    return draw_own("meanwhile", text=text, change_href=change_href, safe=safe, who=who)


@register.simple_block_tag
def fact(content: str, label: str) -> SafeString:
    """Draw one line of a summary list; none where there is nothing to say."""
    words = content.strip()
    return draw_own("fact", label=label, words=SafeString(words)) if words else SafeString("")


@register.simple_tag
def can_do(offers: Iterable[Offer], refusals: Iterable[Refused] = (), id: str = "can-do") -> SafeString:  # noqa: A002 - an HTML id
    """Draw what this person can do now, the main thing first, and what not, with who can.

    A page leads phones straight to it with a link in ``<p class="cg-jumps">``.
    """
    listed = list(offers)
    buttons = sorted((offer for offer in listed if offer.kind == "button"), key=lambda offer: not offer.main)
    links = [offer for offer in listed if offer.kind == "link"]
    return draw_own("can_do", id=id, buttons=buttons, links=links, refusals=list(refusals))


@register.simple_tag
def in_it(groups: Iterable[Group]) -> SafeString:
    """Draw who is in it, side by side: what each is in this, and the number to ring."""
    return draw_own("in_it", groups=list(groups))


@register.simple_tag
def record_line(entries: Iterable[Line]) -> SafeString:
    """Draw entries of the record as a line in time, in the order given."""
    return draw_own("record_line", lines=list(entries))


@register.simple_tag
def difference_list(rows: Iterable[ListRow]) -> SafeString:
    """Draw differences as a list: what, between whom, where it stands, and by when."""
    return draw_own("difference_list", rows=list(rows))


@register.simple_tag
def list_parts(parts: Iterable[ListPart], prefix: str, size: str = "m", counts: str = "") -> SafeString:
    """Draw lists one below the other, each under its heading; ``prefix`` begins their ids, ``counts`` says of what."""
    return draw_own("list_parts", parts=list(parts), prefix=prefix, size=size, counts=counts)


@register.simple_tag
def hits(rows: Iterable[HitRow]) -> SafeString:
    """Draw what a search found, the best first."""
    return draw_own("hits", rows=list(rows))
