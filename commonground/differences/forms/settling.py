"""The note of a difference that was settled by talking."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms

from commonground.differences.forms.raising import Data
from commonground.differences.workplaces import Workplace, labels, question
from commonground.directory.models import Agency
from commonground.govuk.forms import CHOOSE, GovukForm, Radios, offer
from commonground.procedures.definition import Procedure
from commonground.procedures.terms import Kind


class SettledForm(GovukForm):
    """Settled by talking: at most four answers, and nothing about a child."""

    place = forms.ChoiceField(label="Which team or area?", widget=Radios)
    other_agency = forms.ChoiceField(label="Which agency did you talk with?")
    kind = forms.ChoiceField(label="What was it about?", choices=CHOOSE + [(k.value, k.label) for k in Kind])
    saved_stage = forms.TypedChoiceField(
        label="Which stage did talking save?",
        help_text="Where it would have gone if you had not talked.",
        coerce=int,
        widget=Radios,
    )

    def __init__(
        self,
        data: Data = None,
        *,
        places: Sequence[Workplace],
        agencies: Mapping[str, Collection[Agency]],
        procedures: Collection[Procedure],
    ) -> None:
        """Offer these workplaces, the agencies of each, and the stages of their procedures."""
        super().__init__(data)
        self.agencies = agencies
        self.fields["place"].label = question(places)
        offer(self.fields["place"], labels(places))
        if len(places) == 1:
            del self.fields["place"]
            self.only_place = places[0].key
        everyone = {agency.pk: agency for some in agencies.values() for agency in some}
        by_name = sorted(everyone.values(), key=lambda agency: agency.name)
        offer(self.fields["other_agency"], CHOOSE + [(str(one.pk), one.name) for one in by_name], forms.Select())
        offer(self.fields["saved_stage"], _stages(procedures))

    @property
    def place_key(self) -> str:
        """The key of the workplace, once the form is valid."""
        return str(self.cleaned_data.get("place") or self.only_place)

    @property
    def other_agency_key(self) -> UUID:
        """The agency talked with, once the form is valid."""
        return UUID(self.cleaned_data["other_agency"])

    def clean(self) -> dict[str, Any]:
        """Refuse an agency that does not work in the area chosen."""
        answers = super().clean() or self.cleaned_data
        place = answers.get("place") if "place" in self.fields else self.only_place
        other = answers.get("other_agency")
        if place and other and other not in {str(agency.pk) for agency in self.agencies[place]}:
            self.add_error("other_agency", "That agency does not work in that area. Choose another")
        return answers


def _stages(procedures: Collection[Procedure]) -> list[tuple[str, str]]:
    """Return the stages of some procedures as choices; where they differ, a number carries each name."""
    names: dict[int, dict[str, None]] = {}
    for procedure in procedures:
        for stage in procedure.stages:
            names.setdefault(stage.number, {})[stage.name] = None
    return [(str(number), f"Stage {number}: {' or '.join(names[number])}") for number in sorted(names)]
