"""Nobody waits on somebody who has not heard: unopened by half the time, or a message that came back (invariant 6)."""

from datetime import timedelta

import pytest

from commonground.differences import actions
from commonground.differences.actions import sweeping, unheard
from commonground.differences.agreeing import disagreements
from commonground.differences.models import Difference, Seat
from commonground.directory.models import Person, Post
from commonground.notices.bouncing import bounced
from commonground.notices.models import Notice
from commonground.procedures.terms import Side, TooClose
from commonground.record.models import Entry
from tests.cast import ASK, MEANWHILE, Cast
from tests.differences.asking import fresh
from tests.differences.test_empty_chairs import TUESDAY, acting
from tests.differences.test_restricting import WHY
from tests.differences.test_sweep import london, mails, said
from tests.visiting import visit

HALF = london(11, 13, 30)  # of two working days from Tuesday 10:00: 7, 8 and 8 hours
AMY, BOB = "amy.lister@oakfield.example", "bob.ferris@council.fairhaven.example"
NEXT = "Team manager, Assessment Team East (Cath Doyle); Principal social worker (Farah Siddiqui)"
DESK = "duty.east@council.fairhaven.example"


@pytest.fixture
def raised(cast: Cast) -> Difference:
    cast.at = TUESDAY
    return cast.raised()


def look(cast: Cast, row: Difference, name: str) -> None:
    actions.looked(by=cast.actor(name), at=cast.tick(), difference=row, part="page")


def entry(row: Difference, kind: str) -> Entry:
    return Entry.objects.select_related("text").filter(subject=row.pk, kind=f"clock.{kind}").latest("number")


def came_back(row: Difference, kind: str, *addresses: str) -> int:
    notices = Notice.objects.filter(subject=row.pk, kind=kind, address__in=addresses)
    return sum(bounced(notice.message_id, TUESDAY) for notice in notices)


def test_what_nobody_opened_by_half_the_time_is_told_to_the_raiser_and_the_next_in_the_line(
    cast: Cast, raised: Difference
) -> None:
    Post.objects.filter(title="Assessment Team East duty desk").update(phone="01632 960 111")
    sweeping.sweep(HALF - timedelta(seconds=1))
    assert said(raised) == ["reminder_before"]
    sweeping.sweep(HALF)
    assert said(raised) == ["reminder_before", "unopened"]
    assert sweeping.sweep(HALF + timedelta(hours=1)) == 0, "it is said once"
    told = entry(raised, "unopened").text
    assert told.sentence == (
        "Half the time has passed, and nobody who acts for "
        "Assessment Team East, Fairhaven City Council had opened this."
    )
    assert told.words["Whom to ring"] == "Assessment Team East duty desk: 01632 960 111"
    assert told.words["Now asked or told"] == NEXT
    assert "Stepped over" not in told.words, "the sentence says it"
    assert acting(raised, Side.RESPONDING) == {"Assessment Team East duty desk", "Team manager, Assessment Team East"}
    assert mails(raised, "unopened") == {AMY, DESK, cast.person("cath").email, cast.person("Farah Siddiqui").email}
    assert raised in Difference.objects.visible_to(cast.actor("cath"))
    assert not list(disagreements(fresh(raised)))


@pytest.mark.parametrize("how", ["looked", "picked up", "answered"])
def test_who_has_opened_it_has_heard(cast: Cast, raised: Difference, how: str) -> None:
    if how == "looked":
        look(cast, raised, "bob")
    elif how == "picked up":
        cast.do(actions.pick_up, raised, "bob", knows_child=True)
    else:
        raised = cast.answered()
    sweeping.sweep(HALF)
    assert "unopened" not in said(raised)


def test_a_look_of_somebody_else_is_not_one_of_theirs(cast: Cast, raised: Difference) -> None:
    look(cast, raised, "amy")
    look(cast, raised, "sarah")
    sweeping.sweep(HALF)
    assert "unopened" in said(raised)


def without_bob(cast: Cast, row: Difference) -> None:
    """Leave Leah alone at the duty desk, which has no mailbox here: Bob is too close to it."""
    Post.objects.filter(title="Assessment Team East duty desk").update(mailbox="")
    bob = cast.person("bob")
    Person.objects.filter(pk=bob.pk).update(phone="01632 960 199")
    actions.declare_interest(
        by=cast.actor("bob"), at=cast.tick(), difference=row.pk, person=bob.pk, why=TooClose.PERSONAL
    )  # fmt: skip


def test_who_takes_no_part_has_not_heard_for_the_others_and_nobody_is_to_ring_them(
    cast: Cast, raised: Difference
) -> None:
    look(cast, raised, "bob")
    without_bob(cast, raised)
    sweeping.sweep(HALF)
    assert "unopened" in said(raised), "only somebody who takes no part had looked"
    assert "01632 960 199" not in entry(raised, "unopened").text.words["Whom to ring"]


def test_who_takes_no_part_is_nobody_whom_a_message_reached(cast: Cast, raised: Difference) -> None:
    without_bob(cast, raised)
    cast.do(actions.question, raised, "amy", words="Have you seen this?")
    assert came_back(raised, "question", cast.person("Leah Goldberg").email) == 1
    assert unheard.tell_undelivered(london(10, 12)) == 1


def test_at_a_later_stage_each_side_must_open_it_and_the_raiser_is_told_of_both(cast: Cast) -> None:
    cast.at = TUESDAY
    row = cast.at_stage(2)
    look(cast, row, "cath")
    sweeping.sweep(london(12, 10))
    assert said(row) == ["unopened", "reminder_before"], "the manager has opened it, the lead has not"
    assert "Oakfield" in entry(row, "unopened").text.sentence
    assert AMY in mails(row, "unopened")


def test_who_escalated_to_their_own_post_has_heard(cast: Cast) -> None:
    cast.at = TUESDAY
    row = cast.raised(by="Molly Greene", raising_agency=cast.actor("Molly Greene").posts[0].agency_id)
    cast.do(actions.escalate, row, "Molly Greene", reason="Still.", tried="We spoke.", ask=ASK, meanwhile=MEANWHILE)
    look(cast, row, "cath")
    sweeping.sweep(london(12, 10))
    assert "unopened" not in said(row)


def test_where_it_is_urgent_that_nobody_opened_it_is_urgent_too(cast: Cast) -> None:
    cast.at = TUESDAY
    row = cast.raised(danger="told")
    sweeping.sweep(HALF)
    assert set(Notice.objects.filter(subject=row.pk, kind="unopened").values_list("urgent", flat=True)) == {True}


def test_of_a_restricted_one_only_those_named_are_told(cast: Cast, raised: Difference) -> None:
    row = cast.do(actions.restrict, raised, "amy", people=[cast.person("bob").pk], reason=WHY)
    sweeping.sweep(HALF)
    assert "unopened" in said(row)
    assert mails(row, "unopened") == {AMY, BOB}
    assert not Seat.objects.filter(difference=row, person=cast.person("cath"), ended_at=None).exists()


def test_when_no_message_reaches_them_it_is_told_at_once(raised: Difference) -> None:
    assert unheard.tell_undelivered(london(10, 11)) == 0
    assert came_back(raised, "raised_to_you", DESK) == 1
    assert unheard.tell_undelivered(london(10, 11)) == 1
    assert unheard.tell_undelivered(london(10, 12)) == 0, "it is told once"
    assert said(raised) == ["undelivered"]
    assert entry(raised, "undelivered").text.words["Now asked or told"] == NEXT
    assert AMY in mails(raised, "undelivered")
    came_back(raised, "undelivered", DESK)
    assert unheard.tell_undelivered(london(10, 13)) == 0, "the manager's message did not come back"
    assert not list(disagreements(fresh(raised)))


def test_what_comes_back_from_somebody_who_has_opened_it_changes_nothing(cast: Cast, raised: Difference) -> None:
    look(cast, raised, "bob")
    came_back(raised, "raised_to_you", DESK)
    assert unheard.tell_undelivered(london(10, 11)) == 0
    assert said(raised) == []


def test_one_of_two_that_comes_back_is_not_nobody(cast: Cast) -> None:
    cast.at = TUESDAY
    row = cast.raised(danger="told")  # urgent: the desk, and who is on it
    came_back(row, "raised_to_you", BOB)
    assert unheard.tell_undelivered(london(10, 11)) == 0


def test_what_ended_is_left_alone(cast: Cast) -> None:
    row = cast.resolved()
    assert came_back(row, "raised_to_you", DESK) == 1
    assert unheard.tell_undelivered(cast.tick()) == 0
    assert not Notice.objects.filter(subject=row.pk, bounced_at__isnull=False, bounce_seen=False).exists()


def test_one_that_cannot_be_done_leaves_the_others_done(
    cast: Cast, raised: Difference, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = cast.raised()
    for row in (raised, other):
        came_back(row, "raised_to_you", DESK)
    ask = unheard.Asked.ask_the_next

    def fails_once(self: unheard.Asked, kind: str, sentence: str, *, urgent: bool) -> None:
        if self.row.pk == raised.pk:
            raise ValueError
        ask(self, kind, sentence, urgent=urgent)

    with monkeypatch.context() as patch:
        patch.setattr(unheard.Asked, "ask_the_next", fails_once)
        assert unheard.tell_undelivered(london(10, 11)) == 1
    assert said(raised) == []
    assert said(other) == ["undelivered"]
    assert unheard.tell_undelivered(london(10, 12)) == 1, "it is done the next time"
    assert said(raised) == ["undelivered"]


def test_the_page_says_at_once_whom_to_ring_until_somebody_hears(cast: Cast, raised: Difference) -> None:
    Post.objects.filter(title="Assessment Team East duty desk").update(phone="01632 960 111")
    sweeping.sweep(HALF)
    address = f"/differences/{raised.reference}/"
    words = visit(address, "amy").words
    assert "Ring them: Assessment Team East duty desk: 01632 960 111" in words
    cast.at = HALF
    cast.do(actions.pick_up, raised, "bob", knows_child=True)
    assert "Ring them:" not in visit(address, "amy").words


def test_ten_lines_later_the_page_still_says_whom_to_ring(cast: Cast, raised: Difference) -> None:
    sweeping.sweep(HALF)
    cast.at = HALF
    for number in range(11):
        cast.do(actions.note, raised, "amy", words=f"I rang again, {number}.", own_side=False)
    assert "Ring them:" in visit(raised.get_absolute_url(), "amy").words


def test_an_agency_that_joined_the_side_has_not_heard_for_it(cast: Cast, raised: Difference) -> None:
    cast.joined(raised, side=Side.RESPONDING)
    sweeping.sweep(HALF)
    cast.at = HALF
    cast.do(actions.give_view, raised, "zed", sees="He is hungry.", works="", wants="That he is seen.")
    assert "Ring them:" in visit(raised.get_absolute_url(), "amy").words
