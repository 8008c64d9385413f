"""What somebody reads first: what the other side wrote, what was just agreed, whom to ring, and what waits for them."""

import re
from datetime import datetime

import pytest

from commonground.differences import actions
from commonground.differences.models import NOTHING_KNOWN, Difference, Seat
from commonground.directory.models import Person
from commonground.procedures.terms import Answer, Capacity, Role, Side, Subject
from commonground.record.models import Entry, EntryText
from commonground.record.submissions import mint
from tests.cast import AGREEMENT, BECAUSE, CHILD, MEANWHILE, WORRY, Cast
from tests.differences.asking import fresh
from tests.differences.fresh_eyes.looking import asked
from tests.differences.meetings.meeting import proposed_meeting
from tests.differences.passing import give
from tests.visiting import Visited, browser, visit

SAFER = "His aunt has him until Friday."


def page(row: Difference, who: str, part: str = "") -> Visited:
    return visit(f"{row.get_absolute_url()}{part}", who)


def test_the_side_whose_turn_it_is_reads_what_the_other_wrote_before_the_clocks(cast: Cast) -> None:
    row = cast.raised()
    assert page(row, "bob").words.index(WORRY) < page(row, "bob").words.index("Settled or escalated by")
    assert page(row, "amy").words.index(WORRY) > page(row, "amy").words.index("Settled or escalated by")
    row = cast.do(actions.respond, row, "bob", answer=Answer.NO_BECAUSE, because=BECAUSE, meanwhile=None)
    amys = page(row, "amy").words
    assert amys.index(BECAUSE) < amys.index("Settled or escalated by")
    row = cast.do(actions.propose, row, "bob", text=AGREEMENT)
    for who in ("amy", "bob"):
        said = page(row, who).words
        assert said.index(AGREEMENT) < said.index("Meanwhile:") < said.rindex("What you can do now")


def test_ways_lead_straight_to_what_is_read_most(cast: Cast) -> None:
    row = cast.proposed()
    found = page(row, "amy")
    ways = [one for one in found.tree.iter("p") if one.get("class") == "cg-jumps"]
    assert len(ways) == 1
    ids = {one.get("id") for one in found.tree.iter()}
    led = [one.get("href", "").removeprefix("#") for one in ways[0].iter("a")]
    assert led == ["agreement-1", "worry", "can-do"]
    assert ids.issuperset(led)
    answered = cast.answered()
    assert 'href="#answer"' in page(answered, "amy").markup
    hidden = cast.do(
        actions.respond, cast.raised(), "bob", answer=Answer.NO_BECAUSE, because=BECAUSE, meanwhile=None,
        said_back="He comes hungry.",
    )  # fmt: skip
    assert 'href="#answer"' not in page(hidden, "amy").markup, "nothing leads to what is not shown yet"
    assert 'href="?reply=shown#answer"' in page(hidden, "amy").markup
    assert 'id="answer"' in page(hidden, "amy", "?reply=shown").markup


def send(row: Difference, **answers: str) -> int:
    said = {"submission": str(mint()), "version": str(fresh(row).version), "answer": "yes", "because": BECAUSE}
    return int(browser("bob").post(f"{row.get_absolute_url()}respond/", said | answers).status_code)


@pytest.mark.parametrize("knows", ["yes", "no"])
def test_who_answers_without_picking_it_up_is_asked_which_child_it_is(cast: Cast, knows: str) -> None:
    row = cast.raised()
    asked = page(row, "bob", "respond/")
    assert "Do you know which child this is about?" in asked.words
    assert send(row) == 422
    assert send(row, knows_child=knows) == 302
    entry = Entry.objects.get(subject=row.pk, kind="difference.respond")
    words = EntryText.objects.get(entry=entry)
    assert entry.facts["knows_child"] is (knows == "yes")
    assert ("They cannot tell which child this is. Ring them." in words.sentence) is (knows == "no")
    assert ("Please ring me." in words.words["Which child"]) is (knows == "no")
    assert ("They cannot tell which child this is." in page(row, "amy").words) is (knows == "no")
    assert "Do you know which child" not in page(row, "bob", "respond/").words, "it was asked"


def test_who_picked_it_up_is_not_asked_again_and_of_a_family_member_it_reads_so(cast: Cast) -> None:
    row = cast.do(actions.pick_up, cast.raised(), "bob", knows_child=True)
    assert "Do you know which child" not in page(row, "bob", "respond/").words
    assert send(row) == 302
    family = cast.raised(subject=Subject.FAMILY_MEMBER, family_member=CHILD)
    assert "Do you know who this is about?" in page(family, "bob", "respond/").words


def test_what_keeps_the_child_safe_stands_under_the_name_of_whoever_wrote_it(cast: Cast) -> None:
    row = cast.raised()
    for where in ("", "respond/", "on-one-page/"):
        assert re.search(rf"Meanwhile: {re.escape(MEANWHILE)} Amy Lister", page(row, "bob", where).words), where
    asked = page(row, "bob", "respond/")
    (box,) = [one for one in asked.tree.iter("textarea") if one.get("name") == "meanwhile"]
    assert not (box.text or "").strip(), "nobody is made to say what the other side wrote"
    assert send(row, knows_child="yes") == 302
    assert fresh(row).meanwhile == MEANWHILE
    assert "Amy Lister" in page(row, "amy").words.split("Meanwhile: ")[1][:200]
    assert send(row, meanwhile=SAFER) == 302
    assert re.search(rf"Meanwhile: {re.escape(SAFER)} Bob Ferris", page(row, "amy").words)
    cast.do(actions.escalate, row, "amy", reason="We differ.", tried="We spoke.", ask="See him.", meanwhile=SAFER)
    assert re.search(rf"Meanwhile: {re.escape(SAFER)} Bob Ferris", page(row, "amy").words), "she sent it on as it was"
    cast.do(actions.respond, row, "cath", answer=Answer.YES, because="Yes.", meanwhile=MEANWHILE)
    assert re.search(rf"Meanwhile: {re.escape(MEANWHILE)} Cath", page(row, "amy").words), "it is theirs now"


def test_where_nothing_is_known_to_keep_the_child_safe_whoever_answers_is_warned_and_asked(cast: Cast) -> None:
    known, unknown = cast.raised(), cast.raised(meanwhile=NOTHING_KNOWN)
    asks = "Nothing is known yet. Say what does, or what you will see to today."
    for row, nothing in ((known, False), (unknown, True)):
        form = page(row, "bob", "respond/")
        assert ("cg-meanwhile--nothing" in form.markup, asks in form.words) == (nothing, nothing)


def test_a_meeting_that_waits_for_a_time_is_named_for_the_other_side_until_it_has_one(cast: Cast) -> None:
    row = cast.raised()
    meeting = proposed_meeting(cast, row, by="amy")
    waits = "A meeting waits for a time"
    assert f"{waits}: choose one, or propose others" in page(row, "bob").words
    assert waits in visit("/", "bob").words
    assert waits not in page(row, "amy").words, "she proposed it"
    assert waits not in visit("/", "amy").words
    assert waits not in page(row, "sarah").words, "it waits for the other side"
    starts = datetime.fromisoformat(meeting.times[0][0])
    actions.choose_time(by=cast.actor("bob"), at=cast.tick(), difference=row.pk, number=1, starts=starts)
    assert waits not in page(row, "bob").words
    assert waits not in visit("/", "bob").words


def test_a_meeting_waits_for_nobody_who_cannot_choose_its_time(cast: Cast) -> None:
    row = cast.raised()
    proposed_meeting(cast, row, by="amy")
    waits = "A meeting waits for a time"
    Seat.objects.create(
        partnership_id=row.partnership_id, difference=row, side=Side.RESPONDING, capacity=Capacity.TOLD,
        role=Role.SENIOR_MANAGER, stage=1, agency=row.responding_agency, person=cast.person("dev"), since=cast.at,
    )  # fmt: skip
    asked(cast, row)
    for person, says in (("dev", "Waiting for"), ("ros", "Your turn to say what you see")):
        home = visit("/", person).words
        assert says in home
        assert waits not in home
        assert waits not in page(row, person).words
    guest = give(cast, row, by="bob")
    assert waits not in visit(row.get_absolute_url(), guest.open()).words


def test_who_has_answered_changes_the_answer(cast: Cast) -> None:
    row = cast.answered()
    assert "Change your answer" in page(row, "bob").words
    assert "Change your answer" not in page(row, "amy").words
    assert "Change your answer" not in page(cast.raised(), "bob").words


def test_without_a_signature_one_goes_back_without_signing(cast: Cast) -> None:
    row = cast.proposed()
    assert "Go back without signing" in page(row, "amy", "sign/").words
    assert "Go back without sending" in page(row, "amy", "decline/").words


def test_numbers_of_whoever_backs_one_and_of_whom_to_ask_can_be_rung(cast: Cast) -> None:
    Person.objects.filter(pk=cast.person("amy").pk).update(phone="01632 960 123")
    row = cast.raised()
    for part in ("pick-up/", "respond/"):
        assert 'href="tel:01632960123"' in page(row, "bob", part).markup
    promise = page(row, "amy").markup.split("Who backs you")[1].split("</div>")[0]
    numbers = re.findall(r"\d[\d ]{8,}\d", re.sub(r"<[^>]*>", " ", promise))
    assert numbers
    assert promise.count('href="tel:') == len(numbers)
