"""A draft is edited at a path: what is added, removed and moved is what was meant, and nothing else is touched."""

from copy import deepcopy

import pytest

from commonground.procedures.asking import How
from commonground.procedures.definition import Stage
from commonground.procedures.editing import NotThereError, add, find, move, path_of, put, remove
from commonground.procedures.loading import load, shipped
from commonground.procedures.writing import Tree, read, text_of


@pytest.fixture
def tree() -> Tree:
    return read(shipped()["fairhaven"])


def names(tree: Tree) -> list[str]:
    return [stage["name"] for stage in tree["stages"]]


def test_a_path_leads_to_a_stage_to_its_clock_and_to_what_is_not_there_yet(tree: Tree) -> None:
    stage = find(tree, "stages/2")
    assert (stage.part, stage.index, stage.above) == (Stage, 1, "stages")
    clock = find(tree, "stages/2/clocks/settled")
    assert clock.table is not None
    assert clock.table["amount"] == 3
    assert find(tree, "limits").rows == ()
    del tree["pausing"]
    assert find(tree, "pausing").table is None


@pytest.mark.parametrize(
    "path",
    ["nothing", "stages/9", "stages/0", "stages/x", "stages/2/clocks/reply", "stages/2/name", "key", "pausing/clocks"],
)
def test_what_is_not_there_is_not_found(tree: Tree, path: str) -> None:
    with pytest.raises(NotThereError):
        find(tree, path)


def test_a_row_is_named_by_its_short_name_where_it_is_its_own() -> None:
    rows = [{"key": "reply"}, {"key": "reply"}, {"key": "two words"}, {"key": "2"}, {"key": "add"}, {}]
    place = find({"stages": [{"clocks": rows}]}, "stages/1/clocks")
    assert [path_of(place, n).rpartition("/")[2] for n in range(6)] == ["reply", "2", "3", "4", "5", "6"]
    for n in range(6):
        assert find({"stages": [{"clocks": rows}]}, path_of(place, n)).index == n


def test_answers_are_kept_and_nothing_else_changes(tree: Tree) -> None:
    before = deepcopy(tree)
    put(tree, "stages/2/clocks/settled", {"amount": 4})
    assert tree["stages"][1]["clocks"][0]["amount"] == 4
    tree["stages"][1]["clocks"][0]["amount"] = 3
    assert tree == before


def test_a_part_that_is_not_there_is_there_once_it_is_answered(tree: Tree) -> None:
    remove(tree, "reopening")
    assert load(text_of(tree)).reopening is None
    put(tree, "reopening", {"within": "not known", "unit": "calendar_days"})
    assert load(text_of(tree)).reopening is not None
    with pytest.raises(NotThereError):
        put(tree, "stages", {})


def test_a_row_is_added_at_the_end_and_its_path_leads_to_it(tree: Tree) -> None:
    assert add(tree, "stages", {"name": "One more"}) == "stages/5"
    assert add(tree, "stages/5/clocks", {"key": "settled"}) == "stages/5/clocks/settled"
    assert add(tree, "stages/5/clocks", {"key": "settled"}) == "stages/5/clocks/2"
    with pytest.raises(NotThereError):
        add(tree, "stages/1", {})


def test_stages_change_places_and_keep_all_that_is_theirs(tree: Tree) -> None:
    guidance = tree["stages"][2]["guidance"]
    move(tree, "stages/3", up=True)
    assert names(tree)[1:3] == ["Senior managers", "Line managers or safeguarding leads"]
    assert tree["stages"][1]["guidance"] == guidance
    move(tree, "stages/2", up=False)
    move(tree, "stages/1", up=True)
    move(tree, "stages/4", up=False)
    assert tree == read(shipped()["fairhaven"])
    with pytest.raises(NotThereError):
        move(tree, "pausing", up=True)


def test_when_a_stage_is_taken_out_what_spoke_of_a_later_one_still_does() -> None:
    tree = read(shipped()["fairhaven"])
    tree["limits"] = [{"key": "all", "first_stage": 1, "last_stage": 4}]
    tree["tells"] = [{"event": "agreed", "who": ["officer"], "from_stage": 3}]
    remove(tree, "stages/2")
    assert (tree["limits"][0]["first_stage"], tree["limits"][0]["last_stage"]) == (1, 3)
    assert tree["tells"][0]["from_stage"] == 2
    remove(tree, "stages/3")
    assert tree["limits"][0]["last_stage"] == 2
    assert tree["tells"][0]["from_stage"] == 2
    remove(tree, "tells/1")
    assert tree["tells"] == []
    assert tree["limits"][0]["last_stage"] == 2


def test_a_row_of_who_stands_in_is_edited_as_any_other(tree: Tree) -> None:
    path = add(tree, "stand_ins", {"kind": "school", "role": "practitioner", "others": ["safeguarding_lead"]})
    assert find(tree, path).table == {"kind": "school", "role": "practitioner", "others": ["safeguarding_lead"]}
    school = load(text_of(tree)).stand_ins
    assert [role.value for role in school[next(kind for kind in school if kind == "school")]][-1] == "practitioner"


def test_only_what_is_a_list_is_edited_as_rows(tree: Tree) -> None:
    assert find(tree, "stages").question is not None
    assert find(tree, "stages").question.how is How.ROWS  # type: ignore[union-attr]  # as the line before says
