"""The memory of the rules: facts for the record, the same situation folded from them, and plain data."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from commonground.procedures.definition import Procedure
from commonground.procedures.situation import Happened, Need, Proposal, Situation, Standing
from commonground.procedures.taking import Move, clock_ran_out, raise_, stepped_over, take
from commonground.procedures.terms import Act, Capacity, End, Event, Role, Side, Unit
from commonground.procedures.timing import ClockState
from commonground.procedures.worktime import Reckoned

Plain = dict[str, Any]


def facts(move: Move) -> Plain:
    """Return all that a replay of this move needs: codes, dates (ISO, UTC) and figures, no words."""
    said: Plain = {"act": move.act.value if move.act else None, "at": _iso(move.at)}
    if move.act is Act.RAISE:
        tried = [happened.stage for happened in move.happened if happened.event is Event.TRIED_OUTSIDE]
        more = {"tried": tried[0]} if tried else {}
        return said | {"stage": move.after.stage, "priority": move.after.priority} | more
    if move.standing is not None:
        said["by"] = _standing(move.standing)
    if move.before is not None and move.before.facilitated:
        said["facilitated"] = True
    climbed = move.before is not None and move.after.stage != move.before.stage
    if move.act is Act.SKIP or (move.act is Act.TRIED_OUTSIDE and climbed):
        said["to_stage"] = move.after.stage
    if move.clock is not None and (move.act is None or move.act is Act.SHORTEN):
        said["clock"] = _clock(move.clock)
    elif move.act is None and move.side:
        said["empty"] = move.side.value
    if move.act is Act.CONFIRM:
        said["otherwise"] = any(happened.event is Event.SAID_OTHERWISE for happened in move.happened)
    if move.act is Act.SHORTEN:
        said["due"] = _iso(move.after.needs[-1].due)
    return said


def replay(procedure: Procedure, facts_list: Iterable[Mapping[str, Any]]) -> Situation:
    """Fold facts through the rules again and return where they lead.

    Raise Refused when the rules do not allow a step, ValueError when the list does not begin with a raise
    or is not made of facts.
    """
    situation: Situation | None = None
    for fact in facts_list:
        at = datetime.fromisoformat(fact["at"])
        if situation is None:
            if fact["act"] != Act.RAISE:
                message = "The facts of a difference begin with its raising."
                raise ValueError(message)
            situation = raise_(
                procedure, at=at, priority=fact["priority"], stage=fact["stage"], tried=fact.get("tried")
            ).after
        else:
            situation = _again(replace(situation, facilitated=fact.get("facilitated", False)), fact, at)
    if situation is None:
        message = "There are no facts to replay."
        raise ValueError(message)
    return situation


def dump(situation: Situation) -> Plain:
    """Return a situation as plain data, without its procedure; ``restore`` brings it back whole."""
    proposal = situation.proposal
    return {
        "stage": situation.stage,
        "end": situation.end.value if situation.end else None,
        "events": [_happened(happened) for happened in situation.events],
        "priority": situation.priority,
        "picked_up": situation.picked_up,
        "proposal": proposal
        and {"number": proposal.number, "by": proposal.by.value, "signed": sorted(proposal.signed)},
        "proposals": situation.proposals,
        "needs": [{"stage": need.stage, "clock": need.clock, "due": _iso(need.due)} for need in situation.needs],
        "facilitated": situation.facilitated,
    }


def restore(procedure: Procedure, plain: Mapping[str, Any]) -> Situation:
    """Return the situation that ``dump`` wrote down."""
    proposal = plain["proposal"]
    return Situation(
        procedure=procedure,
        stage=plain["stage"],
        end=End(plain["end"]) if plain["end"] else None,
        events=tuple(
            Happened(Event(h["event"]), datetime.fromisoformat(h["at"]), h["stage"], _side(h["side"]))
            for h in plain["events"]
        ),
        priority=plain["priority"],
        picked_up=plain["picked_up"],
        proposal=proposal
        and Proposal(proposal["number"], Side(proposal["by"]), frozenset(map(Side, proposal["signed"]))),
        proposals=plain["proposals"],
        needs=tuple(Need(need["stage"], need["clock"], datetime.fromisoformat(need["due"])) for need in plain["needs"]),
        facilitated=plain["facilitated"],
    )


def _again(situation: Situation, fact: Mapping[str, Any], at: datetime) -> Situation:
    clock = _clock_again(fact["clock"]) if "clock" in fact else None
    if "empty" in fact:
        return stepped_over(situation, Side(fact["empty"]), at=at).after
    if fact["act"] is None:
        if clock is None:
            message = "A clock that ran out needs its clock."
            raise ValueError(message)
        return clock_ran_out(situation, clock, at=at).after
    by = fact["by"]
    standing = Standing(_side(by["side"]), Capacity(by["capacity"]), Role(by["role"]), by["stage"])
    due = datetime.fromisoformat(fact["due"]) if "due" in fact else None
    act = Act(fact["act"])
    to_stage = fact.get("to_stage")
    counts = act is Act.TRIED_OUTSIDE and to_stage is not None
    otherwise = fact.get("otherwise", False)
    wish = {"to_stage": to_stage, "clock": clock, "due": due, "counts": counts, "otherwise": otherwise}
    return take(situation, act, standing, at=at, **wish).after


def _clock(state: ClockState) -> Plain:
    return {
        "key": state.key,
        "stage": state.stage,
        "due": _iso(state.due_at) if state.due_at else None,
        "moves": state.moves,
    }


def _clock_again(plain: Mapping[str, Any]) -> ClockState:
    """Return as much of a clock as the rules read when it is shortened or runs out."""
    due = datetime.fromisoformat(plain["due"]) if plain["due"] else None
    return ClockState(
        key=plain["key"],
        label="",
        stage=plain["stage"],
        unit=Unit.CLOCK_HOURS,
        started_at=datetime.min.replace(tzinfo=UTC),
        due_at=due,
        ended_at=None,
        shortened=False,
        reckoned=Reckoned(due, (), (), computed=False),
        moves=plain["moves"],
        tells=(),
    )


def _standing(standing: Standing) -> Plain:
    return {
        "side": standing.side.value if standing.side else None,
        "capacity": standing.capacity.value,
        "role": standing.role.value,
        "stage": standing.stage,
    }


def _happened(happened: Happened) -> Plain:
    return {
        "event": happened.event.value,
        "at": _iso(happened.at),
        "stage": happened.stage,
        "side": happened.side.value if happened.side else None,
    }


def _side(value: str | None) -> Side | None:
    return Side(value) if value else None


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()
