"""Whom a pass is for, and the code that opens it."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django import forms

from commonground.differences.models import Difference
from commonground.directory.guests.actions import CODE_LENGTH, Guest
from commonground.govuk.forms import GovukForm, Radios
from commonground.procedures.terms import Side


class PassForm(GovukForm):
    """Somebody of a side who has no account: name, what they do, work address."""

    asks: ClassVar[Mapping[str, str]] = {
        "side": "for which side they are",
        "name": "their name",
        "title": "what they do",
        "address": "their work e-mail address",
    }

    side = forms.TypedChoiceField(label="For which side are they?", coerce=Side, widget=Radios)
    name = forms.CharField(label="What is their name?", max_length=120)
    title = forms.CharField(label="What do they do there?", help_text="Such as trustee or nurse.", max_length=120)
    address = forms.EmailField(
        label="What is their work e-mail address?",
        help_text="The link goes there. It says nothing about a child or a family.",
        max_length=254,
    )

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, difference: Difference, sides: Sequence[Side]
    ) -> None:  # fmt: skip
        """Name the sides for which they may be let in; where it is one, it is not asked."""
        super().__init__(data)
        self.sides = sides
        self.fields["side"].choices = [(side.value, difference.name_of(side)) for side in sides]  # type: ignore[attr-defined]
        if len(sides) == 1:
            del self.fields["side"]

    @property
    def side_alone(self) -> Side | None:
        """Return the one side for which they can be let in here; None where there is a choice, or none."""
        return self.sides[0] if len(self.sides) == 1 else None

    @property
    def chosen(self) -> Side:
        """Return for which side they are let in."""
        return self.cleaned_data.get("side") or self.sides[0]

    def guest(self) -> Guest:
        """Return whom it is for."""
        said = self.cleaned_data
        return Guest(name=said["name"], title=said["title"], address=said["address"])


class CodeForm(GovukForm):
    """The code that was read out by telephone, with or without a space in it."""

    asks: ClassVar[Mapping[str, str]] = {"code": "the code that was read out to you"}

    code = forms.CharField(
        label="Your code",
        help_text="Eight figures. Whoever let you in reads them out to you by telephone.",
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "spellcheck": "false"}),
    )

    def clean_code(self) -> str:
        """Return the figures alone."""
        code = "".join(letter for letter in self.cleaned_data["code"] if not letter.isspace())
        if not (code.isascii() and code.isdecimal() and len(code) == CODE_LENGTH):
            message = f"The code has {CODE_LENGTH} figures. Check it and try again"
            raise forms.ValidationError(message)
        return code
