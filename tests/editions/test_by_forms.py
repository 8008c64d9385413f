"""A procedure is written down by the editor's forms alone: what comes out is the same, and nothing is out of reach."""

from dataclasses import replace
from uuid import UUID

import pytest

from commonground.editions import actions
from commonground.editions.models import Edition
from commonground.now import now
from commonground.procedures.asking import QUESTIONS, UNASKED, How
from commonground.procedures.definition import Allowance, Scale
from commonground.procedures.loading import load, shipped
from commonground.procedures.terms import Subject, Unit
from commonground.procedures.writing import read, write
from tests.editions.by_forms import ByForms
from tests.editions.drafting import Office
from tests.procedures.builders import CHECK, RETHINK
from tests.procedures.harbour import HARBOUR
from tests.procedures.test_loading import WHOLE
from tests.visiting import browser

TINY = load(WHOLE)
EVERYTHING = write(
    replace(
        TINY,
        stages=(replace(TINY.stages[0], check=CHECK), *TINY.stages[1:]),
        pausing=Allowance(("reply",), None, 3, Unit.CALENDAR_DAYS),
        subjects=tuple(Subject),
        scale=Scale("How well is he looked after today?", "not at all", "as any child should be"),
        side_routes=(replace(RETHINK, to_stage=2, stops=("reply",)),),
    )
)
"""One of everything that a definition can say."""

BLANK = 'key = "{key}"\nname = "A new procedure"\n'


def begun(office: Office, key: str) -> UUID:
    """Return a draft that says next to nothing."""
    return actions.start_draft(
        by=office.officer("elin"), at=now(), partnerships=[office.area], text=BLANK.format(key=key)
    ).pk  # fmt: skip


@pytest.mark.parametrize("text", [*shipped().values(), HARBOUR, EVERYTHING], ids=[*shipped(), "harbour", "everything"])
def test_it_is_rebuilt_by_forms_alone(office: Office, text: str) -> None:
    wanted = load(text)
    officer = ByForms(browser("elin"), begun(office, wanted.key))
    officer.write(read(text))
    row = Edition.objects.get(pk=officer.edition)
    assert load(row.text) == wanted
    assert row.version > 10


def test_whatever_the_rules_obey_can_be_set_on_a_page(office: Office) -> None:
    """Each question of each part stands on a page that the overview leads to, and its answer has a field there."""
    officer = ByForms(browser("elin"), begun(office, "tiny"))
    officer.write(read(EVERYTHING))
    every = {one for asked in QUESTIONS.values() for one in asked if one.how not in UNASKED}
    fields = {
        "amount" if one.how is How.FIGURES else f"{one.field}-1" if one.how is How.IN_ORDER else one.field
        for one in every
    }
    assert fields <= officer.fields
