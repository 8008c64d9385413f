"""The one door: every change to a difference begins and finishes here, in one transaction.

``begin`` locks the row, reads where it stands again and asks the rules; ``finish`` saves what the rules
decided, with its record entry, its clocks and its notices. They land together or not at all.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from commonground.differences import queries
from commonground.differences.actions import clockwork, redating, telling, which_child
from commonground.differences.actions.dated import DATED, dated
from commonground.differences.actions.entering import enter
from commonground.differences.actions.points import both, helping_now, reached, standpoint, told_by_role
from commonground.differences.actions.seating import new_seats, seat_facts, seat_key
from commonground.differences.fresh_eyes.ending import stop_looking
from commonground.differences.keeping_safe import MEANWHILE
from commonground.differences.models import Difference, Proposal, Seat, Signature, View
from commonground.differences.routing import Place, Placed, Routes, Standpoint
from commonground.directory.models import Agency, Person
from commonground.directory.queries import Actor
from commonground.editions.queries import calendar
from commonground.now import london_date
from commonground.procedures import rules
from commonground.procedures.acts import ACTS
from commonground.procedures.beside_stages import TOLD_AS
from commonground.procedures.seats import tells_what_happened
from commonground.procedures.situation import Situation, Standing
from commonground.procedures.terms import Act, Capacity, Event, Side
from commonground.procedures.worktime import Calendar
from commonground.questions import Blank, Question
from commonground.record.actions import append
from commonground.storing import add, change

UNCOUNTED = (
    *(Act.NOTE, Act.QUESTION, Act.REMEMBER, Act.CONFIRM, Act.CHECK),
    *(Act.JOIN, Act.OWN_VIEW, Act.TAKE_ON, Act.STEP_ASIDE),
)
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
    own: Seat | None
    seats: list[Seat]
    move: rules.Move
    called: str
    facts: dict[str, Any] = field(default_factory=dict)
    stepped_over: list[str] = field(default_factory=list)
    told: list[Place] = field(default_factory=list)
    fresh: list[Seat] = field(default_factory=list)
    leaving: list[Seat] = field(default_factory=list)
    also: list[Seat] = field(default_factory=list)
    _routes: Routes | None = None

    @property
    def person(self) -> Person:
        """Who acts."""
        assert self.by.person is not None  # noqa: S101 nobody holds no seat, so begin() let nobody through
        return self.by.person

    @property
    def side(self) -> Side:
        """The side that the act is taken for; raises Refused for an act of neither side."""
        if self.standing.capacity is Capacity.JOINED:
            raise rules.Refused("Your agency joined this and is neither side, so this is not yours to do.")
        if self.standing.side is None:
            raise rules.Refused("You sit on neither side, so this is not yours to do; either side can.")
        return self.standing.side

    @property
    def agency(self) -> Agency:
        """The agency for which the act is taken, by one's seat; raises Refused for the office, which has none."""
        if self.own is None:
            raise rules.Refused("You have no seat for an agency in this; people who act for a side can do it.")
        if self.own.capacity == Capacity.ADVISER:
            return self.difference.agency_of(self.side)
        return self.own.agency

    @property
    def routes(self) -> Routes:
        """The posts of the partnership today, read once."""
        if self._routes is None:
            self._routes = routes_for(self.difference, self.seats, self.move.after, at=self.at)
        return self._routes

    def point(self, side: Side) -> Standpoint:
        """Return a side as routing sees it."""
        return standpoint(self.difference, self.seats, side)

    def view(self, *, side: Side | None = None, before: int | None = None, **texts: str) -> View:
        """Write down a new view of the acting side, or of the one that it is recorded for; earlier ones stay.

        ``before`` is the number of the answer that it changes, where it changes one.
        """
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
            before=before,
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

    def unseat(self, *capacities: Capacity, side: Side | None, stage: int | None = None) -> None:
        """End the seats of a side, or of neither, in these capacities, at a stage or at any.

        They are written when all else is: whoever gives up their own seat sees the difference until then.
        """
        ended = [
            seat
            for seat in self.seats
            if seat.side == (side or "") and seat.capacity in capacities and not seat.ended_at
            and stage in (None, seat.stage)
        ]  # fmt: skip
        for seat in ended:
            seat.ended_at = self.at
        self.leaving += ended

    def tell(self, who: str) -> None:
        """Tell one audience more than the rules name."""
        self.move = replace(self.move, tells=(*self.move.tells, who))

    def let_go(self, agency: Agency, *capacities: Capacity) -> None:
        """End the seats of an agency in these capacities: it leaves what it joined, or it becomes a side."""
        ended = [
            seat
            for seat in self.seats
            if seat.capacity in capacities and seat.agency_id == agency.pk and not seat.ended_at
        ]
        for seat in ended:
            seat.ended_at = self.at
        self.leaving += ended

    def climb(self) -> None:
        """Seat the people of the stage that was reached, and note whether anybody facilitates there."""
        after = self.move.after
        stage = after.procedure.stage(after.stage)
        reached(stage, self.difference, self.seats, self.routes, self.seat)
        if stage.facilitated:
            found = any(seat.capacity == Capacity.FACILITATING and not seat.ended_at for seat in self.seats)
            self.move = replace(self.move, after=replace(after, facilitated=found))

    def _stop_looking(self) -> None:
        """Have nobody look with fresh eyes any more who is kept out of it now, or once it has ended."""
        ends = bool(self.move.after.end) and self.move.before is not None and self.move.before.open
        if ends:
            self.unseat(Capacity.FRESH_EYES, side=None)
        kept_out = self.act is Act.RESTRICT
        over = stop_looking(
            self.difference, self.seats, self.leaving, lambda: self.routes, at=self.at, actor=self.person,
            everybody=ends, office=kept_out,
        )  # fmt: skip
        if over:
            self.facts["fresh_eyes_over"] = over

    def finish(
        self,
        *,
        words: Mapping[str, str],
        meanwhile: str | None = None,
        side_only: str = "",
        sentence: str = "",
        kind: str = "",
    ) -> Difference:
        """Save the change, its clocks, its record entry and its notices (of a ``kind`` other than its act's)."""
        self.facts |= rules.facts(self.move)
        if meanwhile is not None:
            self.difference.meanwhile = meanwhile
            words = {**words, MEANWHILE: meanwhile}
        if climbed(self.move):
            self.climb()
        if not TOLD_AS.keys().isdisjoint(self.move.tells):
            sides = both(self.difference, self.seats)
            self.seat(told_by_role(self.move.tells, self.move.after.stage, sides, self.seats, self.routes))
        self._stop_looking()
        settle(self.difference, self.move, self.facts, at=self.at, counted=self.act not in UNCOUNTED)
        entry_sentence = sentence or ACTS[self.act].said(
            self.move.after, who=self.called, stage=stage_name(self.move.after)
        )
        more = routed(self.told, self.stepped_over)
        if "names_wiped" in self.facts:
            why = which_child.ENDED if self.move.after.end else which_child.AGREED
            more["Wiped"] = which_child.WIPED.format(why=why)
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
        if not side_only or self.move.tells:
            telling.leave_notices(
                self.difference, self.move, self.seats, self.routes, fresh=[*self.fresh, *self.also],
                kind=kind or telling.KINDS[self.act], about=f"entry {entry.number}", at=self.at, actor=self.person,
            )  # fmt: skip
        if self.move.before and self.move.before.under_way and not self.move.after.under_way:
            self.leaving += helping_now(self.seats)
            for seat in self.leaving:
                seat.ended_at = seat.ended_at or self.at
        if self.leaving:
            Seat.objects.filter(pk__in=[seat.pk for seat in self.leaving]).update(ended_at=self.at)
        return self.difference


@Question
def _views(difference: Blank) -> QuerySet[View, int]:
    return View.objects.of(difference).values_list("number", flat=True)


MOVED = (
    "situation", "version", "stage", "turn", "end", "ended_at", "due_at", "picked_up_by", "handed_to", "officer_told",
    "meanwhile", "responding_agency", "responding_team", "restricted", "paused_until", "asked_of",
    "leads_asked", "contacts_of", "children_open",
)  # fmt: skip
"""The columns of a difference that a move may change."""


def begin(
    *, by: Actor, at: datetime, difference: UUID, version: int | None, act: Act, **details: Any  # noqa: ANN401
) -> Turn:  # fmt: skip
    """Lock a difference, read where it stands, and ask the rules for this act.

    Raises Difference.DoesNotExist (not there, or not this actor's to see), Refused in words, or Meanwhile when
    it moved on since ``version``.
    """
    entered = enter(by, difference)
    row, seats = entered.row, entered.seats
    situation = queries.stands(row, seats, at)
    if version is not None and version != row.version:
        raise Meanwhile
    theirs = entered.standings
    if details.get("noted"):
        theirs = tuple(sorted(theirs, key=lambda one: not tells_what_happened(one)))
    standing = rules.acting(situation, act, theirs)
    if act in DATED:
        details = dated(situation, act, details, partnership=row.partnership_id, at=at)
    move = rules.take(situation, act, standing, at=at, **details)
    return Turn(
        difference=row, by=by, at=at, act=act, standing=standing, own=entered.own(standing), seats=seats, move=move,
        called=entered.called(standing),
    )  # fmt: skip


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

    First names and dates of birth of children for whom it ends are wiped if they are still kept, which ``facts`` say
    too. ``days`` is the calendar, for whoever has read it.
    """
    after = move.after
    place(row, after, at=at)
    row.version += counted
    if not after.picked_up:
        row.picked_up_by = None
    if wiped := _wiped(row, move, at=at):
        facts["names_wiped"] = wiped
    if "officer" in move.tells and not row.restricted:
        row.officer_told = True
    if after != move.before:
        days = days or calendar(after.procedure, row.partnership_id)
        if move.before and move.before.open:
            redating.catch_up(row, move.before, days, at=at)
        changed = clockwork.reckon(row, after, days, at=at)
        if changed:
            facts["clocks"] = changed
    change(row, MOVED)


def _wiped(row: Difference, move: rules.Move, *, at: datetime) -> list[int]:
    """Wipe the names of children for whom a move ends it: all, or those for whom it is agreed. Return which."""
    before, after = move.before, move.after
    if before is None or not before.open:
        return []
    if after.end:
        return which_child.wipe_names(row, at=at)
    agreed = sorted({*before.still_open} - {*after.still_open})
    return which_child.wipe_names(row, at=at, children=agreed) if agreed else []


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


def climbed(move: rules.Move) -> bool:
    """Say whether a move led to a stage: another one, or when it is reopened the same again."""
    return move.before is not None and any(happened.event is Event.RECEIVED for happened in move.happened)


def place(row: Difference, after: Situation, *, at: datetime) -> None:
    """Write where a difference stands on its row, in the form of the rules and in columns for lists."""
    row.situation = rules.dump(after)
    row.stage = after.stage
    row.turn = after.turn or ""
    if not after.end:
        row.ended_at = None
    elif not row.end:
        row.ended_at = at
    row.end = after.end or ""
    row.paused_until = after.paused
    row.asked_of = after.asked.by.other if after.asked else ""
    row.leads_asked = after.asked is not None and rules.by_leads(after, after.asked.act)
    row.children_open = len(after.still_open)


def stage_name(situation: Situation) -> str:
    """Return the name of the stage that a difference is at, as it reads inside a sentence."""
    name = situation.procedure.stage(situation.stage).name
    return name[:1].lower() + name[1:]
