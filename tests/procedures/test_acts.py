"""Every act has its words, and every table has every act."""

import re
from collections.abc import MutableMapping
from dataclasses import replace
from string import Formatter

import pytest

from commonground.procedures import acts, permitting, taking
from commonground.procedures.acts import ACTS, missing
from commonground.procedures.situation import Ask
from commonground.procedures.terms import Act, Side
from tests.procedures.builders import BESIDE, FOUR, london
from tests.procedures.grids import situation

UNKIND = re.compile(r"\b(case|ticket|dispute|complain\w*|winner|fault|breach|allege\w*|accus\w*)\b", re.IGNORECASE)


def test_no_table_misses_an_act() -> None:
    assert missing() == ()


@pytest.mark.parametrize(
    ("table", "name"), [(acts.ACTS, "ACTS"), (permitting.PERMITS, "PERMITS"), (taking.DOES, "DOES")]
)
def test_a_missing_row_is_named(table: MutableMapping[Act, object], name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(table, Act.DECLINE)
    assert missing() == (f"decline has no row in {name}",)


def test_an_act_that_is_not_offered_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(acts, "OFFERED", tuple(act for act in permitting.OFFERED if act is not Act.SKIP))
    assert missing() == ("skip has no row in OFFERED",)


@pytest.mark.parametrize("act", list(Act))
def test_an_act_says_what_it_asks_and_does(act: Act) -> None:
    row = ACTS[act]
    assert row.act is act
    assert row.asks
    assert all(re.fullmatch(r"[A-Z].*\?", question) for question in row.asks)
    assert row.sentence.startswith("{who} ")
    assert row.sentence.endswith(".")
    assert {field for _, field, _, _ in Formatter().parse(row.sentence) if field} <= {"who", "stage"}
    for words in (row.label, row.sentence, *row.asks):
        assert not UNKIND.search(words), words


@pytest.mark.parametrize("act", list(Act))
def test_a_label_is_ready_to_read(act: Act) -> None:
    for stage in (1, 2, 3, 4):
        label = ACTS[act].labelled(situation(FOUR, stage))
        assert label
        assert "{" not in label
        if act not in {Act.ESCALATE, Act.AGREE_TO_IT, Act.SIDE_ROUTE, Act.FACILITATED}:
            assert label == ACTS[act].label


def test_help_to_talk_is_called_as_the_edition_calls_it() -> None:
    assert ACTS[Act.SIDE_ROUTE].labelled(situation(BESIDE, 1)) == "Ask for Re-think"
    assert ACTS[Act.SIDE_ROUTE].labelled(situation(BESIDE, 3)) == "Ask for help to talk"
    assert ACTS[Act.FACILITATED].labelled(situation(BESIDE, 1, "H")) == "Note what came of Re-think"


def test_agreeing_says_to_what() -> None:
    here = situation(FOUR, 2)
    day = london("2026-12-04 09:00")
    asks = (
        (Ask(Act.PAUSE, Side.RAISING, until=day), "Agree to pause the clock until Friday 4 December, or say no"),
        (Ask(Act.LENGTHEN, Side.RAISING, due=day), "Agree to give more time until Friday 4 December, or say no"),
        (Ask(Act.STEP_DOWN, Side.RAISING, to_stage=1), "Agree to step down to stage 1, or say no"),
        (None, "Agree to it, or say no"),
    )
    for asked, label in asks:
        assert ACTS[Act.AGREE_TO_IT].labelled(replace(here, asked=asked)) == label


def test_escalate_says_where_to() -> None:
    labels = [ACTS[Act.ESCALATE].labelled(situation(FOUR, stage)) for stage in (1, 2, 3, 4)]
    assert labels == [
        "Escalate to line managers or safeguarding leads",
        "Escalate to senior managers",
        "Escalate to safeguarding partners",
        "Escalate",
    ]


def test_the_acts_that_move_it_on_are_the_main_ones() -> None:
    assert {act.value for act in Act if ACTS[act].main} == {
        *("raise", "pick_up", "respond", "propose", "sign", "escalate", "not_resolved", "agree_to_it")
    }


def test_what_keeps_the_child_safe_is_asked_where_it_matters() -> None:
    asking = {act.value for act in Act if "What keeps the child safe meanwhile?" in ACTS[act].asks}
    assert asking == {"raise", "respond", "record_for", "escalate", "redirect", "not_resolved", "reopen"}
