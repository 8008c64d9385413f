"""A chart as a file: a row for each thing that it says; and a file to begin with, where an area has no chart here."""

from collections.abc import Iterator

from commonground import spreadsheets
from commonground.library.chart_files.terms import (
    APPLIES,
    AREA,
    BOX,
    COLUMNS,
    COMPARED,
    FAMILIES,
    GUIDE,
    LEVEL,
    NEVER_WAITS,
    NOT_CONFIRMED,
    OWNER,
    PART,
    PHRASE,
    PLAIN,
    PUBLISHED,
    SOURCE,
    TITLE,
)
from commonground.library.shape import NEXT_STEPS, Box, Chart

BLANK_LEVELS = 4


def written(chart: Chart) -> str:
    """Return a chart as a file: reading it gives the same chart."""
    return spreadsheets.written([COLUMNS, *_rows(chart)])


def blank(area: str) -> str:
    """Return a file to begin with: the rows that every chart has, with nothing said in them but whose area it is."""
    levels = [str(number) for number in range(1, BLANK_LEVELS + 1)]
    rows = [
        _row(TITLE), _row(OWNER), _row(AREA, words=area), _row(APPLIES), _row(PUBLISHED),
        _row(PART, part="child"), _row(PART, part=NEXT_STEPS),
        *(_row(LEVEL, level=number) for number in levels),
        *(_row(PHRASE, number, part) for number in levels for part in ("child", NEXT_STEPS)),
    ]  # fmt: skip
    return spreadsheets.written([COLUMNS, *rows])


def _row(
    what: str, level: str = "", part: str = "", *, words: str = "", more: str = "", address: str = ""
) -> tuple[str, ...]:
    return what, level, part, words, more, address


def _rows(chart: Chart) -> Iterator[tuple[str, ...]]:
    yield _row(TITLE, words=chart.title)
    yield _row(OWNER, words=chart.owner)
    yield from (_row(AREA, words=area) for area in chart.areas)
    if chart.applies_to:
        yield _row(APPLIES, words=chart.applies_to)
    yield from (_row(GUIDE, words=fact) for fact in chart.guide)
    for what, address in ((PUBLISHED, chart.original), (FAMILIES, chart.for_families)):
        if address:
            yield _row(what, address=address)
    yield from (_row(PART, part=key, words=name) for key, name in chart.columns.items())
    for level in chart.levels:
        number = str(level.number)
        yield _row(LEVEL, number, words=level.name, more=level.means)
        yield from (_row(PLAIN, number, words=one) for one in level.plain)
    for level, part, box in chart.boxes():
        yield from _rows_of(str(level.number), part, box)
    yield from (_row(NEVER_WAITS, words=one.what, more=one.rule, address=one.source) for one in chart.always)


def _rows_of(level: str, part: str, box: Box) -> Iterator[tuple[str, ...]]:
    if box.whole or box.note:
        yield _row(BOX, level, part, words=box.note, more=COMPARED if box.whole else "")
    yield from (_row(SOURCE, level, part, address=one) for one in box.sources)
    for phrase in box.phrases:
        yield _row(PHRASE, level, part, words=phrase, more=NOT_CONFIRMED if phrase in box.unconfirmed else "")
