"""What of a sheet can be quoted into what one's own side sees."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms

from commonground.govuk.forms import GovukForm, Radios
from commonground.procedures.side_views import Fact


@dataclass(frozen=True, slots=True)
class Quotable:
    """A line of a shared sheet as it can be quoted: by which key, in words, and as a fact of a view."""

    key: str
    words: str
    fact: Fact


class QuoteForm(GovukForm):
    """Which line is quoted into one's view."""

    asks: ClassVar[Mapping[str, str]] = {"quote": "what you want to quote"}

    quote = forms.ChoiceField(label="What do you want to quote?", widget=Radios())

    def __init__(self, *args: Any, quotables: Sequence[Quotable], **kwargs: Any) -> None:  # noqa: ANN401 - a form's own
        """Offer every line that is shared."""
        super().__init__(*args, **kwargs)
        self.facts = {one.key: one.fact for one in quotables}
        self.fields["quote"].choices = [(one.key, one.words) for one in quotables]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> Fact:
        """What was chosen, once the form is valid."""
        return self.facts[self.cleaned_data["quote"]]
