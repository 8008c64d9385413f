"""What two sides' days of a child show when they lie side by side: gaps, and what goes well, in words.

Nothing is added up, and no side is right. A part of the day of which nobody knows is a finding like any other. What a
side left empty it has not said that it does not know.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from commonground.differences.child_day.models import ChildDay
from commonground.differences.child_day.words import Answer, answers, part_names, version_of
from commonground.library.day.shape import AnswerSource, Tells
from commonground.library.safety import SAFETY
from commonground.procedures.terms import Side

Days = Mapping[Side, ChildDay]
Names = Mapping[Side, str]
NOBODY_KNOWS = "Neither side knows what this part of the day is like"
ONE_KNOWS_NOT = "One side does not know, and the other wrote nothing"
NOTHING_WRITTEN = "Neither side wrote anything about this part of the day"
TWO_VERSIONS = "The two sides used versions for different ages, so some parts stand alone"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that shows: what it is called, and what it is, line by line."""

    title: str
    lines: tuple[str, ...]


def findings(days: Days, names: Names) -> tuple[Finding, ...]:
    """Return what shows once the agencies have shared that are the sides now; before that nothing is a gap yet."""
    if len(days) < len(Side):
        return ()
    said = _said(days)
    known = {part: {side: one for side, one in some.items() if one.known} for part, some in said.items()}
    found = (
        Finding(NOBODY_KNOWS, tuple(part for part, some in said.items() if len(some) == len(Side) and not known[part])),
        Finding(ONE_KNOWS_NOT, tuple(_one_knows_not(said, names))),
        Finding(NOTHING_WRITTEN, tuple(_unwritten(days, said))),
        Finding("One side says it goes well, the other has a worry", tuple(_apart(known, names))),
        Finding("Only one side knows", tuple(_alone(known, names))),
        Finding(TWO_VERSIONS, tuple(_by_version(days, names))),
        Finding("Whose own account is not here", tuple(_unasked(days, known))),
        Finding("What goes well", tuple(_well(known, names))),
    )
    return tuple(one for one in found if one.lines)


Told = Mapping[str, Mapping[Side, Answer]]
"""What is said of each part of the day, by the side that says it."""


def _said(days: Days) -> Told:
    said = {side: answers(days[side]) for side in Side}
    return {part: {side: said[side][part] for side in Side if part in said[side]} for part in part_names(days.values())}


def _one_knows_not(said: Told, names: Names) -> Iterator[str]:
    for part, some in said.items():
        for side, one in some.items():
            if len(some) == 1 and not one.known:
                yield f"{part}: {names[side]} does not know, and {names[side.other]} wrote nothing"


def _unwritten(days: Days, said: Told) -> Iterator[str]:
    """Yield the parts that both sides were asked about, and left empty."""
    asked = [part_names([days[side]]) for side in Side]
    yield from (part for part, some in said.items() if not some and all(part in names for names in asked))


def _telling(told: Mapping[Side, Answer], what: Tells) -> list[Side]:
    return [side for side, one in told.items() if one.tells is what]


def _apart(known: Told, names: Names) -> Iterator[str]:
    for part, told in known.items():
        for well in _telling(told, Tells.WELL):
            for worry in _telling(told, Tells.WORRY):
                yield f"{part}: {names[well]} says that it goes well, and {names[worry]} has a worry."


def _alone(known: Told, names: Names) -> Iterator[str]:
    for part, told in known.items():
        if len(told) == 1:
            yield f"{part}: {names[next(iter(told))]}"


def _by_version(days: Days, names: Names) -> Iterator[str]:
    used = {side: version_of(days[side]) for side in Side}
    if len({one.key for one in used.values()}) > 1:
        yield from (f"{names[side]}: {one.title}" for side, one in used.items())


def _unasked(days: Days, known: Told) -> Iterator[str]:
    sources = {one.source for told in known.values() for one in told.values()}
    with_child = any(version_of(day).with_child for day in days.values())
    if with_child and AnswerSource.CHILD not in sources:
        listen = "Nothing here was told by the child. Who could listen or watch, with open questions only?"
        yield f"{listen} {SAFETY['ask_first']}"
    if AnswerSource.SEEN not in sources:
        yield "Nothing here was seen by whoever wrote it. Who already sees the child at that time?"
    if AnswerSource.CARER not in sources:
        yield "Nothing here was told by a parent or carer. Is it safe to ask them? Settle that first."


def _well(known: Told, names: Names) -> Iterator[str]:
    for part, told in known.items():
        well = _telling(told, Tells.WELL)
        if well and not _telling(told, Tells.WORRY):
            yield f"{part}: {' and '.join(names[side] for side in well)}"
