"""What a difference is about, in words: a child, a family member, or how people work together."""

import re
from collections.abc import Collection, Mapping

from commonground.procedures.naming import capital
from commonground.procedures.terms import Subject

MAY_BE_ABOUT: Mapping[Subject, str] = {
    Subject.CHILD: "one to eight children, born or unborn",
    Subject.FAMILY_MEMBER: "a family member",
    Subject.THEME: "how people work together, and not one child",
}
READS: Mapping[Subject, tuple[tuple[str, str], ...]] = {
    Subject.CHILD: (),
    Subject.FAMILY_MEMBER: ((" for every child", ""), ("the child", "the family")),
    Subject.THEME: (
        (" for every child", ""),
        ("does the child need", "do children need"),
        ("the child needs", "children need"),
        ("the child", "children"),
    ),
}
"""How words that are written for a child read where a difference is about something else."""

MOST_CHILDREN: Mapping[Subject, int] = {Subject.CHILD: 8, Subject.FAMILY_MEMBER: 1, Subject.THEME: 0}
WRONG_COUNT: Mapping[Subject, str] = {
    Subject.CHILD: "A difference is about one to eight children.",
    Subject.FAMILY_MEMBER: "A difference about a family member names one child at most: the one whom it touches.",
    Subject.THEME: "A difference about how people work together names no child.",
}
FAMILY_MEMBER = 0
"""The number of the family member whom a difference is about: children are numbered from 1."""


def about(subjects: Collection[Subject]) -> str:
    """Say what a difference may be about, as it reads in a sentence."""
    return " or ".join(MAY_BE_ABOUT[one] for one in subjects)


def needs(subject: Subject, what: str = "it") -> str:
    """Say who needs something: "the child needs it", "the family needs it", "children need it"."""
    return reads(subject, f"the child needs {what}")


def reads(subject: Subject, words: str) -> str:
    """Return words of the product, written for a child, as they read of this subject. Not for what people wrote."""
    for child, other in READS[subject]:
        for written, said in ((child, other), (capital(child), capital(other))):
            words = re.sub(rf"{written}\b", said, words)
    return words


def not_about(subjects: Collection[Subject], subject: Subject, children: int) -> str | None:
    """Return why a difference cannot be about this, in a sentence; None where it can."""
    if subject not in subjects:
        return f"Under this procedure a difference is about {about(subjects)}. Say again what yours is about."
    least = 1 if subject is Subject.CHILD else 0
    return None if least <= children <= MOST_CHILDREN[subject] else WRONG_COUNT[subject]
