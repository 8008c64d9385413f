"""Random differences keep what must always hold (the invariants), their clocks and their memory."""

import json
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commonground.procedures.rules import (
    Move,
    dump,
    facts,
    replay,
    restore,
)
from commonground.procedures.terms import Act, End
from tests.procedures.acted_on import EDITIONS, an_act, follow
from tests.procedures.invariants import SEEN, check_always, check_clocks


def check_memory(moves: list[Move]) -> None:
    procedure = moves[-1].after.procedure
    written = json.loads(json.dumps([facts(move) for move in moves]))
    replayed = replay(procedure, written)
    assert replayed == moves[-1].after
    plain = json.loads(json.dumps(dump(moves[-1].after)))
    restored = restore(procedure, plain)
    assert restored == moves[-1].after
    assert restored.facilitated == moves[-1].after.facilitated
    assert dump(restored) == plain


@settings(max_examples=2000, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.sampled_from(sorted(EDITIONS)),
    st.integers(min_value=1, max_value=4),
    st.lists(an_act, min_size=5, max_size=40),
    st.sampled_from(["", "urgent"]),
)
def _anything(edition: str, entry: int, script: list[Any], priority: str) -> None:
    moves = follow(EDITIONS[edition], entry, script, priority=priority)
    check_always(moves)
    check_clocks(moves[-1].after)
    check_memory(moves)


def test_what_must_always_hold() -> None:
    """And the tries reached everywhere, or they would show little."""
    SEEN.clear()
    _anything()
    assert [act.value for act in Act if act is not Act.RAISE and SEEN[act.value] < 20] == []
    assert [stage for stage in (1, 2, 3, 4) if SEEN[f"stage {stage}"] < 20] == []
    assert [end for end in (None, *End) if SEEN[f"end {end}"] < 20] == []
    accepted = sum(SEEN[act.value] for act in Act)
    assert accepted / (accepted + SEEN["refused"]) >= 0.4
    assert SEEN["refused"] >= 1_000
    assert SEEN["ran out"] >= 100
    rarely = ("pause ended", "lengthen agreed", "pause agreed", "stepped down", "agreed for some")
    assert [what for what in rarely if SEEN[what] < 10] == []
