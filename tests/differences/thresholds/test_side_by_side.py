"""Thresholds side by side: each side places on its area's chart, blind; then one page shows both, and no level."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from commonground.differences import actions
from commonground.differences import reading as whole
from commonground.differences.agreeing import disagreements
from commonground.differences.models import Clock, Difference
from commonground.differences.thresholds import actions as chart
from commonground.differences.thresholds import reading
from commonground.differences.thresholds.actions import Chosen
from commonground.differences.thresholds.models import Placement
from commonground.directory.models import Partnership
from commonground.library.actions import load_chart
from commonground.library.shape import shipped
from commonground.now import now
from commonground.procedures.beside_stages import CHECK
from commonground.procedures.loading import load
from commonground.procedures.terms import Answer, Side
from commonground.record.models import Entry
from tests.access.meeting import AsRole
from tests.cast import Cast, opened
from tests.differences.asking import email, fresh, told
from tests.differences.test_every_ladder import LADDERS, known
from tests.differences.thresholds.placing import (
    ALONE,
    ALONE_BY_AMY,
    BOTH,
    CHANGE_AMY,
    CHANGE_BOB,
    HARD,
    HARD_BY_BOB,
    HUNGRY,
    SEEN_BY_AMY,
    SEEN_BY_BOB,
    begins,
    begun,
    chose,
    everywhere,
    half_of,
    in_sql,
    placed,
    room,
)
from tests.editions.fuller import open_fuller
from tests.pdf import said as words_of_pdf
from tests.visiting import browser, visit


@pytest.mark.parametrize(("who", "other", "side"), [("bob", "amy", "raising"), ("amy", "bob", "responding")])
def test_until_it_is_shown_the_other_side_meets_it_nowhere(
    cast: Cast, as_role: AsRole, who: str, other: str, side: str
) -> None:
    row = cast.raised()
    placed(cast, row, other)
    begun(cast, row, who)
    Difference.objects.filter(pk=row.pk).update(lines=1)  # so that the lists have begun
    with as_role("app"):
        for url, body in everywhere(row, browser(who)):
            assert f"CN-{side}" not in body, url
            assert HUNGRY not in body or "3/child" in url, url
        begins(cast, who)
        assert (in_sql("placement"), in_sql("mark")) == (1, 0), "their own draft, and nothing of the other side's"
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM record_entrytext WHERE words::text LIKE %s", [f"%CN-{side}%"])
            assert cursor.fetchone() == (0,)
            cursor.execute("SELECT facts::text FROM record_entry WHERE kind = 'step.place_on_chart'")
            ((facts,),) = cursor.fetchall()
        assert not any(word in facts for word in ("level", "marks", "unused", "shown", "child"))
        begins(cast, other)
        assert (in_sql("placement"), in_sql("mark")) == (1, 2)
        for name in ("elin", "zed"):
            begins(cast, name)
            assert (in_sql("placement"), in_sql("mark")) == (0, 0)
    assert list(disagreements(fresh(row))) == []


def test_the_other_side_changes_nothing_of_it_in_sql(cast: Cast, as_role: AsRole) -> None:
    row = cast.raised()
    own = placed(cast, row, "amy")
    changes = (
        "UPDATE differences_placement SET placed_at = now()",
        "UPDATE differences_mark SET out_at = now()",
    )
    with as_role("app"):
        for told_already in (False, True):
            begins(cast, "bob")
            for change in changes:
                with connection.cursor() as cursor:
                    cursor.execute(change)
                    assert cursor.rowcount == 0, (change, told_already)
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(
                    'INSERT INTO differences_mark (id, partnership_id, difference_id, placement_id, level, "column",'
                    " phrase, own, seen, seen_by, by_id, at) VALUES (%s, %s, %s, %s, 1, 'child', '', false, '', '', %s,"
                    " now())",
                    [uuid4(), row.partnership_id, row.pk, own.pk, cast.person("bob").pk],
                )
            with connection.cursor() as cursor:
                cursor.execute("SELECT differences_show_placements(%s, now())", [row.pk])
                assert cursor.fetchone() == (0,), "nothing is shown before both have placed"
            if not told_already:
                connection.cursor().execute("RESET ROLE")
                Placement.objects.filter(pk=own.pk).update(shown_at=cast.tick())
                connection.cursor().execute("SET LOCAL ROLE app")


def test_when_both_have_placed_one_page_shows_both(cast: Cast) -> None:
    row = cast.raised()
    placed(cast, row, "amy")
    waiting = visit(room(row), "amy").words
    assert "It waits to be shown" in waiting
    assert SEEN_BY_AMY in waiting
    placed(cast, row, "bob")
    for name in ("amy", "bob", "sarah"):
        page = visit(room(row), name).words
        both, alone = page.split("What each side alone chose")
        assert HUNGRY in both.split("What both sides chose")[1]
        assert SEEN_BY_AMY in both
        assert SEEN_BY_BOB in both
        assert "Level 3 (Help from several), The child" in both
        for words in (ALONE, ALONE_BY_AMY, HARD, HARD_BY_BOB, CHANGE_AMY, CHANGE_BOB):
            assert words in alone
            assert words not in both
        assert "No level comes of this" in page
    record = visit(f"/differences/{row.reference}/record/", "bob").words
    assert SEEN_BY_AMY in record
    assert f"What would change our mind: {CHANGE_AMY}" in record
    assert "raising: no breakfast" in words_of_pdf(
        browser("bob").get(f"/differences/{row.reference}/for-our-file.pdf").content
    )
    assert told(row, "chart_placed")
    assert told(row, "chart_shown")
    assert list(disagreements(fresh(row))) == []


def test_a_side_that_has_placed_is_not_asked_to_when_the_second_does(cast: Cast) -> None:
    row = cast.raised()
    placed(cast, row, "amy")
    before = told(row, "chart_placed")
    assert before
    assert email(cast, "amy") not in before
    placed(cast, row, "bob")
    assert told(row, "chart_placed") == before
    assert email(cast, "amy") in told(row, "chart_shown")


def test_at_half_of_the_time_what_one_side_placed_is_shown_by_itself(cast: Cast, as_role: AsRole) -> None:
    row = cast.raised()
    placed(cast, row, "amy")
    assert chart.show_at_half(now()) == 0
    half_of(row)
    with as_role("clock"):
        assert chart.show_at_half(now()) == 1
        assert chart.show_at_half(now()) == 0, "once"
    page = visit(room(row), "bob").words
    assert SEEN_BY_AMY in page
    assert "Nothing of this side is shown" in page
    with as_role("app"):
        begins(cast, "bob")
        assert in_sql("mark") == 2
    entry = Entry.objects.select_related("text").get(subject=row.pk, kind="step.show_chart")
    assert entry.text.actor_name == "The clock"
    assert list(disagreements(fresh(row))) == []
    placed(cast, row, "bob")
    assert HARD_BY_BOB in visit(room(row), "amy").words, "whoever places later is shown at once"
    assert list(disagreements(fresh(row))) == []


def test_the_sweep_shows_it_when_half_of_the_clock_has_run(cast: Cast) -> None:
    row = cast.raised()
    placed(cast, row, "amy")
    clock = Clock.objects.of(row).get(ended_at=None)
    assert clock.due_at
    actions.sweep(clock.started_at + timedelta(minutes=2))
    assert chart.show_at_half(clock.started_at + timedelta(minutes=2)) == 0
    later = clock.due_at - timedelta(minutes=10)
    actions.sweep(later)
    assert chart.show_at_half(later) == 1


def test_a_clock_by_which_nothing_ends_shows_nothing_and_nobody_waits_for_it(cast: Cast) -> None:
    open_fuller()
    row = cast.raised()
    placed(cast, row, "amy")
    Clock.objects.of(row).filter(key=CHECK).update(told_half=True)
    with CaptureQueriesContext(connection) as asked:
        assert chart.show_at_half(now()) == 0
    assert not any("FOR NO KEY UPDATE" in one["sql"] for one in asked.captured_queries), "it was not even looked at"
    Clock.objects.of(row).exclude(key=CHECK).update(told_half=True)
    assert chart.show_at_half(now()) == 1


def test_when_the_stage_is_over_it_is_shown(cast: Cast) -> None:
    row = cast.raised()
    placed(cast, row, "amy")
    cast.do(
        actions.escalate, row, "amy", reason="We differ.", tried="We spoke.", ask="See him.", meanwhile="Breakfast."
    )
    assert chart.show_at_half(now()) == 1
    assert list(disagreements(fresh(row))) == []


def test_a_clock_that_ends_by_an_answer_shows_nothing_while_its_stage_goes_on(cast: Cast) -> None:
    text = known(LADDERS["sefton-2017"])
    opened(text, cast.at)
    row = cast.raised(before=dict.fromkeys(load(text).asks_when, cast.at - timedelta(hours=2)))
    placed(cast, row, "amy")
    row = cast.do(
        actions.respond, row, "bob", answer=Answer.NO_BECAUSE, because="She is well.", meanwhile="Breakfast."
    )  # fmt: skip
    ended = Placement.objects.of(row).get().clock
    assert ended
    assert (ended.key, ended.told_half, bool(ended.ended_at)) == ("reply", False, True)
    assert row.stage == 1
    assert chart.show_at_half(now()) == 0
    assert SEEN_BY_AMY not in visit(room(row), "bob").words
    half_of(row)
    assert chart.show_at_half(now()) == 1, "half of the clock has run that began when this one ended"
    assert SEEN_BY_AMY in visit(room(row), "bob").words
    assert list(disagreements(fresh(row))) == []


def test_where_no_clock_follows_the_one_that_ended_half_of_its_time_is_waited_for(cast: Cast) -> None:
    row = cast.raised()
    placed(cast, row, "amy")
    clock = Clock.objects.of(row).get(ended_at=None)
    assert clock.due_at
    Clock.objects.filter(pk=clock.pk).update(ended_at=cast.tick())
    early = clock.started_at + timedelta(minutes=2)
    assert chart.show_at_half(early) == 0
    assert chart.show_at_half(clock.due_at - timedelta(minutes=10)) == 1


def test_two_areas_with_the_same_words_are_not_matched_either(cast: Cast) -> None:
    row, other = cast.raised(), Partnership.objects.get(name="Marlow Vale")
    load_chart(area=other, text=shipped()["fairhaven"].replace('"Fairhaven"', '"Marlow Vale"'), at=cast.tick())
    Difference.objects.filter(pk=row.pk).update(contacts_of=other)
    placed(cast, row, "amy")
    chart.begin(by=cast.actor("bob"), at=cast.tick(), difference=row.pk, area=other.pk)
    own = chose(cast, row, "bob", BOTH, Chosen(HUNGRY, SEEN_BY_BOB, "Bob"))
    chart.place(by=cast.actor("bob"), at=cast.tick(), difference=row.pk, version=own.version, would_change="")
    page = visit(room(row), "amy").words
    assert "nothing is matched" in page
    assert "What both sides chose" not in page


def test_the_application_too_gives_a_side_only_its_own_and_what_is_shown(cast: Cast) -> None:
    row = cast.raised()
    placed(cast, row, "amy")
    begun(cast, row, "bob")
    found = whole.difference(cast.actor("bob"), row.reference)  # as owner, whom every policy lets through
    (own,) = reading.placed(whole.standpoint(cast.actor("bob"), found))
    assert own.side is Side.RESPONDING
    assert not own.marks


def test_two_areas_two_charts_and_nothing_is_matched(cast: Cast) -> None:
    row = cast.raised()
    other = Partnership.objects.get(name="Marlow Vale")
    Difference.objects.filter(pk=row.pk).update(contacts_of=other)
    asked = visit(room(row), "bob").words
    assert "Which chart does your side use?" in asked
    placed(cast, row, "amy")
    chart.begin(by=cast.actor("bob"), at=cast.tick(), difference=row.pk, area=other.pk)
    assert "kept elsewhere" in visit(room(row, "own-words/"), "bob").words
    visit(room(row, "3/child/"), "bob", status=404)
    own = chose(cast, row, "bob", (None, ""), Chosen(HUNGRY, SEEN_BY_BOB, "Bob", own=True))
    chart.place(by=cast.actor("bob"), at=cast.tick(), difference=row.pk, version=own.version, would_change="")
    page = visit(room(row), "amy").words
    assert "use the charts of two areas: Fairhaven and Marlow Vale" in page
    assert "What both sides chose" not in page
    assert page.count(HUNGRY) == 2
    new = cast.raised()
    with pytest.raises(Difference.DoesNotExist):
        chart.begin(by=cast.actor("sarah"), at=cast.tick(), difference=new.pk, area=other.pk)
