"""What an officer asks for, what a lead says by one standard, and what the officer says to it."""

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar

from django import forms

from commonground.assurance.models import Submitted
from commonground.assurance.returns.rules import FIGURES, MOST
from commonground.assurance.themes import Theme, themes
from commonground.directory.models import Partnership
from commonground.govuk.forms import Checkboxes, GovukDateField, GovukForm, Radios, Textarea

WORDS, LONG = 500, 2000


class AskForm(GovukForm):
    """A return by standards, until a day."""

    area = forms.ChoiceField(label="For which partnership?", widget=Radios)
    title = forms.CharField(label="What is it called?", max_length=120, help_text="Such as: Returns of 2026")
    deadline = GovukDateField(label="By which day?", help_text="The last day to submit it. A later one is taken too.")
    keys = forms.MultipleChoiceField(label="By which standards?", widget=Checkboxes)
    words = forms.CharField(
        label="A word from you to the agencies", required=False, max_length=WORDS, widget=Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, areas: Sequence[Partnership], **kwargs: Any) -> None:  # noqa: ANN401 - a form's own
        """Offer every standard; one's only area is not asked for."""
        kwargs["initial"] = {"keys": [one.key for one in themes()], **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.areas = areas
        self.fields["keys"].choices = [(one.key, one.standard) for one in themes()]  # type: ignore[attr-defined]
        self.fields["area"].choices = [(str(one.pk), one.name) for one in areas]  # type: ignore[attr-defined]
        if len(areas) == 1:
            del self.fields["area"]

    def partnership(self) -> Partnership:
        """Return the area that it is for, once the form is valid."""
        chosen = self.cleaned_data.get("area")
        return next((one for one in self.areas if str(one.pk) == chosen), self.areas[0])


class StandardForm(GovukForm):
    """What an agency says by one standard. All of it can be left for later; what is there is saved."""

    marks_optional: ClassVar[bool] = False

    figure = forms.TypedChoiceField(label="Where are you?", required=False, coerce=int, empty_value=None, widget=Radios)
    evidence = forms.CharField(
        label="How do you know?", required=False, max_length=LONG, widget=Textarea(attrs={"rows": 4}),
        help_text="What you have seen, heard or counted. Name no child and no family.",
    )  # fmt: skip
    improvement = forms.CharField(
        label="What will you do next?", required=False, max_length=LONG, widget=Textarea(attrs={"rows": 3}),
        help_text=f"Not needed where you are at {MOST}.",
    )  # fmt: skip
    owner = forms.CharField(label="Who sees to it?", required=False, max_length=120, help_text="A role, or a name")
    by_when = GovukDateField(label="By when?", required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, theme: Theme, **kwargs: Any) -> None:  # noqa: ANN401 - a form's own
        """Say what each figure means."""
        super().__init__(*args, **kwargs)
        self.fields["figure"].choices = [  # type: ignore[attr-defined]
            (str(figure), f"{figure}. {words}") for figure, words in zip(FIGURES, theme.levels, strict=True)
        ]

    def said(self) -> dict[str, Any]:
        """Return what the agency says, once the form is valid."""
        return {name: one for name, one in self.cleaned_data.items() if name != "version"}


def as_initial(said: dict[str, Any] | None, version: int) -> dict[str, Any]:
    """Return what stands in the form for a standard that was saved before."""
    kept = dict(said or {})
    if kept.get("by_when"):
        kept["by_when"] = date.fromisoformat(kept["by_when"])
    return {**kept, "version": version}


class SubmitForm(forms.Form):
    """Which return somebody read before they submit it."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class ModerateForm(GovukForm):
    """An officer's own figure for each standard, and what they say to the whole."""

    says = forms.ChoiceField(
        label="What do you say?", widget=Radios,
        choices=[("agrees", "I agree with it as it stands"), ("asks", "I ask the agency about it first")],
    )  # fmt: skip
    words = forms.CharField(
        label="In words", required=False, max_length=LONG, widget=Textarea(attrs={"rows": 5}),
        help_text="What you ask, or why your figure is another. The agency reads it.",
    )  # fmt: skip

    def __init__(self, *args: Any, submitted: Submitted, **kwargs: Any) -> None:  # noqa: ANN401 - a form's own
        """Ask for a figure beside each of the agency's, which stands there at first."""
        self.themes = submitted.assessment.themes
        own = {
            f"figure_{one.key}": forms.TypedChoiceField(
                label=f"Your figure: {one.name}", coerce=int, widget=Radios,
                initial=submitted.answers[one.key]["figure"], choices=[(figure, str(figure)) for figure in FIGURES],
            )
            for one in self.themes
        }  # fmt: skip
        self.base_fields = {**own, **type(self).base_fields}  # type: ignore[misc]  # as Django copies them next
        super().__init__(*args, **kwargs)

    def own_figures(self) -> list[forms.BoundField]:
        """Return the fields of the figures, in the order of the standards."""
        return [self[f"figure_{one.key}"] for one in self.themes]

    def figures(self) -> dict[str, int]:
        """Return the figures by standard, once the form is valid."""
        return {one.key: self.cleaned_data[f"figure_{one.key}"] for one in self.themes}
