"""What came of a meeting: agreed for whoever a side is now, dissent from what was read, and the clocks that count."""

from datetime import datetime

import pytest
from django.db import connection

from commonground.differences import actions
from commonground.differences.agreeing import disagreements
from commonground.differences.meetings.queries import BEFORE, NO_CLOCK_BY_IT, NO_TIME_GIVEN, Whole, listed, whole
from commonground.differences.models import Clock, Difference, Meeting, Seat
from commonground.differences.reading import standpoint
from commonground.directory.models import Holding
from commonground.now import london_date
from commonground.procedures.differing import Stand
from commonground.procedures.meetings import AGREED_ALREADY, BOTH_THERE, NOT_BOTH
from commonground.procedures.rules import Refused
from commonground.procedures.terms import Capacity, Event, Role, Side
from commonground.record.models import Entry
from tests.access.meeting import AsRole
from tests.cast import Cast
from tests.connected import tell_database
from tests.differences.asking import fresh
from tests.differences.meetings.meeting import (
    agreed,
    dissented,
    held_meeting,
    keys,
    proposed_meeting,
    set_meeting,
    written,
)
from tests.differences.test_review_sides import answering, given_away
from tests.editions.fuller import fuller, open_fuller

MINUTES = """
[[stages.clocks]]
key = "minutes"
label = "The minutes sent by"
starts = ["met"]
ends = ["minutes_sent", "agreed", "escalated", "skipped", "withdrawn", "redirected", "not_resolved"]
unit = "working_days"
amount = 15
"""


def as_read(cast: Cast, row: Difference, meeting: Meeting, who: str = "amy") -> Whole:
    """Return a meeting as somebody reads it now."""
    meeting = Meeting.objects.get(pk=meeting.pk)
    meeting.difference = fresh(row)
    return whole(standpoint(cast.actor(who), meeting.difference), meeting, cast.at)


def due(cast: Cast, row: Difference, meeting: Meeting) -> str:
    """Return by when the page says that its minutes are due."""
    return as_read(cast, row, meeting).due


def counted(cast: Cast) -> Difference:
    """Return one that Bob answered, under an edition whose clock counts from a meeting to its minutes."""
    open_fuller(fuller(check=MINUTES, route=""))
    return cast.answered()


def clock(row: Difference) -> Clock:
    return Clock.objects.get(difference=row, key="minutes")


def test_what_an_agency_agreed_does_not_count_for_the_one_that_a_side_became(cast: Cast) -> None:
    row = cast.raised()
    meeting = held_meeting(cast, row)
    minutes = written(cast, row, meeting)
    agreed(cast, row, minutes)
    agreed(cast, row, minutes, by="bob")
    row = given_away(cast, row)
    theirs, now = answering(row), row.name_of(Side.RESPONDING)
    text = as_read(cast, row, meeting, theirs).text
    assert text
    assert (text.waits_for, text.mine) == ((now,), True)
    assert [who for who in text.agreed if "for Fairhaven City Council" in who], "who agreed is still told"
    (short,) = listed(standpoint(cast.actor("amy"), fresh(row)), cast.at)
    assert f"Not agreed yet: {now}." in short.waits
    agreed(cast, row, minutes, by=theirs)
    with pytest.raises(Refused, match=AGREED_ALREADY):
        agreed(cast, row, minutes, by=theirs)
    text = as_read(cast, row, meeting).text
    assert text
    assert (text.waits_for, len(text.agreed)) == ((), 3)
    assert not list(disagreements(fresh(row)))


def test_dissent_is_from_what_was_read_and_the_page_says_so_once_it_is_corrected(cast: Cast) -> None:
    row = cast.raised()
    meeting = held_meeting(cast, row)
    dissented(cast, row, meeting, by="bob")
    written(cast, row, meeting)
    dissented(cast, row, meeting, read=1)
    assert [before for _, _, before in as_read(cast, row, meeting).dissents] == [BEFORE, ""]
    written(cast, row, meeting, read=1)
    with pytest.raises(actions.Meanwhile):
        dissented(cast, row, meeting, read=1)
    assert [before for _, _, before in as_read(cast, row, meeting).dissents] == [BEFORE, BEFORE]
    assert Entry.objects.filter(subject=row.pk, kind="step.dissented").count() == 2
    assert not list(disagreements(fresh(row)))


def test_where_the_edition_gives_no_time_for_minutes_there_is_no_date_and_nothing_moves(cast: Cast) -> None:
    row = cast.answered()
    before = list(Clock.objects.filter(difference=row).values())
    meeting = held_meeting(cast, row)
    assert due(cast, row, meeting) == NO_TIME_GIVEN
    written(cast, row, meeting)
    assert list(Clock.objects.filter(difference=row).values()) == before
    assert not Entry.objects.filter(subject=row.pk, kind="difference.note").exists()


def test_where_the_edition_counts_by_it_meeting_starts_its_clock_and_the_minutes_end_it(cast: Cast) -> None:
    row = counted(cast)
    meeting = held_meeting(cast, row)
    assert clock(row).ended_at is None
    assert fresh(row).stands().events[-1].event is Event.MET
    assert due(cast, row, meeting).startswith("Write down what was decided by ")
    minutes = written(cast, row, meeting)
    assert clock(row).ended_at
    assert due(cast, row, meeting) == NO_TIME_GIVEN, "the clock is over: there is none for agreeing"
    agreed(cast, row, minutes)
    assert not list(disagreements(fresh(row)))


def test_no_clock_counts_by_a_meeting_to_which_one_side_did_not_come(cast: Cast) -> None:
    row = counted(cast)
    meeting = held_meeting(cast, row, came=("bob",))
    assert due(cast, row, meeting) == NO_CLOCK_BY_IT
    written(cast, row, meeting)
    assert not Clock.objects.filter(difference=row, key="minutes").exists()
    assert Event.MET not in {one.event for one in fresh(row).stands().events}


def test_the_minutes_of_one_meeting_do_not_end_the_clock_that_another_started(cast: Cast) -> None:
    row = counted(cast)
    first, second = held_meeting(cast, row), held_meeting(cast, row)
    assert due(cast, row, second) == NO_CLOCK_BY_IT
    written(cast, row, second)
    assert clock(row).ended_at is None
    assert due(cast, row, first).startswith("Write down what was decided by ")
    written(cast, row, first)
    assert clock(row).ended_at
    assert not list(disagreements(fresh(row)))


def test_once_the_stage_is_over_no_clock_counts_by_it_and_after_the_end_nothing_is_said_of_one(cast: Cast) -> None:
    row = counted(cast)
    meeting = held_meeting(cast, row)
    cast.do(actions.escalate, row, "amy", reason="We differ.", tried="A call.", ask="See him.", meanwhile="Breakfast.")
    assert due(cast, row, meeting) == NO_CLOCK_BY_IT
    cast.do(actions.withdraw, row, "amy", why="settled", words="It is settled.")
    assert due(cast, row, meeting) == ""
    written(cast, row, meeting)
    assert due(cast, row, meeting) == ""


def test_noted_by_whoever_helps_both_sides_a_meeting_starts_its_clock_too(cast: Cast) -> None:
    row = counted(cast)
    sian = cast.person("sian")
    Seat.objects.create(
        partnership_id=row.partnership_id, difference=row, capacity=Capacity.HELPING, role=Role.FACILITATOR, stage=1,
        agency_id=cast.actor("sian").posts[0].agency_id, person=sian, since=cast.at,
    )  # fmt: skip
    meeting = held_meeting(cast, row, by="sian")
    assert clock(row).started_at == Meeting.objects.get(pk=meeting.pk).held_at
    written(cast, row, meeting, by="sian")
    assert clock(row).ended_at
    assert Entry.objects.filter(subject=row.pk, kind="difference.note", text__actor_name__contains="Sian").count() == 2


def test_whoever_was_only_told_before_and_acts_now_starts_it_too(cast: Cast) -> None:
    row = counted(cast)
    theirs = Seat.objects.get(difference=row, capacity=Capacity.RAISER)
    Seat.objects.create(
        partnership_id=row.partnership_id, difference=row, capacity=Capacity.CHECKING, role=Role.LINE_MANAGER,
        side=Side.RAISING, stage=1, agency=theirs.agency, person=theirs.person, since=cast.at,
    )  # fmt: skip
    held_meeting(cast, row, by="amy")
    assert clock(row).ended_at is None


def test_the_agenda_of_a_held_meeting_is_the_list_as_it_was(cast: Cast) -> None:
    row = cast.at_stage(2)
    actions.put_point(by=cast.actor("sarah"), at=cast.tick(), difference=row.pk, text="He is alone at night.")
    actions.stand_on(
        by=cast.actor("cath"), at=cast.tick(), difference=row.pk, number=1, stand=Stand.DIFFERS, why="", version=1
    )  # fmt: skip
    meeting = held_meeting(cast, row, people=("sarah", "cath"), came=("sarah", "cath"), by="cath")
    before = as_read(cast, row, meeting, "cath").agenda
    assert "He is alone at night." in before
    later = proposed_meeting(cast, row, by="sarah", people=("sarah", "cath"))
    actions.stand_on(
        by=cast.actor("cath"), at=cast.tick(), difference=row.pk, number=1, stand=Stand.AGREES, why="", version=2
    )  # fmt: skip
    assert as_read(cast, row, meeting, "cath").agenda == before
    assert "He is alone at night." not in as_read(cast, row, later, "cath").agenda
    assert not list(disagreements(fresh(row)))


def attended(cast: Cast, row: Difference, meeting: Meeting) -> Whole:
    """Have Amy note that she and Bob were there, and return the meeting as she reads it."""
    assert meeting.ends_at
    cast.at = meeting.ends_at
    there = actions.Attendance(keys(cast, ("amy", "bob")), "", "", read_out=True)
    actions.hold_meeting(by=cast.actor("amy"), at=cast.tick(), difference=row.pk, number=meeting.number, there=there)
    return as_read(cast, row, meeting)


def test_whoever_was_there_of_an_agency_that_is_a_side_no_more_counts_for_none(cast: Cast, as_role: AsRole) -> None:
    row = cast.raised()
    meeting = set_meeting(cast, row)
    given_away(cast, row)
    with as_role("app"):
        tell_database(cast.actor("amy"))
        assert attended(cast, row, meeting).quorum == NOT_BOTH
    bob = meeting.invited.get(person=cast.person("bob"))
    assert (bob.side, bob.came) == ("", True)
    words = Entry.objects.filter(subject=row.pk, kind="step.meeting_held").get().text.words
    assert words["Both sides"] == NOT_BOTH


@pytest.mark.parametrize("acts", ["before a time is chosen", "before it is held"])
def test_whoever_has_seats_on_both_sides_and_acts_after_they_were_asked_comes_for_the_one_they_act_for(
    cast: Cast, acts: str
) -> None:
    row = cast.raised()
    sits_for_both(cast, row)
    meeting = proposed_meeting(cast, row, by="amy")
    bob = meeting.invited.get(person=cast.person("bob"))
    assert bob.side == Side.RAISING, "who acted for neither comes for the first"
    if acts == "before a time is chosen":
        cast.do(actions.pick_up, row, "bob")
    starts = datetime.fromisoformat(meeting.times[0][0])
    meeting = actions.choose_time(by=cast.actor("amy"), at=cast.tick(), difference=row.pk, number=1, starts=starts)
    if acts == "before it is held":
        cast.do(actions.pick_up, row, "bob")
    assert attended(cast, row, meeting).quorum == BOTH_THERE
    bob.refresh_from_db()
    assert (bob.side, bob.agency) == (Side.RESPONDING, row.responding_agency)


def sits_for_both(cast: Cast, row: Difference) -> None:
    """Give Bob, who answers, a post and a seat of the raising side too."""
    theirs = cast.actor("amy").posts[0]
    Holding.objects.create(post_id=theirs.id, person=cast.person("bob"), starts=london_date(cast.at))
    Seat.objects.create(
        partnership_id=row.partnership_id, difference=row, capacity=Capacity.ANSWERING, role=Role.PRACTITIONER,
        side=Side.RAISING, stage=1, agency_id=theirs.agency_id, person=cast.person("bob"), since=cast.at,
    )  # fmt: skip


def test_whoever_has_seats_on_both_sides_comes_for_the_one_they_act_for(cast: Cast) -> None:
    row = cast.raised()
    sits_for_both(cast, row)
    cast.do(actions.pick_up, row, "bob")
    meeting = set_meeting(cast, row)
    assert meeting.invited.get(person=cast.person("bob")).side == Side.RESPONDING


ALTERED = {
    "which side agreed": "minutesagreed SET side = 'responding'",
    "for whom it agreed": "minutesagreed SET agency_id = (SELECT responding_agency_id FROM differences_difference)",
    "who decided": "minutes SET decided_by = 'Nobody'",
    "the decision": "minutes SET decision = 'No visit.'",
    "the reasons": "minutes SET reasons = 'None.'",
    "dissent": "dissent SET words = 'Friday suits.'",
    "dissent from what": "dissent SET read = 0",
    "how often it changed": "meeting SET sequence = 5",
    "the place": "meeting SET place = 'Room 9'",
    "what it is about": "meeting SET about = 'Nothing'",
    "the times": "meeting SET times = times - 1",
    "apologies": "meeting SET apologies = 'Amy'",
    "who else came": "meeting SET others = 'Her uncle'",
    "read out": "meeting SET read_out = false",
    "the agenda": "meeting SET agenda = '[\"His tea\"]'",
}


@pytest.mark.parametrize("what", ALTERED)
def test_whatever_is_altered_in_a_table_is_found(cast: Cast, what: str) -> None:
    row = cast.raised()
    meeting = held_meeting(cast, row)
    agreed(cast, row, written(cast, row, meeting))
    dissented(cast, row, meeting, read=1)
    assert not list(disagreements(fresh(row)))
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE differences_{ALTERED[what]}")
        assert cursor.rowcount == 1
    finds = "meetings" if ALTERED[what].startswith("meeting ") else "minutes of meetings"
    assert [one.what for one in disagreements(fresh(row))] == [finds]
