"""The seven behaviours: what each looks like, by which figures it is measured, and what is not known of it.

They stand in the order of the briefing, which is none of worth. ``theme`` is what staff are asked about each in a
survey (``assurance/themes.toml``). Which measure is whose: the field's notes on how each behaviour becomes visible.
"""

from dataclasses import dataclass

from commonground.insight.tables import BEHAVED, SUBJECTS, Subject, Table

LEADERS = Subject(
    "leaders",
    "Agencies",
    "What leaders of agencies say here today, in their own names. An agency counts once.",
    (
        Table(
            "leaders",
            "What do they say?",
            (
                ("both", "That challenge is wanted, and an example"),
                ("statement", "That challenge is wanted"),
                ("example", "An example of how they welcomed it"),
                ("neither", "Not known: nothing stands here"),
            ),
        ),
    ),
)
"""Counted on the day on which it is read, of agencies and not of people: what leaders say is open to all of them."""


@dataclass(frozen=True, slots=True)
class Measure:
    """One table that measures a behaviour, what it is of, and what is counted in it."""

    subject: Subject
    table: Table
    name: str


def _by(subject: str, table: str, name: str = "") -> Measure:
    of = next(one for one in (*SUBJECTS, *BEHAVED, LEADERS) if one.key == subject)
    return Measure(of, next(one for one in of.tables if one.key == table), name or of.title)


@dataclass(frozen=True, slots=True)
class Behaviour:
    """One behaviour. ``not_measured`` says what of it is not, and why; ``needs`` what it would take."""

    key: str
    name: str
    looks: str
    theme: str
    measures: tuple[Measure, ...] = ()
    not_measured: str = ""
    needs: str = ""
    unknown: str = ""


BEHAVIOURS = (
    Behaviour(
        "brave",
        "Be brave",
        "Somebody says early that they see a child differently, whatever the rank of either.",
        "challenge",
        (_by("raised", "by"),),
        not_measured="Who raised it by post and rank. So few people hold some posts that a number would name them.",
        needs="Six people or more of each rank would have to raise something in the same time. Few areas are so large.",
        unknown="Who held back is not known. Nor is what was settled by talking and noted nowhere.",
    ),
    Behaviour(
        "respectful",
        "Be respectful",
        "What is said and written is about the child, and never about a colleague. People thank each other.",
        "respect",
        not_measured="Respect in a single difference. Only the other side can say it, and nobody asks them.",
        needs="One more question after an end would do. Here staff say it of all that they met.",
    ),
    Behaviour(
        "open",
        "Stay open to other views",
        "An answer can be “yes, if”. Whoever changes their mind says so, and that is noted as good practice.",
        "open",
        (_by("changed", "changed"),),
        unknown="Only answers are counted. How often those who raised it came to see it differently is not known.",
    ),
    Behaviour(
        "curious",
        "Be curious",
        "People ask what the other side has seen before they say what should happen.",
        "curious",
        (_by("questions", "questions"),),
        unknown="Questions asked on the telephone or in a meeting stand in no record, so they are not known.",
    ),
    Behaviour(
        "listening",
        "Listen actively",
        "One side says back what worries the other, in its own words. The other says whether that is right.",
        "heard",
        (_by("said_back", "said_back"), _by("said", "heard", "Answers after an end")),
        unknown="In what is urgent nobody is asked to say anything back. Who gave no answer is in neither table.",
    ),
    Behaviour(
        "worry",
        "Work to understand the other’s worries",
        "Both worries stand side by side on one page. Each side could say the other’s.",
        "worry",
        not_measured="Whether each side understood the other. Two worries on one page do not show that anybody did.",
        needs="Both sides would have to be asked after an end: could the other say what worried you?",
    ),
    Behaviour(
        "necessary",
        "See challenge as necessary, not awkward",
        "Leaders say that challenge is wanted, and tell how they were challenged themselves.",
        "wanted",
        (_by("leaders", "leaders"),),
        unknown="What leaders say aloud, on paper or on pages of their own is not known here.",
    ),
)
ORDER = "They stand in the order of the briefing. None is above another, and no agency is named."
SAYS = "Each has what differences show, and what staff say of it. What is not measured says so, and why."
