"""What is asked before evidence is made: of whom, for what, and of which time."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from commonground.directory.models import choices
from commonground.editions.forms import today
from commonground.govuk.forms import GovukDateField, GovukForm, Radios, offer
from commonground.insight.evidence.models import Purpose


class EvidenceForm(GovukForm):
    """Of whom, for what, from which day to which."""

    marks_optional = False
    asks: ClassVar = {
        "whose": "of whom it is",
        "purpose": "what it is for",
        "since": "the first day",
        "until": "the last day",
    }
    whose = forms.ChoiceField(label="Of whom?")
    purpose = forms.ChoiceField(
        label="What is it for?", choices=choices(Purpose), widget=Radios, help_text="Each file says so, and who made it"
    )
    since = GovukDateField(label="From which day?", latest=today)
    until = GovukDateField(label="To which day?", latest=today)

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 - a form's own
        whose: Sequence[tuple[str, str]],
        **kwargs: Any,  # noqa: ANN401 - as above
    ) -> None:
        super().__init__(*args, **kwargs)
        offer(self.fields["whose"], list(whose), Radios())

    def clean(self) -> dict[str, Any]:
        """Check that the time does not end before it begins."""
        said: dict[str, Any] = super().clean() or {}
        since, until = said.get("since"), said.get("until")
        if since and until and until < since:
            self.add_error("until", ValidationError("The last day must not be before the first"))
        return said
