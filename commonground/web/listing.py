"""Which differences somebody's lists hold, in which order, and how many: each read goes through ``visible_to``.

Counts stop at a hundred. A list is driven by the reader's own seats, or by an officer's index, and never walks all
differences.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, Case, F, Func, Q, QuerySet, Value, When
from django.db.models.fields.json import KT

from commonground.differences.models import Difference, Seat
from commonground.differences.when import day_words, due_words
from commonground.directory.queries import Actor
from commonground.editions.models import Edition, Holiday
from commonground.editions.queries import procedure_of
from commonground.now import LONDON, london_date
from commonground.permissions import Permission
from commonground.procedures.definition import Procedure
from commonground.procedures.terms import Capacity, End, Side
from commonground.procedures.worktime import Calendar, add_working_days

MOST = 100
"""Counts are exact up to here and say "100+" beyond."""

SOON = 2
"""Working days within which a date is coming up."""

ACTS_AT_ITS_STAGE = (Capacity.RAISER, Capacity.ANSWERING)
NAMES = ("edition", "raising_agency", "raising_team", "responding_agency", "responding_team")
BY_DUE = (F("due_at").asc(nulls_last=True), "id")
BY_RAISED = ("-raised_at", "id")


class Whose(StrEnum):
    """Whose differences a list holds."""

    MINE = "mine"
    AGENCY = "agency"
    PARTNERSHIP = "partnership"


class State(StrEnum):
    """Which differences of those: open, ended, past their time, or all."""

    OPEN = "open"
    PAST = "past"
    ENDED = "ended"
    ALL = "all"


def up_to(rows: "QuerySet[Difference]") -> int:
    """Return how many rows there are, counting one past a hundred and no further."""
    return len(rows.order_by().values_list("pk")[: MOST + 1])


def counted(number: int, *, more: bool = False) -> str:
    """Return a count as pages show it: "7", "100+", or "60+" for a part of something that goes on past a hundred."""
    return f"{MOST}+" if number > MOST else f"{number}+" if more else str(number)


def seated(seats: "QuerySet[Any]") -> Func:
    """Return the condition that one of these seats is in a difference: an array, so that lists walk an index."""
    return Func(
        F("pk"),
        ArraySubquery(seats.values("difference_id")),
        arg_joiner=" = ANY(",
        template="(%(expressions)s))",
        output_field=BooleanField(),
    )


def own_seats(actor: Actor) -> "QuerySet[Any]":
    """Return the seats by which somebody takes part; a safeguarding lead's overview of the agency is another list."""
    return Seat.objects.held_by(actor).exclude(capacity=Capacity.LEAD)


def acting_seats(actor: Actor) -> "QuerySet[Any]":
    """Return the seats by which somebody can move an open difference on: as raiser, at its stage, or at the end."""
    at_its_stage = Q(capacity=Capacity.ANSWERING, stage=F("difference__stage"))
    return Seat.objects.held_by(actor).filter(
        at_its_stage | Q(capacity__in=(Capacity.RAISER, Capacity.FACILITATING)), difference__ended_at=None
    )


def turn_seats(actor: Actor) -> "QuerySet[Any]":
    """Return the seats whose turn it is: to answer, to sign, to agree or escalate."""
    return Seat.objects.held_by(actor).filter(
        capacity__in=ACTS_AT_ITS_STAGE,
        side=F("difference__turn"),
        stage=F("difference__stage"),
        difference__ended_at=None,
    )


def waiting(actor: Actor, at: datetime) -> "QuerySet[Difference]":
    """Return the open differences that wait for somebody: their turn, or past the time and theirs to move on."""
    return Difference.objects.visible_to(actor).filter(
        Q(seated(turn_seats(actor))) | Q(seated(acting_seats(actor)), due_at__lte=at), ended_at=None
    )


def chosen(actor: Actor, whose: Whose, state: State, at: datetime) -> "QuerySet[Difference]":
    """Return the differences of one list, in its order: open ones by when they are due, others the newest first."""
    rows = Difference.objects.visible_to(actor)
    if whose is Whose.MINE:
        rows = rows.filter(seated(own_seats(actor)))
    elif whose is Whose.AGENCY:
        agencies = actor.agencies
        rows = rows.filter(Q(raising_agency__in=agencies) | Q(responding_agency__in=agencies))
    else:
        rows = rows.filter(partnership__in=actor.offices, officer_told=True)
    if state is State.OPEN:
        return rows.filter(ended_at=None).order_by(*BY_DUE)
    if state is State.PAST:
        return rows.filter(ended_at=None, due_at__lte=at).order_by(*BY_DUE)
    if state is State.ENDED:
        rows = rows.exclude(ended_at=None)
    return rows.order_by(*BY_RAISED)


def lists_for(actor: Actor) -> tuple[Whose, ...]:
    """Return which lists somebody has."""
    permitted = {
        Whose.MINE: Permission.TAKE_PART,
        Whose.AGENCY: Permission.SEE_AGENCY,
        Whose.PARTNERSHIP: Permission.SEE_PARTNERSHIP,
    }
    return tuple(whose for whose, permission in permitted.items() if permission in actor.permissions)


class Todo(StrEnum):
    """Why a difference is on somebody's page, in the order of the page."""

    PAST = "past"
    ANSWER = "answer"
    DECIDE = "decide"
    SOON = "soon"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Mine:
    """The keys of somebody's open differences by what they are to them; ``more`` when there are over a hundred."""

    keys: dict[Todo, tuple[UUID, ...]]
    more: bool

    @property
    def total(self) -> int:
        """How many there are, up to one past a hundred."""
        return sum(len(keys) for keys in self.keys.values())


def mine(actor: Actor, at: datetime, soon: datetime) -> Mine:
    """Return somebody's open differences, those that wait for them first, in one query of keys.

    ``soon`` is the moment until which a date is coming up.
    """
    rows = chosen(actor, Whose.MINE, State.OPEN, at).annotate(
        is_turn=seated(turn_seats(actor)), acts=seated(acting_seats(actor))
    )
    first = Case(When(Q(is_turn=True) | Q(acts=True, due_at__lte=at), then=Value(0)), default=Value(1))
    found = rows.order_by(first, *BY_DUE).values_list(
        "pk", "due_at", "turn", KT("situation__proposal"), "is_turn", "acts"
    )[: MOST + 1]
    keys: dict[Todo, list[UUID]] = {todo: [] for todo in Todo}
    for key, due, turn, proposal, turned, acting in found:
        if acting and due and due <= at:
            keys[Todo.PAST].append(key)
        elif turned:
            keys[Todo.ANSWER if turn == Side.RESPONDING and not proposal else Todo.DECIDE].append(key)
        else:
            keys[Todo.SOON if acting and due and due <= soon else Todo.OTHER].append(key)
    return Mine({todo: tuple(some) for todo, some in keys.items()}, more=len(found) > MOST)


def coming_up_until(at: datetime) -> datetime:
    """Return the end of the second working day from now."""
    today = london_date(at)
    days = Holiday.objects.filter(day__range=(today, today + timedelta(days=21))).values_list("day", "name")
    calendar = Calendar(holidays=dict(days), known_until=date.max, opens=time(9), closes=time(17))
    return datetime.combine(add_working_days(today, SOON, calendar), time.max, LONDON)


@dataclass(frozen=True, slots=True)
class ListRow:
    """One difference on a list, in words."""

    title: str
    reference: str
    href: str
    raising: str
    responding: str
    stage: str
    due: str
    past: bool
    turn: str
    """Whose turn it is, in words: "Waiting for Assessment Team East, Fairhaven Council"."""


def read_rows(rows: "QuerySet[Difference]") -> "QuerySet[Difference]":
    """Return rows with what a list shows and nothing more."""
    return rows.select_related(*NAMES).defer("edition__text", "meanwhile", "situation")


def list_rows(rows: Iterable[Difference], at: datetime, turn: str = "") -> list[ListRow]:
    """Return rows in words; ``turn`` says whose turn it is where that is the same for all."""
    return [_list_row(row, at, turn) for row in rows]


def _list_row(row: Difference, at: datetime, whose: str) -> ListRow:
    past = row.ended_at is None and row.due_at is not None and row.due_at <= at
    due, turn = "", ""
    if row.ended_at:
        due = f"{End(row.end).label} on {day_words(london_date(row.ended_at), london_date(at))}"
    else:
        due = due_words(row.due_at, at) if row.due_at else "no date"
        turn = whose or (f"Waiting for {row.name_of(Side(row.turn))}" if row.turn else "")
    return ListRow(
        title=row.title,
        reference=str(row),
        href=row.get_absolute_url(),
        raising=row.name_of(Side.RAISING),
        responding=row.name_of(Side.RESPONDING),
        stage=f"Stage {row.stage}, {procedure_of(row.edition).stage(row.stage).name}",
        due=due,
        past=past,
        turn=turn,
    )


def procedures(actor: Actor) -> list[Procedure]:
    """Return the procedures that were opened in somebody's partnerships, in one query, the newest first."""
    editions = Edition.objects.filter(partnerships__in=actor.partnerships, opened__isnull=False).distinct()
    return [procedure_of(edition) for edition in editions.order_by("-in_force", "-number").defer("text")]
