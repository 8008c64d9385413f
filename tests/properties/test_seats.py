"""Nobody acts for both sides, and no side facilitates, by whichever way a seat is come by (invariant 8)."""

from datetime import timedelta

import pytest

from commonground.differences import actions
from commonground.differences.models import Difference, Seat
from commonground.directory.actions import hold, record_absence
from commonground.directory.models import Agency, Partnership, Post
from commonground.editions.actions import add_edition, open_edition
from commonground.now import london_date
from commonground.procedures.loading import shipped
from commonground.procedures.rules import Refused
from commonground.procedures.terms import Answer, Capacity, End, Side
from commonground.record.models import EntryText
from tests.cast import MEANWHILE, Cast


def test_an_agency_that_becomes_a_side_stops_facilitating(cast: Cast) -> None:
    row = cast.at_stage(4)
    police = Agency.objects.get(name="Estuary Police")
    facilitating = Seat.objects.filter(difference=row, capacity=Capacity.FACILITATING, ended_at=None)
    assert facilitating.filter(agency=police).exists()
    row = cast.do(
        actions.not_ours, row, "Margaret Ainsworth", agency=police.pk, team=None, reason="It is the police’s to decide."
    )
    assert not facilitating.filter(agency=police).exists()
    said = EntryText.objects.filter(subject=row.pk).latest("entry__number")
    assert "Margaret Ainsworth, Director of children’s services, Fairhaven City Council" in said.sentence
    with pytest.raises(Refused):
        close(cast, row, "Angela Brooks")
    assert close(cast, row, "owen").end == End.NOT_RESOLVED


def close(cast: Cast, row: Difference, by: str) -> Difference:
    return cast.do(actions.record_not_resolved, row, by, statement="Both views stand.", meanwhile=MEANWHILE)


def test_it_is_not_passed_on_to_whoever_raised_it(cast: Cast) -> None:
    row = cast.raised()
    desk = Post.objects.get(title="Assessment Team East duty desk")
    hold(person=cast.person("amy"), post=desk, starts=london_date(cast.at), by=None, at=cast.at)
    with pytest.raises(Refused):
        cast.do(actions.pass_on, row, "bob", person=cast.person("amy").pk, team=None, reason="She knows him.")
    passed = cast.do(actions.pass_on, row, "bob", person=cast.person("Leah Goldberg").pk, team=None, reason="…")
    assert Seat.objects.filter(difference=passed, person__name="Leah Goldberg", ended_at=None).exists()


def test_a_clock_that_moves_it_on_seats_nobody_of_the_other_side(cast: Cast) -> None:
    began = cast.at - timedelta(days=20)
    text = shipped()["fairhaven"].replace("amount = 2\n", "amount = 2\nmoves = true\n")
    edition = add_edition(text=text, partnerships=Partnership.objects.all(), in_force=london_date(began))
    open_edition(edition=edition, by=cast.person("elin"), source="Invented.", at=began)
    row = cast.raised()
    assert row.edition == edition
    due = row.due_at
    assert due
    post = Post.objects.get(title="Team manager, Assessment Team East")
    hold(person=cast.person("amy"), post=post, deputy=True, starts=london_date(began), by=None, at=began)
    for away in ("cath", "Nadia Rahman"):
        day = london_date(due)
        record_absence(person=cast.person(away), starts=day, ends=day, by=None, at=began)
    assert actions.sweep(due) == 1
    row.refresh_from_db()
    assert row.stage == 2
    asked = Seat.objects.filter(difference=row, side=Side.RESPONDING, capacity=Capacity.ANSWERING, stage=2)
    assert [seat.post.title for seat in asked.select_related("post") if seat.post] == ["Principal social worker"]


def test_whoever_raised_it_does_not_act_for_the_other_side_when_standing_in_there(cast: Cast) -> None:
    row = cast.at_stage(2)
    post = Post.objects.get(title="Team manager, Assessment Team East")
    hold(person=cast.person("amy"), post=post, deputy=True, starts=london_date(cast.at), by=None, at=cast.at)
    for away in ("cath", "Nadia Rahman"):
        day = london_date(cast.at)
        record_absence(person=cast.person(away), starts=day, ends=day, by=None, at=cast.at)
    assert post.pk in cast.actor("amy").post_ids
    row = cast.do(actions.propose, row, "sarah", text="Sarah visits.")
    for verb, details in (
        (actions.sign, {"proposal": 1}),
        (actions.respond, {"answer": Answer.YES, "because": "Yes.", "meanwhile": MEANWHILE}),
    ):
        with pytest.raises(Refused, match=r"^Only the responding side"):
            cast.do(verb, row, "amy", **details)
    assert cast.do(actions.escalate, row, "amy", reason="…", tried="…", ask="…", meanwhile=MEANWHILE).stage == 3
