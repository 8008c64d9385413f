"""The lists: agreed needs both, either takes it out, each line keeps its source, and two at once lose nothing."""

import pytest
from django.db import DatabaseError, connection, transaction

from commonground.differences import actions
from commonground.differences.actions import Seen
from commonground.differences.agreeing import disagreements
from commonground.differences.differing.queries import not_agreed, points
from commonground.differences.models import Difference, Point
from commonground.differences.record_lines import lines
from commonground.differences.side_views.actions import share_view
from commonground.procedures.differing import MOST, Listed, Stand, listed
from commonground.procedures.rules import Refused
from commonground.procedures.side_views import Fact, Source
from commonground.record.models import Entry, EntryText
from commonground.record.submissions import mint
from tests.access.meeting import AsRole
from tests.cast import ASK, BECAUSE, MEANWHILE, Cast
from tests.connected import tell_database
from tests.differences.asking import fresh, told
from tests.differences.undertakings.undertaking import noted_action
from tests.visiting import browser, visit

HOME = "He needs to be seen at home."


def put(cast: Cast, row: Difference, by: str = "sarah", text: str = HOME, source: str = "") -> Point:
    return actions.put_point(by=cast.actor(by), at=cast.tick(), difference=row.pk, text=text, source=source)


def stand(cast: Cast, row: Difference, by: str, how: Stand, number: int = 1, **more: object) -> Point:
    return actions.stand_on(by=cast.actor(by), at=cast.tick(), difference=row.pk, number=number, stand=how, **more)  # type: ignore[arg-type]


def off(cast: Cast, row: Difference, by: str, number: int) -> Point:
    return actions.take_point_off(by=cast.actor(by), at=cast.tick(), difference=row.pk, number=number)


def last_text(row: Difference) -> EntryText:
    return Entry.objects.filter(subject=row.pk).latest("number").text


@pytest.mark.parametrize(
    ("raising", "responding", "on"),
    [
        ("agrees", "agrees", Listed.AGREED),
        ("agrees", "", Listed.ONE_SIDE),
        ("", "agrees", Listed.ONE_SIDE),
        ("agrees", "differs", Listed.NOT_AGREED),
        ("differs", "agrees", Listed.NOT_AGREED),
        ("differs", "differs", Listed.NOT_AGREED),
        ("", "differs", Listed.NOT_AGREED),
    ],
)
def test_agreed_needs_both(raising: str, responding: str, on: Listed) -> None:
    assert listed(raising, responding) is on


def test_a_line_goes_from_one_side_to_agreed_and_either_takes_it_out(cast: Cast) -> None:
    row = cast.at_stage(2)
    assert put(cast, row).listed is Listed.ONE_SIDE
    assert stand(cast, row, "cath", Stand.AGREES).listed is Listed.AGREED
    assert last_text(row).sentence.endswith("agrees with line 1 of the lists, so it is agreed.")
    assert stand(cast, row, "sarah", Stand.DIFFERS, why="Seen by whom?").listed is Listed.NOT_AGREED
    assert last_text(row).words == {"Line 1": HOME, "What they say about it": "Seen by whom?"}
    assert [one.number for one in not_agreed(fresh(row))] == [1]
    stand(cast, row, "sarah", Stand.AGREES)
    assert not not_agreed(fresh(row))
    assert stand(cast, row, "cath", Stand.DIFFERS).listed is Listed.NOT_AGREED
    assert not list(disagreements(fresh(row)))


def test_a_line_that_is_drawn_from_an_answer_says_so(cast: Cast) -> None:
    row = cast.do(
        actions.escalate, cast.answered(), "amy", reason="We differ.", tried="We spoke.", ask=ASK, meanwhile=MEANWHILE
    )  # fmt: skip
    assert "The answer: No, because" in visit(f"{row.get_absolute_url()}lists/", "sarah").words
    put(cast, row, "cath", BECAUSE, "view.2.answer")
    assert "drawn from Assessment Team East, Fairhaven City Council: The answer" in visit(
        f"{row.get_absolute_url()}lists/", "sarah"
    ).words  # fmt: skip
    first, *_ = lines([Entry.objects.filter(subject=row.pk).latest("number")], cast.at)
    assert first.words == BECAUSE, "in short it is the line, and not whence it is"


@pytest.mark.parametrize("version", ["", "x", "0", "-1", "9" * 5000, "²"])
def test_what_was_sent_without_a_whole_version_takes_nothing_off(cast: Cast, version: str) -> None:
    row = cast.at_stage(2)
    put(cast, row)
    url = f"{row.get_absolute_url()}lists/1/take-off/"
    answer = browser(cast.person("sarah")).post(url, {"submission": str(mint()), "version": version})
    assert answer.status_code == 409
    assert "not whole, so nothing was taken off" in answer.content.decode()
    assert points(row.pk)


@pytest.mark.parametrize(
    "altered",
    [
        {"responding": "agrees"},
        {"raising_why": "Because we saw it."},
        {"responding_why": ""},
        {"text": "He needs nothing."},
        {"side": "responding"},
        {"came_from": "", "came_from_number": None, "came_from_row": ""},
        {"came_from_row": "worry"},
        {"came_from_number": 2},
    ],
    ids=str,
)
def test_an_altered_line_is_found(cast: Cast, altered: dict[str, str]) -> None:
    row = cast.at_stage(2)
    put(cast, row, source="view.1.ask")
    stand(cast, row, "cath", Stand.DIFFERS, why="Seen by whom?")
    assert not list(disagreements(fresh(row)))
    Point.objects.of(row).update(**altered)
    assert [one.what for one in disagreements(fresh(row))] == ["the lists"]


def test_words_that_are_not_in_the_record_any_more_are_found_and_stop_nothing(cast: Cast) -> None:
    row = cast.at_stage(2)
    put(cast, row)
    stand(cast, row, "cath", Stand.DIFFERS, why="Seen by whom?")
    noted_action(cast, row)
    share_view(by=cast.actor("sarah"), at=cast.tick(), difference=row.pk, seen=Seen(answers={"want": "A visit."}))
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE record_entrytext DISABLE TRIGGER USER")
        cursor.execute(
            "DELETE FROM record_entrytext text USING record_entry entry WHERE entry.id = text.entry_id"
            " AND entry.subject = %s AND entry.kind LIKE 'step.%%'", [row.pk]
        )  # fmt: skip
    assert {one.what for one in disagreements(fresh(row))} == {
        "the lists", "what each side sees", "what was undertaken"
    }  # fmt: skip


def test_a_line_keeps_what_it_was_drawn_from_also_when_a_later_view_is_shared(cast: Cast) -> None:
    row = cast.at_stage(2)
    seen = Seen((Fact("He came hungry.", Source.SEEN),), {"want": "A visit."})
    actions.share_view(by=cast.actor("sarah"), at=cast.tick(), difference=row.pk, seen=seen)
    put(cast, row, "cath", "He came hungry to school.", "side_view.1.fact-1")
    assert last_text(row).words["Drawn from"] == "Oakfield Primary School: Fact 1"
    put(cast, row, "cath", "A visit is asked for.", "view.1.ask")
    actions.share_view(by=cast.actor("sarah"), at=cast.tick(), difference=row.pk, seen=Seen(answers={"want": "Two."}))
    page = visit(f"{row.get_absolute_url()}lists/", "cath")
    assert "drawn from Oakfield Primary School: Fact 1" in page.words
    assert f'href="{row.get_absolute_url()}views/"' in page.markup
    with pytest.raises(Refused, match="not there any more"):
        put(cast, row, "cath", "More.", "side_view.1.fact-1")


def test_before_stage_two_people_talk(cast: Cast) -> None:
    row = cast.answered()
    with pytest.raises(Refused, match="begin at stage 2"):
        put(cast, row, "amy")
    assert "Agreed, and not agreed" not in visit(row.get_absolute_url(), "amy").words
    assert "begin at stage 2" in visit(f"{row.get_absolute_url()}lists/new/", "amy", status=409).words


def test_whoever_is_of_neither_side_only_reads(cast: Cast) -> None:
    row = cast.at_stage(2)
    put(cast, row)
    with pytest.raises(Refused, match="one of the two sides"):
        put(cast, row, "elin")
    page = visit(f"{row.get_absolute_url()}lists/", "elin")
    assert HOME in page.words
    assert "We see it differently" not in page.words


def test_only_its_own_side_takes_a_line_off_and_only_before_the_other_spoke(cast: Cast) -> None:
    row = cast.at_stage(2)
    put(cast, row)
    put(cast, row, text="He is hungry.")
    with pytest.raises(Refused, match="Only the side that put"):
        off(cast, row, "cath", 1)
    off(cast, row, "amy", 1)
    assert [one.number for one in points(row.pk)] == [2]
    with pytest.raises(Refused, match="taken off"):
        stand(cast, row, "cath", Stand.AGREES)
    stand(cast, row, "cath", Stand.DIFFERS, number=2)
    with pytest.raises(Refused, match="Only the side that put"):
        off(cast, row, "amy", 2)
    assert not list(disagreements(fresh(row)))


def test_the_lists_are_full_at_some_time(cast: Cast) -> None:
    row = cast.at_stage(2)
    for number in range(MOST):
        put(cast, row, text=f"Line {number}.")
    with pytest.raises(Refused, match="as many as people can take in"):
        put(cast, row)


def test_the_other_side_is_told_of_the_first_line_and_when_one_is_agreed_no_longer(cast: Cast) -> None:
    row = cast.at_stage(2)
    put(cast, row)
    first = told(row, "lists")
    assert first
    assert not any("oakfield" in address for address in first)
    count = Entry.objects.filter(subject=row.pk).count()
    put(cast, row, text="He is hungry.")
    stand(cast, row, "cath", Stand.AGREES)
    assert told(row, "lists") == first
    stand(cast, row, "cath", Stand.DIFFERS)
    assert any("oakfield" in address for address in told(row, "lists"))
    assert Entry.objects.filter(subject=row.pk).count() == count + 3


def test_whoever_spoke_second_is_told_and_keeps_their_words(cast: Cast) -> None:
    row = cast.at_stage(2)
    put(cast, row)
    stand(cast, row, "cath", Stand.AGREES, version=1)
    with pytest.raises(actions.Meanwhile):
        stand(cast, row, "sarah", Stand.DIFFERS, version=1)
    url = f"{row.get_absolute_url()}lists/1/"
    answers = {"submission": str(mint()), "version": 1, "stand": "differs", "why": "Seen by whom?"}
    page = visit(url, "sarah", post=answers, status=409)
    assert "Somebody spoke to this line while you were writing" in page.words
    assert "Seen by whom?" in page.markup
    assert 'name="version" value="2"' in page.markup
    assert Point.objects.of(row).get().listed is Listed.AGREED


def test_on_the_page_what_is_not_agreed_is_read_first(cast: Cast) -> None:
    row = cast.at_stage(2)
    for text in (HOME, "He has breakfast at school.", "His mother is well."):
        put(cast, row, text=text)
    stand(cast, row, "cath", Stand.DIFFERS, why="He was seen in May.")
    stand(cast, row, "cath", Stand.AGREES, number=2)
    page = visit(row.get_absolute_url(), "cath").words
    assert "What is not agreed: 1 line" in page.rsplit("What you can do now", 1)[0]  # it is named among the links too
    place = page.index("Agreed, and not agreed", page.index("The two sides"))
    parts = ("Not agreed", HOME, "He was seen in May.", "Agreed", "He has breakfast", "Only one side says", "is well")
    for part in parts:
        assert part in page[place:], part
        place = page.index(part, place) + len(part)
    assert "1 line waits for your side" in page
    onward = visit(f"{row.get_absolute_url()}on-one-page/", "cath").words
    assert onward.index("What is not agreed") < onward.index(HOME) < onward.index("He was seen in May.")
    assert onward.index("He was seen in May.") < onward.index("Where it stands")
    assert "His mother is well." not in onward


def test_through_its_pages_a_line_is_drawn_agreed_and_taken_off(cast: Cast) -> None:
    row = cast.at_stage(2)
    base, sarah = f"{row.get_absolute_url()}lists/", browser("sarah")
    assert f"{base}new/?source=view.1.ask" in visit(base, sarah).markup
    page = visit(f"{base}new/?source=view.1.ask", sarah)
    assert ASK in page.words
    sent = {"submission": str(mint()), "source": "view.1.ask", "text": ASK}
    assert sarah.post(f"{base}new/", sent).headers["Location"] == base
    empty = sent | {"submission": str(mint()), "text": ""}
    assert "Tell us what the line says" in visit(f"{base}new/", sarah, post=empty, status=422).words
    number = {"submission": str(mint()), "source": "", "text": "His NHS number is 943 476 5919."}
    assert "Read your words once more" in visit(f"{base}new/", sarah, post=number).words
    browser("cath").post(f"{base}1/", {"submission": str(mint()), "version": 1, "stand": "agrees"})
    assert Point.objects.of(row).get().listed is Listed.AGREED
    sarah.post(f"{base}new/", sent | {"submission": str(mint()), "text": "More.", "source": ""})
    sarah.post(f"{base}2/take-off/", {"submission": str(mint()), "version": 1})
    assert len(points(row.pk)) == 1
    visit(f"{base}2/", sarah, status=404)


def test_the_lists_take_one_query_and_none_before_there_is_a_line(cast: Cast) -> None:
    row, cath = cast.at_stage(2), browser("cath")
    visit(row.get_absolute_url(), cath)
    plain = visit(row.get_absolute_url(), cath).queries
    for number in range(3):
        put(cast, row, text=f"Line {number}.")
    assert visit(row.get_absolute_url(), cath).queries == plain + 1


def test_words_of_a_line_are_changed_by_nobody_and_it_is_seen_as_its_difference(cast: Cast, as_role: AsRole) -> None:
    row = cast.at_stage(2)
    put(cast, row)
    seen = {}
    with as_role("app"):
        for name in ("cath", "elin", "zed"):
            tell_database(cast.actor(name))
            seen[name] = Point.objects.of(row).count()
        tell_database(cast.actor("cath"))
        for statement in ("UPDATE differences_point SET text = 'x'", "DELETE FROM differences_point"):
            with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
                connection.cursor().execute(statement)
    assert seen == {"cath": 1, "elin": 1, "zed": 0}
