"""When an injury was referred, and who took it."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, ClassVar

from django import forms

from commonground.govuk.dates import GovukDateField, GovukTimeField
from commonground.govuk.warned import WarnedForm
from commonground.now import LONDON
from commonground.procedures.injury import moment_refusal


class ReferralForm(WarnedForm):
    """When an injury was referred, who took it, and what they said comes next."""

    asks: ClassVar[Mapping[str, str]] = {"whom": "who took the referral"}

    on = GovukDateField(label="On which day did you refer it?", help_text="For example 27 3 2026")
    time = GovukTimeField(label="At about what time?", help_text="Such as 14:30")
    whom = forms.CharField(
        label="Who took the referral?", help_text="Their part, and their team: “duty social worker, front door”.",
        max_length=120,
    )  # fmt: skip
    comes_next = forms.CharField(
        label="What did they say comes next?", help_text="Where and when is the child examined? Who rings back?",
        required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "true"}),
    )  # fmt: skip

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:  # noqa: ANN401 - a form's own
        """Begin with today."""
        self.now = now
        today: date = now.astimezone(LONDON).date()
        super().__init__(*args, initial={"on": today}, **kwargs)
        self.fields["on"].gone_by(today)  # type: ignore[attr-defined]  # a GovukDateField

    def clean(self) -> dict[str, Any]:
        """Refuse a moment that is still to come."""
        given = super().clean() or self.cleaned_data
        if not self.errors and (sentence := moment_refusal(self.when, self.now)):
            self.add_error("time", sentence)
        return given

    @property
    def when(self) -> datetime:
        """The moment that was given, once its day and time are valid."""
        return datetime.combine(self.cleaned_data["on"], self.cleaned_data["time"], LONDON)
