"""The number of one's side."""

from typing import Any

from django import forms

from commonground.govuk.forms import Textarea
from commonground.govuk.warned import WarnedForm
from commonground.procedures.definition import Scale


class NumberForm(WarnedForm):
    """One whole number from 0 to 10, and what would move one by one."""

    drawn_by = "differences/_number.html"
    marks_optional = False
    figure = forms.IntegerField(min_value=0, max_value=10)
    why = forms.CharField(
        label="What puts you there?", required=False, max_length=2000, widget=Textarea(attrs={"rows": 3}),
        help_text="You can leave it empty.",
    )  # fmt: skip
    moves = forms.CharField(
        label="What would move you by one?", required=False, max_length=2000, widget=Textarea(attrs={"rows": 3}),
        help_text="What would have to be seen, one up or one down? You can leave it empty.",
    )  # fmt: skip

    def __init__(self, *args: Any, scale: Scale, **kwargs: Any) -> None:  # noqa: ANN401 - a form's own
        """Ask what the edition asks."""
        super().__init__(*args, **kwargs)
        figure = self.fields["figure"]
        figure.label = scale.asks
        figure.help_text = f"A whole number. 0 means “{scale.nought}”, and 10 means “{scale.ten}”."
        figure.error_messages["required"] = "Write a whole number from 0 to 10"
