"""Home: what waits for you, then your differences, your agency's and the partnership's."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from commonground.differences.models import Difference
from commonground.differences.views.finding import actor_of
from commonground.directory.queries import Actor
from commonground.now import now
from commonground.permissions import Permission, allow
from commonground.web import listing
from commonground.web.listing import ListRow, Mine, State, Todo, Whose

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
    others: dict[Whose, tuple[UUID, ...]] = {
        whose: open_keys(actor, whose, at) for whose in lists if whose is not Whose.MINE
    }
    shown = {key for keys in (*own.keys.values(), *others.values()) for key in keys[:SHOWN]}
    found = listing.read_rows(Difference.objects.visible_to(actor).filter(pk__in=shown))
    rows = {row.pk: row for row in found}

    def drawn(keys: tuple[UUID, ...], turn: str = "") -> list[ListRow]:
        return listing.list_rows((rows[key] for key in keys[:SHOWN] if key in rows), at, turn)

    waiting = [
        Part(
            heading=heading,
            count=listing.counted(len(own.keys[todo]), more=own.more),
            hint=hint,
            rows=drawn(own.keys[todo], TURN.get(todo, "")),
        )
        for todo, (heading, hint) in (*WAITING.items(), (Todo.SOON, SOON))
        if own.keys[todo]
    ]
    parts = [
        part_of(whose, drawn(own.keys[Todo.OTHER] if whose is Whose.MINE else others[whose]), own, others)
        for whose in lists
        if whose is not Whose.MINE or own.total or not others
    ]
    context = {
        "waiting": waiting,
        "nothing": not any(own.keys[todo] for todo in WAITING),
        "parts": parts,
        "may_raise": Permission.RAISE in actor.permissions,
        "raise_classes": "govuk-button--secondary" if waiting else "",
    }
    return render(request, "web/home.html", context)


def open_keys(actor: Actor, whose: Whose, at: datetime) -> tuple[UUID, ...]:
    """Return the keys of the open differences of a list by when they are due, up to one past a hundred."""
    return tuple(listing.chosen(actor, whose, State.OPEN, at).values_list("pk", flat=True)[: listing.MOST + 1])


def part_of(whose: Whose, rows: list[ListRow], own: Mine, others: dict[Whose, tuple[UUID, ...]]) -> Part:
    """Return one list as a part of home. Of one's own, those that stand above are not shown again."""
    total = own.total if whose is Whose.MINE else len(others[whose])
    hint = ""
    if whose is Whose.MINE and total and len(own.keys[Todo.OTHER]) < total:
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
