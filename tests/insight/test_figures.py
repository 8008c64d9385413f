"""Figures from what happened to the page: counted once, released once, and read by whom they are for."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta
from io import BytesIO
from uuid import uuid4
from zipfile import ZipFile

import psycopg
import pytest
from django.db import DatabaseError, connection
from pytest_django import DjangoDbBlocker

from commonground.differences import actions as differing
from commonground.differences.models import Difference
from commonground.directory.actions import RefusedError, add_post, hold
from commonground.directory.models import Agency
from commonground.insight import actions, rules
from commonground.insight.counting import Numbers, counted
from commonground.insight.demonstration import REMARK
from commonground.insight.models import Release, Silence, Told
from commonground.insight.periods import YEAR, Period
from commonground.insight.presenting import share
from commonground.insight.silence import asked_of
from commonground.insight.tables import SUBJECTS
from commonground.insight.views import over
from commonground.insight.working_out import run
from commonground.now import london_date, now
from commonground.procedures.terms import Kind, Role
from tests.cast import Cast
from tests.conftest import Clone
from tests.connected import connected
from tests.insight.making import fairhaven, released, worked_out
from tests.pdf import said as said_in
from tests.visiting import browser, visit


def before(cast: Cast) -> Period:
    return rules.latest(london_date(cast.at))


def this(cast: Cast) -> Period:
    return Period.of(london_date(cast.at))


def whole(numbers: dict[str, dict[str, dict[str, dict[str, int]]]], subject: str, table: str) -> dict[str, int]:
    """Return a table's rows that are not nought."""
    rows = {row: sum(of.values()) for row, of in numbers[subject][table].items()}
    return {row: number for row, number in rows.items() if number}


def test_each_thing_is_counted_in_each_table_once(cast: Cast) -> None:
    cast.raised()
    cast.resolved()
    cast.at_stage(3)
    differing.settle_by_talking(
        by=cast.actor("amy"), at=cast.tick(), partnership=fairhaven().pk, kind=Kind.NO_REPLY,
        own_agency=cast.new().raising_agency, other_agency=cast.new().responding_agency, saved_stage=2,
    )  # fmt: skip
    numbers = counted(fairhaven().pk, this(cast))
    assert whole(numbers, "raised", "by") == {"schools": 3}
    assert whole(numbers, "raised", "with") == {"council": 3}
    assert whole(numbers, "raised", "kind") == {"step_down_close": 3}
    assert whole(numbers, "informal", "kind") == {"no_reply": 1}
    assert whole(numbers, "informal", "stage") == {"2": 1}
    assert whole(numbers, "ended", "end") == {"resolved": 1, "unsaid": 1}
    assert whole(numbers, "ended", "time") == {"kept": 1}
    assert whole(numbers, "ended", "days") == {"week": 1}
    assert whole(numbers, "ended", "answered") == {"no": 1}
    assert whole(counted(fairhaven().pk, before(cast)), "raised", "by") == {}


def test_what_is_restricted_is_in_no_number(cast: Cast) -> None:
    cast.resolved()
    numbers = counted(fairhaven().pk, this(cast))
    hidden = cast.resolved()
    Difference.objects.filter(pk=hidden.pk).update(restricted=True, officer_told=False)
    assert counted(fairhaven().pk, this(cast)) == numbers


def test_a_time_is_worked_out_when_it_is_over_once_and_by_its_office(cast: Cast) -> None:
    area, elin = fairhaven(), cast.actor("elin")
    with pytest.raises(RefusedError, match="can be worked out from"):
        actions.work_out(by=elin, at=cast.at, partnership=area.pk, period=this(cast))
    for other in ("gwen", "sol", "ros"):
        with pytest.raises(RefusedError, match="Only the partnership’s office"):
            actions.work_out(by=cast.actor(other), at=cast.at, partnership=area.pk, period=before(cast))
    row = worked_out(cast, before(cast))
    told = Told.objects.get(release=row, agency=None).tables
    again = actions.work_out(by=elin, at=cast.tick(), partnership=area.pk, period=before(cast))
    run(again.pk, cast.at)
    assert again.pk == row.pk
    assert Told.objects.get(release=row, agency=None).tables == told


def test_a_time_opens_eight_weeks_after_it_is_over_and_says_so() -> None:
    area, quarter = uuid4(), Period(date(2026, 7, 1))
    assert rules.work_out_refusal([area], area, quarter, date(2026, 11, 26)) is None
    assert "from 26 November 2026" in str(rules.work_out_refusal([area], area, quarter, date(2026, 11, 25)))
    assert quarter not in over(date(2026, 11, 25))
    assert over(date(2026, 11, 26))[0] == quarter


def test_what_is_released_is_numbered_and_stays(cast: Cast) -> None:
    row, elin = worked_out(cast, before(cast)), cast.actor("elin")
    page = visit(f"/figures/{row.pk}/", "elin")
    assert "Only your office sees this until it is released" in page.words
    visit(f"/figures/{row.pk}/", "sol", status=404)
    first = actions.release(by=elin, at=cast.tick(), release=row.pk, remark=REMARK)
    second = released(cast, before(cast).before)
    assert (first.number, second.number) == (1, 2)
    with pytest.raises(RefusedError, match="released already"):
        actions.release(by=elin, at=cast.tick(), release=row.pk, remark="Something else.")
    for change in (
        "UPDATE insight_release SET remark = 'x'",
        "DELETE FROM insight_told",
        "DELETE FROM insight_counted",
    ):
        with pytest.raises(DatabaseError, match="stays as it is"), connection.cursor() as cursor:
            nested(cursor, change)


def nested(cursor: object, statement: str) -> None:
    """Run a statement that fails, and go on."""
    cursor.execute("SAVEPOINT here")  # type: ignore[attr-defined]
    try:
        cursor.execute(statement)  # type: ignore[attr-defined]
    finally:
        cursor.execute("ROLLBACK TO SAVEPOINT here")  # type: ignore[attr-defined]


def test_while_figures_are_worked_out_a_release_is_refused_in_words_and_does_not_wait(
    seeded: Clone, django_db_blocker: DjangoDbBlocker
) -> None:
    with django_db_blocker.unblock(), connected(seeded.owner):
        cast = Cast(now() - timedelta(minutes=50))
        row, elin = worked_out(cast, before(cast)), cast.actor("elin")
        with psycopg.connect(seeded.owner) as worker:
            worker.execute("SELECT id FROM insight_release FOR UPDATE")
            with pytest.raises(RefusedError, match="being worked out just now"):
                actions.release(by=elin, at=cast.tick(), release=row.pk, remark="")
        assert actions.release(by=elin, at=cast.tick(), release=row.pk, remark="").number == 1


@pytest.mark.parametrize(
    ("who", "reads", "own"),
    [
        ("elin", True, False), ("sol", True, False), ("owen", True, False), ("ros", True, True), ("sarah", True, True),
        ("gwen", False, False), ("iris", False, False), ("amy", False, False), ("zed", False, False),
    ],
)  # fmt: skip
def test_whom_figures_are_for_reads_them_through_both_locks(
    cast: Cast, as_role: Callable[[str], AbstractContextManager[None]], who: str, *, reads: bool, own: bool
) -> None:
    row = released(cast, before(cast))
    actor = cast.actor(who)
    first = Told.objects.visible_to(actor).filter(release=row)
    assert first.filter(agency=None).exists() is reads
    with as_role("app"), connection.cursor() as cursor:
        cursor.execute("SELECT cg_begin(%s, %s)", [cast.person(who).pk, london_date(now())])
        assert Release.objects.filter(pk=row.pk).exists() is reads
        seen = set(Told.objects.filter(release=row).values_list("agency_id", flat=True))
    expected = ({None} if reads else set()) | (set(actor.agencies) if own else set())
    assert set(first.values_list("agency_id", flat=True)) == seen == expected


def test_the_web_has_no_way_to_what_was_counted(
    cast: Cast, as_role: Callable[[str], AbstractContextManager[None]]
) -> None:
    worked_out(cast, before(cast))
    for what in ("SELECT * FROM insight_counted", "SELECT * FROM insight_went(NULL, NULL, NULL)"):
        with pytest.raises(DatabaseError, match="permission denied"), as_role("app"), connection.cursor() as cursor:
            cursor.execute(what)


def test_the_page_says_how_to_read_it_and_costs_the_same_however_much_was_counted(cast: Cast) -> None:
    few = released(cast, before(cast), remark=REMARK)
    many = released(cast, before(cast).before, times=40)
    page = visit(f"/figures/{few.pk}/", "ros")
    assert "A low number is not good, and a high number is not bad." in page.words
    assert "feel freer to ask" in page.words
    assert "kept back" in page.words
    assert page.queries == visit(f"/figures/{many.pk}/", "ros").queries <= 12


def test_the_spreadsheet_and_the_paper_say_what_the_page_says(cast: Cast) -> None:
    row = released(cast, before(cast), remark="=1+1")
    sheet = browser("sol").get(f"/figures/{row.pk}/spreadsheet/")
    archive = ZipFile(BytesIO(sheet.content))
    assert archive.namelist()[0] == "mimetype"
    content = archive.read("content.xml").decode()
    assert "table:formula" not in content
    paper = said_in(browser("sol").get(f"/figures/{row.pk}/pdf/").content)
    told = Told.objects.get(release=row, agency=None).tables
    page = visit(f"/figures/{row.pk}/", "sol").words
    for subject in (told[one.key] for one in SUBJECTS):
        assert str(subject["total"]) in page
        assert f'office:value="{subject["total"]}"' in content
        assert str(subject["total"]) in paper
    assert "A low number is not good" in paper


@pytest.mark.parametrize(
    ("number", "base", "said"), [(12, 40, "25%"), (7, 19, ""), (None, 40, ""), (7, None, ""), (10, 20, "50%")]
)
def test_a_share_is_of_twenty_or_more_and_of_rounded_numbers(number: int | None, base: int | None, said: str) -> None:
    assert share(number, base) == said


def test_silence_is_a_question_by_name_without_a_number(cast: Cast) -> None:
    row = released(cast, before(cast), whole_year=True)
    page = visit(f"/figures/{row.pk}/silence/", "elin")
    assert "Silence is a question, not a mark." in page.words
    assert "What to try next" in page.words
    names = list(
        Silence.objects.filter(release=row, asks="raised")
        .order_by("agency__name")
        .values_list("agency__name", flat=True)
    )
    assert len(names) > 1
    places = [page.words.index(name) for name in names]
    assert places == sorted(places), "by the alphabet"
    own = visit(f"/figures/{row.pk}/silence/", "sarah").words
    assert [name for name in names if name in own] == ["Oakfield Primary School"], "a lead reads of her own agency"


def test_nothing_is_asked_before_four_quarters_are_counted(cast: Cast) -> None:
    row = released(cast, before(cast))
    assert not Silence.objects.exists()
    page = visit(f"/figures/{row.pk}/silence/", "elin")
    assert "not all four quarters of that year were counted" in page.words
    assert "Something was heard of every agency" not in page.words


def test_an_older_log_that_names_a_kind_only_leaves_nothing_to_assert() -> None:
    numbers: Numbers = {
        "raised": {"kind": {}},
        "informal": {"kind": {}},
        "raised_log": {
            "kind": {"unknown": {"school": 1}},
            "with": {"school": {}, "council": {"school": 1}, "police": {}},
        },
        "silence": {"asked_of": {"asked_of": {}}, "early": {"early": {}, "otherwise": {}}},
    }
    asked = {kind: asked_of("an agency", kind, numbers) for kind in ("school", "council", "police")}
    assert asked == {"school": ["asked"], "council": ["raised"], "police": ["raised", "asked"]}


@pytest.mark.parametrize(
    ("who", "reads"),
    [("elin", "all"), ("sol", "all"), ("ros", "own"), ("sarah", "own"), ("owen", "own"), ("gwen", ""), ("amy", "")],
)
def test_silence_is_read_of_all_or_of_ones_own_through_both_locks(
    cast: Cast, as_role: Callable[[str], AbstractContextManager[None]], who: str, reads: str
) -> None:
    """Sarah, who leads at a school here, is the scrutineer next door besides: that lets her see no more here."""
    row = released(cast, before(cast))
    here = list(fairhaven().agencies.all())
    Silence.objects.bulk_create([Silence(release=row, agency=one, asks="raised") for one in here])
    office = Agency.objects.get(kind="partnership", partnerships__name="Marlow Vale")
    post = add_post(agency=office, role=Role.SCRUTINEER, title="Scrutineer", by=None, at=cast.at)
    hold(person=cast.person("sarah"), post=post, by=None, at=cast.at)
    actor = cast.actor(who)
    expected = {"all": {one.pk for one in here}, "own": actor.agencies & {one.pk for one in here}, "": set()}[reads]
    first = set(Silence.objects.visible_to(actor).values_list("agency_id", flat=True))
    with as_role("app"), connection.cursor() as cursor:
        cursor.execute("SELECT cg_begin(%s, %s)", [cast.person(who).pk, london_date(now())])
        second = set(Silence.objects.values_list("agency_id", flat=True))
    assert first == second == expected
    assert bool(expected) is bool(reads)


def test_a_year_ends_in_march_and_has_four_quarters() -> None:
    year = Period.of(date(2027, 2, 3), YEAR)
    assert (year.words, len(year.quarters)) == ("April 2026 to March 2027", 4)
    assert [one.words for one in year.quarters][-1] == "January to March 2027"
    assert Period.of(date(2026, 12, 31)).words == "October to December 2026"
    assert year.after - year.starts == timedelta(days=365)
