"""What was undertaken, as pages read it: of one difference, and one's own across all of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from commonground.differences import reading
from commonground.differences.models import AgencyAction, Difference, Undertaking, page_url, spoken, titled
from commonground.differences.models.sight import Reader, SightedQuestion
from commonground.differences.undertakings.owners import Owner, agencies, deals_for
from commonground.differences.when import day_words
from commonground.directory.queries import Actor
from commonground.now import london_date
from commonground.procedures.terms import Kind, Subject
from commonground.procedures.undertakings import Now, is_past, of_an_owner
from commonground.questions import Blank, Question

MOST = 20
"""So many of one's own are listed on home, those that are due first in front."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One action as a page shows it; ``done`` and ``hand_over`` are addresses, where this person can do that."""

    number: int
    what: str
    done_when: str
    whose: str
    due: str
    past: bool
    now: Now
    words: str
    over: str
    done: str
    hand_over: str

    @property
    def open(self) -> bool:
        """Whether it is still to be done."""
        return self.now is Now.OPEN


@dataclass(frozen=True, slots=True)
class Signed:
    """What an agency is asked to take on in an agreement and that has no day yet; ``give`` is where it is given one."""

    what: str
    agency: str
    taken_on: bool
    give: str


@Question
def _all(difference: Blank) -> QuerySet[Undertaking]:
    return Undertaking.objects.of(difference).select_related("agency", "owner", "over_by").order_by("due", "number")


def listed(actor: Actor, here: reading.Standpoint, on: date) -> list[Listed]:
    """Return the actions of a difference by when they are due, in one query."""
    row, deals = here.difference, of_an_owner(here.standings) is not None
    own_agencies = deals_for(here.own, actor, here.standings)
    there = agencies(row, here.seats)
    found = []
    for one in _all(difference=row.pk):
        own = one.now == Now.OPEN and one.agency_id in own_agencies
        left = one.now == Now.OPEN and deals and one.agency_id not in there
        found.append(
            Listed(
                number=one.number,
                what=one.what,
                done_when=one.done_when,
                whose=Owner(one.agency, one.owner).label,
                due=day_words(one.due, on),
                past=one.now == Now.OPEN and is_past(one.due, on),
                now=Now(one.now),
                words=one.words,
                over=_over(one, on),
                done=_address("undertaken_done", row, one.number) if own else "",
                hand_over=_address("undertaken_over", row, one.number) if own or left else "",
            )
        )
    return found


def _over(one: Undertaking, on: date) -> str:
    return f"{one.over_by.name}, {day_words(london_date(one.over_at), on)}" if one.over_by and one.over_at else ""


def _address(name: str, row: Difference, *more: int) -> str:
    return reverse(f"differences:{name}", args=[row.reference, *more])


def signed_for(here: reading.Standpoint) -> Iterator[Signed]:
    """Yield what agencies took on in agreements that stand and have no day for: no query where none ever joined."""
    numbers = here.situation.agreements
    if not numbers or not reading.ever_joined(here):
        return
    given_days = Undertaking.objects.of(here.difference).filter(taken_on__isnull=False).values("taken_on")
    rows = AgencyAction.objects.of(here.difference).filter(proposal__number__in=numbers).exclude(pk__in=given_days)
    gives = of_an_owner(here.standings) is not None
    there = agencies(here.difference, here.seats)
    for one in rows.select_related("agency").order_by("proposal__number", "agency__name"):
        where = f"{_address('undertake', here.difference)}?from={one.pk}" if gives and one.agency_id in there else ""
        yield Signed(one.what, str(one.agency), one.taken_on_at is not None, where)


def still_open(row: Difference, on: date) -> list[str]:
    """Return the actions of a difference that are open, in words, in one query."""
    rows = (one for one in _all(difference=row.pk) if one.now == Now.OPEN)
    return [f"{one.what} ({Owner(one.agency, one.owner).label}, by {day_words(one.due, on)})" for one in rows]


@dataclass(frozen=True, slots=True)
class Own:
    """An action of one's own, or of one's agency, on home: in which difference and by when, without its words."""

    number: int
    title: str
    reference: str
    href: str
    due: str
    past: bool
    agency: bool


@SightedQuestion
def _own(actor: Reader) -> QuerySet[Any, Any]:
    """Ask for the open actions that are this actor's: in person, or of their agency where they act."""
    rows = Undertaking.objects.held_by(actor).filter(now=Now.OPEN)
    asked: QuerySet[Any, Any] = rows.order_by("due", "difference_id", "number").values_list(
        "number", "due", "owner_id", "difference__reference", "difference__kind", "difference__children_count",
        "difference__subject", "difference__theme",
    )[: MOST + 1]  # fmt: skip
    return asked


def own_open(actor: Actor, on: date) -> list[Own]:
    """Return what somebody has to do, the first to be done in front, in one query; and one past the most."""
    return [
        Own(
            number=number,
            title=titled(Kind(kind), children, Subject(subject), theme),
            reference=spoken(reference),
            href=f"{page_url(reference)}actions/#action-{number}",
            due=day_words(due, on),
            past=is_past(due, on),
            agency=owner is None,
        )
        for number, due, owner, reference, kind, children, subject, theme in _own(actor)
    ]
