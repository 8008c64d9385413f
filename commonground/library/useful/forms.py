"""What somebody is asked about a page: whether it was useful, and what was missing."""

from typing import Any, ClassVar

from django import forms

from commonground.govuk.forms import GovukForm, Radios, Textarea

LONGEST = 300


class UsefulForm(GovukForm):
    """Yes or no; and where it was not, what was missing."""

    asks: ClassVar = {"useful": "whether this page was useful"}

    useful = forms.ChoiceField(
        label="Was this page useful?", choices=[("yes", "Yes"), ("no", "No")],
        widget=Radios(reveals={"no": "missing"}),
    )  # fmt: skip
    missing = forms.CharField(
        label="What was missing?", required=False, max_length=LONGEST, widget=Textarea(attrs={"rows": 3}),
        help_text="In a sentence. Do not name anybody, or say anything about a child or a family. "
        "Nobody answers what you write here.",
    )  # fmt: skip

    def said(self) -> dict[str, Any]:
        """Return the answer, once it is understood."""
        return {"useful": self.cleaned_data["useful"] == "yes", "missing": self.cleaned_data.get("missing") or ""}
