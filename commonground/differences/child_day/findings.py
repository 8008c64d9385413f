"""What two sides' days of a child show when they lie side by side: gaps, and what goes well, in words.

Nothing is added up, and no side is right. A part of the day of which nobody knows is a finding like any other.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from commonground.differences.child_day.models import ChildDay
from commonground.differences.child_day.words import Answer, answers, parts_of, version_of
from commonground.library.day.shape import AnswerSource, Tells
from commonground.procedures.terms import Side

Days = Mapping[Side, ChildDay]
Names = Mapping[Side, str]
NOBODY_KNOWS = "Neither side knows what this part of the day is like"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that shows: what it is called, and what it is, line by line."""

    title: str
    lines: tuple[str, ...]


def part_names(days: Days) -> tuple[str, ...]:
    """Return the parts of the day of both sides, in the order of the raising side's version, each once."""
    return tuple(dict.fromkeys(part.name for side in Side if side in days for part in parts_of(days[side])))


def findings(days: Days, names: Names) -> tuple[Finding, ...]:
    """Return what shows once both sides have shared; before that nothing is a gap yet."""
    if len(days) < len(Side):
        return ()
    said = {side: answers(day) for side, day in days.items()}
    parts = part_names(days)
    found = (
        Finding(NOBODY_KNOWS, tuple(_unknown(parts, said))),
        Finding("One side says it goes well, the other has a worry", tuple(_apart(parts, said, names))),
        Finding("Only one side knows", tuple(_alone(parts, said, names))),
        Finding("Whose own account is not here", tuple(_unasked(days, said))),
        Finding("What goes well", tuple(_well(parts, said, names))),
    )
    return tuple(one for one in found if one.lines)


Said = Mapping[Side, Mapping[str, Answer]]


def _knows(said: Said, side: Side, part: str) -> Answer | None:
    one = said[side].get(part)
    return one if one and one.known else None


def _unknown(parts: Sequence[str], said: Said) -> Iterator[str]:
    for part in parts:
        if not any(_knows(said, side, part) for side in Side):
            yield part


def _apart(parts: Sequence[str], said: Said, names: Names) -> Iterator[str]:
    for part in parts:
        told = {side: one.tells for side in Side if (one := _knows(said, side, part))}
        if set(told.values()) == {Tells.WELL, Tells.WORRY}:
            well, worry = sorted(told, key=lambda side: told[side] is Tells.WORRY)
            yield f"{part}: {names[well]} says that it goes well, and {names[worry]} has a worry."


def _alone(parts: Sequence[str], said: Said, names: Names) -> Iterator[str]:
    for part in parts:
        knows = [side for side in Side if _knows(said, side, part)]
        if len(knows) == 1:
            yield f"{part}: {names[knows[0]]}"


def _unasked(days: Days, said: Said) -> Iterator[str]:
    known = {one.source for told in said.values() for one in told.values() if one.known}
    with_child = any(version_of(day).with_child for day in days.values())
    if with_child and AnswerSource.CHILD not in known:
        yield (
            "Nothing here was told by the child. Who could listen or watch, with open questions only? If harm is being "
            "looked into, ask social care or the police first."
        )
    if AnswerSource.SEEN not in known:
        yield "Nothing here was seen by whoever wrote it. Who already sees the child at that time?"
    if AnswerSource.CARER not in known:
        yield "Nothing here was told by a parent or carer. Is it safe to ask them? Settle that first."
    if len({day.age for day in days.values()}) > 1:
        yield "The two sides used versions for different ages, so some parts stand alone."


def _well(parts: Sequence[str], said: Said, names: Names) -> Iterator[str]:
    for part in parts:
        told = {side: one.tells for side in Side if (one := _knows(said, side, part))}
        if Tells.WELL in told.values() and Tells.WORRY not in told.values():
            who = " and ".join(names[side] for side in Side if told.get(side) is Tells.WELL)
            yield f"{part}: {who}"
