"""Every page and button of people, by every persona, here and next door: typed by hand who may open which.

Somebody else's agency, post, person, days away or file is answered as one that does not exist, and changes nothing.
"""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from commonground.directory.actions import record_absence
from commonground.directory.models import Agency, Holding
from commonground.directory.people.closures import close, stand_ins
from commonground.directory.people.files.taking_in import keep
from commonground.now import london_date, now
from tests.access.meeting import AsRole, Changes, browser_of
from tests.cast import Cast

SCHOOL, NEXT_DOOR = "Oakfield Primary School", "Castle Hill School"

LEAD, OFFICER, OTHERS = "sarah", "elin", ("amy", "judith", "bob", "sol", "zed", "hana", "owen")
"""Sarah is the lead of the school, Elin the officer of its partnership; nobody of the others keeps any people."""

ELSEWHERE = ("farah", "wendy", "ros", "gwen")
"""Leads of other agencies, and the officer of the other partnership: they keep people, but not these."""

KEPT = (
    "", "promise/", "posts/{post}/", "posts/{post}/fill/", "posts/{post}/deputy/", "holdings/{holding}/end/",
    "holdings/{holding}/hand-over/", "people/{person}/", "people/{person}/away/", "people/{person}/leave/", "file/",
    "file/download/", "file/{file}/", "closed/", "closed/{closure}/open/",
)  # fmt: skip
SHAPED = ("add-team/", "add-post/", "posts/{post}/reach/")
SENT = ("still-right/", "people/{person}/away/{absence}/take-back/", "people/{person}/invite/")

CHANGING = {"directory_change", "directory_holding", "directory_person", "directory_absence", "directory_peoplefile",
            "directory_post", "directory_team", "directory_agency", "directory_invitation",
            "directory_closure"}  # fmt: skip


@pytest.fixture
def names(cast: Cast) -> dict[str, str]:
    """Return what stands in the addresses: rows of the school."""
    held = Holding.objects.select_related("post").get(person=cast.person("amy"))
    today = london_date(now())
    absence = record_absence(person=held.person, starts=today, ends=today + timedelta(days=1), by=None, at=now())
    school = Agency.objects.get(name=SCHOOL)
    text = "Name,Work email,Post,Role\nAmy Lister,amy.lister@oakfield.example,Teacher,teacher\n"
    file = keep(agency=school, sent=text.encode(), by=cast.actor("sarah"), at=now())
    closure = close(
        agency=school, name="Summer holiday", starts=today + timedelta(days=90), ends=today + timedelta(days=99),
        stand_in=stand_ins(school, today)[0], by=None, at=now(),
    )  # fmt: skip
    return {
        "closure": str(closure.pk), "agency": str(school.pk),
        "post": str(held.post_id), "holding": str(held.pk), "person": str(held.person_id),
        "absence": str(absence.pk), "file": str(file.pk),
    }  # fmt: skip


def expected(name: str, part: str) -> int:
    """Return how a page is answered, as people decided it."""
    if not name:
        return 302
    if name in OTHERS:
        return 403
    if name in ELSEWHERE or (part in SHAPED and name != OFFICER):
        return 404
    return 200


@pytest.mark.parametrize("name", ["", LEAD, OFFICER, *OTHERS, *ELSEWHERE])
def test_pages_of_people_open_for_who_keeps_them_and_for_nobody_else(
    cast: Cast, names: dict[str, str], as_role: AsRole, name: str
) -> None:
    client = browser_of(cast, name)
    wrong = []
    with as_role("app"):
        changes = Changes()
        for part in (*KEPT, *SHAPED):
            url = f"/people/{{agency}}/{part}".format(**names)
            answer = client.get(url)
            if answer.status_code != expected(name, part):
                wrong.append(f"{name} {url}: {answer.status_code}, not {expected(name, part)}")
            if answer.status_code != 200 and name != "amy" and b"Amy Lister" in answer.content:
                wrong.append(f"{name} {url}: a name")
        assert CHANGING & changes.since().keys() == set()
    assert wrong == []


@pytest.mark.parametrize("name", ["", *OTHERS, *ELSEWHERE])
def test_what_others_send_changes_nothing(cast: Cast, names: dict[str, str], as_role: AsRole, name: str) -> None:
    client = browser_of(cast, name)
    wrong = []
    with as_role("app"):
        changes = Changes()
        for part in (*KEPT, *SHAPED, *SENT):
            if part in {"", "posts/{post}/", "people/{person}/", "file/download/"}:
                continue
            url = f"/people/{{agency}}/{part}".format(**names)
            status = client.post(url, {"submission": str(uuid4()), "looked": "on"}).status_code
            if status != expected(name, part):
                wrong.append(f"{name} {url}: {status}, not {expected(name, part)}")
        assert CHANGING & changes.since().keys() == set()
    assert wrong == []


ROWS = ("post", "holding", "person", "file", "closure")
NAMES_A_ROW = [part for part in (*KEPT, *SHAPED, *SENT) if any(f"{{{key}}}" in part for key in ROWS)]


@pytest.mark.parametrize("part", NAMES_A_ROW)
def test_rows_of_one_agency_are_not_reached_through_another(cast: Cast, names: dict[str, str], part: str) -> None:
    """An officer keeps both: yet a post of one is no post of the other."""
    council = str(Agency.objects.get(name="Fairhaven City Council").pk)
    url = f"/people/{{agency}}/{part}".format(**names | {"agency": council})
    client = browser_of(cast, OFFICER)
    status = client.post(url, {"submission": str(uuid4())}).status_code if part in SENT else client.get(url).status_code
    assert status == 404


def test_days_away_of_somebody_else_are_not_taken_back_as_ones_own(cast: Cast, names: dict[str, str]) -> None:
    for name in ("bob", LEAD, OFFICER, "gwen"):
        url = "/your-account/away/{absence}/take-back/".format(**names)
        assert browser_of(cast, name).post(url, {"submission": str(uuid4())}).status_code == 404


def test_who_may_really_does_it_as_the_role_of_the_web(cast: Cast, names: dict[str, str], as_role: AsRole) -> None:
    """Each form, sent whole under the web's own grants: so the refusals above are no broken pages."""
    today = london_date(now())
    judith = str(cast.person("judith").pk)

    def day(name: str, ahead: int = 0) -> dict[str, object]:
        when = today + timedelta(days=ahead)
        return {f"{name}_day": when.day, f"{name}_month": when.month, f"{name}_year": when.year}

    sarah, elin = browser_of(cast, LEAD), browser_of(cast, OFFICER)
    steps: list[tuple[Client, str, dict[str, object]]] = [
        (elin, "add-team/", {"name": "Year 2"}),
        (elin, "add-post/", {"title": "Desk", "role": "practitioner", "desk": "yes"}),
        (elin, "posts/{post}/reach/", {"phone": "01632 960 000"}),
        (sarah, "posts/{post}/deputy/", {"person": judith, **day("starts")}),
        (sarah, "people/{person}/away/{absence}/take-back/", {}),
        (sarah, "people/{person}/away/", day("starts") | day("ends", 1)),
        (sarah, "holdings/{holding}/hand-over/", {"person": judith, **day("first_day", 5)}),
        (sarah, "holdings/{holding}/end/", day("last_day", 1)),
        (sarah, "still-right/", {}),
        (sarah, "file/{file}/", {"looked": "on"}),
        (sarah, "people/{person}/leave/", {}),
    ]
    with as_role("app"):
        changes = Changes()
        for client, part, answers in steps:
            url = f"/people/{{agency}}/{part}".format(**names)
            answer = client.post(url, {"submission": str(uuid4()), **answers})
            assert answer.status_code == 302, (part, answer.content.decode()[-3000:])
            assert CHANGING & changes.since().keys(), part
        answer = elin.post(
            "/people/add-agency/", {"submission": str(uuid4()), "name": "River Nursery", "kind": "early_years"}
        )
        assert answer.status_code == 302
