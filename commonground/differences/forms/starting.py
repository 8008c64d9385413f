"""Which agency it is about, for somebody who rings first."""

from collections.abc import Iterable

from django import forms

from commonground.differences.forms.raising import FEW, Data
from commonground.directory.models import Agency
from commonground.govuk.forms import GovukForm, Radios


class WhichAgencyForm(GovukForm):
    """Which agency it is about."""

    agency = forms.ChoiceField(label="Which agency?")

    def __init__(self, data: Data = None, *, agencies: Iterable[Agency], label: str) -> None:
        """Offer these agencies."""
        super().__init__(data)
        choices = [(str(agency.pk), agency.name) for agency in agencies]
        field = self.fields["agency"]
        field.label = label
        if len(choices) <= FEW:
            field.widget = Radios()
        else:
            choices = [("", "Choose one"), *choices]
        field.choices = choices  # type: ignore[attr-defined]
