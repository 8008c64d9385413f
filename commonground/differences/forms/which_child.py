"""Which child, or which family member: a row for each in the guided raising, and references that are given later."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.forms.formsets import BaseFormSet

from commonground.differences.actions import ChildIdentity
from commonground.differences.actions.which_child import NOT_NEEDED
from commonground.differences.forms.raising import Data
from commonground.govuk.forms import DateBoxes, GovukDateField, GovukForm, Radios
from commonground.procedures.subjects import FAMILY_MEMBER
from commonground.procedures.terms import Side

LONGEST_REFERENCE = 40
OLDEST = 25
"""Years: whoever is older is no child, whatever the law that they are helped by."""

OLDEST_PERSON = 120
"""Years: nobody is older."""

TELEPHONE, NAME, NEITHER = "telephone", "name", "no"
NO_NUMBER = {
    TELEPHONE: ("matched_with", "matched_on"),
    NAME: ("first_name", "birth_date"),
}
"""What is asked of somebody who has no number, by what they choose."""

DAYS = ("matched_on", "birth_date")
FINDABLE = (
    "other_reference", "own_reference", "initials", "consistent_identifier", "matched_with", "first_name",
)  # fmt: skip
"""By what they can find the child: any of these will do."""
NOT_FOUND_BY = "Give a reference or the initials, so that they know which child it is"


class ChildForm(GovukForm):
    """Which child: what the other agency can find them by, and no more than that."""

    one: ClassVar[str] = "child"
    not_found: ClassVar[str] = NOT_FOUND_BY
    too_old: ClassVar[str] = "That is too long ago to be a child. Check the year"
    oldest: ClassVar[int] = OLDEST
    asks: ClassVar[Mapping[str, str]] = {
        "matched_with": "with whom you agreed it",
        "matched_on": "on which day you agreed it",
        "first_name": "the first name",
        "birth_date": "the date of birth",
    }

    other_reference = forms.CharField(
        label="Their reference for the child",
        help_text="The number that they know the child by, if you have it.",
        max_length=LONGEST_REFERENCE,
        required=False,
    )
    own_reference = forms.CharField(label="Your own reference", max_length=LONGEST_REFERENCE, required=False)
    initials = forms.CharField(label="Initials", help_text="Not the name.", max_length=12, required=False)
    consistent_identifier = forms.CharField(label="Consistent identifier", max_length=40, required=False)
    born = forms.CharField(
        label="Year of birth, or the date a baby is due",
        help_text="Like 2019, or due 12 March 2027. If nobody knows the date yet, write unborn.",
        max_length=40,
    )
    no_number = forms.ChoiceField(
        label="How will they know which child it is?",
        choices=[
            (TELEPHONE, "We agreed it by telephone"),
            (NAME, "I give the first name and date of birth"),
            (NEITHER, "Neither of these"),
        ],
        required=False,
        widget=Radios(
            reveals=NO_NUMBER,
            hints={
                NAME: "Only you and the person who answers can open them. They are wiped for good as soon as both "
                "agencies’ references are in, or when this ends."
            },
            dividers={NEITHER: "or"},
        ),
    )
    matched_with = forms.CharField(label="With whom?", help_text="Name and what they do.", max_length=200)
    matched_on = GovukDateField(label="On which day?")
    first_name = forms.CharField(label="First name", help_text="Only the first name.", max_length=60)
    birth_date = GovukDateField(label="Date of birth")

    def __init__(
        self,
        data: Data = None,
        *,
        number: int,
        today: date,
        other_agency: str,
        identifier_basis: str,
        touched: bool = False,
        initial: Data = None,
    ) -> None:
        """Ask for child ``number`` (from 1) in the name of the other agency. ``today`` is the London date.

        ``touched`` is whether it is the child whom a difference about a family member touches.

        The consistent identifier is asked only where there is a basis in law for it, which is shown.
        """
        super().__init__(data, initial=initial, prefix=f"child-{number}")
        self.number = number
        self.today = today
        self.legend = "The child whom it touches, if there is one" if touched else f"Child {number}"
        self.said_of = "The child: " if touched else f"Child {number}: " if number > 1 else ""
        if identifier_basis:
            self.fields["consistent_identifier"].help_text = f"The {self.one}’s national number. {identifier_basis}"
        else:
            del self.fields["consistent_identifier"]
        self.fields["other_reference"].label = f"{other_agency}’s reference for the {self.one}"
        for name in ("matched_on", "birth_date"):
            self.fields[name].gone_by(today)  # type: ignore[attr-defined]
        day = self.fields["birth_date"]
        day.earliest = today.replace(year=today.year - self.oldest, month=1, day=1)  # type: ignore[attr-defined]
        day.error_messages["earliest"] = self.too_old
        self.fields["born"].required = self["no_number"].data != NAME  # a whole date of birth says it already

    @staticmethod
    def standing(child: ChildIdentity) -> dict[str, object]:
        """Return what stands in the boxes for a child that was written down before."""
        days = {name: date.fromisoformat(day) if (day := getattr(child, name)) else None for name in DAYS}
        chosen = TELEPHONE if child.matched_with else NAME if child.first_name else ""
        return asdict(child) | {"no_number": chosen} | days

    @property
    def no_number_open(self) -> bool:
        """Whether what is asked of somebody without a number is to be seen at once."""
        return (self["no_number"].value() or NEITHER) != NEITHER or bool(self["no_number"].errors)

    def add_error(self, field: str | None, error: ValidationError | str) -> None:  # type: ignore[override]
        """Say which child an error is about, from the second on."""
        said = error.messages if isinstance(error, ValidationError) else [error]
        super().add_error(field, [f"{self.said_of}{one}" for one in said])

    @property
    def blank(self) -> bool:
        """Whether nothing was written in this row."""
        return self.is_bound and not any(self._typed(name) for name in self.fields)

    def _typed(self, name: str) -> bool:
        data = self[name].data
        parts = data if isinstance(data, list | tuple) else [data]
        return any(str(part or "").strip() not in {"", NEITHER} for part in parts)

    def clean_initials(self) -> str:
        """Return the initials without dots and spaces; refuse what looks like a name."""
        return initials(self.cleaned_data["initials"])

    def clean_born(self) -> str:
        """Return "2019", "due 12 March 2027" or "unborn"."""
        typed = self.cleaned_data["born"]
        return born(typed, self.today) if typed else ""

    def clean(self) -> dict[str, Any]:
        """Ask for something that they can find the child by, and not for more than that."""
        answers = super().clean() or self.cleaned_data
        findable = [name for name in FINDABLE if name in self.fields]
        found = any(answers.get(name) for name in findable)
        known = answers.keys() >= set(findable)
        if known and not found:
            self.add_error("other_reference", self.not_found)
        if answers.get("first_name") and answers.get("other_reference"):
            self.add_error("no_number", NOT_NEEDED.rstrip("."))
        if day := answers.get("birth_date"):
            self._born_on(day, answers)
        return answers

    def _born_on(self, day: date, answers: dict[str, Any]) -> None:
        """Take the year from a whole date of birth, unless something else is said; then ask which is right."""
        year = answers.get("born")
        if year == "":
            answers["born"] = str(day.year)
        elif year and not year.isdecimal():
            self.add_error("birth_date", "An unborn child has no date of birth. Take one of the two out")
        elif year and year != str(day.year):
            self.add_error("birth_date", "This is another year than the year of birth above. Check both")

    def child(self) -> ChildIdentity:
        """Return the child, once the form is valid."""
        said = {name: self.cleaned_data[name] or "" for name in self.fields if name not in {"no_number", *DAYS}}
        days = {name: day.isoformat() for name in DAYS if (day := self.cleaned_data[name])}
        return ChildIdentity(**said, **days)


class FamilyMemberForm(ChildForm):
    """Which family member: asked for and kept as a child is, and as little of it."""

    one: ClassVar[str] = "family member"
    not_found: ClassVar[str] = "Give a reference or the initials, so that they know who it is"
    too_old: ClassVar[str] = "That is too long ago. Check the year"
    oldest: ClassVar[int] = OLDEST_PERSON

    def __init__(self, data: Data = None, **asked: Any) -> None:  # noqa: ANN401 as of a child
        """Ask in the words that fit somebody of any age."""
        super().__init__(data, number=FAMILY_MEMBER, **asked)
        self.legend, self.said_of = "The family member", ""
        self.fields["other_reference"].help_text = "The number that they know this person by, if you have it."
        self.fields["born"].label, self.fields["born"].help_text = "Year of birth", "Like 1988. About is good enough."
        self.fields["no_number"].label = "How will they know who it is?"

    def clean_born(self) -> str:
        """Return a year."""
        typed = self.cleaned_data["born"]
        return year_of_birth(typed, self.today) if typed else ""


class ChildRows(BaseFormSet):  # type: ignore[type-arg] # no generics at run time
    """The rows of one page, so that they share one error summary. How many there are, the view decides."""

    def __init__(self, rows: Sequence[ChildForm]) -> None:
        """Take the rows as they are."""
        self.forms = list(rows)
        self.is_bound = False


def initials(text: str) -> str:
    """Return initials without dots and spaces; raises ValidationError for what looks like a name."""
    letters = re.sub(r"[\s.’'-]", "", text)
    if letters and not (letters.isalpha() and len(letters) <= 5):  # noqa: PLR2004 - more is a name
        raise ValidationError("Write the initials only, like AB, and not the name")
    return letters.upper()


def year_of_birth(text: str, today: date) -> str:
    """Return the year in which somebody of any age was born; raises ValidationError, in words, for anything else."""
    words = text.strip()
    if not re.fullmatch(r"\d{4}", words, re.ASCII):
        raise ValidationError("Write the year of birth, like 1988. A whole birth date is not needed")
    if not today.year - OLDEST_PERSON <= int(words) <= today.year:
        message = f"Check the year of birth: {words} cannot be right"
        raise ValidationError(message)
    return words


def born(text: str, today: date) -> str:
    """Return a year of birth, "due 12 March 2027" or "unborn" from what somebody typed.

    Raises ValidationError, in words, for a birth date (the year is enough), or a year or date that cannot be.
    """
    words = " ".join(text.lower().split())
    if words in {"unborn", "not born yet", "not yet born"}:
        return "unborn"
    if re.fullmatch(r"\d{4}", words, re.ASCII):
        if today.year - OLDEST <= int(words) <= today.year:
            return words
        message = f"Check the year of birth: {words} cannot be right"
        raise ValidationError(message)
    parts = re.split(r"[ /.-]+", re.sub(r"^(?:baby )?(?:is )?due (?:on |in )?|,", "", words))
    try:
        day = GovukDateField().clean(parts) if len(parts) == len(DateBoxes.PARTS) else None
    except ValidationError:
        day = None
    if day is None:
        message = "Write the year of birth, like 2019, or the date a baby is due, like due 12 March 2027"
        raise ValidationError(message)
    if day <= today - timedelta(days=60):
        raise ValidationError("Write only the year of birth, like 2019. A whole birth date is not needed")
    if day > today + timedelta(days=300):
        raise ValidationError("A baby cannot be due that late. Check the date")
    return f"due {day.day} {day:%B} {day.year}"


@dataclass(frozen=True, slots=True)
class Asked:
    """One reference that somebody may give: of which child and whose, how it is asked for, and what stands there."""

    number: int
    side: Side
    label: str
    hint: str = ""
    known: str = ""

    @property
    def name(self) -> str:
        """The name of its field."""
        return f"{self.side.value}-{self.number}"


class ReferencesForm(GovukForm):
    """Agencies' references of the children: one line each, and what is left empty stays as it is."""

    marks_optional = False

    def __init__(self, data: Data = None, *, asked: Sequence[Asked]) -> None:
        """Ask for these."""
        super().__init__(data)
        self.asked = asked
        for one in asked:
            self.fields[one.name] = forms.CharField(
                label=one.label, help_text=one.hint, max_length=LONGEST_REFERENCE, required=False, initial=one.known,
                error_messages={"max_length": "Keep the reference to %(limit_value)d characters or fewer"},
                widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Take at least one."""
        answers = super().clean() or self.cleaned_data
        if not self.errors and not any(answers.values()):
            self.add_error(self.asked[0].name, "Write your agency’s reference for the child")
        return answers

    def references(self) -> dict[tuple[int, Side], str]:
        """Return what was written, by child and side, once the form is valid."""
        return {(one.number, one.side): self.cleaned_data[one.name] for one in self.asked}
