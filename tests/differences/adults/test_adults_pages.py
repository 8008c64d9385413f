"""The pages of the adults in a child's life: say role by role, share, read side by side, quote."""

from dataclasses import replace
from uuid import uuid4

import pytest

from commonground.differences.adults.findings import NOBODY_MET
from commonground.differences.adults.words import Said, There
from commonground.differences.models import SideSheet, SideViewDraft
from commonground.procedures.sheets import NOTHING, NOTHING_TO_QUOTE
from commonground.procedures.terms import Kind
from tests.cast import CHILD, Cast
from tests.differences.adults.telling import (
    FATHER,
    PARTNER,
    PICKS_UP,
    SCHOOLS,
    address,
    both_shared,
    partner,
    said,
    shared,
)
from tests.visiting import browser, visit

THIRD = "role/3/"
"""Where the mother's partner is asked about."""


def sent(**more: str | int) -> dict[str, str]:
    """Return what a form sends, once."""
    return {"submission": str(uuid4()), **{name: str(value) for name, value in more.items()}}


def known(version: int = 0, **more: str) -> dict[str, str]:
    """Return the form of a role in which the school knows of the mother's partner, whom it has not met."""
    told = {"there": "yes", "met": "not_met", "checked": "told", "words": PICKS_UP, "told_by": "his mother"}
    return sent(version=version, **(told | more))


def test_a_side_says_role_by_role_and_shares(cast: Cast) -> None:
    row, amy = cast.raised(kind=Kind.ADULTS_UNSEEN), browser("amy")
    page = visit(f"/differences/{row.reference}/", amy)
    assert "Who is in this child’s life, and who has met them" in page.words
    desk = visit(f"/differences/{row.reference}/adults/", amy)
    assert "Say their role, never a name" in desk.words
    assert "In danger now: ring 999" in desk.words
    assert desk.words.count("Nothing said yet") == 15
    role = visit(address(row, THIRD), amy)
    assert "Does he or she stay over, and since when?" in role.words
    assert "Who told us, and who has checked it?" in role.words
    saved = amy.post(address(row, THIRD), known() | {"press": "next"})
    assert saved.headers["Location"] == address(row, "role/4/")
    desk = visit(address(row), amy)
    assert "Only your side reads this" in desk.words
    assert f"Not met. {PICKS_UP}" in desk.words
    assert amy.post(address(row, "share/"), sent(version=1)).status_code == 302
    assert PICKS_UP in visit(address(row), "bob").words
    assert "Fairhaven City Council has not shared its list" in visit(address(row), "bob").words


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"there": ""}, "Say if there is anybody"),
        ({"there": "none"}, "Choose “Yes”, or empty what stands below"),
        ({"there": "not_known"}, "Choose “Yes”, or empty what stands below"),
        ({"met": ""}, "Say if anybody of your side has met them"),
        ({"checked": ""}, "Say if your side has checked who they are"),
        ({"met_on_day": "3", "met_on_month": "11", "met_on_year": "2026"}, "You give a day on which you met them"),
        ({"met": "met", "met_on_day": "32", "met_on_month": "11", "met_on_year": "2026"}, "The day must be a number"),
        ({"met": "met", "met_on_day": "3", "met_on_month": "11", "met_on_year": "2036"}, "That day is still to come"),
        ({"words": "x" * 281}, "280"),
        ({"there": "perhaps"}, "is there anybody"),
    ],
)
def test_what_cannot_be_kept_is_told_and_nothing_is_lost(cast: Cast, more: dict[str, str], why: str) -> None:
    row, amy = cast.raised(), browser("amy")
    page = visit(address(row, THIRD), amy, post=known() | more, status=422)
    assert why.lower() in page.words.lower()
    assert "his mother" in page.markup
    assert not SideSheet.objects.exists()


def test_not_known_needs_no_more_and_a_role_is_taken_out_with_a_button(cast: Cast) -> None:
    row, amy = cast.raised(), browser("amy")
    assert 'value="out"' not in visit(address(row, "role/2/"), amy).markup, "there is nothing to take out yet"
    assert amy.post(address(row, "role/2/"), sent(version=0, there="not_known")).status_code == 302
    assert [Said.of(line).there for line in SideSheet.objects.get().lines] == [There.NOT_KNOWN]
    assert 'value="out"' in visit(address(row, "role/2/"), amy).markup
    for _ in range(2):
        out = amy.post(address(row, "role/2/"), sent(version=1, there="not_known", press="out"))
        assert out.headers["Location"] == address(row)
        assert SideSheet.objects.get().lines == []


def test_going_on_with_nothing_said_begins_nothing(cast: Cast) -> None:
    row, amy = cast.raised(), browser("amy")
    gone_on = amy.post(address(row, THIRD), sent(version=0, press="next"))
    assert gone_on.headers["Location"] == address(row, "role/4/")
    assert not SideSheet.objects.exists()


@pytest.mark.parametrize("there", ["none", "not_known"])
def test_somebody_who_was_there_can_be_said_to_be_there_no_more(cast: Cast, there: str) -> None:
    row, amy = cast.raised(), browser("amy")
    said(cast, row, "amy", partner())
    emptied = known(1, there=there, words="", told_by="")
    assert amy.post(address(row, THIRD), emptied).status_code == 302, "what was chosen of them cannot be unchosen"
    assert [Said.of(line) for line in SideSheet.objects.get().lines] == [Said(PARTNER, There(there), by="Amy Lister")]


def test_words_that_point_to_a_family_are_told_once(cast: Cast) -> None:
    row, amy = cast.raised(), browser("amy")
    named = known(words="He rings from flat 12 at seven.")
    page = visit(address(row, THIRD), amy, post=named)
    assert "Read your words once more" in page.words
    assert amy.post(address(row, THIRD), named | sent(warned="on")).status_code == 302


def test_whoever_saves_after_a_colleague_keeps_their_words(cast: Cast) -> None:
    row = cast.raised()
    said(cast, row, "amy", partner("He has moved in."))
    page = visit(address(row, THIRD), cast.person("sarah"), post=known(0), status=409)
    assert "Somebody of your side saved something here" in page.words
    assert "He has moved in." in page.words
    assert PICKS_UP in page.markup
    sarah = browser(cast.person("sarah"))
    assert sarah.post(address(row, THIRD), known(1)).status_code == 302
    early = sarah.post(address(row, "share/"), sent(version=1), follow=True)
    assert "Read it, and then share it" in early.content.decode()
    assert not SideSheet.objects.filter(shared_at__isnull=False).exists()


def test_a_double_press_shares_once(cast: Cast) -> None:
    row, amy = cast.raised(), browser("amy")
    once = sent(version=said(cast, row, "amy", *SCHOOLS).version)
    for _ in range(2):
        assert amy.post(address(row, "share/"), once).status_code == 302
    assert SideSheet.objects.filter(shared_at__isnull=False).count() == 1


def test_both_read_whom_nobody_has_met_and_note_who_asks(cast: Cast) -> None:
    row = cast.raised()
    both_shared(cast, row)
    for who in ("amy", "bob"):
        page = visit(address(row), who)
        assert NOBODY_MET in page.words
        assert f'href="/differences/{row.reference}/actions/new/"' in page.markup
        assert "Unknown does not mean dangerous" in page.words
        assert "Who they are is only what we were told. Told by: his mother, to his teacher" in page.words
        assert 'href="/library/fairhaven/understanding-unidentified-adults/"' in page.markup
    assert f'href="/differences/{row.reference}/adults/"' in visit(f"/differences/{row.reference}/", "bob").markup


def test_quoting_what_is_known_of_an_adult(cast: Cast) -> None:
    row, bob = cast.raised(), browser("bob")
    assert NOTHING_TO_QUOTE in visit(address(row, "quote/"), bob, status=409).words
    shared(cast, row, "amy", *SCHOOLS)
    assert f"{PARTNER}: {PICKS_UP}" in visit(address(row, "quote/"), bob).words
    assert "what you want to quote" in visit(address(row, "quote/"), bob, post=sent(), status=422).words
    answer = bob.post(address(row, "quote/"), sent(quote="1.1"))
    assert answer.headers["Location"] == f"/differences/{row.reference}/our-view/"
    assert PICKS_UP in visit(f"/differences/{row.reference}/our-view/", bob).words
    assert SideViewDraft.objects.get().facts[0][1] == "told"


def test_nothing_is_shared_of_nothing_and_what_is_begun_is_thrown_away(cast: Cast) -> None:
    row, amy = cast.raised(), browser("amy")
    assert NOTHING in visit(address(row, "share/"), amy, post=sent(version=0), status=409).words
    said(cast, row, "amy", partner())
    assert amy.post(address(row, "share/"), sent(version="none")).status_code == 302
    assert amy.post(address(row, "throw-away/"), sent(version=1)).status_code == 302
    assert not SideSheet.objects.exists()


def test_each_of_several_children_has_a_page_of_its_own(cast: Cast) -> None:
    row = cast.raised(children=(CHILD, replace(CHILD, initials="U. E.")))
    shared(cast, row, "amy", partner())
    shared(cast, row, "amy", Said(FATHER, There.NONE), child=2)
    first, second = visit(address(row), "bob"), visit(address(row, child=2), "bob")
    assert f'href="{address(row, child=2)}"' in first.markup
    assert PICKS_UP in first.words
    assert PICKS_UP not in second.words
    assert "Asked, and there is nobody" in second.words
    assert '<strong aria-current="page">Child 2</strong>' in second.markup
    assert "Child 2" in visit(address(row, THIRD, child=2), "bob").words
    assert "Child 1" in visit(address(row, "quote/"), "bob").words


@pytest.mark.parametrize("end", ["child/2/", "child/0/", "child/1/role/0/", "child/1/role/16/"])
def test_who_there_cannot_be_is_not_there(cast: Cast, end: str) -> None:
    row = cast.raised()
    visit(f"/differences/{row.reference}/adults/{end}", "amy", status=404)


def test_once_it_has_ended_what_was_shared_is_read_and_nothing_said(cast: Cast) -> None:
    row = cast.resolved()
    page = visit(f"/differences/{row.reference}/adults/", "amy")
    assert "No list was shared here" in page.words
    assert "Fill in" not in page.words
    refused = visit(address(row, THIRD), "amy", post=known(), status=409)
    assert "This has ended" in refused.words
    assert PICKS_UP in refused.words, "nobody loses what they wrote"


def test_the_page_asks_as_often_for_many_lists_as_for_one(cast: Cast) -> None:
    row = cast.raised()
    shared(cast, row, "amy", partner())
    few = visit(address(row), "bob").queries
    for _ in range(4):
        shared(cast, row, "amy", partner("Else."))
        shared(cast, row, "bob", *SCHOOLS)
    said(cast, row, "bob", partner())
    assert visit(address(row), "bob").queries == few
