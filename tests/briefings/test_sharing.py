"""A page is shared with people: whom it reaches, who joins and leaves, who passes it on, and how it ends."""

import re
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction

from commonground.briefings import actions
from commonground.briefings.actions.reaching import reach
from commonground.briefings.asked import MOST_WORDS, asked_of
from commonground.briefings.models import Briefing, PassedOn, Recipient, Tally
from commonground.briefings.queries import counts_of
from commonground.briefings.sweeping import see_to_briefings
from commonground.briefings.terms import Audience, Joining, To, WhyEnded
from commonground.directory.actions import RefusedError, hold, leave
from commonground.directory.models import Agency, Holding, Person, Post, Team
from commonground.library.pages.actions import retire
from commonground.library.pages.models import PageEdition
from commonground.library.pages.shape import load, shipped
from commonground.notices import hours
from commonground.notices.kinds_of_briefings import OF_BRIEFINGS
from commonground.notices.messages import body, email
from commonground.notices.models import Notice
from commonground.now import london_date
from commonground.procedures.terms import AgencyKind, Role
from tests.access.meeting import AsRole
from tests.briefings.briefing import PACK, agency, area, joins, new_edition, opened, own, pressed, read, shared
from tests.cast import Cast
from tests.pages.grade import grade
from tests.visiting import browser, visit

SCHOOL, COUNCIL = "Oakfield Primary School", "Fairhaven City Council"
DAY = timedelta(days=1)
FIRST = 60  # what a process asks the first time, when it reads each page of the library once


def reached(row: Briefing) -> set[str]:
    return set(Recipient.objects.filter(briefing=row, left_at=None).values_list("person__name", flat=True))


def recounted(row: Briefing) -> dict[tuple[object, ...], tuple[int, ...]]:
    """Return the counts as they follow from all rows."""
    found: dict[tuple[object, ...], list[int]] = {}
    for one in Recipient.objects.filter(briefing=row):
        here = found.setdefault((one.agency_id, one.team_id, one.audience), [0] * 6)
        there = one.left_at is None
        moments = (one.opened_at, one.agreed_at, one.understood_at, one.talked_at)
        for place, counts in enumerate((there, *(there and bool(moment) for moment in moments), not there)):
            here[place] += counts
    return {key: tuple(counts) for key, counts in found.items()}


def counted(row: Briefing) -> dict[tuple[object, ...], tuple[int, ...]]:
    rows = Tally.objects.filter(briefing=row)
    return {
        (one.agency_id, one.team_id, one.audience):
            (one.reached, one.opened, one.agreed, one.understood, one.talked, one.gone)
        for one in rows if any((one.reached, one.gone))
    }  # fmt: skip


def test_an_officer_shares_in_the_area_and_each_person_is_asked_once_in_an_agency(cast: Cast) -> None:
    row = shared(cast)
    assert {"Amy Lister", "Bob Ferris", "Sian Morgan", "Zed Karim"} <= reached(row)
    assert "Elin Hughes" not in reached(row), "the office is not asked what it shares"
    everybody = Holding.objects.filter(post__agency__partnerships=area(), post__partnership=None)
    people = everybody.exclude(post__agency__kind=AgencyKind.PARTNERSHIP).values("person", "post__agency").distinct()
    assert Recipient.objects.filter(briefing=row).count() == people.count()
    assert own(cast, row, "bob").audience == Audience.PRACTITIONERS
    assert own(cast, row, "cath").audience == Audience.MANAGERS
    assert own(cast, row, "dev").audience == Audience.LEADERS
    assert (row.done, row.ready_at is None) == (row.total, False)
    assert counted(row) == recounted(row)
    notice = Notice.objects.get(person_id=cast.person("amy").pk)
    assert (notice.kind, notice.reference) == ("briefing_shared", "")
    assert email(notice).to == [cast.person("amy").email]
    assert "/briefings/" in email(notice).body
    assert Notice.objects.filter(kind="briefing_shared").count() == len(reached(row))


def test_it_is_done_once_however_often_the_worker_does_it(cast: Cast) -> None:
    row = shared(cast)
    before = Recipient.objects.count(), Notice.objects.count(), counted(row)
    reach(row.pk, cast.tick())
    Briefing.objects.filter(pk=row.pk).update(brought_up_on=None)
    reach(row.pk, cast.tick())
    assert (Recipient.objects.count(), Notice.objects.count(), counted(row)) == before


@pytest.mark.parametrize(
    ("more", "some", "nobody"),
    [
        ({"to": To.SOME, "kinds": (AgencyKind.POLICE,)}, {"Sian Morgan"}, {"Amy Lister", "Bob Ferris"}),
        ({"to": To.SOME, "roles": (Role.LINE_MANAGER,)}, {"Cath Doyle"}, {"Bob Ferris", "Dev Raman"}),
    ],
)
def test_it_goes_to_those_who_are_chosen(cast: Cast, more: dict[str, Any], some: set[str], nobody: set[str]) -> None:
    row = shared(cast, **more)
    assert some <= reached(row)
    assert not nobody & reached(row)


def test_people_are_named_and_a_lead_shares_in_her_own_agency_alone(cast: Cast) -> None:
    named = shared(cast, to=To.NAMED, people=(cast.person("zed").pk, cast.person("amy").pk))
    assert reached(named) == {"Zed Karim", "Amy Lister"}
    ros = cast.actor("ros")
    (health,) = ros.agencies
    row = shared(cast, by="ros", agency=health)
    assert {one.agency_id for one in Recipient.objects.filter(briefing=row)} == {health}
    with pytest.raises(RefusedError, match="safeguarding lead in the agency"):
        shared(cast, by="ros", agency=agency(COUNCIL).pk)
    with pytest.raises(RefusedError, match="officers share"):
        shared(cast, by="ros")
    assert set(Briefing.objects.visible_to(cast.actor("sian"))) == set()
    assert set(Briefing.objects.visible_to(cast.actor("gwen"))) == set(), "nor the officer of another area"


def test_a_joiner_is_added_with_two_weeks_and_a_leaver_drops_off_with_a_receipt(cast: Cast) -> None:
    row = shared(cast, until=london_date(cast.at) + 5 * DAY)
    read(cast, row, "hana")
    post = Post.objects.get(title="Assessment Team East duty desk")
    cast.at += 3 * DAY
    on = london_date(cast.at)
    una = cast.person("Iris Calder")
    hold(post=post, person=una, starts=on, by=None, at=cast.at)
    leave(person=cast.person("bob"), by=None, at=cast.at)
    leave(person=cast.person("hana"), by=None, at=cast.at)
    see_to_briefings(cast.tick())
    row.refresh_from_db()
    assert own(cast, row, "Iris Calder").due == on + 14 * DAY
    bob, hana = own(cast, row, "bob"), own(cast, row, "hana")
    assert (bob.left_at is not None, bob.why_left, bob.agreed_at) == (True, "left", None)
    assert hana.agreed_at, "what was read stays read"
    assert counted(row) == recounted(row)
    council = agency(COUNCIL)
    assert sum(one.gone for one in Tally.objects.filter(briefing=row, agency=council)) == 1
    told = Notice.objects.filter(kind="briefing_shared", left_at=cast.at - timedelta(minutes=1))
    assert {one.person_id for one in told} == {una.pk}


def test_only_joiners_or_nobody_who_joins(cast: Cast) -> None:
    now, later = shared(cast, joining=Joining.NOW), shared(cast, joining=Joining.LATER)
    assert "Amy Lister" in reached(now)
    assert reached(later) == set()
    cast.at += DAY
    post = Post.objects.get(title="Assessment Team East duty desk")
    hold(post=post, person=cast.person("Iris Calder"), starts=london_date(cast.at), by=None, at=cast.at)
    see_to_briefings(cast.tick())
    assert "Iris Calder" not in reached(now)
    assert reached(later) == {"Iris Calder"}


def test_a_lead_passes_it_on_in_her_own_words_and_to_more_teams(cast: Cast) -> None:
    row = shared(cast, to=To.SOME, roles=(Role.LINE_MANAGER, Role.SAFEGUARDING_LEAD), joining=Joining.NOW)
    assert "Hana Yusuf" not in reached(row)
    (health,) = cast.actor("ros").agencies
    team = Team.objects.get(name="Health Visiting")
    page = visit(f"/briefings/{row.pk}/shared/", "ros")
    assert "Pass it on in my agency" in page.words
    sent = pressed(words="Bring it to Thursday’s meeting.", teams=str(team.pk))
    assert browser("ros").post(f"/briefings/{row.pk}/pass-on/{health}/", sent).status_code == 302
    reach(row.pk, cast.tick())
    assert "Hana Yusuf" in reached(row)
    assert "Kwame Boateng" not in reached(row), "who is in another team"
    cast.at += DAY
    post, kwame, on = Post.objects.filter(team=team)[0], cast.person("Kwame Boateng"), london_date(cast.at)
    hold(post=post, person=kwame, deputy=True, starts=on, by=None, at=cast.at)
    see_to_briefings(cast.at)
    assert "Kwame Boateng" not in reached(row), "it is for people who were there that day"
    assert "Bring it to Thursday’s meeting." in visit(f"/briefings/{row.pk}/", "hana").words
    with pytest.raises(RefusedError, match="passed on in your agency already"):
        actions.pass_on(by=cast.actor("ros"), at=cast.tick(), briefing=row.pk, agency=health, words="Again.")
    with pytest.raises(RefusedError, match="Only the safeguarding lead of an agency"):
        actions.pass_on(by=cast.actor("ros"), at=cast.tick(), briefing=row.pk, agency=agency(COUNCIL).pk, words="")
    visit(f"/briefings/{row.pk}/pass-on/{agency(COUNCIL).pk}/", "ros", status=404)
    assert PassedOn.objects.count() == 1


def test_it_is_shared_on_its_page_and_a_form_sent_twice_shares_once(cast: Cast) -> None:
    due = london_date(cast.at) + 21 * DAY
    form = pressed(
        page=f"{area().pk}..{PACK}", to="everybody", joining="both", required="yes", due_day=due.day,
        due_month=due.month, due_year=due.year, message="Five minutes, please.", message_from="Margaret Ainsworth",
        statement="I have read this.", asks_again="on",
    )  # fmt: skip
    visit("/briefings/share/new/", "elin", most_queries=FIRST)
    wrong = visit("/briefings/share/new/", "elin", post=form | {"due_year": ""}, status=422)
    assert "Five minutes, please." in wrong.markup, "what was written stays"
    elin = browser("elin")
    first, second = (elin.post("/briefings/share/new/", form) for _ in range(2))
    assert (first.status_code, second.status_code, first["Location"]) == (302, 302, second["Location"])
    row = Briefing.objects.get()
    assert "0 of 0 agencies" in visit(f"/briefings/{row.pk}/shared/", "elin").words
    reach(row.pk, cast.tick())
    assert "0 of " in visit(f"/briefings/{row.pk}/shared/", "elin").words
    assert "Five minutes, please." in visit(f"/briefings/{row.pk}/", "amy").words
    visit(f"/briefings/{row.pk}/shared/", "gwen", status=404)
    visit(f"/briefings/{row.pk}/shared/", "amy", status=403)
    visit("/briefings/share/new/", "amy", status=403)
    strange = visit(
        "/briefings/share/new/", "elin", post=form | pressed(to="named", people="nobody@nowhere.example"), status=422
    )  # fmt: skip
    assert "You can ask nobody at the address nobody@nowhere.example" in strange.words


def test_only_people_whom_it_reaches_are_named_and_of_others_nothing_is_said(cast: Cast) -> None:
    (health,) = cast.actor("ros").agencies
    form = pressed(
        page=f"{area().pk}.{health}.{PACK}", to="named", joining="now", required="no", statement="I have read this."
    )
    visit("/briefings/share/new/", "ros", most_queries=FIRST)
    for name in ("amy", "gwen", "elin"):
        mail = cast.person(name).email
        page = visit("/briefings/share/new/", "ros", post=form | pressed(people=mail), status=422)
        assert f"You can ask nobody at the address {mail}" in page.words, "as of somebody who has no account"
    hana = cast.person("hana").pk
    Person.objects.filter(pk=hana).update(email="Hana.Yusuf@Health.example")
    answer = browser("ros").post("/briefings/share/new/", form | pressed(people="HANA.yusuf@health.example"))
    assert answer.status_code == 302
    assert Briefing.objects.get().people == [hana]


def test_teams_and_agencies_are_those_of_where_it_is_shared(cast: Cast) -> None:
    (health,) = cast.actor("ros").agencies
    joins(cast, "ros", COUNCIL, Role.SAFEGUARDING_LEAD)
    other = Team.objects.filter(agency=agency(COUNCIL))[0].pk
    with pytest.raises(RefusedError, match="a team of another agency"):
        shared(cast, by="ros", agency=health, to=To.SOME, teams=(other,))
    outside = Agency.objects.exclude(partnerships=area())[0].pk
    with pytest.raises(RefusedError, match="not in this area"):
        shared(cast, to=To.SOME, agencies=(outside,))


def test_what_is_asked_takes_five_minutes_at_most(cast: Cast) -> None:
    pack = load(shipped()[PACK])
    for audience in Audience:
        asked = asked_of(pack, audience)
        assert asked.words <= MOST_WORDS
        assert asked.minutes <= 5
        assert len(asked.headings) == 2
    long = PageEdition.objects.of(area().pk, PACK).order_by("-number")[0]
    new_edition(cast, ("## In seven minutes\n", "## In seven minutes\n\n" + "word " * 1200))
    assert not asked_of(load(long.text), Audience.LEADERS).too_long
    row = shared(cast)
    page = visit(f"/briefings/{row.pk}/", "amy")
    assert "word word" not in page.words, "the message for them alone, where both are too long"
    new_edition(cast, ("## For practitioners\n", "## For practitioners\n\n" + "word " * 1200))
    with pytest.raises(RefusedError, match="At most 1,100 can be shared"):
        shared(cast)


def test_a_page_withdrawn_meanwhile_can_no_longer_be_agreed_to(cast: Cast) -> None:
    row = shared(cast)
    opened(cast, row, "amy")
    read(cast, row, "bob")
    page = visit(f"/briefings/{row.pk}/", "amy")
    assert "I have read it" in page.words
    retire(by=cast.actor("iris"), at=cast.tick(), edition=row.edition_id, why="Another comes.")
    late = visit(f"/briefings/{row.pk}/", "amy", post=pressed(agrees="on"), status=409)
    assert "taken out of the library" in late.words
    assert "I have read it" not in late.words
    see_to_briefings(cast.tick())
    row.refresh_from_db()
    assert row.why_ended == WhyEnded.WITHDRAWN
    assert own(cast, row, "bob").agreed_at, "who read it has read it"
    assert "Nothing waits to be read." in visit("/briefings/", "amy").words
    with pytest.raises(RefusedError, match="cannot be shared"):
        shared(cast)


def test_a_new_edition_asks_the_same_people_again(cast: Cast) -> None:
    row = shared(cast)
    read(cast, row, "amy")
    edition = new_edition(cast, ("Ring before you write.", "Ring, or walk over, before you write."))
    see_to_briefings(cast.tick())
    row.refresh_from_db()
    again = Briefing.objects.get(after=row)
    assert (row.why_ended, again.edition) == (WhyEnded.NEW_EDITION, edition)
    reach(again.pk, cast.tick())
    assert reached(again) == reached(row)
    again_to = Notice.objects.filter(kind="briefing_again").values_list("person_id", flat=True)
    assert list(again_to) == [cast.person("amy").pk]
    first, second = Notice.objects.filter(person_id=cast.person("bob").pk)
    assert first.kind == second.kind == "briefing_shared", "nobody is told of a reading that was none"
    page = visit(f"/briefings/{again.pk}/", "amy").words
    assert "What has changed since you read it" in page
    assert "Ring, or walk over, before you write." in page
    assert "What has changed" not in visit(f"/briefings/{again.pk}/", "bob").words, "who read none reads it whole"
    assert "A new edition has taken the place" in visit(f"/briefings/{row.pk}/", "bob").words
    see_to_briefings(cast.tick())
    assert Briefing.objects.count() == 2


def test_a_new_edition_that_is_too_long_stops_nothing_and_its_page_says_so(cast: Cast) -> None:
    row = shared(cast)
    new_edition(cast, ("## For practitioners\n", "## For practitioners\n\n" + "word " * 1200))
    cast.at += DAY
    joins(cast, "Iris Calder", COUNCIL)
    see_to_briefings(cast.at)
    row.refresh_from_db()
    assert row.ended_at is None
    assert "Iris Calder" in reached(row)
    assert "Edition 2 of this page is too long to share" in visit(f"/briefings/{row.pk}/shared/", "elin").words


def test_an_edition_that_comes_before_the_first_day_takes_its_place_and_is_told_once(cast: Cast) -> None:
    row = shared(cast, reached=False, starts=london_date(cast.at) + DAY)
    edition = new_edition(cast, ("Ring before you write.", "Ring, or walk over, before you write."))
    for _ in range(2):
        cast.at += DAY
        see_to_briefings(cast.at)
    row = Briefing.objects.get()
    assert row.edition == edition
    told = Notice.objects.filter(person_id=cast.person("amy").pk).values_list("kind", flat=True)
    assert list(told) == ["briefing_shared"]


def test_whoever_comes_back_is_told_and_has_two_weeks(cast: Cast) -> None:
    row = shared(cast, until=london_date(cast.at) + 5 * DAY)
    bobs = Holding.objects.filter(person=cast.person("bob"))
    bobs.update(ends=london_date(cast.at))
    for _ in range(2):
        cast.at += 10 * DAY
        see_to_briefings(cast.at)
    assert own(cast, row, "bob").left_at
    assert Notice.objects.filter(kind="briefing_shared", person_id=cast.person("bob").pk).count() == 1
    joins(cast, "bob", COUNCIL)
    Briefing.objects.update(brought_up_on=None)
    see_to_briefings(cast.at)
    asked = own(cast, row, "bob")
    assert (asked.left_at, asked.due) == (None, london_date(cast.at) + 14 * DAY)
    for _ in range(2):
        cast.at += DAY
        see_to_briefings(cast.at)
    assert Notice.objects.filter(kind="briefing_shared", person_id=cast.person("bob").pk).count() == 2
    assert counted(row) == recounted(row)


def test_the_workers_role_is_enough(cast: Cast, as_role: AsRole) -> None:
    row = shared(cast, reached=False, starts=london_date(cast.at) + DAY, until=london_date(cast.at) + 4 * DAY)
    new_edition(cast, ("Ring before you write.", "Ring, or walk over, before you write."))
    cast.at = hours.next_morning(cast.at + 2 * DAY, hours.calendar())
    with as_role("clock"):
        see_to_briefings(cast.at)
    assert "Bob Ferris" in reached(row)
    new_edition(cast, ("Ring, or walk over, before", "Ring before"))
    with as_role("clock"):
        see_to_briefings(cast.at + DAY)
    assert Briefing.objects.filter(after=row).exists()


def test_one_that_fails_stops_no_other(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [shared(cast) for _ in range(3)]
    cast.at += DAY

    def fails(briefing: UUID, at: datetime) -> None:
        if briefing == rows[0].pk:
            message = "not today"
            raise DatabaseError(message)
        reach(briefing, at)

    monkeypatch.setattr("commonground.briefings.sweeping.reach", fails)
    with pytest.raises(ExceptionGroup, match="could not be brought up"):
        see_to_briefings(cast.at)
    brought = Briefing.objects.filter(brought_up_on=london_date(cast.at))
    assert set(brought) == set(rows[1:])


def test_whoever_shared_it_ends_it_and_what_was_read_is_not_undone(cast: Cast) -> None:
    row = shared(cast)
    read(cast, row, "amy")
    with pytest.raises(RefusedError, match="An area’s officers"):
        actions.stop(by=cast.actor("ros"), at=cast.tick(), briefing=row.pk)
    assert browser("elin").post(f"/briefings/{row.pk}/stop/", pressed()).status_code == 302
    assert "Nobody is asked any more" in visit(f"/briefings/{row.pk}/shared/", "elin").words
    assert "This has ended" in visit(f"/briefings/{row.pk}/", "bob").words
    for sentence in (
        "UPDATE briefings_recipient SET agreed_at = NULL WHERE agreed_at IS NOT NULL",
        "DELETE FROM briefings_recipient",
        "UPDATE briefings_receipt SET statement = 'Nothing.'",
        "DELETE FROM briefings_receipt",
        "UPDATE briefings_briefing SET ended_at = NULL, why_ended = ''",
    ):
        with pytest.raises(DatabaseError, match=r"stays|undone"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sentence)


def test_a_lead_reads_the_counts_of_her_agency_alone(cast: Cast) -> None:
    row = shared(cast)
    read(cast, row, "amy", "hana")
    (health,) = cast.actor("ros").agencies
    joins(cast, "ros", COUNCIL)
    own_counts = counts_of(cast.actor("ros"), row)
    assert own_counts["reached"] == Recipient.objects.filter(briefing=row, agency=health).count()
    assert own_counts["agreed"] == 1
    assert counts_of(cast.actor("elin"), row)["agreed"] == 2


def test_a_message_names_nobody_and_is_kind() -> None:
    for kind in OF_BRIEFINGS:
        text = body(kind, reference="", stage="", due=None).casefold()
        assert not re.search(r"\b(must|overdue|late|failed|not yet|immediately|required)\b", text), kind
        assert not re.search(r"\b(amy|fairhaven|child)\b", text), kind
        assert grade(re.split(r"(?<=[.?!]) ", OF_BRIEFINGS[kind].says)) <= 9, kind
