"""Nobody acts for both sides, and no side facilitates, by whichever way a seat is come by (invariant 8)."""

import re
from datetime import datetime, timedelta

import pytest
from django.db.models import Q

from commonground.differences import actions
from commonground.differences.actions.empty_chairs import ask_the_next
from commonground.differences.models import Difference, Seat
from commonground.directory.actions import hold, leave, record_absence
from commonground.directory.models import Agency, Holding, Partnership, Post
from commonground.editions.publishing import publish
from commonground.now import london_date, now
from commonground.procedures.loading import shipped
from commonground.procedures.rules import Refused
from commonground.procedures.terms import Answer, Capacity, End, Role, Side
from commonground.record.models import EntryText
from tests.cast import MEANWHILE, Cast, another_officer


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


def moved_by_clocks(cast: Cast) -> datetime:
    """Open a procedure in which clocks of some days move a difference on; return since when."""
    began = cast.at - timedelta(days=20)
    text = re.sub(r"(?m)^(amount = [235])$", r"\1\nmoves = true", shipped()["fairhaven"])
    publish(
        text=text, partnerships=list(Partnership.objects.all()), by=cast.person("elin"),
        approved_by=cast.person("gwen"), source="Invented.", at=began,
    )  # fmt: skip
    return began


def moved_on(row: Difference) -> Difference:
    """Let the clock of its stage run out, which moves it to the next."""
    row.refresh_from_db()
    before, due = row.stage, row.due_at
    assert due
    assert actions.sweep(due) == 1
    row.refresh_from_db()
    assert row.stage == before + 1
    return row


def test_a_clock_that_moves_it_on_seats_nobody_of_the_other_side(cast: Cast) -> None:
    began = moved_by_clocks(cast)
    row = cast.raised()
    due = row.due_at
    assert due
    post = Post.objects.get(title="Team manager, Assessment Team East")
    hold(person=cast.person("amy"), post=post, deputy=True, starts=london_date(began), by=None, at=began)
    for away in ("cath", "Nadia Rahman"):
        day = london_date(due)
        record_absence(person=cast.person(away), starts=day, ends=day, by=None, at=began)
    row = moved_on(row)
    asked = Seat.objects.filter(difference=row, side=Side.RESPONDING, capacity=Capacity.ANSWERING, stage=2)
    assert [seat.post.title for seat in asked.select_related("post") if seat.post] == ["Principal social worker"]


def test_a_clock_that_moves_on_what_is_restricted_asks_nobody_by_name_for_both_sides(cast: Cast) -> None:
    moved_by_clocks(cast)
    row = cast.do(actions.restrict, cast.raised(), "amy", people=[cast.person("bob").pk], reason="Her aunt.")
    posts = Post.objects.filter(agency__in=(row.raising_agency, row.responding_agency))
    for person in {held.person for held in Holding.objects.filter(post__in=posts).select_related("person")}:
        if person.name not in {"Amy Lister", "Bob Ferris"}:
            leave(person=person, by=None, at=cast.tick())
    row = moved_on(row)
    seats = Seat.objects.filter(difference=row, stage=2, capacity=Capacity.ANSWERING, ended_at=None)
    asked = [set(seats.filter(side=side).values_list("person__name", flat=True)) for side in Side]
    assert all(asked)
    assert not asked[0] & asked[1]


def test_a_clock_that_moves_it_to_the_last_stage_asks_nobody_to_facilitate_who_advises_a_side(cast: Cast) -> None:
    began = moved_by_clocks(cast)
    row = cast.at_stage(3)
    zed = cast.person("zed")
    asks = actions.AdviceSought(Side.RAISING, Agency.objects.get(name="Little Acorns Nursery").pk, zed.pk, "She knows.")
    actions.ask_adviser(by=cast.actor("judith"), at=cast.tick(), difference=row.pk, asks=asks)
    owens = Holding.objects.get(person=cast.person("owen")).post
    hold(person=zed, post=owens, deputy=True, starts=london_date(began), by=None, at=began)
    row.refresh_from_db()
    assert row.due_at
    day = london_date(row.due_at)
    record_absence(person=cast.person("owen"), starts=day, ends=day, by=None, at=began)
    facilitating = Seat.objects.filter(difference=moved_on(row), capacity=Capacity.FACILITATING, ended_at=None)
    assert [seat.agency.name for seat in facilitating.select_related("agency")] == ["Estuary Police"]


def test_a_clock_that_moves_it_back_up_leaves_it_with_who_acted_there(cast: Cast) -> None:
    moved_by_clocks(cast)
    row = cast.at_stage(2)
    nadia = cast.person("Nadia Rahman")
    row = cast.do(actions.pass_on, row, "cath", person=nadia.pk, team=None, reason="She knows them.")
    row = cast.do(actions.step_down, row, "sarah", to_stage=1, reason="Both are back.")
    row = cast.do(actions.agree_to_it, row, "Nadia Rahman", agrees=True)
    acting = Seat.objects.filter(difference=moved_on(row), side=Side.RESPONDING, stage=2, ended_at=None)
    assert [seat.person for seat in acting.filter(capacity=Capacity.ANSWERING)] == [nadia]


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


def left_by_all(row: Difference, *roles: Role) -> None:
    """Let everybody of both sides leave, and whoever has one of these roles anywhere; then the next are asked."""
    posts = Post.objects.filter(Q(agency__in=(row.raising_agency, row.responding_agency)) | Q(role__in=roles))
    for person in {held.person for held in Holding.objects.filter(post__in=posts).select_related("person")}:
        leave(person=person, by=None, at=now())
    ask_the_next(now())


def asked_now(row: Difference, side: Side) -> set[str]:
    """Return by which roles of the partnership somebody is asked for a side now."""
    seats = Seat.objects.filter(difference=row, side=side, capacity=Capacity.ANSWERING, stage=row.stage, ended_at=None)
    beyond = {Role.PARTNERSHIP_OFFICER, Role.SAFEGUARDING_PARTNER}
    return {seat.post.role for seat in seats.select_related("post") if seat.post and seat.post.role in beyond}


def test_the_office_is_asked_for_one_side_and_the_partners_for_the_other(cast: Cast) -> None:
    row = cast.raised()
    left_by_all(row)
    assert [asked_now(row, side) for side in Side] == [{Role.PARTNERSHIP_OFFICER}, {Role.SAFEGUARDING_PARTNER}]


def test_whoever_of_the_office_acted_for_one_side_does_nothing_for_the_other(cast: Cast) -> None:
    row = cast.raised()
    another_officer(row.partnership, cast.at)
    left_by_all(row, Role.SAFEGUARDING_PARTNER)
    assert [asked_now(row, side) for side in Side] == [{Role.PARTNERSHIP_OFFICER}] * 2
    row.refresh_from_db()
    row = cast.do(actions.propose, row, "elin", text="We go there together.")
    signed = {"proposal": 1}
    with pytest.raises(Refused):
        cast.do(actions.sign, row, "elin", **signed)
    assert cast.do(actions.sign, row, "Una Second", **signed).end == End.RESOLVED
