"""Who had read an edition on a day: each person once, nothing that was counted changes, numbers and names agree."""

from datetime import date, timedelta

import pytest

from commonground.briefings.actions.reaching import reach
from commonground.briefings.actions.sharing import stop
from commonground.briefings.models import Briefing, Recipient, Tally
from commonground.insight.how_far import queries
from commonground.insight.how_far.counting import count, waiting
from commonground.insight.how_far.models import ReadOn
from commonground.notices.models import Notice
from commonground.now import london_date, now
from tests.briefings.briefing import agency, joins, read, shared
from tests.cast import Cast
from tests.insight.test_how_far import on
from tests.visiting import visit

DAY = timedelta(days=1)
SCHOOL, COUNCIL = "Oakfield Primary School", "Fairhaven City Council"


@pytest.fixture(autouse=True)
def days_ago(cast: Cast) -> None:
    """Tell what follows from six days ago on, with nothing left to be sent."""
    cast.at = now() - 6 * DAY
    Notice.objects.all().delete()


def next_day(cast: Cast, *rows: Briefing) -> None:
    """Let a day pass, bring briefings up to it and have the worker count them."""
    cast.at += DAY
    for row in rows:
        reach(row.pk, cast.tick())
    for row in rows:
        count(row.pk, cast.tick())


def line(row: Briefing, day: date, name: str) -> queries.HadRead:
    """Return what is told of one agency, before small ones are put together."""
    return next(one for one in queries.had_read(row.edition_id, day, None) if one.name == name)


def named(row: Briefing, day: date, name: str) -> list[str]:
    """Return who of an agency had read it by the end of a day, in the order of the page."""
    return [one.person_name for one in queries.receipts_by(row.edition, day, agency(name).pk)]


def test_whom_two_briefings_ask_is_asked_once_and_a_small_agency_stays_with_the_others(cast: Cast) -> None:
    row = shared(cast)
    again = shared(cast, by="sarah", agency=agency(SCHOOL).pk)
    day = london_date(cast.at)
    read(cast, row, "amy")
    read(cast, again, "amy")
    next_day(cast, row, again)
    asked = Tally.objects.filter(briefing=row, agency=agency(SCHOOL)).values_list("reached", flat=True)
    school = line(row, day, SCHOOL)
    assert (school.people, school.asked) == (1, sum(asked)) == (1, 3)
    lines = queries.small_together(queries.had_read(row.edition_id, day, None))
    assert SCHOOL not in [one.name for one in lines], "it stands alone on no other page"
    everybody = Recipient.objects.filter(briefing=row, left_at=None).count()
    assert sum(one.asked or 0 for one in lines) == everybody
    assert f"{everybody} are asked now." in visit(on(row, day), "elin").words


def test_whom_an_ended_briefing_asked_is_asked_no_more_and_its_agencies_stay_as_they_stood(cast: Cast) -> None:
    row = shared(cast)
    day = london_date(cast.at)
    next_day(cast, row)
    before = [one.those for one in queries.small_together(queries.had_read(row.edition_id, day, None))]
    again = shared(cast, agencies=(agency(COUNCIL).pk,))
    stop(by=cast.actor("elin"), at=cast.tick(), briefing=row.pk)
    next_day(cast, row, again)
    assert line(row, day, COUNCIL).asked == Recipient.objects.filter(briefing=again, left_at=None).count() > 0
    assert line(row, day, SCHOOL).asked == 0
    assert [one.those for one in queries.small_together(queries.had_read(row.edition_id, day, None))] == before


def test_whoever_left_an_agency_before_they_read_it_is_named_to_no_lead_of_it(cast: Cast) -> None:
    joins(cast, "bob", SCHOOL)
    row = shared(cast)
    gone = Recipient.objects.filter(briefing=row, person=cast.person("bob"), agency=agency(SCHOOL))
    assert gone.update(left_at=cast.at, why_left="left") == 1
    next_day(cast)
    read(cast, row, "bob", "amy")
    day = london_date(cast.at)
    count(row.pk, cast.at + DAY)
    assert named(row, day, SCHOOL) == ["Amy Lister"]
    assert named(row, day, COUNCIL) == ["Bob Ferris"]
    assert line(row, day, SCHOOL).people == 1
    assert "Bob Ferris" not in visit(on(row, day), "sarah").words


def test_whoever_reads_it_in_two_briefings_is_named_once(cast: Cast) -> None:
    row = shared(cast)
    again = shared(cast, by="sarah", agency=agency(SCHOOL).pk)
    read(cast, again, "amy")
    read(cast, row, "amy")
    day = london_date(cast.at)
    next_day(cast, row, again)
    assert named(row, day, SCHOOL) == ["Amy Lister"]
    assert line(row, day, SCHOOL).people == 1


def test_what_was_said_of_a_day_is_said_of_it_later_too(cast: Cast) -> None:
    row = shared(cast)
    read(cast, row, "dev", "amy")
    day = london_date(cast.at)
    next_day(cast, row)
    said = [(one.name, one.people) for one in queries.had_read(row.edition_id, day, None)]
    cast.at += DAY
    joins(cast, "dev", SCHOOL)
    came = london_date(cast.at)
    reach(row.pk, cast.tick())
    own = Recipient.objects.get(briefing=row, person=cast.person("dev"), agency=agency(SCHOOL))
    assert own.agreed_at, "he has read it, in the other agency"
    next_day(cast, row)
    assert [(one.name, one.people) for one in queries.had_read(row.edition_id, day, None)] == said
    assert named(row, day, SCHOOL) == ["Amy Lister"]
    assert line(row, came, SCHOOL).people == 2, "from the day on which the school asked him"
    assert named(row, came, SCHOOL) == ["Amy Lister", "Dev Raman"]
    ReadOn.objects.filter(agency=agency(COUNCIL)).update(people=7)
    next_day(cast, row)
    assert line(row, day, COUNCIL).people == 7, "a day that was counted is left alone"


def test_what_is_not_counted_yet_is_said_and_a_last_day_is_counted_however_late(cast: Cast) -> None:
    row = shared(cast)
    read(cast, row, "amy")
    day = london_date(cast.at)
    page = visit(on(row, day), "sarah").words
    assert f"So far readers are counted up to the end of {day - DAY:%-d %B %Y}." in page
    assert "How many are asked is not counted yet." in page
    count(row.pk, cast.tick())
    stop(by=cast.actor("elin"), at=cast.tick(), briefing=row.pk)
    late = cast.at + 30 * DAY
    assert waiting(late) == [row.pk], "the worker did not run for a month"
    count(row.pk, late)
    assert waiting(late + DAY) == []
    assert line(row, day, SCHOOL).people == 1
    assert "So far" not in visit(on(row, day), "sarah").words
