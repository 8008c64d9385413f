"""Every field of a definition has its question, so that an officer can set whatever the rules obey."""

from dataclasses import fields

import pytest

from commonground.procedures import beside_stages, definition
from commonground.procedures.asking import (
    NESTED,
    QUESTIONS,
    UNASKED,
    How,
    Question,
    StandIn,
    asked_of,
    asked_on,
)
from commonground.procedures.editing import RESERVED
from commonground.procedures.part_pages import CALLED, PAGES
from commonground.procedures.terms import AgencyKind, Event, Role, Unit

PARTS = list(QUESTIONS)


def test_every_dataclass_of_a_definition_is_asked_about() -> None:
    modules = (definition, beside_stages)
    there = {one for module in modules for one in vars(module).values() if hasattr(one, "__dataclass_fields__")}
    assert there == set(PARTS) - {StandIn}
    assert set(CALLED) == set(PARTS)


@pytest.mark.parametrize("part", PARTS)
def test_every_field_has_its_question(part: type) -> None:
    """Add a field to the definition: this asks for the question that an officer reads for it."""
    assert sorted(one.field for one in QUESTIONS[part]) == sorted(one.name for one in fields(part))


@pytest.mark.parametrize(("part", "question"), [(part, one) for part in PARTS for one in QUESTIONS[part]])
def test_a_question_says_how_it_is_answered(part: type, question: Question) -> None:
    assert question.asks
    assert bool(question.among) is (question.how in {How.ONE, How.SEVERAL, How.IN_ORDER})
    assert (question.of is not object) is (question.how in NESTED)
    assert question.of is object or question.of in QUESTIONS
    if question.how is How.YES_NO or question.how.value.startswith("one") or question.page:
        assert question.how not in NESTED, part


@pytest.mark.parametrize("part", PARTS)
def test_whatever_is_asked_is_asked_on_one_page_that_has_a_heading(part: type) -> None:
    pages = PAGES.get(part, {"": ""})
    asked = [one.field for page in pages for one in asked_on(part, page)]
    plain = [one.field for one in asked_of(part) if one.how not in UNASKED]
    assert sorted(asked) == sorted(plain)
    assert all(asked_on(part, page) for page in pages)


@pytest.mark.parametrize("part", PARTS)
def test_the_address_of_a_page_is_no_other_address(part: type) -> None:
    pages = set(PAGES.get(part, ()))
    assert not pages & {one.field for one in asked_of(part) if one.how in NESTED}
    assert pages <= RESERVED


def test_every_word_of_a_closed_list_can_be_chosen() -> None:
    """No event, role, unit, audience or kind of agency of the definition is missing from what an officer is offered."""
    offered = {(part, one.field): {value for value, _ in one.among} for part in PARTS for one in QUESTIONS[part]}
    assert offered[definition.Clock, "starts"] == offered[definition.Tell, "event"] == set(Event)
    assert offered[definition.Clock, "unit"] == set(Unit)
    assert offered[definition.Clock, "tells"] == offered[definition.Tell, "who"] == set(definition.AUDIENCES)
    assert offered[definition.Stage, "raising"] == offered[StandIn, "others"] == set(Role)
    assert offered[StandIn, "kind"] == set(AgencyKind)
