"""A procedure from its TOML text. Whatever cannot be followed is refused in words; nothing is ignored."""

import re
import tomllib
from datetime import time
from importlib import resources
from typing import Any

from commonground.procedures.beside_stages import Check, SideRoute, Strategy
from commonground.procedures.definition import (
    AUDIENCES,
    UNCOUNTED,
    Allowance,
    Clock,
    DefinitionError,
    Limit,
    Priority,
    Procedure,
    Reopening,
    Scale,
    Scope,
    Stage,
    Tell,
)
from commonground.procedures.tables import NOT_KNOWN, Plain, Table, Unread
from commonground.procedures.terms import About, AgencyKind, AgreedBy, Event, Role, Subject, Unit

MOST_BYTES = 256 * 1024
"""A definition is a few pages of text. Whatever is larger is no definition, and is refused before it is read."""


def load(text: str) -> Procedure:
    """Return the procedure that this TOML text defines.

    Raise DefinitionError with every problem in a sentence that names the stage and the clock, or the line when the
    text is not well-formed TOML: first what cannot be read, then what cannot be followed.
    """
    size = len(text.encode())
    if size > MOST_BYTES:
        most = MOST_BYTES // 1024
        message = f"This file has {-(-size // 1024)} kB. A definition has at most {most} kB, so it was not read."
        raise DefinitionError(message)
    try:
        plain = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DefinitionError(_malformed(str(error), text)) from error
    unread = Unread()
    with Table("The procedure", plain, unread) as table:
        parts = _parts(table)
    try:
        procedure = Procedure(**parts)
    except DefinitionError as error:
        more = [problem for problem in error.problems if not unread.explains(problem)]
        raise DefinitionError(*(unread.problems + more or error.problems)) from error
    if unread.problems:
        raise DefinitionError(*unread.problems)
    return procedure


def problems(text: str) -> tuple[str, ...]:
    """Return every problem of a definition, in order; none of one that can be followed."""
    try:
        load(text)
    except DefinitionError as error:
        return error.problems
    return ()


def _parts(table: Table) -> dict[str, Any]:
    stages = table.tables("stages")
    return {
        "key": table.text("key"),
        "name": table.text("name"),
        "source": table.text("source", default=""),
        "conferences": table.choices("conferences", About),
        "opens": table.time("opens", default=time(9)),
        "closes": table.time("closes", default=time(17)),
        "responding_may_escalate": table.flag("responding_may_escalate"),
        "inside_one_agency": table.flag("inside_one_agency"),
        "tried_outside_counts": table.flag("tried_outside_counts"),
        "subjects": table.choices("subjects", Subject) if table.has("subjects") else (Subject.CHILD,),
        "lengthening": _allowance("Lengthening", table, "lengthening"),
        "pausing": _allowance("Pausing", table, "pausing"),
        "reopening": _reopening(table),
        "scale": _scale(table),
        "side_routes": tuple(_side_route(table, route) for route in table.tables("side_routes")),
        "priorities": tuple(_priority(table, priority) for priority in table.tables("priorities")),
        "stages": tuple(_stage(table, number, stage) for number, stage in enumerate(stages, start=1)),
        "limits": tuple(_limit(table, limit) for limit in table.tables("limits")),
        "tells": tuple(_tell(table, tell) for tell in table.tables("tells")),
        "scope": tuple(_scope(table, scope) for scope in table.tables("scope")),
        "stand_ins": _stand_ins(table),
    }


def shipped() -> dict[str, str]:
    """Return the definitions that come with the product: their name and their TOML text."""
    folder = resources.files("commonground.procedures") / "definitions"
    files = sorted((file for file in folder.iterdir() if file.name.endswith(".toml")), key=lambda f: f.name)
    return {file.name.removesuffix(".toml"): file.read_text(encoding="utf-8") for file in files}


def _malformed(said: str, text: str) -> str:
    """Put the line first; "at end of document" is a line too, the last with anything on it."""
    what, _, where = said.removesuffix(")").partition(" (at ")
    line = re.match(r"line (\d+)", where)
    number = int(line[1]) if line else len(text.rstrip().splitlines())
    return f"Line {number}: this is not well-formed TOML ({what})."


def _stage(whole: Table, number: int, plain: Plain) -> Stage:
    name = plain.get("name")
    where = f"Stage {number} ({name.strip()})" if isinstance(name, str) else f"Stage {number}"
    with whole.inside(where, plain) as table:
        return Stage(
            number=number,
            name=table.text("name"),
            raising=table.choices("raising", Role),
            responding=table.choices("responding", Role),
            either=table.flag("either"),
            formal=table.flag("formal", default=True),
            clocks=tuple(_clock(table, clock) for clock in table.tables("clocks")),
            guidance=table.text("guidance", default=""),
            asks=table.texts("asks"),
            facilitated=table.flag("facilitated"),
            provisional=table.flag("provisional"),
            check=_check(where, table),
        )


def _check(where: str, table: Table) -> Check | None:
    if not table.has("check"):
        return None
    with table.inside(f"{where}, check", table.inner("check")) as own:
        unit = own.choice("unit", Unit)
        return Check(
            role=own.choice("role", Role) or Role.LINE_MANAGER,
            label=own.text("label"),
            unit=unit or Unit.WORKING_DAYS,
            amount=own.figure("amount") if unit not in UNCOUNTED or own.has("amount") else None,
            tells=own.texts("tells"),
        )


def _clock(stage: Table, plain: Plain) -> Clock:
    with stage.inside(f"{stage.where}, clock “{_key(plain)}”", plain) as table:
        return _clock_of(table)


def _key(plain: Plain) -> str:
    """Return by what key a table is named in what is said of it."""
    return str(plain.get("key", "without a key")).strip()


def _clock_of(table: Table) -> Clock:
    unit = table.choice("unit", Unit)
    return Clock(
        key=table.text("key"),
        label=table.text("label"),
        starts=table.choices("starts", Event),
        ends=table.choices("ends", Event),
        unit=unit or Unit.WORKING_DAYS,
        amounts=_amounts(table, unit),
        moves=table.flag("moves"),
        tells=table.texts("tells"),
        only_for=table.texts("only_for"),
    )


def _amounts(table: Table, unit: Unit | None) -> dict[str, int | None]:
    """Return the figures by priority: ``amount`` for any, ``by_priority`` for those with their own."""
    if unit in UNCOUNTED and not table.has("amount") and not table.has("by_priority"):
        return {}
    words = f"a whole number of {unit.label if unit else 'days or hours'}, or “{NOT_KNOWN}”"
    for_some = table.inner("by_priority")
    given = {"": table.take("amount", (int, str), words)} if table.has("amount") or not for_some else {}
    amounts: dict[str, int | None] = {}
    for priority, figure in (given | dict(for_some)).items():
        whole = isinstance(figure, int) and not isinstance(figure, bool)
        if not whole and figure not in {NOT_KNOWN, None}:
            table.refuse(f"a figure must be {words}, not “{figure}”.")
        amounts[priority] = figure if whole else None
    return amounts


def _limit(whole: Table, plain: Plain) -> Limit:
    with whole.inside(f"Limit “{_key(plain)}”", plain) as table:
        return Limit(_clock_of(table), table.number("first_stage"), table.number("last_stage"))


def _priority(whole: Table, plain: Plain) -> Priority:
    with whole.inside(f"Priority “{_key(plain)}”", plain) as table:
        return Priority(
            key=table.text("key"),
            label=table.text("label"),
            hint=table.text("hint", default=""),
            first_stage=table.number("first_stage", default=1),
            tells=table.texts("tells"),
        )


def _allowance(where: str, whole: Table, key: str) -> Allowance | None:
    if not whole.has(key):
        return None
    with whole.inside(where, whole.inner(key)) as table:
        unit = table.choice("unit", Unit) if table.has("unit") and key == "pausing" else None
        return Allowance(
            clocks=table.texts("clocks"),
            times=table.figure("times"),
            most=table.figure("most"),
            unit=unit or Unit.WORKING_DAYS,
            agree=(table.choice("agree", AgreedBy) if table.has("agree") else None) or AgreedBy.SEATS,
        )


def _reopening(whole: Table) -> Reopening | None:
    if not whole.has("reopening"):
        return None
    with whole.inside("Reopening", whole.inner("reopening")) as table:
        return Reopening(table.figure("within"), table.choice("unit", Unit) or Unit.WORKING_DAYS)


def _scale(whole: Table) -> Scale | None:
    if not whole.has("scale"):
        return None
    with whole.inside("Two numbers", whole.inner("scale")) as table:
        return Scale(table.text("asks"), table.text("nought"), table.text("ten"))


def _side_route(whole: Table, plain: Plain) -> SideRoute:
    where = f"Side route “{str(plain.get('key', 'without a key')).strip()}”"
    with whole.inside(where, plain) as table:
        stops = table.texts("stops")
        return SideRoute(
            key=table.text("key"),
            name=table.text("name"),
            from_stage=table.number("from_stage"),
            to_stage=table.number("to_stage"),
            strategies=tuple(_strategy(table, where, one) for one in table.tables("strategies")),
            guidance=table.text("guidance", default=""),
            stops=stops,
            most=table.figure("most") if stops or table.has("most") else None,
            unit=(table.choice("unit", Unit) if table.has("unit") else None) or Unit.WORKING_DAYS,
        )


def _strategy(whole: Table, where: str, plain: Plain) -> Strategy:
    with whole.inside(f"{where}, strategy “{str(plain.get('name', 'without a name')).strip()}”", plain) as table:
        return Strategy(
            table.text("name"), table.choice("role", Role) or Role.FACILITATOR, table.text("guidance", default="")
        )


def _tell(whole: Table, plain: Plain) -> Tell:
    with whole.inside(f"Telling of “{str(plain.get('event', 'no event')).strip()}”", plain) as table:
        who = table.texts("who")
        if not who:
            table.refuse(f"“who” must name somebody: {', '.join(AUDIENCES)}.")
        event = table.choice("event", Event) or Event.RAISED
        return Tell(event, who, table.number("from_stage", default=1))


def _scope(whole: Table, plain: Plain) -> Scope:
    with whole.inside(f"Scope question “{_key(plain)}”", plain) as table:
        return Scope(table.text("key"), table.text("question"), table.text("destination"))


def _stand_ins(whole: Table) -> dict[AgencyKind, dict[Role, tuple[Role, ...]]]:
    plain = whole.inner("stand_ins")
    kinds = whole.inside("Stand-ins", plain)
    return {
        kind: _stand_ins_of(whole.inside(f"Stand-ins of {kind.value}", kinds.inner(kind.value)))
        for kind in kinds.chosen("stand_ins", plain, AgencyKind)
    }


def _stand_ins_of(table: Table) -> dict[Role, tuple[Role, ...]]:
    roles = table.chosen("stand_ins", tuple(table.plain), Role)
    return {role: table.choices(role.value, Role) for role in roles}
