"""Raising about a family member or a theme, through its pages; and where a theme goes that it does not take."""

from uuid import UUID

import pytest

from commonground.differences import actions
from commonground.differences.models import Child, Difference
from commonground.now import now
from commonground.procedures.terms import Subject
from tests.differences.raising import (
    Browser,
    acting,
    amy,
    answered,
    answers,
    built,
    check,
    errors,
    fairhaven,
    fresh,
    kept,
    owning,
    step,
    words,
)
from tests.editions.fuller import fuller, open_fuller

__all__ = ["amy", "built", "fairhaven"]

MEMBER = {
    "child-0-other_reference": "LA-F12",
    "child-0-own_reference": "",
    "child-0-initials": "m e",
    "child-0-born": "1988",
    "child-0-no_number": "",
    "child-1-other_reference": "",
    "child-1-initials": "",
    "child-1-born": "",
}
CHILD = {"child-1-initials": "TE", "child-1-born": "2019"}
THEMES = "How we work together, not one child"


@pytest.fixture
def themes() -> None:
    with owning():
        open_fuller(fuller(check="", route=""))


def of(amy: Browser, subject: str) -> UUID:
    draft = answered(amy, "agency", "team", "kind")
    amy.sends(step(draft, "who"), {"subject": subject})
    return draft


def rest(amy: Browser, draft: UUID, *left_out: str) -> None:
    for name in ("worry", "ask", "meanwhile"):
        amy.sends(step(draft, name), {key: value for key, value in answers()[name].items() if key not in left_out})


def test_about_a_family_member_and_the_child_whom_it_touches(amy: Browser) -> None:
    draft = answered(amy, "agency", "team", "kind")
    page = amy.page(step(draft, "children"))
    assert f'href="{step(draft, "who")}"' in page
    page = words(amy.page(step(draft, "who")))
    assert "Raise a difference: 5 of 9 Who is it about?" in page
    assert amy.sends(step(draft, "who"), {"subject": "family_member"}) == step(draft, "children")
    page = words(amy.page(step(draft, "children")))
    assert "Which family member is it about?" in page
    assert "The child whom it touches, if there is one" in page
    assert "Fairhaven City Council’s reference for the family member" in page
    assert "Add another child" not in page
    assert amy.sends(step(draft, "children"), MEMBER | CHILD) == step(draft, "worry")
    page = words(amy.page(step(draft, "worry")))
    assert "What worries you about the family?" in page
    assert "they know already who it is" in page
    rest(amy, draft)
    page = words(amy.page(check(draft)))
    assert "Who it is about A family member" in page
    assert "Which family member Fairhaven City Council: LA-F12" in page
    assert "The family needs it by" in page
    assert "since the family lives in its area" in page
    sent = amy.page(amy.sends(check(draft), fresh()))
    assert "Thank you for speaking up for this family." in words(sent)
    row = Difference.objects.get()
    assert (row.subject, row.children_count) == (Subject.FAMILY_MEMBER, 1)
    assert sorted(Child.objects.values_list("number", flat=True)) == [0, 1]


def test_a_family_member_need_touch_no_child(amy: Browser) -> None:
    draft = of(amy, "family_member")
    amy.sends(step(draft, "children"), MEMBER)
    assert kept(draft).children == ()
    rest(amy, draft)
    assert "Which child" not in amy.page(check(draft))
    amy.sends(check(draft), fresh())
    assert Difference.objects.get().children_count == 0


def test_what_is_wrong_of_whom_is_said_and_nothing_is_lost(amy: Browser) -> None:
    draft = of(amy, "family_member")
    page = amy.fails(step(draft, "children"), {**MEMBER, "child-0-born": "12 March 1988", "child-1-born": "next year"})
    assert errors(page) == [
        "Write the year of birth, like 1988. A whole birth date is not needed",
        "The child: Give a reference or the initials, so that they know which child it is",
        "The child: Write the year of birth, like 2019, or the date a baby is due, like due 12 March 2027",
    ]
    assert "12 March 1988" in page
    page = amy.fails(step(draft, "children"), {**MEMBER, "child-0-other_reference": "", "child-0-initials": ""})
    assert errors(page) == ["Give a reference or the initials, so that they know who it is"]
    page = amy.fails(step(draft, "children"), {**MEMBER, "child-0-born": "1888"})
    assert errors(page) == ["Check the year of birth: 1888 cannot be right"]
    page = amy.fails(step(draft, "who"), {})
    assert errors(page) == ["Tell us who it is about"]


def test_another_answer_forgets_who_it_was_about(amy: Browser) -> None:
    draft = of(amy, "family_member")
    amy.sends(step(draft, "children"), MEMBER | CHILD)
    amy.sends(step(draft, "who"), {"subject": "family_member"})
    assert kept(draft).family_member
    assert amy.sends(step(draft, "who"), {"subject": "child"}) == step(draft, "children")
    assert (kept(draft).family_member, kept(draft).children) == (None, ())


def test_a_theme_goes_where_the_partnership_takes_it(amy: Browser) -> None:
    draft = answered(amy, "agency", "team", "kind")
    assert THEMES in amy.page(step(draft, "who"))
    where = amy.sends(step(draft, "who"), {"subject": "theme"})
    assert where == step(draft, "themes")
    page = words(amy.page(where))
    assert "goes to the partnership office, which takes them to the partnership’s learning group" in page
    assert "Go on with a child or family member" in page
    assert kept(draft).subject_given == ""
    assert f'href="{step(draft, "who")}"' in amy.page(where)
    assert amy.led(check(draft)) == step(draft, "children")
    assert amy.get(step(draft, "theme")).status_code == 404


@pytest.mark.usefixtures("themes")
def test_about_a_theme(amy: Browser) -> None:
    draft = answered(amy, "agency", "team", "kind")
    assert amy.sends(step(draft, "who"), {"subject": "theme"}) == step(draft, "theme")
    page = words(amy.page(step(draft, "theme")))
    assert "write nobody’s name: no child, no family and no colleague" in page
    assert amy.get(step(draft, "children")).status_code == 404
    page = amy.fails(step(draft, "theme"), {"theme": "Handover of 943 476 5919"})
    assert "Write nothing here that says who it is" in errors(page)[0]
    assert "943 476 5919" in page
    assert "Use 80 characters or fewer" in errors(amy.fails(step(draft, "theme"), {"theme": "x" * 81}))
    amy.sends(step(draft, "theme"), {"theme": "Handover on  Friday evenings"})
    page = words(amy.page(step(draft, "ask")))
    assert "By when does it matter? (optional)" in page
    rest(amy, draft, "needed_by_day", "needed_by_month", "needed_by_year")
    page = words(amy.page(check(draft)))
    for said in (
        f"Who it is about {THEMES}",
        "What it is called Handover on Friday evenings",
        "Children need it by No day is set",
        "What keeps children safe until then",
    ):
        assert said in page, said
    assert "Which child" not in page
    assert "Thank you for speaking up." in words(amy.page(amy.sends(check(draft), fresh())))
    row = Difference.objects.get()
    assert (row.theme, row.needed_by, row.children_count) == ("Handover on Friday evenings", None, 0)
    assert not Child.objects.exists()


def test_a_draft_of_before_is_about_its_child(amy: Browser) -> None:
    draft = answered(amy)
    before = {name: said for name, said in kept(draft).written().items() if name not in {"subject_given", "theme"}}
    actions.save_draft(by=acting("amy"), at=now(), draft=draft, answers=before)
    assert "Who it is about A child or children" in words(amy.page(check(draft)))
