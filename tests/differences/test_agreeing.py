"""Tables and record agree; whatever is altered behind the record's back is found, and named."""

from collections.abc import Callable
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from commonground.differences import actions
from commonground.differences.agreeing import disagreements
from commonground.differences.models import Clock, Difference, Proposal, Signature, View
from commonground.procedures.terms import Answer, End, Side
from tests.cast import AGREEMENT, ASK, MEANWHILE, Cast

STANDS, COLUMNS = "where it stands", "stage, end, turn or open children"
SAFE = "what keeps the child safe meanwhile"


@pytest.fixture
def told(cast: Cast) -> Difference:
    """Give a difference in which every kind of row is there: answered, proposed twice, escalated, proposed again."""
    row = cast.answered()
    row = cast.do(actions.propose, row, "bob", text="Bob visits tomorrow.")
    row = cast.do(actions.decline, row, "amy", proposal=1, reason="Tomorrow is too late.")
    row = cast.do(actions.note, row, "amy", words="Rang at ten.", own_side=True)
    row = cast.do(actions.escalate, row, "amy", reason="We differ.", tried="We spoke.", ask=ASK, meanwhile=MEANWHILE)
    return cast.do(actions.propose, row, "cath", text=AGREEMENT)


def found(row: Difference) -> set[str]:
    """Return in what a difference and its record are apart."""
    apart = list(disagreements(Difference.objects.select_related("edition").get(pk=row.pk)))
    assert {one.reference for one in apart} <= {row.reference}
    return {one.what for one in apart}


def in_situation(row: Difference, path: str, value: str, columns: str = "") -> None:
    """Alter where a difference stands, and columns beside it, past models and actions."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE differences_difference SET situation = jsonb_set(situation, %s, %s) {columns} WHERE id = %s",  # noqa: S608 no input
            [path, value, row.pk],
        )


def stage(row: Difference) -> None:
    in_situation(row, "{stage}", "3", ", stage = 3")


def end(row: Difference) -> None:
    in_situation(row, "{end}", f'"{End.WITHDRAWN}"', f", \"end\" = '{End.WITHDRAWN}', ended_at = now()")


def no_proposal(row: Difference) -> None:
    in_situation(row, "{proposal}", "null")


def an_event(row: Difference) -> None:
    in_situation(row, "{events,0,at}", '"2020-01-01T09:00:00+00:00"')


def turn(row: Difference) -> None:
    Difference.objects.filter(pk=row.pk).update(turn=Side.RESPONDING)


def open_children(row: Difference) -> None:
    Difference.objects.filter(pk=row.pk).update(children_open=0)


def due(row: Difference) -> None:
    clock = Clock.objects.get(difference=row, stage=2)
    assert clock.due_at
    Clock.objects.filter(pk=clock.pk).update(due_at=clock.due_at + timedelta(days=1))


def ended(row: Difference) -> None:
    Clock.objects.filter(difference=row, stage=1).update(ended_at=None)


def no_clock(row: Difference) -> None:
    Clock.objects.filter(difference=row, stage=1).delete()


def view(row: Difference) -> None:
    View.objects.filter(difference=row, number=1).update(worry="There was hardly any worry.")


def answer(row: Difference) -> None:
    View.objects.filter(difference=row, number=2).update(answer=Answer.YES)


def no_view(row: Difference) -> None:
    View.objects.filter(difference=row, number=3).delete()


def signature(row: Difference) -> None:
    Signature.objects.filter(difference=row, proposal__number=2).update(side=Side.RAISING)


def no_signature(row: Difference) -> None:
    Signature.objects.filter(difference=row, proposal__number=1).delete()


def proposal(row: Difference) -> None:
    Proposal.objects.filter(difference=row, number=2).update(text="Nobody does anything.")


def side_of_proposal(row: Difference) -> None:
    Proposal.objects.filter(difference=row, number=2).update(side=Side.RAISING)


def reason(row: Difference) -> None:
    Proposal.objects.filter(difference=row, number=1).update(declined_why="")


def other_reason(row: Difference) -> None:
    Proposal.objects.filter(difference=row, number=1).update(declined_why="It was perfect.")


def meanwhile(row: Difference) -> None:
    Difference.objects.filter(pk=row.pk).update(meanwhile="Nothing is needed.")


def test_a_difference_agrees_with_its_record(told: Difference, cast: Cast) -> None:
    assert found(told) == set()
    assert found(cast.do(actions.sign, told, "sarah", proposal=2)) == set()
    for row in (cast.raised(), cast.at_stage(4), cast.not_resolved(), cast.resolved(3)):
        assert found(row) == set()
    call_command("agree", stdout=StringIO())


@pytest.mark.parametrize(
    ("alter", "named"),
    [
        (stage, {STANDS, COLUMNS}),
        (end, {STANDS, COLUMNS}),
        (no_proposal, {STANDS}),
        (an_event, {STANDS}),
        (turn, {COLUMNS}),
        (open_children, {COLUMNS}),
        (due, {"clocks"}),
        (ended, {"clocks"}),
        (no_clock, {"clocks"}),
        (view, {"views"}),
        (answer, {"views"}),
        (no_view, {"views"}),
        (signature, {"signatures"}),
        (no_signature, {"signatures"}),
        (proposal, {"proposals"}),
        (side_of_proposal, {"proposals"}),
        (reason, {"proposals"}),
        (other_reason, {"proposals"}),
        (meanwhile, {SAFE}),
    ],
)
def test_any_one_thing_altered_is_found_and_named(
    told: Difference, alter: Callable[[Difference], None], named: set[str]
) -> None:
    alter(told)
    assert found(told) == named
    with pytest.raises(CommandError, match=told.reference):
        call_command("agree", stdout=StringIO())
