"""Placing on the chart: who may, what can still be changed, and that it is done whole on the pages."""

from uuid import uuid4

import pytest

from commonground.differences import actions
from commonground.differences.agreeing import disagreements
from commonground.differences.models import Difference
from commonground.differences.thresholds import actions as chart
from commonground.differences.thresholds.actions import Chosen
from commonground.differences.thresholds.models import Mark, Placement
from commonground.procedures import thresholds
from commonground.procedures.rules import Refused
from commonground.procedures.terms import Kind
from commonground.record.models import Entry
from tests.access.meeting import AsRole
from tests.cast import Cast
from tests.differences.asking import fresh
from tests.differences.thresholds.placing import (
    ALONE,
    AMYS,
    BOTH,
    HUNGRY,
    SEEN_BY_AMY,
    SEEN_BY_BOB,
    begins,
    begun,
    chose,
    in_sql,
    placed,
    room,
)
from tests.visiting import browser, visit


def test_once_shown_it_is_only_added_to(cast: Cast) -> None:
    row = cast.raised()
    placed(cast, row, "amy")
    with pytest.raises(Refused, match="You can add to it once it is shown"):
        chose(cast, row, "amy", AMYS, Chosen("Has been hurt, and it is not clear how", "A bruise", "Amy"))
    placed(cast, row, "bob")
    with pytest.raises(Refused, match="not chosen yet"):
        chose(cast, row, "amy", AMYS)
    chose(cast, row, "amy", AMYS, Chosen("Has been hurt, and it is not clear how", "A bruise on Friday", "Amy"))
    page = visit(room(row), "bob").words
    assert "A bruise on Friday" in page
    assert "Added later" in page
    assert ALONE in page, "what was shown stays"
    assert Mark.objects.of(row).exclude(out_at=None).count() == 0
    entry = Entry.objects.select_related("text").get(subject=row.pk, kind="step.add_to_chart")
    assert "A bruise on Friday" in entry.text.words["Added"]
    with pytest.raises(Refused, match="placed it already"):
        chart.not_used(by=cast.actor("amy"), at=cast.tick(), difference=row.pk, why="")
    assert list(disagreements(fresh(row))) == []


def test_not_using_the_chart_is_an_answer_too(cast: Cast, as_role: AsRole) -> None:
    row = cast.raised()
    begun(cast, row, "bob")
    chose(cast, row, "bob", BOTH, Chosen(HUNGRY, SEEN_BY_BOB, "Bob"))
    chart.not_used(by=cast.actor("bob"), at=cast.tick(), difference=row.pk, why="Our team works by need.")
    assert "Our team works by need" not in visit(room(row), "amy").words
    assert thresholds.UNUSED in visit(room(row, "place/"), "bob", status=409).words
    placed(cast, row, "amy")
    page = visit(room(row), "amy").words
    assert "We do not use this chart. Our team works by need." in page
    assert SEEN_BY_BOB not in page
    assert "What both sides chose" not in page
    with as_role("app"):
        begins(cast, "amy")
        assert in_sql("mark") == 2, "her own; what was taken out before it was placed stays the other side's"
        begins(cast, "bob")
        assert in_sql("mark") == 3
    sent = {"submission": str(uuid4()), "version": "3", "chosen": ["0"], "seen_0": "Kept text", "seen_by_0": "Bob"}
    late = visit(room(row, "3/child/"), "bob", post=sent, status=409).words
    assert "does not use this chart. You can add a note instead" in late
    assert "Kept text" in late
    with pytest.raises(Refused, match="You can add a note instead"):
        chose(cast, row, "bob", BOTH, Chosen(HUNGRY, SEEN_BY_BOB, "Bob"))
    assert list(disagreements(fresh(row))) == []


def test_a_side_changes_its_draft_and_a_colleague_who_was_faster_is_not_overwritten(cast: Cast) -> None:
    row = cast.raised()
    own = begun(cast, row, "amy")
    assert begun(cast, row, "sarah") == own, "a colleague goes on from what is there"
    chose(
        cast, row, "sarah", BOTH, Chosen(HUNGRY, "One", "Sarah"), Chosen("Away from school for weeks", "Two", "Sarah")
    )
    with pytest.raises(Refused, match="changed this since you opened the page"):
        chose(cast, row, "amy", BOTH, Chosen(HUNGRY, "Mine", "Amy"), version=own.version)
    chose(cast, row, "amy", BOTH, Chosen(HUNGRY, "Three", "Amy"))
    left = Mark.objects.of(row).filter(out_at=None)
    assert [(one.phrase, one.seen) for one in left] == [(HUNGRY, "Three")]
    assert Entry.objects.filter(subject=row.pk, kind__startswith="step.").count() == 0, "a draft has not happened"
    chose(cast, row, "amy", BOTH)
    version = Placement.objects.get().version
    with pytest.raises(Refused, match="Choose at least one phrase"):
        chart.place(by=cast.actor("amy"), at=cast.tick(), difference=row.pk, version=version, would_change="")


def test_what_was_typed_is_kept_where_nothing_is_begun_or_it_has_ended(cast: Cast) -> None:
    row = cast.raised()
    sent = {"version": "1", "chosen": ["1"], "seen_0": "", "seen_1": "Kept text", "seen_by_1": "Amy's words"}
    early = visit(room(row, "3/child/"), "amy", post={"submission": str(uuid4()), **sent}, status=409)
    assert thresholds.NOT_BEGUN in early.words
    begun(cast, row, "amy")
    row = cast.do(actions.withdraw, row, "amy", why="settled", words="We met.")
    ended = visit(room(row, "3/child/"), "amy", post={"submission": str(uuid4()), **sent}, status=409)
    for page in (early, ended):
        assert "Kept text" in page.words
        assert "Amy's words" in page.words
    assert "What was seen, and when? (Falls behind in what other children of that age can do)" in ended.words


def test_beginning_twice_begins_once_and_leads_on(cast: Cast) -> None:
    row = cast.raised()
    amy, sarah, key = browser("amy"), browser("sarah"), str(uuid4())
    for client, sent in ((amy, key), (amy, key), (amy, str(uuid4())), (sarah, str(uuid4()))):
        answer = client.post(room(row), {"submission": sent})
        assert (answer.status_code, answer.headers.get("Location")) == (302, room(row))
    own = Placement.objects.of(row).get()
    assert own.version == 1
    page = visit(room(row), sarah).words
    assert "Somebody of your side has begun already" in page
    assert "Choose what you see. Only your side can read it so far" in page


def test_who_acts_for_no_side_places_nothing_and_reads_what_is_shown(cast: Cast) -> None:
    row = cast.at_stage(2)
    with pytest.raises(Refused, match="one of the two sides"):
        begun(cast, row, "elin")
    visit(room(row), cast.person("elin"))
    assert browser(cast.person("elin")).post(room(row), {"submission": str(uuid4())}).status_code == 409
    for part in ("place/", "not-used/", "3/child/"):
        visit(room(row, part), cast.person("elin"), status=409)
    placed(cast, row, "amy")
    placed(cast, row, "bob")
    assert SEEN_BY_AMY in visit(room(row), cast.person("elin")).words
    visit(room(row), cast.person("zed"), status=404)


@pytest.mark.parametrize("kind", [Kind.INFORMATION, Kind.ROLES])
def test_only_where_the_level_of_need_is_what_they_differ_about(cast: Cast, kind: Kind) -> None:
    row = cast.raised(kind=kind)
    visit(room(row), "amy", status=404)
    with pytest.raises(Difference.DoesNotExist):
        begun(cast, row, "amy")
    assert "Thresholds side by side" not in visit(f"/differences/{row.reference}/", "amy").words


def test_after_the_end_nothing_is_placed(cast: Cast) -> None:
    row = cast.resolved()
    with pytest.raises(Refused, match="This has ended"):
        begun(cast, row, "amy")
    visit(room(row, "not-used/"), "amy", status=409)
    assert thresholds.OVER in visit(room(row, "place/"), "amy", status=409).words


def test_a_side_does_all_of_it_on_the_pages(cast: Cast) -> None:
    row = cast.raised()
    amy = browser("amy")

    def send(part: str, status: int = 302, **sent: object) -> str:
        answer = amy.post(room(row, part), {"submission": str(uuid4()), **sent})
        assert answer.status_code == status, answer.content.decode()[:3000]
        return answer.content.decode()

    assert "You need not do it" in visit(room(row), amy).words
    send("")
    assert "Only your side can read it so far" in visit(room(row), amy).words
    wrong = send("3/child/", 422, version="1", chosen=["0"], seen_0="", seen_by_0="Amy")
    assert "Say what was seen (Comes hungry most days)" in wrong
    assert "Something else, in our own words" not in wrong, "that box is confirmed"
    send("3/child/", version="1", chosen=["0"], seen_0="No breakfast", seen_by_0="Amy", seen_1="not asked")
    assert "in our own words" in visit(room(row, "4/home/"), amy).words
    send("4/home/", version="2", chosen=["own"], own_words="Sleeps on a sofa", seen_own="He told us", seen_by_own="Amy")
    late = send("4/home/", 409, version="2", chosen=["own"], own_words="Mine", seen_own="Kept text", seen_by_own="Amy")
    assert "Kept text" in late
    chosen = visit(room(row), amy).words
    assert HUNGRY in chosen
    assert "Sleeps on a sofa" in chosen
    assert "No breakfast" in visit(room(row, "3/child/"), amy).words
    send("place/", version="3", would_change="A week of breakfasts")
    assert "It waits to be shown" in visit(room(row), amy).words
    assert send("place/", 409, version="4", would_change="Again")
    bob = browser("bob")
    assert bob.post(room(row, "not-used/"), {"submission": str(uuid4()), "why": ""}).status_code == 302
    page = visit(room(row), bob).words
    assert "Sleeps on a sofa (own words)" in page
    visit(room(row, "4/home/"), amy)
    send("4/home/", 422, version="4")
    send("4/home/", version="4", chosen=["0"], seen_0="Shouting on Monday", seen_by_0="A neighbour")
    assert "Shouting on Monday" in visit(room(row), bob).words
    for part in ("9/child/", "3/next_steps/", "3/nothing/", "own-words/"):
        visit(room(row, part), amy, status=404)
