"""What somebody looks for in a library, and in whose."""

from collections.abc import Sequence
from typing import Any, ClassVar, cast

from django import forms

from commonground.govuk.forms import CHOOSE, GovukForm

LONGEST = 200
"""The longest question, in characters."""


class SearchForm(GovukForm):
    """What to look for; where there are several areas, also whose library."""

    marks_optional = False
    asks: ClassVar = {"q": "what you look for", "area": "whose library to look in"}

    q = forms.CharField(
        label="Look for", max_length=LONGEST, help_text="One or two words. Leave out names.",
        error_messages={
            "required": "Write what you look for",
            "max_length": f"Write at most {LONGEST} letters: a few words are enough",
        },
    )  # fmt: skip
    area = forms.ChoiceField(label="Whose library")

    def __init__(self, *args: Any, areas: Sequence[tuple[str, str]], **more: Any) -> None:  # noqa: ANN401 - Django's
        """Offer these areas, each by its short address and its name."""
        super().__init__(*args, **more)
        field = cast("forms.ChoiceField", self.fields["area"])
        field.choices = [*CHOOSE, *areas]
        if len(areas) == 1:
            field.widget, field.initial = forms.HiddenInput(), areas[0][0]
