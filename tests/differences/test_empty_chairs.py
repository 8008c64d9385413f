"""Nobody waits on an empty chair: who left or is away is stepped over, at any time (invariant 6)."""

from collections.abc import Callable
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
from commonground.directory.models import Holding
from commonground.directory.queries import actor_for
from commonground.notices.models import Notice
from commonground.now import london_date
from commonground.procedures.terms import Answer, Capacity, Side, TooClose
from commonground.record.models import Entry
from tests.cast import AGREEMENT, BECAUSE, MEANWHILE, Cast
from tests.differences.asking import fresh, told

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


def beside(row: Difference) -> set[str]:
    """Return who of an agency that joined is seated, by name of person or post."""
    seats = Seat.objects.filter(difference=row, capacity=Capacity.JOINED, ended_at=None)
    return {person or post for person, post in seats.values_list("person__name", "post__title")}


def asked_beside(row: Difference) -> list[Entry]:
    return list(Entry.objects.filter(subject=row.pk, kind="clock.asked_beside").select_related("text"))


@pytest.mark.parametrize("gone", [leave, away])
@pytest.mark.parametrize("side", [None, Side.RAISING])
def test_others_of_an_agency_that_joined_are_asked_when_nobody_of_it_is_there(
    cast: Cast, raised: Difference, gone: Callable[[Cast, str], None], side: Side | None
) -> None:
    row = cast.joined(raised, side=side)
    assert ask(cast) == 0
    gone(cast, "zed")
    assert (ask(cast), ask(cast)) == (1, 0)
    assert beside(row) == {"Key worker", "Nursery manager"}
    assert Difference.objects.visible_to(cast.actor("Wendy Park")).filter(pk=row.pk).exists()
    (entry,) = asked_beside(row)
    assert entry.text.sentence == (
        "Nobody of Little Acorns Nursery, which joined this, was there, so others of it were asked."
    )
    assert "Wendy Park" in entry.text.words["Now asked or told"]
    told = Notice.objects.filter(subject=row.pk, kind="joining", left_at__gte=entry.at)
    assert [notice.address for notice in told] == [cast.person("Wendy Park").email]
    kept = fresh(row)
    assert (kept.version, kept.stage, kept.picked_up_by_id) == (row.version, 1, row.picked_up_by_id)
    assert not list(disagreements(kept))


def test_nobody_more_is_asked_while_somebody_of_it_is_there_or_when_nobody_is_left(
    cast: Cast, raised: Difference
) -> None:
    row = cast.joined(raised, name="Fairhaven Community Health Trust: School Nursing", side=Side.RESPONDING)
    leave(cast, "Kwame Boateng")
    assert ask(cast) == 0
    leave(cast, "Lucy Pritchard")
    assert ask(cast) == 1
    assert "Anita Desai" in asked_beside(row)[0].text.words["Now asked or told"]  # of that team, not of another
    nursery = cast.joined(cast.raised())
    for name in ("Wendy Park", "zed"):
        leave(cast, name)
    assert ask(cast) == 0
    assert not asked_beside(nursery)


def test_where_who_joined_takes_no_part_another_of_it_is_asked_at_once(cast: Cast, raised: Difference) -> None:
    row, zed = cast.joined(raised), cast.person("zed")
    actions.declare_interest(
        by=cast.actor("zed"), at=cast.tick(), difference=row.pk, person=zed.pk, why=TooClose.PERSONAL
    )  # fmt: skip
    assert len(asked_beside(row)) == 1
    assert not Difference.objects.visible_to(cast.actor("zed")).filter(pk=row.pk).exists()
    assert Difference.objects.visible_to(cast.actor("Wendy Park")).filter(pk=row.pk).exists()


def test_while_somebody_of_it_is_there_an_empty_side_asks_nobody_more_beside(cast: Cast, raised: Difference) -> None:
    away(cast, "zed")
    row = cast.joined(raised)
    assert beside(row) == {"Nursery manager"}
    cast.at += timedelta(days=1)  # Zed is back, and would be asked first
    leave(cast, "bob")
    assert ask(cast) == 1
    assert said(row)
    assert not asked_beside(row)


def test_what_has_ended_and_who_left_it_again_are_not_asked_again(cast: Cast, raised: Difference) -> None:
    ended = cast.do(actions.withdraw, cast.joined(raised), "amy", why="settled", words="We met.")
    left = cast.do(actions.step_aside, cast.joined(cast.raised()), "zed", reason="He left us.")
    leave(cast, "zed")
    assert ask(cast) == 0
    assert not asked_beside(ended)
    assert not asked_beside(left)


def test_of_a_restricted_one_another_is_asked_by_name(cast: Cast, raised: Difference) -> None:
    people = [cast.person(name).pk for name in ("bob", "zed")]
    row = cast.do(actions.restrict, cast.joined(raised), "amy", people=people, reason="Her aunt works there.")
    leave(cast, "zed")
    assert ask(cast) == 1
    assert beside(row) == {"Zed Karim", "Wendy Park"}


def test_what_nobody_was_there_to_be_told_of_is_found_by_whoever_is_away_when_they_are_back(cast: Cast) -> None:
    cast.at = TUESDAY
    row = cast.at_stage(2)
    seat = Seat.objects.get(difference=row, side=Side.RESPONDING, stage=2, capacity=Capacity.ANSWERING)
    held = list(Holding.objects.filter(post=seat.post).select_related("person"))
    for one in held:
        away(cast, one.person.name)
    row = cast.do(actions.propose, row, "sarah", text=AGREEMENT)
    assert {one.person.email for one in held if not one.deputy} == told(row, "proposed") - {held_by(row)}


def held_by(row: Difference) -> str:
    """Return the address of whoever raised it, who is told of what their own side proposes."""
    return row.raised_by.email
