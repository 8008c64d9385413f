"""What tests of fresh eyes share: Ros, a named nurse of neither side, is asked by Amy, and says what she sees."""

from datetime import date, timedelta

from commonground.differences import actions
from commonground.differences.fresh_eyes.people import may_look
from commonground.differences.models import Difference, FreshEyes, Seat
from commonground.directory.models import Agency
from commonground.now import london_date
from commonground.record.models import Entry
from tests.cast import Cast

WHAT = "Whether both of us talk about the same mornings."
SEES = "You speak of different hours: the school of eight o’clock, the council of visits at four."
MISSED = "Nobody has asked his sister, who is twelve."
ASKS_SCHOOL = "Who sees him before school?"
TRIES = "One visit at half past seven, together."
ROS = "Ros Calloway"


def agency_of(cast: Cast, name: str) -> Agency:
    """Return the agency in which somebody works."""
    return Agency.objects.get(pk=cast.actor(name).posts[0].agency_id)


def asked(
    cast: Cast, row: Difference, *, by: str = "amy", whom: str = ROS, by_when: date | None = None, what: str = WHAT
) -> FreshEyes:
    """Have somebody asked to look, within a week unless another day is named; nobody is the office."""
    day = by_when or london_date(cast.at) + timedelta(days=7)
    agency, person = (agency_of(cast, whom).pk, cast.person(whom).pk) if whom else (None, None)
    new = actions.LookAsked(what, day, agency, person)
    return actions.ask_fresh_eyes(by=cast.actor(by), at=cast.tick(), difference=row.pk, asked=new)


def sought(cast: Cast, row: Difference) -> FreshEyes:
    """Have the office asked to find somebody."""
    return asked(cast, row, whom="")


def found(cast: Cast, row: Difference, *, by: str = "elin", whom: str = ROS) -> FreshEyes:
    """Have the office asked, and find somebody."""
    one = sought(cast, row)
    return named(cast, row, one, by=by, whom=whom)


def named(cast: Cast, row: Difference, one: FreshEyes, *, by: str = "elin", whom: str = ROS) -> FreshEyes:
    """Have the office name somebody who looks."""
    return actions.find_fresh_eyes(
        by=cast.actor(by), at=cast.tick(), difference=row.pk, number=one.number, agency=agency_of(cast, whom).pk,
        person=cast.person(whom).pk,
    )  # fmt: skip


def taken(cast: Cast, row: Difference, one: FreshEyes, by: str = ROS) -> FreshEyes:
    """Have somebody say that they will look."""
    return actions.take_look(by=cast.actor(by), at=cast.tick(), difference=row.pk, number=one.number)


def could_not(cast: Cast, row: Difference, one: FreshEyes, by: str = ROS) -> FreshEyes:
    """Have somebody say that they cannot look."""
    return actions.cannot_look(
        by=cast.actor(by), at=cast.tick(), difference=row.pk, number=one.number, reason="I know this family."
    )  # fmt: skip


def gave(cast: Cast, row: Difference, one: FreshEyes, by: str = ROS, sees: str = SEES) -> FreshEyes:
    """Have somebody say what they see."""
    word = actions.Word(sees=sees, missed=MISSED, asks_raising=ASKS_SCHOOL, tries=TRIES)
    return actions.give_word(by=cast.actor(by), at=cast.tick(), difference=row.pk, number=one.number, word=word)


def taken_back(cast: Cast, row: Difference, one: FreshEyes, by: str = "amy") -> FreshEyes:
    """Have it taken back."""
    return actions.take_back_fresh_eyes(by=cast.actor(by), at=cast.tick(), difference=row.pk, number=one.number)


def sees(cast: Cast, row: Difference, name: str) -> bool:
    """Say whether somebody sees a difference now, by the first lock."""
    return Difference.objects.visible_to(cast.actor(name)).filter(pk=row.pk).exists()


def now_of(one: FreshEyes) -> str:
    """Return how far a look has got, as the table has it."""
    return FreshEyes.objects.get(pk=one.pk).now


def last(row: Difference) -> Entry:
    """Return the newest entry of a record, with its text."""
    return Entry.objects.filter(subject=row.pk).select_related("text").latest("number")


def may(cast: Cast, row: Difference, agency: str) -> set[str]:
    """Return who of an agency may be asked, by name."""
    seats = list(Seat.objects.of(row).select_related("person", "post", "agency"))
    there = may_look(row, seats, Agency.objects.get(name=agency).pk, cast.at)
    return {one.person.name for one in there.values()}
