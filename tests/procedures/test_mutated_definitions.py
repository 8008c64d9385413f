"""Whatever is changed in a definition, it is refused in a sentence or can be followed to every end.

One thing is changed at a time: a key left out, a figure, a role, an event, a unit, a part left out, put twice or
swapped with the next.
"""

import copy
import re
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import time, timedelta
from functools import partial
from itertools import product
from typing import Any

import pytest

from commonground.procedures.definition import DefinitionError, Procedure
from commonground.procedures.loading import load, shipped
from commonground.procedures.rules import Move, clock_ran_out, clocks, facts, raise_, replay, take
from commonground.procedures.situation import Situation, Standing
from commonground.procedures.terms import About, Act, Capacity, End, Event, Role, Side, Unit
from tests.procedures.builders import CALENDAR, FACILITATOR, OFFICER, RAISER, london
from tests.procedures.harbour import HARBOUR

START = london("2026-03-27 15:00")
TEXTS = shipped() | {"harbour": HARBOUR}
FIGURES = (0, 1, 2, 5, 1000, 1001, -1, True, "three", "not known")
WORDS = (*Role, *Event, *Unit, "", "nobody", "limit:whole")
Change = tuple[str, dict[str, Any]]
SENTENCE = re.compile(r"^[A-Z].*\.$", re.DOTALL)


def changes(plain: dict[str, Any]) -> Iterator[Change]:
    """Yield every change of one thing, with what it is. Of stand-ins only the first agency's: they are all alike."""
    plain["stand_ins"] = dict(list(plain.get("stand_ins", {}).items())[:1])
    for path in paths(plain):
        where = ".".join(map(str, path))
        before = at(plain, path[:-1])[path[-1]]
        yield f"without {where}", changed(plain, path, None)
        for other in others(before):
            if other != before:
                yield f"{where} = {other!r}", changed(plain, path, other)
        if isinstance(before, list):
            yield f"{where} twice", changed(plain, path, [*before, *before[-1:]])
            for one in range(len(before) - 1):
                swapped = [*before[:one], before[one + 1], before[one], *before[one + 2 :]]
                yield f"{where} {one} swapped", changed(plain, path, swapped)


def others(before: object) -> tuple[object, ...]:
    if isinstance(before, bool):
        return (not before,)
    if isinstance(before, int):
        return FIGURES
    if isinstance(before, str) and before in WORDS:
        kind = next((kind for kind in (Role, Event, Unit) if before in set(kind)), ())
        return (*kind, "", "nobody")
    return FIGURES if before == "not known" else ()


def paths(plain: Any, above: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:  # noqa: ANN401 any part of a TOML text
    inside = plain.items() if isinstance(plain, dict) else enumerate(plain) if isinstance(plain, list) else ()
    for key, value in inside:
        yield (*above, key)
        yield from paths(value, (*above, key))


def at(plain: Any, path: tuple[Any, ...]) -> Any:  # noqa: ANN401 as above
    for key in path:
        plain = plain[key]
    return plain


def changed(plain: dict[str, Any], path: tuple[Any, ...], value: object) -> dict[str, Any]:
    """Return the definition with one thing else; None leaves it out."""
    other = copy.deepcopy(plain)
    within = at(other, path[:-1])
    if value is None:
        del within[path[-1]]
    else:
        within[path[-1]] = value
    return other


def written(value: object) -> str:
    """Return a value as TOML writes it, tables inline."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f'"{key}" = {written(inner)}' for key, inner in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(written, value)) + "]"
    if isinstance(value, bool | int):
        return str(value).lower()
    if isinstance(value, time):
        return value.isoformat()
    text = str(value).replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{text}"'


def toml(plain: dict[str, Any]) -> str:
    return "\n".join(f"{key} = {written(value)}" for key, value in plain.items())


def test_what_is_written_here_is_what_was_read() -> None:
    for text in TEXTS.values():
        assert load(toml(tomllib.loads(text))) == load(text)


def seat(procedure: Procedure, side: Side, stage: int) -> Standing:
    roles = procedure.stage(stage).raising if side is Side.RAISING else procedure.stage(stage).responding
    return Standing(side, Capacity.ANSWERING, (*roles, Role.PRACTITIONER)[0], stage)


def walk(procedure: Procedure) -> Counter[str]:
    """Follow a procedure from every way in to every end; return how often each was reached."""
    reached: Counter[str] = Counter()
    keys = [priority.key for priority in procedure.priorities]
    for key, about in product(keys if procedure.asks_priority else ["", *keys], procedure.conferences or (None,)):
        soon = procedure.priority(key)
        before = {event: START - timedelta(hours=20) for event in procedure.asks_before(about)}
        begin = partial(raise_, procedure, at=START, priority=key, about=about, before=before)
        if about is About.DISSENT:
            assert begin(on_record=True).after.end is End.KEPT_ON_RECORD
            reached[End.KEPT_ON_RECORD] += 1
        for stage in {1, soon.first_stage if soon else 1}:
            climbed(begin(stage=stage), reached)
    return reached


def climbed(move: Move, reached: Counter[str]) -> None:
    """Climb from where it was raised to the last stage, trying every end at each, and record it as not resolved."""
    said, situation = [facts(move)], move.after
    reached[f"raised at {situation.stage}"] += 1
    while True:
        reached[f"stage {situation.stage}"] += 1
        reached.update(ended(situation))
        run_out(situation)
        if situation.last:
            break
        move = take(situation, Act.ESCALATE, RAISER, at=START + timedelta(hours=len(said)))
        said.append(facts(move))
        situation = move.after
    move = take(situation, Act.NOT_RESOLVED, OFFICER, at=START + timedelta(days=30))
    assert move.after.end is End.NOT_RESOLVED
    assert all(state.ended_at for state in clocks(move.after, CALENDAR))
    assert replay(situation.procedure, [*said, facts(move)]) == move.after
    reached[End.NOT_RESOLVED] += 1


def ended(situation: Situation) -> Iterator[End]:
    """Yield how it can end at any stage: both sides sign, and whoever raised it withdraws or redirects it."""
    raising, responding = (seat(situation.procedure, side, situation.stage) for side in Side)
    at_once = START + timedelta(hours=5)
    answered = take(situation, Act.RESPOND, responding, at=at_once).after
    proposed = take(answered, Act.PROPOSE, raising, at=at_once).after
    ends = (
        (End.RESOLVED, take(proposed, Act.SIGN, responding, at=at_once)),
        (End.WITHDRAWN, take(situation, Act.WITHDRAW, RAISER, at=at_once)),
        (End.REDIRECTED, take(situation, Act.REDIRECT, RAISER, at=at_once)),
    )
    for end, move in ends:
        assert move.after.end is end
        yield end


def run_out(situation: Situation) -> None:
    """Whatever clock runs out here closes nothing; where it moves the difference on, it reaches the next stage."""
    for state in clocks(situation, CALENDAR):
        if state.ended_at or state.due_at is None:
            continue
        after = clock_ran_out(situation, state, at=state.due_at).after
        assert after.open
        assert after.stage == situation.stage + (state.moves and not situation.last)


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_any_change_is_refused_in_words_or_can_be_followed(name: str, figure: Callable[[str], None]) -> None:
    plain = tomllib.loads(TEXTS[name])
    tried: Counter[str] = Counter()
    for what, other in changes(plain):
        try:
            procedure = load(toml(other))
            reached = walk(procedure)
        except DefinitionError as refused:
            found = refused.problems
            assert all(SENTENCE.match(sentence) for sentence in found), (what, found)
            assert len(set(found)) == len(found), (what, found)
            tried["refused"] += 1
            continue
        except Exception as wrong:
            wrong.add_note(f"{name}: {what}")
            raise
        assert reached[f"stage {len(procedure.stages)}"], what
        tried["followed"] += 1
    figure(f"{name}: {tried['refused']} changes refused, {tried['followed']} followed to every end")
    assert min(tried["refused"], tried["followed"]) >= 50


def test_those_who_facilitate_can_close_what_is_not_resolved() -> None:
    procedure = load(HARBOUR)
    before = dict.fromkeys(procedure.asks_when, START)
    situation = raise_(procedure, at=START, before=before).after
    for _ in range(3):
        situation = take(situation, Act.ESCALATE, RAISER, at=START).after
    assert take(situation, Act.NOT_RESOLVED, FACILITATOR, at=START).after.end is End.NOT_RESOLVED
