"""Procedures at random, in everything that a definition can say. A test holds that no field is left out."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from hypothesis import strategies as st

from commonground.procedures.beside_stages import Check, SideRoute, Strategy
from commonground.procedures.definition import (
    AUDIENCES,
    LONGEST,
    UNCOUNTED,
    Allowance,
    Clock,
    Limit,
    Priority,
    Procedure,
    Reopening,
    Scale,
    Scope,
    Stage,
    Tell,
)
from commonground.procedures.terms import About, AgencyKind, AgreedBy, Event, Role, Subject, Unit

Draw = st.DrawFn
ANY_WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
"""Words with whatever a keyboard or a copied page may bring: quotation marks, backslashes, breaks, other scripts."""

WORDS = (ANY_WORDS | st.text('"\\ \n\r\tabc', max_size=300)).map(str.strip)
SAID = WORDS.filter(bool)
LONG = st.lists(SAID, max_size=30).map(lambda words: "  ".join(words).strip()) | WORDS
FIGURES = st.none() | st.integers(1, LONGEST)
EVENTS = st.lists(st.sampled_from(Event), max_size=3).map(tuple)
AUDIENCE = st.lists(st.sampled_from(AUDIENCES), max_size=4).map(tuple)
ROLES = st.lists(st.sampled_from(Role), unique=True, max_size=3).map(tuple)


PRIORITIES = st.lists(SAID, max_size=2, unique=True).map(tuple)
NUMBERS = st.integers(1, 6)
DAYS = st.sampled_from([Unit.WORKING_DAYS, Unit.CALENDAR_DAYS])


@st.composite
def clocks(draw: Draw) -> Clock:
    """Draw a clock; it has a figure for any priority, or for some."""
    unit = draw(st.sampled_from(Unit))
    counted = unit not in UNCOUNTED
    own = draw(st.dictionaries(SAID, FIGURES, max_size=3)) if counted else {}
    general = {"": draw(FIGURES)} if counted and (not own or draw(st.booleans())) else {}
    return Clock(
        key=draw(SAID),
        label=draw(SAID),
        starts=draw(EVENTS),
        ends=draw(EVENTS),
        unit=unit,
        amounts=general | own,
        moves=draw(st.booleans()),
        tells=draw(AUDIENCE),
        only_for=draw(PRIORITIES),
    )


@st.composite
def stages(draw: Draw, number: int) -> Stage:
    """Draw a stage."""
    return Stage(
        number=number,
        name=draw(SAID),
        raising=draw(ROLES),
        responding=draw(ROLES),
        either=draw(st.booleans()),
        formal=draw(st.booleans()),
        clocks=draw(st.lists(clocks(), max_size=2).map(tuple)),
        guidance=draw(LONG),
        asks=draw(st.lists(ANY_WORDS, max_size=4).map(tuple)),
        facilitated=draw(st.booleans()),
        provisional=draw(st.booleans()),
        check=draw(st.none() | CHECK),
    )


CHECK = st.builds(Check, st.sampled_from(Role), SAID, st.sampled_from(Unit), FIGURES, AUDIENCE)
AGREED_BY = st.sampled_from(AgreedBy)
LENGTHENING = st.builds(Allowance, AUDIENCE, FIGURES, FIGURES, st.just(Unit.WORKING_DAYS), AGREED_BY)
PAUSING = st.builds(Allowance, AUDIENCE, FIGURES, FIGURES, DAYS, AGREED_BY)
SCALE = st.builds(Scale, SAID, SAID, SAID)
REOPENING = st.builds(Reopening, FIGURES, DAYS)
STRATEGIES = st.lists(st.builds(Strategy, SAID, st.sampled_from(Role), LONG), max_size=2).map(tuple)
EVERY_FIELD: dict[str, st.SearchStrategy[list[Any]]] = {
    "limits": st.lists(st.builds(Limit, clocks(), NUMBERS, NUMBERS), max_size=2),
    "tells": st.lists(
        st.builds(Tell, st.sampled_from(Event), AUDIENCE.filter(bool), NUMBERS), max_size=3
    ),
    "scope": st.lists(st.builds(Scope, SAID, SAID, SAID), max_size=3),
    "side_routes": st.lists(
        st.builds(SideRoute, SAID, SAID, NUMBERS, NUMBERS, STRATEGIES, LONG, PRIORITIES, FIGURES, DAYS), max_size=2
    ),
    "conferences": st.lists(st.sampled_from(About), max_size=3),
    "priorities": st.lists(st.builds(Priority, SAID, SAID, LONG, NUMBERS, AUDIENCE), max_size=2),
}  # fmt: skip
"""The lists of a procedure besides its stages."""


@st.composite
def stand_ins(draw: Draw) -> dict[AgencyKind, dict[Role, tuple[Role, ...]]]:
    """Draw who stands in, for some kinds of agency."""
    kinds = draw(st.lists(st.sampled_from(AgencyKind), unique=True, max_size=3))
    return {
        kind: {
            role: tuple(draw(st.lists(st.sampled_from([one for one in Role if one != role]), min_size=1, max_size=3)))
            for role in draw(st.lists(st.sampled_from(Role), unique=True, min_size=1, max_size=3))
        }
        for kind in kinds
    }


@st.composite
def procedures(draw: Draw) -> Procedure:
    """Draw a procedure with anything in its fields, whether or not it can be followed: see `unchecked`."""
    lists: dict[str, Any] = {name: tuple(draw(drawn)) for name, drawn in EVERY_FIELD.items()}
    return Procedure(
        key=draw(SAID),
        name=draw(SAID),
        stages=tuple(draw(stages(number)) for number in range(1, draw(NUMBERS) + 1)),
        stand_ins=draw(stand_ins()),
        opens=draw(st.times()),
        closes=draw(st.times()),
        responding_may_escalate=draw(st.booleans()),
        inside_one_agency=draw(st.booleans()),
        tried_outside_counts=draw(st.booleans()),
        lengthening=draw(st.none() | LENGTHENING),
        pausing=draw(st.none() | PAUSING),
        reopening=draw(st.none() | REOPENING),
        scale=draw(st.none() | SCALE),
        source=draw(LONG),
        subjects=tuple(draw(st.lists(st.sampled_from(Subject), min_size=1, unique=True))),
        **lists,
    )


@contextmanager
def unchecked() -> Iterator[None]:
    """Let a procedure be made of anything, so that all that its fields can hold is tried."""
    with patch.object(Procedure, "__post_init__", lambda _: None):
        yield
