"""The memory of the rules: facts for the record, the same situation folded from them, and plain data."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from commonground.procedures.definition import Procedure
from commonground.procedures.moves import Move
from commonground.procedures.raising import raise_
from commonground.procedures.situation import (
    Agreed,
    Ask,
    Happened,
    Longer,
    Need,
    Proposal,
    Situation,
    Standing,
    UnderWay,
)
from commonground.procedures.taking import clock_ran_out, pause_ended, stepped_over, take
from commonground.procedures.terms import BEFORE, NOTED, About, Act, Capacity, End, Event, Role, Side, Subject, Unit
from commonground.procedures.timing import ClockState
from commonground.procedures.worktime import Reckoned

Plain = dict[str, Any]


def facts(move: Move) -> Plain:
    """Return all that a replay of this move needs: codes, dates (ISO, UTC) and figures, no words."""
    said: Plain = {"act": move.act.value if move.act else None, "at": _iso(move.at)}
    if move.act is Act.RAISE:
        tried = [happened.stage for happened in move.happened if happened.event is Event.TRIED_OUTSIDE]
        more: Plain = {"tried": tried[0]} if tried else {}
        more |= {"danger": "yes"} if move.after.danger else {}
        more |= {"needed_by": _day(move.after.needed_by)} if move.after.needed_by else {}
        more |= {"children": move.after.children} if move.after.children != 1 else {}
        more |= {"subject": move.after.subject.value} if move.after.subject is not Subject.CHILD else {}
        before = {happened.event.value: _iso(happened.at) for happened in move.happened if happened.event in BEFORE}
        more |= {"before": before} if before else {}
        more |= {"about": move.after.about.value} if move.after.about else {}
        more |= {"on_record": True} if move.after.end else {}
        return said | {"stage": move.after.stage, "priority": move.after.priority} | more
    if move.standing is not None:
        said["by"] = _standing(move.standing)
    if move.before is not None and move.before.facilitated:
        said["facilitated"] = True
    if move.before is not None and move.before.late:
        said["late"] = True
    return said | _details(move)


ABOUT_A_CLOCK = frozenset({Act.SHORTEN, Act.LENGTHEN, Act.PAUSE, Act.AGREE_TO_IT, Act.TAKE_TIME_BACK})
ASKS = frozenset({Act.LENGTHEN, Act.PAUSE, Act.STEP_DOWN})


def _details(move: Move) -> Plain:
    """Return what a replay needs of an act's own details, or of what the clock did."""
    said: Plain = {}
    climbed = move.before is not None and move.after.stage != move.before.stage
    if move.act is Act.SKIP or (move.act in {Act.TRIED_OUTSIDE, Act.AGREE_TO_IT} and climbed):
        said["to_stage"] = move.after.stage
    if move.clock is not None and (move.act is None or move.act in ABOUT_A_CLOCK):
        said["clock"] = _clock(move.clock)
    elif move.act is None:
        said |= {"empty": move.side.value} if move.side else {"resumed": True}
    said |= _helped(move)
    if noted := [happened.event.value for happened in move.happened if happened.event in NOTED]:
        said["noted"] = noted[0]
    if move.act is Act.CONFIRM:
        said["otherwise"] = any(happened.event is Event.SAID_OTHERWISE for happened in move.happened)
    if move.act is Act.SHORTEN:
        said["due"] = _iso(move.after.needs[-1].due)
    if children := _for_some(move):
        said["children"] = list(children)
    if move.act in ASKS and move.after.asked:
        said |= _asked(move.after.asked)
    if move.act is Act.AGREE_TO_IT and move.before is not None:
        said["agrees"] = move.after != replace(move.before, asked=None)
    return said


def _helped(move: Move) -> Plain:
    """Return which side route was asked for, or which strategy comes next."""
    begun = move.after.under_way
    if begun is None or move.act not in {Act.SIDE_ROUTE, Act.FACILITATED}:
        return {}
    return ({"route": begun.route} if move.act is Act.SIDE_ROUTE else {}) | {"strategy": begun.strategy}


def _for_some(move: Move) -> tuple[int, ...]:
    """Return for which children an agreement is, when it is for some; a signature says it too, as read on its own."""
    if move.act is Act.PROPOSE and move.after.proposal:
        return move.after.proposal.children
    return move.after.agreed[-1].children if move.act is Act.SIGN and move.after.open else ()


def _asked(ask: Ask) -> Plain:
    """Return what is asked, by the names by which it is asked again."""
    return {
        name: said
        for name, said in (
            ("until", _moment(ask.until)),
            ("due", _moment(ask.due)),
            ("days", ask.longer and ask.longer.days),
            ("asked_stage", ask.to_stage),
        )
        if said is not None
    }


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
            needed_by = fact.get("needed_by")
            situation = raise_(
                procedure, at=at, priority=fact["priority"], stage=fact["stage"], tried=fact.get("tried"),
                danger=fact.get("danger", "no") != "no",
                needed_by=date.fromisoformat(needed_by) if needed_by else None, children=fact.get("children", 1),
                subject=Subject(fact.get("subject", Subject.CHILD)),
                before={Event(event): datetime.fromisoformat(when) for event, when in fact.get("before", {}).items()},
                about=About(fact["about"]) if "about" in fact else None, on_record=fact.get("on_record", False),
            ).after  # fmt: skip
        else:
            seen = {"facilitated": fact.get("facilitated", False), "late": fact.get("late", False)}
            situation = _again(replace(situation, **seen), fact, at)
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
        and {
            "number": proposal.number,
            "by": proposal.by.value,
            "signed": sorted(proposal.signed),
            "children": list(proposal.children),
        },
        "proposals": situation.proposals,
        "needs": [
            {"stage": need.stage, "clock": need.clock, "due": _iso(need.due), "started": _moment(need.started)}
            for need in situation.needs
        ],
        "facilitated": situation.facilitated,
        "danger": situation.danger,
        "needed_by": _day(situation.needed_by),
        "asked": situation.asked and _ask(situation.asked),
        "longer": [_longer(longer) for longer in situation.longer],
        "paused": _moment(situation.paused),
        "restricted_by": sorted(situation.restricted_by),
        "about": situation.about and situation.about.value,
        "under_way": situation.under_way
        and {
            "route": situation.under_way.route,
            "strategy": situation.under_way.strategy,
            "since": _iso(situation.under_way.since),
        },
        "children": situation.children,
        "subject": situation.subject.value,
        "agreed": [
            {"proposal": one.proposal, "children": list(one.children), "at": _iso(one.at)} for one in situation.agreed
        ],
    }


def restore(procedure: Procedure, plain: Mapping[str, Any]) -> Situation:
    """Return the situation that ``dump`` wrote down."""
    proposal, way = plain["proposal"], plain.get("under_way")
    return Situation(
        procedure=procedure,
        stage=plain["stage"],
        end=End(plain["end"]) if plain["end"] else None,
        events=tuple(
            Happened(Event(h["event"]), datetime.fromisoformat(h["at"]), h["stage"], _side(h["side"]), h.get("of", ""))
            for h in plain["events"]
        ),
        priority=plain["priority"],
        picked_up=plain["picked_up"],
        proposal=proposal
        and Proposal(
            proposal["number"],
            Side(proposal["by"]),
            frozenset(map(Side, proposal["signed"])),
            tuple(proposal.get("children", ())),
        ),
        proposals=plain["proposals"],
        needs=tuple(
            Need(need["stage"], need["clock"], datetime.fromisoformat(need["due"]), _at(need.get("started")))
            for need in plain["needs"]
        ),
        facilitated=plain["facilitated"],
        danger=plain.get("danger", False),
        needed_by=date.fromisoformat(plain["needed_by"]) if plain.get("needed_by") else None,
        asked=_ask_again(plain["asked"]) if plain.get("asked") else None,
        longer=tuple(map(_longer_again, plain.get("longer", ()))),
        paused=_at(plain.get("paused")),
        restricted_by=frozenset(map(Side, plain.get("restricted_by", ()))),
        under_way=way and UnderWay(way["route"], way["strategy"], datetime.fromisoformat(way["since"])),
        about=About(plain["about"]) if plain.get("about") else None,
        children=plain.get("children", 1),
        subject=Subject(plain.get("subject", Subject.CHILD)),
        agreed=tuple(
            Agreed(one["proposal"], tuple(one["children"]), datetime.fromisoformat(one["at"]))
            for one in plain.get("agreed", ())
        ),
    )


def _ask(ask: Ask) -> Plain:
    return {
        "act": ask.act.value,
        "by": ask.by.value,
        "longer": ask.longer and _longer(ask.longer),
        "due": _moment(ask.due),
        "until": _moment(ask.until),
        "to_stage": ask.to_stage,
    }


def _ask_again(plain: Mapping[str, Any]) -> Ask:
    longer = _longer_again(plain["longer"]) if plain["longer"] else None
    return Ask(Act(plain["act"]), Side(plain["by"]), longer, _at(plain["due"]), _at(plain["until"]), plain["to_stage"])


def _longer(longer: Longer) -> Plain:
    said = {"stage": longer.stage, "clock": longer.clock, "started": _iso(longer.started), "days": longer.days}
    return said | ({"taken_back": _iso(longer.taken_back)} if longer.taken_back else {})


def _longer_again(plain: Mapping[str, Any]) -> Longer:
    started = datetime.fromisoformat(plain["started"])
    return Longer(plain["stage"], plain["clock"], started, plain["days"], _at(plain.get("taken_back")))


def _again(situation: Situation, fact: Mapping[str, Any], at: datetime) -> Situation:
    clock = _clock_again(fact["clock"]) if "clock" in fact else None
    if "empty" in fact:
        return stepped_over(situation, Side(fact["empty"]), at=at).after
    if fact.get("resumed"):
        return pause_ended(situation, at=at).after
    if fact["act"] is None:
        if clock is None:
            message = "A clock that ran out needs its clock."
            raise ValueError(message)
        return clock_ran_out(situation, clock, at=at).after
    by = fact["by"]
    standing = Standing(_side(by["side"]), Capacity(by["capacity"]), Role(by["role"]), by["stage"])
    act = Act(fact["act"])
    to_stage = fact.get("asked_stage", fact.get("to_stage"))
    details: Plain = {
        "to_stage": to_stage,
        "clock": clock,
        "due": _at(fact.get("due")),
        "counts": act is Act.TRIED_OUTSIDE and to_stage is not None,
        "otherwise": fact.get("otherwise", False),
        "until": _at(fact.get("until")),
        "days": fact.get("days", 0),
        "agrees": fact.get("agrees"),
        "children": tuple(fact.get("children", ())),
        "noted": Event(fact["noted"]) if "noted" in fact else None,
        "route": fact.get("route", ""),
        "strategy": fact.get("strategy", 0),
    }
    return take(situation, act, standing, at=at, **details).after


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
    } | ({"of": happened.of} if happened.of else {})


def _side(value: str | None) -> Side | None:
    return Side(value) if value else None


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()


def _moment(moment: datetime | None) -> str | None:
    return _iso(moment) if moment else None


def _at(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
