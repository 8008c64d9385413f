"""A joint chronology: a side's events are its own until they are shared, then both stand on one line, by date."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest

from commonground.differences.agreeing import disagreements
from commonground.differences.models import Difference, SideSheet, SideViewDraft
from commonground.differences.reading import difference, standpoint
from commonground.differences.sheets.queries import Sheets, readable
from commonground.differences.side_views.words import fact_text
from commonground.differences.timeline.findings import BOTH, SILENCE, UNHEARD, WHICH, findings
from commonground.differences.timeline.words import (
    SOURCES,
    Event,
    as_fact,
    events,
    how_known,
)
from commonground.govuk.dates import in_words
from commonground.library.day.shape import AnswerSource
from commonground.library.safety import SAFETY
from commonground.now import london_date
from commonground.procedures.sheets import LONGEST_WHO, LONGEST_WORDS, NOTHING_TO_QUOTE, Tool
from commonground.procedures.side_views import LONGEST_FACT, LONGEST_WHERE
from commonground.procedures.terms import Kind, Side
from commonground.record.models import Entry
from tests.access.meeting import AsRole
from tests.cast import CHILD, Cast
from tests.differences.adults.telling import both_shared as both_lists
from tests.differences.asking import fresh, told
from tests.differences.test_review_sides import answering, given_away, given_back
from tests.differences.timeline.telling import COLD, COUNCILS, SCHOOLS, address, both_shared, said, shared
from tests.visiting import browser, visit

NAMES = {Side.RAISING: "the school", Side.RESPONDING: "the council"}


def sent(**more: str | int) -> dict[str, str]:
    """Return what a form sends, once."""
    return {"submission": str(uuid4()), **{name: str(value) for name, value in more.items()}}


def known(version: int = 0, **more: str) -> dict[str, str]:
    """Return the form of an event in February."""
    day = {"on_day": "3", "on_month": "2", "on_year": "2026"}
    return sent(version=version, **(day | {"words": COLD, "source": "seen_by_me"} | more))


def sheets_of(cast: Cast, row: Difference, name: str = "amy") -> Sheets:
    here = standpoint(cast.actor(name), difference(cast.actor(name), row.reference), cast.at)
    return readable(here, Tool.TIMELINE)[1]


def found_of(cast: Cast, row: Difference) -> dict[str, tuple[str, ...]]:
    return {one.title: one.lines for one in findings(sheets_of(cast, row).present, NAMES)}


def test_a_side_writes_down_events_and_shares_them(cast: Cast) -> None:
    row, amy = cast.raised(kind=Kind.PLAN_DRIFT), browser("amy")
    assert f'href="/differences/{row.reference}/timeline/"' in visit(f"/differences/{row.reference}/", amy).markup
    assert "Do not write a chronology first" in visit(f"/differences/{row.reference}/timeline/", amy).words
    later = known(on_month="6", words="He fell asleep.") | {"press": "next"}
    assert amy.post(address(row, "event/new/"), later).headers["Location"] == address(row, "event/new/")
    assert amy.post(address(row, "event/new/"), known(1)).headers["Location"] == address(row)
    page = visit(address(row), amy)
    assert page.words.index(COLD) < page.words.index("He fell asleep."), "the earliest stands first"
    assert amy.post(address(row, "share/"), sent(version=2)).status_code == 302
    assert COLD in visit(address(row), "bob").words
    assert "Fairhaven City Council has not shared its events" in visit(address(row), "bob").words
    assert "Both sides on one line" not in visit(address(row), "bob").words
    assert told(row, "timeline")
    entry = Entry.objects.select_related("text").get(subject=row.pk, kind="step.timeline")
    assert entry.text.words["3 February 2026"] == f"{COLD} (Seen by Amy Lister)"


def test_until_it_is_shared_the_other_side_meets_it_nowhere(cast: Cast, as_role: AsRole) -> None:
    row = cast.raised(kind=Kind.PLAN_DRIFT)
    said(cast, row, "amy", *SCHOOLS)
    with as_role("app"):
        bob = browser("bob")
        for url in (address(row), f"/differences/{row.reference}/", f"/differences/{row.reference}/record/"):
            answer = bob.get(url)
            assert answer.status_code == 200, url
            assert "CN-raising" not in answer.content.decode(), url


def test_both_stand_on_one_line_by_date(cast: Cast) -> None:
    row = cast.raised()
    both_shared(cast, row)
    for who in ("amy", "bob"):
        words = visit(address(row), who).words
        words = words[words.index("Both sides on one line") :]
        places = [words.index(one.words) for one in (SCHOOLS[0], COUNCILS[0], SCHOOLS[1], COUNCILS[1])]
        assert places == sorted(places)
        assert "Told by a parent or carer: his mother, to us" in words


def test_what_shows_on_the_line(cast: Cast) -> None:
    row = cast.raised()
    shared(cast, row, "amy", *SCHOOLS)
    assert found_of(cast, row) == {}, "before both have shared nothing is a gap"
    shared(cast, row, "bob", *COUNCILS)
    assert found_of(cast, row) == {
        BOTH: ("the school on 3 February 2026, the council on 5 February 2026",),
        SILENCE: (f"From 5 February 2026 to 9 June 2026. {WHICH}",),
        UNHEARD: (
            f"Nothing here was told by the child. Who could listen, with open questions only? {SAFETY['ask_first']}",
            "Nothing here says what it was like for the child.",
        ),
    }
    own = replace(SCHOOLS[0], source=AnswerSource.CHILD, child="His hands hurt.")
    shared(cast, row, "amy", own)
    assert UNHEARD not in found_of(cast, row)


def test_of_a_time_nothing_stands_here_nobody_says_that_nobody_noted_anything(cast: Cast) -> None:
    row = cast.raised()
    both_shared(cast, row)
    page = visit(address(row), "amy").words
    assert "Times of which nothing stands here" in page
    assert "Was there nothing, did nobody look, or is it only not written down here?" in page
    assert "nobody noted" not in page


def test_findings_speak_for_the_agencies_that_are_the_sides_now(cast: Cast) -> None:
    row = cast.raised()
    both_shared(cast, row)
    row = given_away(cast, row)
    assert found_of(cast, row) == {}, "the trust was never asked"
    assert f"{row.name_of(Side.RESPONDING)} has not shared its events" in visit(address(row), "amy").words
    shared(cast, row, answering(row), replace(COUNCILS[0], on=date(2026, 6, 10), child="He coughed."))
    assert found_of(cast, row)[BOTH] == ("the school on 9 June 2026, the council on 10 June 2026",)
    row = given_back(cast, row)
    assert found_of(cast, row)[BOTH] == ("the school on 3 February 2026, the council on 5 February 2026",)
    page = visit(address(row), "amy").words
    assert "There was food in the kitchen." in page, "the trust’s later sheet does not hide the council’s own"
    assert "He coughed." not in page


def test_it_stands_apart_from_the_other_tool_and_tables_and_record_agree(cast: Cast) -> None:
    row = cast.raised()
    both_lists(cast, row)
    both_shared(cast, row)
    assert [sheet.tool for sheet in sheets_of(cast, row).newest.values()] == ["timeline", "timeline"]
    assert set(SideSheet.objects.values_list("number", flat=True)) == {1, 2, 3, 4}
    assert not list(disagreements(fresh(row)))
    SideSheet.objects.filter(number=3).update(lines=[replace(SCHOOLS[0], words="He is fine.").kept()])
    assert [one.what for one in disagreements(fresh(row))] == ["the sheets"]


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"on_day": "32"}, "The day must be a number"),
        ({"on_year": "2036"}, "That day is still to come"),
        ({"words": ""}, "what happened"),
        ({"source": ""}, "how it is known"),
        ({"source": "not_known"}, "how is it known"),
        ({"words": "x" * 281}, "280"),
    ],
)
def test_what_cannot_be_kept_is_told_and_nothing_is_lost(cast: Cast, more: dict[str, str], why: str) -> None:
    row = cast.raised()
    page = visit(address(row, "event/new/"), "amy", post=known(told_by="his teacher") | more, status=422)
    assert why.lower() in page.words.lower()
    assert "his teacher" in page.markup
    assert not SideSheet.objects.exists()


def test_an_event_is_changed_and_taken_out(cast: Cast) -> None:
    row, amy = cast.raised(), browser("amy")
    said(cast, row, "amy", *SCHOOLS)
    assert amy.post(address(row, "event/s1/"), known(2, words="He came without a coat.")).status_code == 302
    assert events(SideSheet.objects.get())[0].words == "He came without a coat."
    assert amy.post(address(row, "event/s1/"), sent(version=3, press="out")).status_code == 302
    assert [one.key for one in events(SideSheet.objects.get())] == ["s2"]
    visit(address(row, "event/s1/"), amy, status=404)
    assert amy.post(address(row, "throw-away/"), sent(version=4)).status_code == 302
    assert not SideSheet.objects.exists()


def test_whoever_saves_after_a_colleague_keeps_their_words(cast: Cast) -> None:
    row = cast.raised()
    said(cast, row, "amy", *SCHOOLS)
    late = known(0, words="He came in sandals.")
    page = visit(address(row, "event/s1/"), cast.person("sarah"), post=late, status=409)
    assert "Somebody of your side saved something here" in page.words
    assert COLD in page.words
    assert "He came in sandals." in page.markup


def test_whoever_changes_an_event_that_a_colleague_took_out_keeps_their_words(cast: Cast) -> None:
    row, sarah = cast.raised(), cast.person("sarah")
    said(cast, row, "amy", *SCHOOLS)
    assert browser("amy").post(address(row, "event/s1/"), sent(version=2, press="out")).status_code == 302
    page = visit(address(row, "event/s1/"), sarah, post=known(2, words="He came in sandals."), status=409)
    assert "Somebody of your side saved something here" in page.words
    assert "Add an event" in page.words
    assert "He came in sandals." in page.markup
    again = browser(sarah)
    assert again.post(address(row, "event/s1/"), sent(version=3, press="out")).headers["Location"] == address(row)
    assert again.post(address(row, "event/s1/"), known(3, words="He came in sandals.")).status_code == 302
    first, _ = events(SideSheet.objects.get())
    assert first.words == "He came in sandals."
    assert first.key != "s1"


@pytest.mark.parametrize("more", [{"child": "His hands hurt."}, {"on_day": "4"}, {"words": "He came in sandals."}])
def test_whoever_saw_it_stays_its_witness_and_who_changed_it_is_named(cast: Cast, more: dict[str, str]) -> None:
    row, sarah = cast.raised(), cast.person("sarah")
    said(cast, row, "amy", *SCHOOLS)
    event, hers = address(row, "event/s1/"), browser(sarah)
    assert "“Seen by me” is Amy Lister here" in visit(event, sarah).words
    assert hers.post(event, known(2)).status_code == 302
    assert how_known(events(SideSheet.objects.get())[0]) == "Seen by Amy Lister", "nothing was changed"
    assert hers.post(event, known(3, **more)).status_code == 302
    changed = f"Seen by Amy Lister, changed by {sarah}"
    assert changed in visit(address(row), "amy").words
    assert hers.post(address(row, "share/"), sent(version=4)).status_code == 302
    entry = Entry.objects.select_related("text").get(subject=row.pk, kind="step.timeline")
    assert any(changed in words for words in entry.text.words.values())
    fact = as_fact(events(SideSheet.objects.get())[0], SideSheet.objects.get(), "the school")
    assert fact.where.startswith(f"Amy Lister, who saw it; changed by {sarah}; chronology shared by the school on ")
    assert browser("amy").post(event, known(4, **more, told_by="at the gate")).status_code == 302
    newest = events(SideSheet.objects.get(shared_at=None))[0]
    assert how_known(newest) == "Seen by Amy Lister: at the gate", "she stands by it again"
    assert hers.post(event, known(5, **more, source="record")).status_code == 302
    assert events(SideSheet.objects.get(shared_at=None))[0].by == str(sarah), "told by another source it is hers"


def test_two_events_of_one_day_can_be_told_apart_by_their_links(cast: Cast) -> None:
    row = cast.raised()
    said(cast, row, "amy", SCHOOLS[0], replace(SCHOOLS[1], on=SCHOOLS[0].on))
    links = re.findall(r">(Change<span.*?)</a>", visit(address(row), "amy").markup)
    assert len(links) == len(set(links)) == 2
    assert "He fell asleep at his table." in links[1]


def test_each_page_says_which_child_where_there_are_several(cast: Cast) -> None:
    row = cast.raised(children=(CHILD, replace(CHILD, initials="U. E.")))
    shared(cast, row, "amy", *SCHOOLS)
    for end in ("event/new/", "quote/"):
        assert "Child 1" in visit(address(row, end), "bob").words, end
    alone = cast.raised()
    assert "Child 1" not in visit(address(alone, "event/new/"), "bob").words


def test_the_line_is_a_list_in_order_and_says_who_shared_and_whose_each_event_is(cast: Cast) -> None:
    row = cast.raised()
    both_shared(cast, row)
    page = visit(address(row), "amy")
    assert re.search(r"<ol.*3 February 2026.*5 February 2026.*9 June 2026.*</ol>", page.markup, re.DOTALL)
    assert "Oakfield Primary School: shared by Amy Lister, " in page.words
    row = given_away(cast, row)
    page = visit(address(row), "amy")
    assert page.markup.count('<span class="cg-mark-responding">Fairhaven City Council</span>') == 2
    assert sheets_of(cast, row, answering(row)).ours is None


def test_the_longest_that_is_quoted_stands_whole_in_a_view() -> None:
    longest = "x" * 120  # of a name
    sheet = SideSheet(shared_at=datetime(2026, 9, 30, 12, tzinfo=UTC))
    for source in SOURCES:
        told = Event(
            "one", date(2026, 9, 30), "x" * LONGEST_WORDS, source, "x" * LONGEST_WORDS, "x" * LONGEST_WHO, longest,
            longest,
        )  # fmt: skip
        fact = as_fact(told, sheet, f"{longest}, {longest}")
        assert fact.what.count("x") == 2 * LONGEST_WORDS
        assert fact.where.endswith(f"{longest} on 30 September 2026")
        assert len(fact.what) <= LONGEST_FACT
        assert len(fact.where) <= LONGEST_WHERE


def test_an_event_is_quoted_into_a_view(cast: Cast) -> None:
    row, bob = cast.raised(), browser("bob")
    assert NOTHING_TO_QUOTE in visit(address(row, "quote/"), bob, status=409).words
    sheet = shared(cast, row, "amy", *SCHOOLS)
    assert bob.post(address(row, "quote/"), sent(quote="1.s1")).status_code == 302
    on = in_words(london_date(sheet.shared_at or cast.at))
    [fact] = SideViewDraft.objects.get().told()
    assert fact_text(fact) == (
        f"3 February 2026: {COLD} "
        f"(told by Amy Lister, who saw it; chronology shared by Oakfield Primary School on {on})"
    )


@pytest.mark.parametrize(
    ("source", "told_by", "reads"),
    [
        (AnswerSource.SEEN, "", "told by Amy Lister, who saw it"),
        (AnswerSource.CHILD, "the boy, to us", "told by the child: the boy, to us"),
        (AnswerSource.CARER, "", "told by a parent or carer"),
        (AnswerSource.PROFESSIONAL, "his nurse", "told by another professional: his nurse"),
        (AnswerSource.RECORD, "our record", "from a record: our record"),
        (AnswerSource.RECORD, "", "from a record: which one is not said"),
    ],
)
def test_a_view_says_of_a_quoted_event_who_told_it_or_which_record(
    source: AnswerSource, told_by: str, reads: str
) -> None:
    one = replace(SCHOOLS[0], source=source, told_by=told_by, by="Amy Lister")
    sheet = SideSheet(shared_at=datetime(2026, 9, 30, 12, tzinfo=UTC))
    shared_by = "chronology shared by the school on 30 September 2026"
    assert fact_text(as_fact(one, sheet, "the school")) == f"3 February 2026: {COLD} ({reads}; {shared_by})"


def test_once_it_has_ended_nothing_is_written_down(cast: Cast) -> None:
    row = cast.resolved()
    assert "No event was shared here" in visit(f"/differences/{row.reference}/timeline/", "amy").words
    refused = visit(address(row, "event/new/"), "amy", post=known(), status=409)
    assert "This has ended" in refused.words
    assert COLD in refused.words, "nobody loses what they wrote"
    assert "On which day? 3 2 2026" in refused.words
    assert "How is it known? Seen by me" in refused.words
