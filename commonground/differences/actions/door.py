"""The one door: every change to a difference begins and finishes here, in one transaction.

``begin`` locks the row, reads where it stands again and asks the rules; ``finish`` saves what the rules
decided, with its record entry, its clocks and its notices. They land together or not at all.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from commonground.differences import queries
from commonground.differences.actions import clockwork, telling
from commonground.differences.actions.seating import new_seats, seat_facts, seat_key
from commonground.differences.models import Difference, Proposal, Seat, Signature, View
from commonground.differences.models.sight import Reader, SightedQuestion, opened
from commonground.differences.routing import Place, Placed, Routes, Standpoint
from commonground.directory.models import Person
from commonground.directory.queries import Actor
from commonground.editions.queries import calendar
from commonground.now import london_date
from commonground.procedures import rules
from commonground.procedures.acts import ACTS
from commonground.procedures.situation import Situation, Standing
from commonground.procedures.terms import Act, Capacity, Side
from commonground.procedures.worktime import Calendar, end_of_day
from commonground.questions import Blank, Question
from commonground.record.actions import append
from commonground.storing import add, change

UNCOUNTED = (Act.NOTE, Act.QUESTION, Act.REMEMBER, Act.CONFIRM)
"""Acts that move nothing: somebody else's form stays good."""


class Meanwhile(Exception):  # noqa: N818 a thing that happened, not an error of anybody's
    """Somebody acted since the form was drawn. ``sentence`` says so; the text is the caller's to keep."""

    sentence = "Somebody acted on this difference while you were writing. Your words are kept below."


@dataclass
class Turn:
    """One act under way: what was locked and read, what the rules decided, how who acts is called, what it adds."""

    difference: Difference
    by: Actor
    at: datetime
    act: Act
    standing: Standing
    seats: list[Seat]
    move: rules.Move
    called: str
    facts: dict[str, Any] = field(default_factory=dict)
    stepped_over: list[str] = field(default_factory=list)
    told: list[Place] = field(default_factory=list)
    fresh: list[Seat] = field(default_factory=list)
    leaving: list[Seat] = field(default_factory=list)
    _routes: Routes | None = None

    @property
    def person(self) -> Person:
        """Who acts."""
        assert self.by.person is not None  # noqa: S101 nobody holds no seat, so begin() let nobody through
        return self.by.person

    @property
    def side(self) -> Side:
        """The side that the act is taken for; raises Refused for an act of neither side."""
        if self.standing.side is None:
            raise rules.Refused("You sit on neither side, so this is not yours to do; either side can.")
        return self.standing.side

    @property
    def agency(self) -> UUID:
        """The agency of the seat by which the act is taken."""
        own = (seat for seat in self.seats if queries.is_mine(seat, self.by))
        return next(seat.agency_id for seat in own if seat.standing == self.standing)

    @property
    def routes(self) -> Routes:
        """The posts of the partnership today, read once."""
        if self._routes is None:
            self._routes = routes_for(self.difference, self.seats, self.move.after, at=self.at)
        return self._routes

    def point(self, side: Side) -> Standpoint:
        """Return a side as routing sees it."""
        return standpoint(self.difference, self.seats, side)

    def view(self, *, side: Side | None = None, **texts: str) -> View:
        """Write down a new view of the acting side, or of the one that it is recorded for; earlier ones stay."""
        number = 1 + len(_views(difference=self.difference.pk))
        self.facts["view"] = number
        view = View(
            partnership_id=self.difference.partnership_id,
            difference=self.difference,
            number=number,
            side=side or self.side,
            stage=self.move.after.stage,
            by=self.person,
            at=self.at,
            **texts,
        )
        add(view)
        return view

    def sign(self, proposal: Proposal) -> None:
        """Put the acting side's name to a proposal."""
        self.facts["signed"] = [proposal.number, self.side.value]
        signature = Signature(
            partnership_id=self.difference.partnership_id,
            difference=self.difference,
            proposal=proposal,
            side=self.side,
            by=self.person,
            at=self.at,
        )
        add(signature)

    def seat(self, placed: Placed) -> None:
        """Give seats, each once; what routing stepped over is said in the record."""
        self.stepped_over += placed.stepped_over
        leaving = {seat_key(seat): seat for seat in self.leaving}
        fresh = []
        for place, seat in new_seats(placed, self.difference, self.seats, self.at):
            self.told.append(place)
            if back := leaving.get(seat_key(seat)):  # it came back to where it was
                back.ended_at = None
                self.leaving.remove(back)
                self.fresh.append(back)
            else:
                fresh.append(seat)
        self.seats += fresh
        add(*fresh)
        self.fresh += fresh
        self.facts.setdefault("seats", []).extend(seat_facts(fresh))

    def unseat(self, *capacities: Capacity, side: Side, stage: int | None = None) -> None:
        """End the seats of a side in these capacities, at a stage or at any.

        They are written when all else is: whoever gives up their own seat sees the difference until then.
        """
        ended = [
            seat
            for seat in self.seats
            if seat.side == side and seat.capacity in capacities and not seat.ended_at
            and stage in (None, seat.stage)
        ]  # fmt: skip
        for seat in ended:
            seat.ended_at = self.at
        self.leaving += ended

    def climb(self) -> None:
        """Seat both sides' people of the stage that was reached, and facilitators where it has them."""
        after = self.move.after
        stage = after.procedure.stage(after.stage)
        for side in Side:
            self.seat(self.routes.stage(stage, self.point(side)))
        if stage.facilitated:
            sides = (self.difference.raising_agency_id, self.difference.responding_agency_id)
            self.seat(self.routes.facilitators(stage, sides))
            found = any(seat.capacity == Capacity.FACILITATING for seat in self.fresh)
            self.move = replace(self.move, after=replace(after, facilitated=found))

    def finish(
        self,
        *,
        words: Mapping[str, str],
        meanwhile: str | None = None,
        side_only: str = "",
        sentence: str = "",
    ) -> Difference:
        """Save the change, its clocks, its record entry and its notices."""
        self.facts |= rules.facts(self.move)
        if meanwhile is not None:
            self.difference.meanwhile = meanwhile
            words = {**words, "What keeps the child safe meanwhile": meanwhile}
        if climbed(self.move):
            self.climb()
        settle(self.difference, self.move, self.facts, at=self.at, counted=self.act not in UNCOUNTED)
        entry_sentence = sentence or ACTS[self.act].sentence.format(
            who=self.called,
            stage=stage_name(self.move.after),
        )
        more = routed(self.told, self.stepped_over)
        entry = append(
            subject=self.difference.pk,
            partnership_id=self.difference.partnership_id,
            kind=f"difference.{self.act.value}",
            facts=self.facts,
            sentence=entry_sentence,
            words={label: text for label, text in words.items() if text} | more,
            by=self.person,
            by_name=self.called,
            at=self.at,
            side_only=side_only,
        )
        if not side_only:
            telling.leave_notices(
                self.difference, self.move, self.seats, self.routes, fresh=self.fresh,
                kind=telling.KINDS[self.act], about=f"entry {entry.number}", at=self.at, actor=self.person,
            )  # fmt: skip
        if self.leaving:
            Seat.objects.filter(pk__in=[seat.pk for seat in self.leaving]).update(ended_at=self.at)
        return self.difference


def standpoint(row: Difference, seats: Iterable[Seat], side: Side) -> Standpoint:
    """Return a side as routing sees it. Nobody who answers for one side acts for the other."""
    others = {
        seat.person_id
        for seat in seats
        if seat.person_id and seat.side == side.other and not seat.ended_at
        and seat.capacity in (Capacity.RAISER, Capacity.ANSWERING)
    }  # fmt: skip
    team = row.raising_team_id if side is Side.RAISING else row.responding_team_id
    return Standpoint(side, row.agency_of(side), team, frozenset(others))


@SightedQuestion
def _locked(actor: Reader, key: Blank) -> QuerySet[Difference]:
    rows = Difference.objects.visible_to(actor).filter(pk=key).select_for_update(of=("self",), no_key=True)
    sides = ("raising_agency", "raising_team", "responding_agency", "responding_team")
    return rows.annotate(opened=opened()).select_related("edition", *sides).defer("edition__text")


@Question
def _seats(difference: Blank) -> QuerySet[Seat]:
    seats = Seat.objects.of(difference).select_related("person", "post")
    return seats.order_by("stage", "capacity", "since", "id")


@Question
def _views(difference: Blank) -> QuerySet[View, int]:
    return View.objects.of(difference).values_list("number", flat=True)


MOVED = (
    "situation", "version", "stage", "turn", "end", "ended_at", "due_at", "picked_up_by", "officer_told", "meanwhile",
    "responding_agency", "responding_team", "restricted",
)  # fmt: skip
"""The columns of a difference that a move may change."""


def begin(
    *, by: Actor, at: datetime, difference: UUID, version: int | None, act: Act, **details: Any  # noqa: ANN401
) -> Turn:  # fmt: skip
    """Lock a difference, read where it stands, and ask the rules for this act.

    Raises Difference.DoesNotExist (not there, or not this actor's to see), Refused in words, or Meanwhile when
    it moved on since ``version``.
    """
    found = _locked(by, key=difference)
    if not found:
        raise Difference.DoesNotExist
    row = found[0]
    seats = _seats(difference=row.pk)
    situation = queries.stands(row, seats)
    if version is not None and version != row.version:
        raise Meanwhile
    if act is Act.SHORTEN:
        days = calendar(situation.procedure)
        details["clock"] = rules.binding(rules.clocks(situation, days))
        details["due"] = end_of_day(details["due"], at, days)
    standing = rules.acting(situation, act, queries.standings(by, row, seats))
    move = rules.take(situation, act, standing, at=at, **details)
    called = named(by, standing, row)  # as of now: the act itself may make another agency the side
    return Turn(difference=row, by=by, at=at, act=act, standing=standing, seats=seats, move=move, called=called)


def settle(
    row: Difference,
    move: rules.Move,
    facts: dict[str, Any],
    *,
    at: datetime,
    counted: bool,
    days: Calendar | None = None,
) -> None:
    """Save where it stands after a move, with its clocks; note in ``facts`` which clocks changed.

    ``days`` is the calendar, for whoever has read it.
    """
    after = move.after
    place(row, after, at=at)
    row.version += counted
    if not after.picked_up:
        row.picked_up_by = None
    if "officer" in move.tells and not row.restricted:
        row.officer_told = True
    if after != move.before:
        changed = clockwork.reckon(row, after, days or calendar(after.procedure), at=at)
        if changed:
            facts["clocks"] = changed
    change(row, MOVED)


def routed(told: list[Place], stepped_over: list[str]) -> dict[str, str]:
    """Return the words of the record for who was asked or told, and what was stepped over."""
    names = "; ".join(dict.fromkeys(place.name for place in told))
    over = " ".join(dict.fromkeys(stepped_over))
    return {label: text for label, text in (("Now asked or told", names), ("Stepped over", over)) if text}


def routes_for(row: Difference, seats: list[Seat], situation: Situation, *, at: datetime) -> Routes:
    """Return the posts of everybody who has a seat in a difference, of both sides, and of the office."""
    sides = {row.raising_agency_id, row.responding_agency_id}
    return Routes(
        partnership=row.partnership_id,
        procedure=situation.procedure,
        on=london_date(at),
        agencies=sides | {seat.agency_id for seat in seats if not seat.ended_at},
    )


def signed_in(by: Actor) -> Person:
    """Return who acts; raises Refused for nobody."""
    if by.person is None:
        raise rules.Refused("Sign in first.")
    return by.person


def climbed(move: rules.Move) -> bool:
    """Say whether a move led to another stage."""
    return move.before is not None and move.before.stage != move.after.stage


def place(row: Difference, after: Situation, *, at: datetime) -> None:
    """Write where a difference stands on its row, in the form of the rules and in columns for lists."""
    row.situation = rules.dump(after)
    row.stage = after.stage
    row.turn = after.turn or ""
    if after.end and not row.end:
        row.ended_at = at
    row.end = after.end or ""


def stage_name(situation: Situation) -> str:
    """Return the name of the stage that a difference is at, as it reads inside a sentence."""
    name = situation.procedure.stage(situation.stage).name
    return name[:1].lower() + name[1:]


def named(by: Actor, standing: Standing, difference: Difference) -> str:
    """Return how the record names who acts: name, title and the side's name, as read that day."""
    assert by.person is not None  # noqa: S101 asked only of somebody who has a standing
    agency = difference.agency_of(Side(standing.side)) if standing.side else None
    titles = [post.title for post in by.posts if agency is None or post.agency_id == agency.pk]
    title = by.person.title or next(iter(titles), "")
    by_pass = "by a pass" if by.let_in else ""
    return ", ".join(part for part in (by.person.name, title, str(agency) if agency else "", by_pass) if part)
