"""What ships: every page that the briefing names, in our own words, with no sentence in two of them."""

import re
from collections import Counter
from itertools import combinations

import pytest

from commonground.library.pages.drawing import drawn, plain
from commonground.library.pages.shape import CHART, PageKind, load, shipped
from commonground.library.pages.views import BESIDE
from commonground.procedures.terms import Kind
from tests.pages.grade import grade, sentences
from tests.visiting import parsed

BRIEFING = {
    "safeguarding-adolescents": "Safeguarding Adolescents",
    "safeguarding-infants": "Safeguarding Infants",
    "adopting-a-family-approach": "Adopting a Family Approach",
    "learning-from-reviews": "Learning from Reviews",
    "neglect": "Neglect",
    "child-exploitation": "Child Exploitation",
    "child-on-child-abuse": "Child-on-Child Abuse",
    "child-sexual-abuse": "Child Sexual Abuse",
    "understanding-unidentified-adults": "Understanding Unidentified Adults",
    "serious-violence": "Serious Violence",
    "community-and-voluntary-organisations": "Community & Voluntary Organisations",
    "resolving-professional-differences": "",
    "resolving-conference-differences": "",
    "threshold-chart": "",
    "day-in-the-life": "",
    "the-panel": "National Child Safeguarding Practice Review Panel",
    "working-together": "Working Together to Safeguard Children",
    "resolution": "",
}
"""What the briefing names, by the key of our page; with its title where ours has the same."""

PAGES = {key: load(text) for key, text in shipped().items()}
TOOLKITS = {key: page for key, page in PAGES.items() if page.kind is PageKind.TOOLKIT}


@pytest.mark.parametrize("key", BRIEFING)
def test_each_thing_that_the_briefing_names_is_a_page_in_our_own_words(key: str) -> None:
    assert PAGES[key].own_words >= 300
    assert BRIEFING[key].replace("&", "and").lower() in PAGES[key].title.replace("&", "and").lower()


def test_the_eleven_toolkits_are_there() -> None:
    assert len(TOOLKITS) == 11


def test_no_paragraph_stands_in_two_pages() -> None:
    found = Counter(
        line for page in PAGES.values() for line in {
            re.sub(r"\W+", " ", plain(one)).strip().lower()
            for section in page.sections for one in section.words.split("\n")
        } if len(line.split()) > 6
    )  # fmt: skip
    assert [line for line, count in found.items() if count > 1] == []


def test_no_two_pages_share_long_runs_of_words() -> None:
    runs = {key: _runs(" ".join(plain(one.words) for one in page.sections)) for key, page in PAGES.items()}
    shared = {(one, other): runs[one] & runs[other] for one, other in combinations(PAGES, 2)}
    assert {pair: found for pair, found in shared.items() if found} == {}


def _runs(words: str, length: int = 14) -> set[tuple[str, ...]]:
    each = re.findall(r"\w+", words.lower())
    return {tuple(each[at : at + length]) for at in range(len(each) - length + 1)}


def test_every_kind_of_difference_has_a_toolkit() -> None:
    helped = {kind for page in PAGES.values() for kind in page.differences}
    assert set(Kind) - helped == set()


def test_safety_content_is_marked_and_begins_with_what_is_done_first() -> None:
    assert {key for key, page in PAGES.items() if page.safety} >= {"safeguarding-infants", "child-sexual-abuse"}
    first = PAGES["safeguarding-infants"].sections[0]
    assert first.heading == ""
    assert "Refer at once" in first.words


@pytest.mark.parametrize("key", PAGES)
def test_a_practitioner_can_read_it(key: str) -> None:
    html = "".join(drawn(one.words, lambda _key: None) for one in PAGES[key].sections)
    assert grade(sentences(parsed(f"<main>{html}</main>"))) <= 9


@pytest.mark.parametrize("key", PAGES)
def test_links_within_the_library_lead_somewhere(key: str) -> None:
    named = {name for one in PAGES[key].sections for name in re.findall(r"\(library:([a-z0-9-]+)\)", one.words)}
    assert named - set(PAGES) - set(BESIDE) - {CHART} == set()


@pytest.mark.parametrize("key", PAGES)
def test_no_number_to_ring_stands_in_a_page(key: str) -> None:
    words = " ".join(one.words for one in PAGES[key].sections)
    assert re.findall(r"\b0\d[\d ]{8,}\b", words) == []


@pytest.mark.parametrize("key", PAGES)
def test_no_page_leads_to_itself(key: str) -> None:
    assert f"(library:{key})" not in "".join(one.words for one in PAGES[key].sections)
