"""What tests of the joint chronology share: days that the school and the council wrote down."""

from datetime import date
from typing import Any

from commonground.differences.models import Difference
from commonground.differences.sheets import actions
from commonground.differences.sheets.models import SideSheet
from commonground.differences.timeline.words import Event
from commonground.library.day.shape import AnswerSource
from commonground.procedures.sheets import Tool
from tests.cast import Cast
from tests.differences.going_on import goes_on_from

COLD = "CN-raising: He came in a summer coat in the snow."
SCHOOLS = (
    Event("s1", date(2026, 2, 3), COLD, AnswerSource.SEEN),
    Event("s2", date(2026, 6, 9), "He fell asleep at his table.", AnswerSource.RECORD, "", "our record"),
)
COUNCILS = (
    Event("c1", date(2026, 2, 5), "The heating was off when we came.", AnswerSource.CARER, "", "his mother, to us"),
    Event("c2", date(2026, 6, 30), "There was food in the kitchen.", AnswerSource.SEEN),
)


def said(cast: Cast, row: Difference, by: str, *lines: Event) -> SideSheet:
    """Have somebody write these events down for their side."""
    known: dict[str, Any] = {"difference": row.pk, "tool": Tool.TIMELINE, "child": 1}
    version = goes_on_from(cast, row, by, Tool.TIMELINE)
    for one in lines:
        sheet = actions.keep_line(
            by=cast.actor(by), at=cast.tick(), version=version, key=one.key, line=one.kept(), **known
        )  # fmt: skip
        version = sheet.version
    return sheet


def shared(cast: Cast, row: Difference, by: str, *lines: Event) -> SideSheet:
    """Have somebody write these events down for their side and share them."""
    sheet = said(cast, row, by, *lines)
    return actions.share_sheet(
        by=cast.actor(by), at=cast.tick(), difference=row.pk, tool=Tool.TIMELINE, child=1, version=sheet.version
    )  # fmt: skip


def both_shared(cast: Cast, row: Difference) -> None:
    """Have the school and the council each share their events."""
    shared(cast, row, "amy", *SCHOOLS)
    shared(cast, row, "bob", *COUNCILS)


def address(row: Difference, end: str = "") -> str:
    """Return the address of the joint chronology of the first child."""
    return f"/differences/{row.reference}/timeline/child/1/{end}"
