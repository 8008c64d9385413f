"""What our own components draw: small frozen facts that a view builds and a template reads.

Everything here is already in words. Nothing computes: days, dates and refusals come from the rules.
Each class names the tag in ``templatetags/components.py`` that draws it.
"""

from dataclasses import dataclass
from typing import Literal

from django.utils.safestring import SafeString

StageState = Literal["done", "now", "to_come", "skipped"]
DayKind = Literal["start", "counted", "not_counted", "today", "due"]
ClockState = Literal["running", "past", "ended", "provisional"]
CellMark = Literal["same", "nearly", "plain"]
Look = Literal["read", "opened", "unopened"]
LineSide = Literal["raising", "responding", "neither"]

NOTHING = SafeString("")


@dataclass(frozen=True, slots=True)
class Stage:
    """One rung of the ladder, for ``{% stage_tracker stages %}``."""

    number: int
    name: str
    state: StageState
    note: str = ""
    """A quiet second line, such as "Mon 16 to Wed 18 Nov, not settled"."""


@dataclass(frozen=True, slots=True)
class Rung:
    """One stage of a procedure as it is written down, for ``{% ladder rungs %}``: who acts, and how long."""

    number: int
    name: str
    raising: str
    responding: str
    times: tuple[str, ...]
    """Such as "Settled or escalated by: 2 working days"."""
    note: str = ""
    """A quiet second line, such as "not formal"."""


@dataclass(frozen=True, slots=True)
class Day:
    """One day on the strip of a clock."""

    label: str
    """Short day and date, such as "Thu 19"."""
    what: str
    """What the day is to this clock: "day 1", "escalated", "not counted", "Christmas Day"."""
    kind: DayKind
    today: bool = False
    """True on the day that is now; a day can be due and today at once."""


@dataclass(frozen=True, slots=True)
class SumLine:
    """One row of the sum behind a date: the day, and how it counted."""

    day: str
    counts: str
    """Such as "day 2" or "not counted"."""
    why: str = ""


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """One day of ``{% month_calendar months %}``; ``kind`` is "off" for a day that nobody works."""

    number: int
    kind: Literal["plain", "off", "in", "due"]
    notes: tuple[str, ...] = ()
    """What there is to say of it, each on its own line: "raised 16:50", "Good Friday", "stage 1 due 17:00"."""
    band: int = 0
    """1 or 2 by turns for the days of a stage, so that where one ends and the next begins is seen; 0 for none."""


@dataclass(frozen=True, slots=True)
class CalendarMonth:
    """One month with its weeks from Monday on; a place before its first day or after its last is None."""

    name: str
    weeks: tuple[tuple[CalendarDay | None, ...], ...]


@dataclass(frozen=True, slots=True)
class ClockFace:
    """One clock with its date, for ``{% clock_panel clock %}``."""

    name: str
    """What the date is for, such as "Settled or escalated by"."""
    due: str
    """The date in full, "Tuesday 24 November, 17:00"; empty when the figure is not known yet."""
    state: ClockState = "running"
    away: str = ""
    """How far it is: "tomorrow", "in 3 working days". For an ended clock: when and how it ended."""
    days: tuple[Day, ...] = ()
    sentences: tuple[str, ...] = ()
    """The sum in sentences, one a step."""
    table: tuple[SumLine, ...] = ()
    due_at: str = ""
    """The same moment as ISO 8601, for machines."""


@dataclass(frozen=True, slots=True)
class CellFact:
    """One fact that a side tells, and where it comes from in a few words."""

    what: str
    source: str


@dataclass(frozen=True, slots=True)
class Cell:
    """What one side wrote on one row."""

    text: str
    note: str = ""
    """A quiet line below: the evidence, or when it was seen."""
    mark: str = ""
    """A short verdict on the other side's words, such as "yes, that is my worry"."""
    mark_kind: CellMark = "plain"
    lead: str = ""
    """Bold words in front of the text, such as "Yes, if"."""
    facts: tuple[CellFact, ...] = ()
    anchor: str = ""
    """The id by which a link leads straight here, for one cell of a page."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of ``{% two_sides rows raising_name responding_name %}``; a side yet to write is ``None``."""

    label: str
    raising: Cell | None
    responding: Cell | None


@dataclass(frozen=True, slots=True)
class Offer:
    """Something this person can do now, for ``{% can_do offers refusals %}``."""

    act: str
    label: str
    href: str
    main: bool = False
    kind: Literal["button", "link"] = "button"


@dataclass(frozen=True, slots=True)
class Refused:
    """Something this person cannot do now, with the reason and who can."""

    label: str
    why: str


@dataclass(frozen=True, slots=True)
class Line:
    """One entry on ``{% record_line entries %}``."""

    when: str
    """As read, such as "Mon 23 Nov, 09:12"."""
    sentence: str
    words: str = ""
    """What the person wrote, if anything; shown in quotation marks."""
    side: LineSide = "neither"
    side_name: str = ""
    """Who that side is, for people who do not see the colour."""
    at: str = ""
    """The same moment as ISO 8601, for machines."""
    parts: tuple[tuple[str, str], ...] = ()
    """The words in parts, each with its label, where all of it is shown."""
    said: tuple[tuple[str, str], ...] = ()
    """What each side said of this entry: by whom, and in which words."""
    ways: tuple[tuple[str, str], ...] = ()
    """What can be done about this entry, in words, and where."""


@dataclass(frozen=True, slots=True)
class Participant:
    """One seat as people know it: who, what they are in this, and the number to ring."""

    name: str
    what: str
    phone: str
    you: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """The people of one side, or of neither, for ``{% in_it groups %}``."""

    name: str
    side: LineSide
    people: tuple[Participant, ...]


@dataclass(frozen=True, slots=True)
class ListRow:
    """One difference on a list, in words, for ``{% difference_list rows %}``."""

    title: str
    reference: str
    href: str
    raising: str
    responding: str
    stage: str
    due: str
    past: bool
    turn: str
    """Whose turn it is, in words: "Waiting for Assessment Team East, Fairhaven Council"."""


@dataclass(frozen=True, slots=True)
class BarPart:
    """One part of a bar: how it looks, and from where and how wide it is, in hundredths of the bar."""

    look: Look
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class CountedLine:
    """One line of ``{% counted_lines rows heads %}``: a group, its bar, its numbers in words, and what is not known.

    ``those`` names the groups that stand together in it.
    """

    name: str
    parts: tuple[BarPart, ...]
    numbers: tuple[str, ...]
    note: str = ""
    those: str = ""


@dataclass(frozen=True, slots=True)
class ListPart:
    """One of several lists, for ``{% list_parts parts prefix %}``: its first rows, and where the rest is.

    ``count`` is how many there are, in words: "7" or "100+".
    """

    heading: str
    count: str
    hint: str
    rows: list[ListRow]
    href: str = ""
    more: str = ""


@dataclass(frozen=True, slots=True)
class HitRow:
    """One thing that a search found, for ``{% hits rows %}``: what it is, where it stands, and the lines that say it.

    ``note`` stands below, small: which kind it is, or whose; ``reference`` after it, kept on one line.
    """

    title: str
    href: str
    summary: str = ""
    excerpt: SafeString = NOTHING
    note: str = ""
    reference: str = ""
