"""Sheets on which colleagues of one side write at the same time: nobody's words are replaced or thrown away unread."""

import re
from typing import Any

import pytest

from commonground.differences.agreeing import disagreements
from commonground.differences.child_day import actions as days
from commonground.differences.child_day.models import ChildDay
from commonground.differences.models import SideSheet
from commonground.differences.sheets import actions
from commonground.differences.timeline.words import events
from commonground.procedures.sheets import NOTHING, Tool
from commonground.record.models import Entry
from tests.cast import Cast
from tests.differences.adults import telling as adults
from tests.differences.asking import fresh
from tests.differences.child_day import telling as childs_day
from tests.differences.timeline import telling as timeline
from tests.differences.timeline.test_timeline import known, sent
from tests.visiting import browser, visit

READ_IT = "Read it before you throw it away"


def test_an_old_page_throws_nothing_away_that_a_colleague_saved_since(cast: Cast) -> None:
    row, sarah = cast.raised(), browser(cast.person("sarah"))
    for tool in (timeline, adults, childs_day):
        tool.said(cast, row, "amy", *tool.SCHOOLS)
        address = tool.address(row)
        page = visit(address, sarah).markup
        old = sent(version=tool.said(cast, row, "amy", tool.SCHOOLS[0]).version - 1)
        assert page.count(f'name="version" value="{old["version"]}"') == 2, "both forms say what they were drawn from"
        answer = sarah.post(f"{address}throw-away/", old, follow=True)
        assert answer.redirect_chain == [(address, 302)]
        assert READ_IT in answer.content.decode()
    assert SideSheet.objects.of(row).count() == 2
    assert ChildDay.objects.of(row).count() == 1


@pytest.mark.parametrize("press", ["save", "out"])
def test_an_old_page_replaces_nothing_that_a_colleague_has_shared_since(cast: Cast, press: str) -> None:
    row, sarah = cast.raised(), browser(cast.person("sarah"))
    timeline.shared(cast, row, "amy", *timeline.SCHOOLS)
    event = timeline.address(row, "event/s1/")
    assert re.search(r'name="version"[^>]* value="2"', visit(event, sarah).markup)
    changed = timeline.SCHOOLS[0].kept() | {"words": "CN-raising: He came in sandals."}
    by_amy: dict[str, Any] = {"by": cast.actor("amy"), "difference": row.pk, "tool": Tool.TIMELINE, "child": 1}
    sheet = actions.keep_line(at=cast.tick(), version=2, key="s1", line=changed, **by_amy)
    assert sheet.version == 3, "what goes on from a sheet is no version that stood on a page before"
    actions.share_sheet(at=cast.tick(), version=3, **by_amy)
    page = visit(event, sarah, post=known(2, words="He had no coat.") | {"press": press}, status=409)
    assert "Somebody of your side saved something here" in page.words
    assert "He came in sandals." in page.words, "it shows what stands there now"
    assert "He had no coat." in page.markup
    assert not SideSheet.objects.filter(shared_at=None).exists()
    assert sarah.post(event, known(3, words="He had no coat.")).status_code == 302
    assert {one.words for one in events(SideSheet.objects.get(shared_at=None))} > {"He had no coat."}


def test_a_day_that_is_begun_anew_is_no_version_of_the_one_before(cast: Cast) -> None:
    row = cast.raised()
    first = childs_day.shared(cast, row, "amy", *childs_day.SCHOOLS)
    again = childs_day.begun(cast, row, "amy")
    assert again.version == first.version + 1
    with pytest.raises(days.SavedMeanwhile):
        days.share_day(
            by=cast.actor("sarah"), at=cast.tick(), difference=row.pk, child=1, day_type=childs_day.SCHOOL_DAY,
            version=1,
        )  # fmt: skip


def test_a_side_takes_back_what_it_shared(cast: Cast) -> None:
    row = cast.raised()
    for tool, its, did in (
        (adults, "its list", "took back what their side had shared of the adults in the child’s life"),
        (timeline, "its events", "took back the events that their side had shared for the joint chronology"),
    ):
        tool.both_shared(cast, row)
        amy, address = browser("amy"), tool.address(row)
        begun = SideSheet.objects.of(row).filter(side="raising").latest("number")
        out: dict[str, Any] = {
            "by": cast.actor("amy"),
            "difference": row.pk,
            "tool": Tool(begun.tool),
            "child": 1,
            "line": None,
        }
        version = begun.version
        for line in begun.lines:
            version = actions.keep_line(at=cast.tick(), key=line["key"], version=version, **out).version
        assert "Take back what our side shared" in visit(address, amy).words
        answer = amy.post(f"{address}share/", sent(version=version), follow=True)
        assert "Both sides can read that your side took back what it had shared here." in answer.content.decode()
        for name in ("amy", "bob"):
            page = visit(address, name).words
            assert f"Oakfield Primary School has taken {its} back. What it had shared stays in the record." in page
            assert "Oakfield Primary School: taken back by Amy Lister, " in page
            assert "CN-raising" not in page
            assert "These are gaps to talk about" not in page, "of one side alone nothing is a gap"
            assert "Both sides on one line" not in page
        entry = Entry.objects.select_related("text").filter(subject=row.pk).latest("number")
        assert entry.text.sentence.endswith(f"{did}; what it shared before stays in this record.")
    assert not list(disagreements(fresh(row)))


def test_what_was_never_shared_cannot_be_taken_back(cast: Cast) -> None:
    row, amy = cast.raised(), browser("amy")
    timeline.said(cast, row, "amy", timeline.SCHOOLS[0])
    assert amy.post(timeline.address(row, "event/s1/"), sent(version=1, press="out")).status_code == 302
    assert "Take back" not in visit(timeline.address(row), amy).words
    assert NOTHING in visit(timeline.address(row, "share/"), amy, post=sent(version=2), status=409).words
