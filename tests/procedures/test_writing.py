"""A procedure written as TOML is the same procedure when it is read again, and a text that an officer can read."""

import re
from collections.abc import Iterator
from dataclasses import MISSING, fields, is_dataclass
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st

from commonground.procedures.asking import QUESTIONS, StandIn
from commonground.procedures.definition import Procedure
from commonground.procedures.loading import load, shipped
from commonground.procedures.writing import WIDTH, read, text_of, write
from tests.procedures import drawn
from tests.procedures.test_loading import WHOLE

SHIPPED = sorted(shipped())


@pytest.mark.parametrize("name", SHIPPED)
def test_what_is_shipped_is_the_same_once_written_and_read(name: str) -> None:
    procedure = load(shipped()[name])
    assert load(write(procedure)) == procedure


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_any_procedure_is_the_same_once_written_and_read(data: st.DataObject) -> None:
    with drawn.unchecked():
        procedure = data.draw(drawn.procedures())
        text = write(procedure)
        assert load(text) == procedure
        assert text_of(read(text)) == text


def test_figures_by_priority_and_words_of_every_sort_come_back() -> None:
    procedure = load(WHOLE)
    assert load(write(procedure)) == procedure
    assert 'by_priority = { urgent = 1, slow = "not known" }' in write(procedure)


def test_a_draft_that_cannot_be_followed_yet_is_kept_as_it_is() -> None:
    """A stage without anybody, a clock without an end: problems, and nothing lost."""
    text = (
        'key = "a"\nname = "A"\n\n[[stages]]\nname = "First"\n\n[[stages.clocks]]\nkey = "x"\nunit = "working_days"\n'
    )
    tree = read(text)
    assert read(text_of(tree)) == tree


def test_it_reads_as_a_person_would_write_it() -> None:
    """What is written has the tables of the shipped definition and all its keys, in the same order.

    It may say more: what somebody who writes by hand leaves to its default.
    """
    by_hand, written = _keys(shipped()["fairhaven"]), _keys(write(load(shipped()["fairhaven"])))
    left = iter(written)
    assert [key for key in by_hand if key not in left] == []
    assert [key for key in written if key[0] == "["] == [key for key in by_hand if key[0] == "["]


def _keys(text: str) -> list[str]:
    return re.findall(r"^(?:\[.*\]|[a-z_]+ =)", text, re.MULTILINE)


def test_no_line_runs_off_the_page() -> None:
    lines = [line for text in shipped().values() for line in write(load(text)).splitlines()]
    assert [line for line in lines if len(line) > WIDTH + 3 and " = " not in line and " " in line.strip(" \\")] == []


def test_what_is_not_known_says_so() -> None:
    text = write(load(shipped()["hips"]))
    assert text.count('amount = "not known"') == 4
    assert 'times = "not known"' in text
    assert 'within = "not known"' in text


def test_each_section_says_what_it_is() -> None:
    text = write(load(shipped()["fairhaven"]))
    assert (
        "# Who stands in. Where a kind of agency has nobody in a role, who acts instead.\n\n[stand_ins.council]" in text
    )


def _defaults(part: Any) -> Iterator[tuple[type, str, object]]:  # noqa: ANN401 - a dataclass
    for one in fields(part):
        if one.default_factory is not MISSING:
            yield part, one.name, one.default_factory()
        elif one.default is not MISSING:
            yield part, one.name, one.default


def _parts(part: object) -> Iterator[object]:
    yield part
    for one in fields(part) if is_dataclass(part) else ():
        inner = getattr(part, one.name)
        for each in inner if isinstance(inner, tuple) else (inner,):
            if is_dataclass(each):
                yield from _parts(each)


@pytest.mark.parametrize(
    ("part", "name", "default"), [one for part in QUESTIONS if part is not StandIn for one in _defaults(part)]
)
def test_procedures_at_random_say_something_of_every_field(part: type, name: str, default: object) -> None:
    """Whoever adds a field to the definition adds it to drawn.py, so that writing it is tried with every value."""

    def says_it(procedure: Procedure) -> bool:
        return any(type(one) is part and getattr(one, name) != default for one in _parts(procedure))

    with drawn.unchecked():
        find(drawn.procedures(), says_it, settings=settings(phases=[Phase.generate], max_examples=300, database=None))
