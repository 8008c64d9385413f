"""What a difference may be about: a child, a family member, or how people work together."""

from dataclasses import replace
from datetime import date

import pytest

from commonground.procedures import rules
from commonground.procedures.acts import ACTS
from commonground.procedures.loading import load, shipped
from commonground.procedures.moving import NO_CHILD, moving_refusal
from commonground.procedures.permitting import Refused
from commonground.procedures.raising import raise_
from commonground.procedures.situation import Situation, Standing
from commonground.procedures.subjects import reads
from commonground.procedures.taking import FOR_THE_WHOLE
from commonground.procedures.terms import Act, Capacity, Role, Side, Subject
from tests.editions.fuller import fuller
from tests.procedures.builders import RAISER, london

START = london("2026-04-02 16:50")

FAIRHAVEN = load(shipped()["fairhaven"])
ALL = load(fuller(check="", route=""))
NONE_OF_IT = "Under this procedure a difference is about one to eight children, born or unborn or a family member. "


def raised(subject: Subject, children: int, needed_by: date | None = None) -> rules.Move:
    return raise_(ALL, at=START, subject=subject, children=children, needed_by=needed_by)


def test_what_is_shipped_says_what_the_published_procedure_does() -> None:
    """HIPS is for a child or a family member (procedures.md, 1.1 number 5), and not for systemic issues (number 2)."""
    for name in ("hips", "portsmouth-rethink"):
        procedure = load(shipped()[name])
        assert procedure.subjects == (Subject.CHILD, Subject.FAMILY_MEMBER)
        assert any(one.key == "systemic" for one in procedure.scope)


def test_a_definition_that_says_nothing_is_for_children() -> None:
    text = shipped()["fairhaven"].replace('subjects = ["child", "family_member"]\n', "")
    assert load(text).subjects == (Subject.CHILD,)


@pytest.mark.parametrize(
    ("subject", "children", "sentence"),
    [
        (Subject.CHILD, 0, "A difference is about one to eight children."),
        (Subject.CHILD, 9, "A difference is about one to eight children."),
        (Subject.FAMILY_MEMBER, 2, "names one child at most"),
        (Subject.THEME, 1, "names no child"),
    ],
)
def test_as_many_children_as_it_may_be_about(subject: Subject, children: int, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        raised(subject, children)


def test_only_what_the_edition_allows() -> None:
    raise_(FAIRHAVEN, at=START, subject=Subject.FAMILY_MEMBER, children=0)
    with pytest.raises(Refused, match=NONE_OF_IT):
        raise_(FAIRHAVEN, at=START, subject=Subject.THEME, children=0)


@pytest.mark.parametrize(
    ("subject", "children"),
    [(Subject.CHILD, 2), (Subject.FAMILY_MEMBER, 0), (Subject.FAMILY_MEMBER, 1), (Subject.THEME, 0)],
)
def test_it_is_kept_and_replayed(subject: Subject, children: int) -> None:
    move = raised(subject, children)
    assert rules.replay(ALL, [rules.facts(move)]) == move.after
    assert rules.restore(ALL, rules.dump(move.after)) == move.after
    assert (move.after.subject, move.after.children) == (subject, children)


def test_what_was_kept_before_is_about_children() -> None:
    move = raised(Subject.CHILD, 1)
    kept = {key: value for key, value in rules.dump(move.after).items() if key != "subject"}
    assert rules.restore(ALL, kept) == move.after


def of_a_theme() -> Situation:
    return raised(Subject.THEME, 0).after


def test_an_agreement_about_a_theme_is_for_the_whole() -> None:
    bob = Standing(Side.RESPONDING, Capacity.ANSWERING, Role.PRACTITIONER, 1)
    with pytest.raises(Refused, match=FOR_THE_WHOLE):
        rules.take(of_a_theme(), Act.PROPOSE, bob, at=START, children=(1,))
    proposed = rules.take(of_a_theme(), Act.PROPOSE, bob, at=START).after
    assert rules.take(proposed, Act.SIGN, RAISER, at=START).after.end


def test_no_child_has_moved_where_there_is_none() -> None:
    assert moving_refusal(of_a_theme(), (RAISER,)) == NO_CHILD
    assert moving_refusal(raised(Subject.FAMILY_MEMBER, 1).after, (RAISER,)) is None


def test_words_written_for_a_child_read_as_what_it_is_about() -> None:
    soon = ACTS[Act.SHORTEN]
    said = {subject: soon.labelled(replace(of_a_theme(), subject=subject)) for subject in Subject}
    assert list(said.values()) == [
        "The child needs this sooner",
        "The family needs this sooner",
        "Children need this sooner",
    ]
    sentence = soon.said(of_a_theme(), who="Amy Clarke, teacher", stage="Practitioners")
    assert sentence == "Amy Clarke, teacher made a clock shorter because children need it sooner."
    assert reads(Subject.THEME, "What does the child need?") == "What do children need?"
