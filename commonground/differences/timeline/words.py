"""One dated event as a side tells it, and how it reads: in the record, and on the line of both sides."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from commonground.differences.sheets.models import SideSheet
from commonground.differences.sheets.writers import seen_by, told_by
from commonground.govuk.dates import in_words
from commonground.library.day.shape import AnswerSource
from commonground.now import london_date
from commonground.procedures.side_views import Fact, Source

SOURCES = tuple(one for one in AnswerSource if one is not AnswerSource.NOT_KNOWN)


@dataclass(frozen=True, slots=True)
class Event:
    """What happened on a day, what it was like for the child, how that is known, and by whom it was told.

    ``by`` is the name of whoever wrote it, and ``changed_by`` of whoever else of their side changed it since.
    """

    key: str
    on: date
    words: str
    source: AnswerSource
    child: str = ""
    told_by: str = ""
    by: str = ""
    changed_by: str = ""

    def kept(self) -> dict[str, str]:
        """Return it as a line of a sheet."""
        return {
            "key": self.key, "on": self.on.isoformat(), "words": self.words, "source": self.source.value,
            "child": self.child, "told_by": self.told_by, "by": self.by,
            "changed_by": self.changed_by,
        }  # fmt: skip

    @classmethod
    def of(cls, line: Mapping[str, str]) -> "Event":
        """Return what a line of a sheet says."""
        return cls(
            line["key"], date.fromisoformat(line["on"]), line["words"], AnswerSource(line["source"]), line["child"],
            line["told_by"], line["by"], line.get("changed_by", ""),
        )  # fmt: skip


def events(sheet: SideSheet | None) -> tuple[Event, ...]:
    """Return the events of a sheet, the earliest first."""
    return tuple(sorted(map(Event.of, sheet.lines), key=lambda one: (one.on, one.key))) if sheet else ()


def how_known(one: Event) -> str:
    """Return how it is known, in a few words."""
    known = seen_by(one.by, one.changed_by) if one.source is AnswerSource.SEEN else one.source.label
    return f"{known}: {one.told_by}" if one.told_by else known


def what_is_said(one: Event) -> str:
    """Return what happened, and what it was like for the child."""
    return f"{one.words} For the child: {one.child}" if one.child else one.words


def as_fact(one: Event, sheet: SideSheet, whose: str) -> Fact:
    """Return an event of a shared chronology as a fact of a view: what, who told of it, and who shared it when."""
    day = f" on {in_words(london_date(sheet.shared_at))}" if sheet.shared_at else ""
    source = Source.RECORD if one.source is AnswerSource.RECORD else Source.TOLD
    where = (
        told_by(one.source, one.told_by, one.by),
        f"changed by {one.changed_by}" if one.source is AnswerSource.SEEN and one.changed_by else "",
        f"chronology shared by {whose}{day}",
    )
    return Fact(f"{in_words(one.on)}: {what_is_said(one)}", source, "; ".join(words for words in where if words))


def in_record(sheet: SideSheet) -> dict[str, str]:
    """Return what a sheet says as the record has it, day by day."""
    said: dict[str, str] = {}
    for one in events(sheet):
        day, words = in_words(one.on), f"{what_is_said(one)} ({how_known(one)})"
        said[day] = f"{said[day]} {words}" if day in said else words
    return said
