"""Whom to ask to advise a side: first in which agency, then which person there, and why."""

from collections.abc import Iterable, Mapping
from typing import ClassVar
from uuid import UUID

from django import forms

from commonground.differences.actions.inviting import AdviceSought, agencies_to_ask
from commonground.differences.forms.acts import words
from commonground.differences.forms.raising import Data
from commonground.differences.models import Difference
from commonground.directory.models import Person
from commonground.govuk.forms import CHOOSE, GovukForm, Radios, offer
from commonground.procedures.terms import Side


class WhereForm(GovukForm):
    """Which side needs advice, if one may ask for both, and in which agency to look for somebody."""

    asks: ClassVar[Mapping[str, str]] = {"agency": "in which agency they work"}

    side = forms.TypedChoiceField(label="Which side needs advice?", coerce=Side, widget=Radios)
    agency = forms.TypedChoiceField(label="In which agency do they work?", coerce=UUID)

    def __init__(self, data: Data = None, *, row: Difference, sides: tuple[Side, ...]) -> None:
        """Ask for the side only where there are two, and offer the agencies of which somebody may be asked."""
        super().__init__(data)
        if len(sides) == 1:
            del self.fields["side"]
        else:
            offer(self.fields["side"], [(side.value, row.name_of(side)) for side in sides])
        self.sides = sides
        agencies = {one.pk: one.name for side in sides for one in agencies_to_ask(row, side)}
        offer(self.fields["agency"], CHOOSE + [(str(key), name) for key, name in agencies.items()], forms.Select())

    def clean(self) -> None:
        """Fill in the only side there is."""
        super().clean()
        self.cleaned_data.setdefault("side", self.sides[0])


class AdviserForm(GovukForm):
    """Who is asked, and why."""

    asks: ClassVar[Mapping[str, str]] = {"person": "whom you want to ask", "reason": "what you want advice about"}

    person = forms.TypedChoiceField(label="Whom do you want to ask?", coerce=UUID)
    reason = words("What do you want advice about?", "Both sides read it.", rows=3)

    def __init__(self, data: Data = None, *, people: Iterable[Person]) -> None:
        """Offer these people."""
        super().__init__(data)
        offer(self.fields["person"], CHOOSE + [(str(one.pk), one.titled) for one in people], forms.Select())

    def asked(self, side: Side, agency: UUID) -> AdviceSought:
        """Return who is asked for which side."""
        return AdviceSought(side, agency, self.cleaned_data["person"], self.cleaned_data["reason"])
