"""What waits besides differences is counted where one goes: groups that are not listed, and hidden words."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from commonground.differences import actions
from commonground.differences.models import Difference
from commonground.record.models import Entry
from tests.cast import Cast
from tests.pages.drafted import GROUP
from tests.visiting import browser, visit


def hidden(cast: Cast, *, own_side: bool = False) -> Difference:
    """Return one in which Amy hid the words of her note."""
    row = cast.do(actions.note, cast.raised(), "amy", words="They live in Mill Lane.", own_side=own_side)
    note = Entry.objects.filter(subject=row.pk).latest("number")
    actions.mask(by=cast.actor("amy"), at=cast.tick(), difference=row.pk, entry=note.pk, reason="An address.")
    return row


def counted(name: str) -> str:
    words = visit("/how-this-works/", name).words
    return words.split("Waiting for you ", 1)[1].split(" ", 1)[0] if "Waiting for you " in words else ""


def test_hidden_words_wait_for_the_second_person_and_for_nobody_else(cast: Cast) -> None:
    row = hidden(cast)
    for name, more in (("sarah", 1), ("farah", 1), ("amy", 0), ("bob", 0), ("zed", 0)):
        person = name if name != "farah" else cast.person("Farah Siddiqui")
        page = visit("/", person).words
        assert ("Hidden words to decide on 1" in page) == bool(more), name
        assert (str(row) in page) or not more
    assert counted("sarah") == "1"
    assert counted("bob") == "1"  # to answer
    assert counted("zed") == "Differences"
    note = Entry.objects.get(subject=row.pk, mask__isnull=False)
    actions.decide_mask(by=cast.actor("sarah"), at=cast.tick(), difference=row.pk, entry=note.pk, confirm=True)
    assert "Hidden words" not in visit("/", "sarah").words


def test_of_an_own_note_only_that_side_decides(cast: Cast) -> None:
    hidden(cast, own_side=True)
    assert "Hidden words to decide on 1" in visit("/", "sarah").words
    assert "Hidden words" not in visit("/", cast.person("Farah Siddiqui")).words


def test_a_group_to_vouch_for_is_counted_and_so_is_the_answer(cast: Cast) -> None:
    from_draft = actions.save_draft(by=cast.actor("amy"), at=cast.tick(), draft=None, answers={"danger": "no"})
    new = cast.new()
    asked = actions.ask_to_vouch(
        by=cast.actor("amy"), at=cast.tick(), draft=from_draft.pk, group=GROUP, partnership=new.partnership,
        own_agency=new.raising_agency,
    )  # fmt: skip
    assert (counted("elin"), counted("sarah"), counted("amy")) == ("1", "1", "Differences")
    assert "Waiting for you 1" in visit("/", "elin").words
    actions.vouch(by=cast.actor("elin"), at=cast.tick(), vouching=asked.pk)
    assert (counted("elin"), counted("amy")) == ("Differences", "1")


@pytest.mark.parametrize("url", ["/", "/how-this-works/"])
def test_nobody_else_is_asked_more_and_many_cost_no_more_than_one(cast: Cast, url: str) -> None:
    def queries(name: str) -> int:
        client = browser(name)
        client.get(url)
        with CaptureQueriesContext(connection) as caught:
            client.get(url)
        return len(caught.captured_queries)

    cast.raised()
    before = {name: queries(name) for name in ("bob", "sarah")}
    hidden(cast)
    one = queries("sarah")
    assert queries("bob") == before["bob"]
    assert one <= before["sarah"] + 4
    for _ in range(4):
        hidden(cast)
    assert queries("sarah") == one
