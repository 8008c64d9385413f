"""Whatever somebody writes at a step of resolving well: it stands as it was written, or is refused and kept."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest

from commonground.differences import actions
from commonground.differences.models import Difference, Meeting
from commonground.record.models import Entry
from tests.cast import Cast
from tests.differences.fresh_eyes.looking import ROS, agency_of, asked
from tests.differences.meetings.meeting import proposed_meeting
from tests.differences.raising import Browser, fresh
from tests.visiting import visit

PASTED = '<p class="MsoNormal"><b>He</b>&nbsp;said:<o:p></o:p></p> “no” – ελληνικά, العربية, 日本語, 👩🏽‍🏫'
LONG = "ž" * 50_000


@dataclass(frozen=True)
class Place:
    """Where words are written: the address within the difference, what is answered besides, by which name, and who."""

    address: str
    field: str
    besides: dict[str, str]
    before: Callable[[Cast, Difference], object] | None = None
    by: str = "cath"


def line(cast: Cast, row: Difference) -> None:
    """Put a line on the lists that waits for the other side."""
    actions.put_point(by=cast.actor("sarah"), at=cast.at, difference=row.pk, text="He is alone.")


def said_back(cast: Cast, row: Difference) -> None:
    """Have Sarah say back how she understands the council."""
    actions.say_back(by=cast.actor("sarah"), at=cast.at, difference=row.pk, words="You worry about the evenings.")


def begun(cast: Cast, row: Difference) -> None:
    """Propose a meeting to Sarah and Cath, for a time to come."""
    proposed_meeting(cast, row, by="sarah", people=("sarah", "cath"))


def decided(cast: Cast, row: Difference) -> None:
    """Hold a meeting, so that one can write down what it decided and that one does not agree."""
    begun(cast, row)
    starts = cast.at - timedelta(hours=1)
    held = {"state": "held", "read_out": True, "starts_at": starts, "ends_at": cast.at}
    Meeting.objects.of(row).update(**held)


def looked_at(cast: Cast, row: Difference) -> None:
    """Have Ros asked to look."""
    asked(cast, row, by="sarah")


VIEW = {"version": "0", "goes_on_from": "0", "press": "share"}
PLACES = {
    "what our side sees": Place("our-view/", "want", VIEW),
    "a fact": Place("our-view/", "fact-0-what", VIEW | {"fact-0-source": "seen"}),
    "who told it": Place("our-view/", "fact-0-where", VIEW | {"fact-0-source": "told", "fact-0-what": "He ran."}),
    "a line of the lists": Place("lists/new/", "text", {"source": ""}),
    "why one differs": Place("lists/1/", "why", {"version": "1", "stand": "differs"}, line),
    "what is missing": Place("said-back/1/", "missing", {"heard": "nearly"}, said_back),
    "why no time suits": Place("meetings/1/cancel/", "reason", {"was": "proposed", "sequence": "0"}, begun),
    "why it was decided so": Place(
        "meetings/1/minutes/", "reasons", {"read": "0", "decided_by": "Both", "decision": "A visit."}, decided
    ),
    "what one does not agree with": Place("meetings/1/dissent/", "words", {"read": "0"}, decided),
    "what to look at": Place("fresh-eyes/ask/?where={health}", "what", {"by_when": "3", "person": "{ros}"}),
    "what one sees": Place("fresh-eyes/1/word/", "sees", {}, looked_at, by=ROS),
    "why one cannot look": Place("fresh-eyes/1/cannot/", "reason", {}, looked_at, by=ROS),
    "of an entry": Place("record/{entry}/say/", "words", {"says": "entry_otherwise"}),
}


@pytest.fixture(params=sorted(PLACES))
def place(request: pytest.FixtureRequest) -> Place:
    """Give each place where words are written."""
    return PLACES[request.param]


def written(cast: Cast, place: Place, row: Difference, words: str) -> tuple[str, dict[str, str]]:
    """Return where the words are sent and what is sent."""
    if place.before:
        place.before(cast, row)
    entry = Entry.objects.filter(subject=row.pk, kind="difference.escalate").latest("number").pk
    ros = {"health": agency_of(cast, ROS).pk, "ros": cast.person(ROS).pk}
    besides = {name: text.format(**ros) for name, text in place.besides.items()}
    return row.get_absolute_url() + place.address.format(entry=entry, **ros), fresh() | besides | {place.field: words}


def test_any_script_and_markup_stands_in_the_record_as_it_was_written(cast: Cast, place: Place) -> None:
    row = cast.at_stage(2)
    url, answers = written(cast, place, row, PASTED)
    Browser(cast.person(place.by)).sends(url, answers)
    assert PASTED in visit(f"{row.get_absolute_url()}record/", "sarah").words


def test_fifty_thousand_characters_are_refused_in_words_and_kept(cast: Cast, place: Place) -> None:
    row = cast.at_stage(2)
    url, answers = written(cast, place, row, LONG)
    before = Entry.objects.filter(subject=row.pk).count()
    page = Browser(cast.person(place.by)).fails(url, answers)
    assert LONG in page
    assert "characters or fewer" in page
    assert Entry.objects.filter(subject=row.pk).count() == before
