"""Getting it used, in the bench: a briefing to as many people as there are differences, its reminders, and figures.

The people are of a hundred agencies of an area of their own, so that its page has as many lines at every size.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.db import connection, connections

from commonground.briefings.actions.reaching import reach
from commonground.briefings.actions.sharing import NewBriefing, share
from commonground.briefings.models import Briefing, Recipient
from commonground.briefings.reminding import DAYS_BEFORE, remind
from commonground.differences.models import Difference
from commonground.directory.actions import create_partnership
from commonground.directory.models import Agency, Holding, Partnership, Person, Post, Team
from commonground.directory.queries import actor_for
from commonground.insight.how_far.counting import count
from commonground.insight.models import Release, Told
from commonground.insight.periods import YEAR, Period
from commonground.insight.working_out import run
from commonground.library.pages.actions import A_YEAR
from commonground.library.pages.models import PageEdition
from commonground.library.pages.shape import read, shipped
from commonground.notices.models import Notice
from commonground.now import london_date, now
from commonground.procedures.terms import AgencyKind, Role
from tests.bench.reporting import Report, took
from tests.bench.seeding import A_UNIT, Seeded
from tests.bench.serving import Request, signed_in

AGENCIES, TEAMS = 100, 10
AT_ONCE = 5_000
WITHIN = 60
DAY, SEASON = timedelta(days=1), timedelta(days=120)
"""After the second, use of a briefing is counted too."""
PACK = "resolution"

READ = """
UPDATE briefings_recipient SET opened_at = %s, agreed_at = %s
WHERE briefing_id = %s AND get_byte(uuid_send(id), 0) < 150
"""
"""About six in ten have read it."""

TABLES = (
    "briefings_recipient, briefings_tally, notices_notice, directory_person, directory_post, directory_holding, "
    "directory_team, directory_agency"
)


@dataclass(frozen=True)
class Crowd:
    """An area of a hundred agencies: its officer, and how many people work there."""

    partnership: Partnership
    officer: Person
    people: int


def measures(seeded: Seeded, report: Report, times: int) -> dict[str, tuple[float, list[Request]]]:
    """Measure what the worker does for all people and differences; return its pages: what, their bound, how asked."""
    crowd = gathered(len(seeded.units) * A_UNIT)
    briefing = briefed(crowd, report)
    release = worked_out(seeded)
    officer, other = signed_in(seeded.officer), signed_in(crowd.officer)
    asked = {
        f"how far a briefing has come in {AGENCIES} agencies": (f"/how-far/{briefing.pk}/", other),
        "the figures of all differences": (f"/figures/{release.pk}/", officer),
        "the seven behaviours of all differences": (f"/figures/{release.pk}/behaviours/", officer),
    }
    vacuum()
    connections.close_all()
    return {what: (6, [Request(url, cookie)] * times) for what, (url, cookie) in asked.items()}


def gathered(people: int) -> Crowd:
    """Make an area of a hundred agencies with so many people, and the pack in its library. Runs as owner."""
    at = now()
    area, _ = create_partnership(
        name="Crowd", area="another area", contact="", officer="Olive", email="olive@bench.example", by=None, at=at
    )
    began = london_date(at) - timedelta(days=400)
    agencies = Agency.objects.bulk_create(
        [Agency(name=f"Agency {number:03}", kind=AgencyKind.HEALTH_TRUST) for number in range(AGENCIES)]
    )
    area.agencies.add(*agencies)
    teams = Team.objects.bulk_create(
        [Team(agency=one, name=f"Team {number}") for one in agencies for number in range(TEAMS)]
    )
    for first in range(0, people, AT_ONCE):
        numbers = range(first, min(first + AT_ONCE, people))
        some = [Person(name=f"Person {one}", email=f"person.{one}@crowd.example") for one in numbers]
        posts = [
            Post(
                agency=team.agency, team=team, role=Role.PRACTITIONER, title="Social worker", starts=began,
            ) for team in (teams[one % len(teams)] for one in numbers)
        ]  # fmt: skip
        Person.objects.bulk_create(some)
        Post.objects.bulk_create(posts)
        Holding.objects.bulk_create(
            [Holding(person=person, post=post, starts=began) for person, post in zip(some, posts, strict=True)]
        )
    shelve(area)
    vacuum()
    return Crowd(area, Person.objects.get(email="olive@bench.example"), people)


def shelve(area: Partnership) -> None:
    """Give an area the pack that is shared, published."""
    text, at = shipped()[PACK], now()
    page, day = read(text), london_date(at)
    PageEdition.objects.create(
        partnership=area, key=PACK, kind=page.kind, title=page.title, summary=page.summary, number=1, text=text,
        shared=text, changed_at=at,
    )  # fmt: skip
    PageEdition.objects.of(area.pk).update(opened=at, in_force=day, review_by=day + A_YEAR)


def briefed(crowd: Crowd, report: Report) -> Briefing:
    """Measure a briefing that the worker brings to everybody, its reminders, and how it is counted, with its use."""
    at, many = now(), f"{crowd.people:,}"
    on, tomorrow = london_date(at), at + DAY
    new = NewBriefing(
        partnership=crowd.partnership.pk, key=PACK, starts=on, required=True, until=on + timedelta(days=DAYS_BEFORE + 1)
    )
    row = share(by=actor_for(crowd.officer, on), at=at, new=new)
    report.figure(f"a briefing to {many} people", took(lambda: reach(row.pk, at)), WITHIN, "s")
    row.refresh_from_db()
    reached = Recipient.objects.filter(briefing=row).count()
    if (row.done, row.total, reached) != (AGENCIES, AGENCIES, crowd.people):
        message = f"It came to {reached} of {many} people, in {row.done} of {row.total} agencies."
        raise AssertionError(message)
    remind_all(row, crowd.people, report)
    with connection.cursor() as cursor:
        cursor.execute(READ, [at, at, row.pk])
    report.figure(f"bringing it up the day after for {many}", took(lambda: reach(row.pk, tomorrow)), WITHIN, "s")
    report.figure(f"counting what came of it among {many}", took(lambda: count(row.pk, at + SEASON)), WITHIN, "s")
    return row


def remind_all(row: Briefing, people: int, report: Report) -> None:
    """Measure reminding everybody on the day after, and check that a second run, and one that was cut off, add none."""
    tomorrow = now() + DAY
    left: list[int] = []
    seconds = took(lambda: left.append(remind(row.pk, tomorrow)))
    report.figure(f"reminders for {people:,}", seconds, WITHIN, "s")
    left.append(remind(row.pk, tomorrow))
    Briefing.objects.filter(pk=row.pk).update(reminded_on=london_date(tomorrow - DAY))
    left.append(remind(row.pk, tomorrow))
    notices = Notice.objects.filter(subject=row.pk, kind="briefing_before")
    told = notices.values("person_id").distinct().count()
    if (left, notices.count(), told) != ([people, 0, 0], people, people):
        message = f"{notices.count()} reminders for {people} people, of whom {told} have one; left in turn: {left}."
        raise AssertionError(message)


def worked_out(seeded: Seeded) -> Release:
    """Have the year of all differences counted and worked out: as its page is read, and what it tells is checked."""
    at, area = now(), seeded.partnership
    year = Period.of(london_date(at), YEAR)
    row = Release.objects.create(
        partnership=area, starts=year.starts, months=YEAR, asked_by=seeded.officer, asked_at=at
    )  # fmt: skip
    seconds = took(lambda: run(row.pk, at))
    differences = Difference.objects.filter(partnership=area, restricted=False).count()
    print(f"    figures: {differences} differences counted and worked out in {seconds:.1f} s")
    told = Told.objects.get(release=row, agency=None).of("raised")["total"]
    if told != differences:
        message = f"The figures tell {told} of {differences} differences."
        raise AssertionError(message)
    return row


def vacuum() -> None:
    """Do what PostgreSQL does by itself in time."""
    with connection.cursor() as cursor:
        cursor.execute(f"VACUUM ANALYZE {TABLES}")
