"""Meetings: times, invitations that go where they should, what was decided, agreed and not agreed with."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta

import pytest
from django.db import connection

from commonground.differences import actions
from commonground.differences.agreeing import disagreements
from commonground.differences.meetings.people import comers
from commonground.differences.meetings.queries import whole
from commonground.differences.models import Difference, Meeting, Seat, spoken
from commonground.differences.reading import standpoint
from commonground.directory.guests.actions import Guest, bind
from commonground.directory.models import Absence, Holding
from commonground.notices.messages import email as made_email
from commonground.notices.models import Notice
from commonground.now import LONDON, london_date
from commonground.procedures.meetings import (
    AGREED_ALREADY,
    BOTH_THERE,
    ENDS_FIRST,
    GONE_BY,
    NO_SUCH_TIME,
    NOBODY,
    NOT_BOTH,
    NOT_HELD,
    NOT_INVITED,
    NOT_PROPOSED,
    NOT_SET,
    NOT_YET,
    OVER,
    TWICE,
    WHO_AGREES,
    WHO_CALLS,
    local,
)
from commonground.procedures.rules import Refused
from commonground.procedures.terms import Side
from commonground.record.models import Entry
from tests.cast import Cast
from tests.differences.asking import email, fresh, told
from tests.differences.meetings.meeting import (
    DECISION,
    PLACE,
    agreed,
    cancelled,
    changed,
    dissented,
    held_meeting,
    keys,
    proposed_meeting,
    set_meeting,
    soon,
    written,
)
from tests.differences.test_restricting import restricted

WRITTEN = (
    *("Harbour House", "01632", "where he sleeps", "visit together", "his room", "breakfast", "Friday is too late"),
    *("Bob is ill", "at court", "Amy", "Lister", "Ferris", "T. E."),
)
"""Words that people wrote of it, and their names."""
AsRole = Callable[[str], AbstractContextManager[None]]


def unfolded(text: str) -> str:
    """Return a calendar with each line whole: where one is long, it goes on after a break and a blank."""
    return text.replace("\r\n ", "")


def sent(row: Difference) -> list[tuple[str, str, int]]:
    rows = Notice.objects.filter(subject=row.pk).exclude(uid="").order_by("left_at", "kind", "address")
    return [(one.kind, one.address, one.sequence) for one in rows]


def test_times_are_proposed_to_both_sides_and_nobody_has_an_invitation_yet(cast: Cast) -> None:
    row = cast.raised()
    meeting = proposed_meeting(cast, row)
    assert email(cast, "amy") in told(row, "meeting_proposed")
    assert sent(row) == []
    words = Entry.objects.filter(subject=row.pk).latest("number").text.words
    assert words["Where"] == PLACE
    assert words["Times"].count("\n") == 1
    assert (meeting.number, meeting.state) == (1, "proposed")
    assert not list(disagreements(fresh(row)))


def test_choosing_one_invites_each_and_a_notice_holds_no_place_and_no_name(cast: Cast) -> None:
    row = cast.raised()
    meeting = set_meeting(cast, row)
    assert sent(row) == [("meeting_set", email(cast, "amy"), 0), ("meeting_set", email(cast, "bob"), 0)]
    for one in Notice.objects.filter(subject=row.pk).exclude(uid=""):
        assert (one.due, one.until) == (meeting.starts_at, meeting.ends_at)
        assert one.uid.startswith(str(meeting.pk))
        assert PLACE not in str(one.__dict__)
    starts = datetime.fromisoformat(meeting.times[1][0])
    with pytest.raises(Refused, match=NOT_PROPOSED):
        actions.choose_time(by=cast.actor("bob"), at=cast.at, difference=row.pk, number=1, starts=starts)
    assert not list(disagreements(fresh(row)))


def test_moved_after_the_invitations_went_out_it_keeps_its_uid_and_counts_on(cast: Cast) -> None:
    row = cast.raised()
    meeting = set_meeting(cast, row)
    after = changed(cast, row, meeting, people=("amy", "sarah"))
    assert sent(row)[2:] == [
        ("meeting_changed", email(cast, "amy"), 1),
        ("meeting_off", email(cast, "bob"), 1),
        ("meeting_set", email(cast, "sarah"), 1),
    ]
    again = changed(cast, row, after, people=("amy", "bob"))
    assert (again.sequence, {one[2] for one in sent(row)[5:]}) == (2, {2})
    assert len(set(Notice.objects.filter(subject=row.pk).exclude(uid="").values_list("uid", flat=True))) == 1
    assert not list(disagreements(fresh(row)))


def test_a_form_that_was_overtaken_changes_nothing(cast: Cast) -> None:
    row = cast.raised()
    meeting = set_meeting(cast, row)
    changed(cast, row, meeting)
    with pytest.raises(actions.Meanwhile):
        changed(cast, row, meeting, sequence=0)
    assert Meeting.objects.get(difference=row).sequence == 1


def test_cancelled_everybody_s_calendar_is_told(cast: Cast) -> None:
    row = cast.raised()
    meeting = cancelled(cast, row, set_meeting(cast, row))
    assert sent(row)[2:] == [("meeting_off", email(cast, "amy"), 1), ("meeting_off", email(cast, "bob"), 1)]
    assert "ill" not in str(list(Notice.objects.filter(subject=row.pk).values()))
    with pytest.raises(Refused, match=OVER):
        cancelled(cast, row, meeting)
    with pytest.raises(Refused, match=NOT_SET):
        changed(cast, row, meeting)
    assert not list(disagreements(fresh(row)))


def test_one_that_was_only_proposed_is_cancelled_without_calendars(cast: Cast) -> None:
    row = cast.raised()
    cancelled(cast, row, proposed_meeting(cast, row))
    assert sent(row) == []
    assert told(row, "meeting_news")


@pytest.mark.parametrize("who", ["zed", "hana", "cath", "elin"])
def test_somebody_who_may_not_see_it_is_not_invited_and_the_ways_in_are_said(cast: Cast, who: str) -> None:
    row = cast.raised()
    with pytest.raises(Refused, match="by a pass, as an adviser, or by asking") as no:
        proposed_meeting(cast, row, people=("amy", who))
    assert no.value.sentence == NOT_INVITED
    assert not Meeting.objects.filter(difference=row).exists()


def test_let_in_by_each_of_these_ways_they_are_invited(cast: Cast) -> None:
    row = cast.joined()
    amy = cast.actor("amy")
    asks = actions.AdviceSought(Side.RAISING, cast.actor("hana").posts[0].agency_id, cast.person("hana").pk, "Sleep?")
    actions.ask_adviser(by=amy, at=cast.tick(), difference=row.pk, asks=asks)
    guest = Guest("Ruth Amos", "Trustee", "ruth@harbourkids.example")
    given = actions.give_pass(by=amy, at=cast.tick(), difference=row.pk, side=Side.RAISING, guest=guest).made
    bind(given, "a browser", at=cast.at)
    set_meeting(cast, row, people=("amy", "zed", "hana", "Ruth Amos"))
    assert {(kind, address) for kind, address, _ in sent(row)} == {
        ("meeting_set", email(cast, "amy")),
        ("meeting_set", email(cast, "zed")),
        ("meeting_set", email(cast, "hana")),
        ("guest_meeting", "ruth@harbourkids.example"),
    }


def test_whoever_lost_sight_meanwhile_is_not_told_when_it_is_now(cast: Cast) -> None:
    row = cast.joined()
    meeting = set_meeting(cast, row, people=("amy", "zed"))
    was = (meeting.starts_at, meeting.ends_at)
    Seat.objects.filter(difference=row, capacity="joined").update(ended_at=cast.at)
    changed(cast, row, meeting, people=("amy",))
    assert ("meeting_off", email(cast, "zed"), 1) in sent(row)
    assert ("meeting_changed", email(cast, "zed"), 1) not in sent(row)
    off = Notice.objects.get(subject=row.pk, kind="meeting_off")
    assert (off.due, off.until) == was
    assert off.due != Meeting.objects.get(pk=meeting.pk).starts_at


def test_whoever_lost_sight_before_a_time_was_chosen_hears_nothing_of_it(cast: Cast) -> None:
    row = cast.joined()
    meeting = proposed_meeting(cast, row, people=("amy", "bob", "zed"))
    Seat.objects.filter(difference=row, capacity="joined").update(ended_at=cast.at)
    starts = datetime.fromisoformat(meeting.times[0][0])
    actions.choose_time(by=cast.actor("amy"), at=cast.tick(), difference=row.pk, number=1, starts=starts)
    assert email(cast, "zed") not in {address for _, address, _ in sent(row)}
    words = Entry.objects.filter(subject=row.pk).latest("number").text.words
    assert "Zed" not in words["Who is asked to come"]
    assert not list(disagreements(fresh(row)))


def test_whoever_is_away_today_can_be_asked_and_stays_asked_when_it_is_moved(cast: Cast) -> None:
    row = cast.raised()
    today = london_date(cast.at)
    Absence.objects.create(person=cast.person("sarah"), starts=today, ends=today)
    meeting = set_meeting(cast, row, people=("amy", "sarah"))
    assert ("meeting_set", email(cast, "sarah"), 0) in sent(row)
    changed(cast, row, meeting, people=("amy", "sarah"))
    assert ("meeting_changed", email(cast, "sarah"), 1) in sent(row)


def test_whoever_works_there_no_longer_is_asked_no_more(cast: Cast) -> None:
    row = cast.joined()
    set_meeting(cast, row, people=("amy", "bob"))
    gone = Holding.objects.filter(person=cast.person("amy"))
    assert str(cast.person("amy").pk) in comers(fresh(row), list(row.seats.all()), london_date(cast.at))
    gone.update(ends=london_date(cast.at) - timedelta(days=1))
    assert str(cast.person("amy").pk) not in comers(fresh(row), list(row.seats.all()), london_date(cast.at))


def test_of_a_restricted_difference_only_those_named_are_asked_and_told(cast: Cast) -> None:
    row = restricted(cast)
    with pytest.raises(Refused, match="Only people who can see this difference"):
        proposed_meeting(cast, row, people=("amy", "sarah"))
    set_meeting(cast, row)
    told_of = set(Notice.objects.filter(subject=row.pk, kind__contains="meeting").values_list("address", flat=True))
    assert told_of == {email(cast, "amy"), email(cast, "bob")}


def test_no_message_of_a_meeting_holds_a_word_that_somebody_wrote(cast: Cast) -> None:
    row = restricted(cast)
    meeting = held_meeting(cast, row)
    dissented(cast, row, meeting)
    minutes = written(cast, row, meeting)
    agreed(cast, row, minutes)
    cancelled(cast, row, set_meeting(cast, row))
    notices = Notice.objects.filter(subject=row.pk, kind__regex="meeting|minutes")
    assert {one.kind for one in notices} >= {"meeting_set", "meeting_off", "meeting_news", "minutes_to_agree"}
    for one in notices:
        message = made_email(one).message()
        parts = [part.get_payload(decode=True) for part in message.walk() if not part.is_multipart()]
        said = "".join(unfolded(part.decode()) for part in parts if isinstance(part, bytes))
        assert spoken(row.reference) in said
        for word in WRITTEN:
            assert word not in said, (one.kind, word)


def test_a_side_that_nobody_asked_to_come_is_told_of_it_and_whoever_is_asked_not_twice(cast: Cast) -> None:
    row = cast.raised()
    meeting = set_meeting(cast, row, people=("amy",))
    assert "duty.east@council.fairhaven.example" in told(row, "meeting_news")
    assert email(cast, "Farah Siddiqui") in told(row, "meeting_news")
    assert email(cast, "amy") not in told(row, "meeting_news")
    changed(cast, row, meeting, people=("amy", "Farah Siddiqui"))
    cancelled(cast, row, Meeting.objects.get(pk=meeting.pk))
    news = Notice.objects.filter(subject=row.pk, kind="meeting_news", address=email(cast, "Farah Siddiqui"))
    assert news.count() == 1


def test_what_makes_no_sense_is_refused_in_words(cast: Cast) -> None:
    row = cast.raised()
    with pytest.raises(Refused, match=NOBODY):
        proposed_meeting(cast, row, people=())
    with pytest.raises(Refused, match=GONE_BY):
        proposed_meeting(cast, row, hours=(-1,))
    starts, ends = soon(cast)
    new = actions.NewMeeting([(ends, starts)], PLACE, "", keys(cast, ["amy"]))
    with pytest.raises(Refused, match=ENDS_FIRST):
        actions.propose_meeting(by=cast.actor("amy"), at=cast.at, difference=row.pk, new=new)
    with pytest.raises(Refused, match=WHO_CALLS):
        proposed_meeting(cast, cast.joined(), by="zed")
    with pytest.raises(Difference.DoesNotExist):
        proposed_meeting(cast, row, by="zed")


def test_hours_that_do_not_exist_or_come_twice_are_refused() -> None:
    assert local(datetime(2026, 10, 26, 10), LONDON).hour == 10  # noqa: DTZ001 as people write it
    assert local(datetime(2026, 10, 23, 10), LONDON).hour == 9  # noqa: DTZ001 as above
    with pytest.raises(ValueError, match=NO_SUCH_TIME):
        local(datetime(2027, 3, 28, 1, 30), LONDON)  # noqa: DTZ001 as above
    with pytest.raises(ValueError, match=TWICE):
        local(datetime(2026, 10, 25, 1, 30), LONDON)  # noqa: DTZ001 as above


def test_held_it_says_who_was_there_and_whether_that_was_enough(cast: Cast) -> None:
    row = cast.raised()
    meeting = held_meeting(cast, row)
    words = Entry.objects.filter(subject=row.pk, kind="step.meeting_held").get().text.words
    assert words["Both sides"] == BOTH_THERE
    assert "Amy Lister" in words["Who was there"]
    assert words["Who could not come"] == "Sarah, who is at court."
    shown = whole(standpoint(cast.actor("amy"), fresh(row)), meeting, cast.at)
    assert shown.read_out[0][0] == "The worry"
    assert not list(disagreements(fresh(row)))


def test_one_side_alone_is_not_enough_and_stops_nothing(cast: Cast) -> None:
    row = cast.raised()
    meeting = held_meeting(cast, row, came=("amy",))
    words = Entry.objects.filter(subject=row.pk, kind="step.meeting_held").get().text.words
    assert words["Both sides"] == NOT_BOTH
    assert written(cast, row, meeting).number == 1


def test_before_it_begins_it_was_not_held(cast: Cast) -> None:
    row = cast.raised()
    set_meeting(cast, row)
    there = actions.Attendance([], "", "", read_out=False)
    with pytest.raises(Refused, match=NOT_YET):
        actions.hold_meeting(by=cast.actor("bob"), at=cast.at, difference=row.pk, number=1, there=there)
    with pytest.raises(Refused, match=NOT_HELD):
        actions.write_minutes(
            by=cast.actor("bob"), at=cast.at, difference=row.pk, number=1, read=0, decided=actions.Decided("", "", "")
        )  # fmt: skip


def test_both_sides_agree_the_same_minutes_and_new_ones_are_agreed_anew(cast: Cast) -> None:
    row = cast.raised()
    meeting = held_meeting(cast, row)
    first = written(cast, row, meeting)
    assert email(cast, "amy") in told(row, "minutes_to_agree")
    agreed(cast, row, first)
    with pytest.raises(Refused, match=AGREED_ALREADY):
        agreed(cast, row, first)
    second = written(cast, row, meeting, read=1, by="amy")
    with pytest.raises(actions.Meanwhile):
        agreed(cast, row, first, by="bob")
    with pytest.raises(actions.Meanwhile):
        written(cast, row, meeting, read=1)
    agreed(cast, row, second)
    agreed(cast, row, second, by="bob")
    shown = whole(standpoint(cast.actor("amy"), fresh(row)), meeting, cast.at).text
    assert shown
    assert (shown.number, len(shown.agreed), shown.waits_for, shown.decision) == (2, 2, (), DECISION)
    assert not list(disagreements(fresh(row)))


def test_dissent_stands_in_the_dissenter_s_own_words_also_of_who_joined(cast: Cast) -> None:
    row = cast.joined()
    meeting = held_meeting(cast, row)
    dissented(cast, row, meeting)
    dissented(cast, row, meeting, by="zed")
    shown = whole(standpoint(cast.actor("bob"), fresh(row)), meeting, cast.at)
    assert [words for _, words, _ in shown.dissents] == ["Friday is too late for him."] * 2
    assert "Zed" in shown.dissents[1][0]
    with pytest.raises(Refused, match=WHO_AGREES):
        agreed(cast, row, written(cast, row, meeting), by="zed")
    assert not list(disagreements(fresh(row)))


def test_it_can_be_held_and_written_down_after_the_end(cast: Cast) -> None:
    row = cast.proposed()
    meeting = set_meeting(cast, row)
    row = cast.do(actions.sign, row, "amy", proposal=1)
    cast.at = (meeting.ends_at or cast.at) + timedelta(minutes=1)
    there = actions.Attendance(keys(cast, ["amy"]), "", "", read_out=False)
    actions.hold_meeting(by=cast.actor("bob"), at=cast.tick(), difference=row.pk, number=1, there=there)
    assert written(cast, row, meeting).number == 1
    assert not list(disagreements(fresh(row)))


@pytest.mark.parametrize("table", ["meeting", "invited", "minutes", "minutesagreed", "dissent"])
def test_the_database_alone_keeps_them_from_others(cast: Cast, as_role: AsRole, table: str) -> None:
    row = cast.raised()
    meeting = held_meeting(cast, row)
    agreed(cast, row, written(cast, row, meeting))
    dissented(cast, row, meeting, read=1)
    seen = {}
    for who in ("amy", "zed"):
        with as_role("app"), connection.cursor() as cursor:
            cursor.execute("SELECT cg_begin(%s, %s)", [cast.person(who).pk, london_date(cast.at)])
            cursor.execute(f"SELECT count(*) FROM differences_{table}")  # noqa: S608 a name of ours
            seen[who] = cursor.fetchone()[0]
    assert (seen["amy"] > 0, seen["zed"]) == (True, 0)
