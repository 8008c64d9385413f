"""Thresholds side by side: each side places on its area's chart, blind; then one page shows both, and no level."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from commonground.differences import actions
from commonground.differences import reading as whole
from commonground.differences.agreeing import disagreements
from commonground.differences.models import Clock, Difference
from commonground.differences.thresholds import actions as chart
from commonground.differences.thresholds import reading
from commonground.differences.thresholds.actions import Chosen
from commonground.differences.thresholds.models import Mark, Placement
from commonground.directory.models import Partnership
from commonground.library.actions import load_chart
from commonground.library.shape import shipped
from commonground.notices.messages import body
from commonground.notices.models import Notice
from commonground.now import now
from commonground.procedures import thresholds
from commonground.procedures.loading import load
from commonground.procedures.rules import Refused
from commonground.procedures.terms import Answer, Kind, Side
from commonground.record.models import Entry
from tests.access.meeting import AsRole
from tests.cast import Cast, opened
from tests.differences.asking import fresh, told
from tests.differences.test_every_ladder import LADDERS, known
from tests.pdf import said as words_of_pdf
from tests.visiting import browser, visit

HUNGRY, ALONE = "Comes hungry most days", "Left alone for long, too young for it"
BOTH, AMYS, BOBS = (3, "child"), (4, "child"), (3, "carers")
SEEN_BY_AMY = "CN-raising: no breakfast on four days in March."
ALONE_BY_AMY = "CN-raising: he let himself in with a key on Tuesday."
SEEN_BY_BOB = "CN-responding: an empty fridge on my visit."
HARD = "Often hard to reach"
HARD_BY_BOB = "CN-responding: three calls without an answer."
CHANGE_AMY, CHANGE_BOB = "CN-raising: a week of breakfasts.", "CN-responding: a second empty fridge."


def area() -> Partnership:
    return Partnership.objects.get(name="Fairhaven")


def begun(cast: Cast, row: Difference, name: str) -> Placement:
    return chart.begin(by=cast.actor(name), at=cast.tick(), difference=row.pk, area=area().pk)


def chose(
    cast: Cast, row: Difference, name: str, box: tuple[int | None, str], *chosen: Chosen, version: int | None = None
) -> Placement:
    """Have somebody choose phrases of a box, as on a page that was opened just before."""
    own = Placement.objects.of(row).get(side=Side.RAISING if name in {"amy", "sarah"} else Side.RESPONDING)
    return chart.choose(
        by=cast.actor(name), at=cast.tick(), difference=row.pk, version=version or own.version, box=box, chosen=chosen
    )  # fmt: skip


def placed(cast: Cast, row: Difference, name: str) -> Placement:
    """Have Amy or Bob begin, choose in two boxes, and place."""
    begun(cast, row, name)
    if name == "amy":
        chose(cast, row, name, BOTH, Chosen(HUNGRY, SEEN_BY_AMY, "Amy"))
        own = chose(cast, row, name, AMYS, Chosen(ALONE, ALONE_BY_AMY, "A neighbour"))
    else:
        chose(cast, row, name, BOTH, Chosen(HUNGRY, SEEN_BY_BOB, "Bob"))
        own = chose(cast, row, name, BOBS, Chosen(HARD, HARD_BY_BOB, "Bob"))
    mind = CHANGE_AMY if name == "amy" else CHANGE_BOB
    return chart.place(
        by=cast.actor(name), at=cast.tick(), difference=row.pk, version=own.version, would_change=mind
    )  # fmt: skip


def room(row: Difference, part: str = "") -> str:
    return f"/differences/{row.reference}/thresholds/{part}"


def everywhere(row: Difference, client: Client) -> Iterator[tuple[str, str]]:
    """Yield what a browser is told of a difference wherever it is told: pages, record, file, lists, messages."""
    for url in (
        f"/differences/{row.reference}/", room(row), room(row, "3/child/"), room(row, "place/"),
        *(f"/differences/{row.reference}/{part}/" for part in (
            "record", "who-has-looked", "for-our-file", "on-one-page", "views", "lists", "lists/new", "actions",
        )),
        "/", "/differences/", "/notices/", f"/find/?reference={row.reference}",
    ):  # fmt: skip
        answer = client.get(url, follow=True)
        assert answer.status_code == 200, (url, answer.status_code)
        yield url, answer.content.decode()
    for one in Notice.objects.filter(subject=row.pk):
        yield one.kind, body(one.kind, reference=one.reference, stage=one.stage, due=one.due)
    for part in ("for-our-file.pdf", "statement.pdf"):
        yield part, words_of_pdf(client.get(f"/differences/{row.reference}/{part}").content)


def begins(cast: Cast, name: str) -> None:
    """Say to the database who asks, as the middleware does."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT cg_begin(%s, %s)", [cast.person(name).pk, now().date()])


def in_sql(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM differences_{table}")  # noqa: S608 - our own names
        (count,) = cursor.fetchone()
    return int(count)


@pytest.mark.parametrize(("who", "other", "side"), [("bob", "amy", "raising"), ("amy", "bob", "responding")])
def test_until_it_is_shown_the_other_side_meets_it_nowhere(
    cast: Cast, as_role: AsRole, who: str, other: str, side: str
) -> None:
    row = cast.raised()
    placed(cast, row, other)
    begun(cast, row, who)
    Difference.objects.filter(pk=row.pk).update(lines=1)  # so that the lists have begun
    with as_role("app"):
        for url, body in everywhere(row, browser(who)):
            assert f"CN-{side}" not in body, url
            assert HUNGRY not in body or "3/child" in url, url
        begins(cast, who)
        assert (in_sql("placement"), in_sql("mark")) == (1, 0), "their own draft, and nothing of the other side's"
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM record_entrytext WHERE words::text LIKE %s", [f"%CN-{side}%"])
            assert cursor.fetchone() == (0,)
            cursor.execute("SELECT facts::text FROM record_entry WHERE kind = 'step.place_on_chart'")
            ((facts,),) = cursor.fetchall()
        assert not any(word in facts for word in ("level", "marks", "unused", "shown", "child"))
        begins(cast, other)
        assert (in_sql("placement"), in_sql("mark")) == (1, 2)
        for name in ("elin", "zed"):
            begins(cast, name)
            assert (in_sql("placement"), in_sql("mark")) == (0, 0)
    assert list(disagreements(fresh(row))) == []


def test_the_other_side_changes_nothing_of_it_in_sql(cast: Cast, as_role: AsRole) -> None:
    row = cast.raised()
    own = placed(cast, row, "amy")
    changes = (
        "UPDATE differences_placement SET shown_at = now(), placed_at = now()",
        "UPDATE differences_mark SET out_at = now()",
    )
    with as_role("app"):
        for told_already in (False, True):
            begins(cast, "bob")
            for change in changes:
                with connection.cursor() as cursor:
                    cursor.execute(change)
                    assert cursor.rowcount == 0, (change, told_already)
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(
                    'INSERT INTO differences_mark (id, partnership_id, difference_id, placement_id, level, "column",'
                    " phrase, own, seen, seen_by, by_id, at) VALUES (%s, %s, %s, %s, 1, 'child', '', false, '', '', %s,"
                    " now())",
                    [uuid4(), row.partnership_id, row.pk, own.pk, cast.person("bob").pk],
                )
            with connection.cursor() as cursor:
                cursor.execute("SELECT differences_show_placements(%s, now())", [row.pk])
                assert cursor.fetchone() == (0,), "nothing is shown before both have placed"
            if not told_already:
                connection.cursor().execute("RESET ROLE")
                Placement.objects.filter(pk=own.pk).update(shown_at=cast.tick())
                connection.cursor().execute("SET LOCAL ROLE app")


def test_when_both_have_placed_one_page_shows_both(cast: Cast) -> None:
    row = cast.raised()
    placed(cast, row, "amy")
    waiting = visit(room(row), "amy").words
    assert "It waits to be shown" in waiting
    assert SEEN_BY_AMY in waiting
    placed(cast, row, "bob")
    for name in ("amy", "bob", "sarah"):
        page = visit(room(row), name).words
        both, alone = page.split("What each side alone chose")
        assert HUNGRY in both.split("What both sides chose")[1]
        assert SEEN_BY_AMY in both
        assert SEEN_BY_BOB in both
        assert "Level 3 (Help from several), The child" in both
        for words in (ALONE, ALONE_BY_AMY, HARD, HARD_BY_BOB, CHANGE_AMY, CHANGE_BOB):
            assert words in alone
            assert words not in both
        assert "No level comes of this" in page
    record = visit(f"/differences/{row.reference}/record/", "bob").words
    assert SEEN_BY_AMY in record
    assert f"What would change our mind: {CHANGE_AMY}" in record
    assert "raising: no breakfast" in words_of_pdf(
        browser("bob").get(f"/differences/{row.reference}/for-our-file.pdf").content
    )
    assert told(row, "chart_placed")
    assert told(row, "chart_shown")
    assert list(disagreements(fresh(row))) == []


def half_of(row: Difference) -> None:
    """Let the sweep have said what is said at half, as it does by itself."""
    Clock.objects.of(row).filter(ended_at=None).update(told_half=True)


def test_at_half_of_the_time_what_one_side_placed_is_shown_by_itself(cast: Cast, as_role: AsRole) -> None:
    row = cast.raised()
    placed(cast, row, "amy")
    assert chart.show_at_half(now()) == 0
    half_of(row)
    with as_role("clock"):
        assert chart.show_at_half(now()) == 1
        assert chart.show_at_half(now()) == 0, "once"
    page = visit(room(row), "bob").words
    assert SEEN_BY_AMY in page
    assert "Nothing of this side is shown" in page
    with as_role("app"):
        begins(cast, "bob")
        assert in_sql("mark") == 2
    entry = Entry.objects.select_related("text").get(subject=row.pk, kind="step.show_chart")
    assert entry.text.actor_name == "The clock"
    assert list(disagreements(fresh(row))) == []
    placed(cast, row, "bob")
    assert HARD_BY_BOB in visit(room(row), "amy").words, "whoever places later is shown at once"
    assert list(disagreements(fresh(row))) == []


def test_the_sweep_shows_it_when_half_of_the_clock_has_run(cast: Cast) -> None:
    row = cast.raised()
    placed(cast, row, "amy")
    clock = Clock.objects.of(row).get(ended_at=None)
    assert clock.due_at
    actions.sweep(clock.started_at + timedelta(minutes=2))
    assert chart.show_at_half(clock.started_at + timedelta(minutes=2)) == 0
    later = clock.due_at - timedelta(minutes=10)
    actions.sweep(later)
    assert chart.show_at_half(later) == 1


def test_when_the_stage_is_over_it_is_shown(cast: Cast) -> None:
    row = cast.raised()
    placed(cast, row, "amy")
    cast.do(
        actions.escalate, row, "amy", reason="We differ.", tried="We spoke.", ask="See him.", meanwhile="Breakfast."
    )
    assert chart.show_at_half(now()) == 1
    assert list(disagreements(fresh(row))) == []


def test_a_clock_that_ends_by_an_answer_shows_nothing_while_its_stage_goes_on(cast: Cast) -> None:
    text = known(LADDERS["sefton-2017"])
    opened(text, cast.at)
    row = cast.raised(before=dict.fromkeys(load(text).asks_when, cast.at - timedelta(hours=2)))
    placed(cast, row, "amy")
    row = cast.do(
        actions.respond, row, "bob", answer=Answer.NO_BECAUSE, because="She is well.", meanwhile="Breakfast."
    )  # fmt: skip
    ended = Placement.objects.of(row).get().clock
    assert ended
    assert (ended.key, ended.told_half, bool(ended.ended_at)) == ("reply", False, True)
    assert row.stage == 1
    assert chart.show_at_half(now()) == 0
    assert SEEN_BY_AMY not in visit(room(row), "bob").words
    half_of(row)
    assert chart.show_at_half(now()) == 1, "half of the clock has run that began when this one ended"
    assert SEEN_BY_AMY in visit(room(row), "bob").words
    assert list(disagreements(fresh(row))) == []


def test_where_no_clock_follows_the_one_that_ended_half_of_its_time_is_waited_for(cast: Cast) -> None:
    row = cast.raised()
    placed(cast, row, "amy")
    clock = Clock.objects.of(row).get(ended_at=None)
    assert clock.due_at
    Clock.objects.filter(pk=clock.pk).update(ended_at=cast.tick())
    early = clock.started_at + timedelta(minutes=2)
    assert chart.show_at_half(early) == 0
    assert chart.show_at_half(clock.due_at - timedelta(minutes=10)) == 1


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
    with pytest.raises(Refused, match="has begun already"):
        begun(cast, row, "sarah")
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


def test_beginning_twice_begins_once_and_leads_on(cast: Cast) -> None:
    row = cast.raised()
    amy, sarah, key = browser("amy"), browser("sarah"), str(uuid4())
    for client, sent in ((amy, key), (amy, key), (amy, str(uuid4())), (sarah, str(uuid4()))):
        answer = client.post(room(row), {"submission": sent})
        assert (answer.status_code, answer.headers.get("Location")) == (302, room(row))
    own = Placement.objects.of(row).get()
    assert own.version == 1
    page = visit(room(row), sarah).words
    assert thresholds.BEGUN in page
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


def test_two_areas_with_the_same_words_are_not_matched_either(cast: Cast) -> None:
    row, other = cast.raised(), Partnership.objects.get(name="Marlow Vale")
    load_chart(area=other, text=shipped()["fairhaven"].replace('"Fairhaven"', '"Marlow Vale"'), at=cast.tick())
    Difference.objects.filter(pk=row.pk).update(contacts_of=other)
    placed(cast, row, "amy")
    chart.begin(by=cast.actor("bob"), at=cast.tick(), difference=row.pk, area=other.pk)
    own = chose(cast, row, "bob", BOTH, Chosen(HUNGRY, SEEN_BY_BOB, "Bob"))
    chart.place(by=cast.actor("bob"), at=cast.tick(), difference=row.pk, version=own.version, would_change="")
    page = visit(room(row), "amy").words
    assert "nothing is matched" in page
    assert "What both sides chose" not in page


def test_the_application_too_gives_a_side_only_its_own_and_what_is_shown(cast: Cast) -> None:
    row = cast.raised()
    placed(cast, row, "amy")
    begun(cast, row, "bob")
    found = whole.difference(cast.actor("bob"), row.reference)  # as owner, whom every policy lets through
    (own,) = reading.placed(whole.standpoint(cast.actor("bob"), found))
    assert own.side is Side.RESPONDING
    assert not own.marks


def test_two_areas_two_charts_and_nothing_is_matched(cast: Cast) -> None:
    row = cast.raised()
    other = Partnership.objects.get(name="Marlow Vale")
    Difference.objects.filter(pk=row.pk).update(contacts_of=other)
    asked = visit(room(row), "bob").words
    assert "Which chart does your side use?" in asked
    placed(cast, row, "amy")
    chart.begin(by=cast.actor("bob"), at=cast.tick(), difference=row.pk, area=other.pk)
    assert "kept elsewhere" in visit(room(row, "own-words/"), "bob").words
    visit(room(row, "3/child/"), "bob", status=404)
    own = chose(cast, row, "bob", (None, ""), Chosen(HUNGRY, SEEN_BY_BOB, "Bob", own=True))
    chart.place(by=cast.actor("bob"), at=cast.tick(), difference=row.pk, version=own.version, would_change="")
    page = visit(room(row), "amy").words
    assert "use the charts of two areas: Fairhaven and Marlow Vale" in page
    assert "What both sides chose" not in page
    assert page.count(HUNGRY) == 2
    new = cast.raised()
    with pytest.raises(Difference.DoesNotExist):
        chart.begin(by=cast.actor("sarah"), at=cast.tick(), difference=new.pk, area=other.pk)


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
