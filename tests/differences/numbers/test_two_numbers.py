"""Two numbers: off unless the edition asks; given blind, shown together, and nothing is reckoned from them."""

from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from commonground.differences import actions
from commonground.differences import reading as whole
from commonground.differences.agreeing import disagreements
from commonground.differences.models import Difference
from commonground.differences.numbers.actions import give
from commonground.differences.numbers.models import Number
from commonground.differences.numbers.reading import given
from commonground.now import now
from commonground.procedures.numbers import GIVEN, OVER
from commonground.procedures.rules import Refused
from commonground.procedures.terms import Side
from commonground.record.models import Entry
from tests.access.meeting import AsRole
from tests.cast import Cast
from tests.differences.asking import fresh, told
from tests.differences.test_review_sides import answering, given_away
from tests.editions.fuller import open_fuller
from tests.visiting import browser, visit

WHY, MOVES = "CN-raising: four times hungry", "CN-raising: breakfast on most days"


def asked(cast: Cast) -> Difference:
    """Return a difference that Bob answered, under an edition that asks for numbers."""
    open_fuller()
    return cast.answered()


def gave(cast: Cast, row: Difference, name: str, figure: int = 3) -> Number:
    """Have somebody give a number, with the same words."""
    return give(
        by=cast.actor(name), at=cast.tick(), difference=row.pk, figure=figure, why=WHY, moves=MOVES
    )  # fmt: skip


def both_gave(cast: Cast, row: Difference) -> None:
    """Have Amy and Bob each give a number."""
    gave(cast, row, "amy")
    gave(cast, row, "bob", 7)


def address(row: Difference) -> str:
    return f"/differences/{row.reference}/two-numbers/"


def begins(cast: Cast, name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT cg_begin(%s, %s)", [cast.person(name).pk, now().date()])


def in_sql() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM differences_number")
        (count,) = cursor.fetchone()
    return int(count)


def test_where_the_edition_asks_for_none_there_are_none(cast: Cast) -> None:
    row = cast.raised()
    visit(address(row), "amy", status=404)
    assert "Two numbers" not in visit(f"/differences/{row.reference}/", "amy").words
    with pytest.raises(Difference.DoesNotExist):
        give(by=cast.actor("amy"), at=cast.tick(), difference=row.pk, figure=3, why="", moves="")


def test_until_both_have_given_theirs_the_other_side_meets_it_nowhere(cast: Cast, as_role: AsRole) -> None:
    row = asked(cast)
    gave(cast, row, "amy", 3)
    with as_role("app"):
        bob = browser("bob")
        for url in (
            address(row), f"/differences/{row.reference}/", f"/differences/{row.reference}/record/",
            f"/differences/{row.reference}/for-our-file/", "/notices/", "/",
        ):  # fmt: skip
            answer = bob.get(url, follow=True)
            body = answer.content.decode()
            assert answer.status_code == 200, url
            assert "CN-raising" not in body
            assert "out of 10" not in body
        begins(cast, "bob")
        assert in_sql() == 0
        with connection.cursor() as cursor:
            cursor.execute("SELECT differences_show_numbers(%s, now())", [row.pk])
            assert cursor.fetchone() == (0,)
        begins(cast, "amy")
        assert in_sql() == 1
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE differences_number SET figure = 9")
    found = whole.difference(cast.actor("bob"), row.reference)  # as owner, whom every policy lets through
    assert given(whole.standpoint(cast.actor("bob"), found)) == []


def test_once_both_have_given_theirs_both_are_shown_and_nothing_is_reckoned(cast: Cast, as_role: AsRole) -> None:
    row = asked(cast)
    gave(cast, row, "amy", 3)
    assert "It waits for the other side’s" in visit(address(row), "amy").words
    with pytest.raises(Refused, match=GIVEN[:30]):
        gave(cast, row, "sarah", 9)
    gave(cast, row, "bob", 6)
    for name in ("amy", "bob"):
        page = visit(address(row), name).words
        assert "3 out of 10" in page
        assert "6 out of 10" in page
        assert MOVES in page
        assert not any(figure in page for figure in ("4.5", "9 out", "out of 20"))
    record = visit(f"/differences/{row.reference}/record/", "bob").words
    assert "3 out of 10" in record
    assert "6 out of 10" in record
    assert set(Number.objects.values_list("shown_at", flat=True)) == {Number.objects.get(side="responding").at}
    assert told(row, "number_given")
    assert told(row, "numbers_shown")
    with as_role("app"):
        begins(cast, "bob")
        assert in_sql() == 2
    assert list(disagreements(fresh(row))) == []


def test_a_number_is_given_on_its_page(cast: Cast) -> None:
    row = asked(cast)
    amy = browser("amy")
    page = visit(address(row), amy).words
    assert "How well is this child looked after today?" in page
    assert "0 means “not at all”, and 10 means “as any child should be”." in page
    for figure, said in (("", "Write a whole number from 0 to 10"), ("11", "10 or less"), ("-1", "0 or more")):
        sent = {"submission": str(uuid4()), "figure": figure, "why": "My own words"}
        wrong = visit(address(row), amy, post=sent, status=422)
        assert said in wrong.words
        assert "My own words" in wrong.markup
    sent = {"submission": str(uuid4()), "figure": "0", "why": "", "moves": ""}
    assert amy.post(address(row), sent).status_code == 302
    late = visit(address(row), amy, post={**sent, "submission": str(uuid4()), "why": "Kept"}, status=409)
    assert "Kept" in late.words
    assert Number.objects.get().figure == 0


def test_after_the_end_no_number_is_given_and_who_is_no_side_gives_none(cast: Cast) -> None:
    open_fuller()
    row = cast.resolved()
    with pytest.raises(Refused, match=OVER[:20]):
        gave(cast, row, "amy")
    assert "No numbers are shown" in visit(address(row), "amy").words
    up = cast.raised()
    cast.do(actions.escalate, up, "amy", reason="We differ.", tried="A call.", ask="See him.", meanwhile="Breakfast.")
    sent = {"submission": str(uuid4()), "figure": "5"}
    assert "one of the two sides" in visit(address(up), cast.person("elin"), post=sent, status=409).words


def test_a_second_side_is_not_asked_for_a_number_that_it_has_given(cast: Cast) -> None:
    row = asked(cast)
    gave(cast, row, "amy")
    before = told(row, "number_given")
    gave(cast, row, "bob", 7)
    assert told(row, "number_given") == before
    assert told(row, "numbers_shown") >= {cast.person("amy").email}


@pytest.mark.parametrize("column", ["figure = 9", "why = 'None'", "moves = 'Nothing'"])
def test_a_number_that_was_altered_is_found(cast: Cast, column: str) -> None:
    row = asked(cast)
    both_gave(cast, row)
    assert list(disagreements(fresh(row))) == []
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE differences_number SET {column} WHERE side = 'raising'")  # noqa: S608 ours
    assert [one.what for one in disagreements(fresh(row))] == ["the two numbers"]


def test_the_database_takes_no_other_number(cast: Cast) -> None:
    row = asked(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        gave(cast, row, "amy", 11)


def test_the_number_of_an_agency_does_not_count_for_the_one_that_a_side_became(cast: Cast, as_role: AsRole) -> None:
    row = asked(cast)
    gave(cast, row, "bob", 6)
    row = given_away(cast, row)
    theirs = answering(row)
    gave(cast, row, "amy", 3)
    assert "It waits for the other side’s" in visit(address(row), "amy").words
    with as_role("app"):
        begins(cast, theirs)
        assert in_sql() == 0, "neither the other side’s, nor that of the agency before"
    gave(cast, row, theirs, 8)
    page = visit(address(row), "amy").words
    assert f"{row.name_of(Side.RESPONDING)} 8 out of 10" in page
    assert "6 out of 10" not in page
    shown = Entry.objects.select_related("text").get(subject=row.pk, kind="step.show_numbers").text.words
    assert {name: words[:1] for name, words in shown.items()} == {
        row.name_of(Side.RAISING): "3", "Fairhaven City Council": "6", row.name_of(Side.RESPONDING): "8",
    }  # fmt: skip
    assert list(disagreements(fresh(row))) == []


def test_a_number_that_an_agency_gave_before_stands_under_its_own_name(cast: Cast) -> None:
    row = asked(cast)
    both_gave(cast, row)
    row = given_away(cast, row)
    page = visit(address(row), "amy").words
    assert "Fairhaven City Council 7 out of 10" in page
    assert f"{row.name_of(Side.RESPONDING)} 7" not in page
