"""Reading the file of a chart as it was sent: whole or not at all, with what is wrong said in words and by its row.

A cell that is missing comes in as missing: nothing is known of that box, and the chart says so. A phrase that stands
twice in a box is refused by name.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from re import fullmatch

from commonground import spreadsheets
from commonground.library.chart_files.terms import (
    APPLIES,
    AREA,
    BOX,
    BOXED,
    COLUMNS,
    COMPARED,
    FAMILIES,
    GUIDE,
    KINDS,
    LEVEL,
    NEEDED,
    NEVER_WAITS,
    NOT_CONFIRMED,
    OWNER,
    PART,
    PHRASE,
    PLAIN,
    PUBLISHED,
    SOURCE,
    TITLE,
    Kind,
)
from commonground.library.pages.shape import ADDRESS
from commonground.library.shape import LONGEST, MOST, Always, Box, Chart, Level
from commonground.spreadsheets import UnreadableError

MOST_BYTES = 500_000
MOST_ROWS = 3_000
MOST_OF_A_KIND = 9
"""How many levels a chart has at most, and how many parts: more would not stand side by side."""

LONG = 600
"""How long what a level means, a note and a sentence of guidance may be, in characters. A title, a name and a phrase
have 200."""

LONG_CELLS = {(LEVEL, "More"), (PLAIN, "Words"), (GUIDE, "Words"), (BOX, "Words"), (NEVER_WAITS, "More")} | {
    (what, "Address") for what in KINDS
}
"""Cells that may be as long as that."""

SHORT_NAME = r"[a-z][a-z0-9_]{0,29}"
OF_A_BOX = {BOX, SOURCE, PHRASE}


class ChartFileError(Exception):
    """A file that is no chart: all that is wrong with it, in sentences, by row where there is one."""

    def __init__(self, problems: Sequence[str]) -> None:
        """Keep what is wrong."""
        super().__init__(" ".join(problems))
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class _Row:
    """A row as it was read: its number as a spreadsheet counts, and its cells."""

    number: int
    what: str
    level: str
    part: str
    words: str
    more: str
    address: str

    @property
    def place(self) -> tuple[str, str]:
        """The box that it is of."""
        return self.level, self.part

    def cell(self, column: str) -> str:
        """Return a cell by its column."""
        return str(getattr(self, column.lower()))


def read(sent: bytes, *, key: str) -> Chart:
    """Return the chart that a file holds, by the ``key`` that it is to have. Raises ChartFileError."""
    try:
        rows = list(_rows(sent))
    except UnreadableError as unreadable:
        raise ChartFileError([str(unreadable)]) from unreadable
    wrong = {row.number: words for row in rows if (words := _wrong_with(row))}
    for number, words in _wrong_together([row for row in rows if row.number not in wrong]):
        wrong.setdefault(number, words)
    problems = [f"Row {number}: {words}" for number, words in sorted(wrong.items())] + list(_lacking(rows))
    if problems:
        raise ChartFileError(problems)
    return _chart([row for row in rows if not _missing(row)], key)


def _rows(sent: bytes) -> Iterator[_Row]:
    if len(sent) > MOST_BYTES:
        raise UnreadableError(f"The file is larger than {MOST_BYTES // 1000} kB. No chart is that long.")
    lines = spreadsheets.rows(spreadsheets.text_of(sent))
    header = next(lines, None)
    if header is None:
        raise UnreadableError("The file is empty.")
    places = spreadsheets.places(header[1], COLUMNS, NEEDED)
    for count, (number, cells) in enumerate(lines, 1):
        if count > MOST_ROWS:
            raise UnreadableError(f"The file has more than {MOST_ROWS:,} rows. No chart is that long.")
        said = {name: cells[place] if place < len(cells) else "" for name, place in places.items()}
        what, *others = (_cell(said.get(name, "")) for name in COLUMNS)
        yield _Row(number, what.casefold(), *others)


def _cell(raw: str) -> str:
    """Return a cell on one line, as it was before a spreadsheet was kept from working it out."""
    return spreadsheets.as_it_was(" ".join(unicodedata.normalize("NFC", raw).split()))


def _missing(row: _Row) -> bool:
    """Say whether a row that a chart may lack was left empty: then it is as if it were not there."""
    kind = KINDS[row.what]
    if row.what == BOX:
        return not row.words and not row.more
    return row.what not in {TITLE, OWNER, AREA, PART, LEVEL} and not any(
        row.cell(name) for name in (*kind.needs, *kind.may) if name not in BOXED
    )


def _wrong_with(row: _Row) -> str:
    """Return what is wrong with a row by itself; nothing for one that is right, or was left empty."""
    kind = KINDS.get(row.what)
    if kind is None:
        return f"“{row.what[:40]}” is not known under “What”. It is one of: {', '.join(KINDS)}."
    if wrong := _wrong_signs(row, kind):
        return wrong
    if _missing(row):
        return _wrong_place(row)
    if lacks := [name for name in kind.needs if not row.cell(name)]:
        return f"“{lacks[0]}” is empty."
    return _wrong_place(row) or _wrong_cell(row)


def _wrong_signs(row: _Row, kind: Kind) -> str:
    """Return what no cell may hold, whatever it says."""
    for name in COLUMNS[1:]:
        cell = row.cell(name)
        if cell and name not in (*kind.needs, *kind.may):
            return f"“{row.what}” says nothing under “{name}”. Leave that cell empty."
        most = LONG if (row.what, name) in LONG_CELLS else LONGEST
        if len(cell) > most:
            return f"“{name}” is longer than {most} characters."
        if not cell.isprintable():
            return f"“{name}” has a sign in it that cannot be shown. Take it out."
    return ""


def _wrong_place(row: _Row) -> str:
    """Return what is wrong with the level and the part that a row names, whether or not it says anything there."""
    kind = KINDS[row.what]
    if "Level" in kind.needs and not fullmatch(f"[1-{MOST_OF_A_KIND}]", row.level):
        return f"“Level” is a number from 1 to {MOST_OF_A_KIND}."
    if "Part" in kind.needs and not fullmatch(SHORT_NAME, row.part):
        return "“Part” is a short name in small letters, such as child or next_steps."
    return ""


def _wrong_cell(row: _Row) -> str:
    if row.address and not ADDRESS.fullmatch(row.address):
        return "“Address” begins with https:// and has no spaces."
    marks = {BOX: COMPARED, PHRASE: NOT_CONFIRMED}
    if row.what in marks and row.more.casefold() not in {"", marks[row.what]}:
        return f"“More” is “{marks[row.what]}”, or empty."
    return ""


def _wrong_together(rows: Sequence[_Row]) -> Iterator[tuple[int, str]]:
    """Yield what does not go with the rows before or with the levels and parts of the chart, by the row's number."""
    names = {row.part: row.words for row in rows if row.what == PART}
    levels = {row.level for row in rows if row.what == LEVEL}
    seen: dict[tuple[str, ...], int] = {}
    for row in rows:
        if row.what in {*OF_A_BOX, PLAIN} and row.level not in levels:
            yield row.number, f"there is no level {row.level}: a row “{LEVEL}” names each."
        elif row.what in OF_A_BOX and row.part not in names:
            yield row.number, f"there is no part “{row.part}”: a row “{PART}” names each."
        elif not _missing(row) and (before := seen.setdefault(_only(row), row.number)) != row.number:
            yield row.number, _twice(row, before, names)


def _only(row: _Row) -> tuple[str, ...]:
    """Return what no two rows may share."""
    if KINDS[row.what].once:
        return (row.what,)
    if row.what == LEVEL:
        return row.what, row.level
    if row.what == PART:
        return row.what, row.part
    if row.what == BOX:
        return row.what, *row.place
    return row.what, *row.place, row.words.casefold(), row.address


def _twice(row: _Row, before: int, names: dict[str, str]) -> str:
    if row.what == PHRASE:
        where = f"at level {row.level}, {names[row.part]}"
        return f"“{row.words}” stands twice {where}: row {before} says it too. A box holds a phrase once."
    return f"row {before} is a row “{row.what}” for the same. Take one of them out."


def _lacking(rows: Sequence[_Row]) -> Iterator[str]:
    """Yield what a whole chart needs and the file does not have."""
    for what in (TITLE, OWNER, AREA, PART, LEVEL):
        if not any(row.what == what for row in rows):
            yield f"The file has no row “{what}”."
    levels = sorted({row.level for row in rows if row.what == LEVEL})
    if levels != [str(number) for number in range(1, len(levels) + 1)]:
        yield "The levels of a chart are numbered 1, 2, 3 and so on, and one of them is not there."
    if len({row.part for row in rows if row.what == PART}) > MOST_OF_A_KIND:
        yield f"A chart has {MOST_OF_A_KIND} parts at most."
    counts: dict[tuple[str, str], int] = defaultdict(int)
    for row in rows:
        if row.what == PHRASE and row.words:
            counts[row.place] += 1
    yield from (
        f"Level {level}, {part} has more than {MOST} phrases." for (level, part), many in counts.items() if many > MOST
    )


def _chart(rows: Sequence[_Row], key: str) -> Chart:
    def words(what: str) -> tuple[str, ...]:
        return tuple(row.words for row in rows if row.what == what)

    def one(what: str, column: str = "words") -> str:
        return next((str(getattr(row, column)) for row in rows if row.what == what), "")

    columns = {row.part: row.words for row in rows if row.what == PART}
    boxes: dict[tuple[str, str], list[_Row]] = defaultdict(list)
    for row in rows:
        if row.what in OF_A_BOX:
            boxes[row.place].append(row)
    levels = tuple(
        Level(
            int(row.level), row.words, row.more, {part: _box(boxes[row.level, part]) for part in columns},
            tuple(said.words for said in rows if said.what == PLAIN and said.level == row.level),
        )
        for row in sorted((row for row in rows if row.what == LEVEL), key=lambda row: row.level)
    )  # fmt: skip
    return Chart(
        key, one(TITLE), one(OWNER), words(AREA), one(APPLIES), words(GUIDE), columns, levels,
        tuple(Always(row.words, row.more, row.address) for row in rows if row.what == NEVER_WAITS),
        one(PUBLISHED, "address"), one(FAMILIES, "address"),
    )  # fmt: skip


def _box(rows: Sequence[_Row]) -> Box:
    said = next((row for row in rows if row.what == BOX), None)
    phrases = [row for row in rows if row.what == PHRASE]
    return Box(
        tuple(row.words for row in phrases),
        frozenset(row.words for row in phrases if row.more),
        bool(said and said.more),
        said.words if said else "",
        tuple(row.address for row in rows if row.what == SOURCE),
    )
