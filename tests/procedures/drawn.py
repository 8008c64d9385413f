"""Procedures at random, in everything that a definition can say. A test holds that no field is left out."""

from datetime import time

from hypothesis import strategies as st

from commonground.procedures.definition import (
    AUDIENCES,
    CLOSING,
    DAYS,
    LONGEST,
    UNCOUNTED,
    Allowance,
    Clock,
    Limit,
    Procedure,
    Reopening,
    Scope,
    Stage,
    Tell,
)
from commonground.procedures.terms import AgencyKind, Event, Role, Unit

Draw = st.DrawFn
ANY_WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
"""Words with whatever a keyboard or a copied page may bring: quotation marks, backslashes, breaks, other scripts."""

WORDS = (ANY_WORDS | st.text('"\\ \n\r\tabc', max_size=300)).map(str.strip)
SAID = WORDS.filter(bool)
LONG = st.lists(SAID, max_size=30).map(lambda words: "  ".join(words).strip()) | WORDS
KEYS = SAID.filter(lambda key: ":" not in key)
FIGURES = st.none() | st.integers(1, LONGEST)
AUDIENCE = st.lists(st.sampled_from(AUDIENCES), max_size=4).map(tuple)
ROLES = st.lists(st.sampled_from(Role), unique=True, min_size=1, max_size=3).map(tuple)


@st.composite
def clocks(draw: Draw, *, last: bool = False, days: bool = False) -> Clock:
    """Draw a clock; one of the last stage moves nothing on."""
    unit = draw(st.sampled_from(sorted(DAYS) if days else Unit))
    uncounted = unit in UNCOUNTED
    return Clock(
        key=draw(KEYS),
        label=draw(SAID),
        starts=draw(st.lists(st.sampled_from([one for one in Event if one not in CLOSING]), min_size=1).map(tuple)),
        ends=draw(st.lists(st.sampled_from(Event), min_size=1).map(tuple)),
        unit=unit,
        amounts={} if uncounted else {"": draw(FIGURES), **draw(st.dictionaries(SAID, FIGURES, max_size=3))},
        moves=not last and unit is not Unit.WITHOUT_DELAY and draw(st.booleans()),
        tells=draw(AUDIENCE),
    )


@st.composite
def stages(draw: Draw, number: int, *, last: bool) -> Stage:
    """Draw a stage. Its first clock counts days and is called "days", so that it can be made longer."""
    provisional = draw(st.booleans())
    roles = st.just(()) | ROLES if provisional else ROLES
    keyed = {one.key: one for one in draw(st.lists(clocks(last=last), max_size=3)) if one.key != "days"}
    first = draw(clocks(last=last, days=True))
    days = Clock("days", *(getattr(first, name) for name in Clock.__dataclass_fields__ if name != "key"))
    return Stage(
        number=number,
        name=draw(SAID),
        raising=draw(roles),
        responding=draw(roles),
        either=draw(st.booleans()),
        formal=draw(st.booleans()),
        clocks=(days, *keyed.values()),
        guidance=draw(LONG),
        asks=draw(st.lists(ANY_WORDS, max_size=4).map(tuple)),
        facilitated=last and draw(st.booleans()),
        provisional=provisional,
    )


@st.composite
def limits(draw: Draw, most: int) -> tuple[Limit, ...]:
    """Draw limits across two stages or more."""
    found = {one.key: one for one in draw(st.lists(clocks(), max_size=2 if most > 1 else 0))}
    spans = [sorted(draw(st.permutations(range(1, most + 1)))[:2]) for _ in found]
    return tuple(Limit(clock, *span) for clock, span in zip(found.values(), spans, strict=True))


UNITS_OF_DAYS = st.sampled_from(sorted(DAYS))
LENGTHENING = st.builds(Allowance, st.just(("days",)), FIGURES, FIGURES, st.just(Unit.WORKING_DAYS))
PAUSING = st.builds(Allowance, st.just(("days", "days")), FIGURES, FIGURES, UNITS_OF_DAYS)
REOPENING = st.builds(Reopening, FIGURES, UNITS_OF_DAYS)
SCOPE = st.lists(st.builds(Scope, KEYS, SAID, SAID), max_size=3, unique_by=lambda one: one.key).map(tuple)


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
    """Draw a procedure that can be followed."""
    most = draw(st.integers(1, 4))
    opens, closes = sorted(draw(st.lists(st.times(), min_size=2, max_size=2, unique=True)))
    told = st.builds(
        Tell,
        st.sampled_from(Event),
        st.lists(st.sampled_from(AUDIENCES), min_size=1, max_size=3).map(tuple),
        st.integers(1, most),
    )
    return Procedure(
        key=draw(SAID),
        name=draw(SAID),
        stages=tuple(draw(stages(number, last=number == most)) for number in range(1, most + 1)),
        limits=draw(limits(most)),
        tells=draw(st.lists(told, max_size=3).map(tuple)),
        scope=draw(SCOPE),
        stand_ins=draw(stand_ins()),
        opens=time(9) if opens == closes else opens,
        closes=closes,
        responding_may_escalate=draw(st.booleans()),
        inside_one_agency=draw(st.booleans()),
        tried_outside_counts=draw(st.booleans()),
        lengthening=draw(st.none() | LENGTHENING),
        pausing=draw(st.none() | PAUSING),
        reopening=draw(st.none() | REOPENING),
        source=draw(LONG),
    )
