"""What somebody sees who looks with fresh eyes: from the asking until their word, both sides' words and no more."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError, ProgrammingError

from commonground.differences import actions, queries, reading
from commonground.differences.agreeing import disagreements
from commonground.differences.fresh_eyes.queries import listed
from commonground.differences.fresh_eyes.sweeping import tell_of_fresh_eyes
from commonground.differences.models import Difference, FreshEyes, Seat
from commonground.directory.actions import hold
from commonground.directory.models import Post
from commonground.notices.models import Notice
from commonground.now import london_date
from commonground.procedures.fresh_eyes import NOT_OF_NEITHER
from commonground.procedures.rules import Refused
from commonground.procedures.terms import Capacity, Role
from tests.cast import AGREEMENT, Cast
from tests.differences.asking import email, fresh, told
from tests.differences.fresh_eyes.looking import (
    ROS,
    agency_of,
    asked,
    could_not,
    gave,
    last,
    now_of,
    sees,
    taken,
    taken_back,
)
from tests.differences.raising import Browser
from tests.visiting import visit

AsRole = Callable[[str], AbstractContextManager[None]]


def told_that_it_is_over(row: Difference) -> set[str]:
    """Return who was told that a look ended, and by no step of fresh eyes."""
    asked_at = FreshEyes.objects.get(difference=row).at
    news = Notice.objects.filter(subject=row.pk, kind="fresh_eyes_news", left_at__gt=asked_at)
    return set(news.values_list("address", flat=True))


def test_sight_begins_with_the_asking_and_ends_with_the_word(cast: Cast) -> None:
    row = cast.raised()
    assert not sees(cast, row, ROS)
    one = asked(cast, row)
    assert sees(cast, row, ROS)
    taken(cast, row, one)
    assert sees(cast, row, ROS)
    gave(cast, row, one)
    assert not sees(cast, row, ROS)
    seat = Seat.objects.get(difference=row, capacity=Capacity.FRESH_EYES)
    assert (seat.side, seat.person, seat.ended_at is not None) == ("", cast.person(ROS), True)


@pytest.mark.parametrize("ends", [could_not, taken_back], ids=["they cannot", "taken back"])
def test_sight_ends_when_they_cannot_and_when_it_is_taken_back(
    cast: Cast, ends: Callable[[Cast, Difference, FreshEyes], FreshEyes]
) -> None:
    row = cast.raised()
    ends(cast, row, asked(cast, row))
    assert not sees(cast, row, ROS)
    assert not list(disagreements(fresh(row)))


def test_sight_ends_with_the_difference_and_whoever_was_asked_is_told(cast: Cast) -> None:
    row = cast.proposed()
    one = asked(cast, row)
    row = cast.do(actions.sign, row, "amy", proposal=1)
    assert not sees(cast, row, ROS)
    assert now_of(one) == "over"
    assert told(row, "fresh_eyes_over") == {email(cast, ROS)}
    assert not told_that_it_is_over(row), "the sides know that it has ended"
    assert last(row).facts["fresh_eyes_over"] == [1]
    assert not list(disagreements(fresh(row)))
    assert tell_of_fresh_eyes(cast.at + timedelta(days=30)) == 0
    with pytest.raises(Difference.DoesNotExist):
        gave(cast, row, one)


def test_an_agreement_for_some_of_the_children_ends_no_look(cast: Cast) -> None:
    row = cast.raised(children=(cast.new().children[0],) * 2)
    one = asked(cast, row)
    row = cast.do(actions.propose, row, "bob", text=AGREEMENT, children=[1])
    cast.do(actions.sign, row, "amy", proposal=1)
    assert now_of(one) == "asked"
    assert sees(cast, row, ROS)


def test_once_their_agency_joins_or_becomes_a_side_they_look_no_longer(cast: Cast) -> None:
    row = cast.raised()
    one = asked(cast, row, whom="Wendy Park")
    cast.joined(row)
    assert now_of(one) == "over"
    assert email(cast, "sarah") in told_that_it_is_over(row), "the side that waits is told"
    assert email(cast, "amy") not in told_that_it_is_over(row), "she asked them to join"
    assert email(cast, "Farah Siddiqui") not in told_that_it_is_over(row), "their side asked nobody"
    assert not Seat.objects.filter(difference=row, capacity=Capacity.FRESH_EYES, ended_at=None).exists()
    assert not list(disagreements(fresh(row)))
    other = cast.raised()
    two = asked(cast, other)
    cast.do(actions.not_ours, other, "bob", agency=agency_of(cast, ROS).pk, team=None, reason="It is health’s.")
    assert now_of(two) == "over"
    assert {email(cast, "amy"), email(cast, "sarah")} <= told_that_it_is_over(other)
    assert not list(disagreements(fresh(other)))


def test_the_database_lets_nobody_of_a_side_look(cast: Cast) -> None:
    row = cast.raised()
    asked(cast, row)
    with pytest.raises(DatabaseError, match="may not look"), transaction.atomic():
        Seat.objects.filter(difference=row, capacity=Capacity.FRESH_EYES).update(agency=row.raising_agency)


def test_they_read_what_both_sides_read_and_no_sides_own_notes(cast: Cast) -> None:
    row = cast.raised()
    note: dict[str, Any] = {"own_side": True, "words": "Between us."}
    cast.do(actions.note, row, "amy", **note)
    cast.do(actions.note, row, "amy", own_side=False, words="For all.")
    asked(cast, row)
    here = reading.standpoint(cast.actor(ROS), row, cast.at)
    entries, _ = reading.record(here, newest=20)
    said = [words for entry in entries for words in entry.text.words.values()]
    assert "For all." in said
    assert "Between us." not in said


def test_they_look_and_do_nothing_else_also_by_another_seat(cast: Cast) -> None:
    row = cast.raised()
    asked(cast, row)
    seats = list(Seat.objects.of(row).select_related("person", "post", "agency"))
    (standing,) = queries.standings(cast.actor(ROS), row, seats)
    assert standing.capacity is Capacity.FRESH_EYES
    Seat.objects.create(
        partnership_id=row.partnership_id, difference=row, side="responding", capacity=Capacity.ANSWERING,
        role=Role.LINE_MANAGER, stage=1, agency=agency_of(cast, ROS), person=cast.person(ROS), since=cast.at,
    )  # fmt: skip
    seats = list(Seat.objects.of(row).select_related("person", "post", "agency"))
    assert queries.standings(cast.actor(ROS), row, seats) == (standing,)


@pytest.mark.parametrize("by_desk", [True, False], ids=["a desk of a side", "a seat of a side"])
def test_whoever_has_come_to_work_for_a_side_is_of_neither_no_longer(cast: Cast, *, by_desk: bool) -> None:
    row = cast.answered()
    cast.do(actions.note, row, "bob", own_side=True, words="Between us.")
    one = asked(cast, row)
    if by_desk:
        desk = Post.objects.get(title="Assessment Team East duty desk")
        hold(person=cast.person(ROS), post=desk, starts=london_date(cast.at), by=None, at=cast.at)
    else:
        Seat.objects.create(
            partnership_id=row.partnership_id, difference=row, side="responding", capacity=Capacity.ANSWERING,
            role=Role.LINE_MANAGER, stage=1, agency=agency_of(cast, ROS), person=cast.person(ROS), since=cast.at,
        )  # fmt: skip
    for does in (taken, gave):
        with pytest.raises(Refused, match=NOT_OF_NEITHER):
            does(cast, row, one)
    here = reading.standpoint(cast.actor(ROS), row, cast.at)
    (shown,) = listed(cast.actor(ROS), here, cast.at)
    assert (shown.ways.take, shown.ways.word, bool(shown.ways.cannot)) == ("", "", True)
    entries, _ = reading.record(here, newest=20)
    assert "Between us." not in [words for entry in entries for words in entry.text.words.values()]
    page = visit(row.get_absolute_url(), Browser(cast.person(ROS))).words
    assert "You belong to one of the two sides by now" in page
    assert "I will look at it" not in page
    could_not(cast, row, one)
    assert now_of(one) == "cannot"


def test_they_may_add_a_note_and_a_question(cast: Cast) -> None:
    row = cast.raised()
    asked(cast, row)
    cast.do(actions.note, row, ROS, own_side=False, words="Which morning was that?")
    assert "Which morning was that?" in last(row).text.words.values()


def test_the_database_alone_keeps_it_from_others_and_gives_it_to_whoever_looks(cast: Cast, as_role: AsRole) -> None:
    row = cast.raised()
    one = asked(cast, row)

    def counts() -> dict[str, tuple[int, int]]:
        seen = {}
        for who in ("amy", "bob", ROS, "zed", "Helen Achebe"):
            with as_role("app"), connection.cursor() as cursor:
                cursor.execute("SELECT cg_begin(%s, %s)", [cast.person(who).pk, london_date(cast.at)])
                cursor.execute(
                    "SELECT (SELECT count(*) FROM differences_fresheyes), (SELECT count(*) FROM differences_difference)"
                )
                seen[who] = cursor.fetchone()
        return seen

    assert counts() == {"amy": (1, 1), "bob": (1, 1), ROS: (1, 1), "zed": (0, 0), "Helen Achebe": (0, 0)}
    gave(cast, row, one)
    assert counts()[ROS] == (0, 0)
    assert counts()["bob"] == (1, 1)


def test_the_database_lets_nobody_outside_write_who_looks(cast: Cast, as_role: AsRole) -> None:
    row = cast.raised()
    one = asked(cast, row)

    def writes(who: str, number: int) -> tuple[bool, int]:
        """Return whether somebody can ask in the name of a side, and how many rows they can change."""
        with as_role("app"), connection.cursor() as cursor:
            cursor.execute("SELECT cg_begin(%s, %s)", [cast.person(who).pk, london_date(cast.at)])
            cursor.execute("UPDATE differences_fresheyes SET now = 'looking' WHERE id = %s", [one.pk])
            changed = cursor.rowcount
            values: dict[str, Any] = {
                "id": uuid4(), "partnership_id": row.partnership_id, "difference_id": row.pk, "number": number,
                "side": "responding", "by_id": cast.person(who).pk, "at": cast.at, "by_when": london_date(cast.at),
                "now": "taken_back", "asked_in": 0, "said_in": 0, "over_at": cast.at,
            }  # fmt: skip
            columns, blanks = ", ".join(values), ", ".join(["%s"] * len(values))
            try:
                with transaction.atomic():
                    new = f"INSERT INTO differences_fresheyes ({columns}) VALUES ({blanks})"  # noqa: S608 no input
                    cursor.execute(new, list(values.values()))
            except ProgrammingError as error:
                assert "row-level security" in str(error)  # noqa: PT017 it is the reason that is asked
                return False, changed
            return True, changed

    assert writes("zed", 8) == (False, 0)
    assert writes("amy", 9) == (True, 1)
