"""The same moment at a meeting, by real threads: one is first, and whoever was overtaken sends their words again."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Barrier, Thread
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction

from commonground.differences.meetings import views
from commonground.differences.models import Difference, Meeting, Minutes, MinutesAgreed
from commonground.differences.views.changing import whole
from commonground.now import LONDON, now
from commonground.record.models import Entry
from tests.cast import Cast
from tests.conftest import Clone
from tests.connected import connected
from tests.differences.meetings.meeting import held_meeting, keys, proposed_meeting, set_meeting, written
from tests.differences.raising import Browser

PATIENCE = 60  # seconds for the slower of the two
CARRIED = re.compile(r'<input type="hidden" name="(was|sequence|read)" value="([^"]*)"')
Answers = dict[str, Any]
Form = tuple[Any, str, Answers]
"""Who sends a form, to which part of the meeting, with which answers."""


@dataclass(frozen=True)
class Got:
    """What a form was answered."""

    status: int
    page: str

    @property
    def carried(self) -> dict[str, str]:
        """What the form on this page carries unseen."""
        return dict(CARRIED.findall(self.page))


@pytest.fixture
def together(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have two requests wait for each other just before the action: both have read the meeting as it was."""
    barrier, before = Barrier(2, timeout=PATIENCE), {"waits": True}

    def waiting(*gone: Any) -> AbstractContextManager[None]:  # noqa: ANN401 as the view calls it
        if before["waits"]:
            barrier.wait()
            before["waits"] = False
        return whole(*gone)

    monkeypatch.setattr(views, "whole", waiting)


def send(clone: Clone, row: Difference, forms: list[Form]) -> list[Got]:
    """Send these forms at the same moment, each from a window of its own; return what each was answered, in order."""
    got: dict[int, Got] = {}

    def window(number: int, person: Any, part: str, answers: Answers) -> None:  # noqa: ANN401 a person
        with connected(clone.app):
            url = f"{row.get_absolute_url()}meetings/1/{part}/"
            answer = Browser(person).post(url, {"submission": str(uuid4()), **answers})
            got[number] = Got(answer.status_code, answer.content.decode())

    threads = [Thread(target=window, args=(number, *form)) for number, form in enumerate(forms)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(got) == len(forms)
    return [got[number] for number in range(len(forms))]


def committed(world: Cast, make: Callable[[Cast, Difference], object]) -> Difference:
    """Return a difference with what was made of its first meeting, committed."""
    with transaction.atomic():
        row = world.raised()
        make(world, row)
        return row


def steps(row: Difference) -> list[str]:
    """Return the steps of meetings that the record tells, in order."""
    kinds = Entry.objects.filter(subject=row.pk, kind__startswith="step.").order_by("number")
    return [kind.removeprefix("step.") for kind in kinds.values_list("kind", flat=True)]


def lost(forms: list[Form], got: list[Got]) -> tuple[Form, Got]:
    """Return the form that was overtaken, and what it was answered: one was first."""
    assert sorted(one.status for one in got) == [302, 409]
    return next(pair for pair in zip(forms, got, strict=True) if pair[1].status == 409)


@pytest.mark.usefixtures("together")
def test_of_two_who_choose_at_once_one_is_first_and_each_is_invited_once(world: Cast, seeded: Clone) -> None:
    row = committed(world, proposed_meeting)
    times = Meeting.objects.get(difference=row).times
    forms: list[Form] = [
        (world.person(name), "choose", {"starts": starts})
        for name, (starts, _) in zip(("amy", "bob"), times, strict=True)
    ]
    got = send(seeded, row, forms)
    _, answer = lost(forms, got)
    assert "no longer waiting for a time" in answer.page
    first = next(form[2]["starts"] for form, one in zip(forms, got, strict=True) if one.status == 302)
    assert Meeting.objects.get(difference=row).starts_at == datetime.fromisoformat(first)
    assert steps(row) == ["meeting_proposed", "meeting_set"]


@pytest.mark.usefixtures("together")
def test_who_changes_it_while_it_is_cancelled_or_the_other_way_keeps_their_words(world: Cast, seeded: Clone) -> None:
    row = committed(world, set_meeting)
    day = now().astimezone(LONDON).date() + timedelta(days=3)
    moved = {"day_day": day.day, "day_month": day.month, "day_year": day.year, "begins": "10:00", "ends": "11:00"}
    changes = moved | {"place": "Own words: the library", "people": keys(world, ("amy", "bob")), "sequence": "0"}
    off = {"reason": "Own words: Bob is ill.", "was": "set", "sequence": "0"}
    forms: list[Form] = [(world.person("amy"), "change", changes), (world.person("bob"), "cancel", off)]
    got = send(seeded, row, forms)
    form, answer = lost(forms, got)
    assert str(form[2].get("place") or form[2]["reason"]) in answer.page
    if form[1] == "cancel":  # it was moved first: sent once more as it is drawn now, the cancellation is done
        assert answer.carried == {"was": "set", "sequence": "1"}
        assert [one.status for one in send(seeded, row, [(form[0], form[1], form[2] | answer.carried)])] == [302]
    assert Meeting.objects.get(difference=row).state == "cancelled"


@pytest.mark.usefixtures("together")
@pytest.mark.parametrize("there", [0, 1])
def test_of_two_who_write_the_minutes_at_once_the_second_reads_the_first_and_sends_theirs_once(
    world: Cast, seeded: Clone, there: int
) -> None:
    def make(cast: Cast, row: Difference) -> None:
        cast.at -= timedelta(hours=4)
        meeting = held_meeting(cast, row)
        for read in range(there):
            written(cast, row, meeting, read=read)

    row = committed(world, make)
    forms: list[Form] = [
        (
            world.person(name), "minutes",
            {"decided_by": "All", "decision": f"Own words of {name}.", "reasons": "So.", "read": str(there)},
        )
        for name in ("amy", "bob")
    ]  # fmt: skip
    form, answer = lost(forms, send(seeded, row, forms))
    first = next(one[2]["decision"] for one in forms if one is not form)
    assert form[2]["decision"] in answer.page
    assert first in answer.page
    assert answer.carried == {"read": str(there + 1)}
    assert [one.status for one in send(seeded, row, [(form[0], form[1], form[2] | answer.carried)])] == [302]
    texts = list(Minutes.objects.filter(difference=row).order_by("number").values_list("number", "decision"))
    assert texts[there:] == [(there + 1, first), (there + 2, form[2]["decision"])]


@pytest.mark.usefixtures("together")
def test_who_agrees_while_the_text_changes_agrees_what_was_read_or_nothing(world: Cast, seeded: Clone) -> None:
    def make(cast: Cast, row: Difference) -> None:
        cast.at -= timedelta(hours=4)
        written(cast, row, held_meeting(cast, row))

    row = committed(world, make)
    corrected = {"decided_by": "All", "decision": "Own words of Bob.", "reasons": "So.", "read": "1"}
    forms: list[Form] = [
        (world.person("amy"), "minutes/agree", {"read": "1"}),
        (world.person("bob"), "minutes", corrected),
    ]
    agreed, wrote = send(seeded, row, forms)
    assert wrote.status == 302
    by_amy = MinutesAgreed.objects.filter(difference=row).values_list("minutes__number", flat=True)
    assert list(by_amy) == ([1] if agreed.status == 302 else [])
    if agreed.status != 302:
        assert (agreed.status, "Somebody has corrected what is written." in agreed.page) == (409, True)
