"""The form of an agency's own file: one tick, and what of the record it is about."""

from collections.abc import Mapping
from typing import Any

from django import forms

from commonground.differences.forms.raising import Data
from commonground.govuk.forms import GovukForm


class OnFileForm(GovukForm):
    """Says that this is on one's agency's own file, as the page showed it."""

    up_to = forms.UUIDField(
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(
            ("required", "invalid"), "The page could not be read whole. Load it again, and tick once more"
        ),
    )
    done = forms.BooleanField()

    def __init__(self, data: Data = None, *, agency: str, initial: Mapping[str, Any]) -> None:
        """Ask in the name of an agency; ``initial`` holds the newest entry that the page shows."""
        super().__init__(data, initial=initial)
        self.fields["done"].label = f"I have put this on the child’s file at {agency}"
        self.fields["done"].error_messages["required"] = "Tick the box once it is on your own file"
