"""A later answer that differs: before and after on the page and in the record, as good practice, and nobody has won."""

import pytest

from commonground.differences import actions
from commonground.differences.agreeing import disagreements
from commonground.differences.models import Difference, View
from commonground.now import london_date
from commonground.procedures.minds import GOOD_PRACTICE, changed
from commonground.procedures.terms import Answer, Side, ToldBy
from commonground.record.models import Entry, EntryText
from tests.cast import BECAUSE, MEANWHILE, Cast
from tests.differences.asking import fresh
from tests.visiting import visit

NOW = "We heard about his aunt. We visit tomorrow."


def answer(cast: Cast, row: Difference, what: Answer, by: str = "bob") -> EntryText:
    cast.do(actions.respond, row, by, answer=what, because=NOW, meanwhile=MEANWHILE)
    return Entry.objects.filter(subject=row.pk, kind="difference.respond").latest("number").text


@pytest.mark.parametrize("what", [Answer.YES, Answer.YES_IF])
def test_before_and_after_stand_next_to_each_other(cast: Cast, what: Answer) -> None:
    row = cast.answered()
    said = answer(cast, row, what)
    whose = row.name_of(Side.RESPONDING)
    assert said.sentence.endswith(f"changed the answer of {whose} from “No, because” to “{what.label}”.")
    assert said.words["The answer before"] == f"No, because: {BECAUSE}"
    assert (said.words["Answer"], said.words["Why"]) == (what.label, NOW)
    assert said.words["A change of mind"] == GOOD_PRACTICE
    for who in ("amy", "bob"):
        page = visit(row.get_absolute_url(), who).words
        assert page.index("A change of mind Before: No, because.") < page.index(f"Now: {what.label}. {NOW}")
        assert GOOD_PRACTICE in page
    assert "The answer before" in visit(f"{row.get_absolute_url()}record/", "amy").words
    assert not list(disagreements(fresh(row)))


def test_the_same_answer_again_is_none(cast: Cast) -> None:
    row = cast.answered()
    assert "A change of mind" not in answer(cast, row, Answer.NO_BECAUSE).words
    assert "A change of mind" not in visit(row.get_absolute_url(), "amy").words


def test_a_first_answer_is_none(cast: Cast) -> None:
    assert "A change of mind" not in answer(cast, cast.raised(), Answer.YES).words


def test_a_manager_who_answers_otherwise_changes_the_mind_of_the_side(cast: Cast) -> None:
    words = {"reason": "We still differ.", "tried": "We spoke.", "ask": "A visit.", "meanwhile": MEANWHILE}
    row = cast.do(actions.escalate, cast.answered(), "amy", **words)
    assert answer(cast, row, Answer.YES, by="cath").words["The answer before"] == f"No, because: {BECAUSE}"


def test_where_another_agency_answers_that_was_asked_since_nobody_changed_theirs(cast: Cast) -> None:
    agency = cast.actor("hana").posts[0].agency_id
    row = cast.do(actions.not_ours, cast.answered(), "bob", agency=agency, team=None, reason="It is theirs.")
    first = answer(cast, row, Answer.YES, by="hana")
    assert "A change of mind" not in first.words
    assert "changed the answer" not in first.sentence
    for who in ("amy", "hana"):
        assert "A change of mind" not in visit(row.get_absolute_url(), who).words
    assert answer(cast, row, Answer.YES_IF, by="hana").words["The answer before"] == f"Yes: {NOW}"
    page = visit(row.get_absolute_url(), "amy").words
    assert page.index("A change of mind Before: Yes.") < page.index("Now: Yes, if.")
    assert not list(disagreements(fresh(row)))


def test_tables_and_record_are_apart_where_an_answer_names_another_before(cast: Cast) -> None:
    row = cast.answered()
    answer(cast, row, Answer.YES)
    assert not list(disagreements(fresh(row)))
    View.objects.of(row).filter(number=3).update(before=None)
    assert list(disagreements(fresh(row)))


def test_what_others_recorded_for_a_side_may_never_have_been_its_mind(cast: Cast) -> None:
    told = actions.Told("Bob Ferris", "Social worker", ToldBy.TELEPHONE, london_date(cast.at))
    said = {"told": told, "answer": Answer.NO_BECAUSE, "words": "No.", "meanwhile": MEANWHILE}
    row = cast.do(actions.record_for, cast.raised(), "amy", **said)
    assert "A change of mind" not in answer(cast, row, Answer.YES).words
    assert "A change of mind" not in visit(row.get_absolute_url(), "amy").words


def test_until_the_raiser_has_read_how_they_are_understood_the_new_answer_stays_closed(cast: Cast) -> None:
    row = cast.answered()
    said = {"answer": Answer.YES, "because": NOW, "meanwhile": MEANWHILE, "said_back": "He is hungry."}
    cast.do(actions.respond, row, "bob", **said)
    page = visit(row.get_absolute_url(), "amy").words
    assert NOW not in page
    assert "to “Yes”" not in page
    theirs = visit(row.get_absolute_url(), "bob").words
    assert NOW in theirs
    assert "to “Yes”" in theirs


def test_only_ones_own_word_counts() -> None:
    assert changed(Answer.NO_BECAUSE, Answer.YES, own_word=True)
    assert not changed(Answer.NO_BECAUSE, Answer.YES, own_word=False)
    assert not changed(None, Answer.YES, own_word=True)
