"""What is counted: of whom or what, and by which answers. These breakdowns and no others: nobody chooses their own.

No number of one table follows from those of another, but that all tables of a subject come to its whole: else what one
keeps back the other could give. So older logs, which say less, are subjects of their own; and what was agreed stands
under that it was.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from commonground.procedures.after import Helped, Went
from commonground.procedures.agreement import Outcome
from commonground.procedures.saying_back import Heard
from commonground.procedures.terms import AgencyKind, End, Kind

HIGHEST_STAGE = 6
"""Ladders have two to six stages (procedure.md section 4)."""

UNKNOWN = "unknown"

Rows = tuple[tuple[str, str], ...]

GROUPS: Rows = (
    ("schools", "Schools and early years"),
    ("health", "Health"),
    ("public", "Council, police, probation and housing"),
    ("voluntary", "Voluntary groups"),
    ("office", "The partnership’s office"),
)
"""Who raised it: agencies are put together, since an area may have one council and one police force."""

GROUP_OF = {
    AgencyKind.SCHOOL: "schools",
    AgencyKind.EARLY_YEARS: "schools",
    AgencyKind.HEALTH_TRUST: "health",
    AgencyKind.HEALTH_BOARD: "health",
    AgencyKind.GENERAL_PRACTICE: "health",
    AgencyKind.COUNCIL: "public",
    AgencyKind.POLICE: "public",
    AgencyKind.PROBATION: "public",
    AgencyKind.HOUSING: "public",
    AgencyKind.VOLUNTARY: "voluntary",
    AgencyKind.PARTNERSHIP: "office",
}
WITH: Rows = tuple((one.value, one.label) for one in AgencyKind)
KINDS: Rows = (*((one.value, one.label) for one in Kind), (UNKNOWN, "Not known"))
STAGES: Rows = (*((str(one), f"Stage {one}") for one in range(1, HIGHEST_STAGE + 1)), (UNKNOWN, "Not known"))
ENDS: Rows = (
    (End.RESOLVED.value, "Both sides agreed"),
    (End.WITHDRAWN.value, "Withdrawn"),
    (End.REDIRECTED.value, "Sent where it belongs"),
    (End.NOT_RESOLVED.value, "Recorded as not resolved"),
    (End.KEPT_ON_RECORD.value, "Kept on record only"),
    (UNKNOWN, "Not known"),
)
UNSAID = "unsaid"
OUTCOMES: Rows = (
    *((one.value, f"Of these: {one.label[0].lower()}{one.label[1:]}") for one in Outcome),
    (UNSAID, "Of these: not said what"),
)
TIMES: Rows = (
    ("kept", "Each step was in its time"),
    ("past", "A step went past its time"),
    ("none", "No time was set"),
)
BANDS: tuple[tuple[int, str, str], ...] = (
    (7, "week", "Up to a week"),
    (14, "fortnight", "Up to two weeks"),
    (28, "month", "Up to four weeks"),
    (56, "two", "Up to eight weeks"),
)
LONGER = "longer"
DAYS: Rows = (*((key, label) for _, key, label in BANDS), (LONGER, "Longer"))
SAYS: Rows = tuple((one.value, one.label) for one in Went)
HELPED: Rows = (*((one.value, one.label) for one in Helped), ("none", "No answer by the day of counting"))


@dataclass(frozen=True, slots=True)
class Table:
    """One breakdown: what it is called, and its rows by key and label; and of which row another is a part."""

    key: str
    title: str
    rows: Rows
    part_of: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Subject:
    """What is counted, in whole and by each of its tables: every one of them adds up to the same whole."""

    key: str
    title: str
    says: str
    tables: tuple[Table, ...]


SUBJECTS: tuple[Subject, ...] = (
    Subject(
        "raised",
        "Raised",
        "Differences that were raised in this time, at any stage.",
        (
            Table("by", "Who raised them", GROUPS),
            Table("with", "With whom", WITH),
            Table("kind", "What they were about", KINDS),
        ),
    ),
    Subject(
        "raised_log",
        "Raised, in older logs",
        "Differences that were raised in this time and kept in an older log.",
        (
            Table("by", "Who raised them", GROUPS),
            Table("with", "With whom", WITH),
            Table("kind", "What they were about", KINDS),
        ),
    ),
    Subject(
        "informal",
        "Settled by talking",
        "What people settled by talking, before anything was raised. They said so here; some may not have.",
        (
            Table("by", "Who settled them", GROUPS),
            Table("kind", "What they were about", KINDS),
            Table("stage", "Which stage it saved", STAGES),
        ),
    ),
    Subject(
        "ended",
        "Ended",
        "Ends of differences in this time, whenever raised. One that was opened again and ended again is in it twice.",
        (
            Table("stage", "At which stage they ended", STAGES),
            Table(
                "end",
                "How they ended",
                (ENDS[0], *OUTCOMES, *ENDS[1:]),
                part_of={row: End.RESOLVED.value for row, _ in OUTCOMES},
            ),
            Table("time", "Against the times of the procedure", TIMES),
            Table("days", "From raised to ended", DAYS),
            Table(
                "answered",
                "Did anybody say how it went?",
                (("yes", "Yes, at least one person"), ("no", "Nobody, by the day of counting")),
            ),
        ),
    ),
    Subject(
        "ended_log",
        "Ended, in older logs",
        "Differences that ended in this time, as an older log says.",
        (
            Table("stage", "At which stage they ended", STAGES),
            Table("end", "How they ended", ENDS),
            Table("days", "From raised to ended", DAYS),
        ),
    ),
    Subject(
        "said",
        "Was I heard?",
        "Answers of people who took part in what ended in this time. Each answers for themselves.",
        (Table("heard", "Were you heard?", SAYS), Table("child", "Was the child at the centre?", SAYS)),
    ),
    Subject(
        "asked",
        "Has it helped the child?",
        "Sides that were asked in this time, some weeks after the end, what has changed for the child.",
        (Table("helped", "Has it helped?", HELPED),),
    ),
)

BEHAVED: tuple[Subject, ...] = (
    Subject(
        "changed",
        "Answers",
        "Answers that were given in this time. A change of mind is good practice.",
        (
            Table(
                "changed",
                "Was it a change of mind?",
                (("yes", "Yes, it changed an answer of theirs"), ("no", "No, it was their first, or the same again")),
            ),
        ),
    ),
    Subject(
        "questions",
        "Questions",
        "Questions that a side asked in this time, in the record.",
        (Table("questions", "When was it asked?", (("first", "At the first stage"), ("later", "At a later stage"))),),
    ),
    Subject(
        "said_back",
        "Said back",
        "How often in this time one side said back how it understands the other.",
        (
            Table(
                "said_back",
                "Did the other side say that this is right?",
                (
                    *((one.value, f"{one.label[0].upper()}{one.label[1:]}") for one in Heard),
                    (UNSAID, "No word on it by the day of counting"),
                ),
            ),
        ),
    ),
)
"""What is counted of behaviours besides: read on their page, and in no other figures. See ``behaviours``."""


def everything() -> Iterator[tuple[Subject, Table]]:
    """Yield each table with what it is of."""
    for subject in (*SUBJECTS, *BEHAVED):
        for table in subject.tables:
            yield subject, table


def band(days: int) -> str:
    """Return in which row so many days lie."""
    return next((key for most, key, _ in BANDS if days <= most), LONGER)
