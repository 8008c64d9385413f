"""A procedure back to its TOML text, in the order of its questions, so that an officer can read it.

Between text and procedure stands a *tree*: plain lists, tables and values under the names that the text uses. A draft
is edited as a tree, since a draft may hold what cannot be followed yet, and a `Procedure` cannot. It differs from what
TOML holds in one thing: who stands in is a list of rows there, as everything else is.

Comments of a text that somebody wrote by hand are not kept.
"""

import json
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import MISSING, fields
from datetime import time
from enum import StrEnum
from textwrap import wrap
from typing import Any

from commonground.procedures.asking import NESTED, QUESTIONS, How, Question, asked_of
from commonground.procedures.definition import DefinitionError, Procedure
from commonground.procedures.loading import problems
from commonground.procedures.tables import NOT_KNOWN

Tree = dict[str, Any]

WIDTH = 116
"""How long a line gets before it is broken where it can be."""

_BARE = re.compile(r"[A-Za-z0-9_-]+")


def write(procedure: Procedure) -> str:
    """Return the TOML text of a procedure: loading it gives the same procedure."""
    return text_of(tree_of(procedure))


class UnreadableError(DefinitionError):
    """A text that is not well-formed, or holds something that is no answer to its question."""


def read(text: str) -> Tree:
    """Return the tree of a text; raises UnreadableError for one that no tree can be made of.

    What cannot be followed can still be read: it is answered, though not well yet.
    """
    try:
        tree: Tree = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        tree = {"key": None}
    if not all(_fits(one, tree) for one in QUESTIONS[Procedure]):
        raise UnreadableError(*problems(text))
    tree["stand_ins"] = [
        {"kind": kind, "role": role, "others": others}
        for kind, by_role in tree.get("stand_ins", {}).items()
        for role, others in by_role.items()
    ]
    return tree


def _fits(question: Question, table: Tree) -> bool:
    """Say whether what a table answers to a question is an answer of its kind, as far as it is answered."""
    if question.how is How.WITHIN:
        return all(_fits(one, table) for one in QUESTIONS[question.of])
    if question.how is How.FIGURES:
        own = table.get("by_priority", {})
        return isinstance(own, dict) and all(map(_is_figure, (table.get("amount", 1), *own.values())))
    if question.field not in table:
        return question.how is not How.FIXED
    value = table[question.field]
    if question.field == "stand_ins":
        return isinstance(value, dict) and all(
            isinstance(by_role, dict) and all(_is_list(others) for others in by_role.values())
            for by_role in value.values()
        )
    if question.how in NESTED:
        rows = value if question.how is How.ROWS else [value]
        return isinstance(rows, list) and all(
            isinstance(row, dict) and all(_fits(one, row) for one in QUESTIONS[question.of]) for row in rows
        )
    return _ANSWERS[question.how](value)


def _is_list(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _is_words(value: object) -> bool:
    return isinstance(value, str)


def _is_figure(value: object) -> bool:
    return value == NOT_KNOWN or (isinstance(value, int) and not isinstance(value, bool))


_ANSWERS: Mapping[How, Callable[[object], bool]] = {
    **dict.fromkeys((How.WORDS, How.LONG_WORDS, How.ONE, How.FIXED), _is_words),
    **dict.fromkeys((How.LINES, How.SEVERAL, How.IN_ORDER, How.CLOCKS, How.PRIORITIES), _is_list),
    **dict.fromkeys((How.FIGURE, How.STAGE), _is_figure),
    How.YES_NO: lambda value: isinstance(value, bool),
    How.TIME: lambda value: isinstance(value, time),
    How.PLACE: lambda _: False,
}


def tree_of(part: Any) -> Tree:  # noqa: ANN401 - any dataclass of a definition
    """Return a procedure, or a part of one, as a tree."""
    tree: Tree = {}
    for one in QUESTIONS[type(part)]:
        value = getattr(part, one.field)
        if one.how is How.WITHIN:
            tree |= tree_of(value)
        elif one.how is How.FIGURES:
            tree |= _figures(value)
        elif one.field == "stand_ins":
            tree[one.field] = [
                {"kind": kind.value, "role": role.value, "others": [other.value for other in others]}
                for kind, by_role in value.items()
                for role, others in by_role.items()
            ]
        elif one.how is not How.PLACE:
            tree[one.field] = _plain(one, value)
    return tree


def _plain(question: Question, value: Any) -> Any:  # noqa: ANN401 - as the field has it
    if question.how is How.ROWS:
        return [tree_of(one) for one in value]
    if question.how is How.PART:
        kept = value and {key: one for key, one in tree_of(value).items() if key not in question.leaves_out}
        return kept or None
    if question.how is How.FIGURE:
        return NOT_KNOWN if value is None else value
    if isinstance(value, StrEnum):
        return value.value
    return [_plain(question, one) for one in value] if isinstance(value, tuple) else value


def _figures(amounts: Mapping[str, int | None]) -> Tree:
    """Return figures by priority as the text has them: what is for any priority stands by itself."""
    said = {priority: NOT_KNOWN if figure is None else figure for priority, figure in amounts.items()}
    return ({"amount": said.pop("")} if "" in said else {}) | ({"by_priority": said} if said else {})


def text_of(tree: Tree) -> str:
    """Return a tree as TOML text. What is empty, or a plain no, is left out."""
    return "\n".join(_table("", Procedure, tree)).strip() + "\n"


def _table(path: str, part: type, tree: Tree) -> Iterator[str]:
    """Yield the lines of one table: its values first, as TOML asks, then the tables within it."""
    questions = {one.field: one for one in asked_of(part)}
    for key in _ordered(part, tree):
        how = questions[key].how if key in questions else None
        if how not in NESTED and not _goes_without_saying(path, part, key, tree[key]):
            yield f"{_key(key)} = {_value(tree[key], how, len(key) + 3)}"
    for key in _ordered(part, tree):
        question = questions.get(key)
        if question and question.how in NESTED and tree[key]:
            if not path:
                said = wrap(f"{question.asks}. {question.hint}", WIDTH)
                yield from ("", *(f"# {line}" for line in said))
            yield from _nested(f"{path}{_key(key)}", question, tree[key])


def _nested(path: str, question: Question, value: Any) -> Iterator[str]:  # noqa: ANN401 - rows or a part
    if question.field == "stand_ins":
        for kind in dict.fromkeys(row["kind"] for row in value):
            yield from ("", f"[{path}.{_key(kind)}]")
            rows = {row["role"]: row["others"] for row in value if row["kind"] == kind}
            yield from (f"{_key(role)} = {_value(others, None, len(role) + 3)}" for role, others in rows.items())
    elif question.how is How.ROWS:
        for row in value:
            yield from ("", f"[[{path}]]", *_table(f"{path}.", question.of, row))
    else:
        yield from ("", f"[{path}]", *_table(f"{path}.", question.of, value))


def _ordered(part: type, tree: Tree) -> list[str]:
    """Return the keys of a table: its short name first, then in the order of the questions, then what nobody asks."""
    asked = [key for one in asked_of(part) for key in keys_of(one)]
    known = dict.fromkeys(("key", *asked, *tree))
    return [key for key in known if key in tree]


def keys_of(question: Question) -> tuple[str, ...]:
    """Return under which keys the text keeps the answer to a question."""
    return ("amount", "by_priority") if question.how is How.FIGURES else (question.field,)


def _goes_without_saying(path: str, part: type, key: str, value: Any) -> bool:  # noqa: ANN401 - any value of TOML
    """Say whether a value is what a text without it says: nothing, a plain no, or a list as empty as the usual one."""
    usual = next((one.default for one in fields(part) if one.name == key), MISSING)
    if value is False:
        return bool(path) and usual is not True
    if value == []:
        return usual in ((), MISSING)
    return value is None or value in ("", {})


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else _string(name)


def _value(value: Any, how: How | None, at: int) -> str:  # noqa: ANN401 - any value of TOML
    """Return a value as TOML writes it; ``at`` is how far into its line it begins."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        line = _string(value)
        fits = at + len(line) <= WIDTH and "\n" not in value
        return line if fits or how is not How.LONG_WORDS else _words(value)
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{_key(key)} = {_value(one, None, 0)}" for key, one in value.items()) + " }"
    if isinstance(value, list):
        items = [_value(one, None, 0) for one in value]
        line = f"[{', '.join(items)}]"
        fits = how is not How.LINES and at + len(line) <= WIDTH
        return line if fits else "[\n" + "".join(f"    {item},\n" for item in items) + "]"
    return value.isoformat() if isinstance(value, time) else str(value)


def _string(words: str) -> str:
    """Return words in quotation marks: TOML escapes what JSON does, and one character more."""
    return json.dumps(words, ensure_ascii=False).replace("\x7f", "\\u007f")


def _words(words: str) -> str:
    """Return several lines of words; a long line is broken by a backslash, which does not count as a break."""
    lines = [_string(line)[1:-1] for line in words.strip().split("\n")]
    return '"""\n' + "\n".join(_broken(line) for line in lines) + '\n"""'


def _broken(line: str) -> str:
    """Break a line after spaces, where the next character is none: spaces after a backslash would be lost."""
    pieces, rest = [], line
    while len(rest) > WIDTH:
        breaks = [found.end() for found in re.finditer(r" (?=[^ \t])", rest)]
        fits = [at for at in breaks if at <= WIDTH] or breaks[:1]
        if not fits:
            break
        pieces.append(rest[: fits[-1]])
        rest = rest[fits[-1] :]
    return "\\\n".join([*pieces, rest])
