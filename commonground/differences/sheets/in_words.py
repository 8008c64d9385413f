"""A sheet as the record has it: which words its tool makes of it."""

from collections.abc import Callable, Mapping

from commonground.differences.adults import words as adults
from commonground.differences.sheets.models import SideSheet
from commonground.differences.timeline import words as timeline
from commonground.procedures.sheets import Tool

WHICH = "Which child"
SHARED = {
    Tool.ADULTS: "shared which adults in the child’s life their side knows of",
    Tool.TIMELINE: "shared the events of their side for the joint chronology",
}
"""What somebody did who shared a sheet, after their name."""
TAKEN_BACK = {
    Tool.ADULTS: "took back what their side had shared of the adults in the child’s life",
    Tool.TIMELINE: "took back the events that their side had shared for the joint chronology",
}
"""The same where every line of what their side had shared before is taken out."""
WORDS: Mapping[Tool, Callable[[SideSheet], Mapping[str, str]]] = {
    Tool.ADULTS: adults.in_record,
    Tool.TIMELINE: timeline.in_record,
}


def in_record(sheet: SideSheet) -> dict[str, str]:
    """Return what a sheet says, line by line, each with what it is about."""
    return {WHICH: f"Child {sheet.child}", **WORDS[Tool(sheet.tool)](sheet)}
