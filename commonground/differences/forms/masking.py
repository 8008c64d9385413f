"""Masking an entry, and the second person's decision."""

from collections.abc import Mapping
from typing import ClassVar

from django import forms

from commonground.differences.forms.acts import words
from commonground.govuk.forms import GovukForm, Radios

MASKED, SHOWN = "masked", "shown"


class MaskForm(GovukForm):
    """Why the words of an entry are hidden."""

    asks: ClassVar[Mapping[str, str]] = {"reason": "why these words should be hidden"}

    reason = words(
        "Why should these words be hidden?",
        "Say what sort of thing it is, such as an address. Do not repeat it: your reason can be read.",
        rows=3,
    )


class DecideForm(GovukForm):
    """Stay hidden, or be shown again."""

    asks: ClassVar[Mapping[str, str]] = {"decision": "whether these words stay hidden"}

    decision = forms.ChoiceField(
        label="Should these words stay hidden?",
        choices=[(MASKED, "Yes, they stay hidden"), (SHOWN, "No, show them again")],
        widget=Radios(hints={SHOWN: "Everybody who could read them before can read them again."}),
    )
    reason = words("Anything to say about it?", "Do not repeat what is hidden.", rows=3, required=False)
