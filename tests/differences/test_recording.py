"""What one side said without signing in: recorded for it, told to it, counted; and its own word on it."""

from datetime import timedelta

import pytest

from commonground.differences import actions
from commonground.differences.actions import Told
from commonground.differences.agreeing import disagreements
from commonground.differences.models import Difference, Signature
from commonground.notices.models import Notice
from commonground.now import london_date, now
from commonground.procedures.rules import Refused
from commonground.procedures.terms import Answer, Side, ToldBy
from commonground.record.models import Entry
from tests.cast import MEANWHILE, Cast
from tests.visiting import visit

SAID = "We can see him on Monday, if the school brings him."


def told(cast: Cast, *, ago: int = 0) -> Told:
    return Told("Bob Ferris", "Social worker", ToldBy.TELEPHONE, london_date(cast.at) - timedelta(days=ago))


def recorded(cast: Cast, by: str = "amy", answer: Answer = Answer.YES_IF, row: Difference | None = None) -> Difference:
    said = {"told": told(cast), "answer": answer, "words": SAID, "meanwhile": "A neighbour has him tonight."}
    return cast.do(actions.record_for, row or cast.raised(), by, **said)


def page(row: Difference, as_: str) -> str:
    return visit(f"/differences/{row.reference}/", as_).words


def test_it_counts_as_their_answer_and_is_marked_until_they_confirm_it(cast: Cast) -> None:
    row = recorded(cast)
    assert row.stands().answered
    assert (row.turn, row.picked_up_by, row.meanwhile) == (Side.RAISING, None, "A neighbour has him tonight.")
    view = row.views.get(side=Side.RESPONDING)
    assert (view.answer, view.worry, view.by) == (Answer.YES_IF, SAID, cast.person("amy"))
    assert view.told.startswith("Bob Ferris, Social worker, by telephone on ")
    for name in ("amy", "bob"):
        assert "Not confirmed by them" in page(row, name)
        assert "Recorded for them by Amy Lister" in page(row, name)
    assert "Say if that is what you said" in page(row, "bob")
    row = cast.do(actions.confirm, row, "bob", agrees=True)
    for name in ("amy", "bob"):
        assert "Confirmed by them" in page(row, name)
        assert "Not confirmed" not in page(row, name).replace("It is not confirmed by them.", "")
    assert not list(disagreements(row))


def test_what_they_remember_otherwise_stands_beside_it(cast: Cast) -> None:
    row = cast.do(actions.confirm, recorded(cast), "Farah Siddiqui", agrees=False, words="I said Tuesday.")
    assert "They remember it otherwise: see the record" in page(row, "amy")
    entry = Entry.objects.filter(subject=row.pk).latest("number")
    assert entry.text.words == {"Remembered otherwise": "I said Tuesday."}
    assert "remembers otherwise what was recorded for them" in entry.text.sentence
    assert row.stands().answered
    assert not list(disagreements(row))


def test_the_side_is_told_at_once_with_its_lead_and_no_words(cast: Cast) -> None:
    row = recorded(cast)
    notices = Notice.objects.filter(subject=row.pk, kind="recorded_for")
    addresses = set(notices.values_list("address", flat=True))
    assert cast.person("Farah Siddiqui").email in addresses
    assert cast.person("amy").email not in addresses
    assert "duty.east@council.fairhaven.example" in addresses


def test_an_answer_of_no_offers_the_next_stage_as_if_they_had_written_it(cast: Cast) -> None:
    row = recorded(cast, answer=Answer.NO_BECAUSE)
    assert "Next for you: Escalate to line managers" in page(row, "amy")


def test_the_officer_records_once_told_and_nobody_signs_by_it(cast: Cast) -> None:
    row = recorded(cast, "elin", row=cast.at_stage(2))
    assert Entry.objects.filter(subject=row.pk).latest("number").facts["by"]["capacity"] == "officer"
    assert not Signature.objects.filter(difference=row)
    assert row.stands().proposal is None


def test_the_responding_side_records_what_the_raiser_said_and_no_clock_changes(cast: Cast) -> None:
    row = cast.raised()
    due = row.due_at
    row = cast.do(actions.record_for, row, "bob", told=told(cast), words="She said that she will wait until Friday.")
    assert (row.due_at, row.turn) == (due, Side.RESPONDING)
    assert row.views.count() == 1
    row = cast.do(actions.confirm, row, "amy", agrees=True)
    assert not list(disagreements(row))


def test_what_cannot_be_recorded_is_refused_in_words(cast: Cast) -> None:
    row = cast.raised()
    with pytest.raises(Refused, match="lies in the past"):
        cast.do(actions.record_for, row, "amy", told=told(cast, ago=-1), words=SAID, answer=Answer.YES)
    with pytest.raises(Refused, match="Say what they answered"):
        cast.do(actions.record_for, row, "amy", told=told(cast), words=SAID)
    with pytest.raises(Refused, match="waits for its word"):
        cast.do(actions.confirm, row, "bob", agrees=True)
    row = recorded(cast, row=row)
    with pytest.raises(Refused, match="Only people who act for the responding side"):
        cast.do(actions.confirm, row, "amy", agrees=True)
    with pytest.raises(Refused, match="Say what you remember otherwise"):
        cast.do(actions.confirm, row, "bob", agrees=False, words=" ")


def test_whoever_answers_for_the_responding_side_is_not_asked_for_an_answer_of_theirs(cast: Cast) -> None:
    row = cast.raised()
    form = visit(f"/differences/{row.reference}/record-for/", "bob")
    assert "What is their answer" not in form.words
    assert "What is their answer" in visit(f"/differences/{row.reference}/record-for/", "amy").words
    assert now() > row.raised_at
    assert MEANWHILE in visit(f"/differences/{row.reference}/record-for/", "amy").markup
