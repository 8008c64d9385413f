"""A child's day as plain data: its parts, when they usually are, and what to ask about each; read from TOML.

A day helps people to talk about one child. Nothing here counts, weighs or computes anything about them.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from commonground.library.pages.shape import ADDRESS
from commonground.procedures.terms import Term

FOLDER = Path(__file__).with_name("versions")
LONGEST = 200
"""How long a name, a prompt or another line may be, in characters."""

WHOLE_DAY = 24 * 60
"""Minutes of a day."""

HOURS = re.compile(r"(\d\d):(\d\d)-(\d\d):(\d\d)")


class DayError(ValueError):
    """A text that is no version of a day, in words."""


class Lens(Term):
    """One of four ways of looking at every part of a day."""

    OBSERVED = "observed", "What did someone see or hear?"
    EXPERIENCE = "experience", "What is this like for the child?"
    PRESENT = "present", "Who was there, and who was not?"
    FEELING = "feeling", "How did the child seem to feel, and how do you know?"


class DayType(Term):
    """What kind of day it is that somebody tells of."""

    SCHOOL_OR_WORK = "school_or_work_day", "A school or work day"
    WEEKEND = "weekend", "A day at the weekend"
    HOLIDAY = "school_holiday", "A day in the holidays"
    ELSEWHERE = "when_someone_else_cares", "A day when someone else cares for the child"


class AnswerSource(Term):
    """How somebody knows what they say of a part of a day."""

    SEEN = "seen_by_me", "Seen by me"
    CHILD = "told_by_child", "Told by the child"
    CARER = "told_by_parent_or_carer", "Told by a parent or carer"
    PROFESSIONAL = "told_by_another_professional", "Told by another professional"
    RECORD = "record", "From a record"
    NOT_KNOWN = "not_known", "Not known"


class Tells(Term):
    """What an answer tells of the child's day. It is no score, and nothing is added up."""

    WELL = "going_well", "Going well"
    WORRY = "worry", "A worry"
    UNSURE = "unsure", "Unsure"


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the day in minutes after midnight. One that ends before it starts goes past midnight."""

    start: int
    end: int

    @property
    def minutes(self) -> Iterator[range]:
        """Yield the minutes of it: in two parts where it goes past midnight."""
        if self.end > self.start:
            yield range(self.start, self.end)
        else:
            yield range(self.start, WHOLE_DAY)
            yield range(self.end)

    def __str__(self) -> str:
        """Return it as people read it: 07:00 to 07:30."""
        return f"{clock(self.start)} to {clock(self.end)}"


@dataclass(frozen=True, slots=True)
class Source:
    """Where something was read: what it is called and its address."""

    title: str
    address: str


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the day: its name, when it usually is, what to ask by lens, and what going well may look like.

    The hours are ours, to begin with: this child's own may differ. One without hours is asked of the whole day.
    """

    name: str
    hours: tuple[Span, ...]
    well: str
    prompts: Mapping[Lens, tuple[str, ...]]

    @property
    def minutes(self) -> frozenset[int]:
        """The minutes of the day that it is about, after midnight."""
        return frozenset(minute for span in self.hours for some in span.minutes for minute in some)

    @property
    def asks(self) -> tuple[tuple[Lens, tuple[str, ...]], ...]:
        """The ways of looking for which there is a prompt, each with its prompts."""
        return tuple((lens, some) for lens in Lens if (some := self.prompts.get(lens)))

    @property
    def questions(self) -> tuple[str, ...]:
        """All that is asked about it."""
        return tuple(one for _, some in self.asks for one in some)


@dataclass(frozen=True, slots=True)
class Version:
    """A day for children of an age: how to look at it, where it comes from, whether with the child, and its parts.

    ``first`` is what is done before any of it, where there is something.
    """

    key: str
    title: str
    about: str
    came: str
    with_child: bool
    first: str
    sources: tuple[Source, ...]
    parts: tuple[Part, ...]

    @property
    def questions(self) -> tuple[str, ...]:
        """All that is asked about its parts."""
        return tuple(one for part in self.parts for one in part.questions)


@lru_cache(maxsize=32)
def load(text: str) -> Version:
    """Return the version that a text holds; raises DayError, in words."""
    try:
        version = _version(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        message = f"This is not well-formed TOML: {error}."
        raise DayError(message) from error
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        message = f"This is no day in the life of a child: {error}."
        raise DayError(message) from error
    for problem in _problems(version):
        raise DayError(problem)
    return version


def _version(told: dict[str, Any]) -> Version:
    return Version(
        key=str(told["key"]),
        title=str(told["title"]),
        about=str(told["about"]),
        came=str(told["came"]),
        with_child=bool(told["with_child"]),
        first=str(told.get("first", "")),
        sources=tuple(Source(str(one["title"]), str(one["address"])) for one in told["sources"]),
        parts=tuple(_part(one) for one in told["parts"]),
    )


def _part(told: dict[str, Any]) -> Part:
    asked = {Lens(key): tuple(map(str, some)) for key, some in told["prompts"].items()}
    return Part(
        name=str(told["name"]),
        hours=tuple(_span(str(one)) for one in told["hours"]),
        well=str(told["well"]),
        prompts={lens: asked.get(lens, ()) for lens in Lens},
    )


def _span(told: str) -> Span:
    found = HOURS.fullmatch(told)
    if found is None:
        message = f"“{told}” is no stretch of a day such as 07:00-07:30"
        raise ValueError(message)
    hour, minute, until, past = map(int, found.groups())
    start, end = hour * 60 + minute, until * 60 + past
    if minute > 59 or past > 59 or start >= WHOLE_DAY or end > WHOLE_DAY or start == end:  # noqa: PLR2004 - a clock
        message = f"“{told}” is no stretch of a day"
        raise ValueError(message)
    return Span(start, end)


def _problems(version: Version) -> Iterator[str]:
    names = [part.name for part in version.parts]
    if not names:
        yield "A day has parts; here are none."
    if twice := next((one for one in names if names.count(one) > 1), None):
        yield f"The part “{twice}” stands there twice."
    lines = (("title", version.title), ("line about it", version.about), ("line on where it comes from", version.came))
    for what, words in lines:
        if not _a_line(words):
            yield f"The {what} is a line of words, at most {LONGEST} characters long."
    for part in version.parts:
        yield from _problems_of(part)
    asked = version.questions
    if again := next((one for one in asked if asked.count(one) > 1), None):
        yield f"“{again}” is asked twice."
    for source in version.sources:
        if not source.title or not ADDRESS.fullmatch(source.address):
            yield "A source has a title, and an address that begins with https://."
    if left := unasked(version):
        yield f"No part of the day is about {left}."


def _problems_of(part: Part) -> Iterator[str]:
    if not part.questions:
        yield f"{part.name}: nothing is asked."
    for words in (part.name, part.well, *part.questions):
        if not _a_line(words):
            yield f"{part.name}: what stands there is a line of words, at most {LONGEST} characters long."


def _a_line(words: str) -> bool:
    return bool(words.strip()) and words.isprintable() and len(words) <= LONGEST


def unasked(version: Version) -> Span | None:
    """Return the first stretch of the day that no part is about; None if there is none, or if no part has hours."""
    asked = frozenset[int]().union(*(part.minutes for part in version.parts))
    if not asked:
        return None
    start = next((minute for minute in range(WHOLE_DAY) if minute not in asked), None)
    if start is None:
        return None
    return Span(start, next((minute for minute in range(start, WHOLE_DAY) if minute in asked), WHOLE_DAY))


def clock(minute: int) -> str:
    """Return a minute of the day as a clock shows it."""
    return f"{minute // 60:02}:{minute % 60:02}"


@cache
def shipped() -> dict[str, Version]:
    """Return the versions that come with the product, by key, from before birth on."""
    found = {path.stem: load(path.read_text(encoding="utf-8")) for path in FOLDER.glob("*.toml")}
    return {key: found[key] for key in ORDER}


ORDER = ("unborn", "baby", "pre-school", "primary", "adolescent", "disabled-child")
"""The keys of the versions. A key is for ever: a day that was shared names it. One may be added, and none dropped."""
