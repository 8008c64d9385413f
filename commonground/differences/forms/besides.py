"""What may be said besides the six answers before sending: who on one's own side shares it, the court, ring me."""

from collections.abc import Iterable
from typing import Any, ClassVar
from uuid import UUID

from django import forms

from commonground.differences.forms.acts import words
from commonground.differences.forms.ringing_me import ring_fields
from commonground.directory.models import Person
from commonground.govuk.forms import CHOOSE, Checkboxes, GovukForm, Radios, offer
from commonground.procedures.terms import TooClose


class OwnLineForm(GovukForm):
    """Who of one's own agency took, made or shares the decision."""

    marks_optional = False

    too_close = forms.MultipleChoiceField(
        label="Who on your own side took, made or shares this decision?",
        help_text="They will not see it and are not told. Your line starts above them. Leave it empty for nobody.",
        required=False,
        widget=Checkboxes,
    )

    def __init__(self, data: Any = None, *, people: Iterable[Person], initial: Any = None) -> None:  # noqa: ANN401
        """Offer the people of one's own line."""
        super().__init__(data, initial=initial)
        named = [(str(one.pk), one.titled) for one in people]
        offer(self.fields["too_close"], named)


class BesidesForm(GovukForm):
    """Whether the matter is before a court, and whether to be rung."""

    marks_optional = False

    in_court = forms.BooleanField(label="The matter is before a court", required=False)
    ring, ring_phone, ring_when = ring_fields()


class TooCloseForm(GovukForm):
    """Who is too close to a difference, and why."""

    asks: ClassVar = {"person": "who it is", "why": "why they should take no part"}

    person = forms.TypedChoiceField(label="Who is it?", coerce=UUID)
    why = forms.TypedChoiceField(
        label="Why should they take no part?",
        choices=[(one.value, one.label) for one in TooClose],
        coerce=TooClose,
        widget=Radios(
            hints={
                TooClose.PERSONAL: "Both sides can read that you said so.",
                TooClose.DECISION: "For somebody on the side that raised it. Only that side can read that you said so.",
            }
        ),
    )
    reason = words("Anything to say about it?", "Say no more than others need to know.", rows=3, required=False)

    def __init__(self, data: Any = None, *, people: Iterable[tuple[Person, str]], me: Person) -> None:  # noqa: ANN401
        """Offer the people of both sides' agencies; oneself first."""
        super().__init__(data)
        named = [(str(one.pk), "Myself" if one == me else f"{one.name}, {agency}") for one, agency in people]
        named.sort(key=lambda one: (one[1] != "Myself", one[1]))
        offer(self.fields["person"], CHOOSE + named, forms.Select())
