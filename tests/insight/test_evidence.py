"""Evidence: asked for with what it is for, made by the worker in four files that say the same, gone after a week."""

import csv
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from io import BytesIO, StringIO
from time import time
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import pytest
from django.conf import settings
from django.db import DatabaseError, connection

from commonground.assurance.demonstration import KEYS
from commonground.assurance.models import Assessment, Submitted
from commonground.assurance.returns.actions import ask as ask_for_returns
from commonground.assurance.returns.actions import moderate
from commonground.assurance.returns.rules import Now
from commonground.briefings.models import Briefing, Receipt
from commonground.briefings.talking.actions import Session, hold_session
from commonground.directory.actions import RefusedError
from commonground.directory.middleware import BEGAN
from commonground.insight.evidence.actions import ask, forget
from commonground.insight.evidence.making import go_on, make
from commonground.insight.evidence.models import Evidence, Fetched, Purpose
from commonground.insight.evidence.parts import returns
from commonground.insight.how_far.counting import count
from commonground.notices.models import Notice
from commonground.now import london_date, now
from commonground.spreadsheets import WORKBOOK, workbook
from tests.assurance.returning import submitted
from tests.briefings.briefing import agency, area, pressed, read, shared
from tests.cast import Cast
from tests.pdf import said as said_in
from tests.visiting import browser, visit

DAY = timedelta(days=1)
SCHOOL, COUNCIL = "Oakfield Primary School", "Fairhaven City Council"


@pytest.fixture(autouse=True)
def read_by_some(cast: Cast) -> None:
    """Share the pack three days ago; Amy and Bob read it the same day."""
    cast.at = now() - 3 * DAY
    row = shared(cast)
    read(cast, row, "amy", "bob")
    cast.at = now()
    count(row.pk, cast.at)
    Notice.objects.all().delete()


def made(cast: Cast, by: str, of: str | None = None) -> Evidence:
    """Have evidence of the last week made, of an area or an agency."""
    today = london_date(cast.at)
    row = ask(
        by=cast.actor(by), at=cast.tick(), partnership=area().pk, agency=agency(of).pk if of else None,
        purpose=Purpose.SECTION_11, since=today - 7 * DAY, until=today,
    )  # fmt: skip
    make(row.pk, cast.tick())
    return Evidence.objects.get(pk=row.pk)


def sheets(content: bytes) -> dict[str, list[list[str]]]:
    """Return the sheets of a ZIP of texts by name."""
    with ZipFile(BytesIO(content)) as archive:
        return {
            name.partition(" ")[2].removesuffix(".csv"): list(
                csv.reader(StringIO(archive.read(name).decode("utf-8-sig"), newline=""))
            )
            for name in archive.namelist()
        }


def test_an_agencys_evidence_names_its_own_people_and_an_areas_nobody(cast: Cast) -> None:
    own = sheets(bytes(made(cast, "sarah", SCHOOL).csv or b""))
    assert own["Who has read it"][1][0] == "Amy Lister"
    assert len(own["Who has read it"]) == 2
    assert ["Evidence for", "Section 11 of the Children Act 2004"] in own["About"]
    assert any(line[0] == "Made by" and "Sarah Penrose" in line[1] for line in own["About"])
    whole = sheets(bytes(made(cast, "elin").csv or b""))
    assert "Amy Lister" not in str(whole)
    assert "Bob Ferris" not in str(whole)
    by_agency = {line[2]: line[3] for line in whole["Who has read it"][1:]}
    assert by_agency[COUNCIL] == "1"
    assert whole["How far it has come"][-1][5] == "All"
    assert whole["How far it has come"][-1][4] == f"{london_date(cast.at):%-d %B %Y}"


def test_an_areas_evidence_holds_no_agencys_own_words(cast: Cast) -> None:
    submitted(cast, asked_of_all(cast), "sarah", 2, agreed=None)
    words = Submitted.objects.get().answers[KEYS[0]]["evidence"]
    own, whole = made(cast, "sarah", SCHOOL), made(cast, "elin")
    assert words in str(sheets(bytes(own.csv or b"")))
    sheet = sheets(bytes(whole.csv or b""))["Self-assessment"]
    assert len(sheet) > len(KEYS)
    assert {line[1] for line in sheet[1:]} >= {COUNCIL, SCHOOL}
    assert words not in str(sheet)
    assert sheet[0][-1] == "The office’s figure"
    assert {len(line) for line in sheet} == {len(sheet[0])}
    assert "holds no agency’s own words" in visit(f"/evidence/{whole.pk}/", "elin").words
    assert "may name others" in visit(f"/evidence/{own.pk}/", "sarah").words


def test_what_an_officer_said_to_a_return_later_is_not_said_of_the_time(cast: Cast) -> None:
    cast.at = now() - 2 * DAY
    submitted(cast, asked_of_all(cast), "sarah", 2, agreed=None)
    one = Submitted.objects.get()
    cast.at = now()
    figures = {key: said["figure"] for key, said in one.answers.items()}
    moderate(by=cast.actor("elin"), at=cast.tick(), submitted=one, agreed=True, figures=figures, words="")
    today = london_date(cast.at)
    for until, stood, figure in ((today - DAY, Now.SUBMITTED, ""), (today, Now.AGREED, str(figures[KEYS[0]]))):
        row = Evidence(
            partnership=area(), agency=agency(SCHOOL), purpose=Purpose.OWN, since=today - 7 * DAY, until=until,
            asked_by=cast.person("sarah"), asked_at=cast.at,
        )  # fmt: skip
        line = returns(row)[1]
        assert (line[2], line[6]) == (stood.label, figure)


def test_what_somebody_wrote_is_no_formula_in_any_file(cast: Cast) -> None:
    words = "=cmd()"
    session = Session(
        agency=agency(SCHOOL).pk, team=None, held_on=london_date(cast.at), people=(), others=0, said="Words.",
        will_do=words, look_again_on=london_date(cast.at) + DAY,
    )  # fmt: skip
    hold_session(by=cast.actor("sarah"), at=cast.tick(), briefing=Briefing.objects.get().pk, session=session)
    row = made(cast, "sarah", SCHOOL)
    (line,) = sheets(bytes(row.csv or b""))["Team sessions"][1:]
    assert f"'{words}" in line
    assert words not in line
    with ZipFile(BytesIO(bytes(row.xlsx or b""))) as archive:
        xlsx = "".join(archive.read(name).decode() for name in archive.namelist())
    with ZipFile(BytesIO(bytes(row.ods or b""))) as archive:
        ods = archive.read("content.xml").decode()
    for text in (xlsx, ods):
        assert words in text
    assert "<f>" not in xlsx
    assert "table:formula" not in ods


def asked_of_all(cast: Cast) -> Assessment:
    """Have Elin ask all agencies for a return."""
    return ask_for_returns(
        by=cast.actor("elin"), at=cast.tick(), partnership=area().pk, title="Returns of this year", keys=KEYS,
        deadline=london_date(cast.at) + 20 * DAY,
    )  # fmt: skip


def test_four_files_say_the_same_and_who_had_it_made(cast: Cast) -> None:
    row = made(cast, "sarah", SCHOOL)
    sarah = browser("sarah")
    files = {kind: sarah.get(f"/evidence/{row.pk}/{kind}/") for kind in ("ods", "xlsx", "csv", "pdf")}
    assert {one.status_code for one in files.values()} == {200}
    with ZipFile(BytesIO(files["ods"].content)) as archive:
        ods = archive.read("content.xml").decode()
    with ZipFile(BytesIO(files["xlsx"].content)) as archive:
        xlsx = "".join(archive.read(name).decode() for name in archive.namelist())
        for name in archive.namelist():
            ET.fromstring(archive.read(name))  # noqa: S314 our own
    paper = said_in(files["pdf"].content)
    statement = Receipt.objects.get(person=cast.person("amy")).statement
    for text in (ods, xlsx, str(sheets(files["csv"].content)), paper):
        said = " ".join(text.split())
        assert "Amy Lister" in said
        assert "Sarah Penrose" in said
        assert statement[:30] in said
    assert files["xlsx"].headers["Content-Type"] == WORKBOOK
    assert files["csv"].headers["Content-Disposition"].endswith('.zip"')
    assert sarah.get(f"/evidence/{row.pk}/exe/").status_code == 404


def test_it_goes_on_where_it_was_cut_off_and_says_how_far_it_is(cast: Cast) -> None:
    today = london_date(cast.at)
    row = ask(
        by=cast.actor("elin"), at=cast.tick(), partnership=area().pk, agency=None, purpose=Purpose.INSPECTION,
        since=today, until=today,
    )  # fmt: skip
    assert go_on(row.pk, cast.tick())
    assert go_on(row.pk, cast.tick())
    page = visit(f"/evidence/{row.pk}/", "elin")
    assert "2 of 9 steps are done" in page.words
    assert browser("elin").get(f"/evidence/{row.pk}/pdf/").status_code == 404
    make(row.pk, cast.tick())
    done = Evidence.objects.get(pk=row.pk)
    assert (done.done, done.total, done.content) == (9, 9, [])
    assert not go_on(row.pk, cast.tick())


def test_the_worker_makes_it_with_its_own_role(
    cast: Cast, as_role: Callable[[str], AbstractContextManager[None]]
) -> None:
    today = london_date(cast.at)
    for by, of in (("elin", None), ("sarah", agency(SCHOOL).pk)):
        row = ask(
            by=cast.actor(by), at=cast.tick(), partnership=area().pk, agency=of, purpose=Purpose.INSPECTION,
            since=today - DAY, until=today,
        )  # fmt: skip
        with as_role("clock"):
            make(row.pk, cast.tick())
            assert forget(cast.at) == 0
        assert Evidence.objects.get(pk=row.pk).finished_at


def test_only_whose_it_is_read_it_through_both_locks(
    cast: Cast, as_role: Callable[[str], AbstractContextManager[None]]
) -> None:
    whole, school = made(cast, "elin"), made(cast, "sarah", SCHOOL)
    for who, sees in (("elin", {whole.pk}), ("sarah", {school.pk}), ("ros", set()), ("gwen", set()), ("amy", set())):
        assert set(Evidence.objects.visible_to(cast.actor(who)).values_list("pk", flat=True)) == sees
        with as_role("app"), connection.cursor() as cursor:
            cursor.execute("SELECT cg_begin(%s, %s)", [cast.person(who).pk, london_date(now())])
            assert set(Evidence.objects.values_list("pk", flat=True)) == sees, who
    visit(f"/evidence/{school.pk}/", "elin", status=404)
    visit(f"/evidence/{whole.pk}/", "ros", status=404)
    visit("/evidence/", "amy", status=403)
    with pytest.raises(DatabaseError, match="permission denied"), as_role("app"), connection.cursor() as cursor:
        cursor.execute("DELETE FROM insight_evidence")


def test_who_fetched_a_file_stands_beside_it_and_stays(
    cast: Cast, as_role: Callable[[str], AbstractContextManager[None]]
) -> None:
    row = made(cast, "sarah", SCHOOL)
    assert "Who fetched it" not in visit(f"/evidence/{row.pk}/", "sarah").words
    assert browser("elin").get(f"/evidence/{row.pk}/pdf/").status_code == 404
    assert browser("sarah").get(f"/evidence/{row.pk}/pdf/").status_code == 200
    assert Fetched.objects.get().by == cast.person("sarah")
    page = visit(f"/evidence/{row.pk}/", "sarah").words
    assert "Who fetched it" in page
    assert "Sarah Penrose" in page.partition("Who fetched it")[2]
    for who, sees in (("sarah", True), ("elin", False), ("amy", False)):
        with as_role("app"), connection.cursor() as cursor:
            cursor.execute("SELECT cg_begin(%s, %s)", [cast.person(who).pk, london_date(now())])
            assert Fetched.objects.exists() is sees, who
    for role, why in (("app", "permission denied"), ("clock", "permission denied"), ("owner", "stays as it is")):
        with pytest.raises(DatabaseError, match=why), as_role(role), connection.cursor() as cursor:
            cursor.execute("DELETE FROM insight_fetched")


def test_names_are_asked_for_and_fetched_only_by_whoever_has_just_signed_in(cast: Cast) -> None:
    row, whole = made(cast, "sarah", SCHOOL), made(cast, "elin")
    for who in ("sarah", "elin"):
        person = cast.person(who)
        person.set_password("a long one for this test")
        person.save()
    sarah, today = browser("sarah"), london_date(now())
    session = sarah.session
    session[BEGAN] = time() - settings.ACCOUNT_REAUTHENTICATION_TIMEOUT - 1
    session.save()
    days = {
        f"{name}_{part}": str(getattr(today, part)) for name in ("since", "until") for part in ("day", "month", "year")
    }
    form = pressed(whose=f"{area().pk}.{agency(SCHOOL).pk}", purpose="inspection", **days)
    for answer in (sarah.get(f"/evidence/{row.pk}/pdf/"), sarah.post("/evidence/", form)):
        assert answer.status_code == 302
        assert "reauthenticate" in answer.headers["Location"]
    assert not Fetched.objects.exists()
    assert Evidence.objects.count() == 2
    assert browser("elin").get(f"/evidence/{whole.pk}/pdf/").status_code == 200, "it names nobody"
    session = sarah.session
    session["account_authentication_methods"] = [{"method": "password", "at": time(), "reauthenticated": True}]
    session["account_authentication_methods_user"] = str(cast.person("sarah").pk)
    session.save()
    assert sarah.get(f"/evidence/{row.pk}/pdf/").status_code == 200
    assert sarah.post("/evidence/", form).headers["Location"].startswith("/evidence/")
    assert Evidence.objects.count() == 3


def test_files_are_forgotten_after_a_week_and_that_they_were_made_stays(cast: Cast) -> None:
    row = made(cast, "sarah", SCHOOL)
    assert forget(cast.at + 6 * DAY) == 0
    assert forget(cast.at + 8 * DAY) == 1
    assert forget(cast.at + 8 * DAY) == 0
    row.refresh_from_db()
    assert (row.ods, row.csv, row.xlsx, row.pdf, row.content) == (None, None, None, None, [])
    assert "The files are gone" in visit("/evidence/", "sarah").words
    assert "Its files are gone" in visit(f"/evidence/{row.pk}/", "sarah").words
    assert browser("sarah").get(f"/evidence/{row.pk}/pdf/").status_code == 404


def test_it_is_asked_for_by_a_form_once_and_refused_in_words(cast: Cast) -> None:
    today = london_date(now())
    days = {
        f"{name}_{part}": str(getattr(today, part)) for name in ("since", "until") for part in ("day", "month", "year")
    }
    elin, form = browser("elin"), pressed(whose=f"{area().pk}.", purpose="inspection", **days)
    for _ in range(2):
        assert elin.post("/evidence/", form).status_code == 302
    assert Evidence.objects.count() == 1
    backwards = form | days | pressed() | {"until_year": str(today.year - 1)}
    page = visit("/evidence/", "elin", post=backwards, status=422)
    assert "The last day must not be before the first" in page.words
    for who, of in (("sarah", None), ("ros", SCHOOL), ("elin", SCHOOL), ("gwen", None)):
        with pytest.raises(RefusedError):
            made(cast, who, of)


def test_a_workbook_holds_numbers_as_numbers_and_no_formula() -> None:
    content = workbook([("A/B: [sums]", [["=1+1", "12", "007", "a & <b>", "x\ny"]]), ("", [["1"]])])
    with ZipFile(BytesIO(content)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
        book = archive.read("xl/workbook.xml").decode()
    assert "<c><v>12</v></c>" in sheet
    assert "=1+1</t>" in sheet
    assert "007</t>" in sheet
    assert "a &amp; &lt;b&gt;" in sheet
    assert "<f>" not in sheet
    assert 'name="AB sums"' in book
    assert 'name="Sheet 2"' in book
    assert content == workbook([("A/B: [sums]", [["=1+1", "12", "007", "a & <b>", "x\ny"]]), ("", [["1"]])])
