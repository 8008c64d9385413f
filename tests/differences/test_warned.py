"""Words that may point to a family are said once, on every form of the steps that both sides read; then they go."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from commonground.differences import actions
from commonground.differences.after import forms as after
from commonground.differences.differing import forms as differing
from commonground.differences.forms import agreeing, chronology
from commonground.differences.forms.acts import ActForm
from commonground.differences.meetings import forms as meetings
from commonground.differences.models import Difference
from commonground.differences.numbers import forms as numbers
from commonground.differences.saying_back import forms as saying_back
from commonground.differences.thresholds import forms as thresholds
from commonground.differences.undertakings import forms as undertakings
from commonground.govuk.forms import GovukForm, Textarea
from commonground.govuk.warned import WarnedForm
from commonground.now import london_date
from commonground.procedures.steps import Step
from commonground.record.models import Entry
from tests.cast import Cast
from tests.differences.meetings.meeting import held_meeting, proposed_meeting
from tests.differences.page_story import Browser, words
from tests.differences.undertakings.undertaking import key, noted_action
from tests.editions.fuller import open_fuller

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


def begun(cast: Cast) -> Difference:
    row = cast.raised()
    proposed_meeting(cast, row)
    return row


def held(cast: Cast) -> Difference:
    row = cast.raised()
    held_meeting(cast, row)
    return row


def said_back(cast: Cast) -> Difference:
    row = cast.raised()
    actions.say_back(by=cast.actor("bob"), at=cast.tick(), difference=row.pk, words="You worry about the evenings.")
    return row


def with_a_scale(cast: Cast) -> Difference:
    open_fuller()
    return cast.answered()


MINUTES = {"decided_by": "Both", "decision": "A visit.", "reasons": POINTS, "read": "0"}
OTHERS: dict[str, tuple[Callable[[Cast], Difference], str, dict[str, str]]] = {
    "why no time suits": (begun, "meetings/1/cancel/", {"reason": POINTS, "was": "proposed", "sequence": "0"}),
    "minutes": (held, "meetings/1/minutes/", MINUTES),
    "dissent": (held, "meetings/1/dissent/", {"words": POINTS, "read": "0"}),
    "what is missing": (said_back, "said-back/1/", {"heard": "nearly", "missing": POINTS}),
    "why no chart": (lambda cast: cast.raised(), "thresholds/not-used/", {"why": POINTS}),
    "a number": (with_a_scale, "two-numbers/", {"figure": "3", "why": POINTS, "moves": ""}),
}


@pytest.mark.parametrize("form", OTHERS)
def test_meetings_numbers_and_the_chart_say_it_too(cast: Cast, form: str) -> None:
    make, part, answers = OTHERS[form]
    row = make(cast)
    amy, url, before = Browser(cast.person("amy")), f"{row.get_absolute_url()}{part}", entries(row)
    answer = amy.send(url, **answers)
    assert "“SW1A 1AA” looks like a postcode." in words(answer)
    assert 'name="warned" value="on"' in answer.content.decode()
    assert POINTS in answer.content.decode()
    assert entries(row) == before
    assert amy.send(url, **answers, warned="on").status_code == 302
    assert entries(row) > before


def entries(row: Difference) -> int:
    return Entry.objects.filter(subject=row.pk).count()


def test_every_form_of_these_steps_with_free_words_says_it() -> None:
    found = [
        one
        for module in (differing, undertakings, chronology, agreeing, meetings, numbers, saying_back, after, thresholds)
        for one in vars(module).values()
        if isinstance(one, type) and issubclass(one, GovukForm) and one.__module__ == module.__name__
        if any(isinstance(field.widget, Textarea) for field in one.base_fields.values())
    ]
    assert len(found) > len("line")
    assert [one for one in found if not issubclass(one, WarnedForm | ActForm)] == [after.HowItWentForm], "for one’s own"
