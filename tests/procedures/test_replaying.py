"""Memory: the facts of a record are followed again through the rules, and a dump is where it stands."""

from dataclasses import fields, replace
from datetime import UTC, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from commonground.procedures.definition import Priority
from commonground.procedures.rules import (
    Move,
    Refused,
    clock_ran_out,
    clocks,
    dump,
    facts,
    raise_,
    replay,
    restore,
    take,
)
from commonground.procedures.situation import Situation, Standing
from commonground.procedures.terms import Act, End
from tests.procedures.acted_on import MOVING, START
from tests.procedures.builders import (
    CALENDAR,
    FACILITATOR,
    FOUR,
    OFFICER,
    RAISER,
    london,
    raising,
)
from tests.procedures.builders import responding as answering

TOKYO = ZoneInfo("Asia/Tokyo")


SOON = replace(FOUR, priorities=(Priority("urgent", "Within a day", first_stage=2),))


def moved() -> Move:
    return raise_(SOON, at=START, stage=2, priority="urgent")


def test_facts_are_codes_dates_and_figures() -> None:
    first = moved()
    assert facts(first) == {"act": "raise", "at": "2026-04-30T13:10:00+00:00", "stage": 2, "priority": "urgent"}
    summer = (START + timedelta(hours=1)).astimezone(TOKYO)
    settled = clocks(first.after, CALENDAR)[0]
    due = london("2026-05-01 09:00")
    shortened = take(first.after, Act.SHORTEN, RAISER, at=summer, clock=settled, due=due)
    assert facts(shortened) == {
        "act": "shorten",
        "at": "2026-04-30T14:10:00+00:00",
        "by": {"side": "raising", "capacity": "raiser", "role": "practitioner", "stage": 1},
        "clock": {"key": "settled", "stage": 2, "due": "2026-05-06T16:00:00+00:00", "moves": False},
        "due": "2026-05-01T08:00:00+00:00",
    }
    seen = replace(shortened.after, facilitated=True)
    redirected = take(seen, Act.REDIRECT, OFFICER, at=summer)
    assert facts(redirected) == {
        "act": "redirect",
        "at": "2026-04-30T14:10:00+00:00",
        "by": {"side": None, "capacity": "officer", "role": "partnership_officer", "stage": 1},
        "facilitated": True,
    }
    skipped = take(raise_(FOUR, at=START).after, Act.SKIP, RAISER, at=START, to_stage=3)
    assert facts(skipped)["to_stage"] == 3
    ran_out = clock_ran_out(first.after, settled, at=london("2026-05-06 17:00"))
    assert facts(ran_out) == {
        "act": None,
        "at": "2026-05-06T16:00:00+00:00",
        "clock": {"key": "settled", "stage": 2, "due": "2026-05-06T16:00:00+00:00", "moves": False},
    }
    noted = take(first.after, Act.NOTE, RAISER, at=summer, clock=settled)
    assert set(facts(noted)) == {"act", "at", "by"}


def test_a_dump_holds_every_field_but_the_procedure() -> None:
    situation = replace(moved().after, facilitated=True)
    situation = take(situation, Act.PROPOSE, raising(2), at=START).after
    plain = dump(situation)
    assert set(plain) == {field.name for field in fields(Situation)} - {"procedure", "late"}
    assert plain["proposal"] == {"number": 1, "by": "raising", "signed": ["raising"], "children": []}
    assert plain["facilitated"] is True
    assert plain["events"][0] == {
        "event": "raised",
        "at": "2026-04-30T13:10:00+00:00",
        "stage": 2,
        "side": "raising",
    }
    assert restore(SOON, plain).facilitated
    assert restore(SOON, plain) == situation


def test_facilitated_is_replayed_with_each_act() -> None:
    """While somebody facilitates, the officer may not close it; the facts say when that was so."""
    raised = raise_(FOUR, at=START, stage=4)
    closed = take(replace(raised.after, facilitated=True), Act.NOT_RESOLVED, FACILITATOR, at=START)
    said = [facts(raised), facts(closed)]
    assert replay(FOUR, said).facilitated
    assert replay(FOUR, said).end is End.NOT_RESOLVED
    forged = [said[0], said[1] | {"by": facts_of(OFFICER)}]
    with pytest.raises(Refused):
        replay(FOUR, forged)


def facts_of(by: Standing) -> dict[str, Any]:
    raised = raise_(FOUR, at=START).after
    return dict(facts(take(raised, Act.NOTE, by, at=START))["by"])


def test_facts_that_break_the_rules_are_not_replayed() -> None:
    raised = raise_(FOUR, at=START)
    answered = facts(take(raised.after, Act.RESPOND, answering(1), at=START))
    with pytest.raises(Refused) as refused:
        replay(FOUR, [facts(raised), answered | {"by": facts_of(RAISER)}])
    assert refused.value.sentence == "Only the responding side’s practitioner at stage 1 can answer this."


def test_facts_that_are_none_are_refused() -> None:
    raised = facts(raise_(FOUR, at=START))
    noted = facts(take(raise_(FOUR, at=START).after, Act.NOTE, RAISER, at=START))
    with pytest.raises(ValueError, match=r"^There are no facts to replay\.$"):
        replay(FOUR, [])
    with pytest.raises(ValueError, match=r"^The facts of a difference begin with its raising\.$"):
        replay(FOUR, [noted])
    with pytest.raises(ValueError, match=r"^A clock that ran out needs its clock\.$"):
        replay(FOUR, [raised, {"act": None, "at": raised["at"]}])
    with pytest.raises(ValueError, match="lunch"):
        replay(FOUR, [raised, noted | {"act": "lunch"}])
    with pytest.raises(Refused):
        replay(FOUR, [raised, raised | {"by": noted["by"]}])


def test_a_clock_that_moved_it_on_is_replayed() -> None:
    raised = raise_(MOVING, at=START)
    settled = clocks(raised.after, CALENDAR)[0]
    moved_on = clock_ran_out(raised.after, settled, at=london("2026-05-05 17:00"))
    assert moved_on.after.stage == 2
    written = [facts(raised), facts(moved_on)]
    assert replay(MOVING, written) == moved_on.after
    early = written[1] | {"at": "2026-05-05T15:59:00+00:00"}
    with pytest.raises(ValueError, match="has not run out"):
        replay(MOVING, [written[0], early])
    undated = written[1] | {"clock": {**written[1]["clock"], "due": None}}
    with pytest.raises(ValueError, match="has not run out"):
        replay(MOVING, [written[0], undated])


def test_times_are_kept_in_utc() -> None:
    raised = raise_(FOUR, at=START.astimezone(TOKYO))
    assert replay(FOUR, [facts(raised)]).events[0].at == START
    assert replay(FOUR, [facts(raised)]).events[0].at.tzinfo is UTC
