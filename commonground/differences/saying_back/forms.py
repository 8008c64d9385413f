"""Whether one is understood, and what is missing."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms

from commonground.differences.forms.acts import words
from commonground.govuk.forms import Radios
from commonground.govuk.warned import WarnedForm
from commonground.procedures.saying_back import Heard
from commonground.procedures.terms import Side

WORDS: Mapping[Side, Mapping[Heard, str]] = {
    Side.RAISING: {
        Heard.YES: "Yes, that is my worry",
        Heard.NEARLY: "Nearly, something is missing",
        Heard.NO: "No, that is not my worry",
    },
    Side.RESPONDING: {
        Heard.YES: "Yes, that is our view",
        Heard.NEARLY: "Nearly, something is missing",
        Heard.NO: "No, that is not our view",
    },
}
"""How each side says it of itself."""


class HeardForm(WarnedForm):
    """Yes; nearly, with what is missing; or no."""

    asks: ClassVar[Mapping[str, str]] = {"heard": "whether that is right", "missing": "what is missing"}

    heard = forms.TypedChoiceField(
        label="Is that right?", coerce=Heard, widget=Radios(reveals={"nearly": "missing", "no": "instead"})
    )
    missing = words("What is missing?", "They read it, and can answer again.", rows=3)
    instead = words("What is it instead?", rows=3, required=False)

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, side: Side, initial: Mapping[str, Any] | None = None
    ) -> None:
        """Word it as the side that is asked would."""
        super().__init__(data, initial=initial)
        self.fields["heard"].choices = [(one.value, said) for one, said in WORDS[side].items()]  # type: ignore[attr-defined]

    def details(self) -> dict[str, Any]:
        """Return what the action is given."""
        given = self.cleaned_data
        return {"heard": given["heard"], "missing": given["missing"] or given["instead"] or ""}
