"""Words that may point to a family are said once, on every form of the steps that both sides read; then they go."""

from datetime import timedelta

import pytest

from commonground.differences import actions
from commonground.differences.differing import forms as differing
from commonground.differences.forms import agreeing, chronology
from commonground.differences.forms.acts import ActForm
from commonground.differences.forms.warned import WarnedForm
from commonground.differences.models import Difference
from commonground.differences.undertakings import forms as undertakings
from commonground.govuk.forms import GovukForm, Textarea
from commonground.now import london_date
from commonground.procedures.steps import Step
from commonground.record.models import Entry
from tests.cast import Cast
from tests.differences.page_story import Browser, words
from tests.differences.undertakings.undertaking import key, noted_action

POINTS = "They live at SW1A 1AA."
Sent = tuple[str, dict[str, str]]


def address_and_answers(cast: Cast, row: Difference, form: str) -> Sent:
    """Return where a form is, and what Bob or Cath sends by it."""
    due = london_date(cast.at) + timedelta(days=7)
    day = {"due_day": str(due.day), "due_month": str(due.month), "due_year": str(due.year)}
    first = Entry.objects.get(subject=row.pk, number=1).pk
    one: dict[str, Sent] = {
        "a line": ("lists/new/", {"text": POINTS}),
        "a stand": ("lists/1/", {"stand": "differs", "why": POINTS, "version": "1"}),
        "an action": ("actions/new/", {"what": "See him.", "done_when": POINTS, "owner": key(cast, "cath"), **day}),
        "what came of it": ("actions/1/done/", {"came": "done", "evidence": POINTS}),
        "handing over": ("actions/1/hand-over/", {"owner": key(cast, "cath"), "reason": POINTS, **day}),
        "of an entry": (f"record/{first}/say/", {"says": Step.ENTRY_OTHERWISE.value, "words": POINTS}),
        "beside an agreement": ("agreements/1/still-see/", {"words": POINTS}),
    }
    return one[form]


@pytest.mark.parametrize(
    "form",
    ["a line", "a stand", "an action", "what came of it", "handing over", "of an entry", "beside an agreement"],
)
def test_it_is_said_once_and_nothing_is_sent_until_the_writer_sends_it_again(cast: Cast, form: str) -> None:
    row = cast.proposed(2)
    actions.put_point(by=cast.actor("sarah"), at=cast.tick(), difference=row.pk, text="He is hungry.")
    noted_action(cast, row)
    part, answers = address_and_answers(cast, row, form)
    cath, url, before = Browser(cast.person("cath")), f"{row.get_absolute_url()}{part}", entries(row)
    assert "looks like" not in cath.page(url)
    answer = cath.send(url, **answers)
    assert "“SW1A 1AA” looks like a postcode." in words(answer)
    assert 'name="warned" value="on"' in answer.content.decode()
    assert POINTS in answer.content.decode()
    assert entries(row) == before
    assert cath.send(url, **answers, warned="on").status_code == 302
    assert entries(row) == before + 1


def entries(row: Difference) -> int:
    return Entry.objects.filter(subject=row.pk).count()


def test_every_form_of_these_steps_with_free_words_says_it() -> None:
    found = [
        one
        for module in (differing, undertakings, chronology, agreeing)
        for one in vars(module).values()
        if isinstance(one, type) and issubclass(one, GovukForm) and one.__module__ == module.__name__
        if any(isinstance(field.widget, Textarea) for field in one.base_fields.values())
    ]
    assert len(found) > len("line")
    assert [one for one in found if not issubclass(one, WarnedForm | ActForm)] == []
