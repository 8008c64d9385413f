"""Masking an entry, and the second person's decision."""

from typing import Any

from django import forms

from commonground.differences.forms.acts import words
from commonground.govuk.forms import GovukForm, Radios

MASKED, SHOWN = "masked", "shown"


class MaskForm(GovukForm):
    """Why the words of an entry are hidden."""

    reason = words(
        "Why should these words be hidden?",
        "Say what sort of thing it is, such as an address. Do not repeat it: your reason can be read.",
        rows=3,
    )

    def __init__(self, data: Any = None) -> None:  # noqa: ANN401 as Django's own
        """Say what is missing in words."""
        super().__init__(data)
        self.fields["reason"].error_messages["required"] = "Say why these words should be hidden"


class DecideForm(GovukForm):
    """Stay hidden, or be shown again."""

    decision = forms.ChoiceField(
        label="Should these words stay hidden?",
        choices=[(MASKED, "Yes, they stay hidden"), (SHOWN, "No, show them again")],
        widget=Radios(hints={SHOWN: "Everybody who could read them before can read them again."}),
        error_messages={"required": "Say whether these words stay hidden"},
    )
    reason = words("Anything to say about it?", "Do not repeat what is hidden.", rows=3, required=False)
