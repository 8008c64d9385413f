"""Home: what waits for you, then your differences, your agency's and the partnership's."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from commonground.differences.views.finding import actor_of
from commonground.now import now
from commonground.permissions import Permission, allow
from commonground.web import listing
from commonground.web.context import say_what_waits
from commonground.web.listing import Found, ListRow, Mine, Todo, Whose

SHOWN = 10
"""Rows of each part on home; the lists have the rest."""

WAITING = {
    Todo.PAST: ("Past its time", "Nothing has closed. The side that raised it can escalate."),
    Todo.ANSWER: ("To answer", ""),
    Todo.DECIDE: ("To decide: sign, agree or escalate", ""),
}
TURN = {Todo.ANSWER: "Your turn to answer", Todo.DECIDE: "Your turn to decide"}
SOON = ("Coming up", "Due within two working days. It is not your turn now.")
LISTS = {
    Whose.MINE: "My differences",
    Whose.AGENCY: "My agency’s differences",
    Whose.PARTNERSHIP: "The partnership’s differences",
}


@dataclass(frozen=True, slots=True)
class Part:
    """One part of home: its heading, its count, its first rows, and where the rest is."""

    heading: str
    count: str
    hint: str
    rows: list[ListRow]
    href: str = ""
    more: str = ""


@require_safe
@allow(Permission.OWN_ACCOUNT)
def home(request: HttpRequest) -> HttpResponse:
    """Show what waits for whoever asks, and the first rows of their lists."""
    at, actor = now(), actor_of(request)
    lists = listing.lists_for(actor)
    own = listing.mine(actor, at, listing.coming_up_until(at))
    others: dict[Whose, list[Found]] = {
        whose: listing.open_rows(actor, whose, at) for whose in lists if whose is not Whose.MINE
    }
    say_what_waits(request, own.waiting)

    def drawn(rows: list[Found], turn: str = "") -> list[ListRow]:
        return listing.list_rows(rows[:SHOWN], at, turn)

    waiting = [
        Part(
            heading=heading,
            count=listing.counted(len(own.rows[todo]), more=own.more),
            hint=hint,
            rows=drawn(own.rows[todo], TURN.get(todo, "")),
        )
        for todo, (heading, hint) in (*WAITING.items(), (Todo.SOON, SOON))
        if own.rows[todo]
    ]
    parts = [
        part_of(whose, drawn(own.rows[Todo.OTHER] if whose is Whose.MINE else others[whose]), own, others)
        for whose in lists
        if whose is not Whose.MINE or own.total or not others
    ]
    context = {
        "waiting": waiting,
        "nothing": not own.waiting,
        "parts": parts,
        "may_raise": Permission.RAISE in actor.permissions,
        "raise_classes": "govuk-button--secondary" if waiting else "",
    }
    return render(request, "web/home.html", context)


def part_of(whose: Whose, rows: list[ListRow], own: Mine, others: dict[Whose, list[Found]]) -> Part:
    """Return one list as a part of home. Of one's own, those that stand above are not shown again."""
    total = own.total if whose is Whose.MINE else len(others[whose])
    hint = ""
    if whose is Whose.MINE and total and len(own.rows[Todo.OTHER]) < total:
        hint = "Besides those above." if rows else "All of them stand above."
    if not total:
        hint = "None is open."
    return Part(
        heading=LISTS[whose],
        count=listing.counted(total),
        hint=hint,
        rows=rows,
        href=f"{reverse('web:differences')}?whose={whose}",
        more=f"See all of {LISTS[whose][0].lower()}{LISTS[whose][1:]}, also ended ones",
    )
