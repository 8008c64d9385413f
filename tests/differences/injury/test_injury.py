"""An injury inside a difference: refer first, with whom to ring; noting it moves nothing and holds nothing up."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from commonground.differences.injury.actions import note_referral
from commonground.differences.models import Difference
from commonground.directory.models import Contact, Partnership
from commonground.library.injury import path, toolkit
from commonground.library.pages.shape import load, shipped
from commonground.now import LONDON, now
from commonground.procedures.injury import refers_first
from commonground.procedures.rules import Refused
from commonground.procedures.terms import Kind, Subject
from commonground.record.models import Entry
from tests.cast import CHILD, Cast
from tests.differences.asking import told
from tests.differences.injury.telling import DUTY, NEXT, referred
from tests.visiting import browser, visit

NOBODY = "Nobody has noted here that this was referred"
NOT_FOR_ALL = "One referral does not speak for another child"
FIRST = "An injury is referred first"
ASKED, OWN = "where is the child examined", "What Fairhaven says of it"
NOT_APPROVED = "has not approved the page on it yet"


def address(row: Difference, end: str = "") -> str:
    return f"/differences/{row.reference}/injury/{end}"


def when(minutes: int = 0) -> dict[str, str]:
    """Return the form of a referral some minutes from now."""
    at = (now() + timedelta(minutes=minutes)).astimezone(LONDON)
    day = {"on_day": str(at.day), "on_month": str(at.month), "on_year": str(at.year)}
    return {"submission": str(uuid4()), **day, "time": f"{at:%H:%M}", "whom": DUTY, "comes_next": NEXT}


def test_every_step_leads_to_the_next_and_each_says_whom_to_ring(cast: Cast) -> None:
    row = cast.raised(kind=Kind.INJURY)
    first = visit(address(row), "amy")
    assert "Is the child in danger now?" in first.words
    assert 'href="tel:999"' in first.markup
    phones = set(Contact.objects.filter(partnership=row.partnership, kind="front_door").values_list("phone", flat=True))
    assert phones
    for number, step in enumerate(path(), start=1):
        page = visit(address(row, f"{number}/"), "amy")
        assert step.title in page.words
        assert NOBODY in page.words
        assert all(phone in page.words for phone in phones), "until it was referred, whom to ring stands on every step"
        assert (f'href="{address(row, f"{number + 1}/")}"' in page.markup) == (number < len(path()))
        assert "no clock of this difference holds a referral up" in page.words
    assert f'href="{reverse("starting:refused")}?area=' in visit(address(row, "2/"), "amy").markup
    visit(address(row, "5/"), "amy", status=404)


def test_a_difference_about_an_injury_says_first_that_it_is_referred_first(cast: Cast) -> None:
    row, other = cast.raised(kind=Kind.INJURY), cast.raised()
    assert FIRST in visit(f"/differences/{row.reference}/", "bob").words
    assert FIRST not in visit(f"/differences/{other.reference}/", "bob").words
    referred(cast, row, "amy")
    page = visit(f"/differences/{row.reference}/", "bob")
    assert FIRST not in page.words
    assert f'href="{address(row)}"' in page.markup, "the way there stays"
    assert refers_first(row.stands(), Kind.INJURY)
    assert not refers_first(replace(row.stands(), subject=Subject.THEME), Kind.INJURY), "there is no child to refer"


def test_one_referral_does_not_speak_for_another_child(cast: Cast) -> None:
    row = cast.raised(kind=Kind.INJURY, children=(CHILD, replace(CHILD, initials="U. E.")))
    assert NOT_FOR_ALL not in visit(address(row, "2/"), "amy").words, "nothing is noted yet"
    referred(cast, row, "amy")
    page = visit(f"/differences/{row.reference}/", "bob")
    assert FIRST in page.words
    assert NOT_FOR_ALL in page.words
    for number, _ in enumerate(path(), start=1):
        step = visit(address(row, f"{number}/"), "bob")
        assert NOT_FOR_ALL in step.words
        assert "Whom to ring" in step.words
        assert step.markup.count('aria-current="step"') == 1


def test_of_one_child_one_referral_is_enough(cast: Cast) -> None:
    row = cast.raised(kind=Kind.INJURY)
    referred(cast, row, "amy")
    step = visit(address(row, "3/"), "bob").words
    assert NOT_FOR_ALL not in step
    assert DUTY in step


def test_what_was_noted_is_read_by_both_sides_and_in_the_record(cast: Cast) -> None:
    row, amy = cast.raised(kind=Kind.INJURY), browser("amy")
    answer = amy.post(address(row, "referred/"), when())
    assert answer.headers["Location"] == address(row, "3/")
    entry = Entry.objects.select_related("text").get(subject=row.pk, kind="step.referred")
    assert "noted that the injury was referred" in entry.text.sentence
    assert entry.text.words == {"Who took the referral": DUTY, "What they said comes next": NEXT}
    assert told(row, "referred")
    for who in ("amy", "bob"):
        page = visit(address(row, "3/"), who)
        assert NOBODY not in page.words
        assert DUTY in page.words
        assert NEXT in page.words


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"time": ""}, "Tell us the time"),
        ({"time": "noonish"}, "Write the time like 14:30"),
        ({"on_day": "32"}, "The day must be a number"),
        ({"whom": ""}, "who took the referral"),
        ({"comes_next": "x" * 501}, "500"),
    ],
)
def test_what_cannot_be_noted_is_told_and_nothing_is_lost(cast: Cast, more: dict[str, str], why: str) -> None:
    row = cast.raised(kind=Kind.INJURY)
    page = visit(address(row, "referred/"), "amy", post=when() | more, status=422)
    assert why.lower() in page.words.lower()
    assert more.get("whom", DUTY) in page.markup
    assert not Entry.objects.filter(subject=row.pk, kind="step.referred").exists()


def test_a_moment_that_is_to_come_is_refused(cast: Cast) -> None:
    row = cast.raised(kind=Kind.INJURY)
    ahead = when(minutes=2)
    if ahead["on_day"] == when()["on_day"]:
        assert "That moment is still to come" in visit(address(row, "referred/"), "amy", post=ahead, status=422).words
    with pytest.raises(Refused, match="still to come"):
        note_referral(
            by=cast.actor("amy"), at=cast.at, difference=row.pk, when=cast.at + timedelta(minutes=1), whom=DUTY
        )  # fmt: skip


def test_a_double_press_notes_once(cast: Cast) -> None:
    row, amy = cast.raised(), browser("amy")
    once = when()
    for _ in range(2):
        assert amy.post(address(row, "referred/"), once).status_code == 302
    assert Entry.objects.filter(subject=row.pk, kind="step.referred").count() == 1


def test_what_comes_after_the_referral_is_shown_where_the_areas_editor_approved_the_page(cast: Cast) -> None:
    row = cast.raised(kind=Kind.INJURY)
    after = visit(address(row, "3/"), "amy")
    assert ASKED in after.words
    assert OWN in after.words
    assert "checks and an examination by a children's doctor follow" in after.words
    assert "[3]" not in after.words
    assert 'href="/library/fairhaven/safeguarding-infants/"' in after.markup
    elsewhere = Partnership.objects.get(name="Marlow Vale")
    Difference.objects.filter(pk=row.pk).update(contacts_of=elsewhere)  # where nobody has approved it
    for number in (3, 4):
        page = visit(address(row, f"{number}/"), "amy")
        assert NOT_APPROVED in page.words
        assert "Do not wait for a page" in page.words
        assert ASKED not in page.words
        assert OWN not in page.words
        assert "Whom to ring" in page.words
    for number in (1, 2):
        assert NOT_APPROVED not in visit(address(row, f"{number}/"), "amy").words, (
            "danger and the referral wait for none"
        )


def test_each_part_that_is_shown_is_a_part_of_the_toolkit_that_came() -> None:
    page = load(shipped()[toolkit()])
    assert page.safety
    assert {part for step in path() for part in step.parts} <= {one.heading for one in page.sections}
    assert [step.key for step in path()] == ["danger", "refer", "examined", "decides"]
    assert [step.safety for step in path()] == [False, False, True, True]


@pytest.mark.parametrize("name", ["elin", "zed"])
def test_whoever_is_of_neither_side_reads_it_and_notes_nothing(cast: Cast, name: str) -> None:
    row = cast.joined() if name == "zed" else cast.at_stage(2)
    with pytest.raises(Refused, match="one of the two sides"):
        referred(cast, row, name)
    assert "Note that it was referred" not in visit(address(row, "2/"), name).words


def test_once_it_has_ended_nothing_is_noted_and_whom_to_ring_stays(cast: Cast) -> None:
    row = cast.resolved()
    page = visit(address(row, "2/"), "amy")
    assert "Note that it was referred" not in page.words
    assert 'href="tel:' in page.markup
    assert "This has ended" in visit(address(row, "referred/"), "amy", post=when(), status=409).words
