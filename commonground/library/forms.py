"""What readers look for on a chart, and what editors write about the chart of their area."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from commonground.editions.forms import today
from commonground.govuk.forms import Checkboxes, GovukDateField, GovukForm, Textarea
from commonground.library.chart_files.reading import MOST_BYTES, ChartFileError, read
from commonground.library.presenting import ALL, Asked
from commonground.library.shape import LONGEST, MOST, Box, Chart

LONGEST_SEARCH = 80
MOST_ERRORS = 20
"""How many things that are wrong with a file are said at once."""


class LookForm(GovukForm):
    """What somebody looks for on a chart. Nothing need be said: then all of it is shown."""

    marks_optional = False

    words = forms.CharField(label="Search the chart", max_length=LONGEST_SEARCH, required=False)
    level = forms.TypedMultipleChoiceField(
        label="Which levels?", help_text="Two or more stand side by side", coerce=int, required=False,
        widget=Checkboxes(),
    )  # fmt: skip
    part = forms.MultipleChoiceField(label="Which parts?", required=False, widget=Checkboxes())

    def __init__(self, *args: Any, chart: Chart, **kwargs: Any) -> None:  # noqa: ANN401 - a form's own
        """Offer the levels and the parts of a chart."""
        super().__init__(*args, **kwargs)
        levels = [(str(level.number), f"{level.number} {level.name}") for level in chart.levels]
        self.fields["level"].choices = levels  # type: ignore[attr-defined]
        self.fields["part"].choices = list(chart.columns.items())  # type: ignore[attr-defined]

    @property
    def asked(self) -> Asked:
        """What is looked for; where it cannot be understood, all of the chart."""
        if not self.is_valid():
            return ALL
        said = self.cleaned_data
        return Asked(" ".join(said["words"].split()), tuple(said["level"]), tuple(said["part"]))


class PublishedForm(GovukForm):
    """An area's chart as it was published: what stands in each box, in which document, and of which day that is."""

    marks_optional = False
    asks: ClassVar = {"source": "where the published chart stands"}

    compared = forms.TypedMultipleChoiceField(
        label="Which levels did you compare with the published chart?", coerce=int, widget=Checkboxes(),
        help_text="Only these lose their mark “Not confirmed”. Change nothing in the others.",
        error_messages={"required": "Choose the levels that you compared"},
    )  # fmt: skip
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
        boxes = {f"box_{level.number}_{column}": (level.number, column, box) for level, column, box in chart.boxes()}
        self.places = {name: (level, column) for name, (level, column, _) in boxes.items()}
        self.before = {name: box.phrases for name, (_, _, box) in boxes.items()}
        asked = {
            name: forms.CharField(
                label=chart.columns[column], required=False, max_length=MOST * (LONGEST + 1),
                initial="\n".join(box.phrases), help_text=_note(box),
                widget=Textarea(attrs={"rows": max(3, len(box.phrases) + 1)}),
            )
            for name, (_, column, box) in boxes.items()
        }  # fmt: skip
        self.base_fields = {**asked, **PublishedForm.base_fields}  # type: ignore[misc]  # as Django copies them next
        super().__init__(*args, **kwargs)
        levels = [(str(level.number), f"Level {level.number}: {level.name}") for level in chart.levels]
        self.fields["compared"].choices = levels  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Refuse lines that are too many or too long, and words in a level that nobody compared, where they stand."""
        said = super().clean() or self.cleaned_data
        compared = said.get("compared", ())
        for name, (level, _) in self.places.items():
            lines = phrases(said.get(name, ""))
            if compared and level not in compared and lines != self.before[name]:
                self.add_error(name, f"Choose level {level} above too, or leave this as it was")
            elif len(lines) > MOST:
                self.add_error(name, f"Keep this to {MOST} lines or fewer. There are {len(lines)} now")
            elif any(len(line) > LONGEST or not line.isprintable() for line in lines):
                self.add_error(name, f"Keep each line to {LONGEST} letters, signs and spaces or fewer")
        return said

    def boxes(self) -> dict[tuple[int, str], tuple[str, ...]]:
        """Return the phrases of each box, once the form is valid."""
        return {place: phrases(self.cleaned_data[name]) for name, place in self.places.items()}


def phrases(text: str) -> tuple[str, ...]:
    """Return the phrases that somebody wrote, one on each line; one that stands twice counts once, as first written."""
    lines = (" ".join(line.split()) for line in text.split("\n"))
    once: dict[str, str] = {}
    for line in lines:
        if line:
            once.setdefault(line.casefold(), line)
    return tuple(once.values())


class ChartFileForm(GovukForm):
    """A chart as a file, in which document it stands, and of which day that is."""

    marks_optional = False
    asks: ClassVar = {"source": "where the published chart stands"}

    file = forms.FileField(
        label="The file",
        help_text="Save it as “CSV UTF-8 (comma delimited)”.",
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
        error_messages={
            "required": f"Choose a file, of {MOST_BYTES // 1000} kB at most",
            "empty": "The file is empty",
            "missing": f"Choose a file, of {MOST_BYTES // 1000} kB at most",
        },
    )
    source = PublishedForm.base_fields["source"]
    published = PublishedForm.base_fields["published"]
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, key: str, **kwargs: Any) -> None:  # noqa: ANN401 - a form's own
        """Read the chart as that of this key."""
        super().__init__(*args, **kwargs)
        self.key = key

    def clean_file(self) -> Chart:
        """Return the chart that the file holds; refuse with all that is wrong in it, row by row."""
        try:
            return read(self.cleaned_data["file"].read(), key=self.key)
        except ChartFileError as wrong:
            shown, more = wrong.problems[:MOST_ERRORS], len(wrong.problems) - MOST_ERRORS
            said = [*shown, f"There are {more} more like these."] if more > 0 else shown
            raise ValidationError([ValidationError(one) for one in said]) from wrong


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
