"""What staff are asked, and what an officer says when they open a round."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms

from commonground.assurance.models import Group
from commonground.assurance.themes import Said, Theme, themes
from commonground.directory.models import Partnership
from commonground.editions.forms import today
from commonground.govuk.forms import Checkboxes, GovukDateField, GovukForm, Radios, Textarea

WORDS = 500
MOST_PEOPLE = 100_000


class AnswerForm(GovukForm):
    """One question after the other, each with the same answers; none must be answered, but not all can be left out."""

    marks_optional: ClassVar[bool] = False

    def __init__(self, *args: Any, asked: Sequence[Theme], groups: Sequence[Group], **kwargs: Any) -> None:  # noqa: ANN401
        """Ask what the round asks; and for which agency, where somebody works for several."""
        self.asked, self.groups = asked, groups
        fields: dict[str, forms.Field] = {}
        if len(groups) > 1:
            fields["agency"] = forms.ChoiceField(
                label="For which of your agencies do you answer?", widget=Radios,
                choices=[(str(one.agency_id), one.agency.name) for one in groups],
            )  # fmt: skip
        for one in asked:
            fields[one.key] = forms.ChoiceField(
                label=one.ask, widget=Radios, required=False, choices=[(said.value, said.label) for said in Said]
            )
        fields["words"] = forms.CharField(
            label="What would help?", required=False, max_length=WORDS, widget=Textarea(attrs={"rows": 3}),
            help_text="Only if you like. Do not name anybody, and say nothing by which a child, a family, a colleague "
            "or you could be known. The partnership reads these words, but not which agency they come from.",
        )  # fmt: skip
        self.base_fields = fields  # type: ignore[misc]  # as Django copies them next
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        """Refuse a form in which nothing is answered at all."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and not any(given.get(one.key) for one in self.asked):
            message = "Answer at least one question. You can leave out the others."
            raise forms.ValidationError(message)
        return given

    def group(self) -> Group:
        """Return the group that somebody answers for, once the form is valid."""
        chosen = self.cleaned_data.get("agency")
        return next((one for one in self.groups if str(one.agency_id) == chosen), self.groups[0])

    def said(self) -> dict[str, str]:
        """Return the answers by theme, once the form is valid."""
        return {one.key: self.cleaned_data[one.key] for one in self.asked}


class RoundForm(GovukForm):
    """When a round is open, and what it asks."""

    area = forms.ChoiceField(label="For which partnership?", widget=Radios)
    opens = GovukDateField(label="First day", help_text="Today or later", earliest=today)
    closes = GovukDateField(
        label="Last day", help_text="A week after the first day at least. Two or three weeks are usual.", earliest=today
    )
    keys = forms.MultipleChoiceField(label="What do you ask?", widget=Checkboxes)
    words = forms.CharField(
        label="A word from you to staff", required=False, max_length=WORDS, widget=Textarea(attrs={"rows": 3}),
        help_text="It stands above the questions. Say why you ask, and what you will do with what you hear.",
    )  # fmt: skip

    def __init__(self, *args: Any, areas: Sequence[Partnership], **kwargs: Any) -> None:  # noqa: ANN401 - a form's own
        """Offer every question; one's only area is not asked for."""
        kwargs["initial"] = {"keys": [one.key for one in themes()], **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.areas = areas
        self.fields["keys"].choices = [(one.key, one.ask) for one in themes()]  # type: ignore[attr-defined]
        self.fields["area"].choices = [(str(one.pk), one.name) for one in areas]  # type: ignore[attr-defined]
        if len(areas) == 1:
            del self.fields["area"]

    def partnership(self) -> Partnership:
        """Return the area that it is for, once the form is valid."""
        chosen = self.cleaned_data.get("area")
        return next((one for one in self.areas if str(one.pk) == chosen), self.areas[0])


class WithoutForm(GovukForm):
    """For how many people without an account a link is."""

    marks_optional: ClassVar[bool] = False

    people = forms.IntegerField(
        label="How many people without an account is this link for?", required=False, min_value=0,
        max_value=MOST_PEOPLE, help_text="Such as volunteers and agency staff. Leave it empty if nobody knows.",
    )  # fmt: skip
