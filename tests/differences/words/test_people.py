"""A hint where a sentence is about a person and not the child: each way of telling, and how fast."""

import itertools
import time
import tomllib
from collections.abc import Callable
from functools import cache
from importlib import resources
from pathlib import Path

import pytest

from commonground.differences import words
from commonground.differences.words.people import INSTEAD, Sort, about_a_person, hints, read, sentences
from commonground.procedures.terms import Subject

ABOUT_A_PERSON = [
    ("Your assessment was incompetent.", Sort.CHARACTER),
    ("The duty manager was rude to me.", Sort.CHARACTER),
    ("That is a careless social worker.", Sort.CHARACTER),
    ("She is lazy and never reads the file.", Sort.CHARACTER),
    ("The head is a control freak.", Sort.CHARACTER),
    ("The police officer swanned in an hour late.", Sort.CHARACTER),
    ("You should be ashamed.", Sort.BLAME),
    ("Once again the team has done nothing.", Sort.BLAME),
    ("What a surprise that nobody rang.", Sort.MOCKING),
    ("Your “assessment” took ten minutes.", Sort.MOCKING),
    ("Are they reading these at all?!", Sort.MOCKING),
    ("I have twenty years of experience.", Sort.ONESELF),
    ("It is an insult to my profession.", Sort.ONESELF),
]
ABOUT_THE_CHILD = [
    "He came to school hungry on three days.",
    "Mum was rude to the midwife in front of him.",
    "He is lazy in lessons and rude to other pupils.",
    "The school says that he is rude when he is tired.",
    "She says that she is useless and that everyone has let her down.",
    "His father is a careless man with the stair gate.",
    "The social worker is on leave until Monday.",
    "Your team closed the referral on Friday.",
    "I do not agree, because the bruise is not explained.",
    "I worry about the nights.",
    "What have you seen that I have not?",
    "He hides behind the sofa.",
    "What do you mean by “safe”?",
    "Your agenda for Tuesday does not have the burn on it.",
    "The hospital discharged him with a rigid collar.",
    "Your report says that he is aggressive.",
    "Your letter says that the house is disgusting.",
    "You wrote that she was rude.",
    "Thank you for letting me know.",
    "Thank you for letting us see the letter about the fall.",
    "Your letter says that failure to thrive is not explained.",
    "The GP dismissed the rash as viral.",
    "Who will be responsible for collecting her?",
    "You should know that his uncle came back.",
    "You ought to know that he was not at school on Monday.",
    "She got a gold star at school.",
    "He won a medal.",
    "Good luck with the move next week.",
    "I will send you my side of it tonight.",
    "I have to explain to her mother tonight what happens next.",
    "I had to tell him that nobody could take him home.",
]


@pytest.mark.parametrize(("sentence", "sort"), ABOUT_A_PERSON)
def test_a_sentence_about_a_person_is_told(sentence: str, sort: Sort) -> None:
    assert about_a_person(sentence) == sort


@pytest.mark.parametrize("sentence", ABOUT_THE_CHILD)
def test_a_sentence_about_the_child_is_left_alone(sentence: str) -> None:
    assert about_a_person(sentence) is None


def test_which_sentence_it_is_and_how_to_say_it_is_told_once_each() -> None:
    text = "He has no coat. You never listen to anybody.\nI saw Dr. Lee. You never listen to anybody."
    (hint,) = hints(text)
    assert hint.words == "You never listen to anybody."
    assert (hint.why, hint.instead) == (Sort.BLAME.label, INSTEAD[Sort.BLAME])
    (hint,) = hints(text, Subject.THEME)
    assert "For children that means" in hint.instead
    assert INSTEAD.keys() == set(Sort)


def test_a_text_is_read_by_sentences() -> None:
    said = list(sentences("One. Two?  Three!\n\n- Four… “Five.” Six. Seen by Dr. Lee.\u00a0Seven"))
    assert said == ["One.", "Two?", "Three!", "- Four…", "“Five.”", "Six.", "Seen by Dr Lee.", "Seven"]


def test_a_long_sentence_is_shown_by_its_beginning() -> None:
    (hint,) = hints("You never listen, " + "and then " * 60 + "it ends.")
    assert hint.words.endswith(" …")
    assert len(hint.words) <= 202


def test_nothing_takes_long_whatever_is_written() -> None:
    for text in ("word " * 800, "how nice lovely is the " * 170, "you are so " * 360, "“" * 4000, "\U0001f600 " * 2000):
        began = time.perf_counter()
        hints(text)
        assert time.perf_counter() - began < 1, text[:20]


def test_rules_for_nobody_known_are_refused() -> None:
    who = {name: ["x"] for name in ("professional", "work", "family", "at_work", "of_the_child", "done")}
    with pytest.raises(ValueError, match="everyone"):
        read({"who": who, "rules": [{"sort": "blame", "of": "everyone", "words": ["x"]}], "signs": []})


@pytest.mark.parametrize("sort", Sort)
def test_no_words_of_a_rule_stand_twice_or_can_never_be_met(sort: Sort) -> None:
    """A word ends where a word ends: one that ends in a space is met nowhere."""
    rules = tomllib.loads(resources.files(words).joinpath(f"{sort}.toml").read_text(encoding="utf-8"))["rules"]
    assert len(rules) == len({rule["of"] for rule in rules})
    said = [word for rule in rules for word in rule["words"]]
    assert len(said) == len(set(said))
    assert [word for word in said if word != word.strip()] == []


LONG = 20_000
ENDLESS = (
    *("a", "“", "“a b ", "\U0001f600 ", "! ", "you are so ", "the nurse said ", "less time on ", "Ann has had "),
    *("at school is useless mum ", "how nice lovely is the ", "even mum told the ", "x" * 799 + " "),
)


@pytest.mark.parametrize("one", ENDLESS)
def test_a_sentence_without_end_takes_little_longer_than_ordinary_ones(one: str) -> None:
    """20,000 characters of anything take no more than ten times as long as of ordinary sentences, and grow as they do.

    What grows with the square takes sixteen times as long for four times as much.
    """
    text = (one * LONG)[:LONG]
    assert _never(lambda: _seconds(text) > 10 * _ordinary())
    assert _never(lambda: _seconds(text) > 9 * _seconds(text[: LONG // 4]) + 0.05)


@cache
def _ordinary() -> float:
    plain = " ".join(itertools.islice(itertools.cycle(ORDINARY), 2000))[:LONG]
    return min(_seconds(plain) for _ in range(3))


def _never(slow: Callable[[], bool]) -> bool:
    """Say whether it is not slow three times: the machine may have been busy once or twice."""
    return not all(slow() for _ in range(3))


def _seconds(text: str) -> float:
    began = time.perf_counter()
    hints(text)
    return time.perf_counter() - began


HERE = Path(__file__).parent


def _lines(name: str) -> list[str]:
    said = HERE.joinpath(name).read_text(encoding="utf-8").splitlines()
    return [line for line in said if not line.startswith("#")]


ORDINARY = _lines("ordinary.txt")
"""Ordinary sentences of the work, many of them false friends of the rules, written beside them and known to them."""
TOLD = _lines("told.txt")
"""Sentences about people, written beside the rules and known to them: they show what the words are for, and no more."""


def test_ordinary_sentences_are_left_alone() -> None:
    assert len(ORDINARY) > 1000
    assert [one for one in ORDINARY if hints(one)] == []


def test_the_sentences_for_which_the_words_were_written_are_told() -> None:
    missed = [one for one in TOLD if not hints(one)]
    assert len(TOLD) > 600
    assert len(missed) <= 0.02 * len(TOLD), missed


@pytest.mark.parametrize(("name", "least", "most"), [("labelled.tsv", 50, 0), ("unseen.tsv", 49, 0)])
def test_a_hundred_sentences_that_somebody_else_labelled(
    name: str, least: int, most: int, figure: Callable[[str], None]
) -> None:
    """Two sets of a hundred, each labelled by somebody who did not know the rules: half about a person, half not.

    The rules are tuned on both, so what is counted here holds what was reached and says nothing of new sentences. What
    says that is the first time each was read, before anything was changed for it: of 50 about a person 33 were told in
    ``labelled.tsv`` and 35 in ``unseen.tsv``, and of 50 about the child 2 and 1 wrongly.
    A third such set, on which nobody tuned and which is not kept here, was read once, when the rules stood as they do
    now: 40 of 50 were told, and 1 of 50 wrongly.
    """
    by_label: dict[str, list[str]] = {"person": [], "child": []}
    for line in _lines(name):
        label, sentence = line.split("\t", 1)
        by_label[label].append(sentence)
    assert {label: len(said) for label, said in by_label.items()} == {"person": 50, "child": 50}
    caught, wrong = (sum(bool(hints(one)) for one in by_label[label]) for label in ("person", "child"))
    figure(f"{name}: of 50 sentences about a person {caught} are told, of 50 about the child {wrong}")
    assert (caught, wrong) == (least, most)
    assert caught >= 0.8 * 50
    assert wrong <= 0.05 * 50


@pytest.mark.parametrize(
    "sentence",
    [
        "His uncle said “your lot are useless” and shut the door.",
        "She shouted that the nurse is a “lazy cow” and ran out.",
        "HE HAS A BURN ON HIS HAND AND CANNOT SAY HOW",
        "I’m worried, and I can’t tell who looks after him.",
    ],
)
def test_what_others_said_is_not_what_the_writer_says(sentence: str) -> None:
    assert about_a_person(sentence) is None


def test_short_forms_are_read_in_full() -> None:
    assert about_a_person("You don’t care.") == about_a_person("You do not care.") == Sort.CHARACTER
    assert about_a_person("I'm insulted by this.") == Sort.ONESELF
