"""A note that says what happened outside, through the action and on its page: the clock that counts by it ends."""

import pytest

from commonground.differences import actions
from commonground.differences.agreeing import disagreements
from commonground.differences.models import Clock, Difference
from commonground.notices.models import Notice
from commonground.procedures.rules import Refused
from commonground.procedures.terms import Event
from commonground.record.models import Entry
from tests.cast import Cast
from tests.differences.page_story import Fairhaven, act_url, browser, built, fairhaven
from tests.editions.fuller import fuller, open_fuller

__all__ = ["built", "fairhaven"]

LETTER = """
[[stages.clocks]]
key = "letter"
label = "The outcome confirmed in writing by"
starts = ["responded"]
ends = ["minutes_sent", "agreed", "escalated", "skipped", "withdrawn", "redirected", "not_resolved"]
unit = "working_days"
amount = 2
"""
WITH_LETTER = fuller(check=LETTER, route="")
ASKED = "Does it say that one of these happened?"


def answered(cast: Cast) -> Difference:
    open_fuller(WITH_LETTER)
    return cast.answered()


def test_the_clock_that_counts_by_it_ends_and_both_sides_are_told(cast: Cast) -> None:
    row = answered(cast)
    row = cast.do(actions.note, row, "bob", words="Sent today.", own_side=False, noted=Event.MINUTES_SENT)
    assert Clock.objects.get(difference=row, key="letter").ended_at == row.stands().events[-1].at
    assert Clock.objects.get(difference=row, key="settled").ended_at is None
    said = Entry.objects.filter(subject=row.pk).latest("number").text
    assert said.sentence.endswith("noted that the outcome was sent in writing.")
    assert said.words["Note"] == "Sent today."
    assert Notice.objects.filter(subject=row.pk, kind="noted", address="amy.lister@oakfield.example").exists()
    assert not list(disagreements(Difference.objects.select_related("edition").get(pk=row.pk)))


def test_a_plain_note_beside_it_ends_nothing_and_tells_nobody(cast: Cast) -> None:
    row = cast.do(actions.note, answered(cast), "bob", words="Sent soon.", own_side=False)
    assert Clock.objects.get(difference=row, key="letter").ended_at is None
    assert not Notice.objects.filter(subject=row.pk, kind="noted").exists()


def test_the_other_side_must_be_able_to_read_that_it_happened(cast: Cast) -> None:
    row = answered(cast)
    with pytest.raises(Refused, match="Choose “Both sides”"):
        cast.do(actions.note, row, "bob", words="Sent.", own_side=True, noted=Event.MINUTES_SENT)


def test_its_page_offers_what_the_clocks_of_the_stage_count_by_and_nothing_else(fairhaven: Fairhaven) -> None:
    row = fairhaven.fuller(WITH_LETTER).answered()
    url, bob = act_url(row, "note"), browser("bob")
    page = bob.page(url)
    assert ASKED in page
    assert "The outcome was sent in writing" in page
    assert "Both sides met" not in page
    assert "that clock changes and both sides are told" in page
    sent = {"version": str(row.version), "words": "Sent today."}
    assert bob.send(url, **sent, own_side="yes", noted="minutes_sent").status_code == 409
    assert bob.send(url, **sent, own_side="no", noted="met").status_code == 422
    assert bob.send(url, **sent, own_side="no", noted="minutes_sent").status_code == 302
    assert "noted that the outcome was sent in writing." in bob.page(row.get_absolute_url() + "record/")


def test_where_no_clock_counts_by_anything_it_does_not_ask(fairhaven: Fairhaven) -> None:
    page = browser("bob").page(act_url(fairhaven.answered(), "note"))
    assert ASKED not in page
    assert "No clock changes, and nobody is sent a message." in page
