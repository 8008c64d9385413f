"""Nobody waits on an empty chair: who left or is away is stepped over, at any time (invariant 6)."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from commonground.differences import actions
from commonground.differences.actions import empty_chairs, telling
from commonground.differences.agreeing import disagreements
from commonground.differences.models import Difference, Seat
from commonground.directory import actions as directory
from commonground.directory.queries import actor_for
from commonground.notices.models import Notice
from commonground.now import london_date
from commonground.procedures.terms import Answer, Capacity, Side
from commonground.record.models import Entry
from tests.cast import AGREEMENT, BECAUSE, MEANWHILE, Cast

TUESDAY = datetime(2026, 11, 10, 10, 0, tzinfo=ZoneInfo("Europe/London"))


@pytest.fixture
def raised(cast: Cast) -> Difference:
    """Give one that was raised with Bob by name."""
    cast.at = TUESDAY
    return cast.raised(responding_person=cast.person("bob").pk)


def leave(cast: Cast, name: str) -> None:
    directory.leave(person=cast.person(name), by=None, at=cast.tick())


def away(cast: Cast, name: str, days: int = 1) -> None:
    today = london_date(cast.at)
    directory.record_absence(
        person=cast.person(name), starts=today, ends=today + timedelta(days=days - 1), by=None, at=cast.tick()
    )  # fmt: skip


def ask(cast: Cast) -> int:
    return empty_chairs.ask_the_next(cast.tick())


def acting(row: Difference, side: Side) -> set[str]:
    """Return who acts for a side now, by name of person or post."""
    here = Seat.objects.filter(difference=row, side=side, stage=fresh(row).stage, ended_at=None)
    seats = here.filter(capacity__in=(Capacity.RAISER, Capacity.ANSWERING)).select_related("person", "post")
    return {str(seat.person or seat.post) for seat in seats}


def fresh(row: Difference) -> Difference:
    return Difference.objects.select_related("edition").get(pk=row.pk)


def said(row: Difference) -> list[str]:
    texts = Entry.objects.filter(subject=row.pk, kind="clock.stepped_over").order_by("number")
    return [entry.text.sentence for entry in texts]


def test_when_whoever_was_asked_leaves_the_team_is_asked_once_and_the_record_says_so(
    cast: Cast, raised: Difference
) -> None:
    assert ask(cast) == 0, "Bob is there"
    leave(cast, "bob")
    assert ask(cast) == 1
    assert ask(cast) == 0, "a second time there is nothing left to do"
    assert acting(raised, Side.RESPONDING) == {"Bob Ferris", "Assessment Team East duty desk"}
    assert said(raised) == [
        "Nobody was there to act for Assessment Team East, Fairhaven City Council, so the next in its line were asked."
    ]
    words = Entry.objects.get(subject=raised.pk, kind="clock.stepped_over").text.words
    assert words["Now asked or told"] == "Assessment Team East duty desk (Leah Goldberg)"
    told = set(Notice.objects.filter(subject=raised.pk, kind="stepped_over").values_list("address", flat=True))
    assert told == {"amy.lister@oakfield.example", "duty.east@council.fairhaven.example"}
    assert not list(disagreements(fresh(raised)))


def test_who_was_asked_then_can_answer(cast: Cast, raised: Difference) -> None:
    leave(cast, "bob")
    ask(cast)
    leah = cast.actor("Leah Goldberg")
    row = actions.respond(
        by=leah, at=cast.tick(), difference=raised.pk, version=None, answer=Answer.YES, because=BECAUSE,
        meanwhile=MEANWHILE,
    )  # fmt: skip
    assert row.turn == Side.RAISING
    assert not list(disagreements(fresh(raised)))


def test_what_was_picked_up_waits_to_be_picked_up_again_unless_it_was_answered(cast: Cast, raised: Difference) -> None:
    waiting, answered = raised, cast.raised(responding_person=cast.person("bob").pk)
    for row in (waiting, answered):
        cast.do(actions.pick_up, row, "bob", words="", knows_child=True)
    cast.do(actions.respond, answered, "bob", answer=Answer.NO_BECAUSE, because=BECAUSE, meanwhile=MEANWHILE)
    leave(cast, "bob")
    assert ask(cast) == 2
    assert (fresh(waiting).picked_up_by, fresh(waiting).turn) == (None, Side.RESPONDING)
    assert fresh(answered).turn == Side.RAISING, "an answer that was given stands"
    assert not [*disagreements(fresh(waiting)), *disagreements(fresh(answered))]


def test_who_is_away_for_a_day_keeps_the_seat_and_the_team_is_asked_as_well(cast: Cast, raised: Difference) -> None:
    away(cast, "bob")
    assert ask(cast) == 1
    assert "Bob Ferris" in acting(raised, Side.RESPONDING)
    cast.at += timedelta(days=1)
    assert ask(cast) == 0
    cast.do(actions.respond, raised, "bob", answer=Answer.YES, because=BECAUSE, meanwhile=MEANWHILE)


def test_whoever_raised_it_may_be_away_but_when_they_leave_their_line_is_asked(cast: Cast, raised: Difference) -> None:
    away(cast, "amy", days=10)
    assert ask(cast) == 0, "her line can escalate meanwhile, and nobody more need know"
    leave(cast, "amy")
    assert ask(cast) == 1
    assert acting(raised, Side.RAISING) == {"Amy Lister", "Deputy head teacher"}
    cast.do(actions.pick_up, raised, "bob", words="", knows_child=True)
    told = Notice.objects.filter(subject=raised.pk, kind="picked_up").values_list("address", flat=True)
    assert list(told) == ["sarah.penrose@oakfield.example"], "who acts for her side is told in her place"
    cast.do(actions.propose, raised, "bob", text=AGREEMENT)
    signed = cast.do(actions.sign, raised, "sarah", proposal=1)
    assert signed.end == "resolved"
    assert not list(disagreements(fresh(raised)))


def test_a_post_that_falls_empty_is_stepped_over_to_the_next_in_the_line(cast: Cast) -> None:
    cast.at = TUESDAY
    row = cast.at_stage(2)
    assert acting(row, Side.RESPONDING) == {"Team manager, Assessment Team East"}
    away(cast, "cath")
    assert ask(cast) == 0, "her deputy is there"
    leave(cast, "Nadia Rahman")
    assert ask(cast) == 1
    assert acting(row, Side.RESPONDING) == {"Team manager, Assessment Team East", "Principal social worker"}
    words = Entry.objects.get(subject=row.pk, kind="clock.stepped_over").text.words
    assert "Cath Doyle (Team manager, Assessment Team East) is away" in words["Stepped over"]
    assert not list(disagreements(fresh(row)))


def test_one_that_ended_or_stands_elsewhere_is_left_alone(cast: Cast) -> None:
    cast.at = TUESDAY
    bob = cast.person("bob").pk
    ended, climbed = cast.raised(responding_person=bob), cast.raised(responding_person=bob)
    cast.do(actions.withdraw, ended, "amy", why="settled", words="We spoke.")
    cast.do(
        actions.escalate, climbed, "amy", reason="We still differ.", tried="We spoke.", ask="See him.", meanwhile="."
    )  # fmt: skip
    leave(cast, "bob")
    assert ask(cast) == 0


def test_nobody_of_the_other_side_is_asked(cast: Cast) -> None:
    cast.at = TUESDAY
    row = cast.raised(by="Leah Goldberg", **between_east_and_the_school(cast))
    leave(cast, "sarah")
    leave(cast, "judith")
    ask(cast)
    assert not Seat.objects.filter(difference=row, side=Side.RESPONDING, person=cast.person("Leah Goldberg")).exists()
    assert acting(row, Side.RESPONDING)


def between_east_and_the_school(cast: Cast) -> dict[str, object]:
    new = cast.new()
    return {
        "raising_agency": new.responding_agency,
        "raising_team": new.responding_team,
        "responding_agency": new.raising_agency,
        "responding_team": None,
    }


def test_a_fault_in_one_leaves_the_others_done(cast: Cast, raised: Difference, monkeypatch: pytest.MonkeyPatch) -> None:
    other = cast.raised(responding_person=cast.person("bob").pk)
    leave(cast, "bob")
    notices = telling.leave_notices

    def failing(row: Difference, *rest: object, **named: object) -> None:
        if row.pk == raised.pk:
            message = "a bad row"
            raise ValueError(message)
        notices(row, *rest, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(telling, "leave_notices", failing)
    assert ask(cast) == 1
    assert (len(said(raised)), len(said(other))) == (0, 1)
    assert acting(raised, Side.RESPONDING) == {"Bob Ferris"}, "whole or absent"
    monkeypatch.undo()
    assert ask(cast) == 1


def test_looking_costs_the_same_however_many_differences_there_are(cast: Cast, raised: Difference) -> None:  # noqa: ARG001
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            ask(cast)
        return len(asked)

    few = queries()
    for _ in range(5):
        cast.raised()
    assert queries() == few == 3


def test_who_left_sees_nothing_more_and_who_was_asked_does(cast: Cast, raised: Difference) -> None:
    leave(cast, "bob")
    ask(cast)
    tomorrow = london_date(cast.at) + timedelta(days=1)
    seen = {
        name: Difference.objects.visible_to(actor_for(cast.person(name), tomorrow)).filter(pk=raised.pk).exists()
        for name in ("bob", "Leah Goldberg", "Imran Qureshi")
    }
    assert seen == {"bob": False, "Leah Goldberg": True, "Imran Qureshi": False}
