"""A third agency: asked to join, told, sees what both sides share, says what it sees, acts for nobody, leaves again."""

from datetime import timedelta
from uuid import UUID

import pytest

from commonground.differences import actions, agreements, joined_views, queries, reading
from commonground.differences.agreeing import disagreements
from commonground.differences.models import AgencyAction, Difference, Seat
from commonground.directory.actions import record_absence
from commonground.directory.guests.actions import Guest
from commonground.directory.models import Agency, Team
from commonground.now import london_date
from commonground.procedures.rules import Refused
from commonground.procedures.terms import Act, Answer, Capacity, End, Side
from commonground.record.models import Entry
from tests.cast import AGREEMENT, ASK, BECAUSE, MEANWHILE, Cast
from tests.differences.asking import told

NURSERY, TRUST = "Little Acorns Nursery", "Fairhaven Community Health Trust"
NURSES = f"{TRUST}: School Nursing"


def key(name: str) -> UUID:
    return Agency.objects.get(name=name).pk


def asked(cast: Cast, row: Difference, **changes: object) -> Difference:
    """Have Amy ask for an agency to join, as ``changes`` say."""
    details = {"agency": key(NURSERY), "team": None, "side": None, "reason": "They see him.", **changes}
    return cast.do(actions.join, row, "amy", **details)


def joined_seats(row: Difference, name: str = NURSERY) -> list[Seat]:
    seats = Seat.objects.filter(difference=row, capacity=Capacity.JOINED, ended_at=None, agency__name=name)
    return list(seats.select_related("post").order_by("stage"))


def sees(cast: Cast, row: Difference, *names: str) -> set[str]:
    return {name for name in names if Difference.objects.visible_to(cast.actor(name)).filter(pk=row.pk).exists()}


def newest(row: Difference) -> Entry:
    return Entry.objects.select_related("text").filter(subject=row.pk).latest("number")


def test_who_joins_is_told_and_sees_it_and_nobody_else_of_that_agency_does(cast: Cast) -> None:
    row = cast.raised()
    assert sees(cast, row, "zed", "Wendy Park") == set()
    cast.joined(row)
    assert sees(cast, row, "zed", "Wendy Park", "amy", "bob") == {"zed", "amy", "bob"}
    assert told(row, "joining") == {"zed.karim@littleacorns.example", "duty.east@council.fairhaven.example"}
    said = newest(row)
    assert (
        said.text.sentence
        == "Amy Lister, Teacher, year 2, Oakfield Primary School asked Little Acorns Nursery to stand beside both."
    )
    assert said.text.words["Now asked or told"] == "Key worker (Zed Karim)"


def test_a_team_is_asked_and_its_own_line_is_told_when_it_climbs(cast: Cast) -> None:
    row = cast.joined(cast.raised(), name=NURSES, side=Side.RAISING)
    assert [seat.post.title for seat in joined_seats(row, TRUST) if seat.post] == ["School nursing duty desk"]
    assert "nursing@health.fairhaven.example" in told(row, "joining")
    row = cast.do(actions.escalate, row, "amy", reason="…", tried="…", ask=ASK, meanwhile=MEANWHILE)
    titles = [(seat.stage, seat.side, seat.post.title) for seat in joined_seats(row, TRUST) if seat.post]
    assert titles == [
        (1, "raising", "School nursing duty desk"),
        (2, "raising", "School nursing team leader"),
    ]
    assert "lucy.pritchard@health.fairhaven.example" in told(row, "escalated")
    assert sees(cast, row, "hana", "Kwame Boateng", "Lucy Pritchard") == {"Kwame Boateng", "Lucy Pritchard"}


def test_empty_chairs_of_an_agency_that_joins_are_stepped_over(cast: Cast) -> None:
    today = london_date(cast.at)
    record_absence(person=cast.person("zed"), starts=today, ends=today, by=None, at=cast.at)
    row = cast.joined(cast.raised())
    assert [seat.post.title for seat in joined_seats(row) if seat.post] == ["Nursery manager"]
    assert "Zed Karim (Key worker) is away" in newest(row).text.words["Stepped over"]


def test_an_agency_with_nobody_there_cannot_be_asked_and_the_words_say_what_can_be_done(cast: Cast) -> None:
    today = london_date(cast.at)
    for name in ("zed", "Wendy Park"):
        record_absence(person=cast.person(name), starts=today, ends=today, by=None, at=cast.at)
    row = cast.raised()
    with pytest.raises(Refused, match=r"^Nobody in Little Acorns Nursery is there to be asked today. Ring them. "):
        asked(cast, row)
    assert not joined_seats(row)


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("Marlow Green School", "^That agency is not in this partnership, so it cannot be asked here. Ring it now. "),
        ("Fairhaven City Council", "is a side of this already"),
        ("Oakfield Primary School", "is a side of this already"),
        (NURSERY, "has joined this already"),
    ],
)
def test_what_cannot_join_is_refused_in_words(cast: Cast, name: str, sentence: str) -> None:
    row = cast.joined(cast.raised())
    with pytest.raises(Refused, match=sentence):
        asked(cast, row, agency=key(name))
    with pytest.raises(Refused, match="not in that agency"):
        asked(cast, row, agency=key(TRUST), team=Team.objects.get(name="Front Door").pk)


def test_the_office_is_no_agency_that_joins_and_the_officer_may_ask(cast: Cast) -> None:
    row = cast.at_stage(2)
    office = Agency.objects.get(kind="partnership", partnerships=row.partnership)
    with pytest.raises(Refused, match="not in this partnership"):
        asked(cast, row, agency=office.pk)
    cast.joined(row, by="elin")
    assert "Elin Hughes" in newest(row).text.sentence
    cast.do(actions.step_aside, row, "Wendy Park", reason="He left us.")
    assert told(row, "stepped_aside") >= {"elin.hughes@partnership.fairhaven.example", "amy.lister@oakfield.example"}


def test_it_sees_what_both_sides_share_and_neither_sides_own_notes(cast: Cast) -> None:
    row = cast.joined(cast.raised(), side=Side.RAISING)
    cast.do(actions.note, row, "amy", words="For the school only.", own_side=True)
    cast.do(actions.note, row, "bob", words="For the council only.", own_side=True)
    cast.do(actions.note, row, "bob", words="For everybody.", own_side=False)
    cast.do(actions.note, row, "zed", words="He was here.", own_side=False)
    here = reading.standpoint(cast.actor("zed"), reading.difference(cast.actor("zed"), row.reference))
    entries, _ = reading.record(here, newest=50)
    notes = [entry.text.words["Note"] for entry in entries if "Note" in entry.text.words]
    assert notes == ["He was here.", "For everybody."]
    assert here.sides == ()
    with pytest.raises(Refused, match="Your agency joined this and is neither side"):
        cast.do(actions.note, row, "zed", words="Ours.", own_side=True)


def test_its_person_is_called_by_their_own_agency_and_its_view_stands_beside_both(cast: Cast) -> None:
    row = cast.joined(cast.raised(), side=Side.RESPONDING)
    cast.do(actions.give_view, row, "zed", sees="He is hungry.", works="", wants="Breakfast.")
    cast.do(actions.give_view, row, "zed", sees="He eats at noon.", works="His aunt.", wants="Breakfast.")
    said = newest(row)
    assert said.text.sentence == "Zed Karim, Key worker, Little Acorns Nursery gave their agency’s own view."
    here = reading.standpoint(cast.actor("bob"), reading.difference(cast.actor("bob"), row.reference))
    (view,) = joined_views.own_views(here.seats, reading.own_views(here), cast.at)
    assert view.agency == NURSERY
    assert view.parts == (
        ("What we see", "He eats at noon."),
        ("What works", "His aunt."),
        ("What we want", "Breakfast."),
    )
    assert told(row, "own_view") >= {"amy.lister@oakfield.example"}


def test_it_acts_for_no_side_and_nothing_waits_for_it(cast: Cast) -> None:
    row = cast.joined(cast.answered(Answer.YES), side=Side.RAISING)
    before = (row.turn, row.due_at, row.version)
    for verb, details in (
        (actions.respond, {"answer": Answer.YES, "because": BECAUSE, "meanwhile": MEANWHILE}),
        (actions.propose, {"text": AGREEMENT}),
        (actions.escalate, {"reason": "…", "tried": "…", "ask": "…", "meanwhile": "…"}),
        (actions.skip, {"need": "…", "to_stage": 3}),
        (actions.join, {"agency": key(TRUST), "team": None, "side": None, "reason": "…"}),
    ):
        with pytest.raises(Refused, match=r"^Only "):
            cast.do(verb, row, "zed", **details)
    row.refresh_from_db()
    assert (row.turn, row.due_at, row.version) == before
    cast.do(actions.propose, row, "bob", text=AGREEMENT)
    assert cast.do(actions.sign, row, "amy", proposal=1).end == End.RESOLVED
    assert "zed.karim@littleacorns.example" in told(row, "agreed")


def proposed(cast: Cast) -> Difference:
    """Return one that the nursery joined, with an agreement that gives it an action."""
    row = cast.joined(cast.answered(Answer.YES))
    return cast.do(actions.propose, row, "bob", text=AGREEMENT, takes_on={key(NURSERY): "It keeps his place."})


def agreement(cast: Cast, row: Difference, name: str) -> agreements.Agreement:
    here = reading.standpoint(cast.actor(name), reading.difference(cast.actor(name), row.reference))
    found = agreements.agreements(here, reading.written(here), cast.at)
    assert found
    return found[-1]


def test_both_sides_agree_without_waiting_for_its_action_and_it_signs_for_that_alone_afterwards(cast: Cast) -> None:
    row = proposed(cast)
    assert "zed.karim@littleacorns.example" in told(row, "proposed")
    with pytest.raises(Refused, match=r"^Only the raising side"):
        cast.do(actions.sign, row, "zed", proposal=1)
    row = cast.do(actions.sign, row, "amy", proposal=1)
    assert row.end == End.RESOLVED
    ours = agreement(cast, row, "zed")
    assert ours.text == f"{AGREEMENT}\n\n{NURSERY}: It keeps his place."
    assert (ours.taken_on, ours.not_taken_on, bool(ours.ours)) == ((), (NURSERY,), True)
    assert agreement(cast, row, "amy").ours == ""
    before = row.version
    row = cast.do(actions.take_on, row, "zed", proposal=1)
    assert (row.version, row.end) == (before, End.RESOLVED)
    ours = agreement(cast, row, "zed")
    assert ours.taken_on[0].startswith(f"Zed Karim for {NURSERY}, ")
    assert (ours.not_taken_on, ours.ours) == ((), "")
    assert "amy.lister@oakfield.example" in told(row, "taken_on")
    with pytest.raises(Refused, match="Nothing in this agreement waits for your agency"):
        cast.do(actions.take_on, row, "zed", proposal=1)
    assert list(disagreements(row)) == []
    AgencyAction.objects.filter(difference=row).update(taken_on_at=None)
    assert [apart.what for apart in disagreements(row)] == ["actions"]


def test_another_text_is_another_action_and_only_who_joined_is_given_one(cast: Cast) -> None:
    row = proposed(cast)
    cast.do(actions.take_on, row, "zed", proposal=1)
    row = cast.do(actions.propose, row, "amy", text="Other words.", takes_on={key(NURSERY): "It rings."})
    with pytest.raises(actions.Meanwhile):
        cast.do(actions.take_on, row, "zed", proposal=1)
    cast.do(actions.take_on, row, "zed", proposal=2)
    with pytest.raises(Refused, match="Only an agency that has joined can be asked"):
        cast.do(actions.propose, row, "bob", text="…", takes_on={key(TRUST): "It rings."})


def test_it_leaves_again_and_whoever_asked_is_told(cast: Cast) -> None:
    row = cast.joined(cast.answered(), by="sarah")
    cast.do(actions.give_view, row, "zed", sees="He left.", works="", wants="Nothing of us.")
    cast.do(actions.step_aside, row, "zed", reason="He left us in May.")
    assert sees(cast, row, "zed", "amy") == {"amy"}
    assert not joined_seats(row)
    assert "sarah.penrose@oakfield.example" in told(row, "stepped_aside")
    here = reading.standpoint(cast.actor("amy"), reading.difference(cast.actor("amy"), row.reference))
    assert queries.joined(here.seats) == ()
    assert [view.agency for view in joined_views.own_views(here.seats, reading.own_views(here), cast.at)] == [NURSERY]
    cast.joined(row)
    assert sees(cast, row, "zed") == {"zed"}


def test_whose_decision_it_was_after_all_becomes_a_side_and_is_no_longer_beside_it(cast: Cast) -> None:
    row = cast.joined(cast.raised())
    cast.do(actions.not_ours, row, "bob", agency=key(NURSERY), team=None, reason="It is theirs.")
    assert not joined_seats(row)
    assert sees(cast, row, "zed", "bob") == {"zed"}
    assert cast.do(actions.pick_up, row, "zed", knows_child=True).picked_up_by == cast.person("zed")


def test_a_joined_agency_stays_when_it_is_passed_to_another(cast: Cast) -> None:
    row = cast.joined(cast.raised(), side=Side.RESPONDING)
    cast.do(actions.not_ours, row, "bob", agency=key(TRUST), team=None, reason="It is theirs.")
    assert sees(cast, row, "zed") == {"zed"}


def test_who_joined_does_not_facilitate_and_who_facilitates_does_not_join(cast: Cast) -> None:
    row = cast.joined(cast.at_stage(3), by="judith", name=TRUST)
    row = cast.do(actions.escalate, row, "judith", reason="…", tried="…", ask=ASK, meanwhile=MEANWHILE)
    facilitating = Seat.objects.filter(difference=row, capacity=Capacity.FACILITATING, ended_at=None)
    assert set(facilitating.values_list("agency__name", flat=True)) == {"Estuary Police"}
    assert sees(cast, row, "owen") == {"owen"}
    with pytest.raises(Refused, match="helps both sides to agree at this stage"):
        asked(cast, row, agency=key("Estuary Police"))


def test_a_restricted_difference_is_joined_by_people_by_name(cast: Cast) -> None:
    row = cast.raised()
    row = cast.do(actions.restrict, row, "amy", people=[cast.person("bob").pk], reason="…")
    cast.joined(row)
    assert [(seat.person, seat.post) for seat in joined_seats(row)] == [(cast.person("zed"), None)]
    assert newest(row).text.words["Now asked or told"] == "Key worker (Zed Karim)"


def test_a_clock_that_moves_it_on_tells_the_line_of_who_joined(cast: Cast) -> None:
    row = cast.joined(cast.raised())
    assert row.due_at
    cast.at = row.due_at + timedelta(minutes=1)
    actions.sweep(cast.at)
    assert not row.stands().procedure.stages[0].clocks[0].moves
    assert [seat.stage for seat in joined_seats(row)] == [1]


def test_whoever_raised_it_does_not_speak_for_an_agency_that_joined(cast: Cast) -> None:
    row = cast.joined(cast.raised())
    seat = joined_seats(row)[0]
    seat.person, seat.post = cast.person("amy"), None
    seat.agency = row.raising_agency
    seat.save()
    with pytest.raises(Refused, match="Only people who belong to an agency that joined"):
        cast.do(actions.give_view, row, "amy", sees="…", works="", wants="…")


def test_who_joined_a_side_takes_back_no_pass_of_that_side(cast: Cast) -> None:
    row = cast.joined(cast.raised(), side=Side.RAISING)
    guest = Guest("Ruth Amos", "Trustee", "ruth.amos@harbourkids.example")
    given = actions.give_pass(by=cast.actor("amy"), at=cast.tick(), difference=row.pk, side=Side.RAISING, guest=guest)
    with pytest.raises(Refused, match="can take it back"):
        actions.take_back_pass(by=cast.actor("zed"), at=cast.tick(), difference=row.pk, key=given.made.pk)
    assert actions.take_back_pass(by=cast.actor("sarah"), at=cast.tick(), difference=row.pk, key=given.made.pk).ended_at


def test_both_put_it_on_their_own_file(cast: Cast) -> None:
    row = cast.joined(cast.raised())
    assert actions.put_on_file(by=cast.actor("zed"), at=cast.tick(), difference=row.pk, up_to=newest(row).pk)
    assert "Zed Karim, Key worker, Little Acorns Nursery, put this on" in newest(row).text.sentence


def test_every_act_of_joining_is_in_the_record_with_its_agency(cast: Cast) -> None:
    row = cast.joined(cast.raised())
    cast.do(actions.give_view, row, "zed", sees="…", works="", wants="…")
    facts = Entry.objects.get(subject=row.pk, kind=f"difference.{Act.OWN_VIEW}").facts
    assert facts["agency"] == str(key(NURSERY))
    assert facts["by"]["capacity"] == "joined"
