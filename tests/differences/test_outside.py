"""A group without any account: it rings, prints what it wrote, and asks to be let in, all before any signing in."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from commonground.differences.models import Vouching
from commonground.directory.demonstration import member
from commonground.directory.models import Agency, Holding, Partnership, Person
from commonground.notices.models import Notice
from commonground.now import london_date, now
from commonground.procedures.terms import Vouched
from tests.access.meeting import Changes
from tests.connected import tell_database
from tests.differences.raising import Browser, acting, agency, built, errors, fairhaven, fresh, owning, words
from tests.pdf import said

__all__ = ["built", "fairhaven"]

WHICH, PREPARE, ASK_IN, ASKED_IN = (
    reverse(f"starting:{name}") for name in ("not_listed", "prepare", "ask_in", "asked_in")
)  # fmt: skip
WORRY = "He cares for his mother at night and falls asleep in our group."
WRITES_NO_WORDS = {"cache", "django_session"}
"""What a visit may touch: how often something was sent from an address, and nothing of what was written."""


def area(name: str = "Fairhaven") -> str:
    return str(Partnership.objects.get(name=name).pk)


def paper() -> dict[str, str]:
    day = london_date(now()) + timedelta(days=5)
    return {
        "partnership": area(),
        "danger": "no",
        "writer": "Tess Marlow, project worker",
        "group": "Harbour Young Carers",
        "phone": "01632 960 555",
        "email": "tess@harbourcarers.example",
        "other": "Fairhaven City Council, Bob Ferris",
        "kind": "step_down_close",
        "other_reference": "",
        "own_reference": "HYC-12",
        "initials": "t.e.",
        "born": "2014",
        "worry": WORRY,
        "ask": "See him at home this week.",
        "needed_by_day": str(day.day),
        "needed_by_month": str(day.month),
        "needed_by_year": str(day.year),
        "meanwhile": "His aunt sleeps there until Friday.",
    }


def ask(**changes: str) -> dict[str, str]:
    return {
        "partnership": area(),
        "name": "Harbour Young Carers",
        "kind": "voluntary",
        "person": "Tess Marlow",
        "does": "Project worker",
        "email": "tess@harbourcarers.example",
        "phone": "01632 960 555",
        "knows_them": "Sarah Penrose at Oakfield Primary School",
    } | changes


def sent(address: str, answers: dict[str, str], status: int = 302) -> HttpResponse:
    """Send a form as nobody, from a new browser."""
    answer = Client().post(address, answers)
    assert answer.status_code == status, (answer.status_code, errors(answer.content.decode()))
    return answer  # type: ignore[return-value]  # the client's own kind


def asked(**changes: str) -> Vouching:
    """Ask to be let in; return what waits."""
    sent(ASK_IN, ask(**changes) | fresh())
    with owning():
        return Vouching.objects.select_related("partnership").latest("asked_at")


def page_of(row: Vouching) -> str:
    return reverse("differences:vouching", args=[row.pk])


def test_it_is_open_and_found_from_the_start_page_and_the_sign_in_page() -> None:
    for door in (reverse("starting:begin"), reverse("account_login")):
        assert WHICH in Client().get(door).content.decode()
    page = words(Client().get(WHICH).content.decode())
    for shown in ("01632 960 110", "01632 960 910", "This page rings nobody.", "Write it and print it now"):
        assert shown in page
    page = words(Client().get(f"{WHICH}?area={area()}").content.decode())
    assert "01632 960 110" in page
    assert "01632 960 910" not in page
    for address in (PREPARE, ASK_IN, ASKED_IN):
        assert Client().get(address).status_code == 200


def test_what_is_written_is_printed_and_nothing_of_it_is_kept() -> None:
    changes = Changes()
    answer = sent(PREPARE, paper(), 200)
    assert changes.since().keys() <= WRITES_NO_WORDS
    assert answer.headers["Content-Type"] == "application/pdf"
    assert "no-store" in answer.headers.get("Cache-Control", "")
    page = " ".join(said(answer.content).split())
    for shown in (
        WORRY, "Tess Marlow, project worker, Harbour Young Carers", "Bob Ferris", "Known to Harbour Young Carers as",
        "HYC-12", "TE", "Born 2014", "See him at home this week.", "His aunt sleeps there", "01632 960 119", "999",
    ):  # fmt: skip
        assert shown in page, shown
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cache WHERE value LIKE %s OR cache_key LIKE %s", ["%HYC-12%", "%HYC-12%"])
        assert cursor.fetchone() == (0,)


def test_what_is_missing_is_said_and_nothing_typed_is_lost() -> None:
    wrong = {"initials": "", "own_reference": "", "worry": "", "meanwhile": "", "born": "3 May 2014", "danger": ""}
    changes = Changes()
    page = sent(PREPARE, paper() | wrong, 422).content.decode()
    assert changes.since().keys() <= WRITES_NO_WORDS
    assert errors(page) == [
        "Tell us whether a child may be in danger now",
        "Give a reference or the initials, so that they know which child it is",
        "Write only the year of birth, like 2019. A whole birth date is not needed",
        "Tell us what worries you",
        "Tell us what keeps the child safe, or tick that you know of nothing",
    ]
    assert "See him at home this week." in page
    assert "Bob Ferris" in page
    answer = sent(PREPARE, paper() | {"initials": "Johnny", "nothing_known": "on", "needed_by_year": "2020"}, 422)
    assert errors(answer.content.decode()) == [
        "Write the initials only, like AB, and not the name",
        "The child needs it by today or later. Check the date",
        "You wrote what keeps the child safe and also ticked that you know of nothing. Keep one of them",
    ]


def test_asking_to_be_let_in_waits_for_the_officers_of_that_area_alone() -> None:
    assert sent(ASK_IN, ask() | fresh()).headers["Location"] == ASKED_IN
    with owning():
        row = Vouching.objects.get()
        told = set(Notice.objects.filter(kind="vouching_asked").values_list("address", flat=True))
    assert (row.lets_in, row.name, row.person, row.asked_by) == (True, "Harbour Young Carers", "Tess Marlow", None)
    assert member("elin").email in told
    assert not told & {member("sarah").email, member("gwen").email}
    assert "Harbour Young Carers asks to be let in" in words(Browser(member("elin")).page("/"))
    for name in ("sarah", "gwen"):
        other = Browser(member(name))
        assert "Harbour" not in other.page("/")
        assert other.get(page_of(row)).status_code == 404
        tell_database(acting(name))
        assert not Vouching.objects.exists(), "the database alone"
    assert Client().get(page_of(row)).status_code == 302


def test_the_answer_is_the_same_whether_or_not_somebody_is_known_here() -> None:
    answers = [
        sent(ASK_IN, ask(email=email, name=name) | fresh())
        for email, name in (
            (member("amy").email, "Oakfield Primary School"),
            ("nobody@nowhere.example", "Nobody at all"),
        )
    ]
    assert len({(one.status_code, one.headers["Location"], one.content) for one in answers}) == 1


def test_the_same_form_is_taken_once() -> None:
    form = ask() | fresh()
    for _ in range(2):
        sent(ASK_IN, form)
    sent(ASK_IN, form | {"name": "Another name"})
    with owning():
        assert Vouching.objects.get().name == "Harbour Young Carers"
        assert Notice.objects.filter(kind="vouching_asked", address=member("elin").email).count() == 1


def test_bad_input_is_said_and_nothing_about_a_child_gets_in() -> None:
    wrong = {"email": "tess", "knows_them": "Her NHS number is 943 476 5919.", "name": "", "partnership": "x"}
    page = sent(ASK_IN, ask(**wrong) | fresh(), 422).content.decode()
    found = errors(page)
    assert "Tell us what your group is called" in found
    assert "Write an e-mail address in full, like name@example.org" in found
    assert any("looks like an NHS number. Write nothing about a child" in one for one in found)
    assert "Tess Marlow" in page
    assert Client().post(ASK_IN, ask()).status_code == 400, "a form without its key"
    with owning():
        assert not Vouching.objects.exists()


def test_an_officer_vouches_and_gets_the_usual_link_to_pass_on() -> None:
    row = asked()
    elin = Browser(member("elin"))
    page = words(elin.page(page_of(row)))
    for shown in ("Tess Marlow, Project worker", "Sarah Penrose at Oakfield", "anybody can write here"):
        assert shown in page
    assert errors(elin.fails(page_of(row), {"says": "yes"} | fresh())) == [
        "Choose an answer to “What do they do in their group’s line?”"
    ]
    answer = elin.post(page_of(row), {"says": "yes", "role": "safeguarding_lead"} | fresh())
    assert answer.status_code == 200
    link = words(answer.content.decode())
    assert "Pass this link on to Tess Marlow" in link
    token = link.split("/invitation/")[1].split("/")[0]
    assert "Tess Marlow" in Client().get(f"/invitation/{token}/").content.decode()
    group = Agency.objects.get(name="Harbour Young Carers")
    assert list(group.partnerships.all()) == [row.partnership]
    held = Holding.objects.get(post__agency=group)
    assert (held.person.email, held.post.role, held.post.title) == (
        "tess@harbourcarers.example", "safeguarding_lead", "Project worker",
    )  # fmt: skip
    page = words(elin.fails(page_of(row), {"says": "no", "reason": "Twice."} | fresh(), 409))
    assert "Elin Hughes has answered this already: they vouched for it." in page
    with owning():
        assert not Notice.objects.filter(address="tess@harbourcarers.example").exists(), (
            "strangers get no mail from here"
        )


def test_an_address_that_is_in_use_is_told_to_the_officer_alone_and_changes_nothing() -> None:
    row = asked(email=member("amy").email)
    elin = Browser(member("elin"))
    page = words(elin.fails(page_of(row), {"says": "yes", "role": "practitioner"} | fresh(), 409))
    assert "belongs to an account already" in page
    assert not Agency.objects.filter(name="Harbour Young Carers").exists()
    assert Person.objects.filter(email=member("amy").email).count() == 1
    elin.sends(page_of(row), {"says": "listed", "agency": agency("Oakfield Primary School")} | fresh())
    with owning():
        assert Vouching.objects.get().came == Vouched.LISTED


def test_a_no_is_kept_with_its_reason_and_sent_to_nobody() -> None:
    row = asked()
    elin = Browser(member("elin"))
    assert elin.sends(page_of(row), {"says": "no", "reason": "Nobody knows them."} | fresh()) == "/"
    assert "Nobody is told by this page: ring or write to Tess Marlow yourself." in words(elin.page("/"))
    with owning():
        assert Vouching.objects.get().reason == "Nobody knows them."
        assert not Notice.objects.filter(kind="vouching_answered").exists()


def test_whoever_asked_for_themself_does_not_let_themself_in() -> None:
    elin = Browser(member("elin"))
    assert elin.sends(ASK_IN, ask() | fresh()) == ASKED_IN
    with owning():
        row = Vouching.objects.get()
    assert "asks to be let in" not in elin.page("/")
    assert "You asked for this yourself" in words(
        elin.fails(page_of(row), {"says": "yes", "role": "practitioner"} | fresh(), 409)
    )


def test_one_address_is_taken_three_times_a_day_whichever_process_answers() -> None:
    for number in range(3):
        sent(ASK_IN, ask(name=f"Group {number}", email="TESS@harbourcarers.example") | fresh())
    page = sent(ASK_IN, ask(name="Group 4") | fresh(), 429).content.decode()
    assert any(one.startswith("This was sent many times from where you are.") for one in errors(page))
    assert "Group 4" in page, "nothing typed is lost"
    sent(ASK_IN, ask(email="other@harbourcarers.example") | fresh())
    with owning():
        assert Vouching.objects.count() == 4
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cache WHERE cache_key LIKE '%%:ask_in:%%'")
        assert cursor.fetchone() != (0,), "counted in the database, which all processes share"


def test_one_place_is_taken_twenty_times_an_hour() -> None:
    for number in range(20):
        sent(ASK_IN, ask(email=f"t{number}@harbourcarers.example") | fresh())
    sent(ASK_IN, ask(email=f"t{uuid4().hex}@harbourcarers.example") | fresh(), 429)


def test_printing_is_counted_too(monkeypatch: pytest.MonkeyPatch) -> None:
    counted: list[str] = []

    def no(_request: object, *, action: str, key: str) -> bool:
        assert key == ""
        counted.append(action)
        return False

    monkeypatch.setattr("commonground.differences.views.outside.ratelimit.consume", no)
    page = sent(PREPARE, paper(), 429).content.decode()
    assert WORRY in page
    assert counted == ["prepare"]
