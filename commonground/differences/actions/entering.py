"""Entering a difference: its row under the lock, who has a seat in it, and by which seats somebody stands there.

``door.begin`` goes on from here to ask the rules for an act. What moves nothing goes on by itself.
"""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from commonground.differences import queries
from commonground.differences.models import Difference, Seat
from commonground.differences.models.sight import Reader, SightedQuestion, opened
from commonground.directory.models import Agency, Person
from commonground.directory.queries import Actor
from commonground.procedures import rules
from commonground.procedures.situation import Standing
from commonground.procedures.terms import Capacity
from commonground.questions import Blank, Question


@dataclass(frozen=True, slots=True)
class Entered:
    """A difference that somebody sees, locked until the transaction ends, with all its seats, those that ended too."""

    row: Difference
    by: Actor
    seats: list[Seat]
    standings: tuple[Standing, ...]

    def own(self, standing: Standing) -> Seat | None:
        """Return their seat of this standing; None for the office, which has none."""
        own = (seat for seat in self.seats if queries.is_mine(seat, self.by))
        return next((seat for seat in own if seat.standing == standing), None)

    def called(self, standing: Standing) -> str:
        """Return how the record names who acts by this standing."""
        own = self.own(standing)
        return named(self.by, own.agency if own and own.capacity != Capacity.FACILITATING else None)


@SightedQuestion
def _seen(actor: Reader, key: Blank) -> QuerySet[Difference]:
    rows = Difference.objects.visible_to(actor).filter(pk=key).select_for_update(of=("self",), no_key=True)
    sides = ("raising_agency", "raising_team", "responding_agency", "responding_team")
    return rows.annotate(opened=opened()).select_related("edition", *sides).defer("edition__text")


@Question
def seats_of(difference: Blank) -> QuerySet[Seat]:
    """Return all seats in a difference, those that ended too, as the second lock lets them be read."""
    seats = Seat.objects.of(difference).select_related("person", "post", "agency")
    return seats.order_by("stage", "capacity", "since", "id")


@Question
def _any(key: Blank) -> QuerySet[Difference]:
    rows = Difference.objects.filter(pk=key).select_for_update(of=("self",), no_key=True)
    return rows.select_related("edition", "raising_agency", "responding_agency").defer("edition__text")


def enter(by: Actor, difference: UUID) -> Entered:
    """Lock a difference that this actor sees, and read who has seats in it; raises Difference.DoesNotExist."""
    found = _seen(by, key=difference)
    if not found:
        raise Difference.DoesNotExist
    seats = seats_of(difference=difference)
    return Entered(found[0], by, seats, queries.standings(by, found[0], seats))


def locked(difference: UUID) -> Difference:
    """Return a difference under its lock, for what no person does: a clock, or whoever was not there."""
    (row,) = _any(key=difference)
    return row


def signed_in(by: Actor) -> Person:
    """Return who acts; raises Refused for nobody."""
    if by.person is None:
        raise rules.Refused("Sign in first.")
    return by.person


def named(by: Actor, agency: Agency | None) -> str:
    """Return how the record names who acts: name, title and the agency that they act for, as read that day."""
    assert by.person is not None  # noqa: S101 asked only of somebody who has a standing
    titles = [post.title for post in by.posts if agency is None or post.agency_id == agency.pk]
    title = by.person.title or next(iter(titles), "")
    by_pass = "by a pass" if by.let_in else ""
    return ", ".join(part for part in (by.person.name, title, str(agency) if agency else "", by_pass) if part)
