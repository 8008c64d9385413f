"""A line for the lists, and where one's side stands on one."""

from collections.abc import Mapping
from typing import ClassVar

from django import forms

from commonground.differences.forms.acts import words
from commonground.govuk.forms import GovukForm, Radios, Textarea
from commonground.govuk.warned import WarnedForm
from commonground.procedures.differing import Stand

LONGEST_LINE, LONGEST_WHY = 300, 600


class PointForm(WarnedForm):
    """One line, short enough to be read at a meeting."""

    asks: ClassVar[Mapping[str, str]] = {"text": "what the line says"}

    text = forms.CharField(
        label="What does the line say?",
        help_text="One thing, in one sentence, so that the other side can say yes or no to it.",
        max_length=LONGEST_LINE,
        widget=Textarea(attrs={"rows": 3, "spellcheck": "true"}),
    )
    source = forms.CharField(widget=forms.HiddenInput, required=False, max_length=60)


class TakeOffForm(GovukForm):
    """Which version of a line is taken off."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class StandForm(WarnedForm):
    """Agreed or seen differently, and a few words about it."""

    asks: ClassVar[Mapping[str, str]] = {"stand": "where your side stands on it"}

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    stand = forms.TypedChoiceField(
        label="Where does your side stand on it?", choices=[(one.value, one.label) for one in Stand], coerce=Stand,
        widget=Radios(),
    )  # fmt: skip
    why = words("Say more", "What would have to be true for you to agree?", rows=3, required=False)
