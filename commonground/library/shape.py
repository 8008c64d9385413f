"""A threshold chart as plain data: its levels, its boxes, and the short phrases in them; read from TOML and written.

A chart is a guide that people read and talk about. Nothing here counts, weighs or computes anything.
"""

import json
import tomllib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from commonground.library.pages.shape import ADDRESS

FOLDER = Path(__file__).with_name("charts")
NEXT_STEPS = "next_steps"
"""The column of what is done at a level. Evidence is not placed there."""

STRENGTHS = "strengths"
"""The column of what goes well, where a chart has one."""

LONGEST = 200
MOST = 60
"""How long a phrase may be, and how many a box may hold."""


class ChartError(ValueError):
    """A text that is no chart, in words."""


@dataclass(frozen=True, slots=True)
class Box:
    """What a chart says at one level in one column. A phrase that is not confirmed may read otherwise as published.

    ``whole`` says that somebody compared the box with the published chart; else ``note`` says how it came about.
    """

    phrases: tuple[str, ...] = ()
    unconfirmed: frozenset[str] = frozenset()
    whole: bool = False
    note: str = ""
    sources: tuple[str, ...] = ()

    @property
    def confirmed(self) -> bool:
        """Whether the box stands as the chart was published."""
        return self.whole and not self.unconfirmed


@dataclass(frozen=True, slots=True)
class Level:
    """One level of need: its number and name, what it means in our own words, and its boxes by column.

    ``plain`` says the same to a family, in short sentences of our own.
    """

    number: int
    name: str
    means: str
    boxes: Mapping[str, Box]
    plain: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Always:
    """Something that is acted on at once, whatever a chart says."""

    what: str
    rule: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """A threshold chart: whose it is, for which areas, how it is read, its columns and its levels.

    ``original`` is the address of the chart as published, and ``for_families`` that of its owner's page for families.
    """

    key: str
    title: str
    owner: str
    areas: tuple[str, ...]
    applies_to: str
    guide: tuple[str, ...]
    columns: Mapping[str, str]
    levels: tuple[Level, ...]
    always: tuple[Always, ...] = ()
    original: str = ""
    for_families: str = ""

    def boxes(self) -> Iterator[tuple[Level, str, Box]]:
        """Yield every box with its level and column, in the order in which they are read."""
        for level in self.levels:
            for column in self.columns:
                yield level, column, level.boxes[column]

    @property
    def in_plain_words(self) -> bool:
        """Whether all of it is said to families too."""
        return all(level.plain for level in self.levels)

    @property
    def unconfirmed(self) -> int:
        """How many boxes nobody has compared with the published chart yet."""
        return sum(not box.confirmed for _, _, box in self.boxes())

    def published(self, said: Mapping[tuple[int, str], tuple[str, ...]], compared: Collection[int]) -> "Chart":
        """Return the chart with these phrases in its boxes, by level and column.

        The levels that were compared stand as published from then on. The others stay as they are.
        """
        levels = tuple(
            replace(
                level,
                boxes={
                    column: Box(said.get((level.number, column), box.phrases), whole=True)
                    for column, box in level.boxes.items()
                },
            )
            if level.number in compared
            else level
            for level in self.levels
        )
        return replace(self, levels=levels)


@lru_cache(maxsize=32)
def load(text: str) -> Chart:
    """Return the chart that a text holds; raises ChartError, in words."""
    try:
        told = tomllib.loads(text)
        chart = _chart(told)
    except tomllib.TOMLDecodeError as error:
        message = f"This is not well-formed TOML: {error}."
        raise ChartError(message) from error
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        message = f"This is no threshold chart: {error}."
        raise ChartError(message) from error
    for problem in _problems(chart):
        raise ChartError(problem)
    return chart


def _chart(told: dict[str, Any]) -> Chart:
    columns = {str(key): str(name) for key, name in told["columns"].items()}
    return Chart(
        key=str(told["key"]),
        title=str(told["title"]),
        owner=str(told["owner"]),
        areas=tuple(map(str, told["areas"])),
        applies_to=str(told.get("applies_to", "")),
        guide=tuple(map(str, told.get("guide", ()))),
        columns=columns,
        levels=tuple(_level(one, columns) for one in told["levels"]),
        always=tuple(
            Always(str(one["what"]), str(one["rule"]), str(one.get("source", ""))) for one in told.get("always", ())
        ),
        original=str(told.get("original", "")),
        for_families=str(told.get("for_families", "")),
    )


def _level(told: dict[str, Any], columns: Collection[str]) -> Level:
    """Return a level; a box that the text leaves out is one of which nothing is known."""
    number, boxes = int(told["number"]), told.get("boxes", {})
    if strange := sorted(set(boxes) - set(columns)):
        message = f"level {number} has a box “{strange[0]}”, and the chart has no such column"
        raise ValueError(message)
    return Level(
        number,
        str(told["name"]),
        str(told["means"]),
        {column: _box(boxes.get(column, {})) for column in columns},
        tuple(map(str, told.get("plain", ()))),
    )


def _box(told: dict[str, Any]) -> Box:
    return Box(
        phrases=tuple(map(str, told.get("phrases", ()))),
        unconfirmed=frozenset(map(str, told.get("unconfirmed", ()))),
        whole=bool(told.get("whole", False)),
        note=str(told.get("note", "")),
        sources=tuple(map(str, told.get("sources", ()))),
    )


def _problems(chart: Chart) -> Iterator[str]:
    for name, address in (("original", chart.original), ("for_families", chart.for_families)):
        if address and not ADDRESS.fullmatch(address):
            yield f"{name} is an address that begins with https://, or is left out."
    numbers = [level.number for level in chart.levels]
    if not numbers or numbers != list(range(1, len(numbers) + 1)):
        yield "The levels of a chart are numbered 1, 2, 3 and so on."
    for level, column, box in chart.boxes():
        for problem in _problems_of(box):
            yield f"Level {level.number}, {chart.columns[column]}: {problem}"


def _problems_of(box: Box) -> Iterator[str]:
    if twice := _twice(box.phrases):
        yield f"“{twice}” stands there twice."
    if strange := box.unconfirmed - set(box.phrases):
        yield f"“{min(strange)}” is said to be unconfirmed, and does not stand there."
    for source in box.sources:
        if not ADDRESS.fullmatch(source):
            yield f"the source “{source}” is no address that begins with https://."
    if len(box.phrases) > MOST:
        yield f"there are more than {MOST} phrases."
    for phrase in box.phrases:
        if not phrase.strip() or not phrase.isprintable() or len(phrase) > LONGEST:
            yield f"a phrase is a line of words, at most {LONGEST} characters long."


def _twice(phrases: tuple[str, ...]) -> str:
    """Return a phrase that stands there twice, in capitals or not; empty where none does."""
    folded = [one.casefold() for one in phrases]
    return next((one for one in phrases if folded.count(one.casefold()) > 1), "")


LEVEL_HEADS = ("number", "name", "means", "plain")


def write(chart: Chart) -> str:
    """Return the text of a chart: loading it gives the same chart."""
    heads = ("key", "title", "owner", "areas", "applies_to", "guide", "original", "for_families")
    lines = [
        *(f"{name} = {_said(getattr(chart, name))}" for name in heads),
        "\n[columns]",
        *(f"{column} = {_said(name)}" for column, name in chart.columns.items()),
    ]  # fmt: skip
    for level in chart.levels:
        lines += ["\n[[levels]]", *(f"{name} = {_said(getattr(level, name))}" for name in LEVEL_HEADS)]
        for column, box in level.boxes.items():
            lines += [f"\n[levels.boxes.{column}]", *_lines(box)]
    for one in chart.always:
        lines += ["\n[[always]]", *(f"{name} = {_said(getattr(one, name))}" for name in ("what", "rule", "source"))]
    return "\n".join(lines) + "\n"


def _lines(box: Box) -> Iterator[str]:
    yield f"whole = {_said(box.whole)}"
    if box.note:
        yield f"note = {_said(box.note)}"
    if box.sources:
        yield f"sources = {_said(box.sources)}"
    yield f"phrases = {_said(box.phrases)}"
    if box.unconfirmed:
        yield f"unconfirmed = {_said(tuple(one for one in box.phrases if one in box.unconfirmed))}"


def _said(value: object) -> str:
    """Return a value as TOML writes it: a text as JSON does, a list with a line for each, so that changes show."""
    if isinstance(value, tuple):
        return "[\n" + "".join(f"  {_said(one)},\n" for one in value) + "]" if value else "[]"
    return json.dumps(value, ensure_ascii=False)


def shipped() -> dict[str, str]:
    """Return the texts of the charts that come with the product, by key."""
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.toml"))}
