"""Which differences somebody's lists hold, in which order, and how many: each read goes through ``visible_to``.

Counts stop at a hundred. A list is driven by the reader's own seats, or by an officer's index, and never walks all
differences.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID

from django.contrib.postgres.aggregates import BoolOr
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    BooleanField,
    Case,
    Count,
    Exists,
    F,
    Func,
    IntegerField,
    Min,
    OuterRef,
    Q,
    QuerySet,
    RowRange,
    Subquery,
    Value,
    When,
    Window,
)

from commonground.differences.models import Difference, Meeting, Seat, page_url, side_name, spoken, titled
from commonground.differences.models.seat import Todo as Asked
from commonground.differences.models.sight import Reader, SightedQuestion, in_office
from commonground.differences.models.sight import mine as own
from commonground.differences.when import day_words, due_words
from commonground.directory.models import Agency, Team
from commonground.directory.queries import Actor
from commonground.editions.models import Edition
from commonground.editions.queries import procedure_by, procedure_of
from commonground.govuk.components import ListRow
from commonground.now import LONDON, london_date
from commonground.permissions import Permission
from commonground.procedures.definition import Procedure
from commonground.procedures.meetings import Meets
from commonground.procedures.seats import SPEAKING
from commonground.procedures.terms import End, Kind, Side, Subject
from commonground.questions import Blank, one_of

MOST = 100
"""Counts are exact up to here and say "100+" beyond."""

SHOWN = 5
"""Rows of each list on home, and of each part of what waits: a phone shows no more. Their own pages have the rest."""

SOON = timedelta(days=4)
"""By so many London days ahead a date is coming up: two working days, and a weekend between them."""

BY_DUE = (F("due_at").asc(nulls_last=True), "id")
BY_RAISED = ("-raised_at", "id")
NOWHERE = Q(pk__in=())
TO_CHOOSE = "A meeting waits for a time"


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


def counted(number: int, *, more: bool = False, most: int | None = None) -> str:
    """Return a count as pages show it: "7", "100+", or "60+" for a part of something that goes on past a hundred.

    ``most`` are counted at most: a hundred, unless it is said otherwise.
    """
    most = most or MOST
    return f"{most}+" if number > most else f"{number}+" if more else str(number)


def seated(seats: "QuerySet[Any]") -> Func:
    """Return the condition that one of these seats is in a difference: an array, so that lists walk an index."""
    return Func(
        F("pk"),
        ArraySubquery(seats.values("difference_id")),
        arg_joiner=" = ANY(",
        template="(%(expressions)s))",
        output_field=BooleanField(),
    )


@SightedQuestion
def _waiting(actor: Reader, at: Blank) -> "QuerySet[Any, Any]":
    """Ask for the differences that wait: somebody's turn, past the time and theirs, or asked after the end."""
    seats = Seat.objects.held_by(actor).asked().filter(~Q(todo=Asked.OTHER) | Q(moves=True, due_at__lte=at))
    return seats.values_list("difference_id", flat=True).distinct()[: MOST + 1]


def waiting_count(actor: Actor, at: datetime) -> int:
    """Return how many differences wait for somebody, up to one past a hundred, in one query."""
    return len(_waiting(actor, at=at))


def chosen(actor: Reader, whose: Whose, state: State, at: datetime | Blank) -> "QuerySet[Difference]":
    """Return the differences of one list, in its order: open ones by when they are due, others the newest first."""
    rows = Difference.objects.visible_to(actor)
    if whose is Whose.MINE:
        rows = rows.filter(seated(Seat.objects.held_by(actor).taking_part()))
    elif whose is Whose.AGENCY:
        _, agencies, _ = own(actor)
        rows = rows.filter(Q(one_of("raising_agency", agencies)) | Q(one_of("responding_agency", agencies)))
    else:
        rows = rows.filter(in_office(actor) or NOWHERE, officer_told=True)
    if state is State.OPEN:
        return rows.filter(ended_at=None).order_by(*BY_DUE)
    if state is State.PAST:
        return rows.filter(ended_at=None, due_at__lte=at).order_by(*BY_DUE)
    if state is State.ENDED:
        rows = rows.exclude(ended_at=None)
    return rows.order_by(*BY_RAISED)


def lists_for(actor: Actor) -> tuple[Whose, ...]:
    """Return which lists somebody has, the one that opens first in front: who raises nothing looks after them all."""
    permitted = {
        Whose.MINE: Permission.TAKE_PART,
        Whose.AGENCY: Permission.SEE_AGENCY,
        Whose.PARTNERSHIP: Permission.SEE_PARTNERSHIP,
    }
    lists = tuple(whose for whose, permission in permitted.items() if permission in actor.permissions)
    return lists if Permission.RAISE in actor.permissions else lists[::-1]


class Todo(StrEnum):
    """Why a difference is on somebody's page, in the order of the page."""

    PAST = "past"
    ANSWER = "answer"
    LOOK = "look"
    DECIDE = "decide"
    CHANGED = "changed"
    SOON = "soon"
    OTHER = "other"


class Found(NamedTuple):
    """What a list reads of a difference, in the order of ``COLUMNS``."""

    reference: str
    kind: str
    subject: str
    theme: str
    children: int
    children_open: int
    stage: int
    turn: str
    end: str
    ended_at: datetime | None
    due_at: datetime | None
    paused_until: datetime | None
    asked_of: str
    digest: str
    raising_agency: str
    raising_team: str | None
    responding_agency: str
    responding_team: str | None
    meets: bool = False
    """Whether somebody else has proposed times for a meeting, and none is chosen; only of one's own list."""

    def name_of(self, side: Side) -> str:
        """Return how a side is named."""
        if side is Side.RAISING:
            return side_name(self.raising_agency, self.raising_team)
        return side_name(self.responding_agency, self.responding_team)


COLUMNS = (
    "reference", "kind", "subject", "theme", "children_count", "children_open", "stage", "turn", "end", "ended_at",
    "due_at", "paused_until", "asked_of", "edition__digest",
    "raising_agency__name", "raising_team__name", "responding_agency__name", "responding_team__name",
)  # fmt: skip


OF = {name: name.replace("__", "_of_") for name in COLUMNS if "__" in name}
"""The columns that stand in other tables, and what each is called where it is a subquery."""

ELSEWHERE = {
    short: Subquery(model.objects.filter(pk=OuterRef(key)).values(column))
    for name, short in OF.items()
    for key, column in [name.split("__")]
    for model in [Edition if key == "edition" else Team if key.endswith("team") else Agency]
}
"""Those columns as subqueries: PostgreSQL asks them only of the rows that are left after sorting."""

NAMES = tuple(OF.get(name, name) for name in COLUMNS)
"""What the columns are called then."""


def read_rows(rows: "QuerySet[Difference]") -> "QuerySet[Any, Any]":
    """Return rows with what a list shows and nothing more: see ``Found``."""
    return rows.values_list(*COLUMNS)


@dataclass(frozen=True, slots=True)
class Mine:
    """The first of somebody's differences by what they are to them, and how many; ``more`` than a hundred."""

    rows: dict[Todo, list[Found]]
    counts: dict[Todo, int]
    more: bool

    @property
    def total(self) -> int:
        """How many are open, up to one past a hundred."""
        return sum(count for todo, count in self.counts.items() if todo is not Todo.CHANGED)

    @property
    def waiting(self) -> int:
        """How many of them wait for this person."""
        waits = (Todo.PAST, Todo.ANSWER, Todo.LOOK, Todo.DECIDE, Todo.CHANGED)
        return sum(self.counts[todo] for todo in waits)


def _todo(at: Blank, soon: Blank) -> Case:
    """Return why a difference is on somebody's page, as one of their seats there has it: its place in ``Todo``."""
    places = list(Todo)
    whens = [
        When(moves=True, due_at__lte=at, then=Value(places.index(Todo.PAST))),
        When(todo=Asked.OTHER, moves=True, due_at__lte=soon, then=Value(places.index(Todo.SOON))),
        *(When(todo=asked, then=Value(places.index(Todo(asked)))) for asked in Asked),
    ]
    return Case(*whens, output_field=IntegerField())


@SightedQuestion
def _asked(actor: Reader, at: Blank, soon: Blank) -> "QuerySet[Any, Any]":
    """Ask for what is asked of somebody's own seats, by difference: what waits first, then by when it is due.

    Of seats alone, which are the reader's own: each table that is read costs the second lock once.
    """
    seats: QuerySet[Any, Any] = Seat.objects.held_by(actor).taking_part().asked().values("difference_id")
    by_difference = seats.annotate(why=Min(_todo(at, soon)), due=Min("due_at"))
    found = by_difference.order_by("why", F("due").asc(nulls_last=True), "difference_id")
    asked: QuerySet[Any, Any] = found.values_list("difference_id", "why")[: MOST + 1]
    return asked


@SightedQuestion
def _shown(actor: Reader, keys: Blank) -> "QuerySet[Any, Any]":
    """Ask for these of somebody's own differences as lists show them."""
    columns = tuple(f"difference__{name}" for name in COLUMNS)
    rows: QuerySet[Any, Any] = (
        Seat.objects.held_by(actor).taking_part().filter(one_of("difference", keys)).values("difference_id", *columns)
    )
    theirs = Meeting.objects.of(OuterRef("difference_id")).filter(~Q(by_side=OuterRef("side")), state=Meets.PROPOSED)
    to_choose = ~Q(side="") & Q(capacity__in=SPEAKING) & Exists(theirs)
    asked: QuerySet[Any, Any] = rows.annotate(meets=BoolOr(to_choose)).values_list("difference_id", *columns, "meets")
    return asked


def mine(actor: Actor, at: datetime) -> Mine:
    """Return somebody's open differences, those that wait for them first, and what the first of each kind are.

    With them those that ended some weeks ago, and of which their side is asked what has changed. In two queries.
    """
    found = _asked(actor, at=at, soon=datetime.combine(london_date(at) + SOON, time.max, LONDON))
    keys: dict[Todo, list[UUID]] = {todo: [] for todo in Todo}
    kinds = list(keys.values())
    for key, why in found:
        kinds[why].append(key)
    first = [key for some in kinds for key in some[:SHOWN]]
    rows = {key: Found(*columns) for key, *columns in (_shown(actor, keys=first) if first else ())}
    return Mine(
        {todo: [rows[key] for key in some[:SHOWN]] for todo, some in keys.items()},
        {todo: len(some) for todo, some in keys.items()},
        more=len(found) > MOST,
    )


def _first(rows: "QuerySet[Difference]") -> "QuerySet[Any, Any]":
    """Return the first rows of a list; with each how many there are from it on, up to one past a hundred.

    So of a list that an index has in its order no more is read than is counted.
    """
    count = Window(Count("pk"), order_by=BY_DUE, frame=RowRange(start=0, end=MOST))
    return rows.annotate(count=count, **ELSEWHERE).values_list(*NAMES, "count")[:SHOWN]


@SightedQuestion
def _agency(actor: Reader, at: Blank) -> "QuerySet[Any, Any]":
    return _first(chosen(actor, Whose.AGENCY, State.OPEN, at))


@SightedQuestion
def _partnership(actor: Reader, at: Blank) -> "QuerySet[Any, Any]":
    return _first(chosen(actor, Whose.PARTNERSHIP, State.OPEN, at))


def open_rows(actor: Actor, whose: Whose, at: datetime) -> tuple[int, list[Found]]:
    """Return how many are open of an agency's or a partnership's list, and the first by when they are due: one query.

    They are counted up to one past a hundred.
    """
    rows = _agency(actor, at=at) if whose is Whose.AGENCY else _partnership(actor, at=at)
    return (rows[0][-1] if rows else 0), [Found(*row[:-1]) for row in rows]


def list_rows(rows: Iterable[Found], at: datetime, turn: str = "") -> list[ListRow]:
    """Return rows in words; ``turn`` says whose turn it is where that is the same for all."""
    return [_list_row(row, at, turn) for row in rows]


def _list_row(row: Found, at: datetime, whose: str) -> ListRow:
    past = row.ended_at is None and row.due_at is not None and row.due_at <= at
    due, turn = "", ""
    if row.ended_at:
        due = f"{End(row.end).label} on {day_words(london_date(row.ended_at), london_date(at))}"
    else:
        due = due_words(row.due_at, at) if row.due_at else "no date"
        if row.paused_until and row.paused_until > at:
            due = f"paused until {day_words(london_date(row.paused_until), london_date(at))}, agreed by both sides"
        turn = whose or (f"Waiting for {row.name_of(Side(row.turn))}" if row.turn else "")
        if row.meets:
            turn = f"{turn}. {TO_CHOOSE}" if turn else TO_CHOOSE
        if row.asked_of:
            turn = f"{row.name_of(Side(row.asked_of))} is asked to agree to a change"
    return ListRow(
        title=titled(Kind(row.kind), row.children, Subject(row.subject), row.theme) + still_open(row),
        reference=spoken(row.reference),
        href=page_url(row.reference),
        raising=row.name_of(Side.RAISING),
        responding=row.name_of(Side.RESPONDING),
        stage=f"Stage {row.stage}, {procedure_by(row.digest).stage(row.stage).name}",
        due=due,
        past=past,
        turn=turn,
    )


def still_open(row: Found) -> str:
    """Return for how many of its children an open difference still is, once something was agreed for some of them."""
    some = row.children_open < row.children and not row.ended_at
    return f" ({row.children_open} of {row.children} children still open)" if some else ""


def procedures(actor: Actor) -> list[Procedure]:
    """Return the procedures that were opened in somebody's partnerships, in one query, the newest first."""
    editions = Edition.objects.filter(partnerships__in=actor.partnerships, opened__isnull=False).distinct()
    return [procedure_of(edition) for edition in editions.order_by("-in_force", "-number").defer("text")]
