"""A line for the lists, and where one's side stands on one."""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from django import forms

from commonground.differences.forms.acts import words
from commonground.differences.identifiers import Found, found_in
from commonground.govuk.forms import GovukForm, Radios, Textarea
from commonground.procedures.differing import Stand

LONGEST_LINE, LONGEST_WHY = 300, 600


class PointForm(GovukForm):
    """One line, short enough to be read at a meeting."""

    asks: ClassVar[Mapping[str, str]] = {"text": "what the line says"}

    text = forms.CharField(
        label="What does the line say?",
        help_text="One thing, in one sentence, so that the other side can say yes or no to it.",
        max_length=LONGEST_LINE,
        widget=Textarea(attrs={"rows": 3, "spellcheck": "true"}),
    )
    source = forms.CharField(widget=forms.HiddenInput, required=False, max_length=60)
    warned = forms.BooleanField(widget=forms.HiddenInput, required=False)

    def identifiers(self, today: date) -> tuple[Found, ...]:
        """Return what in the words may point to a family; nothing once the writer was told."""
        if self.cleaned_data.get("warned"):
            return ()
        return tuple(found for _, text in self.kept() for found in found_in(text, today))


class StandForm(GovukForm):
    """Agreed or seen differently, and a few words about it."""

    asks: ClassVar[Mapping[str, str]] = {"stand": "where your side stands on it"}

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    stand = forms.TypedChoiceField(
        label="Where does your side stand on it?", choices=[(one.value, one.label) for one in Stand], coerce=Stand,
        widget=Radios(),
    )  # fmt: skip
    why = words("Say more", "What would have to be true for you to agree?", rows=3, required=False)

    def details(self) -> dict[str, Any]:
        """Return what the action is given."""
        return {name: self.cleaned_data[name] for name in ("stand", "why", "version")}
