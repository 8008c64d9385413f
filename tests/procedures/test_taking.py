"""What each act does: the situation after it, the events, and who is told."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from commonground.procedures.definition import Priority, Procedure, Tell
from commonground.procedures.moves import Wish
from commonground.procedures.rules import (
    ClockState,
    Move,
    Refused,
    clock_ran_out,
    clocks,
    raise_,
    take,
)
from commonground.procedures.situation import Happened, Need, Proposal, Situation, Standing
from commonground.procedures.taking import DOES
from commonground.procedures.terms import Act, Capacity, End, Event, Side
from tests.procedures.builders import (
    CALENDAR,
    FACILITATOR,
    FOUR,
    HASTY,
    OFFICER,
    RAISER,
    RAISING_LEAD,
    london,
    raising,
    responding,
    told,
)

START = london("2026-04-30 14:10")
LATER = START + timedelta(hours=3)
SEATS = ("raiser", "raising_seat", "responding_seat")
LINES = (*SEATS, "raising_line", "responding_line", "joined")


def raised(procedure: Procedure = FOUR, stage: int = 1) -> Situation:
    return raise_(procedure, at=START, stage=stage).after


def events(move: Move) -> list[tuple[Event, datetime, int, Side | None]]:
    return [(h.event, h.at, h.stage, h.side) for h in move.happened]


def check(move: Move, act: Act, by: Standing, before: Situation) -> None:
    """Check what is true of every move by an act."""
    assert (move.act, move.side, move.before, move.at, move.standing) == (act, by.side, before, LATER, by)
    assert move.after.events == before.events + move.happened
    assert (move.after.procedure, move.after.priority) == (before.procedure, before.priority)


def test_raise_opens_at_the_entry_stage() -> None:
    soon = replace(FOUR, priorities=(Priority("urgent", "Within a day", first_stage=2),))
    move = raise_(soon, at=START, priority="urgent", stage=2)
    assert (move.act, move.side, move.before, move.at) == (Act.RAISE, Side.RAISING, None, START)
    assert events(move) == [
        (Event.RAISED, START, 2, Side.RAISING),
        (Event.RECEIVED, START, 2, Side.RAISING),
    ]
    assert move.after == Situation(soon, 2, events=move.happened, priority="urgent")
    assert (move.after.open, move.after.last, move.after.answered) == (True, False, False)
    assert move.tells == ("responding_seat",)
    assert raise_(FOUR, at=START).after == Situation(FOUR, 1, events=raise_(FOUR, at=START).happened)
    assert raise_(FOUR, at=START, stage=4).after.last


@pytest.mark.parametrize("stage", [0, 5, -1])
def test_raise_only_where_there_is_a_stage(stage: int) -> None:
    with pytest.raises(Refused) as refused:
        raise_(FOUR, at=START, stage=stage)
    assert refused.value.sentence == "This procedure has 4 stages; a difference can be raised at those only."


def test_pick_up() -> None:
    before = raised()
    move = take(before, Act.PICK_UP, responding(1), at=LATER)
    check(move, Act.PICK_UP, responding(1), before)
    assert events(move) == [(Event.PICKED_UP, LATER, 1, Side.RESPONDING)]
    assert move.after == replace(before, picked_up=True, events=move.after.events)
    assert move.tells == ("raiser",)


@pytest.mark.parametrize("act", [Act.PASS_ON, Act.NOT_OURS])
def test_passing_on_wants_a_new_hand_to_pick_it_up(act: Act) -> None:
    before = replace(raised(), picked_up=True)
    move = take(before, act, responding(1), at=LATER)
    check(move, act, responding(1), before)
    assert move.happened == ()
    assert move.after == replace(before, picked_up=False)
    assert move.tells == ("raiser", "responding_seat")


def test_answering_also_picks_up() -> None:
    before = raised()
    move = take(before, Act.RESPOND, responding(1), at=LATER)
    check(move, Act.RESPOND, responding(1), before)
    assert events(move) == [
        (Event.PICKED_UP, LATER, 1, Side.RESPONDING),
        (Event.RESPONDED, LATER, 1, Side.RESPONDING),
    ]
    assert move.after.picked_up
    assert move.after.answered
    assert move.tells == ("raiser", "raising_seat")


def test_a_change_of_mind_is_another_answer() -> None:
    once = take(raised(), Act.RESPOND, responding(1), at=LATER).after
    twice = take(once, Act.RESPOND, responding(1), at=LATER)
    assert events(twice) == [(Event.RESPONDED, LATER, 1, Side.RESPONDING)]


@pytest.mark.parametrize(
    ("by", "tells"),
    [
        (raising(1), ("responding_seat",)),
        (responding(1), ("raising_seat",)),
        (told(Side.RESPONDING), ("raising_seat",)),
        (OFFICER, ("raising_seat", "responding_seat")),
    ],
)
def test_a_question_goes_across_and_changes_nothing(by: Standing, tells: tuple[str, ...]) -> None:
    before = raised()
    move = take(before, Act.QUESTION, by, at=LATER)
    check(move, Act.QUESTION, by, before)
    assert (move.after, move.happened, move.tells) == (before, (), tells)


def test_a_note_changes_nothing_and_tells_nobody() -> None:
    before = raised()
    move = take(before, Act.NOTE, OFFICER, at=LATER)
    check(move, Act.NOTE, OFFICER, before)
    assert (move.after, move.happened, move.tells) == (before, (), ())


def test_propose_signs_for_ones_own_side() -> None:
    before = raised()
    move = take(before, Act.PROPOSE, RAISER, at=LATER)
    check(move, Act.PROPOSE, RAISER, before)
    assert events(move) == [(Event.PROPOSED, LATER, 1, Side.RAISING)]
    proposal = Proposal(1, Side.RAISING, frozenset({Side.RAISING}))
    assert move.after == replace(before, proposal=proposal, proposals=1, events=move.after.events)
    assert move.tells == ("responding_seat", "joined")


def test_a_new_text_supersedes_and_needs_both_again() -> None:
    first = take(raised(), Act.PROPOSE, RAISER, at=LATER).after
    move = take(first, Act.PROPOSE, responding(1), at=LATER)
    assert move.after.proposal == Proposal(2, Side.RESPONDING, frozenset({Side.RESPONDING}))
    assert move.after.proposals == 2
    assert move.tells == ("raising_seat", "joined")


def test_the_second_signature_resolves() -> None:
    before = take(raised(), Act.PROPOSE, RAISER, at=LATER).after
    move = take(before, Act.SIGN, responding(1), at=LATER)
    check(move, Act.SIGN, responding(1), before)
    assert events(move) == [(Event.AGREED, LATER, 1, Side.RESPONDING)]
    assert move.after.end is End.RESOLVED
    assert not move.after.open
    assert move.after.proposal == Proposal(1, Side.RAISING, frozenset(Side))
    assert move.tells == LINES


def test_declining_clears_the_proposal_and_tells_who_made_it() -> None:
    before = take(raised(), Act.PROPOSE, RAISER, at=LATER).after
    move = take(before, Act.DECLINE, responding(1), at=LATER)
    check(move, Act.DECLINE, responding(1), before)
    assert (move.after, move.happened) == (replace(before, proposal=None), ())
    assert move.after.proposals == 1
    assert move.tells == ("raising_seat",)
    again = take(move.after, Act.PROPOSE, responding(1), at=LATER)
    declined = take(again.after, Act.DECLINE, RAISER, at=LATER)
    assert declined.tells == ("responding_seat",)


def busy(stage: int) -> Situation:
    proposal = Proposal(1, Side.RAISING, frozenset({Side.RAISING}))
    return replace(raised(stage=stage), picked_up=True, proposal=proposal, proposals=1)


def test_escalate_goes_up_one_with_nothing_picked_up_or_proposed() -> None:
    before = busy(2)
    move = take(before, Act.ESCALATE, RAISING_LEAD, at=LATER)
    check(move, Act.ESCALATE, RAISING_LEAD, before)
    assert events(move) == [
        (Event.ESCALATED, LATER, 3, Side.RAISING),
        (Event.RECEIVED, LATER, 3, Side.RAISING),
    ]
    assert move.after == replace(before, stage=3, picked_up=False, proposal=None, events=move.after.events)
    assert move.tells == LINES


def test_the_responding_side_escalates_where_the_edition_lets_it() -> None:
    move = take(raised(HASTY), Act.ESCALATE, responding(1), at=LATER)
    assert events(move)[0] == (Event.ESCALATED, LATER, 2, Side.RESPONDING)
    assert move.after.last


@pytest.mark.parametrize("to_stage", [3, 4])
def test_skip_goes_past_the_next_stage(to_stage: int) -> None:
    before = busy(1)
    move = take(before, Act.SKIP, responding(1), at=LATER, to_stage=to_stage)
    check(move, Act.SKIP, responding(1), before)
    assert events(move) == [
        (Event.SKIPPED, LATER, to_stage, Side.RESPONDING),
        (Event.RECEIVED, LATER, to_stage, Side.RESPONDING),
    ]
    assert move.after == replace(before, stage=to_stage, picked_up=False, proposal=None, events=move.after.events)
    assert move.tells == LINES


@pytest.mark.parametrize("to_stage", [None, -1, 0, 1, 2, 5])
def test_skip_goes_nowhere_else(to_stage: int | None) -> None:
    with pytest.raises(Refused) as refused:
        take(raised(), Act.SKIP, RAISER, at=LATER, to_stage=to_stage)
    assert refused.value.sentence == (
        "Choose a stage from 3 to 4 to skip to; whoever can escalate reaches stage 2 that way."
    )


@pytest.mark.parametrize(
    ("act", "by", "stage", "end", "event"),
    [
        (Act.WITHDRAW, RAISER, 2, End.WITHDRAWN, Event.WITHDRAWN),
        (Act.REDIRECT, OFFICER, 1, End.REDIRECTED, Event.REDIRECTED),
        (Act.NOT_RESOLVED, FACILITATOR, 4, End.NOT_RESOLVED, Event.NOT_RESOLVED),
        (Act.NOT_RESOLVED, OFFICER, 4, End.NOT_RESOLVED, Event.NOT_RESOLVED),
    ],
)
def test_endings(act: Act, by: Standing, stage: int, end: End, event: Event) -> None:
    before = busy(stage)
    move = take(before, act, by, at=LATER)
    check(move, act, by, before)
    assert events(move) == [(event, LATER, stage, by.side)]
    assert move.after == replace(before, end=end, events=move.after.events)
    assert move.tells == LINES


def shortenable(situation: Situation) -> ClockState:
    return clocks(situation, CALENDAR)[0]


def test_shorten() -> None:
    before = busy(1)
    settled = shortenable(before)
    due = london("2026-05-01 12:00")
    move = take(before, Act.SHORTEN, RAISER, at=LATER, clock=settled, due=due)
    check(move, Act.SHORTEN, RAISER, before)
    assert (move.happened, move.clock) == ((), settled)
    began = settled.started_at
    assert move.after == replace(before, needs=(Need(1, "settled", due, began),))
    assert move.tells == LINES
    sooner = shortenable(move.after)
    assert (sooner.due_at, sooner.shortened) == (due, True)
    twice = take(move.after, Act.SHORTEN, RAISER, at=LATER, clock=sooner, due=LATER)
    assert twice.after.needs == (Need(1, "settled", due, began), Need(1, "settled", LATER, began))


SHORTER_ONLY = (
    "Choose a time from now until before Tuesday 5 May 2026 at 17:00; a clock can only be made shorter by one side."
)


@pytest.mark.parametrize("due", [None, LATER - timedelta(minutes=1), london("2026-05-05 17:00")])
def test_shorten_is_between_now_and_the_present_due_time(due: datetime | None) -> None:
    with pytest.raises(Refused) as refused:
        take(raised(), Act.SHORTEN, RAISER, at=LATER, clock=shortenable(raised()), due=due)
    assert refused.value.sentence == SHORTER_ONLY
    last_minute = london("2026-05-05 16:59")
    assert take(raised(), Act.SHORTEN, RAISER, at=LATER, clock=shortenable(raised()), due=last_minute).after.needs


@pytest.mark.parametrize("at", ["2026-05-05 17:00", "2026-05-06 09:00"])
def test_a_clock_that_is_past_is_not_shortened(at: str) -> None:
    with pytest.raises(Refused) as refused:
        take(raised(), Act.SHORTEN, RAISER, at=london(at), clock=shortenable(raised()), due=london(at))
    assert refused.value.sentence == (
        "This clock was due on Tuesday 5 May 2026 at 17:00 and cannot be made shorter; "
        "whoever can escalate can do that now."
    )


def test_only_a_running_clock_with_a_date_is_shortened() -> None:
    settled = shortenable(raised())
    gone = take(raised(), Act.ESCALATE, RAISER, at=LATER).after
    undated = replace(settled, due_at=None)
    for situation, given in [
        (raised(), None),
        (gone, settled),
        (raised(), undated),
        (raised(), replace(settled, key="other")),
        (raised(), replace(settled, stage=2)),
    ]:
        with pytest.raises(Refused) as refused:
            take(situation, Act.SHORTEN, RAISER, at=LATER, clock=given, due=LATER)
        assert refused.value.sentence == (
            "Choose a clock that is running and has a date; only such a clock can be made shorter."
        )


def test_the_edition_adds_who_is_told() -> None:
    """In order, once each, from the stage that it names, for the event that it names."""
    tells = (
        Tell(Event.ESCALATED, ("officer", "raiser", "raising_lead"), from_stage=2),
        Tell(Event.RECEIVED, ("next_stage", "officer")),
        Tell(Event.ESCALATED, ("responding_lead",), from_stage=3),
        Tell(Event.SKIPPED, ("responding_lead",)),
    )
    procedure = replace(FOUR, tells=tells)
    assert raise_(procedure, at=START).tells == ("responding_seat", "next_stage", "officer")
    second = take(raised(procedure), Act.ESCALATE, RAISER, at=LATER)
    assert second.tells == (*LINES, "officer", "raising_lead", "next_stage")
    third = take(second.after, Act.ESCALATE, RAISER, at=LATER)
    assert third.tells == (*LINES, "officer", "raising_lead", "responding_lead", "next_stage")


def test_a_moment_needs_a_time_zone() -> None:
    naive = LATER.replace(tzinfo=None)
    settled = shortenable(raised())
    with pytest.raises(ValueError, match=r"^A moment needs a time zone\.$"):
        raise_(FOUR, at=naive)
    with pytest.raises(ValueError, match=r"^A moment needs a time zone\.$"):
        take(raised(), Act.NOTE, RAISER, at=naive)
    with pytest.raises(ValueError, match=r"^A moment needs a time zone\.$"):
        clock_ran_out(raised(), settled, at=naive)


def test_a_seat_without_a_side_cannot_sign() -> None:
    """The rules refuse it first; were they bypassed, it would still be no signature."""
    sideless = Standing(None, Capacity.ANSWERING, raising(1).role, 1)
    with pytest.raises(Refused):
        take(raised(), Act.PROPOSE, sideless, at=LATER)
    wish = Wish(Act.PROPOSE, sideless, LATER, None, None, None)
    with pytest.raises(ValueError, match=r"^A seat without a side cannot propose\.$"):
        DOES[Act.PROPOSE](raised(), wish)


def test_what_happened_is_kept_in_order() -> None:
    situation = raised()
    for act, by in [(Act.PICK_UP, responding(1)), (Act.RESPOND, responding(1)), (Act.ESCALATE, RAISER)]:
        situation = take(situation, act, by, at=LATER).after
    assert [h.event for h in situation.events] == [
        Event.RAISED, Event.RECEIVED, Event.PICKED_UP, Event.RESPONDED, Event.ESCALATED, Event.RECEIVED,
    ]  # fmt: skip
    assert not situation.answered
    assert situation.events[0] == Happened(Event.RAISED, START, 1, Side.RAISING)
