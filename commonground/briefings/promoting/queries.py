"""What leaders say as it is read, and what of promoting waits for somebody: reads that span tables."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Case, F, QuerySet, TextField, Value, When, Window
from django.db.models.functions import MD5, Cast, Concat, Lower, RowNumber

from commonground.briefings.promoting.actions import leads
from commonground.briefings.promoting.models import LeaderThanks, LeaderWords, Promotion, planned_for
from commonground.briefings.promoting.terms import A_YEAR, DAYS_BEFORE, MONTH_BEFORE, Saying
from commonground.directory.models import Agency, Person
from commonground.directory.queries import Actor, holdings
from commonground.directory.voices import Voice

MOST, MOST_OF_EACH = 20, 3
"""So many thanks are listed of one’s own, and so many of each agency where all are read; the newest first."""

GONE_BY = timedelta(days=30)
"""How long it is still asked if something was done whose day has gone by."""


def voice_of_today(actor: Actor, on: date) -> Voice | None:
    """Return what one leader says, for the start page: one’s own agency’s first, else another’s each day.

    Whose turn it is hangs on the day alone, so that no agency stands above another.
    """
    rows = LeaderWords.objects.standing(on).filter(kind=Saying.STATEMENT)
    if actor.partnerships:
        rows = rows.filter(agency__in=_in_areas(actor))
    whose = Case(When(agency__in=actor.agencies, then=0), default=1) if actor.agencies else Value(1)
    turn = MD5(Concat(Cast("pk", TextField()), Value(on.isoformat()), output_field=TextField()))
    row = rows.annotate(whose=whose, turn=turn).select_related("by", "agency").order_by("whose", "turn").first()
    return row.voice if row else None


def voice_of_agency(agency: UUID, on: date) -> Voice | None:
    """Return what a leader of an agency says to people who are worried, of several the one who said it last."""
    rows = LeaderWords.objects.standing(on).filter(kind=Saying.STATEMENT, agency=agency)
    row = rows.select_related("by", "agency").order_by("-said_at").first()
    return row.voice if row else None


@dataclass(frozen=True, slots=True)
class Heard:
    """What the leaders of an agency say, and whom they thank, as people of its area read it."""

    agency: Agency
    statements: tuple[LeaderWords, ...]
    examples: tuple[LeaderWords, ...]
    thanks: tuple[LeaderThanks, ...]


def what_leaders_say(actor: Actor, at: datetime, on: date) -> list[Heard]:
    """Return what leaders of somebody’s areas say, agency by agency by name, in two queries."""
    words = LeaderWords.objects.standing(on).filter(agency__in=_in_areas(actor))
    said = list(words.select_related("by", "agency").order_by("by__name", "id"))
    turn = Window(RowNumber(), partition_by=F("agency"), order_by=(F("at").desc(), F("pk").asc()))
    shown = LeaderThanks.objects.read_by_others(actor, at).annotate(turn=turn).filter(turn__lte=MOST_OF_EACH)
    thanks = list(shown.select_related("by", "agency", "person", "team__agency").order_by("-at", "id"))
    agencies = {one.agency_id: one.agency for one in said} | {one.agency_id: one.agency for one in thanks}
    return [
        Heard(
            agency,
            statements=tuple(one for one in said if one.agency_id == key and one.kind == Saying.STATEMENT),
            examples=tuple(one for one in said if one.agency_id == key and one.kind == Saying.EXAMPLE),
            thanks=tuple(one for one in thanks if one.agency_id == key),
        )
        for key, agency in sorted(agencies.items(), key=lambda one: one[1].name)
    ]


def own_agencies_say(actor: Actor, on: date) -> list[LeaderWords]:
    """Return what leaders of one’s own agencies say to people who are worried."""
    rows = LeaderWords.objects.standing(on).filter(kind=Saying.STATEMENT, agency__in=actor.agencies)
    return list(rows.select_related("by", "agency").order_by("agency__name", "by__name"))


def own_words(actor: Actor) -> list[LeaderWords]:
    """Return what somebody says themself, by agency."""
    return list(LeaderWords.objects.said_by(actor).select_related("agency", "by").order_by("agency__name", "-kind"))


def thanks_given(actor: Actor) -> list[LeaderThanks]:
    """Return whom somebody thanked, the newest first, without what has ended."""
    rows = LeaderThanks.objects.filter(by=actor.person, ended_at=None).select_related("person", "team__agency")
    return list(rows.order_by("-at", "id")[:MOST])


def thanks_to(actor: Actor, at: datetime) -> list[LeaderThanks]:
    """Return the thanks of this year to somebody or to a team of theirs, the newest first."""
    rows = LeaderThanks.objects.to(actor).filter(at__gte=at - A_YEAR)
    return list(rows.select_related("by", "agency", "person", "team").order_by("-at", "id")[:MOST])


def colleague(address: str, areas: Collection[UUID], on: date) -> Person | None:
    """Return whoever has an address and works in an agency of some areas on a day. Of all others nothing is said."""
    there = holdings(on).filter(post__agency__partnerships__in=areas, person__guest=False)
    rows = there.alias(address=Lower("person__email")).filter(address=address.lower()).order_by("pk")
    held = rows.select_related("person").first()
    return held.person if held else None


@dataclass(frozen=True, slots=True)
class ToSeeTo:
    """What of promoting waits for somebody: their own words whose year is nearly over, and what is planned and near."""

    words: tuple[LeaderWords, ...]
    planned: tuple[Promotion, ...]

    @property
    def nothing(self) -> bool:
        """Whether nothing waits."""
        return not (self.words or self.planned)


def to_see_to(actor: Actor, on: date) -> ToSeeTo:
    """Return what of promoting waits for somebody, in two queries: what is near first, then what has just gone by."""
    ending = LeaderWords.objects.said_by(actor).filter(agency__in=leads(actor), right_until__lte=on + MONTH_BEFORE)
    near = Promotion.objects.kept().filter(
        agency__in=planned_for(actor), done_on=None, due_on__range=(on - GONE_BY, on + DAYS_BEFORE)
    )  # fmt: skip
    gone_by = Case(When(due_on__lt=on, then=Value(1)), default=Value(0))
    return ToSeeTo(
        words=tuple(ending.select_related("agency").order_by("right_until", "id")),
        planned=tuple(near.select_related("agency").order_by(gone_by, "due_on", "id")[:MOST]),
    )


def own_planned(actor: Actor, on: date) -> list[Promotion]:
    """Return what somebody’s agencies plan from a day on, the next first."""
    rows = Promotion.objects.kept().filter(agency__in=planned_for(actor), done_on=None, due_on__gte=on)
    return list(rows.select_related("agency").order_by("due_on", "id")[:MOST])


def _in_areas(actor: Actor) -> "QuerySet[Agency, UUID]":
    """Return the agencies of somebody’s areas."""
    return Agency.objects.filter(partnerships__in=actor.partnerships).values_list("pk", flat=True)
