"""Whoever stands in for a side whose own line is empty acts for it, and does not write what its agency knows."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest

from commonground.differences import actions
from commonground.differences.child_day import actions as days
from commonground.differences.models import Difference, Seat
from commonground.differences.sheets import actions as sheets
from commonground.differences.thresholds import actions as charts
from commonground.directory import actions as directory
from commonground.library.day.shape import DayType
from commonground.procedures.numbers import number_refusal
from commonground.procedures.rules import Refused
from commonground.procedures.sheets import Tool
from commonground.procedures.steps import STANDS_IN
from tests.cast import MEANWHILE, Cast
from tests.visiting import visit

AsRole = Callable[[str], AbstractContextManager[None]]


@pytest.fixture
def row(cast: Cast) -> Difference:
    """Give one at stage 2 in which Elin of the office answers for Oakfield, as nobody of it is left but Amy."""
    raised = cast.raised()
    for name in ("sarah", "judith"):
        directory.leave(person=cast.person(name), by=None, at=cast.tick())
    said = {"reason": "We still differ.", "tried": "We spoke.", "ask": "A visit.", "meanwhile": MEANWHILE}
    return cast.do(actions.escalate, raised, "amy", **said)


def test_the_pages_say_so_before_anything_is_written(row: Difference, as_role: AsRole) -> None:
    with as_role("app"):
        for page in ("adults/child/1/role/1/", "timeline/child/1/event/new/"):
            assert STANDS_IN in visit(f"/differences/{row.reference}/{page}", "elin", status=409).words
            visit(f"/differences/{row.reference}/{page}", "amy")


def test_nothing_is_begun(cast: Cast, row: Difference) -> None:
    known: dict[str, Any] = {"by": cast.actor("elin"), "at": cast.tick(), "difference": row.pk}
    with pytest.raises(Refused, match=STANDS_IN[:30]):
        days.begin_day(child=1, day_type=next(iter(DayType)), age="primary", **known)
    for tool in Tool:
        with pytest.raises(Refused, match=STANDS_IN[:30]):
            sheets.keep_line(tool=tool, child=1, version=0, key="x", line={"words": "x"}, **known)
    with pytest.raises(Refused, match=STANDS_IN[:30]):
        charts.begin(area=row.partnership_id, **known)
    seat = Seat.objects.of(row).get(
        person=None, side="raising", capacity="answering", ended_at=None, post__title="Partnership officer"
    )
    assert number_refusal(row.stands(), [seat.standing], given=False, stands_in=True) == STANDS_IN
