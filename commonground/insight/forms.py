"""What the pages of figures ask: which time to work out, and what the office makes of it."""

from typing import Any

from django import forms

from commonground.govuk.forms import GovukForm, Radios, Textarea, offer


class PeriodForm(GovukForm):
    """Choosing a quarter or a year that is over."""

    marks_optional = False
    period = forms.ChoiceField(label="Which time do you want worked out?")

    def __init__(self, *args: Any, periods: list[tuple[str, str]], **kwargs: Any) -> None:  # noqa: ANN401 a form's own
        super().__init__(*args, **kwargs)
        offer(self.fields["period"], periods, Radios())


class ReleaseForm(GovukForm):
    """What the office makes of the figures, for whoever reads them."""

    remark = forms.CharField(
        label="What do you make of these figures?",
        help_text="Say what may lie behind them. Write of no child, no person and no single difference.",
        max_length=2000,
        required=False,
        widget=Textarea(attrs={"rows": 5}),
    )
