"""The commands: what a definition says or what is wrong with it, and setting up the four HIPS partnerships."""

from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from commonground.directory.actions import accept_invitation, add_agency, add_person, add_post, hold
from commonground.directory.models import Partnership, Person
from commonground.directory.queries import actor_for
from commonground.editions.checklist import checklist
from commonground.editions.models import Edition
from commonground.library.actions import approve
from commonground.library.models import ChartEdition
from commonground.now import london_date, now
from commonground.procedures.loading import shipped
from commonground.procedures.terms import AgencyKind, Role
from tests.visiting import browser, visit

FOUR = ["Hampshire", "Isle of Wight", "Portsmouth", "Southampton"]
CHART = {
    "submission": "7f1f0dd0-2a0b-4c0e-9b7c-5d1b8a8f3c11", "seen": "0", "title": "Our threshold document",
    "address": "https://partnership.example/thresholds", "published_day": "1", "published_month": "9",
    "published_year": "2025",
}  # fmt: skip
OFFICER = ("Portsmouth", "Jo Bell", "jo.bell@council.example")


def check(file: Path) -> str:
    """Run check_definition on a file; return what it prints."""
    out = StringIO()
    call_command("check_definition", str(file), stdout=out)
    return out.getvalue()


def wrong(file: Path) -> str:
    """Run it on a file that it refuses; return what it says."""
    said = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("check_definition", str(file), stderr=said)
    assert ended.value.code == 1
    return said.getvalue()


def written(folder: Path, text: str | bytes) -> Path:
    """Write a file and return it."""
    file = folder / "ours.toml"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return file


def test_a_definition_is_said_in_words(tmp_path: Path) -> None:
    said = check(written(tmp_path, shipped()["fairhaven"]))
    assert "2. Line managers or safeguarding leads" in said
    assert "   Settled or escalated by: 3 working days" in said
    assert "cannot be opened" not in said


def test_what_is_not_known_is_named(tmp_path: Path) -> None:
    said = check(written(tmp_path, shipped()["hips"]))
    assert "It cannot be opened before this is known and confirmed:" in said
    assert "- Stage 1 (Practitioners)" in said


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("key = ", "Line 1: this is not well-formed TOML"),
        ('key = "x"\nname = "X"\n', "at least one stage"),
        (b"\xff\xfe", "no text in UTF-8"),
        ("#" * (256 * 1024 + 1), "longer than 256 kB"),
    ],
)
def test_what_is_wrong_is_said_and_ends_with_1(tmp_path: Path, text: str | bytes, why: str) -> None:
    assert why in wrong(written(tmp_path, text))
    assert "cannot be read" in wrong(tmp_path / "nothing.toml")


def start(*officers: tuple[str, str, str]) -> str:
    """Run start hips; return what it prints."""
    out = StringIO()
    sent = [word for officer in officers for word in ("--officer", *officer)]
    call_command("start", "hips", *sent, stdout=out)
    return out.getvalue()


@pytest.mark.django_db
def test_start_hips_makes_the_four_with_both_drafts_and_can_be_run_again() -> None:
    said = start(OFFICER)
    assert "Made: Hampshire, Isle of Wight, Portsmouth, Southampton." in said
    assert "/invitation/" in said
    assert "[ ] Stages, roles and figures: 0 of 13 confirmed with their source" in said
    assert "Loaded for Isle of Wight, to be compared with what is published: Hampshire and Isle of Wight" in said
    assert said.count("[ ] Threshold chart: 9 of its boxes are not yet compared with the published chart") == 2
    assert said.count("[ ] Threshold chart: nobody has said yet which it is, or where it stands") == 2
    assert "[ ] The procedure for conferences: stages, roles and figures: 0 of 7 confirmed with their source" in said
    for edition in Edition.objects.all():
        assert sorted(area.name for area in edition.partnerships.all()) == FOUR
        assert edition.draft
    assert set(Edition.objects.values_list("key", "covers")) == {
        ("hips", "differences"), ("hips-conference", "conferences"),
    }  # fmt: skip
    again = start(OFFICER)
    assert "are there already" in again
    assert "Loaded for" not in again
    assert "/invitation/" not in again
    assert (Partnership.objects.count(), Edition.objects.count(), Person.objects.count()) == (4, 2, 1)
    with pytest.raises(CommandError, match="none of the four"):
        start(("Fairhaven", "Jo", "jo@council.example"))


@pytest.mark.django_db
def test_nothing_is_open_to_practitioners_and_they_are_told_whom_to_ask() -> None:
    start(OFFICER)
    portsmouth = Partnership.objects.get(name="Portsmouth")
    school = add_agency(
        name="A school", kind=AgencyKind.SCHOOL, partnerships=[portsmouth], by=None, at=now()
    )  # fmt: skip
    post = add_post(agency=school, role=Role.PRACTITIONER, title="Teacher", by=None, at=now())
    teacher = add_person(name="Ann Day", email="ann@school.example", by=None, at=now())
    hold(person=teacher, post=post, by=None, at=now())
    page = visit("/differences/raise/", teacher).words
    assert "Your partnership has not opened its procedure here yet" in page
    assert "To ask when it opens: the office of Portsmouth" in page
    assert "not open here yet" in visit("/procedure/").words


@pytest.mark.django_db
def test_its_officer_sees_what_is_to_be_confirmed() -> None:
    link = start(OFFICER).split("/invitation/")[1].split("/")[0]
    officer = accept_invitation(token=link, password="", at=now())
    page = visit("/procedures/", officer).words
    assert "Before Portsmouth can begin" in page
    assert "Before Hampshire can begin" not in page
    for words in ("0 of 13 confirmed", "There is no number for children’s social care", "Threshold chart", "Jo Bell"):
        assert words in page
    assert "13 not known yet" in visit(f"/procedures/{Edition.objects.get(key='hips').pk}/", officer).words
    items = checklist(Partnership.objects.get(name="Portsmouth"), london_date(now()))
    assert [one.done for one in items] == [True, False, False, False, False, False, False]
    assert "nobody has said yet which it is, or where it stands" in page
    visit("/keep-library/portsmouth/chart/as-published/", officer, status=404)
    assert browser(officer).post("/keep-library/portsmouth/chart/elsewhere/", CHART).status_code == 302
    portsmouth = Partnership.objects.get(name="Portsmouth")
    waits = next(one for one in checklist(portsmouth, london_date(now())) if one.title == "Threshold chart")
    assert (waits.done, waits.words.endswith("; Jo Bell proposed one, and another approves it")) == (False, True)
    colleague = Person.objects.create(name="Al Ray", email="al.ray@council.example")
    beside = replace(actor_for(officer, london_date(now())), person=colleague)
    approve(by=beside, at=now(), edition=ChartEdition.objects.get(partnership=portsmouth).pk)
    items = checklist(portsmouth, london_date(now()))
    assert [(one.title, one.words) for one in items if one.done][1:] == [
        ("Threshold chart", "it stands elsewhere: Our threshold document")
    ]
    assert "Our threshold document" in visit("/library/portsmouth/chart/").words
