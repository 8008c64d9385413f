"""What a draft says, in words: the answer to each question, and each row in a line."""

from collections.abc import Iterable, Iterator
from datetime import time
from typing import Any

from commonground.procedures.asking import QUESTIONS, UNASKED, How, Question, StandIn, asked_of, default_of
from commonground.procedures.beside_stages import SideRoute
from commonground.procedures.definition import (
    UNCOUNTED,
    Allowance,
    Clock,
    Limit,
    Priority,
    Procedure,
    Reopening,
    Scope,
    Stage,
    Tell,
)
from commonground.procedures.offering import Choices
from commonground.procedures.tables import NOT_KNOWN
from commonground.procedures.terms import Unit
from commonground.procedures.writing import Tree

NOTHING = "Nothing yet"
UNKNOWN = "Not known yet"


def said(question: Question, part: type, table: Tree, tree: Tree) -> tuple[str, ...]:
    """Return what a draft answers to a question, in lines; ``tree`` is the whole draft."""
    value = answer(question, part, table)
    among = dict(question.among)
    listed = [among.get(str(one), str(one)) for one in (value if isinstance(value, list) else [value]) if one]
    inside = [*listed[:1], *(one[:1].lower() + one[1:] for one in listed[1:])]
    match question.how:
        case How.ONE | How.SEVERAL:
            lines = [", ".join(inside)]
        case How.IN_ORDER:
            lines = [", then ".join(inside) or "Nobody yet"]
        case How.YES_NO:
            lines = ["Yes" if value else "No"]
        case How.FIGURE:
            lines = [figure(value)]
        case How.FIGURES:
            lines = [length(table)]
        case How.STAGE:
            lines = [stage_name(tree, value)]
        case How.CLOCKS:
            known = dict(clocks_of(tree))
            lines = [known.get(one, f"“{one}”, which is no clock of this procedure") for one in value]
        case How.PRIORITIES:
            known = dict(priorities_of(tree))
            lines = [known.get(one, f"“{one}”, which is no choice of this procedure") for one in value] or [
                "For every child"
            ]
        case How.TIME:
            lines = [f"{value:%H:%M}"]
        case _:
            lines = listed
    return tuple(line for line in lines if line) or (NOTHING,)


def answer(question: Question, part: type, table: Tree) -> Any:  # noqa: ANN401 - as the text has it
    """Return the plain answer to a question: what the draft has, or what saying nothing means."""
    value = table.get(question.field)
    value = default_of(part, question.field) if value is None else value
    if question.how in {How.SEVERAL, How.IN_ORDER, How.CLOCKS, How.PRIORITIES, How.LINES}:
        return list(value) if isinstance(value, list | tuple) else []
    return value


def row_name(part: type, row: Tree, tree: Tree, index: int = 0) -> str:
    """Return what a row is called."""
    if part is Stage:
        return stage_name(tree, index + 1)
    if part is StandIn:
        kind, role, _ = QUESTIONS[StandIn]
        return f"{_chosen(kind.among, row.get('kind'))}: {_chosen(role.among, row.get('role')).lower()}"
    if part is Tell:
        return f"When it is {_chosen(QUESTIONS[Tell][0].among, row.get('event')).lower()}"
    return str(row.get("question") or row.get("label") or row.get("name") or NOTHING)


def row_says(part: type, row: Tree, tree: Tree) -> tuple[str, ...]:
    """Return what a row says besides its name, in lines."""
    by_field = {one.field: one for one in asked_of(part)}

    def of(field: str) -> str:
        return said(by_field[field], part, row, tree)[0]

    match part.__name__:
        case Stage.__name__:
            lines = [f"Raising side: {of('raising')}", f"Responding side: {of('responding')}", *times(row)]
            lines += ["Still to be confirmed"] if row.get("provisional") else []
        case Limit.__name__:
            lines = [f"{of('first_stage')} to {of('last_stage')}", length(row)]
        case Clock.__name__:
            lines = [length(row), f"Starts: {of('starts')}", f"Ends: {of('ends')}"]
        case Tell.__name__:
            lines = [f"{of('who')}, from {of('from_stage')} on"]
        case SideRoute.__name__:
            lines = [f"{of('from_stage')} to {of('to_stage')}"]
        case Priority.__name__:
            lines = [str(row.get("hint") or "").strip(), f"May begin at {of('first_stage')}"]
        case _:
            lines = [of({StandIn: "others", Scope: "destination"}.get(part, "role"))]
    return tuple(line for line in lines if line)


def part_says(question: Question, holder: Tree, tree: Tree) -> str:
    """Return what a part that can be there or not says, in one line; ``holder`` is the table in which it stands."""
    table = holder.get(question.field)
    if not table:
        return "There is none"
    if question.of is Reopening:
        return length({"amount": table.get("within"), "unit": table.get("unit")}, "after the end")
    if question.of is not Allowance:
        asked = (one for one in asked_of(question.of, question.leaves_out) if one.how not in UNASKED)
        return "; ".join(line for one in asked for line in said(one, question.of, table, tree))
    often = "Once" if table.get("times") == 1 else f"{figure(table.get('times'))} times"
    unit = "" if "unit" in question.leaves_out else f" {_unit(table.get('unit', Unit.WORKING_DAYS)).label}"
    more = "more days" if not unit else unit.strip()
    return f"{often}, {figure(table.get('most')).lower()} {more} at most"


def times(stage: Tree) -> Iterator[str]:
    """Yield the clocks of a stage, each with how long it is."""
    yield from (f"{clock.get('label', NOTHING)}: {length(clock)}" for clock in stage.get("clocks", ()))


def length(clock: Tree, *after: str) -> str:
    """Return how long a clock is, in words."""
    unit = _unit(clock.get("unit"))
    if unit in UNCOUNTED:
        return unit.label
    return " ".join([", ".join(figures(clock)), *after])


def figures(clock: Tree) -> Iterator[str]:
    """Yield the figures of a clock: for any priority, then for those with their own."""
    unit = _unit(clock.get("unit"))
    own = clock.get("by_priority") or {}
    if not own or clock.get("amount") is not None:
        yield _counted(clock.get("amount"), unit)
    yield from (f"{_counted(each, unit)} for “{priority}”" for priority, each in own.items())


def figure(value: object) -> str:
    """Return a figure, or that it is not known yet."""
    return UNKNOWN if value is None or value == NOT_KNOWN else str(value)


def stage_name(tree: Tree, number: Any) -> str:  # noqa: ANN401 - a whole number, or nothing yet
    """Return a stage as it is called in a draft."""
    stages = tree.get("stages", [])
    there = number in range(1, len(stages) + 1)
    return (
        f"Stage {number}: {stages[number - 1].get('name') or NOTHING}"
        if there
        else f"Stage {number}, which is not there"
    )


def clocks_of(tree: Tree) -> Choices:
    """Return every clock of a draft, those of the same short name once: how the text names it, and what it says."""
    found: dict[str, dict[str, list[int]]] = {}
    for number, stage in enumerate(tree.get("stages", []), start=1):
        for clock in stage.get("clocks", []):
            found.setdefault(str(clock.get("key")), {}).setdefault(row_name(Clock, clock, tree), []).append(number)
    own = {key: "; ".join(f"{label} ({_stages(at)})" for label, at in labels.items()) for key, labels in found.items()}
    limits = {f"limit:{one.get('key')}": f"{row_name(Limit, one, tree)} (limit)" for one in tree.get("limits", [])}
    return tuple((own | limits).items())


def _stages(numbers: list[int]) -> str:
    *others, last = map(str, numbers)
    return f"stages {', '.join(others)} and {last}" if others else f"stage {last}"


def priorities_of(tree: Tree, used: Iterable[str] = ()) -> Choices:
    """Return the priorities of a draft by short name and label, and those that are used and not there."""
    known = {one["key"]: one.get("label") or one["key"] for one in tree.get("priorities", [])}
    return tuple((known | {key: key for key in used if key not in known}).items())


def hours(tree: Tree) -> str:
    """Return the office day of a draft."""
    opens, closes = (tree.get(name) or default_of(Procedure, name) for name in ("opens", "closes"))
    return f"{opens:%H:%M} to {closes:%H:%M}" if isinstance(opens, time) and isinstance(closes, time) else NOTHING


def _counted(value: object, unit: Unit) -> str:
    if value is None or value == NOT_KNOWN:
        return f"{unit.label}, how many is not known yet".capitalize()
    one = unit.label.replace("days", "day").replace("hours", "hour")
    return f"{value} {one if value == 1 else unit.label}"


def _unit(value: object) -> Unit:
    return next((unit for unit in Unit if unit == value), Unit.WORKING_DAYS)


def _chosen(among: Choices, value: object) -> str:
    return dict(among).get(str(value), str(value or NOTHING))
