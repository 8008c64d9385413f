"""Nudging: those who owe a briefing and are there, once a week, never at night, through whoever knows them."""

from datetime import datetime, timedelta

import pytest

from commonground.briefings.actions.sharing import stop
from commonground.briefings.models import Briefing
from commonground.briefings.reminding import take_back_reminders
from commonground.briefings.sweeping import see_to_briefings
from commonground.briefings.terms import To
from commonground.directory.actions import RefusedError, record_absence
from commonground.insight.how_far import nudging
from commonground.insight.how_far.counting import see_to_how_far
from commonground.insight.how_far.models import Nudge
from commonground.insight.how_far.nudging import nudge, see_to_nudges, take_back_from_leads
from commonground.notices import sweeps
from commonground.notices.models import Notice
from commonground.notices.sending import send_waiting
from commonground.now import LONDON, london_date, now
from commonground.procedures.terms import Role
from tests.briefings.briefing import agency, joins, pressed, read, shared
from tests.cast import Cast
from tests.visiting import Visited, browser, visit

DAY = timedelta(days=1)
SCHOOL, COUNCIL = "Oakfield Primary School", "Fairhaven City Council"
MONDAY = datetime(2027, 3, 1, 9, 30, tzinfo=LONDON)


@pytest.fixture(autouse=True)
def today(cast: Cast) -> None:
    """Tell what follows from now on, with nothing left to be sent."""
    cast.at = now()
    Notice.objects.all().delete()


@pytest.fixture
def owed(cast: Cast) -> Briefing:
    """Share with three people of the council on a Monday; one has read it, and one is away."""
    cast.at = MONDAY
    people = tuple(cast.person(name).pk for name in ("bob", "cath", "dev", "amy"))
    row = shared(cast, to=To.NAMED, people=people, until=london_date(MONDAY) + 30 * DAY)
    read(cast, row, "dev")
    record_absence(
        person=cast.person("cath"), starts=london_date(MONDAY), ends=london_date(MONDAY) + DAY, by=None, at=cast.at
    )
    Notice.objects.all().delete()
    return row


def asking(page: Visited) -> str:
    """Return the part of a page in which one asks for a nudge."""
    return page.markup.partition('id="nudge"')[2].partition("</section>")[0]


def nudged() -> list[tuple[str, str]]:
    rows = Notice.objects.filter(kind__in=("briefing_nudged", "briefing_to_leads"))
    return sorted((one.kind, one.address.split(".")[0]) for one in rows)


def test_a_lead_nudges_only_those_of_their_own_who_owe_it_and_are_there(cast: Cast, owed: Briefing) -> None:
    council = agency(COUNCIL)
    nudge(by=cast.actor("Farah Siddiqui"), at=cast.tick(), briefing=owed.pk, agency=council.pk)
    assert nudged() == [], "the worker tells them"
    see_to_nudges(cast.tick())
    assert nudged() == [("briefing_nudged", "bob")]
    see_to_nudges(cast.tick())
    assert nudged() == [("briefing_nudged", "bob")]
    assert Nudge.objects.get().told == 1


def test_an_office_tells_the_leads_of_agencies_that_owe_it_and_no_one_else(cast: Cast, owed: Briefing) -> None:
    nudge(by=cast.actor("elin"), at=cast.tick(), briefing=owed.pk, agency=None)
    see_to_nudges(cast.tick())
    told_ = nudged()
    assert ("briefing_to_leads", "sarah") in told_, "Amy owes it at the school"
    assert {kind for kind, _ in told_} == {"briefing_to_leads"}
    assert ("briefing_to_leads", "ros") not in told_, "nobody in health was asked"


def test_a_nudge_goes_once_a_week_and_never_at_night(cast: Cast, owed: Briefing) -> None:
    cast.at = MONDAY.replace(hour=23)
    nudge(by=cast.actor("elin"), at=cast.at, briefing=owed.pk, agency=None)
    see_to_nudges(cast.at)
    assert nudged() == []
    with pytest.raises(RefusedError, match=r"less than a week ago.* from 8 March on"):
        nudge(by=cast.actor("elin"), at=cast.at + 6 * DAY, briefing=owed.pk, agency=None)
    see_to_nudges(MONDAY + DAY)
    assert nudged() != []
    night = (MONDAY + DAY).replace(hour=23)
    assert send_waiting(lambda: night) == 0
    nudge(by=cast.actor("elin"), at=cast.at + 7 * DAY, briefing=owed.pk, agency=None)


def test_nobody_is_nudged_who_was_just_reminded_and_by_nobody_else(cast: Cast, owed: Briefing) -> None:
    see_to_nudges(cast.at)
    for who, of in (("amy", None), ("gwen", None), ("sarah", COUNCIL), ("elin", SCHOOL)):
        with pytest.raises(RefusedError):
            nudge(by=cast.actor(who), at=cast.tick(), briefing=owed.pk, agency=agency(of).pk if of else None)
    nudge(by=cast.actor("sarah"), at=cast.tick(), briefing=owed.pk, agency=agency(SCHOOL).pk)
    amy = cast.person("amy")
    Notice.objects.create(
        person_id=amy.pk, address=amy.email, message_id="<x@y>", partnership_id=owed.partnership_id, subject=owed.pk,
        kind="briefing_before", once="x", left_at=cast.at - DAY,
    )  # fmt: skip
    see_to_nudges(cast.tick())
    assert nudged() == []


def test_what_is_recommended_or_read_by_all_is_not_nudged(cast: Cast, owed: Briefing) -> None:
    read(cast, owed, "amy")
    with pytest.raises(RefusedError, match="nobody to remind"):
        nudge(by=cast.actor("sarah"), at=cast.tick(), briefing=owed.pk, agency=agency(SCHOOL).pk)
    Briefing.objects.filter(pk=owed.pk).update(required=False)
    with pytest.raises(RefusedError, match="Nobody has to read this"):
        nudge(by=cast.actor("elin"), at=cast.tick(), briefing=owed.pk, agency=None)


def test_nobody_is_named_who_owes_nothing(cast: Cast) -> None:
    school = agency(SCHOOL)
    row = shared(cast, required=False, until=None)
    page = visit(f"/how-far/{row.pk}/", "sarah")
    assert "see who" not in page.words
    visit(f"/how-far/{row.pk}/not-yet/{school.pk}/", "sarah", status=404)
    owed = shared(cast)
    assert "see who" in visit(f"/how-far/{owed.pk}/", "sarah").words
    visit(f"/how-far/{owed.pk}/not-yet/{school.pk}/", "sarah")
    stop(by=cast.actor("elin"), at=cast.tick(), briefing=owed.pk)
    assert "see who" not in visit(f"/how-far/{owed.pk}/", "sarah").words
    visit(f"/how-far/{owed.pk}/not-yet/{school.pk}/", "sarah", status=404)


def test_nobody_is_nudged_in_another_agency_than_the_form_names(cast: Cast) -> None:
    joins(cast, "sarah", "Little Acorns Nursery", Role.SAFEGUARDING_LEAD)
    row = shared(cast)
    sarah = browser("sarah")
    for other in (str(agency(COUNCIL).pk), "not an agency"):
        assert sarah.post(f"/how-far/{row.pk}/nudge/", pressed(agency=other)).status_code == 404
        assert sarah.get(f"/how-far/{row.pk}/?agency={other}").status_code == 404
    assert not Nudge.objects.exists()
    assert sarah.post(f"/how-far/{row.pk}/nudge/", pressed(agency=str(agency(SCHOOL).pk))).status_code == 302
    assert Nudge.objects.get().agency == agency(SCHOOL)


def test_the_button_nudges_once_however_often_it_is_pressed(cast: Cast) -> None:
    row = shared(cast)
    sarah, form = browser("sarah"), pressed(agency=str(agency(SCHOOL).pk))
    assert "</button>" in asking(visit(f"/how-far/{row.pk}/", "sarah"))
    for _ in range(2):
        assert sarah.post(f"/how-far/{row.pk}/nudge/", form).status_code == 302
    assert Nudge.objects.get().agency == agency(SCHOOL)
    page = visit(f"/how-far/{row.pk}/", "sarah")
    assert "less than a week ago" in page.words
    assert "</button>" not in asking(page)


def test_what_was_read_before_the_message_went_out_is_not_sent(cast: Cast, owed: Briefing) -> None:
    nudge(by=cast.actor("sarah"), at=cast.tick(), briefing=owed.pk, agency=agency(SCHOOL).pk)
    see_to_nudges(cast.tick())
    assert nudged() == [("briefing_nudged", "amy")]
    read(cast, owed, "amy")
    assert take_back_reminders(cast.tick()) == 1
    assert send_waiting(lambda: MONDAY + DAY) == 0


@pytest.mark.parametrize("how", ["read", "stopped"])
def test_leads_are_not_told_once_nobody_of_theirs_owes_it(cast: Cast, owed: Briefing, how: str) -> None:
    nudge(by=cast.actor("elin"), at=cast.tick(), briefing=owed.pk, agency=None)
    see_to_nudges(cast.tick())
    leads = Notice.objects.filter(kind="briefing_to_leads")
    assert take_back_from_leads(cast.tick()) == 0, "they are needed"
    if how == "read":
        read(cast, owed, "amy")
        see_to_nudges(cast.tick())
        assert leads.get(address__startswith="sarah").sent_at
        assert not leads.get(address__startswith="farah").sent_at, "Bob owes it still"
    else:
        stop(by=cast.actor("elin"), at=cast.tick(), briefing=owed.pk)
        see_to_nudges(cast.tick())
        assert not leads.filter(sent_at=None).exists()


def test_leads_who_are_away_or_were_just_told_are_not_told(cast: Cast, owed: Briefing) -> None:
    day = london_date(cast.at)
    record_absence(person=cast.person("sarah"), starts=day, ends=day, by=None, at=cast.at)
    farah = cast.person("Farah Siddiqui")
    Notice.objects.create(
        person_id=farah.pk, address=farah.email, message_id="<x@y>", partnership_id=owed.partnership_id,
        subject=owed.pk, kind="briefing_to_leads", once="x", left_at=cast.at - DAY,
    )  # fmt: skip
    nudge(by=cast.actor("elin"), at=cast.tick(), briefing=owed.pk, agency=None)
    see_to_nudges(cast.tick())
    told_ = [address for _, address in nudged()]
    assert "sarah" not in told_
    assert told_.count("farah") == 1, "yesterday, and not today"


def test_nobody_gets_two_messages_of_the_same_briefing_in_two_days(cast: Cast) -> None:
    cast.at = MONDAY
    row = shared(cast, to=To.NAMED, people=(cast.person("amy").pk,), until=london_date(MONDAY) + 7 * DAY)
    nudge(by=cast.actor("sarah"), at=cast.tick(), briefing=row.pk, agency=agency(SCHOOL).pk)
    see_to_nudges(cast.tick())
    assert nudged() == [], "it was shared this morning"
    cast.at = MONDAY + 6 * DAY
    nudge(by=cast.actor("sarah"), at=cast.tick(), briefing=row.pk, agency=agency(SCHOOL).pk)
    due = MONDAY + 7 * DAY
    see_to_nudges(due)
    see_to_briefings(due)
    kinds = ["briefing_nudged", "briefing_due"]
    assert list(Notice.objects.filter(kind__in=kinds).values_list("kind", flat=True)) == ["briefing_nudged"]


def test_counts_and_nudges_come_after_clocks_and_reminders(monkeypatch: pytest.MonkeyPatch) -> None:
    called: list[str] = []
    assert {see_to_how_far, see_to_nudges} <= sweeps.LAST
    monkeypatch.setattr(sweeps, "SWEEPS", [])
    monkeypatch.setattr(sweeps, "LAST", set())
    sweeps.register(lambda _at: called.append("last"), last=True)
    sweeps.register(lambda _at: called.append("first"))
    sweeps.run(MONDAY)
    assert called == ["first", "last"]


def test_one_nudge_that_fails_stops_no_other(cast: Cast, owed: Briefing, monkeypatch: pytest.MonkeyPatch) -> None:
    nudge(by=cast.actor("elin"), at=cast.tick(), briefing=owed.pk, agency=None)
    nudge(by=cast.actor("sarah"), at=cast.tick(), briefing=owed.pk, agency=agency(SCHOOL).pk)
    monkeypatch.setattr(nudging, "LEADS", "SELECT nothing")
    with pytest.raises(ExceptionGroup, match="could not be seen to"):
        see_to_nudges(cast.tick())
    assert nudged() == [("briefing_nudged", "amy")]


def test_a_nudge_that_told_nobody_does_not_use_up_the_week(cast: Cast, owed: Briefing) -> None:
    school = agency(SCHOOL).pk
    record_absence(
        person=cast.person("amy"), starts=london_date(cast.at), ends=london_date(cast.at), by=None, at=cast.at
    )
    nudge(by=cast.actor("sarah"), at=cast.tick(), briefing=owed.pk, agency=school)
    see_to_nudges(cast.tick())
    assert Nudge.objects.get().told == 0
    assert "Nobody was told" in visit(f"/how-far/{owed.pk}/?agency={school}", "sarah").words
    cast.at = MONDAY + DAY
    nudge(by=cast.actor("sarah"), at=cast.tick(), briefing=owed.pk, agency=school)
    see_to_nudges(cast.tick())
    assert nudged() == [("briefing_nudged", "amy")]
