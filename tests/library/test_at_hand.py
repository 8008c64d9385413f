"""At the point of need: each kind of difference and each step offers two or three things that are there."""

import pytest

from commonground.library.at_hand import at_hand, to_read
from commonground.library.finding.asking import synonyms
from commonground.library.pages.shape import load, shipped
from commonground.procedures.terms import Act, Kind
from tests.cast import Cast
from tests.pages.drafted import drafts
from tests.visiting import visit

PAGES = {key: load(text) for key, text in shipped().items()}
STEPS = {"side_view", "saying_back", "thresholds", "numbers", "lists", "meetings", "undertakings", "fresh_eyes"}
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
