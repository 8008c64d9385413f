"""Each of the seven behaviours has its measure on one page, or the words that it is not measured, and never a rank."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from commonground.briefings.promoting.actions import leads, say
from commonground.briefings.promoting.terms import Saying
from commonground.differences import actions as differing
from commonground.differences.actions import say_heard
from commonground.differences.models import Difference
from commonground.insight.behaviours.presenting import COUNTED_BEFORE, shown
from commonground.insight.behaviours.queries import leaders_say, staff_say
from commonground.insight.behaviours.words import BEHAVIOURS, LEADERS
from commonground.insight.counting import added, counted
from commonground.insight.demonstration import counts, tell
from commonground.insight.models import Counted, Release, Told
from commonground.insight.tables import BEHAVED
from commonground.now import london_date
from commonground.procedures.saying_back import Heard
from commonground.procedures.terms import Answer
from tests.assurance.surveying import COUNCIL, POLICE, SURGERY, answered, opened, settled
from tests.cast import ASK, BECAUSE, MEANWHILE, Cast
from tests.differences.asking import fresh
from tests.insight.making import fairhaven, released
from tests.insight.test_figures import before, this, whole
from tests.visiting import visit


def test_each_of_the_seven_has_its_measure_or_says_that_it_has_none(cast: Cast) -> None:
    row, many = released(cast, before(cast)), released(cast, before(cast).before, times=40)
    page = visit(f"/figures/{row.pk}/behaviours/", "sol")
    places = [page.words.index(f"{one.name} {one.looks}") for one in BEHAVIOURS]
    assert len(places) == 7
    assert places == sorted(places), "in the order of the briefing"
    for one, place, end in zip(BEHAVIOURS, places, [*places[1:], len(page.words)], strict=True):
        said = page.words[place:end]
        assert ("Not measured." in said) is ("What it would take." in said) is bool(one.not_measured), one.name
        assert one.measures or one.not_measured, one.name
        for measure in one.measures:
            assert f"{measure.name}: " in said
            assert measure.table.title in said
        assert not one.measures or "Not known." in said, one.name
    assert "A low number is not good, and a high number is not bad." in page.words
    assert "Nothing here ranks anybody." in page.words
    assert page.queries == visit(f"/figures/{many.pk}/behaviours/", "sol").queries <= 16


def test_the_demonstration_has_a_quarter_and_leaves_the_latest_to_try(cast: Cast) -> None:
    tell(cast.at)
    row = Release.objects.get()
    assert (row.number, row.period) == (1, before(cast).before)
    visit(f"/figures/{row.pk}/behaviours/", "sol")


@pytest.mark.parametrize(
    ("who", "status"),
    [("elin", 200), ("sol", 200), ("owen", 200), ("ros", 200), ("gwen", 404), ("amy", 403)],
)
def test_it_is_read_by_whoever_reads_the_figures(cast: Cast, who: str, status: int) -> None:
    row = released(cast, before(cast))
    visit(f"/figures/{row.pk}/behaviours/", who, status=status)


def test_changes_of_mind_questions_and_what_was_said_back_are_counted_by_the_worker_and_nothing_restricted(
    cast: Cast, as_role: Callable[[str], AbstractContextManager[None]]
) -> None:
    row = cast.raised()
    cast.do(differing.question, row, "amy", words="When did you last see him?")
    said = {"because": BECAUSE, "meanwhile": MEANWHILE}
    cast.do(differing.respond, row, "bob", answer=Answer.YES_IF, said_back="You worry that he is hungry.", **said)
    number = fresh(row).say_backs
    say_heard(by=cast.actor("amy"), at=cast.tick(), difference=row.pk, number=number, heard=Heard.YES)
    cast.do(differing.respond, row, "bob", answer=Answer.NO_BECAUSE, said_back="And that nobody asked him.", **said)
    cast.do(
        differing.escalate, row, "amy", reason="We still differ.", tried="We spoke.", ask=ASK, meanwhile=MEANWHILE
    )  # fmt: skip
    cast.do(differing.question, row, "amy", words="And his grandmother?")
    with as_role("clock"):
        numbers = counted(fairhaven().pk, this(cast))
    found = {one.key: whole(numbers, one.key, one.key) for one in BEHAVED}
    assert found == {
        "changed": {"yes": 1, "no": 1}, "questions": {"first": 1, "later": 1}, "said_back": {"yes": 1, "unsaid": 1},
    }  # fmt: skip
    Difference.objects.filter(pk=row.pk).update(restricted=True, officer_told=False)
    numbers = counted(fairhaven().pk, this(cast))
    assert {one.key: whole(numbers, one.key, one.key) for one in BEHAVED} == {one.key: {} for one in BEHAVED}


def test_a_time_that_was_counted_before_says_so_and_its_year_tells_no_part_of_a_whole(cast: Cast) -> None:
    now = counts(fairhaven())
    then = {key: tables for key, tables in now.items() if key not in {one.key for one in BEHAVED}}
    Counted.objects.create(partnership=fairhaven(), starts=before(cast).starts, numbers=then, at=cast.at)
    row = released(cast, before(cast))
    assert visit(f"/figures/{row.pk}/behaviours/", "sol").words.count(COUNTED_BEFORE) == len(BEHAVED)
    assert added([now, then, now, now]).keys() == then.keys()


def test_no_share_is_shown_of_fewer_than_twenty() -> None:
    told = {"total": 40, "tables": {"changed": {"open": True, "rows": {"yes": 10, "no": 30}}}}
    rows = {"both": 9, "statement": 0, "example": 0, "neither": 10}
    leaders = {"total": 19, "tables": {"leaders": {"open": True, "rows": rows}}}
    found = {one.of.key: one.measures for one in shown(Told(tables={"changed": told}), leaders, None)}
    tables = {key: found[key][0].table for key in ("open", "necessary")}
    shares = {key: [row.share for row in table.rows] for key, table in tables.items() if table}
    assert shares == {"open": ["25%", "75%"], "necessary": ["", ""]}


def test_an_agency_counts_once_by_what_all_its_leaders_say(cast: Cast) -> None:
    today, area, owen = london_date(cast.at), fairhaven(), cast.actor("owen")
    of = leaders_say(area.pk, today)["total"]
    agency = min(leads(owen))
    for kind, row in ((Saying.EXAMPLE, "example"), (Saying.STATEMENT, "both")):
        say(by=owen, at=cast.tick(), agency=agency, kind=kind, words="Tell us the same day.")
        told = leaders_say(area.pk, today)
        rows = dict.fromkeys((key for key, _ in LEADERS.tables[0].rows), 0) | {row: 1, "neither": of - 1}
        assert told["tables"]["leaders"]["rows"] == rows
        assert told["total"] == of > 1


def test_what_staff_say_is_of_all_agencies_as_one_and_only_once_a_survey_is_over(cast: Cast) -> None:
    row, round_ = released(cast, before(cast)), opened(cast)
    answered(cast, round_, COUNCIL, 8, said="no", words="Ring us back")
    answered(cast, round_, POLICE, 7)
    answered(cast, round_, SURGERY, 2, said="partly")
    assert staff_say(fairhaven().pk) is None
    assert "No survey of staff is over yet" in visit(f"/figures/{row.pk}/behaviours/", "owen").words
    settled(cast, round_)
    staff = staff_say(fairhaven().pk)
    assert staff
    assert {one.theme for one in BEHAVIOURS} <= staff.asked.keys()
    page = visit(f"/figures/{row.pk}/behaviours/", "owen")
    assert page.words.count("Staff were asked:") == len(BEHAVIOURS)
    assert f"{staff.people.shown} shown here" in page.words
    for hidden in (COUNCIL, POLICE, SURGERY, "Ring us back"):
        assert hidden not in page.words
