"""What one edition changes of another, in sentences, made from the difference between the two.

Every field of a definition is compared. One that has no words of its own here is named as the definition names it, so
that nothing changes without a sentence.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import time
from typing import Any

from commonground.procedures.beside_stages import Check, SideRoute, Strategy
from commonground.procedures.definition import (
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
from commonground.procedures.describing import AUDIENCE_WORDS, length
from commonground.procedures.terms import Term

FLAGS: dict[tuple[type, str], tuple[str, str]] = {
    (Procedure, "responding_may_escalate"): ("The responding side can escalate too", "Only the raising side escalates"),
    (Procedure, "inside_one_agency"): (
        "Differences inside one agency can be raised",
        "Differences inside one agency cannot be raised",
    ),
    (Procedure, "tried_outside_counts"): (
        "A conversation outside can count as the stage at which it was tried",
        "A conversation outside does not count as a stage",
    ),
    (Stage, "either"): (
        "any of the roles named can act",
        "the first role that is there acts, and the others are told",
    ),
    (Stage, "formal"): ("it is formal", "it is not formal"),
    (Stage, "facilitated"): ("others facilitate it", "nobody facilitates it"),
    (Stage, "provisional"): ("it is provisional", "it is not provisional"),
    (Clock, "moves"): (
        "when it runs out, the difference moves to the next stage",
        "when it runs out, the next stage is offered",
    ),
}
"""What a flag says when it is set, and when it is not."""

CALLED: dict[tuple[type, str], str] = {
    (Procedure, "key"): "the short name",
    (Procedure, "name"): "the name",
    (Procedure, "opens"): "the beginning of the office day",
    (Procedure, "closes"): "the end of the office day",
    (Procedure, "source"): "the source",
    (Procedure, "conferences"): "what of conferences it takes",
    (Procedure, "subjects"): "what a difference may be about",
    (Stage, "number"): "its place",
    (Stage, "name"): "its name",
    (Stage, "raising"): "who acts for the raising side",
    (Stage, "responding"): "who acts for the responding side",
    (Stage, "guidance"): "its guidance",
    (Stage, "asks"): "what it asks people to do",
    (Clock, "key"): "its short name",
    (Clock, "label"): "its label",
    (Clock, "starts"): "what starts it",
    (Clock, "ends"): "what ends it",
    (Clock, "tells"): "who is told when it runs out",
    (Clock, "only_for"): "for whom it runs",
    (Priority, "key"): "its short name",
    (Priority, "label"): "its label",
    (Priority, "hint"): "its hint",
    (Priority, "first_stage"): "the stage at which it can be raised at once",
    (Priority, "tells"): "who is told as soon as it is raised",
    (Limit, "first_stage"): "the stage that it begins at",
    (Limit, "last_stage"): "the stage that it ends at",
    (Stage, "check"): "the raising side’s own look",
    (Check, "role"): "who looks",
    (Check, "label"): "its label",
    (Check, "unit"): "what its time is counted in",
    (Check, "amount"): "its time",
    (Check, "tells"): "who is told when nobody has looked in time",
    (SideRoute, "key"): "its short name",
    (SideRoute, "name"): "its name",
    (SideRoute, "from_stage"): "the first stage at which it is there",
    (SideRoute, "to_stage"): "the last stage at which it is there",
    (SideRoute, "guidance"): "its guidance",
    (SideRoute, "stops"): "which clocks can stand still meanwhile",
    (SideRoute, "most"): "how many days they stand still at most",
    (SideRoute, "unit"): "what these days are",
    (Strategy, "name"): "its name",
    (Strategy, "role"): "who runs it",
    (Strategy, "guidance"): "its guidance",
    (Allowance, "clocks"): "which clocks it is for",
    (Allowance, "times"): "how often it can be agreed",
    (Allowance, "most"): "the most days each time",
    (Allowance, "unit"): "what its days are",
    (Reopening, "within"): "how long after the end",
    (Reopening, "unit"): "what its days are",
    (Scale, "asks"): "what is asked",
    (Scale, "nought"): "what 0 means",
    (Scale, "ten"): "what 10 means",
    (Tell, "who"): "who is told",
    (Tell, "from_stage"): "from which stage on",
    (Scope, "question"): "the question",
    (Scope, "destination"): "where it goes",
}
"""How a field is called in the middle of a sentence."""

PARTS = {
    "lengthening": "making a clock longer",
    "pausing": "pausing a clock",
    "reopening": "reopening by either side",
    "scale": "two numbers",
    "stand_ins": "who stands in",
}
"""How a part that may be missing is called."""


def amendments(before: Procedure, after: Procedure) -> tuple[str, ...]:
    """Return what is different in ``after``, in sentences; nothing when they say the same."""
    return tuple(_capital(sentence) for sentence in _changes(before, after, ""))


def _changes(before: Any, after: Any, where: str) -> Iterator[str]:  # noqa: ANN401 two of one dataclass
    if isinstance(after, Clock) and length(before) != length(after):
        yield f"{where}the time is now {length(after)}. It was {length(before)}."
    for one in fields(after):
        was, now = getattr(before, one.name), getattr(after, one.name)
        said_as_time = (
            isinstance(after, Clock) and one.name in {"amounts", "unit", "only_for"} and length(before) != length(after)
        )
        if was != now and not said_as_time:
            yield from _field(type(after), one.name, was, now, where)


def _field(of: type, name: str, was: Any, now: Any, where: str) -> Iterator[str]:  # noqa: ANN401 any value
    called = CALLED.get((of, name), name.replace("_", " "))
    part = PARTS.get(name, called)
    if (of, name) in FLAGS:
        yield f"{where}{FLAGS[of, name][not now]}. This is new."
    elif name == "stages":
        yield from _stages(was, now)
    elif _rows(was) or _rows(now):
        yield from _listed(was, now, where)
    elif is_dataclass(was) and is_dataclass(now):
        yield from _changes(was, now, f"{where}{part}: " if not isinstance(now, Clock) else where)
    elif is_dataclass(now):
        yield f"{where}{part} is new: {_all(now)}."
    elif is_dataclass(was):
        yield f"{where}{part} is left out. It was {_all(was)}."
    elif isinstance(was, Mapping) and isinstance(now, Mapping):
        yield from _mapped(was, now, f"{where}{part}, ")
    else:
        yield f"{where}{called} is now {_value(now, name)}. It was {_value(was, name)}."


def _mapped(was: Mapping[Any, Any], now: Mapping[Any, Any], where: str) -> Iterator[str]:
    for key in [*was, *(key for key in now if key not in was)]:
        here, old, new = f"{where}{_value(key)}", was.get(key), now.get(key)
        if old == new and (key in was) == (key in now):
            continue
        if isinstance(old or new, Mapping):
            yield from _mapped(old or {}, new or {}, f"{here}, ")
        elif key not in was:
            yield f"{here}: now {_value(new)}. There was nothing."
        elif key not in now:
            yield f"{here}: nothing now. It was {_value(old)}."
        else:
            yield f"{here}: now {_value(new)}. It was {_value(old)}."
    if list(was) != list(now) and was == now:
        yield f"{where}in another order."


def _stages(was: tuple[Stage, ...], now: tuple[Stage, ...]) -> Iterator[str]:
    """Match stages by name; where as many are left over on both sides, they are the same under other names."""
    before, after = dict(_known(was)), dict(_known(now))
    gone, fresh = ([key for key in one if key not in other] for one, other in ((before, after), (after, before)))
    same = dict(zip(fresh, gone, strict=True)) if len(gone) == len(fresh) else {}
    for key, stage in after.items():
        here, old = f"stage {stage.number}, {stage.name}: ", before.get(same.get(key, key))
        if old is None:
            yield f"a new stage {stage.number}, {stage.name}: {_all(stage, leave=('number', 'name'))}."
            continue
        if old.number != stage.number:
            yield f"{here}it was stage {old.number}."
        yield from _changes(replace(old, number=stage.number), stage, here)
    for key in gone if not same else ():
        yield f"stage {before[key].number}, {before[key].name}, is left out."


def _listed(was: tuple[Any, ...], now: tuple[Any, ...], where: str) -> Iterator[str]:
    """Compare several of one kind, each by what it is known by."""
    old, new = dict(_known(was)), dict(_known(now))
    for key, thing in new.items():
        here = f"{where}{_name(thing)}"
        if key in old:
            yield from _changes(old[key], thing, f"{here}: ")
        else:
            yield f"{here} is new: {_all(thing)}."
    yield from (f"{where}{_name(old[key])} is left out. It was {_all(old[key])}." for key in old if key not in new)
    if old.keys() == new.keys() and list(old) != list(new):
        yield f"{where}in another order now: {', then '.join(_name(thing) for thing in new.values())}."


def _known(things: tuple[Any, ...]) -> Iterator[tuple[tuple[str, int], Any]]:
    """Yield each with what it is known by; a second with the same is known as the second."""
    seen: Counter[str] = Counter()
    for thing in things:
        key = _key(thing)
        seen[key] += 1
        yield (key, seen[key]), thing


def _key(thing: Any) -> str:  # noqa: ANN401 any dataclass of a definition
    by = {Limit: lambda: thing.clock.key, Tell: lambda: thing.event.value, Stage: lambda: thing.name}
    return str(by.get(type(thing), lambda: getattr(thing, "key", None) or thing.name)())


def _name(thing: Any) -> str:  # noqa: ANN401 any dataclass of a definition
    if isinstance(thing, Limit):
        return f"the limit “{thing.clock.label}”"
    if isinstance(thing, Tell):
        return f"telling when it is {thing.event.label}"
    if isinstance(thing, Clock):
        return f"“{thing.label}”"
    kind = type(thing).__name__
    words = {"Scope": "scope question", "SideRoute": "way beside the stages"}.get(kind, kind.lower())
    called = getattr(thing, "label", "") or getattr(thing, "name", "") or thing.key
    return f"the {words} “{called}”"


def _all(thing: Any, leave: tuple[str, ...] = ("key", "label")) -> str:  # noqa: ANN401 any dataclass of a definition
    """Say everything that something says, for what is new or gone."""
    if isinstance(thing, Clock):
        return f"{length(thing)}, from {_value(thing.starts)} to {_value(thing.ends)}"
    said = []
    for one in fields(thing):
        value = getattr(thing, one.name)
        if one.name in leave or value in (None, (), "", False):
            continue
        flag = FLAGS.get((type(thing), one.name))
        called = CALLED.get((type(thing), one.name), one.name.replace("_", " "))
        said.append(flag[0] if flag else f"{called} {_value(value, one.name)}")
    return "; ".join(said) or "it says nothing yet"


def _value(value: Any, name: str = "") -> str:  # noqa: ANN401 any value of a definition
    match value:
        case bool():
            words = "yes" if value else "no"
        case Term():
            words = value.label
        case time():
            words = f"{value:%H:%M}"
        case Clock():
            words = f"“{value.label}”: {_all(value)}"
        case Mapping():
            words = "; ".join(f"{_value(key)}: {_value(inner)}" for key, inner in value.items()) or "nothing"
        case tuple():
            words = _several(value, name)
        case str():
            words = f"“{value}”" if value else "nothing"
        case _:
            words = "not known" if value is None else _all(value) if is_dataclass(value) else str(value)
    return words


def _several(values: tuple[Any, ...], name: str) -> str:
    words = [AUDIENCE_WORDS.get(one, f"“{one}”") if type(one) is str else _value(one) for one in values]
    return (" or " if name in {"starts", "ends"} else "; ").join(words) or "nobody"


def _rows(value: object) -> bool:
    return isinstance(value, tuple) and bool(value) and is_dataclass(value[0])


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
