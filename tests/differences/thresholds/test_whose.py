"""Whose a placement is: who reads and changes it below the pages, a side that becomes another agency, two at once."""

from datetime import timedelta
from threading import Barrier, Thread
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoDbBlocker

from commonground.differences.agreeing import disagreements
from commonground.differences.models import Seat
from commonground.differences.reading import standpoint
from commonground.differences.thresholds import actions as chart
from commonground.differences.thresholds import reading
from commonground.differences.thresholds.actions import Chosen
from commonground.differences.thresholds.models import Placement
from commonground.differences.thresholds.views import BEGUN, CHOOSE
from commonground.now import now
from commonground.procedures.terms import Capacity, Side
from commonground.record.models import Entry
from tests.access.meeting import AsRole
from tests.cast import RAISING, RESPONDING, Cast
from tests.conftest import Clone
from tests.connected import connected, tell_database
from tests.differences.asking import fresh
from tests.differences.test_inviting import ask
from tests.differences.test_review_sides import answering, given_away
from tests.differences.thresholds.placing import (
    BOBS,
    BOTH,
    HARD,
    HARD_BY_BOB,
    HUNGRY,
    SEEN_BY_BOB,
    area,
    begins,
    begun,
    chose,
    half_of,
    in_sql,
    placed,
    room,
)
from tests.visiting import browser, visit

READS = {"raiser", "answering", "lead", "checking", "told", "adviser"}
WRITES = {"raiser", "answering", "lead"}
ELSEWHERE = {Capacity.FACILITATING, Capacity.FRESH_EYES, Capacity.BARRED}
"""A side neither facilitates nor looks afresh, and whoever takes no part has no other seat: the database holds that."""


def refused_by_the_database(sql: str, *values: str | UUID) -> bool:
    """Say whether this changes nothing: refused, or of no row."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, values)
            return bool(cursor.rowcount == 0)
    except DatabaseError:
        return True


@pytest.mark.parametrize("capacity", [one for one in Capacity if one not in ELSEWHERE])
def test_the_database_lets_who_belongs_to_a_side_read_and_who_speaks_for_it_write(
    cast: Cast, as_role: AsRole, capacity: Capacity
) -> None:
    row = cast.raised()
    own = placed(cast, row, "bob")
    seat = Seat.objects.get(difference=row, side=Side.RESPONDING, capacity=Capacity.LEAD)
    assert seat.post
    lead = str(seat.post.holdings.get(deputy=False).person.name)
    Seat.objects.filter(pk=seat.pk).update(capacity=capacity)
    mark = (
        'INSERT INTO differences_mark (id, partnership_id, difference_id, placement_id, level, "column", phrase, own,'
        " seen, seen_by, by_id, at) VALUES (%s, %s, %s, %s, 1, 'child', '', false, '', '', %s, now())"
    )
    with as_role("app"):
        begins(cast, lead)
        reads = capacity.value in READS
        assert (in_sql("placement"), in_sql("mark")) == ((1, 2) if reads else (0, 0))
        wrote = [
            not refused_by_the_database("UPDATE differences_placement SET version = version + 1"),
            not refused_by_the_database("UPDATE differences_mark SET out_at = now()"),
            not refused_by_the_database(
                mark, uuid4(), row.partnership_id, row.pk, own.pk, cast.person(lead).pk
            ),
            not refused_by_the_database(
                "INSERT INTO differences_placement (id, partnership_id, difference_id, side, stage, agency_id, area_id,"
                " version, unused, why, would_change) SELECT %s, partnership_id, id, 'responding', 1,"
                " responding_agency_id, partnership_id, 1, false, '', '' FROM differences_difference WHERE id = %s"
                " ON CONFLICT DO NOTHING", uuid4(), row.pk,
            ),
        ]  # fmt: skip
    assert wrote[:3] == [capacity.value in WRITES] * 3
    assert not wrote[3], "there is one already"


def test_a_side_shows_nothing_by_itself_in_sql(cast: Cast, as_role: AsRole) -> None:
    row = cast.raised()
    placed(cast, row, "amy")
    with as_role("app"):
        begins(cast, "amy")
        for change in ("shown_at = now()", "agency_id = area_id", "side = side"):
            assert refused_by_the_database(f"UPDATE differences_placement SET {change}"), change  # noqa: S608 typed above
        begins(cast, "bob")
        placement = (
            "INSERT INTO differences_placement (id, partnership_id, difference_id, side, stage, agency_id, area_id,"
            " version, unused, why, would_change, placed_by_id, placed_at, shown_at) SELECT %s, partnership_id, id,"
            " 'responding', 1, responding_agency_id, partnership_id, 1, true, '', '', %s, now(), {shown_at}"
            " FROM differences_difference WHERE id = %s"
        )
        values = uuid4(), cast.person("bob").pk, row.pk
        assert refused_by_the_database(placement.format(shown_at="now()"), *values)
        assert not refused_by_the_database(placement.format(shown_at="NULL"), *values), "it was for being shown alone"
    assert not Placement.objects.exclude(shown_at=None).exists()
    Placement.objects.filter(pk=values[0]).delete()
    placed(cast, row, "bob")
    assert Placement.objects.of(row).exclude(shown_at=None).count() == 2


@pytest.mark.parametrize("stage", [1, 2, 3, 4])
def test_whoever_speaks_for_a_side_at_a_stage_places_for_it(cast: Cast, as_role: AsRole, stage: int) -> None:
    row = cast.at_stage(stage)
    with as_role("app"):
        for name in (RAISING[stage - 1], RESPONDING[stage - 1]):
            client = browser(cast.person(name))
            assert client.post(room(row), {"submission": str(uuid4())}).status_code == 302
            sent = {
                "submission": str(uuid4()),
                "version": "1",
                "chosen": ["0"],
                "seen_0": f"Seen by {name}",
                "seen_by_0": name,
            }
            assert client.post(room(row, "3/child/"), sent).status_code == 302
            sent = {"submission": str(uuid4()), "version": "2", "would_change": ""}
            assert client.post(room(row, "place/"), sent).status_code == 302
        page = visit(room(row), cast.person(RESPONDING[stage - 1])).words
        assert "What both sides chose" in page
        assert f"Seen by {RAISING[stage - 1]}" in page
    assert list(disagreements(fresh(row))) == []


def test_what_was_taken_out_before_it_was_placed_stays_its_sides(cast: Cast, as_role: AsRole) -> None:
    row = cast.raised()
    begun(cast, row, "bob")
    chose(cast, row, "bob", BOTH, Chosen(HUNGRY, "CN-taken-out", "Bob"))
    chose(cast, row, "bob", BOTH)
    own = chose(cast, row, "bob", BOBS, Chosen(HARD, HARD_BY_BOB, "Bob"))
    chart.place(by=cast.actor("bob"), at=cast.tick(), difference=row.pk, version=own.version, would_change="")
    placed(cast, row, "amy")
    assert HARD_BY_BOB in visit(room(row), "amy").words
    assert "CN-taken-out" not in visit(room(row), "amy").words
    with as_role("app"):
        for name, marks in (("amy", 3), ("bob", 4)):
            begins(cast, name)
            assert in_sql("mark") == marks, name


def test_who_advises_the_agency_that_a_side_became_reads_nothing_of_the_one_before(cast: Cast, as_role: AsRole) -> None:
    row = cast.raised()
    placed(cast, row, "bob")
    row = given_away(cast, row)
    theirs = answering(row)
    ask(cast, row, "zed", by=theirs, side=Side.RESPONDING, agency="Little Acorns Nursery")
    for name in (theirs, "zed"):
        assert SEEN_BY_BOB not in visit(room(row), cast.person(name)).words
        with as_role("app"):
            begins(cast, name)
            assert (in_sql("placement"), in_sql("mark")) == (0, 0)
    begun(cast, row, theirs)
    with as_role("app"):
        begins(cast, "zed")
        assert (in_sql("placement"), in_sql("mark")) == (1, 0), "theirs whom they advise"


def test_an_agency_that_was_a_side_before_reads_nothing_unshown_of_the_one_that_is_it_now(cast: Cast) -> None:
    row = cast.raised()
    assert standpoint(cast.actor("bob"), fresh(row)).own_side is Side.RESPONDING
    row = given_away(cast, row)
    theirs = answering(row)
    begun(cast, row, theirs)
    held = cast.actor("bob").posts[0]
    told = Seat.objects.filter(difference=row, side=Side.RESPONDING, capacity=Capacity.LEAD)
    told.update(post=held.id, agency=held.agency_id, capacity=Capacity.TOLD)
    for name, side, reads in (("bob", None, 0), (theirs, Side.RESPONDING, 1)):
        here = standpoint(cast.actor(name), fresh(row))
        assert (here.own_side, len(reading.placed(here))) == (side, reads), name


def test_what_an_agency_placed_before_the_side_was_anothers_does_not_count_for_it(cast: Cast) -> None:
    row = cast.raised()
    placed(cast, row, "bob")
    row = given_away(cast, row)
    theirs = answering(row)
    placed(cast, row, "amy")
    assert "It waits to be shown" in visit(room(row), "amy").words
    assert SEEN_BY_BOB not in visit(room(row), "amy").words
    assert not Placement.objects.exclude(shown_at=None).exists()
    chart.not_used(by=cast.actor(theirs), at=cast.tick(), difference=row.pk, why="The trust works by need.")
    page = visit(room(row), "amy").words
    assert "The trust works by need." in page
    assert SEEN_BY_BOB not in page, "the side is the trust now"
    shown = Entry.objects.select_related("text").get(subject=row.pk, kind="step.show_chart").text.words
    assert {name for name, words in shown.items() if SEEN_BY_BOB in words} == {"Fairhaven City Council"}
    assert {name for name, words in shown.items() if "by need" in words} == {row.name_of(Side.RESPONDING)}
    assert list(disagreements(fresh(row))) == []


def test_what_an_agency_placed_before_stands_under_its_own_name(cast: Cast) -> None:
    row = cast.raised()
    placed(cast, row, "bob")
    row = given_away(cast, row)
    half_of(row)
    assert chart.show_at_half(now()) == 1
    page = visit(room(row), "amy")
    section = page.markup.split(HARD_BY_BOB)[0].rsplit("<section", 1)[1]
    assert 'aria-label="Fairhaven City Council"' in section
    assert row.name_of(Side.RESPONDING) not in section
    placed(cast, row, "amy")
    assert chart.show_at_half(now()) == 1
    together = visit(room(row), "amy").markup.split("What both sides chose")[1].split(SEEN_BY_BOB)[0]
    assert "Fairhaven City Council" in together.rsplit("cg-together__who", 1)[1]


def test_whose_each_is_is_read_with_it_however_many_agencies_a_side_has_been(cast: Cast) -> None:
    row = cast.raised()
    placed(cast, row, "bob")
    row = given_away(cast, row)
    theirs = answering(row)
    chart.not_used(by=cast.actor(theirs), at=cast.tick(), difference=row.pk, why="The trust works by need.")
    row = given_away(cast, row, by=theirs, to="zed")
    Placement.objects.update(shown_at=cast.tick())
    here = standpoint(cast.actor("amy"), fresh(row))
    for side in Side:
        here.difference.name_of(side)
    found = reading.placed(here)
    with CaptureQueriesContext(connection) as asked:
        names = {one.whose(here.difference) for one in found}
    assert (len(names), len(asked)) == (2, 0)


def test_whoever_begins_a_moment_after_a_colleague_is_told_so(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    row = cast.raised()
    amy, sarah = browser("amy"), browser("sarah")
    amy.post(room(row), {"submission": str(uuid4())})
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(reading, "placed", lambda _: ())  # as it was when Sarah's page was drawn
        assert sarah.post(room(row), {"submission": str(uuid4())}).status_code == 302
    page = visit(room(row), sarah).words
    assert BEGUN in page
    assert CHOOSE not in page


def test_two_who_begin_at_once_begin_one_and_both_go_on_from_it(
    seeded: Clone, django_db_blocker: DjangoDbBlocker
) -> None:
    with django_db_blocker.unblock(), connected(seeded.owner):
        cast = Cast(now() - timedelta(minutes=50))
        with transaction.atomic():
            row = cast.raised()
        people = [cast.actor(name) for name in ("amy", "sarah")]
        key, at_once, began = area().pk, Barrier(len(people), timeout=60), list[tuple[Placement, bool]]()

        def begin(number: int) -> None:
            with connected(seeded.app):
                at_once.wait()
                with transaction.atomic():
                    tell_database(people[number])
                    began.append(chart.begin(by=people[number], at=now(), difference=row.pk, area=key))

        threads = [Thread(target=begin, args=[number]) for number in range(len(people))]
        for one in threads:
            one.start()
        for one in threads:
            one.join(60)
        own = Placement.objects.of(row).get()
        assert sorted(began, key=lambda pair: pair[1]) == [(own, False), (own, True)]
