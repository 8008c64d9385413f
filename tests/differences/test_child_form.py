"""The form of which child: what it takes, and what it says to what it does not take."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from commonground.differences.actions import ChildIdentity
from commonground.differences.actions.which_child import NOT_NEEDED
from commonground.differences.forms.which_child import ChildForm, born

TODAY = date(2026, 11, 19)


def child_form(*, identifier_basis: str = "", **answers: str) -> ChildForm:
    sent = {f"child-1-{name}": text for name, text in answers.items()}
    return ChildForm(
        sent, number=1, today=TODAY, other_agency="Fairhaven City Council", identifier_basis=identifier_basis
    )


def test_a_child_is_a_reference_initials_and_a_year() -> None:
    form = child_form(other_reference="LA-4471", own_reference="P/77", initials="j. s.", born="2019")
    assert form.is_valid()
    assert form.child() == ChildIdentity("LA-4471", "P/77", "JS", "2019")
    assert form.fields["other_reference"].label == "Fairhaven City Council’s reference for the child"


def test_the_consistent_identifier_is_asked_only_where_there_is_a_basis_for_it() -> None:
    off = child_form(consistent_identifier="CI-77", initials="JS", born="2019")
    assert off.is_valid()
    assert off.child() == ChildIdentity("", "", "JS", "2019")
    on = child_form(identifier_basis="The Act, decided 1 May 2027.", consistent_identifier="CI-77", born="2019")
    assert on.is_valid()
    assert on.child() == ChildIdentity("", "", "", "2019", "CI-77")
    assert on.fields["consistent_identifier"].help_text == "The child’s national number. The Act, decided 1 May 2027."


def test_a_child_needs_something_to_be_found_by() -> None:
    errors = child_form(born="2019").errors
    assert errors == {"other_reference": ["Give a reference or the initials, so that they know which child it is"]}


@pytest.mark.parametrize("initials", ["Jonathan", "J5", "Jo-Smith"])
def test_a_name_is_not_initials(initials: str) -> None:
    assert child_form(initials=initials, born="2019").errors["initials"] == [
        "Write the initials only, like AB, and not the name"
    ]


@pytest.mark.parametrize("initials", ["AB", "É.Ó", "a b c"])
def test_initials_of_real_children_are_taken(initials: str) -> None:
    assert child_form(initials=initials, born="2019").is_valid()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("2019", "2019"),
        (" 2026 ", "2026"),
        ("due 12 March 2027", "due 12 March 2027"),
        ("Due on 12/3/2027", "due 12 March 2027"),
        ("12.3.2027", "due 12 March 2027"),
        ("baby is due 12 Mar, 2027", "due 12 March 2027"),
        ("due 1 November 2026", "due 1 November 2026"),  # late, and not born yet
        ("Unborn", "unborn"),
        ("not born  yet", "unborn"),
    ],
)
def test_year_of_birth_or_due_date(typed: str, kept: str) -> None:
    assert born(typed, TODAY) == kept


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("12 March 2019", "Write only the year of birth, like 2019. A whole birth date is not needed"),
        ("3/5/2019", "Write only the year of birth, like 2019. A whole birth date is not needed"),
        ("1987", "Check the year of birth: 1987 cannot be right"),
        ("2027", "Check the year of birth: 2027 cannot be right"),
        ("due 12 March 2029", "A baby cannot be due that late. Check the date"),
        ("soon", "Write the year of birth, like 2019, or the date a baby is due, like due 12 March 2027"),
        (
            "due 31 February 2027",
            "Write the year of birth, like 2019, or the date a baby is due, like due 12 March 2027",
        ),
        ("², 3 4", "Write the year of birth, like 2019, or the date a baby is due, like due 12 March 2027"),
    ],
)
def test_what_cannot_be_a_year_or_due_date_is_said_in_words(typed: str, words: str) -> None:
    with pytest.raises(ValidationError) as caught:
        born(typed, TODAY)
    assert caught.value.messages == [words]


NAMED = {
    "no_number": "name", "first_name": "Tomas", "birth_date_day": "12", "birth_date_month": "3",
    "birth_date_year": "2019",
}  # fmt: skip


def test_without_a_number_it_may_be_said_that_it_was_agreed_by_telephone() -> None:
    day = {"matched_on_day": "18", "matched_on_month": "nov", "matched_on_year": "2026"}
    form = child_form(no_number="telephone", matched_with="Bob Ferris, social worker", born="2019", **day)
    assert form.is_valid()
    said = form.child()
    assert said == ChildIdentity(
        "", "", "", "2019", matched_with="Bob Ferris, social worker", matched_on="2026-11-18"
    )  # fmt: skip
    assert said.matched == "Bob Ferris, social worker, on 18 November 2026"
    assert ChildForm.standing(said)["matched_on"] == date(2026, 11, 18)
    assert ChildForm.standing(said)["no_number"] == "telephone"


def test_without_a_number_a_first_name_and_date_of_birth_may_be_given_and_say_the_year_too() -> None:
    form = child_form(**NAMED, initials="ts")
    assert form.is_valid()
    assert form.child() == ChildIdentity("", "", "TS", "2019", first_name="Tomas", birth_date="2019-03-12")
    assert ChildForm.standing(form.child())["no_number"] == "name"
    assert child_form(**NAMED, born="2019").is_valid()


def test_a_name_that_is_not_needed_is_not_taken() -> None:
    assert child_form(**NAMED, other_reference="LA-4471").errors == {"no_number": [NOT_NEEDED.rstrip(".")]}
    left = child_form(**NAMED | {"no_number": "no"}, other_reference="LA-4471", born="2019")
    assert left.is_valid(), "what stands under an answer that was not chosen does not count"
    assert left.child() == ChildIdentity("LA-4471", "", "", "2019")


@pytest.mark.parametrize(
    ("sent", "field", "words"),
    [
        ({"first_name": ""}, "first_name", "Tell us the first name"),
        (
            {"birth_date_day": "", "birth_date_month": "", "birth_date_year": ""},
            "birth_date",
            "Tell us the date of birth",
        ),
        ({"birth_date_year": "2027"}, "birth_date", "That day is still to come. Check the date"),
        ({"birth_date_year": "1987"}, "birth_date", "That is too long ago to be a child. Check the year"),
        ({"born": "unborn"}, "birth_date", "An unborn child has no date of birth. Take one of the two out"),
        ({"born": "2018"}, "birth_date", "This is another year than the year of birth above. Check both"),
        ({"no_number": "telephone"}, "matched_with", "Tell us with whom you agreed it"),
        ({"no_number": "telephone"}, "matched_on", "Tell us on which day you agreed it"),
        ({"no_number": "telephone"}, "born", "Tell us the year of birth, or the date a baby is due"),
    ],
)
def test_what_is_missing_or_cannot_be_is_said_in_words(sent: dict[str, str], field: str, words: str) -> None:
    form = child_form(**NAMED | {"initials": "TS"} | sent)
    assert form.errors[field] == [words]
    assert form.no_number_open, "what is wrong is to be seen at once"


def test_a_row_with_nothing_written_is_empty_whatever_is_chosen_as_neither() -> None:
    assert child_form(no_number="no", birth_date_day="").blank
    assert not child_form(no_number="name").blank
    assert not child_form(birth_date_day="3").blank
    assert not child_form(born="2019", no_number="no").no_number_open
