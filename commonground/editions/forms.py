"""What officers write about the editions of their procedures."""

from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from django import forms
from django.utils.safestring import SafeString

from commonground.directory.models import Partnership
from commonground.govuk.drawing import draw_field
from commonground.govuk.forms import Checkboxes, GovukDateField, GovukForm, Radios, Textarea
from commonground.govuk.macros import draw
from commonground.now import london_date, now
from commonground.procedures.confirming import Part
from commonground.procedures.definition import LONGEST

NOTHING = "nothing"
SHIPPED = "shipped:"
EDITION = "edition:"


def today() -> date:
    """Return the present day in London."""
    return london_date(now())


class StartForm(GovukForm):
    """From what a draft starts, and for which of one's areas."""

    source = forms.ChoiceField(label="What do you start from?", widget=Radios(reveals={NOTHING: "name"}))
    name = forms.CharField(label="What is the procedure called?", max_length=200, required=True)
    areas = forms.MultipleChoiceField(label="For which areas is it?", widget=Checkboxes)

    def __init__(self, *args: Any, sources: list[tuple[str, str]], at: list[Partnership], **kwargs: Any) -> None:  # noqa: ANN401
        """Offer what can be started from, and the areas whose officer one is; one area is not asked for."""
        super().__init__(*args, **kwargs)
        self.fields["source"].choices = [*sources, (NOTHING, "Nothing: a new procedure")]  # type: ignore[attr-defined]
        self.fields["areas"].choices = [(str(one.pk), one.name) for one in at]  # type: ignore[attr-defined]
        self.at = at
        if len(at) == 1:
            del self.fields["areas"]

    def area_keys(self) -> set[UUID]:
        """Return the areas that it is for, once the form is valid."""
        return {UUID(one) for one in self.cleaned_data["areas"]} if "areas" in self.fields else {self.at[0].pk}


class SourceForm(GovukForm):
    """Where a figure stands, and of which day that is."""

    source = forms.CharField(
        label="Where does it stand?", max_length=300, help_text="The document, and the page or section in it"
    )
    dated = GovukDateField(
        label="Of which day is that document?", help_text="If it has no date, the day on which you read it",
        latest=today,
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput)


class FigureForm(SourceForm):
    """The figures of one part, with where they stand."""

    def __init__(self, *args: Any, part: Part, **kwargs: Any) -> None:  # noqa: ANN401 - a form's own
        """Ask for each figure; those that are known stand there."""
        self.priorities = {f"figure_{number}": one.priority for number, one in enumerate(part.asks)}
        asked = {
            name: forms.IntegerField(label=one.question, min_value=1, max_value=LONGEST, initial=one.figure)
            for name, one in zip(self.priorities, part.asks, strict=True)
        }
        self.base_fields = {**asked, **SourceForm.base_fields}  # type: ignore[misc]  # as Django copies them next
        super().__init__(*args, **kwargs)

    def figures(self) -> dict[str, int]:
        """Return the figures by priority, once the form is valid."""
        return {priority: self.cleaned_data[name] for name, priority in self.priorities.items()}


class ConfirmForm(SourceForm):
    """Several parts of a draft, all from one document."""

    parts = forms.MultipleChoiceField(label="What does it confirm?", widget=Checkboxes)
    field_order = ("parts", "source", "dated", "version")

    def __init__(self, *args: Any, parts: Iterable[Part], **kwargs: Any) -> None:  # noqa: ANN401 - a form's own
        """Offer the parts that are known and not confirmed."""
        super().__init__(*args, **kwargs)
        offered = list(parts)
        field = self.fields["parts"]
        field.choices = [(one.key, one.label) for one in offered]  # type: ignore[attr-defined]
        field.widget.notes = Checkboxes(hints={one.key: one.says for one in offered}).notes


class ProposeForm(GovukForm):
    """From which day it is to be followed."""

    in_force = GovukDateField(
        label="From which day is it followed?",
        help_text="Today or later. What was raised before goes on under the edition that it began with",
        earliest=today,
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class WhatWasReadForm(forms.Form):
    """Which proposal somebody read before they approve it: by when it was proposed."""

    proposed = forms.DateTimeField(widget=forms.HiddenInput)


class ReasonForm(GovukForm):
    """Why something is sent back."""

    reason = forms.CharField(label="What should change?", max_length=500, widget=Textarea(attrs={"rows": 4}))


class RetireForm(GovukForm):
    """Why an edition is retired, and whether that may leave nothing in its place."""

    why = forms.CharField(label="Why is it retired?", max_length=300, widget=Textarea(attrs={"rows": 3}))
    leaves_none = forms.BooleanField(
        label="Yes: from now on nobody can raise a difference there", required=False,
    )  # fmt: skip

    def __init__(self, *args: Any, bare: list[str], **kwargs: Any) -> None:  # noqa: ANN401 - a form's own
        """Ask plainly where it would leave nothing; elsewhere not at all."""
        super().__init__(*args, **kwargs)
        if not bare:
            del self.fields["leaves_none"]


class DayForm(GovukForm):
    """The day of which somebody wants to know what the procedure said."""

    day = GovukDateField(label="Which day?", help_text="Like 3 3 2026")

    def drawn(self) -> SafeString:
        """Return its field and its button. Until somebody asks they are the same on every page, and drawn once."""
        return _drawn(self) if self.is_bound else _not_asked()


@cache
def _not_asked() -> SafeString:
    return _drawn(DayForm())


def _drawn(form: DayForm) -> SafeString:
    button = draw("button", {"text": "Show that day", "classes": "govuk-button--secondary"})
    return draw_field(form["day"], size="s") + button
