"""The pages on which officers keep their procedure, as the role that the web has."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse

from commonground.directory.models import Person
from commonground.editions.models import Edition
from commonground.editions.presenting import checked
from commonground.editions.queries import lacks, reading
from commonground.procedures.loading import shipped
from tests.differences.raising import fresh
from tests.editions.drafting import SOURCE, Office
from tests.visiting import Visited, browser, visit

LIST = reverse("editions:procedures")


@pytest.fixture
def at_work(office: Office) -> Office:
    """Give the office, with the database as the web has it."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE app")
    return office


def url(name: str, row: Edition, *rest: str) -> str:
    """Return the address of one of an edition's pages."""
    return reverse(f"editions:{name}", args=[row.pk, *rest])


def send(address: str, who: str, status: int = 302, **answers: Any) -> Visited:  # noqa: ANN401 a form's
    """Send a form; one that is taken leads on."""
    person = Person.objects.get(name="Una Second") if who == "una" else who
    if status != 302:
        return visit(address, person, post={**answers, **fresh()}, status=status)
    answer = browser(person).post(address, {**answers, **fresh()})
    assert answer.status_code == 302, answer.content.decode()[:3000]
    return Visited("", 302, 0)


def date_of(name: str, days: int, office: Office) -> dict[str, Any]:
    """Return a date as its three boxes."""
    day = office.today + timedelta(days=days)
    return {f"{name}_day": str(day.day), f"{name}_month": str(day.month), f"{name}_year": str(day.year)}


def test_an_officer_drafts_confirms_and_proposes_and_another_approves(at_work: Office) -> None:
    office, before = at_work, at_work.live
    send(reverse("editions:start"), "elin", source=f"edition:{before.pk}")
    row = Edition.objects.get(based_on=before)
    assert [area.name for area in row.partnerships.all()] == ["Fairhaven"]
    Edition.objects.filter(pk=row.pk).update(text=row.text.replace("amount = 3", "amount = 4"))
    assert "the time is now 4 working days. It was 3 working days." in visit(url("edition", row), "elin").words
    page = visit(url("confirm", row, "stage:2:clock:settled"), "elin").words
    assert "4 working days" in page
    sent = {"figure_0": 4, "source": SOURCE, "version": 1, **date_of("dated", 0, office)}
    send(url("confirm", row, "stage:2:clock:settled"), "elin", **sent)
    row.refresh_from_db()
    assert lacks(row) == ()
    send(url("propose", row), "elin", version=1, **date_of("in_force", 2, office))
    una = Person.objects.get(name="Una Second")
    waits = visit(LIST, una).words
    assert "Waits for you" in waits
    assert "Elin Hughes proposed edition 2 of the procedure" in visit("/", una).words
    assert "proposed edition" not in visit("/", "elin").words
    assert "Waits for you" not in visit(LIST, "elin").words
    assert "What it changes of edition 1" in visit(url("approve", row), una).words
    assert "proposed it anew since you read it" in send(url("approve", row), "una", 409).words
    row.refresh_from_db()
    send(url("approve", row), "una", proposed=row.proposed_at.isoformat() if row.proposed_at else "")
    row.refresh_from_db()
    assert row.opened
    assert "Opened, and followed later" in visit(LIST, "elin").words


def test_nobody_approves_their_own_by_the_page_either(at_work: Office) -> None:
    row = at_work.propose(at_work.confirm(at_work.changed()))
    assert "You proposed this yourself" in send(url("approve", row), "elin", 409).words
    row.refresh_from_db()
    assert row.opened is None


def test_it_is_sent_back_with_what_should_change_and_taken_back(at_work: Office) -> None:
    row = at_work.propose(at_work.confirm(at_work.changed()))
    assert "What should change" in send(url("send_back", row), "una", 422, reason="").words
    send(url("send_back", row), "una", reason="Stage 2 is too long.")
    assert "Stage 2 is too long." in visit(url("edition", row), "elin").words
    row = at_work.propose(Edition.objects.get(pk=row.pk))
    send(url("take_back", row), "elin")
    assert "It is not proposed now" in send(url("take_back", row), "elin", 409).words


def test_what_is_written_is_kept_when_somebody_saved_meanwhile(at_work: Office) -> None:
    row = at_work.changed()
    Edition.objects.filter(pk=row.pk).update(version=2)
    answers: dict[str, Any] = {"source": SOURCE, "version": 1, **date_of("dated", 0, at_work)}
    page = send(url("confirm", row, "stage:1"), "una", 409, **answers)
    assert "Elin Hughes saved this draft at" in page.words
    assert SOURCE in page.markup


def test_several_are_confirmed_from_one_document(at_work: Office) -> None:
    text = at_work.live.text.replace("amount = 3", "amount = 4").replace("amount = 5", "amount = 6")
    row = at_work.draft(text)
    page = visit(url("confirm_several", row), "elin").words
    assert "6 working days" in page
    assert "14 working days" not in page
    answers: dict[str, Any] = {
        "parts": ["stage:2:clock:settled", "stage:3:clock:settled"],
        "source": SOURCE,
        "version": 1,
    }
    send(url("confirm_several", row), "elin", 422, **(answers | {"parts": []}), **date_of("dated", 0, at_work))
    send(url("confirm_several", row), "elin", **answers, **date_of("dated", 0, at_work))
    row.refresh_from_db()
    assert lacks(row) == ()


def test_proposing_too_early_says_what_is_missing(at_work: Office) -> None:
    row = at_work.changed()
    page = send(url("propose", row), "elin", 409, version=1, **date_of("in_force", 0, at_work)).words
    assert "nobody has confirmed it yet" in page


@pytest.mark.usefixtures("at_work")
def test_a_draft_from_nothing_and_from_what_is_shipped() -> None:
    send(reverse("editions:start"), "elin", 422, source="nothing", name="")
    send(reverse("editions:start"), "elin", source="nothing", name="Our “own” procedure\\")
    row = Edition.objects.get(key="our-own-procedure")
    assert "Our “own” procedure\\" in visit(url("edition", row), "elin").words
    assert "not known yet" in visit(url("edition", row), "elin").words
    send(reverse("editions:start"), "elin", source="shipped:hips")
    row = Edition.objects.get(key="hips")
    assert "13 not known yet" in visit(url("edition", row), "elin").words
    assert "shipped:fairhaven" not in visit(reverse("editions:start"), "elin").markup


def test_a_draft_is_deleted_or_retired(at_work: Office) -> None:
    row = at_work.changed()
    visit(url("delete", row), "elin")
    send(url("delete", row), "elin")
    assert not Edition.objects.filter(pk=row.pk).exists()
    row = at_work.propose(at_work.confirm(at_work.changed()))
    send(url("take_back", row), "elin")
    assert "Retire it, and say why" in send(url("delete", row), "elin", 409).words
    send(url("retire", row), "elin", why="We wait for the new guidance.")
    assert "We wait for the new guidance." in visit(LIST, "elin").words


def test_the_only_one_is_retired_only_when_it_is_said_plainly(at_work: Office) -> None:
    live = at_work.live
    assert "would be left without a procedure" in visit(url("retire", live), "elin").words
    send(url("retire", live), "elin", 409, why="We stop.")
    send(url("retire", live), "elin", why="We stop.", leaves_none="on")
    assert "Elin Hughes retired it" in visit(url("edition", live), "elin").words


@pytest.mark.parametrize("name", ["edition", "confirm_several", "propose", "approve", "send_back", "retire", "delete"])
def test_others_find_nothing_there(at_work: Office, name: str) -> None:
    row = at_work.changed()
    visit(url(name, row), "gwen", status=404)
    visit(url(name, row), "amy", status=403)
    answer = browser("gwen").post(url(name, row), fresh())
    assert answer.status_code in {404, 405}


def test_a_list_of_many_asks_the_database_no_more(at_work: Office) -> None:
    few = visit(LIST, "elin").queries
    for _ in range(6):
        at_work.changed()
    assert visit(LIST, "elin").queries == few


def test_what_cannot_be_followed_is_said(at_work: Office) -> None:
    row = at_work.draft('key = "fairhaven"\nname = "Ours"\n')
    assert "A procedure needs at least one stage." in visit(url("edition", row), "elin").words
    visit(url("confirm", row, "stage:1"), "elin", status=404)


def test_a_figure_that_is_not_known_is_filled_in_and_confirmed_on_one_page(at_work: Office) -> None:
    row = at_work.draft(shipped()["hips"])
    address = url("confirm", row, "stage:1:clock:settled")
    page = visit(address, "elin").words
    assert "It is not known yet." in page
    assert "London, between professionals: 5 working days, or less where the child needs it" in page
    answers: dict[str, Any] = {"source": SOURCE, "version": 1, **date_of("dated", 0, at_work)}
    for wrong in ("", "0", "2000", "some"):
        send(address, "elin", 422, figure_0=wrong, **answers)
    send(address, "elin", figure_0=2, **answers)
    row.refresh_from_db()
    assert row.version == 2
    assert "Stage 1, Practitioners: 2 working days" in visit(url("edition", row), "elin").words
    assert "saved this draft" in send(address, "una", 409, figure_0=9, **answers).words


def test_a_provisional_procedure_is_filled_in_page_by_page_until_it_can_be_proposed(at_work: Office) -> None:
    row = at_work.draft(shipped()["hips"])
    while unknown := [one for one in checked(row, reading(row.text)) if not one.confirmed]:
        part = unknown[0].part
        figures = {f"figure_{number}": 7 for number, _ in enumerate(part.asks)}
        sent = {"source": SOURCE, "version": row.version, **figures, **date_of("dated", 0, at_work)}
        send(url("confirm", row, part.key), "elin", **sent)
        row = Edition.objects.get(pk=row.pk)
    assert lacks(row) == ()
    send(url("propose", row), "elin", version=row.version, **date_of("in_force", 0, at_work))


def test_what_cannot_be_followed_is_not_filled_in(at_work: Office) -> None:
    row = at_work.draft(shipped()["hips"].replace('responding = ["senior_manager"]\n', "responding = []\n"))
    answers: dict[str, Any] = {"source": SOURCE, "version": 1, **date_of("dated", 0, at_work)}
    page = send(url("confirm", row, "stage:3"), "elin", 409, **answers).words
    assert "somebody must act for the responding side" in page
