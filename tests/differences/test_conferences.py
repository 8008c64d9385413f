"""Dissent from what a conference decided: reviewed by whoever did not chair it, or kept on record only."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from commonground.differences import actions, queries
from commonground.differences.actions import Conference, NewDifference
from commonground.differences.agreeing import disagreements
from commonground.differences.demonstration.telling import open_fairhaven
from commonground.differences.models import ChildName, Clock, Difference, Seat, View
from commonground.directory.actions import leave
from commonground.procedures.conferences import Decided, DecidedBy, Effect, Ground, Said, Sort, Whose
from commonground.procedures.rules import Refused, refusal
from commonground.procedures.terms import About, Act, Answer, Capacity, Event, Kind
from commonground.record.models import Entry
from tests.cast import BECAUSE, CHILD, MEANWHILE, NAMED, Cast
from tests.differences.asking import fresh, told

LONDON = ZoneInfo("Europe/London")
ENDED = datetime(2026, 11, 6, 15, 0, tzinfo=LONDON)
"""A Friday. 72 hours by the clock are Monday at 15:00."""

MONDAY = datetime(2026, 11, 9, 15, 0, tzinfo=LONDON)
REASON = {"reason": "The lead endorses it now.", "meanwhile": MEANWHILE}
CHAIR, OTHER_CHAIR = "ruth.adeyemi@council.fairhaven.example", "peter.lindqvist@council.fairhaven.example"


@pytest.fixture
def with_conferences(cast: Cast) -> Cast:
    open_fairhaven(cast.at, "fairhaven-conference")
    cast.at = datetime(2026, 11, 6, 16, 0, tzinfo=LONDON)
    return cast


def conference(cast: Cast, **changes: object) -> Conference:
    said = Conference(
        sort=Sort.INITIAL, quorate=True, decided=Decided.NO_PLAN, what="He is a child in need.",
        decided_by=DecidedBy.CHAIR, said=Said.NOTED, ground=Ground.MET, grounds="He is afraid of one person.",
        whose=Whose.AGENCY, chaired_by=cast.person("Ruth Adeyemi").pk,
    )  # fmt: skip
    return replace(said, **changes)  # type: ignore[arg-type]


def dissent(cast: Cast, **changes: object) -> NewDifference:
    said = {"responding_team": None, "kind": Kind.CONFERENCE, "about": About.DISSENT, "conference": conference(cast)}
    return cast.new(**(said | {"before": {Event.CONFERENCE_HELD: ENDED}} | changes))


def raised(cast: Cast, **changes: object) -> Difference:
    return actions.raise_difference(by=cast.actor("amy"), at=cast.tick(), new=dissent(cast, **changes))


def seats(row: Difference, capacity: Capacity) -> set[str]:
    found = Seat.objects.filter(difference=row, capacity=capacity, ended_at=None).select_related("post", "person")
    return {str(seat.post or seat.person) for seat in found}


def test_72_hours_from_friday_at_three_are_monday_at_three(with_conferences: Cast) -> None:
    row = raised(with_conferences)
    clock = Clock.objects.get(difference=row, key="raised")
    assert (clock.due_at, clock.ended_at) == (MONDAY, row.raised_at)
    assert clock.sum["sentences"][-1].startswith("Due Monday 9 November 2026 at 15:00")
    assert not list(disagreements(row))


def test_who_chaired_it_is_told_and_another_chair_reviews(with_conferences: Cast) -> None:
    row = raised(with_conferences)
    assert seats(row, Capacity.ANSWERING) == {"Second conference chair"}
    assert seats(row, Capacity.CHAIRED) == {"Ruth Adeyemi"}
    assert seats(row, Capacity.CHECKING) == {"Designated safeguarding lead"}
    assert not seats(row, Capacity.TOLD), "each is told once, as what they are in it"
    assert {CHAIR, OTHER_CHAIR} <= told(row, "raised_to_you")
    words = Entry.objects.get(subject=row.pk, number=1).text.words
    assert words["Who chaired it"] == "Ruth Adeyemi"
    assert words["Meanwhile"] == actions.GOES_ON
    assert "chaired that conference, so somebody else was asked" in words["Stepped over"]


def test_whoever_chaired_it_reads_and_decides_nothing_by_whatever_post(with_conferences: Cast) -> None:
    cast = with_conferences
    row = raised(cast)
    ruth = cast.actor("Ruth Adeyemi")
    assert Difference.objects.visible_to(ruth).filter(pk=row.pk).exists()
    own = queries.standings(ruth, row, Seat.objects.filter(difference=row))
    can = {act for act in Act if act is not Act.RAISE and refusal(row.stands(), act, own) is None}
    assert not can & {Act.RESPOND, Act.PICK_UP, Act.PROPOSE, Act.SIGN, Act.CHECK, Act.ESCALATE, Act.NOT_RESOLVED}
    with pytest.raises(Refused):
        cast.do(actions.respond, row, "Ruth Adeyemi", answer=Answer.YES, because="I stand by it.", meanwhile=MEANWHILE)


def test_where_the_only_other_chair_has_left_the_next_in_the_line_reviews(with_conferences: Cast) -> None:
    leave(person=with_conferences.person("Peter Lindqvist"), by=None, at=with_conferences.at)
    with_conferences.at = datetime(2026, 11, 9, 9, 0, tzinfo=LONDON)
    row = raised(with_conferences)
    assert seats(row, Capacity.ANSWERING) == {"Head of children’s social care"}


def test_its_own_lead_endorses_the_chair_answers_with_an_effect_and_both_sign(with_conferences: Cast) -> None:
    cast = with_conferences
    row = raised(cast)
    cast.do(actions.check, row, "sarah", supports=True)
    row = cast.do(
        actions.respond, row, "Peter Lindqvist", answer=Answer.YES_IF, because=BECAUSE, meanwhile=MEANWHILE,
        effect=Effect.RECONVENE,
    )  # fmt: skip
    assert View.objects.get(difference=row, answer="yes_if").effect == "reconvene"
    entry = Entry.objects.get(subject=row.pk, kind="difference.respond")
    assert (entry.facts["effect"], entry.text.words["What comes of it"]) == ("reconvene", Effect.RECONVENE.label)
    row = cast.do(actions.propose, row, "Peter Lindqvist", text="The conference meets again on Thursday.")
    row = cast.do(actions.sign, row, "amy", proposal=1)
    assert row.end == "resolved"
    assert not list(disagreements(fresh(row)))


def test_an_effect_is_of_a_dissent_only(with_conferences: Cast) -> None:
    row = with_conferences.raised()
    with pytest.raises(Refused, match="Only a dissent"):
        with_conferences.do(
            actions.respond, row, "bob", answer=Answer.YES, because=BECAUSE, meanwhile=MEANWHILE, effect=Effect.NONE
        )


def test_kept_on_record_only_it_has_ended_and_those_who_hold_conferences_can_read_it(with_conferences: Cast) -> None:
    cast = with_conferences
    row = raised(cast, on_record=True, children=(CHILD, NAMED))
    assert (row.end, row.turn, row.due_at) == ("kept_on_record", "", None)
    assert seats(row, Capacity.ANSWERING) == set()
    assert seats(row, Capacity.TOLD) == {"Second conference chair"}
    assert {CHAIR, OTHER_CHAIR} <= told(row, "kept_on_record")
    assert not told(row, "raised_to_you")
    assert not ChildName.objects.filter(difference=row), "what has ended keeps no names"
    assert not Clock.objects.filter(difference=row, ended_at=None)
    entry = Entry.objects.get(subject=row.pk)
    assert "keeps that on record only" in entry.text.sentence
    assert entry.facts["conference"]["ground"] == "met"
    assert not list(disagreements(row))
    assert Difference.objects.visible_to(cast.actor("Peter Lindqvist")).filter(pk=row.pk).exists()
    assert not Difference.objects.visible_to(cast.actor("bob")).filter(pk=row.pk).exists()


def test_its_own_side_can_take_it_further_within_the_time_and_the_other_cannot(with_conferences: Cast) -> None:
    cast = with_conferences
    row = raised(cast, on_record=True)
    with pytest.raises(Refused):
        cast.do(actions.reopen, row, "Peter Lindqvist", **REASON)
    row = cast.do(actions.reopen, row, "amy", **REASON)
    assert (row.end, row.turn) == ("", "responding")
    assert seats(row, Capacity.ANSWERING) == {"Second conference chair"}
    assert seats(row, Capacity.LEAD) == {"Designated safeguarding lead", "Principal social worker"}
    assert OTHER_CHAIR in told(row, "reopened")
    assert Clock.objects.get(difference=row, key="answered", ended_at=None).due_at
    assert not list(disagreements(fresh(row)))
    late = raised(cast, on_record=True)
    cast.at = datetime(2026, 12, 4, 10, 0, tzinfo=LONDON)
    with pytest.raises(Refused):
        cast.do(actions.reopen, late, "amy", **REASON)


def test_after_its_time_it_can_be_raised_and_says_why(with_conferences: Cast) -> None:
    with_conferences.at = datetime(2026, 11, 10, 9, 0, tzinfo=LONDON)
    late = conference(with_conferences, late="I was ill.")
    row = raised(with_conferences, conference=late)
    entry = Entry.objects.get(subject=row.pk, number=1)
    assert entry.text.words["Why it is raised after its time"] == "I was ill."
    assert entry.facts["conference"]["late"]
    assert "closes nothing" in entry.text.words["Raised by"]


def test_what_does_not_belong_together_is_refused_in_words(with_conferences: Cast) -> None:
    cast = with_conferences
    school = cast.actor("amy").posts[0].agency_id
    nursery = cast.new(responding_team=None).responding_agency
    wrong: list[tuple[dict[str, object], str]] = [
        ({"about": About.CONVENING, "conference": None, "before": {}}, "takes these only"),
        ({"conference": None}, "Say which conference"),
        ({"before": {}}, "Say when the conference ended"),
        ({"about": None}, "Say which conference"),
        ({"about": About.CARRYING_OUT, "conference": None, "before": {}, "on_record": True}, "Only a dissent"),
        ({"conference": conference(cast, chaired_by=cast.person("bob").pk)}, "does not chair conferences"),
    ]
    assert school != nursery
    for changes, sentence in wrong:
        with pytest.raises(Refused, match=sentence):
            raised(cast, **changes)


def test_carrying_out_the_plan_goes_the_same_way_without_a_conference(with_conferences: Cast) -> None:
    row = raised(
        with_conferences, about=About.CARRYING_OUT, conference=None, before={}, kind=Kind.PLAN_DRIFT
    )  # fmt: skip
    assert row.edition.covers == "conferences"
    assert seats(row, Capacity.ANSWERING) == {"Conference chair", "Second conference chair"}
    assert not Clock.objects.filter(difference=row, key="raised")


def test_everything_else_goes_on_under_the_general_procedure(with_conferences: Cast) -> None:
    assert with_conferences.raised().edition.covers == "differences"
