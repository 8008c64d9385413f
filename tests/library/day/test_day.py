"""A day in the life of a child as data, as a picture and on paper: what is shipped, and what is no day."""

from typing import Any

import pytest

from commonground.library.day.band import EDGE, HOUR, band, drawn
from commonground.library.day.paper import blank
from commonground.library.day.shape import (
    LONGEST,
    WHOLE_DAY,
    AnswerSource,
    DayError,
    DayType,
    Lens,
    Part,
    Span,
    Tells,
    load,
    shipped,
    unasked,
)
from tests.pages.grade import grade
from tests.pdf import read, said

HELD = {
    "unborn": (5, 15),
    "baby": (9, 26),
    "pre-school": (8, 18),
    "primary": (10, 22),
    "adolescent": (8, 22),
    "disabled-child": (8, 17),
}
"""Of each version: its parts of the day, and its prompts."""


def test_six_versions_hold_forty_eight_parts_of_the_day_and_a_hundred_and_twenty_prompts() -> None:
    assert {key: (len(one.parts), len(one.questions)) for key, one in shipped().items()} == HELD
    assert tuple(map(sum, zip(*HELD.values(), strict=True))) == (48, 120)
    assert [one.parts[0].name for one in shipped().values()] == [
        "The pregnancy so far", "Waking", "Getting up", "Getting up", "Morning", "Being understood",
    ]  # fmt: skip


def test_a_key_is_for_ever() -> None:
    """Days that were shared name the version by its key: add one here, and never take one out."""
    assert {"unborn", "baby", "pre-school", "primary", "adolescent", "disabled-child"} <= set(shipped())


def test_an_answer_has_its_source_its_kind_of_day_and_says_what_goes_well_too() -> None:
    assert [one.value for one in Lens] == ["observed", "experience", "present", "feeling"]
    assert [one.value for one in AnswerSource] == [
        "seen_by_me", "told_by_child", "told_by_parent_or_carer", "told_by_another_professional", "record", "not_known",
    ]  # fmt: skip
    assert [one.value for one in DayType] == [
        "school_or_work_day", "weekend", "school_holiday", "when_someone_else_cares",
    ]  # fmt: skip
    assert [one.value for one in Tells] == ["going_well", "worry", "unsure"]
    assert all(part.well for one in shipped().values() for part in one.parts)


def test_every_way_of_looking_is_used_in_every_version() -> None:
    for one in shipped().values():
        assert {lens for part in one.parts for lens, _ in part.asks} == set(Lens), one.key


def test_what_is_not_read_of_the_official_versions_is_said() -> None:
    came = {key: one.came for key, one in shipped().items()}
    assert "designed here" in came["unborn"]
    assert "read in part" in came["baby"]
    for key in ("pre-school", "primary", "disabled-child"):
        assert "It has not been read" in came[key]
    assert "not the tool" in came["adolescent"]
    assert all(one.sources for one in shipped().values())
    assert all("even if the reason sounds right" in shipped()[key].first for key in ("baby", "disabled-child"))
    assert "where a partner may hear" in shipped()["unborn"].first


def test_the_words_read_easily() -> None:
    for one in shipped().values():
        words = [one.about, *(part.well for part in one.parts), *one.questions]
        assert grade(words) <= 9, one.key


GOOD = """\
key = "x"
title = "X"
about = "About."
came = "From."
with_child = true
sources = [{title = "One", address = "https://one.example/"}]
[[parts]]
name = "Morning"
hours = ["06:00-18:00"]
well = "Well."
prompts = {observed = ["What is eaten?"]}
[[parts]]
name = "Night"
hours = ["18:00-06:00"]
well = "Well."
prompts = {feeling = ["What wakes the child?"]}
"""


@pytest.mark.parametrize(
    ("before", "after", "why"),
    [
        ("key =", "key", "not well-formed TOML"),
        ('title = "X"\n', "", "no day in the life of a child: 'title'"),
        ('"Night"', '"Morning"', "The part “Morning” stands there twice"),
        ("observed", "heard", "no day in the life of a child: 'heard' is not a valid Lens"),
        ("[[parts]]", "[[bits]]", "no day in the life of a child: 'parts'"),
        ('"What wakes the child?"', "", "Night: nothing is asked"),
        ('"What wakes the child?"', '"What is eaten?"', "“What is eaten\\?” is asked twice"),
        ('"What is eaten?"', f'"{"x" * (LONGEST + 1)}"', f"Morning: .* at most {LONGEST} characters"),
        ('well = "Well."', 'well = " "', "Morning: what stands there is a line of words"),
        ('about = "About."', 'about = ""', "The line about it is a line of words"),
        ("https://one.example/", "javascript:alert(1)", "begins with https://"),
        ("06:00-18:00", "06:00-17:30", "No part of the day is about 17:30 to 18:00"),
        ("06:00-18:00", "6-18", "“6-18” is no stretch of a day such as 07:00-07:30"),
        ("06:00-18:00", "06:00-25:00", "“06:00-25:00” is no stretch of a day"),
        ("06:00-18:00", "06:70-18:00", "“06:70-18:00” is no stretch of a day"),
        ("06:00-18:00", "06:00-06:00", "“06:00-06:00” is no stretch of a day"),
    ],
)
def test_what_is_no_day_is_said_in_words(before: str, after: str, why: str) -> None:
    assert load(GOOD).parts
    with pytest.raises(DayError, match=why):
        load(GOOD.replace(before, after))


def test_a_day_without_parts_is_none() -> None:
    with pytest.raises(DayError, match="A day has parts"):
        load(f"{GOOD.split('[[parts]]', maxsplit=1)[0]}parts = []\n")


def test_no_hour_of_a_day_is_left_out_but_where_no_part_has_hours() -> None:
    assert all(unasked(one) is None for one in shipped().values())
    assert str(Span(20 * 60, 6 * 60 + 30)) == "20:00 to 06:30"
    assert sum(len(some) for some in Span(20 * 60, 6 * 60 + 30).minutes) == 630
    assert sum(len(some) for some in Span(0, WHOLE_DAY).minutes) == WHOLE_DAY


def test_the_band_shows_each_stretch_once_where_it_is_and_none_over_another() -> None:
    for one in shipped().values():
        halves = band(drawn(one.parts))
        blocks = [(at, block) for at, half in enumerate(halves) for block in half.blocks]
        shown = sum(block.width for _, block in blocks)
        assert shown == sum(len(part.minutes) for part in one.parts), one.key
        for at, block in blocks:
            for other, beside in blocks:
                if at == other and block.y == beside.y and block is not beside:
                    assert block.x + block.width <= beside.x or beside.x + beside.width <= block.x
    early, late = band(drawn(shipped()["primary"].parts))
    assert [(block.number, block.x) for block in early.blocks][:2] == [(1, EDGE + HOUR // 2), (2, EDGE + HOUR * 5 // 4)]
    assert early.ticks[0] == (EDGE, "06:00")
    assert [words for _, words in late.ticks] == ["18:00", "21:00", "00:00", "03:00", "06:00"]
    night = next(block for block in late.blocks if block.number == 9)
    assert (night.x, night.width) == (EDGE + 2 * HOUR, 10 * HOUR), "one that goes past midnight is one block there"
    assert "9 Bed and night" in late.words
    assert "5 At school" not in late.words
    assert band(drawn([Part("Any", (), "Well.", {})])) == ()


@pytest.mark.parametrize("key", HELD)
def test_a_blank_sheet_holds_all_that_is_asked_and_can_be_read_out(key: str) -> None:
    one, content = shipped()[key], blank(key)
    words = said(content)
    for part in one.parts:
        assert part.name in words
        assert part.well in words
        for prompt in (prompt for some in part.prompts.values() for prompt in some):
            assert prompt in words, prompt
    for term in (*DayType, *AnswerSource, *Tells):
        assert term.label in words
    assert "no score" in words
    document = read(content)
    root: Any = document.trailer["/Root"]
    assert len(document.pages) <= 3
    assert b"pdfuaid:part" in root["/Metadata"].get_data()
