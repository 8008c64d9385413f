"""What was tried outside, how the other side remembers it, and to whom it is handed over."""

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

from django import forms

from commonground.differences.actions import Tried
from commonground.differences.forms.acts import ActForm, colleagues, words
from commonground.govuk.forms import CHOOSE, GovukDateField, Radios, offer
from commonground.now import london_date
from commonground.procedures.terms import How, Side

COUNTS = "Count it as this stage, and go on to {next}"


class TriedOutsideForm(ActForm):
    """How, with whom, when and what they said; and whether it counts as this stage, where the edition lets it."""

    asks: ClassVar[Mapping[str, str]] = {
        "how": "how you talked",
        "whom": "with whom you talked",
        "on": "when you talked",
        "said": "what they said",
    }

    how = forms.ChoiceField(label="How did you talk?", choices=[(one.value, one.label) for one in How], widget=Radios)
    whom = forms.CharField(label="With whom?", help_text="Name and what they do.", max_length=200)
    on = GovukDateField(label="When?")
    said = words("What did they say?", "As nearly as you remember it, and fairly.")
    counts = forms.BooleanField(label=COUNTS, required=False)

    def set_up(self) -> None:
        """Take days up to today; offer to count it only where the edition lets it and there is a next stage."""
        situation = self.scene.standpoint.situation
        self.fields["on"].gone_by(london_date(self.scene.at))  # type: ignore[attr-defined]
        if situation.procedure.tried_outside_counts and not situation.last:
            name = situation.procedure.stages[situation.stage].name
            self.fields["counts"].label = COUNTS.format(next=name[:1].lower() + name[1:])
        else:
            del self.fields["counts"]

    def details(self) -> dict[str, Any]:
        """Return the conversation."""
        said = self.cleaned_data
        tried = Tried(
            how=How(said["how"]),
            whom=said["whom"],
            on=said["on"],
            said=said["said"],
            counts=said.get("counts", False),
        )
        return {"tried": tried}


class RememberForm(ActForm):
    """How the other side remembers it."""

    asks: ClassVar[Mapping[str, str]] = {"words": "how you remember it"}

    words = words("How do you remember it?", "Both stand next to each other in the record. Neither is taken out.")


class HandOverForm(ActForm):
    """To a colleague of the raising side."""

    asks: ClassVar[Mapping[str, str]] = {"person": "who should have it", "reason": "why you hand it over"}

    person = forms.TypedChoiceField(label="Who should have it?", coerce=UUID, empty_value=None)
    reason = words("Why?", rows=3)

    def set_up(self) -> None:
        """Offer the colleagues of the raising agency."""
        offer(self.fields["person"], CHOOSE + colleagues(self.scene, Side.RAISING))
