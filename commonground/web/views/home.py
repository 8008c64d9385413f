"""Home: what waits for you, then your differences, your agency's and the partnership's."""

from dataclasses import replace
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from commonground.assurance.survey.queries import waiting as surveys
from commonground.briefings.queries import waiting_for
from commonground.differences.fresh_eyes.queries import MOST as TO_FIND
from commonground.differences.fresh_eyes.queries import wanted_by
from commonground.differences.undertakings.queries import MOST, own_open
from commonground.differences.views.finding import actor_of
from commonground.directory.contacts.queries import contact_alarms
from commonground.directory.queries import Actor
from commonground.directory.waits import Waits
from commonground.editions.queries import proposals
from commonground.govuk.components import ListPart, ListRow
from commonground.now import london_date, now
from commonground.permissions import Permission, allow
from commonground.web import listing
from commonground.web.besides import besides
from commonground.web.context import address, say_what_waits
from commonground.web.listing import SHOWN, Found, Mine, Todo, Whose

WAITING = {
    Todo.PAST: ("Past its time", "Nothing has closed. The side that raised it can escalate."),
    Todo.ANSWER: ("To answer", ""),
    Todo.LOOK: ("To look at with fresh eyes", "Say what you see, or that you cannot look. You decide nothing."),
    Todo.DECIDE: ("To decide: sign, agree or escalate", ""),
    Todo.CHANGED: ("What has changed for the child?", "These ended some weeks ago. Both sides are asked."),
}
TURN = {
    Todo.ANSWER: "Your turn to answer",
    Todo.LOOK: "Your turn to say what you see",
    Todo.DECIDE: "Your turn to decide",
}
PARTS = WAITING | {Todo.SOON: ("Coming up", "Due within four days. It is not your turn now.")}
LISTS = {
    Whose.MINE: "My differences",
    Whose.AGENCY: "My agency’s differences",
    Whose.PARTNERSHIP: "The partnership’s differences",
}


@require_safe
@allow(Permission.OWN_ACCOUNT)
def home(request: HttpRequest) -> HttpResponse:
    """Show what waits for whoever asks, and the first rows of their lists."""
    at, actor = now(), actor_of(request)
    lists = listing.lists_for(actor)
    own = listing.mine(actor, at)
    others = {whose: listing.open_rows(actor, whose, at) for whose in lists if whose is not Whose.MINE}
    beside = besides(actor)
    to_read = waiting_for(actor, london_date(at))
    say_what_waits(request, own.waiting + beside.count + len(to_read))
    proposed = proposals(actor) if Permission.KEEP_PROCEDURES in actor.permissions else []

    waiting = [
        ListPart(
            heading=heading,
            count=listing.counted(own.counts[todo], more=own.more),
            hint=hint,
            rows=rows_of(actor, own, todo, at),
            **the_rest(Whose.MINE) if own.counts[todo] > SHOWN else {},
        )
        for todo, (heading, hint) in PARTS.items()
        if own.rows[todo]
    ]
    parts = [
        own_part(own, at) if whose is Whose.MINE else part_of(whose, *others[whose], at)
        for whose in lists
        if whose is not Whose.MINE or own.total or not others
    ]
    undertaken = own_open(actor, london_date(at)) if Waits.ACTIONS in actor.waits else []
    context = {
        "waiting": waiting,
        "nothing": not (own.waiting or beside.count or proposed or undertaken or to_read),
        "to_read": to_read,
        "undertaken": undertaken[:MOST],
        "undertaken_count": listing.counted(len(undertaken), most=MOST),
        "surveys": surveys(actor, london_date(at)),
        "sees_assurance": Permission.SEE_ASSURANCE in actor.permissions,
        "proposals": proposed,
        "groups": beside.groups,
        "answered": beside.answered,
        "masks": beside.masks,
        "to_find": beside.to_find[:TO_FIND],
        "to_find_count": listing.counted(len(beside.to_find), most=TO_FIND),
        "parts": parts,
        "search_url": address("web:search"),
        "raise_url": address("differences:start"),
        "may_raise": Permission.RAISE in actor.permissions,
        "alarms": contact_alarms(actor, london_date(at)) if Permission.KEEP_CONTACTS in actor.permissions else 0,
        "sees_figures": Permission.SEE_FIGURES in actor.permissions,
        "sees_partnership": Permission.SEE_PARTNERSHIP in actor.permissions,
        "keeps_people": Permission.KEEP_PEOPLE in actor.permissions,
        "raise_classes": "govuk-button--secondary" if waiting else "",
    }
    return render(request, "web/home.html", context)


def rows_of(actor: Actor, own: Mine, todo: Todo, at: datetime) -> list[ListRow]:
    """Return the first rows of a part of what waits. Of a look it is said by when a word is wanted: one query more."""
    first = own.rows[todo]
    rows = listing.list_rows(first, at, TURN.get(todo, ""))
    if todo is not Todo.LOOK:
        return rows
    wanted = wanted_by(actor, [row.reference for row in first], at)
    return [
        replace(row, due=f"a word is wanted by {day}", past=gone_by)
        for row in rows
        for day, gone_by in [wanted.get(row.reference, (row.due, False))]
    ]


def own_part(own: Mine, at: datetime) -> ListPart:
    """Return one's own differences that stand in no part above, and how many of them do."""
    others = own.counts[Todo.OTHER]
    above = sum(len(own.rows[todo]) for todo in PARTS if todo is not Todo.CHANGED)
    part = part_of(Whose.MINE, own.total, own.rows[Todo.OTHER], at, more=own.more)
    if not above:
        return part
    if not others:
        return replace(part, hint="All of them stand above." if above == own.total else f"{above} of them stand above.")
    stand = "One of them stands above." if above == 1 else f"{above} of them stand above."
    if own.more or others > SHOWN:
        here = f"the first {len(part.rows)} of the others" if others > 1 else "the first of the others"
    else:
        here = f"the other {others}" if others > 1 else "the other one"
    return replace(part, hint=f"{stand} Here {'are' if others > 1 else 'is'} {here}.")


def part_of(whose: Whose, total: int, first: list[Found], at: datetime, *, more: bool = False) -> ListPart:
    """Return one list as a part of home, with ``more`` than was read."""
    count, rows = listing.counted(total, more=more), listing.list_rows(first, at)
    hint = "" if total or more else "None is open."
    return ListPart(heading=LISTS[whose], count=count, hint=hint, rows=rows, **the_rest(whose))


def the_rest(whose: Whose) -> dict[str, str]:
    """Return where the whole of a list is, and how the link to it reads."""
    name = LISTS[whose]
    return {
        "href": f"{address('web:differences')}?whose={whose}",
        "more": f"See all of {name[0].lower()}{name[1:]}, also ended ones",
    }
