"""The sheets of evidence: what each says, in rows. An area's names nobody and quotes nobody; an agency's names its own.

The worker makes them. Where something is not known, or stands as it is today and not as it was, the sheet says so.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db.models import Count, QuerySet, Sum

from commonground.assurance.models import Assessment, Submitted
from commonground.assurance.returns.queries import moderated
from commonground.assurance.returns.rules import Now
from commonground.briefings.models import Briefing, Receipt
from commonground.briefings.talking.models import TeamSession
from commonground.directory.models import Agency
from commonground.editions.models import end_of
from commonground.govuk.dates import in_words
from commonground.insight.evidence.models import Evidence, Purpose
from commonground.insight.how_far import presenting
from commonground.insight.how_far.queries import (
    TOGETHER,
    HowFar,
    counted_until,
    had_read,
    how_far_in_agency,
    how_far_in_area,
    read_in,
    small_agencies,
    small_together,
)
from commonground.insight.how_far.telling import FEWEST
from commonground.now import LONDON, london_date
from commonground.procedures.terms import AgencyKind

Lines = list[list[str]]

NAMES = "It names people of this agency. What its managers and leads wrote in their own words may name others."
NO_NAMES = "It names nobody but who had it made, and holds no agency’s own words."
"""Whom its files name; its page says so too."""

MOST = 50_000
"""So many receipts are listed at most; where there are more, the sheet says so."""


@dataclass(frozen=True, slots=True)
class Part:
    """One sheet: its name, what it says above its rows, and how these are found.

    On paper the first cells of a row, ``heads`` of them, stand above all rows that have the same.
    """

    name: str
    says: Callable[[Evidence], str]
    rows: Callable[[Evidence], Lines]
    heads: int = 0


def about(row: Evidence) -> Lines:
    """Return what this is, who had it made, and how to read it."""
    whose = f"{row.agency}, in {row.partnership}" if row.agency else f"All agencies of {row.partnership}"
    made = row.asked_at.astimezone(LONDON)
    return [
        ["What", "Words"],
        ["Evidence for", Purpose(row.purpose).label],
        ["Of", whose],
        ["From", in_words(row.since)],
        ["To", in_words(row.until)],
        ["Made by", row.asked_by.titled],
        ["Made on", f"{made:%-d %B %Y, %H:%M}"],
        ["Names", NAMES if row.agency else NO_NAMES],
        *(["How to read it", one] for one in presenting.MEANS),
        *(["How numbers are kept", one] for one in presenting.HOW_KEPT),
        ["Receipts", "They are kept as they were given. Nobody can change or delete one by hand."],
    ]


def how_far(row: Evidence) -> Lines:
    """Return how far each briefing has come that ran in the time: by agency, or by team of one's own."""
    lines = [["Page", "Edition", "Shared from", "To be read by", "Last counted on",
              "Team" if row.agency else "Agency", *presenting.HEADS, "Not asked", "Link not opened", "Away",
              "Left or moved", *(name for name, _ in presenting.use_of(None))]]  # fmt: skip
    for one in briefings(row):
        found: HowFar = how_far_in_agency(one, row.agency) if row.agency else how_far_in_area(one)
        for line in (*found.lines, found.whole):
            use = [said for _, said in presenting.use_of(found.used)] if line is found.whole else ["", ""]
            name = f"{line.name} ({', '.join(line.those)})" if line.those else line.name
            lines.append(
                [one.edition.title, str(one.edition.number), in_words(one.starts), in_words(one.until) if one.until else
                 "recommended", in_words(found.on) if found.on else "not counted yet", name, *presenting.numbers(line),
                 str(line.not_reached), str(line.links), str(line.away), str(line.counts["gone"]), *use]
            )  # fmt: skip
    return lines


def readings(row: Evidence) -> Lines:
    """Return who of one's own agency agreed to what in the time; of an area, how many had by its last day."""
    if row.agency is None:
        return _read_in_area(row)
    lines = [["Who, as they were named then", "Page", "Edition", "Agreed on", "At", "What they agreed to"]]
    since = datetime.combine(row.since, time(), LONDON)
    found = Receipt.objects.filter(
        read_in(row.agency.pk, row.until), partnership=row.partnership, at__gte=since, at__lt=end_of(row.until)
    )  # fmt: skip
    for one in found.order_by("person_name", "at", "pk")[: MOST + 1]:
        at = one.at.astimezone(LONDON)
        lines.append([one.person_name, one.page, str(one.number), in_words(at.date()), f"{at:%H:%M}", one.statement])
    if len(lines) > MOST + 1:
        lines[-1] = [f"There are more than {MOST:,}. Ask for a shorter time", "", "", "", "", ""]
    return lines


def _read_in_area(row: Evidence) -> Lines:
    lines = [["Page", "Edition", "Agency", "Had read it by the last day", "Asked when last counted"]]
    for edition in {one.edition_id: one.edition for one in briefings(row)}.values():
        for line in small_together(had_read(edition.pk, row.until, None)):
            name = f"{line.name} ({', '.join(line.those)})" if line.those else line.name
            asked = "not counted yet" if line.asked is None else str(line.asked)
            lines.append([edition.title, str(edition.number), name, str(line.people), asked])
    return lines


def readings_say(row: Evidence) -> str:
    """Return what stands above who has read it; of an area, up to which day that is counted."""
    if row.agency:
        return "Receipts of this time, by name."
    until = counted_until(Briefing.objects.filter(pk__in=[one.pk for one in briefings(row)]), row.until)
    counted = f" So far readers are counted up to the end of {in_words(until)}." if until else ""
    return f"By the end of the last day, and nobody is named. Days are counted once they are over.{counted}"


def sessions(row: Evidence) -> Lines:
    """Return the team sessions of one's own agency, with what they will do; of an area, how many each agency held."""
    held = TeamSession.objects.filter(partnership=row.partnership, held_on__range=(row.since, row.until))
    if row.agency is None:
        return _sessions_in_area(row, held)
    own: Any = (
        held.filter(agency=row.agency).select_related("edition", "team", "held_by").annotate(there=Count("attended"))
    )
    return [
        ["Held on", "Team", "Held by", "Page", "Edition", "People there", "What the team will do", "Looks again on",
         "What came of it"],
        *(
            [
                in_words(one.held_on), one.team.name if one.team else "", one.held_by.name, one.edition.title,
                str(one.edition.number), str(one.there + one.others), one.will_do,
                in_words(one.look_again_on) if one.look_again_on else "", one.came_of_it,
            ]
            for one in own.order_by("held_on", "pk").defer("edition__text", "edition__shared")
        ),
    ]  # fmt: skip


def _sessions_in_area(row: Evidence, held: "QuerySet[TeamSession]") -> Lines:
    by_agency = held.values_list("agency", "agency__name").order_by("agency__name", "agency")
    found = by_agency.annotate(sessions=Count("pk"), looked=Count("looked_again_on"), others=Sum("others"))
    there = dict(held.values_list("agency").order_by("agency").annotate(there=Count("attended")))
    small = small_agencies(row.partnership_id, london_date(row.asked_at))
    lines, together = [["Agency", "Sessions", "People there", "Looked again"]], [0, 0, 0]
    for agency, name, many, looked, others in found:
        numbers = [many, there[agency] + others, looked]
        if agency in small:
            together = [before + more for before, more in zip(together, numbers, strict=True)]
        else:
            lines.append([name, *map(str, numbers)])
    if together[0]:
        lines.append([f"{TOGETHER} ({', '.join(small.values())})", *map(str, together)])
    return lines


def sessions_say(row: Evidence) -> str:
    """Return what stands above team sessions."""
    said = "Sessions that were held in this time, as managers wrote them down."
    return said if row.agency else f"{said} Agencies in which fewer than {FEWEST} people work stand together."


def returns(row: Evidence) -> Lines:
    """Return how each agency's self-assessments stood at the end of the last day, standard by standard.

    In its own words an agency may name people: so these stand in its own file alone.
    """
    lines = [["Return", "Agency", "How it stood", "Submitted on", "Standard", "Their figure", "The office’s figure",
              "Evidence we name"]]  # fmt: skip
    agencies = Agency.objects.filter(partnerships=row.partnership_id).exclude(kind=AgencyKind.PARTNERSHIP)
    if row.agency:
        agencies = agencies.filter(pk=row.agency.pk)
    names = list(agencies.order_by("name"))
    asked = Assessment.objects.filter(partnership=row.partnership, asked_at__lt=end_of(row.until))
    for one in asked.filter(deadline__gte=row.since).order_by("asked_at"):
        last: dict[Any, Submitted] = {}
        rows = Submitted.objects.filter(assessment=one, submitted_at__lt=end_of(row.until))
        for each in rows.select_related("moderation").order_by("number"):
            last[each.agency_id] = each
        for agency in names:
            lines += _return(one, agency, last.get(agency.pk), row.until)
    return lines if row.agency else [line[:-1] for line in lines]


def _return(one: Assessment, agency: Agency, last: Submitted | None, until: date) -> Lines:
    if last is None:
        return [[one.title, agency.name, "Not submitted", "", "", "", "", ""]]
    said = moderated(last)
    if said and said.at >= end_of(until):
        said = None
    stands = Now.SUBMITTED if said is None else Now.AGREED if said.agreed else Now.ASKED
    found = []
    for theme in one.themes:
        answer: Mapping[str, Any] = last.answers.get(theme.key, {})
        officer = said.figures.get(theme.key) if said else None
        found.append(
            [one.title, agency.name, stands.label, in_words(london_date(last.submitted_at)), theme.name,
             str(answer.get("figure", "")), "" if officer is None else str(officer), str(answer.get("evidence", ""))]
        )  # fmt: skip
    return found


def briefings(row: Evidence) -> Sequence[Briefing]:
    """Return the briefings that ran in the time, those of other agencies left out."""
    rows = Briefing.objects.filter(partnership=row.partnership, starts__lte=row.until)
    ran = rows.exclude(ended_at__lt=datetime.combine(row.since, time(), LONDON))
    if row.agency:
        ran = ran.filter(agency=None) | ran.filter(agency=row.agency)
    return list(ran.select_related("edition").defer("edition__text", "edition__shared").order_by("starts", "pk"))


AS_TODAY = (
    "How each stands on the day on which this was made; who was away or not asked, on the day on which it was last "
    "counted. Agencies and teams stand by the alphabet."
)
PARTS = (
    Part("About", lambda _: "What this is, and how to read it.", about),
    Part("How far it has come", lambda _: AS_TODAY, how_far, heads=5),
    Part("Who has read it", readings_say, readings),
    Part("Team sessions", sessions_say, sessions),
    Part(
        "Self-assessment",
        lambda _: "What was asked for and submitted by the end of this time. Figures go from 0 to 3.",
        returns,
        heads=4,
    ),
)
