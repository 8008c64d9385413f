"""The stories of the demonstration as data: read from ``stories/*.toml``, refused where a word is unknown.

A moment in a story is text such as "3, 10:40": three working days before the day of loading, at 10:40 in London.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

from commonground.differences.actions import ChildIdentity
from commonground.differences.demonstration.steps import Told
from commonground.now import LONDON
from commonground.procedures.terms import Act, Kind, Subject
from commonground.procedures.worktime import MONTHS, Calendar, previous_working_day

FOLDER = Path(__file__).with_name("stories")


class StoryError(ValueError):
    """A story cannot be told; the message names it and says why."""


class NoAct(StrEnum):
    """What people do besides the acts of a stage: it moves nothing."""

    LET_IN = "let_in"
    ASK_ADVISER = "ask_adviser"
    MASK = "mask"
    TOO_CLOSE = "too_close"


@dataclass(frozen=True, slots=True)
class Then:
    """One thing that somebody does in a story; ``details`` are what it asks."""

    when: str
    who: str
    act: Act | Told | NoAct
    details: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One difference, from its raising on. ``sides`` are written "Agency" or "Agency: Team".

    Whoever is asked reads it the same day, unless it is ``unread``.
    """

    name: str
    kind: Kind
    raised_by: str
    raised: str
    raising: str
    responding: str
    children: list[dict[str, Any]] = field(default_factory=list)
    worry: str
    ask: str
    needed_in: int
    meanwhile: str
    danger: str
    family_member: dict[str, Any] = field(default_factory=dict)
    """Whom it is about, where that is a family member; ``children`` then holds the child whom it touches."""
    group: dict[str, str] = field(default_factory=dict)
    """What is known of the other side where it is not listed, when that was asked, and who vouched for it when."""
    asked: str = ""
    unread: bool = False
    conference: dict[str, Any] = field(default_factory=dict)
    """The conference from whose decision somebody dissents: when it was ``held``, and what is asked about it."""
    then: tuple[Then, ...] = ()

    def identities(self, on: date) -> tuple[ChildIdentity, ...]:
        """Return which children it is about, with years of birth and due dates counted from a day."""
        return tuple(identity(child, on) for child in self.children)

    def about(self, on: date) -> dict[str, Any]:
        """Return what it is about, as raising it asks."""
        if not self.family_member:
            return {"children": self.identities(on)}
        member = identity(self.family_member, on)
        return {"subject": Subject.FAMILY_MEMBER, "family_member": member, "children": self.identities(on)}


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside the stories: who was away, drafts, and differences settled by talking."""

    away: list[dict[str, Any]]
    draft: list[dict[str, Any]]
    talked: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Days:
    """Working days counted back from the London date of loading; that day itself is never reached."""

    today: date
    calendar: Calendar
    _found: list[date] = field(default_factory=list)

    def day(self, back: int) -> date:
        """Return the working day that is so many working days before today, at least one."""
        while len(self._found) < back:
            self._found.append(previous_working_day(self._found[-1] if self._found else self.today, self.calendar))
        return self._found[back - 1]

    def moment(self, when: str) -> datetime:
        """Return the moment (UTC) that "3, 10:40" means; raises ValueError for anything else, and for "0, …"."""
        back, clock = when.split(", ")
        if int(back) < 1:
            message = f"{when}: a story ends at least one working day before it is loaded."
            raise ValueError(message)
        return datetime.combine(self.day(int(back)), time.fromisoformat(clock), LONDON).astimezone(UTC)


def identity(child: dict[str, Any], on: date) -> ChildIdentity:
    """Return which child is meant: born so many years, or due so many weeks, from a day.

    Where the other agency's reference is not known, ``agreed_with`` is who was rung that day, or else there is a
    ``first_name`` with a ``birthday`` such as "05-14".
    """
    if "age" in child:
        born = str(on.year - child["age"])
    else:
        due = on + timedelta(weeks=child["due_in_weeks"])
        born = f"due {due.day} {MONTHS[due.month - 1]} {due.year}"
    agreed, name = child.get("agreed_with", ""), child.get("first_name", "")
    return ChildIdentity(
        other_reference=child.get("theirs", ""),
        own_reference=child["ours"],
        initials=child["initials"],
        born=born,
        matched_with=agreed,
        matched_on=on.isoformat() if agreed else "",
        first_name=name,
        birth_date=f"{born}-{child['birthday']}" if name else "",
    )


def stories() -> tuple[Story, ...]:
    """Return every story, in the order of the files; raises StoryError for a word that means nothing."""
    return tuple(story for file in sorted(FOLDER.glob("*.toml")) for story in stories_in(file))


def beside() -> Beside:
    """Return what stands beside the stories."""
    return Beside(**tomllib.loads((FOLDER / "besides.toml").read_text(encoding="utf-8")))


def stories_in(file: Path) -> Iterator[Story]:
    """Yield the stories of one file."""
    for told in tomllib.loads(file.read_text(encoding="utf-8")).get("story", ()):
        try:
            yield story_of(dict(told))
        except (KeyError, TypeError, ValueError) as wrong:
            message = f"{file.name}, “{told.get('name')}”: {wrong}"
            raise StoryError(message) from wrong


def story_of(told: dict[str, Any]) -> Story:
    """Return a story from its table."""
    then = tuple(then_of(dict(step)) for step in told.pop("then", ()))
    return Story(
        kind=Kind(told.pop("kind")), raising=told.pop("from"), responding=told.pop("to"), then=then, **told
    )  # fmt: skip


def then_of(told: dict[str, Any]) -> Then:
    """Return one thing that happens from its table."""
    return Then(told.pop("when"), told.pop("who"), ACTS[told.pop("does")], told)


ACTS: dict[str, Act | Told | NoAct] = {one.value: one for one in (*Act, *Told, *NoAct) if one is not Act.RAISE}
