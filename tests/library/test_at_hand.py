"""At the point of need: each kind of difference and each step offers two or three things that are there."""

import pytest

from commonground.library.at_hand import at_hand, to_read, tools
from commonground.library.finding.asking import synonyms
from commonground.library.pages.shape import load, shipped
from commonground.procedures.terms import Act, Kind
from tests.cast import Cast
from tests.differences.test_subjects import about_a_theme
from tests.pages.drafted import drafts
from tests.visiting import visit

PAGES = {key: load(text) for key, text in shipped().items()}
STEPS = {
    "side_view",
    "saying_back",
    "thresholds",
    "numbers",
    "lists",
    "meetings",
    "undertakings",
    "fresh_eyes",
    "adults",
    "timeline",
}
OFFER = "To read about this"


@pytest.mark.parametrize("of", [*Kind, *Act, *STEPS])
def test_each_kind_and_each_step_has_two_or_three_things_to_read(of: str) -> None:
    offered = at_hand()[of]
    assert 2 <= len(offered) <= 3
    assert len({one.key for one in offered}) == len(offered)


def test_nothing_is_offered_for_what_there_is_not() -> None:
    assert set(at_hand()) == {*map(str, Kind), *map(str, Act), *STEPS}


@pytest.mark.parametrize("kind", Kind)
def test_what_a_kind_offers_says_itself_that_it_helps_with_it(kind: Kind) -> None:
    pages = [one.key for one in at_hand()[kind] if one.key in PAGES]
    assert pages
    assert [key for key in pages if kind not in PAGES[key].differences] == []


@pytest.mark.usefixtures("cast")
def test_every_target_is_there() -> None:
    keys = {one.key for some in at_hand().values() for one in some}
    assert keys <= PAGES.keys() | {one.key for one in synonyms().places}
    for address in {href for of in at_hand() for _, href in to_read(of, "Fairhaven")}:
        visit(address, "amy")


def test_it_stands_on_the_page_of_a_difference_and_beside_what_is_written(cast: Cast) -> None:
    row = cast.raised(kind=Kind.PLAN_DRIFT)
    page = visit(f"/differences/{row.reference}/", "amy")
    assert 'href="/library/fairhaven/neglect/" target="_blank" rel="noopener"' in page.markup
    respond = visit(f"/differences/{row.reference}/respond/", "bob")
    assert 'href="/library/fairhaven/resolution/" target="_blank" rel="noopener"' in respond.markup
    for step in ("our-view", "lists", "meetings", "actions"):
        assert OFFER in visit(f"/differences/{row.reference}/{step}/", "amy").words, step


def test_it_stands_beside_a_draft_as_soon_as_its_kind_is_known(cast: Cast) -> None:
    page = visit(f"/differences/raise/{drafts(cast)['draft']}/worry/", "amy")
    assert 'href="/library/fairhaven/safeguarding-infants/" target="_blank"' in page.markup


@pytest.mark.parametrize("key", tools())
def test_each_tool_is_of_a_toolkit_that_helps_with_the_kinds_that_call_for_it(key: str) -> None:
    tool = tools()[key]
    assert tool.toolkits
    assert tool.kinds <= {kind for toolkit in tool.toolkits for kind in PAGES[toolkit].differences}


@pytest.mark.parametrize("key", tools())
def test_a_toolkit_leads_to_its_tool_inside_each_of_ones_differences(cast: Cast, key: str) -> None:
    not_called = next(kind for kind in (Kind.NO_REPLY, Kind.INJURY) if kind not in tools()[key].kinds)
    row, ended = cast.raised(kind=not_called), cast.resolved()
    for toolkit in tools()[key].toolkits:
        page = visit(f"/library/fairhaven/{toolkit}/", "amy")
        assert f'href="/differences/tools/{key}/"' in page.markup
    chooser = visit(f"/differences/tools/{key}/", "amy")
    address = f"/differences/{row.reference}/{key}/"
    assert f'href="{address}"' in chooser.markup
    assert ended.reference not in chooser.markup
    visit(address, "amy")
    assert row.reference not in visit(f"/differences/tools/{key}/", "zed").markup
    assert f'href="{address}"' not in visit(f"/differences/{row.reference}/", "amy").markup, "its kind calls for none"
    called = cast.raised(kind=Kind(min(tools()[key].kinds)))
    assert f'href="/differences/{called.reference}/{key}/"' in visit(f"/differences/{called.reference}/", "amy").markup


def test_a_tool_that_there_is_not_is_not_there(cast: Cast) -> None:
    cast.raised()
    visit("/differences/tools/hammer/", "amy", status=404)


def test_what_is_no_tool_for_a_child_is_there_whatever_a_difference_is_about(cast: Cast) -> None:
    theme = about_a_theme(cast, kind=Kind.REFERRAL_OUTCOME)
    for key, tool in tools().items():
        there = f'href="/differences/{theme.reference}/{key}/"' in visit(f"/differences/tools/{key}/", "amy").markup
        assert there != tool.about_child, key
    page = visit(f"/differences/{theme.reference}/", "amy")
    assert f'href="/differences/{theme.reference}/route/"' in page.markup
