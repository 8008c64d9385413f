"""What a side says of an entry of the record."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django import forms

from commonground.differences.forms.acts import words
from commonground.govuk.forms import Radios, offer
from commonground.govuk.warned import WarnedForm
from commonground.procedures.chronology import NEEDS_WORDS, WITHOUT_WORDS
from commonground.procedures.steps import Step

LABELS = {
    Step.ENTRY_AGREED: "Yes, it says what happened",
    Step.ENTRY_OTHERWISE: "No, we see it otherwise",
    Step.CORRECTED: "Something in it is wrong: here is what is right",
}


class SayForm(WarnedForm):
    """Agree, see it otherwise, or say what is right."""

    asks: ClassVar[Mapping[str, str]] = {"says": "whether you agree with it"}

    says = forms.TypedChoiceField(label="Does your side agree with this?", coerce=Step, widget=Radios)
    words = words(
        "In your words",
        "What do you remember, or what is right? Say how you know. Both sides read it.",
        rows=4,
        required=False,
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, may: Sequence[Step]) -> None:
        """Offer what this person may say. Where it is one thing only, it is not asked."""
        super().__init__(data)
        self.may = tuple(may)
        if len(self.may) == 1:
            del self.fields["says"]
            self.fields["words"].label = "What is right?"
        else:
            offer(self.fields["says"], [(one.value, LABELS[one]) for one in self.may], Radios())

    def clean(self) -> dict[str, Any]:
        """Ask for words with all but a plain yes."""
        said = super().clean() or self.cleaned_data
        said["step"] = self.may[0] if len(self.may) == 1 else said.get("says")
        if said["step"] in NEEDS_WORDS and not said.get("words") and not self.errors:
            self.add_error("words", WITHOUT_WORDS.rstrip("."))
        return said
