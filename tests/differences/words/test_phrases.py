"""Words that help: complete for every kind, easy to read, about the child, and reachable where people write."""

import re

import pytest

from commonground.differences.words.people import hints
from commonground.differences.words.phrases import Firmness, phrases, read, words_that_help
from commonground.directory.demonstration import member
from commonground.procedures.terms import Act, Kind, Subject
from tests.differences.page_story import Fairhaven, act_url, browser, built, fairhaven
from tests.differences.raising import Browser, answered, check, step, words
from tests.pages.grade import grade

__all__ = ["built", "fairhaven"]

SUMMARY = "Words that help, from curious to firm"
UNSAID = re.compile(
    r"\b(tickets?|disputes?|complain\w*|winn\w+|los(?:e|es|er|ers|ing)|faults?|breach|blame\w*|fail\w*)\b"
)
STARVED = '[threshold]\nask = ["Why?"]\nloud = ["No!", "No!"]\n\n[weather]\nask = []\n'


def test_every_kind_has_two_phrases_for_each_of_four_steps() -> None:
    assert len(Firmness) == 4
    assert phrases().keys() == set(Kind)
    assert all(len(said) == 2 for steps in phrases().values() for said in steps.values())
    assert sum(len(said) for steps in phrases().values() for said in steps.values()) == len(Kind) * 4 * 2


def test_what_is_missing_or_too_much_is_named() -> None:
    with pytest.raises(ValueError, match="weather: is no kind") as refused:
        read(STARVED)
    said = str(refused.value)
    assert "threshold.ask: has 1 phrases, not 2" in said
    assert "threshold.insist: has 0 phrases, not 2" in said
    assert "threshold.loud: is no step" in said
    assert "roles: is not there" in said
    assert "said twice: No!" in said


def test_they_are_easy_to_read_and_none_is_about_a_person() -> None:
    for kind, steps in phrases().items():
        said = [phrase for two in steps.values() for phrase in two]
        assert grade(said) <= 9, kind
        assert not [one for one in said if UNSAID.search(one.lower())]
        assert not [hint for one in said for hint in hints(one)], kind


def test_they_read_whatever_a_difference_is_about() -> None:
    """Of several "the child" becomes "children", so no verb may stand with it that says there is one."""
    lame = re.compile(r"\bchildren (?:is|was|has|does|\w+s)\b")
    for subject in Subject:
        for kind in Kind:
            said = [phrase for step in words_that_help(kind, subject) for phrase in step.phrases]
            assert not [one for one in said if lame.search(one)], (subject, kind)
    assert words_that_help("") == ()


@pytest.mark.usefixtures("fairhaven")
def test_they_stand_beside_the_worry_once_its_kind_is_known() -> None:
    amy = Browser(member("amy"))
    page = amy.page(step(answered(amy), "worry"))
    assert SUMMARY in page
    assert "<details" in page
    assert all(said in page for two in phrases()[Kind.STEP_DOWN_CLOSE].values() for said in two)


@pytest.mark.parametrize(("who", "act"), [("bob", Act.RESPOND), ("amy", Act.ESCALATE)])
def test_they_stand_beside_an_answer_and_an_escalation(fairhaven: Fairhaven, who: str, act: Act) -> None:
    page = browser(who).page(act_url(fairhaven.answered(), act))
    assert SUMMARY in page
    assert phrases()[Kind.STEP_DOWN_CLOSE][Firmness.INSIST][0] in page


def test_nothing_of_them_stands_where_nobody_writes_to_the_other_side(fairhaven: Fairhaven) -> None:
    assert SUMMARY not in browser("amy").page(act_url(fairhaven.answered(), Act.NOTE))


BLAMING = "He has no coat. You never listen to anybody. He is cold in the mornings."


@pytest.mark.usefixtures("fairhaven")
def test_a_hint_stands_on_check_your_answers_and_stops_nothing() -> None:
    amy = Browser(member("amy"))
    draft = answered(amy)
    assert "It may read as blame." not in amy.page(check(draft))
    amy.sends(step(draft, "worry"), {"worry": BLAMING})
    page = amy.page(check(draft))
    assert "“You never listen to anybody.” It may read as blame." in words(page)
    assert "“He has no coat.”" not in page
    assert "/sent/" in amy.sends(check(draft))


def test_a_hint_stands_on_the_check_of_an_answer(fairhaven: Fairhaven) -> None:
    """An answer is checked where its words may point to a family; a hint alone asks for no second page."""
    row = fairhaven.answered()
    bob = browser("bob")
    sent = {"version": row.version, "answer": "no_because", "meanwhile": "She is with her aunt."}
    page = bob.send(act_url(row, Act.RESPOND), because=f"{BLAMING} She lives in PO1 2AB.", **sent)
    assert page.status_code == 200
    assert "“You never listen to anybody.”" in page.content.decode()
    assert bob.send(act_url(row, Act.RESPOND), because=BLAMING, **sent).status_code == 302
