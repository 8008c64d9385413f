"""The filters of the lists, and finding a difference by its reference."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from commonground.differences.models.references import read_reference
from commonground.govuk.forms import GovukForm
from commonground.procedures.definition import Procedure
from commonground.procedures.terms import Kind
from commonground.web.listing import State, Whose

STATES = {
    State.OPEN: "Open",
    State.PAST: "Past its time",
    State.ENDED: "Ended",
    State.ALL: "All",
}


class FilterForm(GovukForm):
    """Which list, and which of its differences. Every question has an answer already."""

    marks_optional = False

    whose = forms.TypedChoiceField(label="Whose", coerce=Whose, empty_value=None, required=False)
    state = forms.TypedChoiceField(
        label="Which",
        choices=[(state.value, label) for state, label in STATES.items()],
        coerce=State,
        empty_value=State.OPEN,
        required=False,
    )
    kind = forms.ChoiceField(
        label="About", choices=[("", "Anything"), *((kind.value, kind.label) for kind in Kind)], required=False
    )
    stage = forms.TypedChoiceField(label="Stage", coerce=int, empty_value=None, required=False)

    def __init__(
        self,
        data: Mapping[str, Any],
        *,
        lists: Mapping[Whose, str],
        procedures: Iterable[Procedure],
    ) -> None:
        """Offer these lists, and the stages of these procedures."""
        super().__init__(data)
        names: dict[int, dict[str, None]] = {}
        for procedure in procedures:
            for stage in procedure.stages:
                names.setdefault(stage.number, {})[stage.name] = None
        stages = [(str(number), f"{number} {' or '.join(names[number])}") for number in sorted(names)]
        self.fields["whose"].choices = [(whose.value, name) for whose, name in lists.items()]  # type: ignore[attr-defined]
        if len(lists) == 1:
            self.fields["whose"].widget = forms.HiddenInput()
        self.fields["stage"].choices = [("", "Any"), *stages]  # type: ignore[attr-defined]


class SaidForm(GovukForm):
    """What somebody looks for among what was said."""

    marks_optional = False

    q = forms.CharField(
        label="Look for", max_length=200, help_text="A few words, such as “bruise” or “school trip”",
        error_messages={"required": "Write what you look for", "max_length": "Write at most 200 letters"},
    )  # fmt: skip


class FindForm(GovukForm):
    """A reference as somebody reads it out or copies it."""

    marks_optional = False

    reference = forms.CharField(
        label="Find by reference",
        help_text="Like 7K3F-9QXM-2C",
        max_length=40,
        error_messages={"required": "Write the reference, like 7K3F-9QXM-2C"},
    )

    def clean_reference(self) -> str:
        """Return the reference in capitals, without dashes and spaces."""
        return read_reference(str(self.cleaned_data["reference"]))
