"""What tests of the child's day share: what the school and the council know of one boy's morning."""

from datetime import date

from django.db import connection

from commonground.differences.child_day import actions
from commonground.differences.child_day.models import ChildDay
from commonground.differences.child_day.words import Answer
from commonground.differences.models import Difference
from commonground.library.day.shape import AnswerSource, DayType, Tells
from commonground.now import london_date, now
from tests.cast import Cast

SCHOOL_DAY = DayType.SCHOOL_OR_WORK
SEVEN = "CN-raising: He gets his sister dressed before he eats."
CALM = "CN-responding: The home was calm when we came."
TUESDAY = date(2026, 11, 3)


def at_seven(words: str = SEVEN) -> Answer:
    """Return what the boy told his teacher of seven in the morning."""
    return Answer("Getting up", words, AnswerSource.CHILD, Tells.WORRY, "the boy, to his teacher", "07:00", TUESDAY)


SCHOOLS = (
    at_seven(),
    Answer("Breakfast", "He has toast at the breakfast club.", AnswerSource.SEEN, Tells.WELL),
    Answer("Tea", "", AnswerSource.NOT_KNOWN),
)
COUNCILS = (
    Answer("Getting up", CALM, AnswerSource.SEEN, Tells.WELL, last_known=TUESDAY),
    Answer("Breakfast", "His mother says that he eats.", AnswerSource.CARER, Tells.WELL, "his mother, to us"),
    Answer("Evening", "Neighbours ring about noise.", AnswerSource.RECORD, Tells.WORRY, "our record"),
)


def begun(cast: Cast, row: Difference, by: str, child: int = 1, age: str = "primary") -> ChildDay:
    """Have somebody begin a school day for their side."""
    return actions.begin_day(
        by=cast.actor(by), at=cast.tick(), difference=row.pk, child=child, day_type=SCHOOL_DAY, age=age
    )


def said(cast: Cast, row: Difference, by: str, *answers: Answer, child: int = 1) -> ChildDay:
    """Have somebody begin a school day, and say these things of it."""
    day = begun(cast, row, by, child)
    for one in answers:
        day = actions.say_of_part(
            by=cast.actor(by), at=cast.tick(), difference=row.pk, child=child, day_type=SCHOOL_DAY,
            version=day.version, part=one.part, answer=one,
        )  # fmt: skip
    return day


def shared(cast: Cast, row: Difference, by: str, *answers: Answer, child: int = 1) -> ChildDay:
    """Have somebody fill in a school day and share it."""
    day = said(cast, row, by, *answers, child=child)
    return actions.share_day(
        by=cast.actor(by), at=cast.tick(), difference=row.pk, child=child, day_type=SCHOOL_DAY, version=day.version
    )  # fmt: skip


def both_shared(cast: Cast, row: Difference) -> None:
    """Have the school and the council each share the same day."""
    shared(cast, row, "amy", *SCHOOLS)
    shared(cast, row, "bob", *COUNCILS)


def begins(cast: Cast, name: str) -> None:
    """Tell the database that somebody asks."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT cg_begin(%s, %s)", [cast.person(name).pk, london_date(now())])


def address(row: Difference, end: str = "") -> str:
    """Return the address of the first child's school day."""
    return f"/differences/{row.reference}/childs-day/1/{SCHOOL_DAY}/{end}"
