"""The pages of a child's day in a difference: begin, say part by part, share, read side by side, quote."""

from uuid import uuid4

import pytest

from commonground.differences.child_day import actions, views
from commonground.differences.child_day.findings import ONE_KNOWS_NOT
from commonground.differences.child_day.models import ChildDay
from commonground.differences.child_day.queries import readable
from commonground.differences.child_day.words import answers
from commonground.differences.models import SideViewDraft
from commonground.differences.reading import Standpoint
from commonground.library.day.shape import AnswerSource, DayType
from commonground.library.safety import SAFETY
from commonground.procedures.child_day import NOT_BEGUN, NOTHING
from commonground.procedures.sheets import NOTHING_TO_QUOTE
from tests.cast import Cast
from tests.differences.child_day.telling import (
    SCHOOL_DAY,
    SCHOOLS,
    SEVEN,
    address,
    at_seven,
    begun,
    both_shared,
    said,
    shared,
)
from tests.visiting import browser, visit


def sent(**more: str | int) -> dict[str, str]:
    """Return what a form sends, once."""
    return {"submission": str(uuid4()), **{name: str(value) for name, value in more.items()}}


def known(version: int = 1, **more: str) -> dict[str, str]:
    """Return the form of a part in which the boy told of seven in the morning."""
    seven = {"words": SEVEN, "source": "told_by_child", "who": "the boy", "tells": "worry", "hour": "7.00"}
    day = {"last_known_day": "3", "last_known_month": "11", "last_known_year": "2026"}
    return sent(version=version, **(seven | day | more))


def test_a_side_begins_says_part_by_part_and_shares(cast: Cast) -> None:
    row, amy = cast.raised(), browser("amy")
    page = visit(f"/differences/{row.reference}/", amy)
    assert "The child’s day, side by side" in page.words
    days = f"/differences/{row.reference}/childs-day/"
    first = visit(days, amy).words
    assert all(SAFETY[name] in first for name in ("danger", "hurt", "injury", "tells"))
    begin = amy.post(days, sent(day_type=SCHOOL_DAY, age="primary"))
    assert (begin.status_code, begin.headers["Location"]) == (302, address(row))
    desk = visit(address(row), amy)
    assert "Only your side reads this" in desk.words
    assert desk.words.count("Nothing said yet") == 10
    part = visit(address(row, "part/1/"), amy)
    assert "Who wakes the child, or does the child wake the adults?" in part.words
    saved = amy.post(address(row, "part/1/"), known() | {"press": "next"})
    assert saved.headers["Location"] == address(row, "part/2/")
    assert 'value="07:00"' in visit(address(row, "part/1/"), amy).markup
    assert amy.post(address(row, "share/"), sent(version=2)).status_code == 302
    assert SEVEN in visit(address(row), "bob").words
    assert "Fairhaven City Council has not shared this day" in visit(address(row), "bob").words


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"source": ""}, "Say how this is known"),
        ({"words": ""}, "Say what is known, or choose “Not known”"),
        ({"tells": ""}, "“Unsure” is an answer too"),
        ({"hour": "25:00"}, "Write the time like 14:30"),
        ({"last_known_day": "32"}, "The day must be a number"),
        ({"last_known_year": "2036"}, "That day is still to come"),
        ({"words": "x" * 281}, "280"),
        ({"source": "hearsay"}, "how is it known"),
    ],
)
def test_what_cannot_be_kept_is_told_and_nothing_is_lost(cast: Cast, more: dict[str, str], why: str) -> None:
    row, amy = cast.raised(), browser("amy")
    begun(cast, row, "amy")
    page = visit(address(row, "part/1/"), amy, post=known() | more, status=422)
    assert why.lower() in page.words.lower()
    assert more.get("who", "the boy") in page.markup
    assert ChildDay.objects.get().answers == []


def test_not_known_needs_no_more_and_an_empty_form_takes_a_part_out(cast: Cast) -> None:
    row, amy = cast.raised(), browser("amy")
    begun(cast, row, "amy")
    assert amy.post(address(row, "part/7/"), sent(version=1, source="not_known")).status_code == 302
    assert answers(ChildDay.objects.get())["Tea"].source is AnswerSource.NOT_KNOWN
    assert amy.post(address(row, "part/7/"), sent(version=2)).status_code == 302
    assert ChildDay.objects.get().answers == []


def test_words_that_point_to_a_family_are_told_once(cast: Cast) -> None:
    row, amy = cast.raised(), browser("amy")
    begun(cast, row, "amy")
    named = known(words="He rings from flat 12 at seven.")
    page = visit(address(row, "part/1/"), amy, post=named)
    assert "Read your words once more" in page.words
    assert amy.post(address(row, "part/1/"), named | sent(warned="on")).status_code == 302


def test_it_is_kept_while_one_writes_also_where_something_is_missing(cast: Cast) -> None:
    row, amy = cast.raised(), browser("amy")
    begun(cast, row, "amy")
    writing = known(source="", tells="")
    kept = amy.post(address(row, "part/1/keep/"), writing)
    assert kept.json()["version"] == 2
    assert kept.json()["said"].startswith("Saved at")
    assert "How it is known is not said yet" in visit(address(row), amy).words
    late = amy.post(address(row, "part/1/keep/"), writing)
    assert (late.status_code, late.json()["said"]) == (409, "Not saved: a colleague saved this day meanwhile.")
    long = amy.post(address(row, "part/1/keep/"), known(2, words="x" * 281))
    assert long.status_code == 422
    refused = visit(address(row, "share/"), amy, post=sent(version=2), status=409)
    assert "Say of “Getting up” what is known and how" in refused.words
    assert browser("bob").post(address(row, "part/1/keep/"), writing).json()["said"] == NOT_BEGUN


def test_whoever_saves_after_a_colleague_keeps_their_words(cast: Cast) -> None:
    row = cast.raised()
    said(cast, row, "amy", at_seven("He is woken."))
    page = visit(address(row, "part/1/"), cast.person("sarah"), post=known(1), status=409)
    assert "Somebody of your side saved something of this day" in page.words
    assert "He is woken." in page.words
    assert SEVEN in page.markup
    sarah = browser(cast.person("sarah"))
    assert sarah.post(address(row, "part/1/"), known(2)).status_code == 302
    early = sarah.post(address(row, "share/"), sent(version=2), follow=True)
    assert "Read it, and then share it" in early.content.decode()
    assert not ChildDay.objects.filter(shared_at__isnull=False).exists()


def test_whoever_saves_after_a_colleague_shared_the_day_keeps_their_words(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = cast.raised()
    shared(cast, row, "amy", at_seven("He is woken."))
    late = visit(address(row, "part/1/"), cast.person("sarah"), post=known(2), status=409)
    assert NOT_BEGUN in late.words
    assert SEVEN in late.markup
    said(cast, row, "amy", at_seven("He is woken."))
    looks = iter((True, False))

    def gone_at_the_second_look(here: Standpoint) -> tuple[ChildDay, ...]:
        return readable(here) if next(looks) else ()

    monkeypatch.setattr(views, "readable", gone_at_the_second_look)
    page = visit(address(row, "part/1/"), cast.person("sarah"), post=known(1), status=409)
    assert NOT_BEGUN in page.words
    assert SEVEN in page.markup


def test_a_double_press_shares_once(cast: Cast) -> None:
    row, amy = cast.raised(), browser("amy")
    day = said(cast, row, "amy", *SCHOOLS)
    once = sent(version=day.version)
    for _ in range(2):
        assert amy.post(address(row, "share/"), once).status_code == 302
    assert ChildDay.objects.filter(shared_at__isnull=False).count() == 1


def test_nobody_is_said_to_be_unsure_who_has_not_said_so(cast: Cast) -> None:
    row, amy = cast.raised(), browser("amy")
    begun(cast, row, "amy")
    assert amy.post(address(row, "part/1/keep/"), known(tells="")).status_code == 200
    assert answers(ChildDay.objects.get())["Getting up"].tells is None
    page = visit(address(row), amy)
    assert "Well or a worry is not said yet" in page.words
    assert "Getting up (not said)" in page.words
    assert page.words.count("Unsure") == 1, "where it says what the colours mean"
    assert "goes well or is a worry" in visit(address(row, "share/"), amy, post=sent(version=2), status=409).words
    assert not ChildDay.objects.filter(shared_at__isnull=False).exists()


def test_words_that_the_script_kept_are_looked_at_before_they_are_shared(cast: Cast) -> None:
    row, amy = cast.raised(), browser("amy")
    begun(cast, row, "amy")
    assert amy.post(address(row, "part/1/keep/"), known(who="his aunt, 12 Mill Lane, LS1 4AP")).status_code == 200
    page = visit(address(row, "share/"), amy, post=sent(version=2))
    assert "Read your words once more" in page.words
    assert "LS1 4AP" in page.words
    assert not ChildDay.objects.filter(shared_at__isnull=False).exists()
    assert page.markup.count('name="warned" value="on"') == 1
    assert amy.post(address(row, "share/"), sent(version=2, warned="on")).status_code == 302
    assert ChildDay.objects.filter(shared_at__isnull=False).count() == 1


def test_both_read_both_bands_and_what_shows(cast: Cast) -> None:
    row = cast.raised()
    both_shared(cast, row)
    for who in ("amy", "bob"):
        page = visit(address(row), who)
        assert page.markup.count("cg-band__half") == 4, "two halves of each side"
        assert "One side says it goes well, the other has a worry" in page.words
        assert ONE_KNOWS_NOT in page.words
        assert "At 07:00." in page.words
        assert "Told by the child: the boy, to his teacher. Last known on 3 November 2026" in page.words
        assert "They are no score" in page.words
        assert "cg-band__block--worry" in page.markup
    assert "Oakfield Primary School" in visit(address(row), "bob").words


def test_quoting_the_childs_seven(cast: Cast) -> None:
    row, bob = cast.raised(), browser("bob")
    assert NOTHING_TO_QUOTE in visit(address(row, "quote/"), bob, status=409).words
    shared(cast, row, "amy", *SCHOOLS)
    page = visit(address(row, "quote/"), bob)
    assert f"Getting up: At 07:00: {SEVEN}" in page.words
    assert '<p class="govuk-body">A school or work day</p>' in page.markup, "it says of which day"
    assert "what you want to quote" in visit(address(row, "quote/"), bob, post=sent(), status=422).words
    answer = bob.post(address(row, "quote/"), sent(quote="1.1"))
    assert answer.headers["Location"] == f"/differences/{row.reference}/our-view/"
    view = visit(f"/differences/{row.reference}/our-view/", bob)
    assert SEVEN in view.words
    assert "the child: the boy, to his teacher; last known 3 November 2026; written by Amy Lister" in view.markup
    assert SideViewDraft.objects.get().facts[0][1] == "told"


def test_nothing_is_shared_of_nothing_and_what_is_begun_is_thrown_away(cast: Cast) -> None:
    row, amy = cast.raised(), browser("amy")
    begun(cast, row, "amy")
    assert NOTHING in visit(address(row, "share/"), amy, post=sent(version=1), status=409).words
    assert amy.post(address(row, "share/"), sent(version="none")).status_code == 302
    thrown = sent(version=1)
    for _ in range(2):
        assert amy.post(address(row, "throw-away/"), thrown).status_code == 302
    assert not ChildDay.objects.exists()
    assert NOT_BEGUN in visit(address(row, "throw-away/"), amy, post=sent(), status=409).words


@pytest.mark.parametrize("end", ["2/weekend/", "0/weekend/", "1/sunday/"])
def test_a_day_that_there_cannot_be_is_not_there(cast: Cast, end: str) -> None:
    row = cast.raised()
    visit(f"/differences/{row.reference}/childs-day/{end}", "amy", status=404)


def test_a_part_that_there_is_not_is_not_there(cast: Cast) -> None:
    row = cast.raised()
    begun(cast, row, "amy")
    for end in ("part/0/", "part/11/"):
        visit(address(row, end), "amy", status=404)


def test_once_it_has_ended_what_was_shared_is_read_and_nothing_begun(cast: Cast) -> None:
    row = cast.resolved()
    page = visit(f"/differences/{row.reference}/childs-day/", "amy")
    assert "No day was shared here" in page.words
    assert "Begin a day" not in page.words
    refused = visit(page_of(row.reference), "amy", post=sent(day_type=DayType.WEEKEND, age="baby"), status=409)
    assert "This has ended" in refused.words


def page_of(reference: str) -> str:
    return f"/differences/{reference}/childs-day/"


def test_the_page_asks_as_often_for_many_days_as_for_one(cast: Cast) -> None:
    row = cast.raised()
    shared(cast, row, "amy", at_seven())
    few = visit(address(row), "bob").queries
    for _ in range(4):
        shared(cast, row, "amy", at_seven())
        shared(cast, row, "bob", at_seven("Else."))
    actions.begin_day(
        by=cast.actor("bob"), at=cast.tick(), difference=row.pk, child=1, day_type=DayType.WEEKEND, age="baby"
    )
    assert visit(address(row), "bob").queries == few
