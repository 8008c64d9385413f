"""Somebody who is too close takes no part: not seated, not told, not seeing; and there is always somebody else."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from commonground.differences import actions
from commonground.differences.actions import empty_chairs
from commonground.differences.agreeing import disagreements
from commonground.differences.models import Difference, Seat
from commonground.directory.models import Holding
from commonground.notices.models import Notice
from commonground.now import london_date
from commonground.procedures.rules import Refused
from commonground.procedures.terms import Capacity, Side, TooClose
from commonground.record.models import Entry
from tests.cast import ASK, MEANWHILE, RAISING, RESPONDING, Cast
from tests.visiting import browser, visit

pytestmark = pytest.mark.django_db

AsRole = Callable[[str], AbstractContextManager[None]]
DECISION, PERSONAL = TooClose.DECISION, TooClose.PERSONAL


def escalated(cast: Cast, row: Difference, by: str = "amy") -> Difference:
    """Return it at the next stage."""
    return cast.do(
        actions.escalate, row, by, reason="We still differ.", tried="We spoke.", ask=ASK, meanwhile=MEANWHILE
    )  # fmt: skip


def declared(cast: Cast, row: Difference, by: str, of: str, why: TooClose = PERSONAL) -> Difference:
    """Have somebody say that somebody is too close to it."""
    return actions.declare_interest(
        by=cast.actor(by), at=cast.tick(), difference=row.pk, person=cast.person(of).pk, why=why
    )  # fmt: skip


def without_sarah(cast: Cast) -> Difference:
    """Return one of which Amy's manager, who is the safeguarding lead too, shares the decision."""
    return cast.raised(too_close=(cast.person("sarah").pk,))


def acting(row: Difference, side: Side) -> set[str]:
    """Return who acts for a side at its stage, by name or title."""
    seats = Seat.objects.filter(difference=row, side=side, ended_at=None, stage=row.stage)
    acts = seats.filter(capacity__in=(Capacity.ANSWERING, Capacity.LEAD)).select_related("person", "post")
    return {seat.post.title if seat.post else str(seat.person) for seat in acts}


def whole(row: Difference) -> bool:
    """Say whether tables agree with the record."""
    return not list(disagreements(Difference.objects.get(pk=row.pk)))


def test_a_manager_who_shares_the_decision_sees_nothing_and_is_told_nothing(cast: Cast, as_role: AsRole) -> None:
    row = escalated(cast, without_sarah(cast))
    sarah = browser(cast.person("sarah"))
    with as_role("app"):
        assert sarah.get(row.get_absolute_url()).status_code == 404
        for url in ("/", "/differences/", "/differences/?whose=agency", "/notices/"):
            assert row.reference not in sarah.get(url).content.decode()
    assert not Notice.objects.filter(address=cast.person("sarah").email).exists()
    assert whole(row)


def test_her_line_starts_above_them(cast: Cast) -> None:
    row = without_sarah(cast)
    assert acting(row, Side.RAISING) == {"Head teacher"}
    row = escalated(cast, row)
    assert "Head teacher" in acting(row, Side.RAISING)
    assert visit(row.get_absolute_url(), "judith").status == 200


def test_only_her_own_side_reads_that_she_said_so(cast: Cast) -> None:
    row = without_sarah(cast)
    said = "said that Sarah Penrose is too close to this"
    assert said in visit(f"{row.get_absolute_url()}record/", "amy").words
    assert said not in visit(f"{row.get_absolute_url()}record/", "bob").words
    escalated(cast, row)
    theirs = visit(f"{row.get_absolute_url()}record/", "bob").words
    assert "Sarah Penrose" not in theirs
    assert "takes no part" not in theirs


def test_when_all_of_her_line_are_too_close_the_partnership_acts(cast: Cast) -> None:
    line = [one.pk for one in actions.own_line(cast.actor("amy"), cast.new().raising_agency, cast.at)]
    row = cast.raised(too_close=tuple(line))
    assert len(line) >= 2
    assert acting(row, Side.RAISING) == {"Partnership officer", "Second partnership officer"}
    row = escalated(cast, row)
    assert visit(row.get_absolute_url(), "elin").status == 200
    assert whole(row)


def test_a_post_they_take_later_does_not_let_them_in(cast: Cast, as_role: AsRole) -> None:
    """The seat is the post's: yet it opens nothing for somebody who takes no part, in either lock."""
    row = escalated(cast, without_sarah(cast))
    seat = Seat.objects.get(difference=row, side=Side.RAISING, capacity=Capacity.ANSWERING, stage=2)
    assert seat.post
    Holding.objects.filter(post=seat.post, person=cast.person("sarah")).update(deputy=False)
    client = browser(cast.person("sarah"))
    assert client.get(row.get_absolute_url()).status_code == 404
    with as_role("app"):
        assert client.get(row.get_absolute_url()).status_code == 404


def test_the_database_alone_keeps_them_out(cast: Cast, as_role: AsRole) -> None:
    """By the second lock and no page: neither the row, nor a look at which there are, nor what was said there."""
    row, sarah = escalated(cast, without_sarah(cast)), cast.person("sarah")
    judith = cast.person("judith")
    found = {}
    for person in (sarah, judith):
        with as_role("app"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT cg_begin(%s, %s)", [person.pk, london_date(cast.at)])
            cursor.execute("SELECT differences_seen()")
            seen = row.pk in {key for (key,) in cursor.fetchall()}
            cursor.execute("SELECT count(*) FROM differences_difference WHERE id = %s", [row.pk])
            rows = cursor.fetchone()
            cursor.execute("SELECT count(*) > 0 FROM record_entrytext WHERE subject = %s", [row.pk])
            found[person] = (seen, *rows, *cursor.fetchone())
    assert found == {sarah: (False, 0, False), judith: (True, 1, True)}


def test_they_can_be_named_later_and_lose_sight_at_once(cast: Cast, as_role: AsRole) -> None:
    row = cast.at_stage(2)
    sarah = browser(cast.person("sarah"))
    assert sarah.get(row.get_absolute_url()).status_code == 200
    declared(cast, row, "amy", "sarah", DECISION)
    with as_role("app"):
        assert sarah.get(row.get_absolute_url()).status_code == 404
    assert "Head teacher" in acting(row, Side.RAISING)
    assert whole(row)


@pytest.mark.parametrize("stage", [1, 2, 3])
def test_whoever_answers_hands_over_and_the_next_are_asked(cast: Cast, stage: int) -> None:
    who = ("bob", "cath", "dev")[stage - 1]
    row = cast.at_stage(stage)
    cast.do(actions.pick_up, row, who, knows_child=True)
    declared(cast, row, who, who)
    row = Difference.objects.get(pk=row.pk)
    others = Seat.objects.attended(london_date(cast.at)).filter(difference=row, ended_at=None)
    here = [seat for seat in others if seat.side == Side.RESPONDING and seat.capacity == Capacity.ANSWERING]
    assert any(seat.stage == stage for seat in here)
    assert row.picked_up_by is None
    assert browser(cast.person(who)).get(row.get_absolute_url()).status_code == 404
    assert whole(row)


def test_nobody_waits_on_a_post_that_only_they_hold(cast: Cast) -> None:
    row = cast.at_stage(2)
    declared(cast, row, "cath", "cath")
    assert empty_chairs.ask_the_next(cast.tick()) == 0  # it was done at once
    kinds = list(Entry.objects.filter(subject=row.pk).order_by("number").values_list("kind", flat=True))
    assert kinds[-2:] == ["difference.interest", "clock.stepped_over"]


@pytest.mark.parametrize(
    ("by", "of", "why", "sentence"),
    [
        ("amy", "amy", PERSONAL, "You raised this"),
        ("sarah", "amy", PERSONAL, "They raised it"),
        ("amy", "bob", DECISION, "Whoever took the decision answers for it"),
        ("amy", "bob", PERSONAL, "Anyone can say this of themselves"),
        ("bob", "cath", PERSONAL, "Anyone can say this of themselves"),
        ("bob", "zed", PERSONAL, "does not work for an agency of this"),
    ],
)
def test_who_may_say_it_of_whom(cast: Cast, by: str, of: str, why: TooClose, sentence: str) -> None:
    row = cast.raised()
    with pytest.raises(Refused, match=sentence):
        declared(cast, row, by, of, why)


def test_it_is_said_once_and_not_after_the_end(cast: Cast) -> None:
    row = cast.raised()
    declared(cast, row, "amy", "sarah", DECISION)
    with pytest.raises(Refused, match="already"):
        declared(cast, row, "amy", "sarah", DECISION)
    cast.do(actions.withdraw, row, "amy", why="settled", words="We met.")
    with pytest.raises(Refused, match="ended"):
        declared(cast, row, "amy", "judith", DECISION)


def test_the_database_seats_nobody_who_takes_no_part(cast: Cast) -> None:
    row = without_sarah(cast)
    seat = Seat.objects.filter(difference=row, capacity=Capacity.RAISER).get()
    with pytest.raises(IntegrityError, match="takes no part"), transaction.atomic():
        Seat.objects.create(
            partnership=row.partnership, difference=row, side=Side.RAISING, capacity=Capacity.ANSWERING,
            role="line_manager", stage=2, agency=seat.agency, person=cast.person("sarah"), since=cast.at,
        )  # fmt: skip


def test_people_of_other_agencies_are_not_kept_out_before_sending(cast: Cast) -> None:
    with pytest.raises(Refused, match="only people of your own agency"):
        cast.raised(too_close=(cast.person("bob").pk,))


def test_somebody_who_is_not_on_the_list_cannot_be_ticked(cast: Cast) -> None:
    amy = cast.actor("amy")
    new = cast.new()
    answers: dict[str, object] = {"partnership": str(new.partnership), "raising_agency": str(new.raising_agency)}
    draft = actions.save_draft(by=amy, at=cast.tick(), draft=None, answers=answers)
    url = f"/differences/raise/{draft.pk}/own-line/"
    assert "Sarah Penrose" in visit(url, "amy").words
    false = visit(url, "amy", post={"too_close": str(cast.person("bob").pk)}, status=422)
    assert "There is a problem" in false.words


def test_restricting_and_passing_on_know_of_it(cast: Cast) -> None:
    row = without_sarah(cast)
    with pytest.raises(Refused, match="only people who see this now"):
        cast.do(actions.restrict, row, "amy", people=[cast.person("sarah").pk], reason="Fear.")
    with pytest.raises(Refused, match="not at work"):
        cast.do(actions.hand_over, row, "amy", person=cast.person("sarah").pk, reason="I am ill.")
    cast.do(actions.restrict, row, "amy", people=[cast.person("bob").pk], reason="Fear.")
    assert whole(row)
    assert Seat.objects.filter(difference=row, capacity=Capacity.BARRED, ended_at=None).count() == 1


def test_by_hand(cast: Cast) -> None:
    row = cast.at_stage(2)
    url = f"{row.get_absolute_url()}too-close/"
    assert "Somebody is too close to this" in visit(row.get_absolute_url(), "cath").words
    visit(url, "cath")
    visit(url, "cath", post={"submission": str(uuid4())}, status=422)
    said = {"submission": str(uuid4()), "person": str(cast.person("dev").pk), "why": "personal"}
    assert "Anyone can say this of themselves" in visit(url, "cath", post=said, status=409).words
    himself = {"submission": str(uuid4()), "person": str(cast.person("cath").pk), "why": "personal"}
    cath = browser("cath")
    assert cath.post(url, himself).headers["Location"] == "/"
    assert cath.get(row.get_absolute_url()).status_code == 404


# Ring me, and the court


def test_one_who_cannot_write_it_is_rung_and_then_it_is_noted_that_they_spoke(cast: Cast) -> None:
    row = cast.raised(ring=actions.RingMe("01632 960 111", "today until five"))
    page = visit(row.get_absolute_url(), "bob")
    assert "Ring Amy Lister on 01632 960 111" in page.words
    assert "Amy Lister has asked to be rung" in visit(row.get_absolute_url(), "amy").words
    bob, url = browser("bob"), f"{row.get_absolute_url()}ring/1/spoke/"
    assert bob.post(url, {"submission": str(uuid4())}).status_code == 302
    assert "Ring Amy Lister on" not in visit(row.get_absolute_url(), "bob").words
    assert "noted that they have spoken with Amy Lister" in visit(f"{row.get_absolute_url()}record/", "amy").words
    assert bob.post(url, {"submission": str(uuid4())}).status_code == 409
    assert bob.post(f"{row.get_absolute_url()}ring/2/spoke/", {"submission": str(uuid4())}).status_code == 404
    assert whole(row)


def test_an_answer_or_a_note_asks_to_be_rung(cast: Cast) -> None:
    row = cast.raised()
    ring = {"ring": "ring", "ring_phone": "01632 960 222", "ring_when": "any time"}
    said = {"submission": str(uuid4()), "version": "1", "knows_child": "yes", "answer": "yes", "because": "Yes."}
    assert browser("bob").post(f"{row.get_absolute_url()}respond/", said | ring).status_code == 302
    assert "Ring Bob Ferris on 01632 960 222" in visit(row.get_absolute_url(), "amy").words
    note = {"submission": str(uuid4()), "version": "1", "words": "More to say.", "own_side": "yes"}
    visit(f"{row.get_absolute_url()}note/", "bob", post=note | ring, status=409)
    unsaid = visit(f"{row.get_absolute_url()}note/", "bob", post=note | ring | {"ring_phone": ""}, status=422)
    assert "Write the number to ring you on" in unsaid.words
    assert whole(row)


def test_a_matter_before_a_court_says_so_everywhere(cast: Cast) -> None:
    row = cast.raised(in_court=True)
    for who in ("amy", "bob"):
        assert "Before a court" in visit(row.get_absolute_url(), who).words
    assert whole(row)
    Difference.objects.filter(pk=row.pk).update(in_court=False)
    assert not whole(row)


def test_who_writes_reads_once_who_may_read_it(cast: Cast) -> None:
    row = cast.raised()
    may = "A court, an inspector or the family may read this."
    assert visit(f"{row.get_absolute_url()}respond/", "bob").words.count(may) == 1
    assert may not in visit(row.get_absolute_url(), "bob").words


def test_where_only_they_would_facilitate_the_officer_can_still_close_it(cast: Cast) -> None:
    row = cast.at_stage(4)
    seats = Seat.objects.filter(difference=row, capacity=Capacity.FACILITATING, ended_at=None).select_related("post")
    posts = [seat.post_id for seat in seats]
    people = Holding.objects.filter(post__in=posts).values_list("person__name", flat=True)
    for name in set(people):
        declared(cast, row, "elin", name)
    assert not seats.all().exists()
    row = cast.do(actions.step_down, row, RAISING[3], to_stage=3, reason="They can do more.")
    row = cast.do(actions.agree_to_it, row, RESPONDING[3], agrees=True, reason="")
    row = escalated(cast, row, RAISING[2])
    assert not seats.all().exists(), "nor when it comes back to them"
    row = cast.do(actions.record_not_resolved, row, "elin", statement="We do not agree.", meanwhile=MEANWHILE)
    assert row.end
    assert whole(row)
