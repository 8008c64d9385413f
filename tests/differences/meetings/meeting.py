"""What tests of meetings share: one that Bob proposes to Amy and Sarah, and what becomes of it."""

from collections.abc import Collection
from datetime import datetime, timedelta

from commonground.differences import actions
from commonground.differences.models import Difference, Dissent, Meeting, Minutes, MinutesAgreed
from tests.cast import Cast

PLACE = "Room 4, Harbour House, or ring 01632 960 777"
ABOUT = "Whether anybody has seen where he sleeps."
DECISION = "Bob and Amy visit together before Friday."
REASONS = "Nobody has seen his room."
TOO_LATE = "Friday is too late for him."
PEOPLE = ("amy", "bob")


def soon(cast: Cast, *, hours: int = 2) -> tuple[datetime, datetime]:
    """Return an hour, so many hours from now."""
    starts = cast.at + timedelta(hours=hours)
    return starts, starts + timedelta(hours=1)


def keys(cast: Cast, people: Collection[str]) -> list[str]:
    """Return what a form sends for these people."""
    return [str(cast.person(one).pk) for one in people]


def proposed_meeting(
    cast: Cast, row: Difference, *, by: str = "bob", people: Collection[str] = PEOPLE, hours: Collection[int] = (2, 26)
) -> Meeting:
    """Propose two times."""
    new = actions.NewMeeting([soon(cast, hours=one) for one in hours], PLACE, ABOUT, keys(cast, people))
    return actions.propose_meeting(by=cast.actor(by), at=cast.tick(), difference=row.pk, new=new)


def set_meeting(cast: Cast, row: Difference, *, by: str = "amy", people: Collection[str] = PEOPLE) -> Meeting:
    """Propose two times and choose the first."""
    meeting = proposed_meeting(cast, row, people=people)
    starts = datetime.fromisoformat(meeting.times[0][0])
    return actions.choose_time(
        by=cast.actor(by), at=cast.tick(), difference=row.pk, number=meeting.number, starts=starts
    )  # fmt: skip


def changed(
    cast: Cast, row: Difference, meeting: Meeting, *, people: Collection[str] = PEOPLE, sequence: int | None = None
) -> Meeting:
    """Move it by two hours."""
    return actions.change_meeting(
        by=cast.actor("bob"), at=cast.tick(), difference=row.pk, number=meeting.number,
        sequence=meeting.sequence if sequence is None else sequence, when_now=soon(cast, hours=4), place=PLACE,
        people=keys(cast, people),
    )  # fmt: skip


def cancelled(cast: Cast, row: Difference, meeting: Meeting) -> Meeting:
    """Cancel it."""
    return actions.cancel_meeting(
        by=cast.actor("amy"), at=cast.tick(), difference=row.pk, number=meeting.number, was=meeting.state,
        sequence=meeting.sequence, reason="Bob is ill.",
    )  # fmt: skip


def held_meeting(
    cast: Cast, row: Difference, *, came: Collection[str] = PEOPLE, people: Collection[str] = PEOPLE, by: str = "bob"
) -> Meeting:
    """Set one, and have somebody note that it was held."""
    meeting = set_meeting(cast, row, people=people)
    assert meeting.ends_at
    cast.at = meeting.ends_at
    there = actions.Attendance(keys(cast, came), "Sarah, who is at court.", "", read_out=True)
    return actions.hold_meeting(
        by=cast.actor(by), at=cast.tick(), difference=row.pk, number=meeting.number, there=there
    )  # fmt: skip


def written(cast: Cast, row: Difference, meeting: Meeting, *, read: int = 0, by: str = "bob") -> Minutes:
    """Write down what was decided."""
    decided = actions.Decided("Everybody who was there", DECISION, REASONS)
    return actions.write_minutes(
        by=cast.actor(by), at=cast.tick(), difference=row.pk, number=meeting.number, read=read, decided=decided
    )  # fmt: skip


def agreed(cast: Cast, row: Difference, minutes: Minutes, by: str = "amy") -> MinutesAgreed:
    """Agree the minutes for a side."""
    return actions.agree_minutes(
        by=cast.actor(by), at=cast.tick(), difference=row.pk, number=minutes.meeting.number, read=minutes.number
    )  # fmt: skip


def dissented(cast: Cast, row: Difference, meeting: Meeting, by: str = "amy", *, read: int = 0) -> Dissent:
    """Do not agree with the decision, having read these minutes; none, while nothing is written down."""
    return actions.dissent(
        by=cast.actor(by), at=cast.tick(), difference=row.pk, number=meeting.number, read=read, words=TOO_LATE
    )  # fmt: skip
