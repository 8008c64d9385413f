"""What the pages of how far briefings have come ask."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, ClassVar

from django import forms

from commonground.editions.forms import today
from commonground.govuk.forms import GovukDateField, GovukForm, offer

FEW = 8
"""So many editions are offered one beneath the other; more of them in a list."""


def yesterday() -> date:
    """Return the last day that is over."""
    return today() - timedelta(days=1)


class HadReadForm(GovukForm):
    """Of which edition, and by the end of which day."""

    marks_optional = False
    asks: ClassVar = {"edition": "which edition you mean", "day": "by the end of which day"}
    edition = forms.ChoiceField(label="Which edition?")
    day = GovukDateField(
        label="By the end of which day?", latest=yesterday, help_text="Yesterday at the latest: today is not over yet"
    )

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 - a form's own
        editions: Sequence[tuple[str, str]],
        **kwargs: Any,  # noqa: ANN401 - as above
    ) -> None:
        super().__init__(*args, **kwargs)
        offer(self.fields["edition"], list(editions), few=FEW)
