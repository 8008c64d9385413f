"""A procedure from its TOML text. Whatever cannot be followed is refused in words; nothing is ignored."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from datetime import time
from enum import StrEnum
from importlib import resources
from typing import Any, NoReturn, Self, TypeVar

from commonground.procedures.beside_stages import Check, SideRoute, Strategy
from commonground.procedures.definition import (
    AUDIENCES,
    UNCOUNTED,
    Allowance,
    Clock,
    DefinitionError,
    Limit,
    Procedure,
    Reopening,
    Scope,
    Stage,
    Tell,
)
from commonground.procedures.terms import AgencyKind, Event, Role, Unit

NOT_KNOWN = "not known"
"""What a definition says instead of a figure that is not known yet."""

Choice = TypeVar("Choice", bound=StrEnum)
Plain = Mapping[str, Any]


def load(text: str) -> Procedure:
    """Return the procedure that this TOML text defines.

    Raise DefinitionError with a sentence that names the stage and the clock, or the line when the text is
    not well-formed TOML.
    """
    try:
        plain = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DefinitionError(_malformed(str(error), text)) from error
    with Table("The procedure", plain) as table:
        stages = table.tables("stages")
        return Procedure(
            key=table.text("key"),
            name=table.text("name"),
            source=table.text("source", default=""),
            opens=table.time("opens", default=time(9)),
            closes=table.time("closes", default=time(17)),
            responding_may_escalate=table.flag("responding_may_escalate"),
            inside_one_agency=table.flag("inside_one_agency"),
            tried_outside_counts=table.flag("tried_outside_counts"),
            lengthening=_allowance("Lengthening", table, "lengthening"),
            pausing=_allowance("Pausing", table, "pausing"),
            reopening=_reopening(table),
            side_routes=tuple(_side_route(route) for route in table.tables("side_routes")),
            stages=tuple(_stage(number, stage) for number, stage in enumerate(stages, start=1)),
            limits=tuple(_limit(limit) for limit in table.tables("limits")),
            tells=tuple(_tell(tell) for tell in table.tables("tells")),
            scope=tuple(_scope(scope) for scope in table.tables("scope")),
            stand_ins=_stand_ins(table.inner("stand_ins")),
        )


def shipped() -> dict[str, str]:
    """Return the definitions that come with the product: their name and their TOML text."""
    folder = resources.files("commonground.procedures") / "definitions"
    files = sorted((file for file in folder.iterdir() if file.name.endswith(".toml")), key=lambda f: f.name)
    return {file.name.removesuffix(".toml"): file.read_text(encoding="utf-8") for file in files}


class Table:
    """One TOML table, read key by key inside ``with``; a key that nobody read is refused at its end."""

    def __init__(self, where: str, plain: Plain) -> None:
        self.where = where
        self.plain = dict(plain)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        for key in self.plain if kind is None else ():
            self.refuse(f"“{key}” is not something that this version can follow.")

    def refuse(self, problem: str) -> NoReturn:
        """Raise DefinitionError for this table."""
        message = f"{self.where}: {problem}"
        raise DefinitionError(message)

    def has(self, key: str) -> bool:
        """Whether the key is given and not read yet."""
        return key in self.plain

    def take(self, key: str, kind: type | tuple[type, ...], words: str, default: object = None) -> Any:  # noqa: ANN401
        """Return a value of this kind; refuse another kind, or a missing one that has no default."""
        if key not in self.plain and default is not None:
            return default
        value = self.plain.pop(key, None)
        if value is None:
            self.refuse(f"“{key}” is missing; it must be {words}.")
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            self.refuse(f"“{key}” must be {words}.")
        return value

    def text(self, key: str, default: str | None = None) -> str:
        """Return words, without space around them; refuse none, unless there is a default."""
        words = "words in quotation marks"
        value = str(self.take(key, str, words, default)).strip()
        if not value and default is None:
            self.refuse(f"“{key}” is empty; it must be {words}.")
        return value

    def flag(self, key: str, *, default: bool = False) -> bool:
        """Return true or false; the default when not given."""
        return bool(self.take(key, bool, "true or false", default=default))

    def time(self, key: str, default: time) -> time:
        """Return a time of day."""
        value: time = self.take(key, time, "a time such as 09:00:00", default)
        return value

    def number(self, key: str, default: int | None = None) -> int:
        """Return a whole number."""
        return int(self.take(key, int, "a whole number", default))

    def figure(self, key: str) -> int | None:
        """Return a whole number; None for one that is not known yet."""
        words = f"a whole number, or “{NOT_KNOWN}”"
        value = self.take(key, (int, str), words)
        if isinstance(value, str) and value != NOT_KNOWN:
            self.refuse(f"“{key}” must be {words}.")
        return None if isinstance(value, str) else int(value)

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of words; empty when not given."""
        words = "a list of words in quotation marks"
        values = self.take(key, list, words, default=[])
        if not all(isinstance(value, str) for value in values):
            self.refuse(f"“{key}” must be {words}.")
        return tuple(values)

    def choice(self, key: str, among: type[Choice]) -> Choice:
        """Return one word of a closed list."""
        return self.chosen(key, (self.text(key),), among)[0]

    def choices(self, key: str, among: type[Choice]) -> tuple[Choice, ...]:
        """Return words of a closed list; empty when not given."""
        return self.chosen(key, self.texts(key), among)

    def chosen(self, key: str, values: Iterable[str], among: type[Choice]) -> tuple[Choice, ...]:
        """Return these words as members of a closed list, or refuse the first that is not one."""
        known = {member.value: member for member in among}
        for value in values:
            if value not in known:
                self.refuse(f"“{key}” does not know “{value}”; choose from {', '.join(known)}.")
        return tuple(known[value] for value in values)

    def tables(self, key: str) -> list[Plain]:
        """Return a list of tables; empty when not given."""
        values: list[Plain] = self.take(key, list, f"tables headed [[{key}]]", default=[])
        if not all(isinstance(value, dict) for value in values):
            self.refuse(f"“{key}” must be tables headed [[{key}]].")
        return values

    def inner(self, key: str) -> Plain:
        """Return a table; empty when not given."""
        value: Plain = self.take(key, dict, f"a table headed [{key}]", default={})
        return value


def _malformed(said: str, text: str) -> str:
    """Put the line first; "at end of document" is a line too, the last with anything on it."""
    what, _, where = said.removesuffix(")").partition(" (at ")
    line = re.match(r"line (\d+)", where)
    number = int(line[1]) if line else len(text.rstrip().splitlines())
    return f"Line {number}: this is not well-formed TOML ({what})."


def _stage(number: int, plain: Plain) -> Stage:
    name = plain.get("name")
    where = f"Stage {number} ({name})" if isinstance(name, str) else f"Stage {number}"
    with Table(where, plain) as table:
        return Stage(
            number=number,
            name=table.text("name"),
            raising=table.choices("raising", Role),
            responding=table.choices("responding", Role),
            either=table.flag("either"),
            formal=table.flag("formal", default=True),
            clocks=tuple(_clock(where, clock) for clock in table.tables("clocks")),
            guidance=table.text("guidance", default=""),
            asks=table.texts("asks"),
            facilitated=table.flag("facilitated"),
            provisional=table.flag("provisional"),
            check=_check(where, table),
        )


def _check(where: str, table: Table) -> Check | None:
    if not table.has("check"):
        return None
    with Table(f"{where}, check", table.inner("check")) as own:
        unit = own.choice("unit", Unit)
        return Check(
            role=own.choice("role", Role),
            label=own.text("label"),
            unit=unit,
            amount=own.figure("amount") if unit not in UNCOUNTED or own.has("amount") else None,
            tells=own.texts("tells"),
        )


def _clock(where: str, plain: Plain) -> Clock:
    with Table(f"{where}, clock “{plain.get('key', 'without a key')}”", plain) as table:
        return _clock_of(table)


def _clock_of(table: Table) -> Clock:
    unit = table.choice("unit", Unit)
    return Clock(
        key=table.text("key"),
        label=table.text("label"),
        starts=table.choices("starts", Event),
        ends=table.choices("ends", Event),
        unit=unit,
        amounts=_amounts(table, unit),
        moves=table.flag("moves"),
        tells=table.texts("tells"),
    )


def _amounts(table: Table, unit: Unit) -> dict[str, int | None]:
    """Return the figures by priority: ``amount`` for any, ``by_priority`` for those with their own."""
    if unit in UNCOUNTED and not table.has("amount") and not table.has("by_priority"):
        return {}
    words = f"a whole number of {unit.label}, or “{NOT_KNOWN}”"
    given = {"": table.take("amount", (int, str), words)}
    given |= table.inner("by_priority")
    amounts: dict[str, int | None] = {}
    for priority, figure in given.items():
        whole = isinstance(figure, int) and not isinstance(figure, bool)
        if not whole and figure != NOT_KNOWN:
            table.refuse(f"a figure must be a whole number of {unit.label}, or “{NOT_KNOWN}”, not “{figure}”.")
        amounts[priority] = figure if whole else None
    return amounts


def _limit(plain: Plain) -> Limit:
    with Table(f"Limit “{plain.get('key', 'without a key')}”", plain) as table:
        return Limit(_clock_of(table), table.number("first_stage"), table.number("last_stage"))


def _allowance(where: str, table: Table, key: str) -> Allowance | None:
    if not table.has(key):
        return None
    with Table(where, table.inner(key)) as own:
        return Allowance(
            clocks=own.texts("clocks"),
            times=own.figure("times"),
            most=own.figure("most"),
            unit=own.choice("unit", Unit) if own.has("unit") and key == "pausing" else Unit.WORKING_DAYS,
        )


def _reopening(table: Table) -> Reopening | None:
    if not table.has("reopening"):
        return None
    with Table("Reopening", table.inner("reopening")) as own:
        return Reopening(own.figure("within"), own.choice("unit", Unit))


def _side_route(plain: Plain) -> SideRoute:
    where = f"Side route “{plain.get('key', 'without a key')}”"
    with Table(where, plain) as table:
        stops = table.texts("stops")
        return SideRoute(
            key=table.text("key"),
            name=table.text("name"),
            from_stage=table.number("from_stage"),
            to_stage=table.number("to_stage"),
            strategies=tuple(_strategy(where, one) for one in table.tables("strategies")),
            guidance=table.text("guidance", default=""),
            stops=stops,
            most=table.figure("most") if stops or table.has("most") else None,
            unit=table.choice("unit", Unit) if table.has("unit") else Unit.WORKING_DAYS,
        )


def _strategy(where: str, plain: Plain) -> Strategy:
    with Table(f"{where}, strategy “{plain.get('name', 'without a name')}”", plain) as table:
        return Strategy(table.text("name"), table.choice("role", Role), table.text("guidance", default=""))


def _tell(plain: Plain) -> Tell:
    with Table(f"Telling of “{plain.get('event', 'no event')}”", plain) as table:
        who = table.texts("who")
        if not who:
            table.refuse(f"“who” must name somebody: {', '.join(AUDIENCES)}.")
        return Tell(table.choice("event", Event), who, table.number("from_stage", default=1))


def _scope(plain: Plain) -> Scope:
    with Table(f"Scope question “{plain.get('key', 'without a key')}”", plain) as table:
        return Scope(table.text("key"), table.text("question"), table.text("destination"))


def _stand_ins(plain: Plain) -> dict[AgencyKind, dict[Role, tuple[Role, ...]]]:
    kinds = Table("Stand-ins", plain)
    return {
        kind: _stand_ins_of(Table(f"Stand-ins of {kind.value}", kinds.inner(kind.value)))
        for kind in kinds.chosen("stand_ins", plain, AgencyKind)
    }


def _stand_ins_of(table: Table) -> dict[Role, tuple[Role, ...]]:
    roles = table.chosen("stand_ins", tuple(table.plain), Role)
    return {role: table.choices(role.value, Role) for role in roles}
