"""What leaders say as it is read, and what of promoting waits for somebody: reads that span tables."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Case, QuerySet, TextField, Value, When
from django.db.models.functions import MD5, Cast, Concat

from commonground.briefings.promoting.actions import A_YEAR
from commonground.briefings.promoting.models import LeaderThanks, LeaderWords, Promotion, planned_for
from commonground.briefings.promoting.terms import Saying
from commonground.directory.models import Agency
from commonground.directory.queries import Actor
from commonground.directory.voices import Voice

MONTH_BEFORE, DAYS_BEFORE = timedelta(days=30), timedelta(days=3)
"""How long before their year is over a leader is asked about their words, and told of what is planned."""

MOST = 20
"""So many thanks are listed, the newest first."""


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
    shown = LeaderThanks.objects.filter(agency__in=_in_areas(actor), may_show=True, at__gte=at - A_YEAR)
    thanks = list(shown.select_related("by", "agency", "person", "team__agency").order_by("-at", "id")[:MOST])
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
    """Return whom somebody thanked, the newest first."""
    rows = LeaderThanks.objects.filter(by=actor.person).select_related("person", "team__agency")
    return list(rows.order_by("-at", "id")[:MOST])


def thanks_to(actor: Actor) -> list[LeaderThanks]:
    """Return the thanks of leaders to somebody or to a team of theirs, the newest first."""
    rows = LeaderThanks.objects.to(actor).select_related("by", "agency", "person", "team")
    return list(rows.order_by("-at", "id")[:MOST])


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
    """Return what of promoting waits for somebody, in two queries."""
    ending = LeaderWords.objects.said_by(actor).filter(right_until__lte=on + MONTH_BEFORE)
    near = Promotion.objects.kept().filter(agency__in=planned_for(actor), done_on=None, due_on__lte=on + DAYS_BEFORE)
    return ToSeeTo(
        words=tuple(ending.select_related("agency").order_by("right_until", "id")),
        planned=tuple(near.select_related("agency").order_by("due_on", "id")[:MOST]),
    )


def own_planned(actor: Actor, on: date) -> list[Promotion]:
    """Return what somebody’s agencies plan from a day on, the next first."""
    rows = Promotion.objects.kept().filter(agency__in=planned_for(actor), done_on=None, due_on__gte=on)
    return list(rows.select_related("agency").order_by("due_on", "id")[:MOST])


def _in_areas(actor: Actor) -> "QuerySet[Agency, UUID]":
    """Return the agencies of somebody’s areas."""
    return Agency.objects.filter(partnerships__in=actor.partnerships).values_list("pk", flat=True)
