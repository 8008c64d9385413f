"""What tests of the adults in a child's life share: whom the school and the council know of."""

from datetime import date
from typing import Any

from commonground.differences.adults.words import Checked, Met, Said, There
from commonground.differences.models import Difference
from commonground.differences.sheets import actions
from commonground.differences.sheets.models import SideSheet
from commonground.procedures.sheets import Tool
from tests.cast import Cast
from tests.differences.going_on import goes_on_from

PARTNER, LODGER, GRANDPARENT = "Mother’s partner", "Lodger, or somebody who stays there", "Grandparent"
FATHER, NEIGHBOUR = "Father, or second parent", "Neighbour"
PICKS_UP = "CN-raising: He picks the boy up on Fridays and waits in the car."
TUESDAY = date(2026, 11, 3)


def partner(words: str = PICKS_UP) -> Said:
    """Return what the school says of the mother's partner, whom nobody of it has met."""
    return Said(PARTNER, There.YES, words, "", Met.NOT_MET, None, Checked.TOLD, "his mother, to his teacher")


SCHOOLS = (
    partner(),
    Said(GRANDPARENT, There.YES, "She fetches him on Thursdays.", "He eats with her.", Met.MET, TUESDAY,
         Checked.RECORDS),
    Said(FATHER, There.NOT_KNOWN),
    Said(LODGER, There.YES, "The boy talks of a man on the sofa.", "", Met.NOT_MET, None, Checked.NOT_CHECKED,
         "the boy"),
)  # fmt: skip
COUNCILS = (
    Said(PARTNER, There.YES, "He was asleep when we came.", "", Met.NOT_MET, None, Checked.NOT_CHECKED, "his mother"),
    Said(LODGER, There.NONE),
    Said(NEIGHBOUR, There.YES, "She has a key.", "She takes them in when it is late.", Met.SOME, TUESDAY,
         Checked.NOT_CHECKED),
)  # fmt: skip


def said(cast: Cast, row: Difference, by: str, *lines: Said, child: int = 1) -> SideSheet:
    """Have somebody say these things for their side."""
    known: dict[str, Any] = {"difference": row.pk, "tool": Tool.ADULTS, "child": child}
    version = goes_on_from(cast, row, by, Tool.ADULTS, child)
    for one in lines:
        sheet = actions.keep_line(
            by=cast.actor(by), at=cast.tick(), version=version, key=one.role, line=one.kept(), **known
        )  # fmt: skip
        version = sheet.version
    return SideSheet.objects.of(row).get(shared_at=None, tool=sheet.tool, side=sheet.side, child=child)


def shared(cast: Cast, row: Difference, by: str, *lines: Said, child: int = 1) -> SideSheet:
    """Have somebody say these things for their side and share them."""
    sheet = said(cast, row, by, *lines, child=child)
    return actions.share_sheet(
        by=cast.actor(by), at=cast.tick(), difference=row.pk, tool=Tool.ADULTS, child=child, version=sheet.version
    )  # fmt: skip


def both_shared(cast: Cast, row: Difference) -> None:
    """Have the school and the council each share whom they know of."""
    shared(cast, row, "amy", *SCHOOLS)
    shared(cast, row, "bob", *COUNCILS)


def address(row: Difference, end: str = "", child: int = 1) -> str:
    """Return the address of the adults in a child's life."""
    return f"/differences/{row.reference}/adults/child/{child}/{end}"
