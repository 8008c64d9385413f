"""Extra time is taken back on one side's word: its own date counts again, and it is never late at once."""

from dataclasses import replace
from datetime import timedelta

import pytest

from commonground.procedures.definition import Allowance, DefinitionError
from commonground.procedures.loading import load, shipped
from commonground.procedures.rules import (
    ClockState,
    Refused,
    clocks,
    dump,
    facts,
    given_more,
    raise_,
    refusal,
    replay,
    restore,
    take,
)
from commonground.procedures.situation import Longer, Situation
from commonground.procedures.terms import Act, AgreedBy, Unit
from tests.procedures.builders import (
    CALENDAR,
    FOUR,
    RAISER,
    RAISING_LEAD,
    RESPONDING_LEAD,
    clock,
    ladder,
    london,
    responding,
)
from tests.procedures.grids import seats, situation

START = london("2026-04-30 14:10")  # Thursday; Monday 4 May is a bank holiday: due Tuesday 5 May, 17:00


def longer(days: int = 3, before: Situation | None = None) -> Situation:
    """Return one whose clock was given some days more: three make it Friday 8 May, 17:00."""
    raised = before or raise_(FOUR, at=START).after
    return replace(raised, longer=(*raised.longer, Longer(1, "settled", START, days)))


def state(situation: Situation) -> ClockState:
    return next(one for one in clocks(situation, CALENDAR) if one.key == "settled")


def back(at: str, before: Situation | None = None) -> Situation:
    given = before or longer()
    return take(given, Act.TAKE_TIME_BACK, RAISER, at=london(at), clock=given_more(given, CALENDAR)).after


@pytest.mark.parametrize(
    ("at", "due"),
    [
        ("2026-05-01 10:00", "2026-05-05 17:00"),
        ("2026-05-05 16:59", "2026-05-05 17:00"),
        ("2026-05-05 17:00", "2026-05-06 17:00"),
        ("2026-05-06 09:30", "2026-05-06 17:00"),
        ("2026-05-06 18:00", "2026-05-07 17:00"),
        ("2026-05-08 08:00", "2026-05-08 17:00"),
    ],
)
def test_its_own_date_or_the_end_of_that_working_day(at: str, due: str) -> None:
    after = state(back(at))
    assert after.due_at == london(due)
    assert after.due_at > london(at), "never late at once"


def test_it_is_never_later_than_the_date_that_was_taken_back() -> None:
    calendar_days = ladder((clock(amount=1, unit=Unit.CALENDAR_DAYS),), (clock(),))
    raised = raise_(replace(calendar_days, lengthening=Allowance(("settled",), 1, 5)), at=START).after
    given = longer(1, raised)  # Saturday 2 May, 23:59
    after = back("2026-05-02 10:00", given)
    assert state(after).due_at == state(given).due_at == london("2026-05-02 23:59")


def test_the_sum_says_so() -> None:
    early = state(back("2026-05-01 10:00")).reckoned.sentences
    assert early[-1] == "The longer time that both sides had agreed to was taken back."
    assert not any("instead of" in sentence for sentence in early)
    late = state(back("2026-05-06 09:30")).reckoned.sentences
    assert late == (
        "The longer time that both sides had agreed to was taken back.",
        "The date before that had passed already, so it is due at the end of the working day.",
        "Due Wednesday 6 May 2026 at 17:00.",
    )


@pytest.mark.parametrize("seat", ["raiser", "r-now", "s-now", "r-lead", "s-lead"])
def test_either_side_takes_it_back_and_both_are_told(seat: str) -> None:
    (by,) = seats(1)[seat]
    before = longer(before=situation(FOUR, 1))
    move = take(before, Act.TAKE_TIME_BACK, by, at=START + timedelta(hours=1), clock=given_more(before, CALENDAR))
    assert move.tells == ("raiser", "raising_seat", "responding_seat")
    assert move.happened == ()
    assert move.after == replace(before, longer=(replace(before.longer[0], taken_back=move.at),))
    assert refusal(move.after, Act.TAKE_TIME_BACK, [by]) is not None
    assert refusal(move.after, Act.LENGTHEN, [RAISER]) is not None, "it was given once"


def test_what_is_past_its_time_has_none_to_take_back() -> None:
    given = longer()
    late = london("2026-05-08 17:00")
    with pytest.raises(Refused, match="there is no time to take back; whoever can escalate"):
        take(given, Act.TAKE_TIME_BACK, RAISER, at=late, clock=given_more(given, CALENDAR))
    for other in (None, replace(state(given), key="other")):
        with pytest.raises(Refused, match="No clock that runs was given more time"):
            take(given, Act.TAKE_TIME_BACK, RAISER, at=START, clock=other)
    assert given_more(raise_(FOUR, at=START).after, CALENDAR) is None


def test_it_is_replayed_and_kept() -> None:
    raised = raise_(FOUR, at=START)
    settled = state(raised.after)
    later = london("2026-05-08 17:00")
    asked = take(raised.after, Act.LENGTHEN, RAISER, at=START, clock=settled, days=3, due=later)
    agreed = take(asked.after, Act.AGREE_TO_IT, responding(1), at=START, clock=settled, agrees=True)
    taken = take(agreed.after, Act.TAKE_TIME_BACK, responding(1), at=START + timedelta(hours=1),
                 clock=given_more(agreed.after, CALENDAR))  # fmt: skip
    assert replay(FOUR, map(facts, (raised, asked, agreed, taken))) == taken.after
    assert restore(FOUR, dump(taken.after)) == taken.after


BY_LEADS = replace(
    FOUR,
    lengthening=Allowance(("settled",), 1, 5, agree=AgreedBy.LEADS),
    pausing=Allowance(("settled",), 1, 10, agree=AgreedBy.LEADS),
)


@pytest.mark.parametrize("act", [Act.LENGTHEN, Act.PAUSE])
def test_where_the_edition_says_so_leads_ask_and_agree(act: Act) -> None:
    raised = raise_(BY_LEADS, at=START).after
    asks = {Act.LENGTHEN: "ask for more time", Act.PAUSE: "ask to pause the clock"}[act]
    assert refusal(raised, act, [RAISER]) == f"Only a safeguarding lead of either side can {asks}."
    until = london("2026-05-06 09:00") if act is Act.PAUSE else None
    move = take(raised, act, RAISING_LEAD, at=START, clock=state(raised), days=1, until=until, due=until)
    assert move.tells == ("responding_seat", "responding_lead")
    for by in (responding(1), RAISING_LEAD):
        assert refusal(move.after, Act.AGREE_TO_IT, [by]) == (
            "Only a safeguarding lead of the responding side can agree to what is asked, or say no."
        )
    agreed = take(move.after, Act.AGREE_TO_IT, RESPONDING_LEAD, at=START, clock=state(raised), agrees=True)
    assert agreed.after != replace(move.after, asked=None)
    down = take(replace(raised, stage=2), Act.STEP_DOWN, responding(2), at=START, to_stage=1)
    assert down.tells == ("raising_seat",), "of anything else the seats agree"


def test_who_agrees_is_read_from_a_definition() -> None:
    text = shipped()["fairhaven"]
    assert load(text).pausing == Allowance(("settled",), 1, 10)
    by_leads = load(text.replace("[pausing]\n", '[pausing]\nagree = "leads"\n')).pausing
    assert by_leads == Allowance(("settled",), 1, 10, agree=AgreedBy.LEADS)
    with pytest.raises(DefinitionError, match="Pausing: “agree” does not know “queens”; choose from seats, leads"):
        load(text.replace("[pausing]\n", '[pausing]\nagree = "queens"\n'))
