"""On our file: each agency says for itself that it has put a difference on its own file, and for which state of it."""

from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection

from commonground.differences import actions
from commonground.differences.agreeing import disagreements
from commonground.differences.entries import FILED
from commonground.differences.models import Difference
from commonground.now import now
from commonground.procedures import rules
from commonground.record.chain import publics_of
from commonground.record.models import Entry
from commonground.record.verify import verify_one
from tests.differences.page_story import Browser, Fairhaven, browser, built, fairhaven
from tests.visiting import parsed

__all__ = ["built", "fairhaven"]

SCHOOL, COUNCIL = "Oakfield Primary School", "Fairhaven City Council"
SINCE, NEW = "On their own file since", "Something new has happened since."


def address(row: Difference) -> str:
    return f"{row.get_absolute_url()}for-our-file/"


def shown(who: Browser, row: Difference) -> str:
    """Return the key of the newest entry that the page shows."""
    page = parsed(who.get(address(row)).content.decode())
    return next(str(one.get("value")) for one in page.iter("input") if one.get("name") == "up_to")


def noted(who: Browser, row: Difference, **sent: str) -> int:
    """Tick the box as the page asks; return what was answered."""
    return int(who.send(address(row), **({"up_to": shown(who, row), "done": "on"} | sent)).status_code)


def states(who: Browser, row: Difference) -> dict[str, str]:
    """Return what the page says of each agency."""
    page = parsed(who.get(address(row)).content.decode())
    rows = [one for one in page.iter("div") if one.get("class") == "govuk-summary-list__row"]
    return {"".join(one.find("dt").itertext()): " ".join("".join(one.find("dd").itertext()).split()) for one in rows}  # type: ignore[union-attr]


def test_each_agency_ticks_for_itself_and_both_see_it(fairhaven: Fairhaven) -> None:
    row = fairhaven.raised()
    amy, bob = browser("amy"), browser("bob")
    assert list(states(bob, row).items()) == [(SCHOOL, "Not noted yet."), (COUNCIL, "Not noted yet.")]
    assert noted(bob, row) == 302
    for who in (amy, bob, browser("sarah")):
        found = states(who, row)
        assert found[COUNCIL].startswith(SINCE)
        assert found[SCHOOL] == "Not noted yet."
    assert "Your file is up to date." in bob.page(address(row))
    assert "I have put this on the child’s file at Oakfield Primary School" in amy.page(address(row))
    said = "Bob Ferris, Social worker, Fairhaven City Council, put this on their agency’s own file."
    assert said in amy.page(row.get_absolute_url())
    assert said in amy.page(f"{row.get_absolute_url()}record/")


def test_it_moves_nothing_and_the_record_still_agrees(fairhaven: Fairhaven) -> None:
    row = fairhaven.answered()
    before = Difference.objects.values().get(pk=row.pk)
    assert noted(browser("amy"), row) == 302
    assert Difference.objects.values().get(pk=row.pk) == before
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
    assert list(disagreements(Difference.objects.get(pk=row.pk))) == []
    assert verify_one(row.pk, publics_of(settings.RECORD_KEYS)) is None


def test_something_new_is_said_until_it_is_noted_again(fairhaven: Fairhaven) -> None:
    row = fairhaven.raised()
    amy, bob = browser("amy"), browser("bob")
    assert noted(amy, row) == noted(bob, row) == 302
    assert NEW not in "".join(states(amy, row).values()), "that the other has it on file too is nothing new"
    fairhaven.do(actions.question, row, "amy", words="When did you see him?")
    for who in (amy, bob):
        assert all(NEW in one for one in states(who, row).values())
    assert noted(bob, row) == 302
    assert NEW in states(amy, row)[SCHOOL]
    assert NEW not in states(amy, row)[COUNCIL]


def test_a_note_of_one_side_is_new_for_that_side_and_never_for_the_others_eyes(fairhaven: Fairhaven) -> None:
    row = fairhaven.raised()
    amy, bob = browser("amy"), browser("bob")
    assert noted(amy, row) == noted(bob, row) == 302
    seen = shown(bob, row) if "up_to" in bob.get(address(row)).content.decode() else ""
    fairhaven.do(actions.note, row, "amy", words="For us.", own_side=True)
    assert NEW in states(amy, row)[SCHOOL]
    assert NEW not in states(amy, row)[COUNCIL]
    assert NEW not in "".join(states(bob, row).values())
    assert "Your file is up to date." in bob.page(address(row))
    assert not seen


def test_one_for_each_agency_and_state(fairhaven: Fairhaven) -> None:
    row = fairhaven.raised()
    amy, sarah = browser("amy"), browser("sarah")
    newest = shown(amy, row)
    assert noted(amy, row) == 302
    answer = sarah.send(address(row), up_to=newest, done="on")
    assert answer.status_code == 302
    assert "It was noted already." in sarah.page(address(row))
    assert Entry.objects.filter(subject=row.pk, kind=FILED).count() == 1


def test_an_older_page_notes_only_what_it_showed(fairhaven: Fairhaven) -> None:
    row = fairhaven.raised()
    amy = browser("amy")
    older = shown(amy, row)
    fairhaven.do(actions.question, row, "amy", words="When did you see him?")
    assert noted(amy, row, up_to=older) == 302
    assert NEW in states(amy, row)[SCHOOL]


def test_the_same_form_twice_notes_it_once(fairhaven: Fairhaven) -> None:
    row = fairhaven.raised()
    amy, key = browser("amy"), str(uuid4())
    sent = {"submission": key, "up_to": shown(amy, row), "done": "on"}
    assert [amy.post(address(row), sent).status_code for _ in range(2)] == [302, 302]
    assert Entry.objects.filter(subject=row.pk, kind=FILED).count() == 1


def test_without_a_tick_nothing_is_noted(fairhaven: Fairhaven) -> None:
    row = fairhaven.raised()
    amy = browser("amy")
    answer = amy.send(address(row), up_to=shown(amy, row))
    assert answer.status_code == 422
    assert "Tick the box once it is on your own file" in answer.content.decode()
    for wrong in ("", "7", "x" * 400):
        answer = amy.send(address(row), up_to=wrong, done="on")
        assert answer.status_code == 422
        assert "The page could not be read whole." in answer.content.decode()
    other = shown(amy, fairhaven.raised())
    for unknown in (str(uuid4()), other):
        assert amy.send(address(row), up_to=unknown, done="on").status_code == 409
    assert not Entry.objects.filter(subject=row.pk, kind=FILED).exists()


@pytest.mark.parametrize("who", ["elin", "owen"])
def test_whoever_is_of_neither_side_reads_and_notes_nothing(fairhaven: Fairhaven, who: str) -> None:
    row = fairhaven.last()
    one = browser(who)
    assert "I have put this on" not in one.page(address(row))
    answer = one.send(address(row), up_to=str(Entry.objects.filter(subject=row.pk)[0].pk), done="on")
    assert answer.status_code == 409
    assert "You act for neither side, so this is not yours to note; either side can." in answer.content.decode()
    with fairhaven.acting(who) as actor, pytest.raises(rules.Refused):
        actions.put_on_file(by=actor, at=now(), difference=row.pk, up_to=uuid4())
    assert not Entry.objects.filter(subject=row.pk, kind=FILED).exists()


def test_nobody_notes_what_they_do_not_see(fairhaven: Fairhaven) -> None:
    row = fairhaven.raised()
    entry = Entry.objects.filter(subject=row.pk)[0].pk
    with fairhaven.acting("zed") as actor, pytest.raises(Difference.DoesNotExist):
        actions.put_on_file(by=actor, at=now(), difference=row.pk, up_to=entry)


def test_it_can_be_noted_after_the_end(fairhaven: Fairhaven) -> None:
    row = fairhaven.do(actions.sign, fairhaven.proposed(), "amy", proposal=1)
    assert noted(browser("amy"), row) == noted(browser("bob"), row) == 302
    assert all(one.startswith(SINCE) and NEW not in one for one in states(browser("amy"), row).values())
