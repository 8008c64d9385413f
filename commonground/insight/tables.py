"""What is counted: of whom or what, and by which answers. These breakdowns and no others: nobody chooses their own."""

from collections.abc import Iterator
from dataclasses import dataclass

from commonground.procedures.after import Helped, Went
from commonground.procedures.agreement import Outcome
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
OUTCOMES: Rows = (*((one.value, one.label) for one in Outcome), (UNKNOWN, "No agreement, or not said"))
TIMES: Rows = (
    ("kept", "Each step was in its time"),
    ("past", "A step went past its time"),
    ("none", "No time was set"),
    (UNKNOWN, "Not known"),
)
BANDS: tuple[tuple[int, str, str], ...] = (
    (7, "week", "Up to a week"),
    (14, "fortnight", "Up to two weeks"),
    (28, "month", "Up to four weeks"),
    (56, "two", "Up to eight weeks"),
)
LONGER = "longer"
DAYS: Rows = (*((key, label) for _, key, label in BANDS), (LONGER, "Longer"), (UNKNOWN, "Not known"))
CAME: Rows = (("here", "In Common Ground"), ("log", "In an older log"))
"""So that what was taken in from an older log is marked wherever it is counted."""
SAYS: Rows = tuple((one.value, one.label) for one in Went)
HELPED: Rows = (*((one.value, one.label) for one in Helped), ("none", "No answer yet"))


@dataclass(frozen=True, slots=True)
class Table:
    """One breakdown: what it is called, and its rows by key and label."""

    key: str
    title: str
    rows: Rows


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
            Table("came", "Where they are kept", CAME),
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
        "Differences that ended in this time, whenever they were raised.",
        (
            Table("stage", "At which stage they ended", STAGES),
            Table("end", "How they ended", ENDS),
            Table("outcome", "What was agreed", OUTCOMES),
            Table("time", "Against the times of the procedure", TIMES),
            Table("days", "From raised to ended", DAYS),
            Table("came", "Where they are kept", CAME),
            Table(
                "answered",
                "Did anybody say how it went?",
                (("yes", "Yes, at least one person"), ("no", "Nobody yet"), (UNKNOWN, "Not known")),
            ),
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


def everything() -> Iterator[tuple[Subject, Table]]:
    """Yield each table with what it is of."""
    for subject in SUBJECTS:
        for table in subject.tables:
            yield subject, table


def band(days: int) -> str:
    """Return in which row so many days lie."""
    return next((key for most, key, _ in BANDS if days <= most), LONGER)
