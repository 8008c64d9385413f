"""The invariants of time, each as a check that reads tables and no rules: see checks.py."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from tests.facts.reckoning import due
from tests.properties.tables import ASKS, Row, Tables, Told

NEED = "The child’s need"
LOOK = "check:own"
HELD = ["conference_held"]
RAN_OUT = {"clock.ran_out": "clock_ran_out", "clock.check_late": "check_late"}
"""What an entry says when a clock has run out, and by which notice it is told."""


def clocks_are_rules_applied_to_events(tables: Tables) -> Iterator[str]:
    """3: each clock's dates are what an independent reckoning makes of the record."""
    for told in tables.differences:
        kept = {(clock.stage, clock.key, clock.started_at): clock for clock in told.clocks}
        wanted = {(stage, clock["key"], at) for stage, at, _ in told.stages for clock in of_stage(told, stage)}
        wanted |= {(1, key, at) for key, at, _, _ in before_it_was_raised(told)}
        wanted |= {(stage, LOOK, at) for stage, at, _ in told.stages if own_look(told, stage)}
        if kept.keys() != wanted:
            yield f"{told.row.reference} has the clocks {sorted(kept)} and should have {sorted(wanted)}"
            continue
        yield from own_looks(told, kept)
        for key, since, dated, raised in before_it_was_raised(told):
            row = kept[1, key, since]
            if (row.due_at, row.ended_at) != (dated, raised):
                yield f"{told.row.reference}, {key}: due {row.due_at}, reckoned {dated}; ended {row.ended_at}"
        for stage, began, left in told.stages:
            for clock in of_stage(told, stage):
                row = kept[stage, clock["key"], began]
                dates = [reckoned(told, clock, began, left), *shortened(told, stage, clock["key"], began, left)]
                if (row.started_at, row.due_at, row.ended_at) != (
                    began,
                    min(dates),
                    answered(told, clock, began, left),
                ):
                    yield f"{told.row.reference}, stage {stage}: due {row.due_at}, reckoned {min(dates)}"
        running = [clock.due_at for clock in told.clocks if not clock.ended_at and clock.key != LOOK]
        if told.row.due_at != min(running, default=None):
            yield f"{told.row.reference} says that it is due {told.row.due_at}, and its clocks say {running}"


def answered(told: Told, clock: dict[str, Any], began: datetime, left: datetime | None) -> datetime | None:
    """Return when a clock ended: with its stage, or before that when it was answered, if it ends by an answer."""
    if "responded" not in clock["ends"]:
        return left
    said = (entry.at for entry, act, _ in told.acts if act in {"respond", "record_for"} and "view" in entry.facts)
    return min((at for at in (left, *(at for at in said if at >= began)) if at), default=None)


def reckoned(told: Told, clock: dict[str, Any], began: datetime, left: datetime | None) -> datetime:
    """Return when a clock is due: with the days that both sides gave, unless one side took them back.

    Taken back, its own date holds again; where that has gone by, it is due that same working day.
    """
    more, back = longer(told, began, left), taken_back(told, began, left)
    paused = tuple(pause for pause in told.pauses if not left or pause[0] < left)
    own = due(began, clock["amount"], clock["unit"], paused=paused)
    with_more = due(began, clock["amount"] + more, clock["unit"], paused=paused)
    if not (back and more):
        return with_more
    return own if own > back else min(with_more, due(back + timedelta(microseconds=1), 0, "same_working_day"))


def own_looks(told: Told, kept: dict[tuple[int, str, datetime], Row]) -> Iterator[str]:
    """Yield where the clock of the raising side's own look is not what its edition and the record make of it."""
    for stage, began, left in told.stages:
        if look := own_look(told, stage):
            row = kept[stage, LOOK, began]
            done = [entry.at for entry, act, at in told.acts if act == "check" and at == stage and entry.at >= began]
            ended = min((at for at in (left, *done) if at), default=None)
            if (row.due_at, row.ended_at) != (due(began, look["amount"], look["unit"]), ended):
                yield f"{told.row.reference}, own look at stage {stage}: due {row.due_at}, ended {row.ended_at}"


def own_look(told: Told, stage: int) -> dict[str, Any]:
    """Return the raising side's own look at a stage, as the edition's text has it; empty where it has none."""
    return dict(told.edition["stages"][stage - 1].get("check", {}))


def of_stage(told: Told, stage: int) -> list[dict[str, Any]]:
    """Return the clocks of a stage as the edition's text has them: those that run from when it is reached."""
    return [clock for clock in told.edition["stages"][stage - 1].get("clocks", ()) if clock["starts"] != HELD]


def before_it_was_raised(told: Told) -> Iterator[tuple[str, datetime, datetime, datetime]]:
    """Yield the clocks that ran from a conference until it was raised: key, began, due, ended."""
    for clock in told.edition["stages"][0].get("clocks", ()):
        if clock["starts"] == HELD:
            began = datetime.fromisoformat(told.entries[0].facts["before"][HELD[0]])
            yield clock["key"], began, due(began, clock["amount"], clock["unit"]), told.entries[0].at


def longer(told: Told, began: datetime, left: datetime | None) -> int:
    """Return how many days both sides gave while a difference was at a stage."""
    return sum(
        ask.facts["days"]
        for entry, ask in told.agreed
        if ask.facts["act"] == "lengthen" and began <= entry.at <= (left or entry.at)
    )


def taken_back(told: Told, began: datetime, left: datetime | None) -> datetime | None:
    """Return when one side took that time back, while a difference was at a stage."""
    acts = [entry for entry, act, _ in told.acts if act == "take_time_back"]
    at = [entry.at for entry in acts if began <= entry.at <= (left or entry.at)]
    return at[-1] if at else None


def shortened(told: Told, stage: int, key: str, began: datetime, left: datetime | None) -> list[datetime]:
    """Return the dates to which a clock was shortened, while a difference was at a stage."""
    return [
        datetime.fromisoformat(entry.facts["due"])
        for entry, act, _ in told.acts
        if act == "shorten"
        and (entry.facts["clock"]["stage"], entry.facts["clock"]["key"]) == (stage, key)
        and began <= entry.at <= (left or entry.at)
    ]


def one_side_may_only_hasten(tables: Tables) -> Iterator[str]:
    """4: on one side's word clocks get shorter and stages are skipped, with a need, and both sides are told at once.

    Longer, a pause and a lower stage are asked with a reason, an owner and a day, and asking moves no clock.
    """
    for told in tables.differences:
        yield from asked_and_agreed(told)
        for entry, act, _ in told.acts:
            if act not in {"shorten", "skip"}:
                continue
            if not entry.words.get(NEED) and act == "shorten":
                yield f"{told.row.reference}: a clock was made shorter without a need"
            if act == "shorten" and not entry.facts["due"] < entry.facts["clock"]["due"]:
                yield f"{told.row.reference}: a clock was made longer on one side's word"
            other = {"raising": "responding", "responding": "raising"}[entry.facts["by"]["side"]]
            seats = [seat for seat in told.seats if seat.side == other and seat.since < entry.at]
            reached = {notice.address for notice in told.notices_at(entry.at)}
            if reached and not any(tables.addresses(seat) & reached for seat in seats):
                yield f"{told.row.reference}: {act} was not told to the other side"


def asked_and_agreed(told: Told) -> Iterator[str]:
    """Yield where more time, a pause or a lower stage was asked without what it needs, or done on one side's word."""
    for entry, act, _ in told.acts:
        if act in ASKS and (not entry.words.get("Why") or entry.facts.get("clocks")):
            yield f"{told.row.reference}: {act} was asked without a reason, or moved a clock"
        if act in {"lengthen", "pause"} and not (entry.words.get("Who sees to it") and entry.facts.get("due")):
            yield f"{told.row.reference}: {act} was asked without an owner or a day"
        if act in {"lengthen", "pause"} and entry.facts["due"][:10] > str(told.row.needed_by):
            yield f"{told.row.reference}: {act} was asked beyond what the child needs"
    for entry, ask in told.agreed:
        if entry.facts["by"]["side"] == ask.facts["by"]["side"]:
            yield f"{told.row.reference}: {ask.facts['act']} on one side's word"


def a_clock_closes_nothing(tables: Tables) -> Iterator[str]:
    """5: a clock that ran out closed nothing, said so once, and told people."""
    for told in tables.differences:
        out = [entry for entry in told.entries if entry.kind in RAN_OUT]
        said = [
            (entry.facts["clock"]["stage"], entry.facts["clock"]["key"], datetime.fromisoformat(due))
            for entry in out
            if (due := entry.facts["clock"]["due"])
        ]
        if len(set(said)) < len(said):
            yield f"{told.row.reference}: a clock ran out twice"
        for clock in told.clocks:
            ran_out = clock.due_at and clock.due_at <= tables.swept and not clock.ended_at
            if ran_out and (clock.stage, clock.key, clock.due_at) not in said:
                yield f"{told.row.reference}: the clock of stage {clock.stage} ran out and nobody was told"
        for entry in out:
            if RAN_OUT[entry.kind] not in {notice.kind for notice in told.notices_at(entry.at)}:
                yield f"{told.row.reference}: a clock ran out and told nobody"
            if told.ended == entry.at or entry.at in {at for _, at, _ in told.stages}:
                yield f"{told.row.reference}: a clock that ran out closed or moved it"
