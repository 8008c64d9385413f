"""What one's side knows of the adults in one role."""

from datetime import date
from typing import Any

from django import forms

from commonground.differences.adults.words import Checked, Met, Said, There
from commonground.govuk.forms import GovukDateField, Radios
from commonground.govuk.warned import WarnedForm
from commonground.procedures.sheets import LONGEST_WHO, LONGEST_WORDS

OF_SOMEBODY = ("words", "helps", "met", "met_on", "checked", "told_by")
"""What can be said only of somebody who is there."""
TYPED = ("words", "helps", "met_on", "told_by")
"""What of that can be emptied again: a choice, once it is made, cannot be unmade without scripts."""
WHETHER = "Say if there is anybody, or empty the other boxes"
NOBODY = "Below you say something of somebody. Choose “Yes”, or empty what stands below"
HAS_MET = "Say if anybody of your side has met them"
HAS_CHECKED = "Say if your side has checked who they are"
NOT_SEEN = "You give a day on which you met them. Choose who was met, or empty the day"


class AdultForm(WarnedForm):
    """What one's side knows of the adults in one role. All of it may be left out: then nothing is kept."""

    marks_optional = False

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    there = forms.TypedChoiceField(
        label="Is there anybody like this in the child’s life?", choices=[(one.value, one.label) for one in There],
        coerce=There, required=False, empty_value=None, widget=Radios(),
    )  # fmt: skip
    met = forms.TypedChoiceField(
        label="Has anybody of your side met them?", choices=[(one.value, one.label) for one in Met], coerce=Met,
        required=False, empty_value=None, widget=Radios(),
    )  # fmt: skip
    met_on = GovukDateField(label="When was that last?", help_text="For example 27 3 2026", required=False)
    checked = forms.TypedChoiceField(
        label="Has your side checked who they are?", choices=[(one.value, one.label) for one in Checked],
        coerce=Checked, required=False, empty_value=None, widget=Radios(),
    )  # fmt: skip
    words = forms.CharField(
        label="What part do they play for the child?",
        help_text="When do they see the child, and what do they do there? If there are several, say which you met.",
        required=False, max_length=LONGEST_WORDS, widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "true"}),
    )  # fmt: skip
    helps = forms.CharField(
        label="What good do they do for the child?", required=False, max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 2, "spellcheck": "true"}),
    )  # fmt: skip
    told_by = forms.CharField(
        label="Who told you of them?", help_text="By their role to the child. Leave out names.", required=False,
        max_length=LONGEST_WHO,
    )  # fmt: skip

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 - a form's own
        today: date,
        said: Said | None = None,
        version: int = 0,
        **kwargs: Any,  # noqa: ANN401
    ) -> None:
        """Draw it with what is said already."""
        initial: dict[str, Any] = {"version": version}
        if said:
            initial |= {name: getattr(said, name) or "" for name in ("there", *OF_SOMEBODY)}
            initial["met_on"] = said.met_on
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["met_on"].gone_by(today)  # type: ignore[attr-defined]  # a GovukDateField

    def clean(self) -> dict[str, Any]:
        """Ask what is missing once something is said, and what does not fit together."""
        given = super().clean() or self.cleaned_data
        if self.errors:
            return given
        there = given["there"]
        if there is None and any(given[name] for name in OF_SOMEBODY):
            self.add_error("there", WHETHER)
        elif there is not None and there is not There.YES and any(given[name] for name in TYPED):
            self.add_error("there", NOBODY)
        elif there is There.YES:
            if given["met"] is None:
                self.add_error("met", HAS_MET)
            elif given["met"] is Met.NOT_MET and given["met_on"]:
                self.add_error("met", NOT_SEEN)
            if given["checked"] is None:
                self.add_error("checked", HAS_CHECKED)
        return given

    def answer(self, role: str) -> Said | None:
        """Return what was said of a role, once the form is valid; None where nothing was."""
        given = self.cleaned_data
        there = given["there"]
        if there is not There.YES:
            return Said(role, there) if there else None
        return Said(role, there, **{name: given[name] for name in OF_SOMEBODY})
