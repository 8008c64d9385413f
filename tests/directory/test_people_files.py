"""A file of people, out and in: looked at first, done by the worker row by row, safe to do twice, leavers if ticked."""

import csv
from io import StringIO
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.mail import EmailMessage
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from commonground.directory.actions import add_post, hold
from commonground.directory.models import Agency, Holding, Person, Post
from commonground.directory.people.files import in_bulk, taking_in
from commonground.directory.people.files.books import elsewhere
from commonground.directory.people.files.exporting import written
from commonground.directory.people.files.reading import RowError
from commonground.directory.people.files.taking_in import confirm, keep, preview, take_in
from commonground.directory.people.models import Change, PeopleFile
from commonground.now import now
from commonground.procedures.terms import Role
from tests.access.meeting import AsRole
from tests.directory.conftest import PASSWORD, Town, acting, signed_in
from tests.directory.lost import Around, around
from tests.directory.people import DAY, at, colleague, said, sent, today
from tests.visiting import visit

__all__ = ["around"]

HEADER = "Name,Work email,Job title,Telephone,Team,Post,Role,Desk,Deputy,First day\n"


def kept(town: Town, *rows: str, by: Person | None = None, agency: Agency | None = None) -> PeopleFile:
    """Return a file of the school that was sent: Elin's, unless somebody else sends it."""
    text = HEADER + "\n".join(rows)
    return keep(agency=agency or town.school, sent=text.encode(), by=acting(by or town.elin), at=now())


def done(file: PeopleFile, by: Person, *leavers: Person) -> PeopleFile:
    """Return a file after it was confirmed and taken in."""
    confirm(file=file, leavers=[one.pk for one in leavers], by=acting(by), at=now())
    take_in(file.pk, now())
    file.refresh_from_db()
    assert file.finished_at
    return file


def rows_of_teachers(count: int) -> list[str]:
    """Return rows that each make an account and a post, in one team."""
    return [
        f"Person {number},person.{number}@work.example,Teacher,,Team,Teacher {number},practitioner"
        for number in range(count)
    ]


def books(agency: Agency) -> set[tuple[str, str, bool]]:
    """Return who has what in an agency."""
    rows = Holding.objects.filter(post__agency=agency, person__is_active=True)
    return set(rows.values_list("person__name", "post__title", "deputy"))


ROWS = (
    "Amy,amy@work.example,,,,Practitioner,practitioner",
    "Ida Marsh,ida@work.example,Teacher,+44 1632 960001,Year 2,Class teacher,teacher",
    "Jo Finn,jo@work.example,Teacher,,Year 2,Class teacher,teacher",
    "Kit Lowe,kit@work.example,,,Office,Pastoral desk,practitioner,yes",
    "Jo Finn,jo@work.example,,,Office,Pastoral desk,practitioner,yes",
    "Ida Marsh,ida@work.example,,,,Safeguarding lead,safeguarding lead,no,yes",
    ",,,,,Head teacher,head teacher",
)


def test_nothing_is_changed_before_it_is_confirmed_and_then_all_of_it(town: Town) -> None:
    before = books(town.school), Person.objects.count(), Post.objects.count()
    file = kept(town, *ROWS)
    shown = preview(file, by=acting(town.elin), on=today())
    assert (shown.rows, shown.new_people, shown.new_posts, shown.placed, shown.nothing) == (7, 3, 4, 5, 1)
    assert shown.errors == ()
    assert shown.leavers == (town.sarah,)
    assert (books(town.school), Person.objects.count(), Post.objects.count()) == before
    done(file, town.elin)
    assert books(town.school) == {
        ("Amy", "Practitioner", False), ("Sarah", "Safeguarding lead", False), ("Ida Marsh", "Class teacher", False),
        ("Jo Finn", "Class teacher", False), ("Kit Lowe", "Pastoral desk", False), ("Jo Finn", "Pastoral desk", False),
        ("Ida Marsh", "Safeguarding lead", True),
    }  # fmt: skip
    assert Post.objects.filter(agency=town.school, title="Class teacher").count() == 2, "one person in each"
    assert Post.objects.get(title="Head teacher").role == Role.SENIOR_MANAGER
    assert Person.objects.get(email="ida@work.example").phone == "+44 1632 960001"
    assert file_said(file) == (0, [], [])
    assert Change.objects.filter(agency=town.school, by=town.elin).latest("id").sentence == "A file was taken in."


def file_said(file: PeopleFile) -> tuple[int, list[Any], list[Any]]:
    """Return what a file still says after it was taken in: errors, rows, leavers."""
    file.refresh_from_db()
    return len(file.errors), file.rows, file.leavers


def test_the_same_file_twice_changes_nothing_the_second_time(town: Town) -> None:
    done(kept(town, *ROWS), town.elin)
    before = books(town.school), Person.objects.count(), Post.objects.count(), Holding.objects.count()
    again = kept(town, *ROWS)
    assert preview(again, by=acting(town.elin), on=today()).nothing == len(ROWS)
    done(again, town.elin)
    assert (books(town.school), Person.objects.count(), Post.objects.count(), Holding.objects.count()) == before


def test_what_goes_out_comes_in_again_as_nothing_to_do(town: Town) -> None:
    done(kept(town, *ROWS), town.elin)
    Person.objects.filter(name="Jo Finn").update(title="=HYPERLINK(1)", phone="-1")
    text = written(town.school, today())
    assert "'=HYPERLINK(1)" in text
    assert all(not cell.startswith(tuple("=+-@")) for row in csv.reader(StringIO(text)) for cell in row)
    Person.objects.filter(name="Jo Finn").update(title="Teacher", phone="")
    back = keep(agency=town.school, sent=written(town.school, today()).encode(), by=acting(town.elin), at=now())
    shown = preview(back, by=acting(town.elin), on=today())
    assert (shown.errors, shown.leavers, shown.nothing, shown.placed) == ((), (), shown.rows, 0)


def test_a_leaver_is_listed_and_ends_only_if_ticked(town: Town) -> None:
    dan = colleague("Dan Reed", add_post(agency=town.school, role=Role.PRACTITIONER, title="B", by=None, at=now()))
    row = "Amy,amy@work.example,,,,Practitioner,practitioner"
    file = kept(town, row, by=town.sarah)
    assert preview(file, by=acting(town.sarah), on=today()).leavers == (dan,), "never oneself"
    done(file, town.sarah)
    dan.refresh_from_db()
    assert dan.is_active
    sarah = signed_in(town.sarah)
    file = kept(town, row, by=town.sarah)
    page = at("people_read", town.school, file)
    assert "Dan Reed, dan.reed@work.example" in visit(page, sarah).words
    foreign = sent(page, sarah, status=422, looked="on", leavers=str(town.bob.pk))
    assert foreign
    sent(page, sarah, looked="on", leavers=str(dan.pk))
    take_in(file.pk, now())
    assert not Person.objects.get(pk=dan.pk).is_active
    assert Person.objects.get(pk=town.bob.pk).is_active


def test_a_lead_fills_posts_that_are_there_and_makes_none(town: Town) -> None:
    add_post(agency=town.school, role=Role.PRACTITIONER, title="Class teacher", by=None, at=now())
    partner = add_post(agency=town.school, role=Role.SAFEGUARDING_PARTNER, title="Partner", by=None, at=now())
    file = kept(
        town,
        "Ida Marsh,ida@work.example,,,,Class teacher,teacher",
        "Jo Finn,jo@work.example,,,,Class teacher,teacher",
        "Kit Lowe,kit@work.example,,,Year 9,Singing teacher,teacher",
        "Lu Ray,lu@work.example,,,,Partner,safeguarding partner",
        by=town.sarah,
    )
    shown = preview(file, by=acting(town.sarah), on=today())
    assert [(error.number, error.words.split(".")[0]) for error in shown.errors] == [
        (3, "There is no free post of Class teacher with this role"),
        (4, "There is no post of Singing teacher in Year 9 with this role"),
        (5, "You cannot fill the post of Partner"),
    ]
    done(file, town.sarah)
    assert ("Ida Marsh", "Class teacher", False) in books(town.school)
    assert not Holding.objects.filter(post=partner).exists()
    assert not Person.objects.filter(email__in=("jo@work.example", "kit@work.example", "lu@work.example")).exists()
    page = visit(at("people_read", town.school, file), signed_in(town.sarah)).words
    assert "3 rows could not be used." in page
    assert "Row 3: There is no free post" in page


def test_nobody_of_another_agency_and_no_closed_account_comes_in_by_a_file(town: Town) -> None:
    Person.objects.create(name="Gone", email="gone@work.example", is_active=False)
    file = kept(
        town,
        "Bob,BOB@work.example,,,,Class teacher,teacher",
        "Gone,gone@work.example,,,,Class teacher,teacher",
        "Anna,amy@work.example,,,,Class teacher,teacher",
        "Sarah,sarah@work.example,,,,Safeguarding lead,safeguarding lead,no,yes",
    )
    words = [error.words for error in wrong_in(done(file, town.elin))]
    assert words[0].startswith("The address bob@work.example belongs to an account that is not on these books.")
    assert words[1].startswith("The address gone@work.example belongs to an account that is not on these books.")
    assert words[2] == "The address amy@work.example is that of Amy here. Mend the name or the address."
    assert words[3] == "Sarah holds Safeguarding lead, and nobody stands in for themself."
    assert not Post.objects.filter(title="Class teacher").exists()


def wrong_in(file: PeopleFile) -> list[RowError]:
    """Return what went wrong in a file that was taken in."""
    return [RowError(number, words) for number, words in file.errors]


def test_a_row_is_done_whole_or_not_at_all_and_the_others_are_done(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(**asked: Any) -> Holding:  # noqa: ANN401 - as hold's own
        if asked["person"].name == "Jo Finn":
            message = "a fault in the middle of a row"
            raise DatabaseError(message)
        return hold(**asked)

    def overtaken(*_asked: Any) -> None:  # noqa: ANN401 - as its own
        raise in_bulk.OvertakenError

    with monkeypatch.context() as patch:
        patch.setattr(taking_in, "do_all", overtaken)
        patch.setattr(taking_in, "hold", breaks)
        file = done(kept(town, *ROWS), town.elin)
    assert {number for number, _ in file.errors} == {4, 6}
    assert not Person.objects.filter(email="jo@work.example").exists()
    assert Post.objects.filter(title="Class teacher").count() == 1, "the post that the row made is taken back with it"
    assert ("Kit Lowe", "Pastoral desk", False) in books(town.school)
    done(kept(town, *ROWS), town.elin)
    assert ("Jo Finn", "Class teacher", False) in books(town.school)


def test_singly_and_all_at_once_come_to_the_same(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    def overtaken(*_asked: Any) -> None:  # noqa: ANN401 - as its own
        raise in_bulk.OvertakenError

    def come_to() -> tuple[Any, ...]:
        with transaction.atomic():
            done(kept(town, *ROWS), town.elin)
            people = Person.objects.filter(holdings__post__agency=town.school).distinct()
            posts = Post.objects.filter(agency=town.school)
            found = (
                books(town.school),
                sorted(people.values_list("name", "email", "title", "phone", "is_active")),
                sorted(map(str, posts.values_list("title", "team__name", "role", "desk", "starts", "ends"))),
                sorted(said(town.school)),
                any(person.has_usable_password() for person in people.filter(email__in=("ida@work.example",))),
            )  # fmt: skip
            transaction.set_rollback(True)
        return found

    at_once = come_to()
    monkeypatch.setattr(taking_in, "do_all", overtaken)
    assert come_to() == at_once
    assert len(at_once[3]) > 10


def test_a_post_that_was_filled_meanwhile_gets_no_second_holder(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    free = add_post(agency=town.school, role=Role.PRACTITIONER, title="Class teacher", by=None, at=now())
    file = kept(town, "Ida Marsh,ida@work.example,,,,Class teacher,teacher", by=town.sarah)
    confirm(file=file, leavers=(), by=acting(town.sarah), at=now())
    real = elsewhere

    def meanwhile(rows: Any, known: Any) -> set[str]:  # noqa: ANN401 - as its own
        if not Holding.objects.filter(post=free).exists():
            hold(person=town.amy, post=free, by=None, at=now())
        return real(rows, known)

    monkeypatch.setattr(taking_in, "elsewhere", meanwhile)
    take_in(file.pk, now())
    file.refresh_from_db()
    assert Holding.objects.get(post=free).person == town.amy
    assert "There is no free post of Class teacher" in file.errors[0][1]


def test_an_account_that_was_made_meanwhile_is_told_by_row(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    file = kept(town, *ROWS)
    confirm(file=file, leavers=(), by=acting(town.elin), at=now())
    Person.objects.create(name="Jo", email="jo@work.example")
    monkeypatch.setattr(taking_in, "elsewhere", lambda *_asked: set())
    take_in(file.pk, now())
    file.refresh_from_db()
    assert {number for number, _ in file.errors} == {4, 6}
    assert ("Ida Marsh", "Class teacher", False) in books(town.school)


def test_a_run_that_was_cut_off_goes_on_where_it_was(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(taking_in, "AT_ONCE", 2)
    file = kept(town, *ROWS)
    confirm(file=file, leavers=(), by=acting(town.elin), at=now())
    real, runs = taking_in._some, iter(range(10))

    def killed(*asked: Any) -> Any:  # noqa: ANN401 - as its own
        if next(runs) == 2:
            raise KeyboardInterrupt
        return real(*asked)

    monkeypatch.setattr(taking_in, "_some", killed)
    with pytest.raises(KeyboardInterrupt):
        take_in(file.pk, now())
    file.refresh_from_db()
    assert (file.done, file.finished_at) == (4, None)
    assert "4 of 7 done" in visit(at("people_read", town.school, file), signed_in(town.elin)).words
    take_in(file.pk, now())
    take_in(file.pk, now())
    file.refresh_from_db()
    assert (file.done, file.errors) == (7, [])
    assert Post.objects.filter(title="Class teacher").count() == 2


def test_who_no_longer_keeps_these_people_has_nothing_done(town: Town) -> None:
    file = kept(town, "Ida Marsh,ida@work.example,,,,Class teacher,teacher")
    confirm(file=file, leavers=(), by=acting(town.elin), at=now())
    Holding.objects.filter(person=town.elin).update(ends=today() - DAY)
    take_in(file.pk, now())
    file.refresh_from_db()
    assert file.errors == [[0, "Elin Hughes does not keep the people of Hill School any more."]]
    assert not Person.objects.filter(email="ida@work.example").exists()


def test_the_worker_may_do_all_of_it_under_its_own_role(town: Town, as_role: AsRole) -> None:
    dan = colleague("Dan Reed", add_post(agency=town.school, role=Role.PRACTITIONER, title="B", by=None, at=now()))
    file = kept(town, *ROWS)
    confirm(file=file, leavers=[dan.pk], by=acting(town.elin), at=now())
    with as_role("clock"):
        take_in(file.pk, now())
    file.refresh_from_db()
    assert file.errors == []
    dan.refresh_from_db()
    assert not dan.is_active
    assert ("Kit Lowe", "Pastoral desk", False) in books(town.school)


def upload(client: Client, url: str, text: bytes, name: str = "people.csv") -> Any:  # noqa: ANN401 - a response
    """Send a file as a browser does."""
    return client.post(url, {"submission": str(uuid4()), "file": SimpleUploadedFile(name, text)})


def test_by_the_pages_it_is_sent_looked_at_confirmed_and_left_to_the_worker(town: Town, around: Around) -> None:
    elin, page = signed_in(town.elin), at("people_file", town.school)
    refused = upload(elin, page, "Name\nZoë".encode("latin-1"))
    assert refused.status_code == 422
    assert "Save it as “CSV UTF-8 (comma delimited)”, and send that." in refused.content.decode()
    assert upload(elin, page, b"x" * 3_000_000).status_code == 422
    answer = upload(elin, page, (HEADER + "\n".join(ROWS)).encode())
    file = PeopleFile.objects.get()
    look = at("people_read", town.school, file)
    assert answer.headers["Location"] == look
    words = visit(look, elin).words
    assert "Nothing is changed yet. The file has 7 rows below the first." in words
    assert "5 rows put somebody in a post; 3 of these people are new here" in words
    unread = sent(look, elin, status=422)
    assert unread
    assert "Tick the box when you have looked" in unread.words
    assert not ProcrastinateJob.objects.filter(task_name="take_in_people").exists()
    sent(look, elin, looked="on")
    job = ProcrastinateJob.objects.get(task_name="take_in_people")
    assert job.args == {"file": str(file.pk)}
    assert "0 of 7 done" in visit(look, elin).words
    again = sent(look, elin, status=409, looked="on")
    assert again
    assert "This file was confirmed already." in again.words
    for other in (around.farah, around.gwen):
        visit(look, signed_in(other), status=404)
    visit(look, signed_in(town.sarah))  # who keeps the same people sees it too


def test_the_download_is_a_file_with_a_plain_name(town: Town) -> None:
    answer = signed_in(town.sarah).get(at("people_download", town.school))
    assert (
        answer.headers["Content-Disposition"] == f'attachment; filename="people-hill-school-{today().isoformat()}.csv"'
    )
    assert answer.content.startswith(b"\xef\xbb\xbfName,Work email")
    assert b"amy@work.example" in answer.content
    assert b"bob@work.example" not in answer.content


def test_a_hundred_rows_ask_as_much_of_the_database_as_one(town: Town, as_role: AsRole) -> None:
    some = rows_of_teachers(102)
    asked = []
    for rows in (some[:1], some[1:2], some[2:]):
        file = kept(town, *rows)
        assert preview(file, by=acting(town.elin), on=today()).placed == len(rows)
        confirm(file=file, leavers=(), by=acting(town.elin), at=now())
        with as_role("clock"), CaptureQueriesContext(connection) as queries:
            take_in(file.pk, now())
        file.refresh_from_db()
        assert (file.done, file.errors) == (len(rows), [])
        asked.append(len(queries))
    assert asked[2] == asked[1]  # the first makes the team
    assert Holding.objects.filter(post__agency=town.school).count() == 2 + 102


def test_who_came_by_a_file_sets_a_password_by_their_work_address(town: Town, mailoutbox: list[EmailMessage]) -> None:
    done(kept(town, *ROWS), town.elin)
    client = Client()
    client.post(reverse("account_reset_password"), {"email": "ida@work.example"})
    (told,) = mailoutbox
    assert told.to == ["ida@work.example"]
    link = next(word for word in str(told.body).split() if "/password/reset/key/" in word)
    page = client.get(link, follow=True)
    client.post(page.request["PATH_INFO"], {"password1": PASSWORD, "password2": PASSWORD})
    assert Person.objects.get(email="ida@work.example").check_password(PASSWORD)
    answer = client.post(reverse("account_login"), {"login": "ida@work.example", "password": PASSWORD})
    assert answer.status_code == 302
    assert client.get(reverse("directory:account")).headers["Location"] == reverse("directory:enrol")
