"""What an officer confirms of a procedure: each stage and each figure, under a key that stays the same.

A part is found by what a field holds, not by its name: whatever a definition learns to say, its clocks and its
figures are confirmed with the rest.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from commonground.procedures.beside_stages import Check, SideRoute
from commonground.procedures.definition import UNCOUNTED, Clock, Limit, Procedure, Stage
from commonground.procedures.describing import length
from commonground.procedures.terms import Unit

FIGURE = int | None
"""How a figure that may not be known is declared."""

LABELS = {
    "lengthening:times": "How often both sides may make a clock longer",
    "lengthening:most": "By how many days a clock may be made longer at most",
    "pausing:times": "How often both sides may pause a clock",
    "pausing:most": "How many days a pause lasts at most",
    "reopening:within": "How long after its end either side may reopen a difference",
}
"""How a figure outside the stages is called; one that has no words here is called by its key."""

KINDS = {"lengthening:times": "times", "lengthening:most": "days of its own kind", "pausing:times": "times"}
"""What such a figure counts, where that is not the unit beside it."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One figure of a part: for which priority ("" for any), the question, and what it is now."""

    priority: str
    question: str
    figure: int | None


@dataclass(frozen=True, slots=True)
class Part:
    """One thing to confirm. ``says`` is what the procedure says of it now: what is confirmed is that and no more.

    ``known`` is False while it is provisional.
    """

    key: str
    label: str
    says: str
    known: bool
    asks: tuple[Asked, ...] = ()


def parts(procedure: Procedure) -> tuple[Part, ...]:
    """Return everything that an officer confirms, in the order of the procedure."""
    return tuple(_parts(procedure, "", ""))


def unconfirmed(procedure: Procedure, confirmed: Collection[tuple[str, str]]) -> tuple[Part, ...]:
    """Return what is not confirmed as it stands; ``confirmed`` holds keys, each with what it said then."""
    return tuple(part for part in parts(procedure) if not part.known or (part.key, part.says) not in confirmed)


def _parts(thing: Any, under: str, where: str) -> Iterator[Part]:  # noqa: ANN401 any dataclass of a definition
    if isinstance(thing, Clock):
        yield _clock(thing, under, where)
        return
    if isinstance(thing, Stage):
        yield _stage(thing, under)
        where = f"Stage {thing.number}, {thing.name}: "
    for one in fields(thing):
        value, key = getattr(thing, one.name), f"{under}:{one.name}".removeprefix(":")
        if one.type == FIGURE and not _takes_none(thing):
            label = LABELS.get(key) or f"{where}{_called(thing, one.name)}"
            yield _figure(value, getattr(thing, "unit", None), key, label)
        for inner, of in _within(value, key):
            yield from _parts(inner, of, where)


def _takes_none(thing: object) -> bool:
    """Say whether something has no figure that could be known: it stops no clock, or is not counted."""
    if isinstance(thing, SideRoute):
        return not thing.stops
    return isinstance(thing, Check) and thing.unit in UNCOUNTED


def _within(value: object, key: str) -> Iterator[tuple[Any, str]]:
    """Yield what stands in a field and has parts of its own, each with its key."""
    if isinstance(value, tuple):
        of = key.removesuffix("s")
        named = [(f"{of}:{_key(inner, number)}", inner) for number, inner in enumerate(value, start=1)]
    elif isinstance(value, Mapping):
        named = [(f"{key}:{name}", inner) for name, inner in value.items()]
    else:
        named = [(key, value)]
    yield from ((inner, of) for of, inner in named if is_dataclass(inner))


def _called(thing: object, field: str) -> str:
    """Return how a figure is called in what it belongs to."""
    match thing:
        case Check():
            return thing.label
        case SideRoute():
            return f"{thing.name}: how many days clocks stand still at most"
        case _:
            return field.replace("_", " ")


def _figure(value: int | None, unit: Unit | None, key: str, label: str) -> Part:
    kind = KINDS.get(key) or (unit.label if unit else "")
    says = "" if value is None else "once" if (value, kind) == (1, "times") else f"{value} {kind}".strip()
    return Part(key, label, says, known=value is not None, asks=(Asked("", f"How many {kind}?", value),))


def _key(thing: object, number: int) -> str:
    """Return by what one of several is known: its own key, or its place."""
    of = thing.clock if isinstance(thing, Limit) else thing
    return str(getattr(of, "key", number))


def _stage(stage: Stage, key: str) -> Part:
    sides = (("raising", stage.raising), ("responding", stage.responding))
    says = [stage.name, "formal" if stage.formal else "not formal"]
    says += [f"for the {side} side {', '.join(role.label for role in roles)}" for side, roles in sides]
    says += ["either of them"] if stage.either else []
    says += ["facilitated"] if stage.facilitated else []
    says += [f"{stage.check.label} by {stage.check.role.label}"] if stage.check else []
    return Part(key, f"Stage {stage.number}, {stage.name}: who acts", "; ".join(says), known=not stage.provisional)


def _clock(clock: Clock, key: str, where: str) -> Part:
    known = clock.unit in UNCOUNTED or None not in clock.amounts.values()
    asks = tuple(
        Asked(priority, f"How many {clock.unit.label}{f', when {priority}' if priority else ''}?", figure)
        for priority, figure in clock.amounts.items()
    )
    return Part(key, f"{where}{clock.label}", f"{where}{length(clock)}" if known else "", known=known, asks=asks)
