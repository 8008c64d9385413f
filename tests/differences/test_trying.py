"""What was tried outside: at raising and at a stage, counted where the edition lets it, and remembered otherwise."""

from datetime import timedelta

import pytest

from commonground.differences import actions
from commonground.differences.actions import Tried
from commonground.differences.agreeing import disagreements
from commonground.differences.models import Difference, Seat
from commonground.directory.demonstration import member
from commonground.editions.publishing import publish
from commonground.editions.queries import live_edition
from commonground.now import london_date, now
from commonground.procedures.rules import Refused
from commonground.procedures.terms import Capacity, How, Side
from commonground.record.models import Entry
from tests.cast import Cast
from tests.differences.raising import Browser, answers, begun, check, kept, step, words

SAID = "That it was closed, and that she should ring again if it got worse."


def talk(cast: Cast, *, counts: bool = False, ago: int = 1) -> Tried:
    return Tried(How.TELEPHONE, "Bob Ferris", london_date(cast.at) - timedelta(days=ago), SAID, counts=counts)


def acting(row: Difference, side: Side) -> set[str]:
    seats = Seat.objects.filter(difference=row, side=side, capacity=Capacity.ANSWERING, ended_at=None)
    return {str(seat.person or seat.post) for seat in seats.select_related("person", "post")}


def test_a_conversation_before_is_told_with_what_is_raised(cast: Cast) -> None:
    row = cast.raised(tried=talk(cast))
    assert row.stage == 1
    entry = Entry.objects.get(subject=row.pk)
    assert entry.text.words["What was tried"].startswith("By telephone with Bob Ferris on ")
    assert entry.facts["tried"] == 1
    assert row.views.get().tried == entry.text.words["What was tried"]
    assert not list(disagreements(row))


def test_where_it_counts_it_begins_at_stage_two_with_both_lines_and_whom_one_talked_with_is_told(cast: Cast) -> None:
    row = cast.raised(tried=talk(cast, counts=True), responding_person=cast.person("bob").pk)
    assert (row.stage, row.turn) == (2, Side.RESPONDING)
    assert acting(row, Side.RAISING) == {"Deputy head teacher"}
    assert acting(row, Side.RESPONDING) == {"Team manager, Assessment Team East"}
    bob = Seat.objects.get(difference=row, person=cast.person("bob"))
    assert bob.capacity == Capacity.TOLD
    assert row.officer_told, "as the edition says of stage 2"
    talked = cast.new(tried=talk(cast, counts=True))
    watchers = actions.foresee(by=cast.actor("amy"), at=cast.at, new=talked).watchers
    assert [one.stage for one in watchers] == [2, 3, 4]
    row = cast.do(
        actions.escalate, row, "amy", reason="We differ.", tried="We spoke.", ask="See him.", meanwhile="School."
    )  # fmt: skip
    assert row.stage == 3
    assert not list(disagreements(row))


def test_where_the_edition_does_not_count_it_that_is_refused_in_words(cast: Cast) -> None:
    not_counting(cast)
    with pytest.raises(Refused, match="does not count as a stage"):
        cast.raised(tried=talk(cast, counts=True))
    row = cast.raised()
    with pytest.raises(Refused, match="does not count as a stage"):
        cast.do(actions.note_tried_outside, row, "amy", tried=talk(cast, counts=True))
    assert cast.do(actions.note_tried_outside, row, "amy", tried=talk(cast)).stage == 1


def not_counting(cast: Cast) -> None:
    """Let the edition say that a conversation outside does not count."""
    edition = live_edition(cast.new().partnership, london_date(cast.at))
    text = edition.text.replace("tried_outside_counts = true", "tried_outside_counts = false")
    assert text != edition.text
    publish(
        text=text, partnerships=list(edition.partnerships.all()), by=cast.person("elin"),
        approved_by=cast.person("gwen"), source="Invented.", at=cast.at,
    )  # fmt: skip


def test_a_conversation_lies_in_the_past(cast: Cast) -> None:
    with pytest.raises(Refused, match="lies in the past"):
        cast.raised(tried=talk(cast, ago=-1))
    row = cast.raised()
    with pytest.raises(Refused, match="lies in the past"):
        cast.do(actions.note_tried_outside, row, "amy", tried=talk(cast, ago=-1))
    assert Entry.objects.filter(subject=row.pk).count() == 1


def test_at_a_stage_it_goes_on_to_the_next_where_it_counts(cast: Cast) -> None:
    row = cast.raised()
    row = cast.do(actions.note_tried_outside, row, "amy", tried=talk(cast, counts=True))
    assert row.stage == 2
    assert acting(row, Side.RESPONDING) >= {"Team manager, Assessment Team East"}
    sentence = Entry.objects.get(subject=row.pk, kind="difference.tried_outside").text.sentence
    assert sentence.endswith("noted what was tried outside, and this is at line managers or safeguarding leads.")
    assert not list(disagreements(row))


def test_the_other_side_may_remember_it_otherwise_and_both_stand(cast: Cast) -> None:
    row = cast.raised(tried=talk(cast), responding_person=cast.person("bob").pk)
    before = row.version
    row = cast.do(actions.remember, row, "bob", words="I said that I would ring on Monday.")
    assert (row.version, row.stage, row.turn) == (before, 1, Side.RESPONDING), "it moves nothing"
    told = Entry.objects.get(subject=row.pk, kind="difference.remember").text
    assert told.words == {"Remembered otherwise": "I said that I would ring on Monday."}
    assert SAID in Entry.objects.get(subject=row.pk, number=1).text.words["What was tried"]
    with pytest.raises(Refused, match="people who act for the responding side"):
        cast.do(actions.remember, row, "amy", words="So do I.")
    assert not list(disagreements(row))


def test_who_hands_over_keeps_seeing_it_and_the_colleague_acts(cast: Cast) -> None:
    row = cast.raised(responding_person=cast.person("bob").pk)
    cast.do(actions.hand_over, row, "amy", person=cast.person("judith").pk, reason="I am away.")
    assert acting(row, Side.RAISING) == {"Judith Clay"}
    cast.do(actions.propose, row, "bob", text="We visit.")
    assert cast.do(actions.sign, row, "judith", proposal=1).end == "resolved"
    assert Difference.objects.visible_to(cast.actor("amy")).filter(pk=row.pk).exists()


def test_a_colleague_of_another_agency_oneself_and_the_other_side_are_refused(cast: Cast) -> None:
    row = cast.raised()
    for name, why in (("hana", "not at work in your agency"), ("amy", "You have it already")):
        with pytest.raises(Refused, match=why):
            cast.do(actions.hand_over, row, "amy", person=cast.person(name).pk, reason="I am away.")
    with pytest.raises(Refused, match="the person who raised this"):
        cast.do(actions.hand_over, row, "bob", person=cast.person("cath").pk, reason="I am away.")


def test_a_manager_who_hands_over_gives_up_a_seat_held_in_person(cast: Cast) -> None:
    row = cast.raised()
    cast.do(actions.hand_over, row, "amy", person=cast.person("judith").pk, reason="I am away.")
    cast.do(actions.hand_over, row, "judith", person=cast.person("sarah").pk, reason="So am I.")
    assert acting(row, Side.RAISING) == {"Sarah Penrose"}


TALKED = {
    "talked": "yes", "tried_how": "telephone", "tried_whom": "Bob Ferris", "tried_said": SAID, "tried_new": "no",
}  # fmt: skip


def yesterday() -> dict[str, str]:
    day = london_date(now()) - timedelta(days=1)
    return {"tried_on_day": str(day.day), "tried_on_month": str(day.month), "tried_on_year": str(day.year)}


@pytest.mark.parametrize("counts", [False, True])
def test_it_is_asked_with_what_one_asks_kept_and_checked(cast: Cast, *, counts: bool) -> None:
    del cast
    amy = Browser(member("amy"))
    draft = begun(amy)
    for name, sent in list(answers().items())[1:]:
        extra = TALKED | yesterday() | ({"tried_counts": "on"} if counts else {}) if name == "ask" else {}
        amy.sends(step(draft, name), sent | extra)
    page = words(amy.page(check(draft)))
    assert "By telephone with Bob Ferris" in page
    assert ("It counts as stage 1." in page) is counts
    assert ("Now: Line managers or safeguarding leads" in page) is counts
    amy.sends(check(draft))
    assert Difference.objects.get().stage == 1 + counts


def test_what_is_new_is_told_at_once_before_one_goes_on(cast: Cast) -> None:
    del cast
    amy = Browser(member("amy"))
    draft = begun(amy)
    for name in ("agency", "team", "kind", "children", "worry"):
        amy.sends(step(draft, name), answers()[name])
    where = amy.sends(step(draft, "ask"), answers()["ask"] | TALKED | yesterday() | {"tried_new": "yes"})
    assert where == step(draft, "new")
    page = words(amy.page(where))
    for said in ("Tell them now what is new", "Assessment Team East duty desk", "01632 960 111", "Go on"):
        assert said in page


def test_half_a_conversation_is_asked_for_in_words_and_what_is_good_is_kept(cast: Cast) -> None:
    del cast
    amy = Browser(member("amy"))
    draft = begun(amy)
    for name in ("agency", "team", "kind", "children", "worry"):
        amy.sends(step(draft, name), answers()[name])
    sent = answers()["ask"] | {"talked": "yes", "tried_whom": "Bob Ferris"}
    page = words(amy.fails(step(draft, "ask"), sent))
    for said in ("Tell us how you talked", "Tell us when you talked", "Tell us what they said"):
        assert said in page
    assert kept(draft).tried_whom == "Bob Ferris"
    assert kept(draft).tried is None
    assert 'value="Bob Ferris"' in amy.page(step(draft, "ask"))
