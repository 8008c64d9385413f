"""A chart as data: what is shipped, what of it is not confirmed, and what is no chart."""

import pytest

from commonground.library.shape import MOST, Box, ChartError, load, shipped, write

HELD = {
    (1, "developmental_needs"): (6, 0, True),
    (1, "family_and_environment"): (4, 0, True),
    (1, "parents_and_carers"): (4, 0, True),
    (1, "next_steps"): (2, 0, True),
    (2, "developmental_needs"): (18, 0, True),
    (2, "family_and_environment"): (11, 0, True),
    (2, "parents_and_carers"): (5, 0, True),
    (2, "next_steps"): (3, 3, False),
    (3, "developmental_needs"): (16, 16, False),
    (3, "family_and_environment"): (5, 0, False),
    (3, "parents_and_carers"): (6, 1, False),
    (3, "next_steps"): (3, 3, False),
    (4, "developmental_needs"): (16, 6, False),
    (4, "family_and_environment"): (1, 1, False),
    (4, "parents_and_carers"): (3, 3, False),
    (4, "next_steps"): (4, 3, False),
}
"""Of the chart of Hampshire and the Isle of Wight, by level and column: phrases, those not confirmed, seen whole."""

NAMES = ["Universal", "Early Help", "Targeted Early Help", "Children's Social Care"]


def test_the_chart_of_two_areas_holds_what_was_read_and_says_what_was_not() -> None:
    chart = load(shipped()["hampshire-and-isle-of-wight"])
    held = {
        (level.number, column): (len(box.phrases), len(box.unconfirmed), box.whole)
        for level, column, box in chart.boxes()
    }
    assert held == HELD
    assert chart.unconfirmed == 9
    assert chart.areas == ("Hampshire", "Isle of Wight")
    assert [level.name.replace("’", "'") for level in chart.levels] == NAMES
    assert "not a test" in " ".join(chart.guide)
    assert all(box.note for _, _, box in chart.boxes() if not box.whole)


@pytest.mark.parametrize("key", shipped())
def test_a_chart_is_written_as_it_is_read(key: str) -> None:
    chart = load(shipped()[key])
    assert load(write(chart)) == chart


def test_a_box_that_a_file_leaves_out_is_one_of_which_nothing_is_known() -> None:
    for less in ('[levels.boxes.child]\nphrases = ["Eats well"]\n', '["Eats well"]'):
        (level,) = load(GOOD.replace(less, "[]" if less.startswith('["') else "")).levels
        assert level.boxes == {"child": Box()}
        assert not level.boxes["child"].confirmed


def test_only_the_levels_that_were_compared_stand_as_published() -> None:
    chart = load(shipped()["hampshire-and-isle-of-wight"])
    said = chart.published({(4, "next_steps"): ("Ring.",), (3, "next_steps"): ("Wait.",)}, compared=(4,))
    assert said.levels[3].boxes["next_steps"] == Box(("Ring.",), whole=True)
    assert said.levels[2] == chart.levels[2], "what nobody compared stays as it was, whatever was written"
    assert said.unconfirmed == 5


def test_as_published_nothing_is_left_unconfirmed() -> None:
    chart = load(shipped()["hampshire-and-isle-of-wight"])
    said = chart.published({(4, "family_and_environment"): ("One", "Two")}, compared=(1, 2, 3, 4))
    assert said.unconfirmed == 0
    assert said.levels[3].boxes["family_and_environment"] == Box(("One", "Two"), whole=True)
    assert said.levels[0].boxes["parents_and_carers"].phrases == chart.levels[0].boxes["parents_and_carers"].phrases
    assert chart.unconfirmed == 9, "the chart that was read stays as it is"


GOOD = """\
key = "x"
title = "X"
owner = "X"
areas = ["X"]
[columns]
child = "The child"
[[levels]]
number = 1
name = "One"
means = "One."
[levels.boxes.child]
phrases = ["Eats well"]
"""


@pytest.mark.parametrize(
    ("before", "after", "why"),
    [
        ("key =", "key", "not well-formed TOML"),
        ('title = "X"\n', "", "no threshold chart: 'title'"),
        ("number = 1", "number = 2", "numbered 1, 2, 3"),
        ('["Eats well"]', '["Eats well", "Eats well"]', "“Eats well” stands there twice"),
        ('["Eats well"]', '["Eats well", "eats WELL"]', "Level 1, The child: “Eats well” stands there twice"),
        ("boxes.child", "boxes.chidl", "level 1 has a box “chidl”, and the chart has no such column"),
        ('["Eats well"]', '["Eats well"]\nsources = ["javascript:alert(1)"]', "is no address that begins with https"),
        ('title = "X"', 'title = "X"\noriginal = "javascript:alert(1)"', "original is an address that begins with"),
        ('title = "X"', 'title = "X"\nfor_families = "here"', "for_families is an address that begins with"),
        ('["Eats well"]', '["Eats well"]\nunconfirmed = ["Sleeps"]', "does not stand there"),
        ('"Eats well"', '" "', "a phrase is a line of words"),
        ('"Eats well"', f'"{"x" * 201}"', "at most 200"),
        ('"Eats well"', ", ".join(f'"{number}"' for number in range(MOST + 1)), "more than 60 phrases"),
        ("[[levels]]", "[levels]", "no threshold chart"),
    ],
)
def test_what_is_no_chart_is_said_in_words(before: str, after: str, why: str) -> None:
    assert load(GOOD).levels
    with pytest.raises(ChartError, match=why):
        load(GOOD.replace(before, after))
