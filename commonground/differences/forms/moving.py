"""A child has moved: which, from when, to which area and agency."""

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

from django import forms

from commonground.differences.actions.joining import ELSEWHERE
from commonground.differences.actions.moving import NewAgency
from commonground.differences.forms.joining import to_join
from commonground.differences.reading import Standpoint
from commonground.directory.models import Partnership
from commonground.govuk.forms import CHOOSE, Checkboxes, GovukDateField, GovukForm, Radios, offer
from commonground.procedures.terms import Side

NOT_KNOWN = [("", "Not known, or not in this list")]


class ChildMovedForm(GovukForm):
    """Which child, from when, where to, and which agency has the child now."""

    asks: ClassVar[Mapping[str, str]] = {
        "children": "which children have moved",
        "on": "from which day",
        "area": "which area the child lives in now",
        "side": "which side the new agency joins",
    }

    children = forms.MultipleChoiceField(label="Which children have moved?", widget=Checkboxes)
    on = GovukDateField(label="From which day?")
    area = forms.ChoiceField(
        label="Which area does the child live in now?",
        help_text="If it is another one, its numbers to ring are shown from now on. This procedure goes on as it is.",
    )
    agency = forms.ChoiceField(
        label="Which agency has the child now?",
        help_text="It joins, and sees what both sides see. The one before stays to the end. Not in this list? Ring "
        "them now. The partnership’s office can add an agency to the partnership, and then you can ask it here.",
        required=False,
        error_messages={"invalid_choice": ELSEWHERE},
    )
    side = forms.ChoiceField(
        label="Which side does the new agency join?",
        help_text="If you named one.",
        required=False,
        widget=Radios,
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, here: Standpoint) -> None:
        """Offer the children by number, the areas, the agencies that are not in it yet, and the sides by name."""
        super().__init__(data)
        row = here.difference
        numbers = [(str(number), f"Child {number}") for number in range(1, here.situation.children + 1)]
        if len(numbers) == 1:
            del self.fields["children"]
        else:
            offer(self.fields["children"], numbers)
        areas = [(str(one.pk), one.name) for one in Partnership.objects.order_by("name")]
        offer(self.fields["area"], CHOOSE + areas, forms.Select())
        self.initial["area"] = str(row.contacts_of_id or row.partnership_id)
        offer(self.fields["agency"], NOT_KNOWN + to_join(here), forms.Select())
        offer(self.fields["side"], [(side.value, row.name_of(side)) for side in Side])
        self.initial["side"] = next(iter(here.sides), "")

    def clean(self) -> dict[str, Any]:
        """Ask for a side where an agency was named."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if said.get("agency") and not said.get("side"):
            self.add_error("side", "Choose which side the new agency joins")
        return said

    def details(self) -> dict[str, Any]:
        """Return what the action asks."""
        said = self.cleaned_data
        agency, _, team = said["agency"].partition(".")
        new = NewAgency(UUID(agency), UUID(team) if team else None, Side(said["side"])) if agency else None
        children = [int(number) for number in said.get("children", ["1"])]
        return {"children": children, "on": said["on"], "area": UUID(said["area"]), "new": new}
