"""Fresh eyes: somebody of neither side is asked, reads what both read, says what they see, and sees it no longer."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from commonground.differences import actions, queries, reading
from commonground.differences.agreeing import disagreements
from commonground.differences.fresh_eyes.people import agencies_to_ask, may_look
from commonground.differences.fresh_eyes.queries import listed
from commonground.differences.fresh_eyes.sweeping import tell_of_fresh_eyes
from commonground.differences.models import Difference, FreshEyes, Seat
from commonground.directory.actions import add_post, hold
from commonground.directory.models import Absence, Agency, Post
from commonground.editions.queries import calendar
from commonground.notices.models import Notice
from commonground.now import LONDON, london_date
from commonground.procedures.fresh_eyes import (
    ENDED,
    GONE_BY,
    NO_OFFICE,
    NOT_THEM,
    ONE_AT_A_TIME,
    OVER,
    TAKEN_ALREADY,
    USUAL,
    WHO_ASKS,
    WHO_FINDS,
    WHO_LOOKS,
    WHO_TAKES_BACK,
)
from commonground.procedures.rules import Refused
from commonground.procedures.steps import Step
from commonground.procedures.terms import Capacity, Role, Side, TooClose
from commonground.procedures.worktime import add_working_days, previous_working_day
from commonground.record.models import Entry
from tests.cast import AGREEMENT, Cast
from tests.differences.asking import fresh, told
from tests.differences.fresh_eyes.looking import (
    ASKS_SCHOOL,
    MISSED,
    ROS,
    SEES,
    TRIES,
    WHAT,
    agency_of,
    asked,
    could_not,
    found,
    gave,
    named,
    sees,
    sought,
    taken,
    taken_back,
)

AsRole = Callable[[str], AbstractContextManager[None]]


def email(cast: Cast, name: str) -> str:
    return cast.person(name).email


def now_of(one: FreshEyes) -> str:
    return FreshEyes.objects.get(pk=one.pk).now


def last(row: Difference) -> Entry:
    return Entry.objects.filter(subject=row.pk).select_related("text").latest("number")


def may(cast: Cast, row: Difference, agency: str) -> set[str]:
    """Return who of an agency may be asked, by name."""
    seats = list(Seat.objects.of(row).select_related("person", "post", "agency"))
    there = may_look(row, seats, Agency.objects.get(name=agency).pk, cast.at)
    return {one.person.name for one in there.values()}


# Who may be asked


def test_leads_and_named_professionals_of_other_agencies_may_be_asked_and_nobody_else(cast: Cast) -> None:
    row = cast.raised()
    assert may(cast, row, "Fairhaven Community Health Trust") == {ROS}
    assert may(cast, row, "Estuary Police") == {"Helen Achebe"}
    assert may(cast, row, "Fairhaven City Council") == set(), "it is a side"
    assert may(cast, row, "Oakfield Primary School") == set(), "it is a side"
    names = set(agencies_to_ask(row, [], cast.at).values_list("name", flat=True))
    assert "Estuary Police" in names
    assert not names & {"Fairhaven City Council", "Oakfield Primary School", "Marlow Vale Council"}


def test_nobody_of_a_side_of_another_area_of_the_office_or_without_such_a_post(cast: Cast) -> None:
    row = cast.raised()
    for whom in ("sarah", "bob", "Ruth Adeyemi", "hana", "Angela Brooks", "Meera Joshi", "elin", "sol"):
        with pytest.raises(Refused, match=NOT_THEM):
            asked(cast, row, whom=whom)
    assert not FreshEyes.objects.exists()


def test_whoever_sits_or_sat_in_it_is_not_asked(cast: Cast) -> None:
    row = cast.raised()
    health = agency_of(cast, ROS).pk
    asks = actions.AdviceSought(Side.RAISING, health, cast.person(ROS).pk, "What does it mean?")
    seat = actions.ask_adviser(by=cast.actor("amy"), at=cast.tick(), difference=row.pk, asks=asks)
    assert may(cast, row, "Fairhaven Community Health Trust") == set()
    actions.end_advice(by=cast.actor("amy"), at=cast.tick(), difference=row.pk, seat=seat.pk)
    assert may(cast, row, "Fairhaven Community Health Trust") == set(), "also once it has ended"


def test_nobody_at_a_post_that_sits_in_it_is_asked_by_another_of_theirs(cast: Cast) -> None:
    row = cast.at_stage(4)
    partner = Post.objects.get(title="Safeguarding partner for the police")
    assert Seat.objects.of(row).filter(post=partner, capacity=Capacity.FACILITATING).exists()
    police, today = agency_of(cast, "Angela Brooks"), london_date(cast.at)
    post = add_post(agency=police, role=Role.SAFEGUARDING_LEAD, title="Second", starts=today, by=None, at=cast.at)
    hold(person=cast.person("Angela Brooks"), post=post, starts=today, by=None, at=cast.at)
    assert may(cast, row, "Estuary Police") == {"Helen Achebe"}


def test_an_agency_that_joined_is_not_outside_also_once_it_left(cast: Cast) -> None:
    row = cast.raised()
    assert may(cast, row, "Little Acorns Nursery") == {"Wendy Park"}
    cast.joined(row)
    assert may(cast, row, "Little Acorns Nursery") == set()
    cast.do(actions.step_aside, row, "zed", reason="He left us.")
    assert may(cast, row, "Little Acorns Nursery") == set()


def test_whoever_also_works_for_a_side_is_not_asked_for_another_agency(cast: Cast) -> None:
    row = cast.raised()
    desk = Post.objects.get(title="Assessment Team East duty desk")
    hold(person=cast.person(ROS), post=desk, starts=london_date(cast.at), by=None, at=cast.at)
    assert may(cast, row, "Fairhaven Community Health Trust") == set()


def test_whoever_is_away_is_not_asked_and_their_deputy_is(cast: Cast) -> None:
    row, today = cast.raised(), london_date(cast.at)
    Absence.objects.create(person=cast.person(ROS), starts=today, ends=today)
    assert may(cast, row, "Fairhaven Community Health Trust") == {"Maureen O’Dowd"}


def test_whoever_takes_no_part_is_not_asked(cast: Cast) -> None:
    row = cast.raised()
    one = asked(cast, row)
    actions.declare_interest(
        by=cast.actor(ROS), at=cast.tick(), difference=row.pk, person=cast.person(ROS).pk, why=TooClose.PERSONAL
    )  # fmt: skip
    assert not sees(cast, row, ROS)
    assert now_of(one) == "over"
    assert may(cast, row, "Fairhaven Community Health Trust") == set()
    assert not list(disagreements(fresh(row)))


def test_a_facilitator_and_a_reviewing_officer_suit(cast: Cast) -> None:
    row, police = cast.raised(), agency_of(cast, "Helen Achebe")
    today = london_date(cast.at)
    for role, who in ((Role.FACILITATOR, "Mark Sutton"), (Role.REVIEWING_OFFICER, "Colin Frost")):
        post = add_post(agency=police, role=role, title=str(role), starts=today, by=None, at=cast.at)
        hold(person=cast.person(who), post=post, starts=today, by=None, at=cast.at)
    assert may(cast, row, "Estuary Police") == {"Helen Achebe", "Mark Sutton", "Colin Frost"}


# Asking


@pytest.mark.parametrize("by", ["amy", "bob", "Farah Siddiqui"])
def test_whoever_acts_for_a_side_asks(cast: Cast, by: str) -> None:
    row = cast.raised()
    one = asked(cast, row, by=by)
    assert one.side == ("raising" if by == "amy" else "responding")
    said = last(row).text
    assert said.sentence.endswith(
        "asked Ros Calloway, Named nurse for safeguarding children, Fairhaven Community Health Trust, to look at this "
        "with fresh eyes."
    )
    assert said.words["What to look at"] == WHAT
    assert not list(disagreements(fresh(row)))


def test_nobody_else_asks(cast: Cast) -> None:
    row = cast.at_stage(2)
    with pytest.raises(Refused, match=WHO_ASKS):
        asked(cast, row, by="elin")
    with pytest.raises(Difference.DoesNotExist):
        asked(cast, row, by="zed")


def test_each_side_asks_one_person_at_a_time(cast: Cast) -> None:
    row = cast.raised()
    one = asked(cast, row)
    with pytest.raises(Refused, match=ONE_AT_A_TIME):
        asked(cast, row, by="sarah", whom="Helen Achebe")
    two = asked(cast, row, by="bob", whom="Helen Achebe")
    assert (one.number, two.number) == (1, 2)
    gave(cast, row, one)
    assert asked(cast, row, whom="Alan Whitfield").number == 3
    with pytest.raises(DatabaseError), transaction.atomic():
        FreshEyes.objects.filter(pk=two.pk).update(side="raising")  # the database holds it too
    assert not list(disagreements(fresh(row)))


def test_a_day_that_has_gone_by_is_refused_and_today_is_not(cast: Cast) -> None:
    row, today = cast.raised(), london_date(cast.at)
    with pytest.raises(Refused, match=GONE_BY):
        asked(cast, row, by_when=today - timedelta(days=1))
    assert asked(cast, row, by_when=today).by_when == today


def test_once_it_has_ended_nobody_is_asked(cast: Cast) -> None:
    row = cast.resolved()
    with pytest.raises(Refused, match=ENDED):
        asked(cast, row)


def test_whoever_is_asked_is_told_with_a_day_and_both_sides_are(cast: Cast) -> None:
    row = cast.raised()
    one = asked(cast, row)
    notice = Notice.objects.get(subject=row.pk, kind="fresh_eyes_asked")
    assert notice.address == email(cast, ROS)
    assert notice.due == datetime.combine(one.by_when, time(23, 59), LONDON)
    assert WHAT not in str(notice.__dict__)
    assert {email(cast, "sarah"), email(cast, "Farah Siddiqui")} <= told(row, "fresh_eyes_news")
    assert email(cast, "amy") not in told(row, "fresh_eyes_news")


# Sight


def test_sight_begins_with_the_asking_and_ends_with_the_word(cast: Cast) -> None:
    row = cast.raised()
    assert not sees(cast, row, ROS)
    one = asked(cast, row)
    assert sees(cast, row, ROS)
    taken(cast, row, one)
    assert sees(cast, row, ROS)
    gave(cast, row, one)
    assert not sees(cast, row, ROS)
    seat = Seat.objects.get(difference=row, capacity=Capacity.FRESH_EYES)
    assert (seat.side, seat.person, seat.ended_at is not None) == ("", cast.person(ROS), True)


@pytest.mark.parametrize("ends", [could_not, taken_back], ids=["they cannot", "taken back"])
def test_sight_ends_when_they_cannot_and_when_it_is_taken_back(
    cast: Cast, ends: Callable[[Cast, Difference, FreshEyes], FreshEyes]
) -> None:
    row = cast.raised()
    ends(cast, row, asked(cast, row))
    assert not sees(cast, row, ROS)
    assert not list(disagreements(fresh(row)))


def test_sight_ends_with_the_difference_and_whoever_was_asked_is_told(cast: Cast) -> None:
    row = cast.proposed()
    one = asked(cast, row)
    row = cast.do(actions.sign, row, "amy", proposal=1)
    assert not sees(cast, row, ROS)
    assert now_of(one) == "over"
    assert told(row, "fresh_eyes_over") == {email(cast, ROS)}
    assert last(row).facts["fresh_eyes_over"] == [1]
    assert not list(disagreements(fresh(row)))
    assert tell_of_fresh_eyes(cast.at + timedelta(days=30)) == 0
    with pytest.raises(Difference.DoesNotExist):
        gave(cast, row, one)


def test_an_agreement_for_some_of_the_children_ends_no_look(cast: Cast) -> None:
    row = cast.raised(children=(cast.new().children[0],) * 2)
    one = asked(cast, row)
    row = cast.do(actions.propose, row, "bob", text=AGREEMENT, children=[1])
    cast.do(actions.sign, row, "amy", proposal=1)
    assert now_of(one) == "asked"
    assert sees(cast, row, ROS)


def test_once_their_agency_joins_or_becomes_a_side_they_look_no_longer(cast: Cast) -> None:
    row = cast.raised()
    one = asked(cast, row, whom="Wendy Park")
    cast.joined(row)
    assert now_of(one) == "over"
    assert not Seat.objects.filter(difference=row, capacity=Capacity.FRESH_EYES, ended_at=None).exists()
    assert not list(disagreements(fresh(row)))
    other = cast.raised()
    two = asked(cast, other)
    cast.do(actions.not_ours, other, "bob", agency=agency_of(cast, ROS).pk, team=None, reason="It is health’s.")
    assert now_of(two) == "over"
    assert not list(disagreements(fresh(other)))


def test_the_database_lets_nobody_of_a_side_look(cast: Cast) -> None:
    row = cast.raised()
    asked(cast, row)
    with pytest.raises(DatabaseError, match="may not look"), transaction.atomic():
        Seat.objects.filter(difference=row, capacity=Capacity.FRESH_EYES).update(agency=row.raising_agency)


def test_they_read_what_both_sides_read_and_no_sides_own_notes(cast: Cast) -> None:
    row = cast.raised()
    note: dict[str, Any] = {"own_side": True, "words": "Between us."}
    cast.do(actions.note, row, "amy", **note)
    cast.do(actions.note, row, "amy", own_side=False, words="For all.")
    asked(cast, row)
    here = reading.standpoint(cast.actor(ROS), row, cast.at)
    entries, _ = reading.record(here, newest=20)
    said = [words for entry in entries for words in entry.text.words.values()]
    assert "For all." in said
    assert "Between us." not in said


def test_they_look_and_do_nothing_else_also_by_another_seat(cast: Cast) -> None:
    row = cast.raised()
    asked(cast, row)
    seats = list(Seat.objects.of(row).select_related("person", "post", "agency"))
    (standing,) = queries.standings(cast.actor(ROS), row, seats)
    assert standing.capacity is Capacity.FRESH_EYES
    Seat.objects.create(
        partnership_id=row.partnership_id, difference=row, side="responding", capacity=Capacity.ANSWERING,
        role=Role.LINE_MANAGER, stage=1, agency=agency_of(cast, ROS), person=cast.person(ROS), since=cast.at,
    )  # fmt: skip
    seats = list(Seat.objects.of(row).select_related("person", "post", "agency"))
    assert queries.standings(cast.actor(ROS), row, seats) == (standing,)


def test_they_may_add_a_note_and_a_question(cast: Cast) -> None:
    row = cast.raised()
    asked(cast, row)
    cast.do(actions.note, row, ROS, own_side=False, words="Which morning was that?")
    assert "Which morning was that?" in last(row).text.words.values()


def test_the_database_alone_keeps_it_from_others_and_gives_it_to_whoever_looks(cast: Cast, as_role: AsRole) -> None:
    row = cast.raised()
    one = asked(cast, row)

    def counts() -> dict[str, tuple[int, int]]:
        seen = {}
        for who in ("amy", "bob", ROS, "zed", "Helen Achebe"):
            with as_role("app"), connection.cursor() as cursor:
                cursor.execute("SELECT cg_begin(%s, %s)", [cast.person(who).pk, london_date(cast.at)])
                cursor.execute(
                    "SELECT (SELECT count(*) FROM differences_fresheyes), (SELECT count(*) FROM differences_difference)"
                )
                seen[who] = cursor.fetchone()
        return seen

    assert counts() == {"amy": (1, 1), "bob": (1, 1), ROS: (1, 1), "zed": (0, 0), "Helen Achebe": (0, 0)}
    gave(cast, row, one)
    assert counts()[ROS] == (0, 0)
    assert counts()["bob"] == (1, 1)


# Looking, and the word


def test_the_word_is_read_by_both_sides_and_said_in_the_record(cast: Cast) -> None:
    row = cast.answered()
    one = gave(cast, row, taken(cast, row, asked(cast, row)))
    assert now_of(one) == "given"
    assert {email(cast, "amy"), email(cast, "Farah Siddiqui")} <= told(row, "fresh_eyes_given")
    entry = last(row)
    assert entry.kind == "step.fresh_eyes_given"
    assert entry.text.sentence == (
        "Ros Calloway, Named nurse for safeguarding children, Fairhaven Community Health Trust, said what they see "
        "with fresh eyes."
    )
    for name in ("amy", "bob"):
        here = reading.standpoint(cast.actor(name), row, cast.at)
        (shown,) = listed(cast.actor(name), here, cast.at)
        assert list(shown.said) == [
            ("What I see", SEES),
            ("What neither side seems to have looked at", MISSED),
            ("What I would ask Oakfield Primary School", ASKS_SCHOOL),
            ("What I would try next", TRIES),
        ]
    assert not list(disagreements(fresh(row)))


def test_a_word_can_be_given_without_saying_first_that_one_will_look(cast: Cast) -> None:
    row = cast.raised()
    assert now_of(gave(cast, row, asked(cast, row))) == "given"


def test_only_whoever_was_asked_looks(cast: Cast) -> None:
    row = cast.raised()
    one, two = asked(cast, row), asked(cast, row, by="bob", whom="Helen Achebe")
    for does in (taken, could_not, gave):
        for who in ("amy", "bob", "Helen Achebe"):
            with pytest.raises(Refused, match=WHO_LOOKS):
                does(cast, row, one, who)
    taken(cast, row, one)
    with pytest.raises(Refused, match=TAKEN_ALREADY):
        taken(cast, row, one)
    gave(cast, row, two, by="Helen Achebe")
    with pytest.raises(FreshEyes.DoesNotExist):
        actions.take_look(by=cast.actor(ROS), at=cast.at, difference=row.pk, number=9)


def test_only_the_side_that_asked_and_the_office_take_it_back(cast: Cast) -> None:
    row = cast.at_stage(2)
    one = asked(cast, row)
    for who in ("cath", ROS):
        with pytest.raises(Refused, match=WHO_TAKES_BACK):
            taken_back(cast, row, one, by=who)
    taken_back(cast, row, one, by="sarah")
    assert now_of(one) == "taken_back"
    assert told(row, "fresh_eyes_over") == {email(cast, ROS)}
    with pytest.raises(Refused, match=OVER):
        taken_back(cast, row, one)
    taken_back(cast, row, asked(cast, row, whom="Helen Achebe"), by="elin")


# The office


def test_the_office_is_told_finds_somebody_and_sees_it_from_then_on(cast: Cast) -> None:
    row = cast.raised()
    assert not sees(cast, row, "elin")
    one = sought(cast, row)
    assert (one.now, one.person) == ("sought", None)
    assert sees(cast, row, "elin")
    assert told(row, "fresh_eyes_to_find") == {email(cast, "elin"), email(cast, "Rosa Martins")}
    with pytest.raises(Refused, match=WHO_FINDS):
        named(cast, row, one, by="amy")
    with pytest.raises(Refused, match=NOT_THEM):
        named(cast, row, one, whom="Imran Qureshi")
    named(cast, row, one)
    assert sees(cast, row, ROS)
    assert told(row, "fresh_eyes_asked") == {email(cast, ROS)}
    entry = last(row)
    assert entry.kind == "step.fresh_eyes_found"
    assert entry.facts["agency"] == str(cast.actor("elin").posts[0].agency_id)
    with pytest.raises(Refused, match=OVER):
        named(cast, row, one, by="Rosa Martins", whom="Helen Achebe")
    gave(cast, row, one)
    assert not list(disagreements(fresh(row)))


def test_the_office_says_that_nobody_can_be_found_but_not_for_whoever_looks(cast: Cast) -> None:
    row = cast.raised()
    one = could_not(cast, row, sought(cast, row), by="elin")
    assert now_of(one) == "cannot"
    assert last(row).text.sentence.endswith("found nobody who can look at this with fresh eyes.")
    two = found(cast, row)
    with pytest.raises(Refused, match=WHO_LOOKS):
        could_not(cast, row, two, by="elin")
    assert not list(disagreements(fresh(row)))


def test_found_after_its_day_they_have_as_many_working_days_as_is_usual(cast: Cast) -> None:
    row = cast.raised()
    one = sought(cast, row)
    cast.at += timedelta(days=14)
    tell_of_fresh_eyes(cast.tick())
    named(cast, row, one)
    one = FreshEyes.objects.get(pk=one.pk)
    days = calendar(fresh(row).stands().procedure, row.partnership_id)
    assert one.by_when == add_working_days(london_date(cast.at), USUAL, days)
    assert not list(disagreements(fresh(row)))


# Restricted


def test_of_what_is_restricted_somebody_is_named_and_the_record_says_that_they_see_it(cast: Cast) -> None:
    row = cast.raised()
    cast.do(actions.restrict, row, "amy", people=[cast.person("bob").pk], reason="A relative works there.")
    with pytest.raises(Refused, match=NO_OFFICE):
        sought(cast, row)
    one = asked(cast, row)
    assert sees(cast, row, ROS)
    assert "This is restricted, and they see it from now on." in last(row).text.sentence
    assert email(cast, "Farah Siddiqui") not in told(row, "fresh_eyes_news"), "who was kept out is told of nothing"
    assert not fresh(row).officer_told
    assert tell_of_fresh_eyes(cast.at + timedelta(days=30)) == 1
    assert email(cast, "elin") not in told(row, "fresh_eyes_late")
    assert now_of(one) == "asked"


def test_whoever_is_not_named_when_it_is_restricted_looks_no_longer_and_is_not_asked_again(cast: Cast) -> None:
    row = cast.raised()
    one, two = asked(cast, row), asked(cast, row, by="bob", whom="Helen Achebe")
    stay = [cast.person("bob").pk, cast.person("Helen Achebe").pk]
    cast.do(actions.restrict, row, "amy", people=stay, reason="A relative works there.")
    assert (now_of(one), now_of(two)) == ("over", "asked")
    assert (sees(cast, row, ROS), sees(cast, row, "Helen Achebe")) == (False, True)
    with pytest.raises(Refused, match=NOT_THEM):
        asked(cast, row)
    assert not list(disagreements(fresh(row)))


def test_once_it_is_restricted_the_office_looks_for_nobody(cast: Cast) -> None:
    row = cast.raised()
    one = sought(cast, row)
    cast.do(actions.restrict, row, "amy", people=[cast.person("bob").pk], reason="A relative works there.")
    assert now_of(one) == "over"
    assert not told(row, "fresh_eyes_over"), "the office sees it no longer, so it is told nothing"
    assert not list(disagreements(fresh(row)))


# Reminders


def day_before(row: Difference, due: date) -> datetime:
    days = calendar(fresh(row).stands().procedure, row.partnership_id)
    return datetime.combine(previous_working_day(due, days), time(9), LONDON)


def test_reminded_one_working_day_before_and_told_once_when_the_day_has_gone_by(cast: Cast) -> None:
    row = cast.raised()
    one = asked(cast, row, by_when=london_date(cast.at) + timedelta(days=14))
    before = day_before(row, one.by_when)
    assert tell_of_fresh_eyes(before - timedelta(minutes=1)) == 0
    assert tell_of_fresh_eyes(before) == 1
    assert tell_of_fresh_eyes(before) == 0
    assert told(row, "fresh_eyes_due") == {email(cast, ROS)}
    end = datetime.combine(one.by_when, time(23, 59), LONDON)
    assert tell_of_fresh_eyes(end) == 0  # the whole day counts, in London
    assert not told(row, "fresh_eyes_late")
    assert tell_of_fresh_eyes(end + timedelta(minutes=1)) == 1
    assert tell_of_fresh_eyes(end + timedelta(days=30)) == 0
    assert {email(cast, ROS), email(cast, "amy"), email(cast, "Farah Siddiqui")} <= told(row, "fresh_eyes_late")
    assert Entry.objects.filter(subject=row.pk, kind="clock.fresh_eyes_late").count() == 1
    assert gave(cast, row, one).now == "given", "they still can"
    assert not list(disagreements(fresh(row)))


def test_while_nobody_is_found_the_office_is_reminded(cast: Cast) -> None:
    row = cast.raised()
    sought(cast, row)
    for days in (14, 30):
        tell_of_fresh_eyes(cast.at + timedelta(days=days))
    assert email(cast, "elin") in told(row, "fresh_eyes_late")


def test_once_a_word_is_given_nobody_is_reminded(cast: Cast) -> None:
    row = cast.raised()
    one = gave(cast, row, asked(cast, row))
    assert FreshEyes.objects.get(pk=one.pk).next_at is None
    assert tell_of_fresh_eyes(cast.at + timedelta(days=30)) == 0


# Masking


def test_what_was_asked_and_said_can_be_hidden_and_stands_nowhere_then(cast: Cast) -> None:
    row = cast.at_stage(2)
    one = gave(cast, row, asked(cast, row))
    for step, by in ((Step.FRESH_EYES_ASKED, "amy"), (Step.FRESH_EYES_GIVEN, "Farah Siddiqui")):
        entry = Entry.objects.get(subject=row.pk, kind=f"step.{step}")
        actions.mask(by=cast.actor(by), at=cast.tick(), difference=row.pk, entry=entry.pk, reason="It names a child.")
    here = reading.standpoint(cast.actor("bob"), row, cast.at)
    (shown,) = listed(cast.actor("bob"), here, cast.at)
    assert (shown.number, "hidden" in shown.what, [label for label, _ in shown.said]) == (one.number, True, [""])
    assert SEES not in str(shown)
    assert WHAT not in str(shown)
    assert not list(disagreements(fresh(row)))


def test_of_neither_sides_words_a_lead_of_either_hides_them_and_nobody_who_acts(cast: Cast) -> None:
    row = cast.raised()
    gave(cast, row, asked(cast, row))
    entry = Entry.objects.get(subject=row.pk, kind=f"step.{Step.FRESH_EYES_GIVEN}")
    for by in ("amy", "bob"):
        with pytest.raises(Refused):
            actions.mask(by=cast.actor(by), at=cast.tick(), difference=row.pk, entry=entry.pk, reason="No.")
    told_of: dict[str, Any] = {"difference": row.pk, "entry": entry.pk}
    actions.mask(by=cast.actor("sarah"), at=cast.tick(), reason="It names a child.", **told_of)
    actions.decide_mask(by=cast.actor("Farah Siddiqui"), at=cast.tick(), confirm=True, **told_of)
    assert not list(disagreements(fresh(row)))


@pytest.mark.parametrize("altered", [{"by_when": date(2030, 1, 1)}, {"side": "responding"}, {"now": "cannot"}], ids=str)
def test_altering_a_row_is_found(cast: Cast, altered: dict[str, Any]) -> None:
    row = cast.raised()
    one = gave(cast, row, asked(cast, row))
    assert not list(disagreements(fresh(row)))
    FreshEyes.objects.filter(pk=one.pk).update(**altered)
    assert [apart.what for apart in disagreements(fresh(row))] == ["fresh eyes"]
