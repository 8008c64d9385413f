"""A difference that is written but not sent, on paper: to take to a group that is not listed by another safe way.

It says which child it is by references, initials and year of birth, as what is sent here does: whoever gets it must
know whom to look for. Nothing of it is kept.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from commonground.differences.beginning import HOW_SOON
from commonground.differences.for_our_file import Paper, Part, line, plain
from commonground.differences.keeping_safe import MEANWHILE
from commonground.differences.ringing import Number
from commonground.procedures.naming import capital
from commonground.procedures.subjects import needs, reads
from commonground.procedures.terms import Subject
from commonground.procedures.worktime import moment_text

HOW_TO_SEND = (
    "By secure e-mail, by hand or by post to a named person. It says which child it is, so never by ordinary e-mail."
)
HOW_TO_ANSWER = "Yes; yes, if; or no, because. Say what keeps the child safe until then."


@dataclass(frozen=True, slots=True)
class Prepared:
    """What somebody wrote for another organisation. Texts are as they were written."""

    writer: str
    reach: str
    other: str
    other_reach: str
    about: str
    danger: str
    children: tuple[str, ...]
    """Who it is about: children, or a family member, then the child whom it touches."""
    worry: str
    ask: str
    needed_by: str
    tried: str
    meanwhile: str
    soon: str = ""
    """How soon the child needs it, where the procedure asks that."""
    began: Mapping[str, str] = field(default_factory=dict)
    """When that happened from which its clocks start, each by its name, where it asks that."""
    subject: Subject = Subject.CHILD
    theme: str = ""


def paper(one: Prepared, numbers: Sequence[Number], *, at: datetime) -> Paper:
    """Return it as a page to print; ``numbers`` are those of the front door of the area."""
    what = (
        ("From", one.writer),
        ("To", one.other),
        ("About", f"{one.about}: {one.theme}" if one.theme else one.about),
        ("A child in danger now, or an injury", one.danger),
        *one.began.items(),
        (reads(one.subject, HOW_SOON), one.soon),
        (f"{capital(needs(one.subject))} by", one.needed_by),
    )
    family = one.subject is Subject.FAMILY_MEMBER
    numbered = len(one.children) > 1 and not family
    children = tuple(
        (
            "The family member" if family and number == 1 else f"Child {number}" if numbered else "The child",
            said.replace("\n", "; "),
        )
        for number, said in enumerate(one.children, 1)
    )
    ring = (
        (one.other, one.other_reach),
        *((number.name, f"{number.phone} ({number.hours})") for number in numbers),
        ("A child in danger now", "999, day and night"),
    )
    parts = (
        Part("What it is", _lines(what)),
        *((Part("Who it is" if family else "Which child", _lines(children)),) if children else ()),
        Part("What worries us", words=plain(one.worry)),
        Part("What we ask", words=plain(one.ask)),
        *((Part("What was tried already", words=plain(one.tried)),) if one.tried else ()),
        Part(reads(one.subject, MEANWHILE), words=plain(one.meanwhile)),
        Part("How to answer", _lines((("Answer", HOW_TO_ANSWER), ("To", f"{one.writer}. {one.reach}")))),
        Part("Whom to ring", _lines(ring)),
        Part("How to send this", (("Send it", HOW_TO_SEND),)),
    )
    taken = f"Prepared by {one.writer}, on {moment_text(at)}. It was not sent by Common Ground."
    return Paper("A professional difference", line(taken), parts)


def _lines(facts: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple((line(label), line(value)) for label, value in facts if value)
