"""What a side does with a sheet: it writes a line, takes one out, shares the sheet, or throws it away. Nothing moves.

Until it is shared it is a draft of that side, and nothing has happened. Shared, it is in the record.
"""

from datetime import datetime
from uuid import UUID

from commonground.differences.actions.door import Meanwhile
from commonground.differences.actions.stepping import Stepping, begin_step
from commonground.differences.models import Difference
from commonground.differences.sheets.in_words import SHARED, TAKEN_BACK, in_record
from commonground.differences.sheets.models import SideSheet
from commonground.differences.sheets.writers import with_hands
from commonground.differences.side_views.models import SideViewDraft
from commonground.differences.side_views.quoting import put_among_facts
from commonground.directory.queries import Actor
from commonground.procedures.rules import Refused
from commonground.procedures.sheets import (
    FULL,
    MOST_LINES,
    NOT_BEGUN,
    NOTHING,
    STEPS,
    Tool,
    has_sheets,
    sheet_refusal,
)
from commonground.procedures.side_views import Fact
from commonground.procedures.terms import Subject
from commonground.storing import add, change

AGAIN = "; what it shared before stays in this record"


class SavedMeanwhile(Meanwhile):
    """Somebody of the same side saved this sheet since the page was opened."""

    sentence = "Somebody of your side saved something here since you opened the page. Your words are kept below."


def keep_line(
    *,
    by: Actor,
    at: datetime,
    difference: UUID,
    tool: Tool,
    child: int,
    version: int,
    key: str,
    line: dict[str, str] | None,
) -> SideSheet:
    """Keep a line of one's side's sheet in place of the one with its key; with None that is taken out.

    The first line of a sheet begins it, from what the side shared before, whose ``version`` it goes on from; 0 where
    that is nothing. Who wrote a line and who changed it is noted on it. Raises Difference.DoesNotExist, Refused, or
    SavedMeanwhile.
    """
    step = _step(by, at, difference, child)
    begun = _begun(step, tool, child)
    last = begun or _last(step, tool, child)
    if (last.version if last else 0) != version:
        raise SavedMeanwhile
    sheet = begun or _begin(step, tool, child, last)
    lines = {one["key"]: one for one in sheet.lines}
    before = lines.get(key)
    if line is None:
        lines.pop(key, None)
    else:
        lines[key] = with_hands({**line, "key": key}, before, step.person.name)
    if len(lines) > MOST_LINES:
        raise Refused(FULL)
    sheet.lines, sheet.version = list(lines.values()), version + 1
    sheet.saved_by, sheet.saved_at = step.person, at
    if begun:
        change(sheet, ("lines", "version", "saved_by", "saved_at"))
    else:
        add(sheet)
    return sheet


def share_sheet(*, by: Actor, at: datetime, difference: UUID, tool: Tool, child: int, version: int) -> SideSheet:
    """Share one's side's sheet: both sides read it from now on, and an earlier one stays beside it.

    One from which every line is taken out says that the side takes back what it had shared. Raises
    Difference.DoesNotExist, Refused, or SavedMeanwhile.
    """
    step = _step(by, at, difference, child)
    sheet = _begun(step, tool, child)
    again = _last(step, tool, child) is not None
    if sheet is None or not (sheet.lines or again):
        raise Refused(NOTHING)
    if sheet.version != version:
        raise SavedMeanwhile
    before = SideSheet.objects.of(step.row).filter(shared_at__isnull=False)
    sheet.number, sheet.stage = before.count() + 1, step.row.stage
    sheet.shared_by, sheet.shared_at = step.person, at
    change(sheet, ("number", "stage", "shared_by", "shared_at"))
    did = (SHARED if sheet.lines else TAKEN_BACK)[tool]
    step.finish(
        STEPS[tool], sentence=f"{did}{AGAIN if again else ''}", words=in_record(sheet),
        facts={"sheet": sheet.number}, tells=[step.side.other], kind=str(tool),
    )  # fmt: skip
    return sheet


def throw_sheet_away(*, by: Actor, at: datetime, difference: UUID, tool: Tool, child: int, version: int) -> None:
    """Throw away what one's side has begun and not shared.

    Raises Difference.DoesNotExist, Refused, or SavedMeanwhile.
    """
    step = _step(by, at, difference, child)
    begun = _begun(step, tool, child)
    if begun is None:
        raise Refused(NOT_BEGUN)
    if begun.version != version:
        raise SavedMeanwhile
    begun.delete()


def quote_into_view(*, by: Actor, at: datetime, difference: UUID, child: int, fact: Fact) -> SideViewDraft:
    """Put a line of a shared sheet, with where it comes from, among the facts of one's draft of one's view.

    Raises Difference.DoesNotExist, or Refused, also where the view holds no more facts.
    """
    return put_among_facts(_step(by, at, difference, child), fact, by=by, at=at)


def _step(by: Actor, at: datetime, difference: UUID, child: int) -> Stepping:
    """Begin a step about a sheet; raises Refused where it has ended, and DoesNotExist where there is no such child."""
    step = begin_step(by=by, at=at, difference=difference)
    if not has_sheets(Subject(step.row.subject)) or child not in range(1, step.row.children_count + 1):
        raise Difference.DoesNotExist
    if sentence := sheet_refusal(step.row.stands(), [step.standing], stands_in=step.stands_in):
        raise Refused(sentence)
    return step


def _begun(step: Stepping, tool: Tool, child: int) -> SideSheet | None:
    found = SideSheet.objects.of(step.row).filter(side=step.side, agency=step.agency, shared_at=None)
    return found.filter(tool=tool, child=child).first()


def _last(step: Stepping, tool: Tool, child: int) -> SideSheet | None:
    """Return what one's side shared last."""
    own = SideSheet.objects.of(step.row).filter(side=step.side, agency=step.agency, shared_at__isnull=False)
    return own.filter(tool=tool, child=child).order_by("number").last()


def _begin(step: Stepping, tool: Tool, child: int, last: SideSheet | None) -> SideSheet:
    """Return a new sheet, not stored yet, with what its side shared last."""
    return SideSheet(
        partnership_id=step.row.partnership_id, difference=step.row, tool=tool.value, side=step.side.value,
        agency=step.agency, child=child, lines=last.lines if last else [],
    )  # fmt: skip
