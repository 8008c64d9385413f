"""The first questions of somebody who is worried: is a child in danger now, in which area, and about which agency."""

from collections.abc import Iterable, Sequence

from django import forms

from commonground.differences.answers import DANGER
from commonground.differences.forms.raising import FEW, DangerForm, Data
from commonground.directory.models import Agency, Partnership
from commonground.govuk.forms import GovukForm, Radios

ASKED = DangerForm.base_fields["danger"].label


class StartForm(GovukForm):
    """Is a child in danger now, and in which area. No answer stops anybody."""

    danger = forms.ChoiceField(label=ASKED, choices=list(DANGER.items()), widget=Radios)
    area = forms.ChoiceField(label="In which area does the child live?", widget=Radios)
    asks = DangerForm.asks

    def __init__(self, data: Data = None, *, areas: Sequence[Partnership]) -> None:
        """Offer these areas; one area is not asked for."""
        super().__init__(data)
        field = self.fields["area"]
        field.choices = [(str(one.pk), one.name) for one in areas]  # type: ignore[attr-defined]
        if len(areas) < 2:  # noqa: PLR2004 one is no choice
            del self.fields["area"]


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
