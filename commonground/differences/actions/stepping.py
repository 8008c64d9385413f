"""The door of every step of resolving well: the row under its lock, for which side, and one entry with its words.

A step moves nothing, so there are no rules to ask but whose it is: see ``procedures.steps``.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from commonground.differences.actions import door, telling
from commonground.differences.actions.entering import Entered, enter, signed_in
from commonground.differences.models import Difference
from commonground.directory.models import Agency, Person
from commonground.directory.queries import Actor
from commonground.procedures.rules import Refused
from commonground.procedures.seats import takes_part
from commonground.procedures.situation import Standing
from commonground.procedures.steps import NOT_A_SIDE, Step, of_a_side
from commonground.procedures.terms import Role, Side
from commonground.record.actions import append
from commonground.record.models import Entry


@dataclass(frozen=True, slots=True)
class Stepping:
    """A step under way: what was locked and read, who takes it, when, by which standing and how they are called."""

    entered: Entered
    standing: Standing
    person: Person
    called: str
    at: datetime

    @property
    def row(self) -> Difference:
        """The difference, locked until the transaction ends."""
        return self.entered.row

    @property
    def side(self) -> Side:
        """The side that the step is taken for."""
        assert self.standing.side  # noqa: S101 a standing by which somebody takes part has a side
        return self.standing.side

    @property
    def agency(self) -> Agency:
        """The agency that the step is taken for: the one that is their side, that of their own seat, or the office."""
        if self.standing.side and takes_part(self.standing):
            return self.row.agency_of(self.standing.side)
        own = self.entered.own(self.standing)
        return own.agency if own else Agency.objects.get(pk=self._office)

    @property
    def stands_in(self) -> bool:
        """Whether they act for the side from a post of another agency, as its own line is empty."""
        own = self.entered.own(self.standing)
        return own is not None and own.agency_id != self.agency.pk

    @property
    def _office(self) -> UUID:
        """The agency of the post by which somebody acts for the office: only that has no seat."""
        row = self.row
        offices = (post for post in self.entered.by.posts if post.role is Role.PARTNERSHIP_OFFICER)
        return next(post.agency_id for post in offices if post.partnership_id == row.partnership_id)

    def finish(
        self,
        step: Step,
        *,
        sentence: str,
        words: Mapping[str, str] | None = None,
        facts: Mapping[str, Any] | None = None,
        tells: Iterable[Side] = (),
        kind: str = "",
        but: Collection[str] = (),
    ) -> Entry:
        """Write the entry of the step, and tell those who act for these sides by a notice of this kind.

        ``sentence`` goes on from who did it: "wrote back how they understand the worry". ``but`` are the addresses of
        those who are told of it otherwise.
        """
        row, said = self.row, {label: text for label, text in (words or {}).items() if text}
        by = {"side": self.standing.side, "capacity": self.standing.capacity, "stage": row.stage}
        entry = append(
            subject=row.pk, partnership_id=row.partnership_id, kind=f"step.{step}",
            facts={**(facts or {}), "by": by, "agency": str(self.agency.pk)},
            sentence=f"{self.called}, {sentence}.", words=said, by=self.person, by_name=self.called, at=self.at,
        )  # fmt: skip
        if sides := tuple(tells):
            seats, situation = self.entered.seats, row.stands()
            routes = door.routes_for(row, seats, situation, at=self.at)
            telling.tell_sides(
                row, seats, routes, kind=kind, stage=situation.procedure.stage(row.stage).name,
                about=f"entry {entry.number}", at=self.at, actor=self.person, sides=sides, but=but,
            )  # fmt: skip
        return entry


def begin_step(
    *,
    by: Actor,
    at: datetime,
    difference: UUID,
    standing: Callable[[Iterable[Standing]], Standing | None] = of_a_side,
    otherwise: str = NOT_A_SIDE,
) -> Stepping:
    """Lock a difference for a step of somebody who acts for a side; raises Difference.DoesNotExist or Refused.

    ``standing`` finds by which of theirs they take it, where others than the sides may too; ``otherwise`` is what they
    are told who have none.
    """
    entered = enter(by, difference)
    found = standing(entered.standings)
    if found is None:
        raise Refused(otherwise)
    return Stepping(entered, found, signed_in(by), entered.called(found), at)


def by_clock(
    row: Difference, step: Step, *, sentence: str, words: Mapping[str, str], facts: Mapping[str, Any], at: datetime
) -> Entry:
    """Write the entry of a step that comes of the time that has passed, in the caller's transaction and its lock."""
    return append(
        subject=row.pk, partnership_id=row.partnership_id, kind=f"step.{step}", facts=facts, sentence=sentence,
        words=words, by=None, at=at,
    )  # fmt: skip
