"""What is proposed and agreed, as both sides read it, and for which of the children; nothing read or decided here."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.urls import reverse

from commonground.differences.actions.agreeing import SEES_DIFFERENTLY
from commonground.differences.following import NotFollowed
from commonground.differences.models import Difference, Proposal
from commonground.differences.presenting import act_url
from commonground.differences.reading import Standpoint, Written
from commonground.differences.when import moment_words
from commonground.procedures.naming import for_children
from commonground.procedures.situation import Situation
from commonground.procedures.steps import of_a_side_or_let_in
from commonground.procedures.terms import Act, Capacity, End, Side
from commonground.record.models import Entry

RESOLVED = "this difference is resolved"
NONE: Mapping[int, tuple[NotFollowed, ...]] = {}


@dataclass(frozen=True, slots=True)
class Agreement:
    """A proposal as both sides read it: whom it is for, who proposed it, who signed, whose signature it waits for."""

    number: int
    children: str
    """Which children it is for, by number; nothing where it is for all."""
    text: str
    proposed: str
    signed: tuple[str, ...]
    waits_for: str
    taken_on: tuple[str, ...]
    not_taken_on: tuple[str, ...]
    ours: str
    beside: tuple["Beside", ...] = ()
    sees: str = ""
    """Where the reader can note what they still see differently, if they act for a side."""
    not_followed: tuple[NotFollowed, ...] = ()
    """Its lines of which nobody is reminded."""

    @property
    def by_both(self) -> bool:
        """Whether both sides have signed it."""
        return not self.waits_for


@dataclass(frozen=True, slots=True)
class Beside:
    """What somebody still sees differently, beside an agreement: who, when, and their words."""

    who: str
    when: str
    words: str


@dataclass(frozen=True, slots=True)
class ChildStands:
    """One child of several, by number: how it stands, and the address of the agreement that settled it."""

    number: int
    how: str
    read: str = ""


def agreements(
    here: Standpoint,
    written: Written,
    now: datetime,
    still_seen: Sequence[Entry] = (),
    not_followed: Mapping[int, tuple[NotFollowed, ...]] = NONE,
) -> tuple[Agreement, ...]:
    """Return the agreements that stand, in order: for some of the children, then the live one or the one for all.

    ``still_seen`` is what stands beside them; ``not_followed`` of which of their lines nobody is reminded.
    """
    numbers = here.situation.agreements
    return tuple(
        replace(_agreement(here, written, still_seen, one, now), not_followed=not_followed.get(one.number, ()))
        for one in written.proposals
        if one.number in numbers
    )


def _agreement(
    here: Standpoint, written: Written, still_seen: Sequence[Entry], found: Proposal, now: datetime
) -> Agreement:  # fmt: skip
    row, live = here.difference, here.situation.proposal
    actions = [one for one in written.actions if one.proposal_id == found.pk]
    own = {seat.agency_id for seat in here.own if seat.capacity == Capacity.JOINED}
    speaks = of_a_side_or_let_in(here.standings)
    missing = [side for side in Side if live and live.number == found.number and side not in live.signed]
    return Agreement(
        number=found.number,
        children=whom_for(here.situation, found.number),
        text=found.text,
        proposed=f"{found.by.name} for {row.name_of(Side(found.side))}, {moment_words(found.at, now)}",
        signed=tuple(
            f"{one.by.name} for {row.name_of(Side(one.side))}, {moment_words(one.at, now)}"
            for one in written.signatures
            if one.proposal_id == found.pk
        ),
        waits_for=row.name_of(missing[0]) if missing else "",
        taken_on=tuple(
            f"{one.taken_on_by} for {one.agency}, {moment_words(one.taken_on_at, now)}"
            for one in actions
            if one.taken_on_at
        ),
        not_taken_on=tuple(str(one.agency) for one in actions if not one.taken_on_at),
        ours=act_url(row, Act.TAKE_ON) if any(not one.taken_on_at and one.agency_id in own for one in actions) else "",
        beside=tuple(
            Beside(one.text.actor_name, moment_words(one.at, now), one.text.words[SEES_DIFFERENTLY])
            for one in still_seen
            if one.facts["beside"] == found.number
        ),
        sees=reverse("differences:still_sees", args=[row.reference, found.number]) if speaks else "",
    )


def whom_for(situation: Situation, number: int) -> str:
    """Return which children a proposal that stands is for, by number; nothing where it is for all of them."""
    some = next((one.children for one in situation.agreed if one.proposal == number), ())
    live = situation.proposal
    if not some and live and live.number == number:
        some = live.children or (situation.still_open if situation.agreed else ())
    return for_children(some) if some else ""


def signing_means(situation: Situation) -> str:
    """Return what a second signature on the live proposal does, as it ends a sentence."""
    live = situation.proposal
    if not live or not live.children:
        return RESOLVED
    rest = [child for child in situation.still_open if child not in live.children]
    return f"this is settled for {for_children(live.children)}. It goes on for {for_children(rest)}, by the same dates"


def children(row: Difference, situation: Situation, now: datetime) -> tuple[ChildStands, ...]:
    """Return how each child stands, once something was agreed for some of them; nothing before."""
    return tuple(_children(row, situation, now)) if situation.agreed else ()


def _children(row: Difference, situation: Situation, now: datetime) -> Iterator[ChildStands]:
    settled = {child: one for one in situation.agreed for child in one.children}
    last = f"#agreement-{situation.proposal.number}" if situation.proposal and situation.end is End.RESOLVED else ""
    for number in range(1, situation.children + 1):
        if one := settled.get(number):
            yield ChildStands(number, f"Agreed {moment_words(one.at, now)}", f"#agreement-{one.proposal}")
        elif situation.end is None or row.ended_at is None:
            yield ChildStands(number, "Still open")
        else:
            how = "Agreed" if last else situation.end.label.capitalize()
            yield ChildStands(number, f"{how} {moment_words(row.ended_at, now)}", last)
