"""An agreement in words: the one text that both sides sign, made from its parts. Nothing read and nothing decided here.

The parts are there so that pages can ask for them one by one, and so that who does what can be followed up. What is
signed is the text, whole, as it was read.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from commonground.procedures.subjects import reads
from commonground.procedures.terms import Side, Subject, Term
from commonground.procedures.undertakings import is_past
from commonground.procedures.worktime import day_text

WEEKS = (4, 5, 6)
"""After how many weeks both sides may look again: by what they agreed, or asked after the end."""
CHECKED_AFTER = (timedelta(weeks=min(WEEKS)), timedelta(weeks=max(WEEKS)))
"""After how long it is usual to look whether it has helped: offered, never asked for."""


class Outcome(Term):
    """What kind of agreement it is. None of them is one side's."""

    AS_ASKED = "as_asked", "What was asked will happen"
    IN_PART = "in_part", "Part of what was asked will happen"
    SOMETHING_ELSE = "something_else", "Something else will happen"
    LOOK_AGAIN = "look_again", "Both will look again"
    EACH_GOES_ON = "each_goes_on", "Each goes on with what they do"


@dataclass(frozen=True, slots=True)
class Doing:
    """One line of who does what by when. ``who`` is a name or a post of that side, where one is given."""

    side: Side
    what: str
    who: str = ""
    by: date | None = None

    @classmethod
    def of(cls, plain: Mapping[str, str]) -> "Doing":
        """Return the line that ``plain`` wrote down."""
        by = plain.get("by")
        return cls(Side(plain["side"]), plain["what"], plain.get("who", ""), date.fromisoformat(by) if by else None)

    def plain(self) -> dict[str, str]:
        """Return it as plain data; what is not there is left out."""
        said = {
            "side": self.side.value,
            "what": self.what,
            "who": self.who,
            "by": self.by.isoformat() if self.by else "",
        }
        return {name: value for name, value in said.items() if value}

    @property
    def action(self) -> str:
        """What the list of actions says is to be done."""
        return f"{self.what} ({self.who})" if self.who else self.what

    def followed(self, signed_on: date | None = None) -> bool:
        """Whether it becomes an action, of which people are reminded, once both have signed.

        It needs a day that has not gone by when the second side signs: ``signed_on`` in London, None before.
        """
        return self.by is not None and (signed_on is None or not is_past(self.by, signed_on))


@dataclass(frozen=True, slots=True)
class Parts:
    """What an agreement says besides its decision; all of it may be left out."""

    outcome: Outcome | None = None
    doing: tuple[Doing, ...] = ()
    tells_family: str = ""
    better_day: str = ""
    known_by: str = ""
    check_on: date | None = None


def text_of(
    decision: str,
    parts: Parts,
    *,
    called: Mapping[Side, str],
    joined: Iterable[tuple[str, str]] = (),
    subject: Subject = Subject.CHILD,
) -> str:
    """Return the text that both sides sign: the decision, and each part that is there under its own name.

    ``called`` is how each side is called that day; ``joined`` what each agency that joined is asked to do.
    """
    return "\n\n".join((decision, *_parts(parts, called, joined, subject)))


def _parts(
    parts: Parts, called: Mapping[Side, str], joined: Iterable[tuple[str, str]], subject: Subject
) -> Iterator[str]:  # fmt: skip
    if parts.outcome:
        yield f"Outcome: {parts.outcome.label}."
    if parts.doing:
        yield "\n".join(("Who does what, by when:", *_numbered(parts.doing, called)))
    yield from (f"{agency}: {what}" for agency, what in joined)
    words = (
        ("Who tells the family", parts.tells_family),
        ("A better day for the child", parts.better_day),
        ("How we shall know", parts.known_by),
    )
    yield from (f"{reads(subject, label)}: {said}" for label, said in words if said)
    if parts.check_on:
        yield f"We look on {dated(parts.check_on)} whether it has helped."


def _numbered(doing: Sequence[Doing], called: Mapping[Side, str]) -> Iterator[str]:
    for number, one in enumerate(doing, 1):
        who = f"{called[one.side]} ({one.who})" if one.who else called[one.side]
        until = f" By {dated(one.by)}." if one.by else ""
        yield f"{number}. {who}: {ended(one.what)}{until}"


def ended(words: str) -> str:
    """Return words with a full stop, unless they end with a sign of their own."""
    return words if words.endswith((".", "!", "?", "…")) else f"{words}."


def dated(day: date) -> str:
    """Return a day with its year: an agreement is read for long."""
    return f"{day_text(day)} {day.year}"


CODES = ("outcome", "doing", "check_on")


def codes(parts: Parts) -> dict[str, Any]:
    """Return the codes and dates of an agreement's parts, as its entry holds them; nothing for parts left out."""
    said = {
        "outcome": parts.outcome and parts.outcome.value,
        "doing": [[one.side.value, one.by.isoformat() if one.by else ""] for one in parts.doing],
        "check_on": parts.check_on and parts.check_on.isoformat(),
    }
    return {name: said[name] for name in CODES if said[name]}


def holds(text: str, decision: str, parts: Parts) -> bool:
    """Say whether a text holds the words of these parts, in their order."""
    lines = (word for one in parts.doing for word in (one.who, one.what))
    place = 0
    for words in (decision, *lines, parts.tells_family, parts.better_day, parts.known_by):
        found = text.find(words, place)
        if found < 0:
            return False
        place = found + len(words)
    return True
