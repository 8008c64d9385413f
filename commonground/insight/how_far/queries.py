"""How far a briefing has come, as somebody may read it: read from what is kept, never from all people."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Sum

from commonground.briefings.models import Briefing, PersonalLink, Receipt, Recipient, Tally
from commonground.briefings.queries import COUNTS
from commonground.briefings.terms import To
from commonground.directory.models import Absence, Agency, Team
from commonground.directory.queries import Actor, holdings
from commonground.editions.models import end_of
from commonground.insight.how_far.models import Nudge, ReadOn, Since
from commonground.insight.how_far.telling import FEWEST, kept_back, use_is_counted_on
from commonground.library.pages.models import PageEdition
from commonground.now import london_date, now
from commonground.procedures.terms import AgencyKind, Role

TOGETHER, TEAMS_TOGETHER, NO_TEAM = "Smaller agencies together", "Smaller teams together", "In no team"


@dataclass(frozen=True, slots=True)
class Line:
    """How far it has come in one agency or team, or in several together, whose names ``those`` are.

    ``counts`` are the tallies'; ``away``, ``not_reached`` and ``links`` what is not known: see ``Since``.
    """

    name: str
    counts: Mapping[str, int]
    key: UUID | None = None
    not_reached: int = 0
    away: int = 0
    links: int = 0
    those: tuple[str, ...] = ()

    @property
    def reached(self) -> int:
        """How many are asked and are there."""
        return self.counts["reached"]


@dataclass(frozen=True, slots=True)
class HowFar:
    """All of it: the whole, its lines by the alphabet, which agencies it never reached, and how it was used.

    ``on`` is the day on which absences and who was not reached were counted; None where that is still to come.
    """

    whole: Line
    lines: Sequence[Line]
    not_there: Sequence[str] = field(default=())
    on: date | None = None
    used: "Used | None" = None


@dataclass(frozen=True, slots=True)
class Used:
    """How it was used by all whom it was for: the day that is counted on or was, and what is told once it was."""

    on: date
    counted: bool
    took_part: int | None
    settled: int | None


def briefing_kept(actor: Actor, briefing: UUID) -> Briefing | None:
    """Return a briefing whose numbers somebody may read."""
    rows = Briefing.objects.visible_to(actor).select_related("edition", "partnership", "agency")
    return rows.defer("edition__text", "edition__shared").filter(pk=briefing).first()


def how_far_in_area(row: Briefing) -> HowFar:
    """Return how far a briefing has come in each agency of its area; small ones together. For its office."""
    tallies: Any = row.tallies.values("agency", "agency__name").annotate(**_sums()).order_by("agency__name")
    since = _since(row)
    links = _links(row)
    lines = [
        _line(one["agency__name"], one, since.get(one["agency"]), key=one["agency"], links=links.get(one["agency"], 0))
        for one in tallies if one["reached_"] or one["gone_"]
    ]  # fmt: skip
    reached = [one.key for one in lines if one.key is not None]
    agencies = Agency.objects.filter(partnerships=row.partnership_id).exclude(kind=AgencyKind.PARTNERSHIP)
    if row.agency_id:
        agencies = agencies.filter(pk=row.agency_id)
    left = agencies.exclude(pk__in=reached).order_by("name").values_list("name", flat=True)
    own = since.get(None)
    return HowFar(_whole(lines, own), merged(lines), tuple(left), own.on if own else None, _used(row, own))


def how_far_in_agency(row: Briefing, agency: Agency) -> HowFar:
    """Return how far a briefing has come in each team of one agency; small ones together. For its own lead."""
    tallies: Any = row.tallies.filter(agency=agency).values("team").annotate(**_sums())
    since = _since(row, agency.pk)
    own = since.get(agency.pk)
    names = {one.pk: one.name for one in Team.objects.filter(agency=agency)}
    links = _links(row, agency.pk)
    teams: Mapping[str, Mapping[str, Any]] = own.teams if own else {}
    lines = [
        _line(
            names.get(one["team"], NO_TEAM), one, None, key=one["team"],
            links=0 if one["team"] else links.get(agency.pk, 0), **teams.get(str(one["team"] or ""), {}),
        )
        for one in tallies if one["reached_"] or one["gone_"]
    ]  # fmt: skip
    lines.sort(key=lambda one: (one.key is None, one.name))
    used = _used(row, own) if row.agency_id else None
    return HowFar(_whole(lines, own), merged(lines, TEAMS_TOGETHER), (), own.on if own else None, used)


def merged(lines: Sequence[Line], name: str = TOGETHER) -> list[Line]:
    """Return lines with those of few people put together as the last; with enough of them that none can be told."""
    small = kept_back({one.key: one.reached for one in lines}, least=FEWEST)
    if len(small) < 2:  # noqa: PLR2004 - one alone is the whole
        return list(lines)
    those = [one for one in lines if one.key in small]
    return [*(one for one in lines if one.key not in small), _together(name, those)]


def small_agencies(area: UUID, on: date) -> dict[UUID, str]:
    """Return the agencies of an area in which few people work, by the alphabet; enough that none can be told."""
    held = holdings(on).filter(post__agency__partnerships=area).values_list("post__agency").order_by("post__agency")
    people = dict(held.annotate(many=Count("person", distinct=True)))
    names = dict(Agency.objects.filter(partnerships=area).order_by("name").values_list("pk", "name"))
    small = kept_back({one: people.get(one, 0) for one in names}, least=FEWEST)
    return {one: name for one, name in names.items() if one in small} if len(small) > 1 else {}


def _together(name: str, lines: Sequence[Line]) -> Line:
    return Line(
        name, {one: sum(line.counts[one] for line in lines) for one in COUNTS},
        not_reached=sum(one.not_reached for one in lines), away=sum(one.away for one in lines),
        links=sum(one.links for one in lines), those=tuple(one.name for one in lines),
    )  # fmt: skip


def _whole(lines: Sequence[Line], since: Since | None) -> Line:
    whole = _together("All", lines)
    return Line(
        whole.name, whole.counts, not_reached=since.not_reached if since else 0, away=whole.away, links=whole.links
    )  # fmt: skip


def _used(row: Briefing, since: Since | None) -> Used | None:
    """Return how a briefing was used; None where that is not counted: it was not for everybody, or ended before."""
    if since and since.used_on:
        return Used(since.used_on, counted=True, took_part=since.took_part, settled=since.settled)
    to_come = row.to == To.EVERYBODY and row.ended_at is None
    return Used(use_is_counted_on(row.starts), counted=False, took_part=None, settled=None) if to_come else None


def _line(name: str, tally: Mapping[str, Any], since: Since | None, **more: Any) -> Line:  # noqa: ANN401 - a Line's own
    counts = {one: int(tally[f"{one}_"]) for one in COUNTS}
    if since:
        more |= {"not_reached": since.not_reached, "away": since.away}
    return Line(name, counts, **more)


def _sums() -> dict[str, Sum]:
    return {f"{one}_": Sum(one) for one in COUNTS}


def _since(row: Briefing, agency: UUID | None = None) -> dict[UUID | None, Since]:
    rows = Since.objects.filter(briefing=row)
    return {one.agency_id: one for one in (rows.filter(agency=agency) if agency else rows.defer("teams"))}


def _links(row: Briefing, agency: UUID | None = None) -> dict[UUID, int]:
    """Return how many personal links that still work nobody has opened; whose link ran out has dropped off."""
    rows = PersonalLink.objects.filter(briefing=row, opened_at=None, ended_at=None, last_day__gte=london_date(now()))
    if agency:
        rows = rows.filter(agency=agency)
    return dict(rows.values_list("agency").order_by("agency").annotate(many=Count("pk")))


def last_nudge(row: Briefing, agency: UUID | None) -> Nudge | None:
    """Return the last nudge of an office, or in an agency."""
    return Nudge.objects.filter(briefing=row, agency=agency).select_related("by").order_by("-at").first()


def own_agencies(actor: Actor, row: Briefing) -> list[Agency]:
    """Return the agencies that somebody leads on safeguarding in and that a briefing may reach, by name."""
    rows = Agency.objects.filter(pk__in=actor.agencies_as(Role.SAFEGUARDING_LEAD), partnerships=row.partnership_id)
    return list((rows.filter(pk=row.agency_id) if row.agency_id else rows).order_by("name"))


def who_owes(row: Briefing, agency: Agency, on: date) -> "QuerySet[Recipient]":
    """Return who of an agency has not read it yet, by team and name; ``is_away`` where they are away on a day."""
    away = Absence.objects.filter(person=OuterRef("person"), starts__lte=on, ends__gte=on)
    rows = Recipient.objects.there().filter(briefing=row, agency=agency, agreed_at=None)
    return rows.select_related("person", "team").annotate(is_away=Exists(away)).order_by(
        "team__name", "person__name", "pk"
    )  # fmt: skip


def editions_shared(actor: Actor) -> list[PageEdition]:
    """Return the editions that were shared where somebody may ask who had read them, by title, the newest first."""
    rows = PageEdition.objects.filter(pk__in=Briefing.objects.visible_to(actor).values("edition"))
    found = rows.select_related("partnership").defer("text", "shared")
    return sorted(found, key=lambda one: (one.title, -one.number))


@dataclass(frozen=True, slots=True)
class HadRead:
    """How many of one agency had read an edition by a day, and how many were asked when that was last counted.

    ``asked`` is None where it was not counted yet. ``size`` is to how many one briefing came there at most: by that an
    agency is small, today and once nobody is asked any more.
    """

    name: str
    key: UUID | None
    people: int
    asked: int | None
    size: int
    those: tuple[str, ...] = ()


def had_read(edition: UUID, day: date, agencies: Iterable[UUID] | None) -> list[HadRead]:
    """Return how many of each agency had read an edition by the end of a day that is over; None means all agencies.

    Whom two briefings ask to read it counts once, among who is asked as among who had read it.
    """
    only = Q() if agencies is None else Q(agency__in=list(agencies))
    read = ReadOn.objects.filter(only, briefing__edition=edition, day__lte=day)
    people = dict(read.values_list("agency").order_by("agency").annotate(many=Sum("people")))
    counted = Since.objects.filter(only, briefing__edition=edition, agency__isnull=False)
    asked = dict(counted.values_list("agency").order_by("agency").annotate(many=Sum("asked")))
    reached = Tally.objects.filter(only, briefing__edition=edition).order_by("agency__name")
    sizes: dict[tuple[str, UUID], int] = {}
    for name, key, _, many in reached.values_list("agency__name", "agency", "briefing").annotate(many=Sum("reached")):
        sizes[name, key] = max(many, sizes.get((name, key), 0))
    return [
        HadRead(name, key, people.get(key, 0), asked.get(key), size)
        for (name, key), size in sizes.items() if size or key in people
    ]  # fmt: skip


def small_together(lines: Sequence[HadRead]) -> list[HadRead]:
    """Return lines with the small agencies put together, as they stand on the pages of each briefing."""
    small = kept_back({one.key: one.size for one in lines}, least=FEWEST)
    if len(small) < 2:  # noqa: PLR2004 - as above
        return list(lines)
    those = [one for one in lines if one.key in small]
    both = HadRead(
        TOGETHER, None, sum(one.people for one in those), asked_of(those), sum(one.size for one in those),
        tuple(one.name for one in those),
    )  # fmt: skip
    return [*(one for one in lines if one.key not in small), both]


def asked_of(lines: Iterable[HadRead]) -> int | None:
    """Return how many are asked in several agencies; None where that was not counted of any."""
    counted = [one.asked for one in lines if one.asked is not None]
    return sum(counted) if counted else None


def counted_until(briefings: "QuerySet[Briefing]", day: date) -> date | None:
    """Return up to which day readers of some briefings are counted, where that is before a day; None if all are."""
    on = Since.objects.filter(briefing=OuterRef("pk")).order_by("-on").values("on")[:1]
    rows = briefings.filter(starts__lte=day, ready_at__isnull=False).annotate(on=Subquery(on))
    first = [
        counted_on or starts for starts, ended_at, counted_on in rows.values_list("starts", "ended_at", "on")
        if not counted_on or (counted_on <= day and not (ended_at and counted_on > london_date(ended_at)))
    ]  # fmt: skip
    return min(first) - timedelta(days=1) if first else None


def receipts_by(edition: PageEdition, day: date, agency: UUID) -> "QuerySet[Receipt]":
    """Return the receipts of people of one agency who had read an edition by the end of a day, by name, each once."""
    rows = Receipt.objects.filter(
        read_in(agency, day), partnership=edition.partnership_id, key=edition.key, number=edition.number,
        at__lt=end_of(day),
    )  # fmt: skip
    first = rows.order_by("person", "at", "pk").distinct("person")
    return Receipt.objects.filter(pk__in=first.values("pk")).order_by("person_name", "at", "pk")


def read_in(agency: UUID, day: date) -> Exists:
    """Return the condition on receipts that their people had read it by the end of a day, as people of an agency.

    Whoever read it once they had left is not among them; whoever had read it before they came is, from then on.
    """
    return Exists(
        Recipient.objects.filter(
            briefing=OuterRef("briefing"), person=OuterRef("person"), agency=agency, added_on__lte=day,
            agreed_at__lt=end_of(day),
        )
    )  # fmt: skip
