"""Words of meetings and numbers are hidden in the record and in the tables, on every page, and can be shown again."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from django.conf import settings
from django.db import connection

from commonground.differences import actions
from commonground.differences.agreeing import disagreements
from commonground.differences.hidden import HIDDEN, HIDDEN_BEFORE
from commonground.differences.models import Difference, Meeting
from commonground.differences.numbers.actions import give
from commonground.now import london_date, now
from commonground.procedures.steps import Step
from commonground.record.chain import publics_of
from commonground.record.models import Entry
from commonground.record.verify import verify_one
from tests.cast import Cast
from tests.differences.meetings.meeting import agreed, dissented, held_meeting, keys, set_meeting, soon
from tests.editions.fuller import open_fuller
from tests.pdf import said
from tests.visiting import browser, parsed, visit, words_of

WORDS = "They live at 14 Canary Row."
WHY = "It holds an address."
AsRole = Callable[[str], AbstractContextManager[None]]


def proposed(cast: Cast) -> Difference:
    """Return one to meet about at the family's address, and about that."""
    row = cast.raised()
    new = actions.NewMeeting([soon(cast)], WORDS, WORDS, keys(cast, ("amy", "bob")))
    actions.propose_meeting(by=cast.actor("amy"), at=cast.tick(), difference=row.pk, new=new)
    return row


def moved(cast: Cast) -> Difference:
    """Return one whose meeting was moved to there."""
    row = cast.raised()
    meeting = set_meeting(cast, row)
    actions.change_meeting(
        by=cast.actor("amy"), at=cast.tick(), difference=row.pk, number=1, sequence=meeting.sequence,
        when_now=soon(cast, hours=4), place=WORDS, people=keys(cast, ("amy", "bob")),
    )  # fmt: skip
    return row


def off(cast: Cast) -> Difference:
    """Return one whose meeting was cancelled for a reason that should not stand there."""
    row = cast.raised()
    meeting = set_meeting(cast, row)
    actions.cancel_meeting(
        by=cast.actor("amy"), at=cast.tick(), difference=row.pk, number=1, was=meeting.state,
        sequence=meeting.sequence, reason=WORDS,
    )  # fmt: skip
    return row


def held(cast: Cast) -> Difference:
    """Return one whose meeting had somebody there who must not be named."""
    row = cast.raised()
    meeting = set_meeting(cast, row)
    cast.at = (meeting.ends_at or cast.at) + timedelta(minutes=1)
    there = actions.Attendance(keys(cast, ("amy", "bob")), WORDS, WORDS, read_out=True)
    actions.hold_meeting(by=cast.actor("amy"), at=cast.tick(), difference=row.pk, number=1, there=there)
    return row


def written(cast: Cast) -> Difference:
    """Return one whose minutes, which a side agreed, hold an address."""
    row = cast.raised()
    held_meeting(cast, row)
    decided = actions.Decided(WORDS, WORDS, WORDS)
    minutes = actions.write_minutes(
        by=cast.actor("amy"), at=cast.tick(), difference=row.pk, number=1, read=0, decided=decided
    )  # fmt: skip
    agreed(cast, row, minutes)
    return row


def differs(cast: Cast) -> Difference:
    """Return one in which somebody does not agree in such words, and somebody else in others."""
    row = cast.raised()
    meeting = held_meeting(cast, row)
    dissented(cast, row, meeting, by="bob")
    actions.dissent(by=cast.actor("amy"), at=cast.tick(), difference=row.pk, number=1, read=0, words=WORDS)
    return row


def numbers(cast: Cast) -> Difference:
    """Return one with two numbers that are shown."""
    open_fuller()
    row = cast.answered()
    for who, figure in (("bob", 7), ("amy", 3)):
        give(by=cast.actor(who), at=cast.tick(), difference=row.pk, figure=figure, why=WORDS, moves=WORDS)
    return row


MADE: dict[Step, Callable[[Cast], Difference]] = {
    Step.MEETING_PROPOSED: proposed,
    Step.MEETING_CHANGED: moved,
    Step.MEETING_CANCELLED: off,
    Step.MEETING_HELD: held,
    Step.MINUTES_WRITTEN: written,
    Step.DISSENTED: differs,
    Step.SHOW_NUMBERS: numbers,
}
SAYS_SO: dict[Step, set[str]] = {
    Step.MEETING_PROPOSED: {"meetings/1/"},
    Step.MEETING_CHANGED: {"", "meetings/1/"},
    Step.MEETING_HELD: {"meetings/1/"},
    Step.MINUTES_WRITTEN: {"on-one-page/", "statement.pdf", "meetings/1/", "meetings/1/dissent/"},
    Step.DISSENTED: {"meetings/1/"},
    Step.SHOW_NUMBERS: {"two-numbers/"},
}
"""Which pages and papers say that the words are hidden, where they stood."""
OK = 200
TABLES = ("meeting", "minutes", "dissent")
PAGES = (
    *("", "record/", "on-one-page/", "statement.pdf", "for-our-file/", "for-our-file.pdf"),
    *("meetings/", "meetings/1/", "meetings/1/change/", "meetings/1/minutes/", "meetings/1/dissent/", "two-numbers/"),
)


@dataclass(frozen=True, slots=True)
class Read:
    """How each page and paper answers somebody, and what it says to them."""

    statuses: Mapping[str, int]
    texts: Mapping[str, str]

    def meets(self, words: str = "Canary Row") -> list[str]:
        """Return on which of them they meet these words."""
        return [part for part, text in self.texts.items() if words in text]


def read(row: Difference, who: str = "bob") -> Read:
    """Return what somebody reads of it, page by page."""
    client = browser(who)
    found = {part: client.get(f"{row.get_absolute_url()}{part}") for part in PAGES}
    texts = {part: _text(one.content, one.headers["Content-Type"]) for part, one in found.items()}
    return Read({part: one.status_code for part, one in found.items()}, texts)


def _text(content: bytes, kind: str) -> str:
    return said(content) if kind == "application/pdf" else words_of(parsed(content.decode()).find("body"))


def in_tables() -> int:
    """Return in how many rows the tables hold the words."""
    with connection.cursor() as cursor:
        every = " UNION ALL ".join(f"SELECT to_jsonb(one)::text AS said FROM differences_{one} one" for one in TABLES)  # noqa: S608 ours
        cursor.execute(f"SELECT count(*) FROM ({every}) every WHERE said LIKE '%Canary Row%'")  # noqa: S608 ours
        (count,) = cursor.fetchone()
    return int(count)


def whole(row: Difference) -> bool:
    """Say whether the record verifies, and tables agree with it."""
    finding = verify_one(row.pk, publics_of(settings.RECORD_KEYS))
    return finding is None and not list(disagreements(Difference.objects.get(pk=row.pk)))


@pytest.mark.parametrize("step", MADE)
def test_they_are_met_nowhere_once_they_are_hidden_and_everywhere_once_they_are_shown_again(
    cast: Cast, as_role: AsRole, step: Step
) -> None:
    row = MADE[step](cast)
    entry = Entry.objects.filter(subject=row.pk, kind=f"step.{step}").latest("number")
    before, rows = read(row), in_tables()
    assert before.meets()
    assert before.statuses["meetings/1/"] == (404 if step is Step.SHOW_NUMBERS else OK)
    with as_role("app"), connection.cursor() as cursor:
        cursor.execute("SELECT cg_begin(%s, %s)", [cast.person("sarah").pk, now().date()])
        actions.mask(by=cast.actor("sarah"), at=cast.tick(), difference=row.pk, entry=entry.pk, reason=WHY)
    after = read(row)
    assert after.meets() == []
    assert after.statuses == before.statuses, "they are not met there because nothing is"
    assert set(after.meets(HIDDEN)) >= SAYS_SO.get(step, set())
    assert not set(before.meets(HIDDEN))
    assert in_tables() == 0
    assert WHY in visit(f"{row.get_absolute_url()}record/", "bob").words
    assert whole(row)
    farah = cast.actor("Farah Siddiqui")
    actions.decide_mask(by=farah, at=cast.tick(), difference=row.pk, entry=entry.pk, confirm=False)
    assert read(row).meets() == before.meets()
    assert not read(row).meets(HIDDEN)
    assert in_tables() == rows
    assert whole(row)


def test_a_place_that_was_changed_since_stays_and_what_is_shown_again_does_not_bring_the_first_back(cast: Cast) -> None:
    row = proposed(cast)
    starts = datetime.fromisoformat(Meeting.objects.get(difference=row).times[0][0])
    actions.choose_time(by=cast.actor("bob"), at=cast.tick(), difference=row.pk, number=1, starts=starts)
    actions.change_meeting(
        by=cast.actor("bob"), at=cast.tick(), difference=row.pk, number=1, sequence=0, when_now=soon(cast, hours=4),
        place="Room 5", people=keys(cast, ("amy", "bob")),
    )  # fmt: skip
    entry = Entry.objects.get(subject=row.pk, kind=f"step.{Step.MEETING_PROPOSED}")
    actions.mask(by=cast.actor("amy"), at=cast.tick(), difference=row.pk, entry=entry.pk, reason=WHY)
    assert (Meeting.objects.get().place, in_tables(), read(row).meets()) == ("Room 5", 0, [])
    farah = cast.actor("Farah Siddiqui")
    actions.decide_mask(by=farah, at=cast.tick(), difference=row.pk, entry=entry.pk, confirm=False)
    assert (Meeting.objects.get().place, Meeting.objects.get().about) == ("Room 5", WORDS)
    assert whole(row)


def test_either_side_s_lead_hides_what_is_said_with_two_numbers(cast: Cast) -> None:
    row = numbers(cast)
    entry = Entry.objects.get(subject=row.pk, kind=f"step.{Step.SHOW_NUMBERS}")
    farah = cast.actor("Farah Siddiqui")
    actions.mask(by=farah, at=cast.tick(), difference=row.pk, entry=entry.pk, reason=WHY)
    page = visit(f"{row.get_absolute_url()}two-numbers/", "amy").words
    assert page.count(HIDDEN) == 2
    assert "3 out of 10" in page


def test_the_database_blanks_nothing_of_what_is_not_hidden(cast: Cast, as_role: AsRole) -> None:
    row = differs(cast)
    entry = Entry.objects.filter(subject=row.pk, kind="step.dissented").latest("number")
    with as_role("app"), connection.cursor() as cursor:
        cursor.execute("SELECT cg_begin(%s, %s)", [cast.person("amy").pk, london_date(cast.at)])
        cursor.execute("SELECT differences_hide_words(%s)", [entry.pk])
        cursor.execute("SELECT differences_show_words(%s)", [entry.pk])
    assert in_tables() == 1
    assert whole(row)


def masked(cast: Cast, row: Difference, step: Step, by: str = "amy") -> Entry:
    """Hide the words of the one entry of a step, and return that."""
    entry = Entry.objects.get(subject=row.pk, kind=f"step.{step}")
    actions.mask(by=cast.actor(by), at=cast.tick(), difference=row.pk, entry=entry.pk, reason=WHY)
    return entry


def test_nothing_is_said_to_be_decided_by_nobody_once_the_minutes_are_hidden(cast: Cast) -> None:
    row = written(cast)
    before = read(row)
    masked(cast, row, Step.MINUTES_WRITTEN)
    after = read(row)
    for part in ("on-one-page/", "statement.pdf"):
        assert ("decided by" in before.texts[part], "decided by" in after.texts[part]) == (True, False)


@pytest.mark.parametrize(("made", "step", "form"), [
    (written, Step.MINUTES_WRITTEN, "meetings/1/minutes/"),
    (moved, Step.MEETING_CHANGED, "meetings/1/change/"),
])  # fmt: skip
def test_a_form_that_would_begin_with_hidden_words_says_why_its_boxes_are_empty(
    cast: Cast, made: Callable[[Cast], Difference], step: Step, form: str
) -> None:
    row = made(cast)
    assert HIDDEN_BEFORE not in read(row).texts[form]
    masked(cast, row, step)
    after = read(row)
    assert after.statuses[form] == OK
    assert HIDDEN_BEFORE in after.texts[form]


def test_what_a_meeting_had_no_list_for_has_none_once_its_words_are_shown_again(cast: Cast) -> None:
    row = held(cast)
    Meeting.objects.update(agenda=None)
    entry = masked(cast, row, Step.MEETING_HELD)
    assert Meeting.objects.get().agenda is None
    farah = cast.actor("Farah Siddiqui")
    actions.decide_mask(by=farah, at=cast.tick(), difference=row.pk, entry=entry.pk, confirm=False)
    meeting = Meeting.objects.get()
    assert (meeting.agenda, meeting.others, meeting.apologies) == (None, WORDS, WORDS)
