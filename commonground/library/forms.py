"""What officers write about the chart of their area."""

from typing import Any, ClassVar

from django import forms

from commonground.editions.forms import today
from commonground.govuk.forms import GovukDateField, GovukForm, Textarea
from commonground.library.shape import LONGEST, MOST, Box, Chart


class PublishedForm(GovukForm):
    """An area's chart as it was published: what stands in each box, in which document, and of which day that is."""

    marks_optional = False
    asks: ClassVar = {"source": "where the published chart stands"}

    source = forms.CharField(
        label="Where does the published chart stand?",
        max_length=300,
        help_text="The name of the document, with its page or its address on the web",
    )
    published = GovukDateField(
        label="Of which day is it?", help_text="If it has no date, the day on which you read it", latest=today
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, chart: Chart, **kwargs: Any) -> None:  # noqa: ANN401 - a form's own
        """Ask for the phrases of every box, with those that are known standing there."""
        self.places = {f"box_{level.number}_{column}": (level.number, column) for level, column, _ in chart.boxes()}
        asked = {
            name: forms.CharField(
                label=chart.columns[column], required=False, max_length=MOST * (LONGEST + 1),
                initial="\n".join(box.phrases), help_text=_note(box),
                widget=Textarea(attrs={"rows": max(3, len(box.phrases) + 1)}),
            )
            for name, (level, column, box) in zip(self.places, chart.boxes(), strict=True)
        }  # fmt: skip
        self.base_fields = {**asked, **PublishedForm.base_fields}  # type: ignore[misc]  # as Django copies them next
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        """Refuse lines that are too many or too long, where they stand."""
        said = super().clean() or self.cleaned_data
        for name in self.places:
            lines = phrases(said.get(name, ""))
            if len(lines) > MOST:
                self.add_error(name, f"Keep this to {MOST} lines or fewer. There are {len(lines)} now")
            elif any(len(line) > LONGEST or not line.isprintable() for line in lines):
                self.add_error(name, f"Keep each line to {LONGEST} letters, signs and spaces or fewer")
        return said

    def boxes(self) -> dict[tuple[int, str], tuple[str, ...]]:
        """Return the phrases of each box, once the form is valid."""
        return {place: phrases(self.cleaned_data[name]) for name, place in self.places.items()}


def phrases(text: str) -> tuple[str, ...]:
    """Return the phrases that somebody wrote, one on each line; one that stands twice counts once."""
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return tuple(dict.fromkeys(line for line in lines if line))


def _note(box: Box) -> str:
    if box.confirmed:
        return "One on each line. It was read on the published chart."
    return f"One on each line. Not confirmed yet. {box.note}".strip()


class ElsewhereForm(GovukForm):
    """Where an area's own chart stands, when it is not kept here."""

    title = forms.CharField(label="What is it called?", max_length=200)
    address = forms.URLField(label="Its address on the web", max_length=300, assume_scheme="https")
    published = GovukDateField(
        label="Of which day is it?", help_text="If it has no date, the day on which you read it", latest=today
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)
