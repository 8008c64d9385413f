"""What one side sees: what it is asked about, in which order that is written and read, and who may share it.

Every question can be left out. Facts are kept in rows, each with where it comes from, apart from what is made of them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from commonground.procedures.situation import Situation, Standing
from commonground.procedures.steps import side_refusal
from commonground.procedures.subjects import reads
from commonground.procedures.terms import Subject, Term

HAS_ENDED = "This has ended, so what each side sees stays as it is. You can still read it."
NO_SOURCE = "Say of each fact where it comes from. “I do not know” is an answer too."
NOTHING_YET = "Nothing is written yet. Answer one of the questions, whichever you like, and share it then."
NO_MORE_FACTS = "Your view holds as many facts as it can. Take one out, and then quote this."
MOST_FACTS = 12
"""So many facts can be told in one view: whoever reads it has a few minutes."""
LONGEST_FACT, LONGEST_WHERE, LONGEST_ANSWER = 720, 720, 1500
"""How many characters each may have. What is quoted comes with everybody's names, and none of it is cut off."""


class Source(Term):
    """Where a fact comes from."""

    SEEN = "seen", "I saw or heard it myself"
    TOLD = "told", "Somebody told me"
    RECORD = "record", "It stands in a record"
    NOT_KNOWN = "not_known", "I do not know"


class Part(Term):
    """The order of those who think in it: situation, background, assessment, recommendation."""

    SITUATION = "situation", "Situation: what is happening now"
    BACKGROUND = "background", "Background: what is known already"
    ASSESSMENT = "assessment", "Assessment: what you make of it"
    RECOMMENDATION = "recommendation", "Recommendation: what you want"


class Family(Term):
    """Whether the family knows of the worry, and whether it is safe to tell them."""

    KNOWS = "knows", "The family knows"
    SAFE = "safe", "The family does not know, and it is safe to tell them"
    NOT_SAFE = "not_safe", "The family does not know, and it is not safe to tell them"
    NOT_SURE = "not_sure", "I do not know if it is safe to tell them"


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact: what, where it comes from, and who told it or which record; a draft need not say yet where from."""

    what: str
    source: Source | None = None
    where: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """One question: how it is asked of whoever writes, what its answer is called, and the part where it belongs.

    ``of`` are the subjects of which it is asked.
    """

    key: str
    asks: str
    says: str
    part: Part
    hint: str = ""
    of: frozenset[Subject] = frozenset(Subject)


SOMEBODY = frozenset({Subject.CHILD, Subject.FAMILY_MEMBER})
"""Of how people work together nobody's day is asked, nor what a family knows."""

FACTS = Question(
    "facts",
    "What are the facts?",
    "The facts, and where they come from",
    Part.SITUATION,
    "One fact in each box. What you make of it comes later.",
)
SHOWS = Question(
    "shows",
    "What does the child say or show?",
    "What the child says or shows",
    Part.SITUATION,
    "In their own words, or in what they do.",
    SOMEBODY,
)
DAY = Question(
    "day",
    "What is the child’s ordinary day like?",
    "The child’s ordinary day",
    Part.BACKGROUND,
    "Morning, day, evening and night. Who is there?",
    SOMEBODY,
)
WORKS = Question("works", "What works well?", "What works well", Part.BACKGROUND, "Who or what helps already?")
JUDGEMENT = Question(
    "judgement",
    "What do you make of the facts?",
    "What they make of the facts",
    Part.ASSESSMENT,
    "This is your judgement. Others may make something else of the same facts.",
)
UNCHANGED = Question("unchanged", "What happens if nothing changes?", "If nothing changes", Part.ASSESSMENT)
WANT = Question(
    "want",
    "What do you want, and why does it help the child?",
    "What they want, and why it helps",
    Part.RECOMMENDATION,
)
UNMET = Question(
    "unmet",
    "Which adults in the child’s life has nobody here met?",
    "Adults whom nobody here has met",
    Part.BACKGROUND,
    "Say who they are to the child. Leave out names.",
    SOMEBODY,
)
FAMILY = Question(
    "family",
    "Does the family know, and is it safe to tell them?",
    "What the family knows",
    Part.BACKGROUND,
    "",
    SOMEBODY,
)
MORE_ON_FAMILY = Question("family_more", "Say more about that", "More on that", Part.BACKGROUND, "", SOMEBODY)
ASSUMED = Question(
    "assumed",
    "Could ideas about race, culture, disability or sex shape how any of us sees the child?",
    "Ideas that may shape how we see the child",
    Part.ASSESSMENT,
    "All of us have some. Which could be at work here, on your side too?",
)

WRITTEN = (FACTS, SHOWS, DAY, WORKS, JUDGEMENT, UNCHANGED, WANT, UNMET, FAMILY, MORE_ON_FAMILY, ASSUMED)
"""The order in which it is written: from what was seen to what is wanted, then what is easily left out."""

READ = (SHOWS, UNCHANGED, WANT, FACTS, JUDGEMENT, WORKS, DAY, UNMET, FAMILY, MORE_ON_FAMILY, ASSUMED)
"""The order in which it is read by somebody with a minute: the child, what is at stake, what is wanted, then why."""

FIRST = (SHOWS, UNCHANGED, WANT)
"""What is shown at once, where the rest has to be opened."""

BY_KEY: Mapping[str, Question] = {one.key: one for one in WRITTEN}


def asked_of(subject: Subject, order: Iterable[Question] = WRITTEN) -> tuple[Question, ...]:
    """Return the questions that are asked about this subject, in an order; their words read as they do of it."""
    return tuple(
        replace(one, asks=reads(subject, one.asks), says=reads(subject, one.says), hint=reads(subject, one.hint))
        for one in order
        if subject in one.of
    )


def in_parts(questions: Iterable[Question]) -> tuple[tuple[Part, tuple[Question, ...]], ...]:
    """Return questions by their parts, from the situation to the recommendation; parts without any are left out."""
    listed = tuple(questions)
    parts = ((part, tuple(one for one in listed if one.part is part)) for part in Part)
    return tuple((part, found) for part, found in parts if found)


def view_refusal(situation: Situation, standings: Iterable[Standing]) -> str | None:
    """Return why somebody cannot write what their side sees, in a sentence; None when they can."""
    return side_refusal(situation, standings, HAS_ENDED)
