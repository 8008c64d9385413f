"""What an officer writes about a number that people ring."""

import re
from typing import Any
from uuid import UUID

from django import forms

from commonground.directory.contacts.actions import ContactWords
from commonground.directory.models import ContactKind, Hours, Partnership, choices
from commonground.govuk.forms import GovukForm, GovukTimeField, Radios

_PHONE = re.compile(r"\+?[\d ()-]{3,30}")


class ContactForm(GovukForm):
    """One number: what for, whose, when it is answered."""

    area = forms.ChoiceField(label="For which area?", widget=Radios)
    kind = forms.ChoiceField(label="What is it rung for?", choices=choices(ContactKind), widget=Radios)
    name = forms.CharField(label="What is it called?", max_length=120)
    phone = forms.CharField(label="Telephone number", max_length=40)
    form = forms.URLField(
        label="Address of their form on the web", max_length=300, required=False, assume_scheme="https"
    )
    hours = forms.ChoiceField(
        label="When is it answered?",
        choices=[(one.value, one.label[:1].upper() + one.label[1:]) for one in Hours],
        widget=Radios,
    )
    opens = GovukTimeField(
        label="These hours begin at", required=False, help_text="Like 08:30. Not needed for day and night"
    )
    closes = GovukTimeField(label="These hours end at", required=False, help_text="Like 17:00")

    def __init__(self, *args: Any, areas: list[Partnership], **kwargs: Any) -> None:  # noqa: ANN401 - a form's own
        """Offer the areas whose officer one is; one area is not asked for."""
        super().__init__(*args, **kwargs)
        self.areas = areas
        self.fields["area"].choices = [(str(one.pk), one.name) for one in areas]  # type: ignore[attr-defined]
        if len(areas) == 1:
            del self.fields["area"]

    def clean_phone(self) -> str:
        """Return the number as it is shown; refuse what no telephone can ring."""
        phone = " ".join(self.cleaned_data["phone"].split())
        if not _PHONE.fullmatch(phone):
            message = "Write a telephone number, like 01632 960 110"
            raise forms.ValidationError(message)
        return phone

    def clean(self) -> dict[str, Any]:
        """Ask for hours that begin before they end."""
        answers = super().clean() or self.cleaned_data
        opens, closes = answers.get("opens"), answers.get("closes")
        if answers.get("hours") in {Hours.OFFICE, Hours.OTHERWISE} and not self.errors:
            if opens is None or closes is None:
                self.add_error("opens", "Say from when to when, like 08:30 and 17:00")
            elif opens >= closes:
                self.add_error("closes", "This must be later than the time it opens")
        return answers

    @property
    def area_key(self) -> UUID:
        """The area it is for, once the form is valid."""
        return UUID(self.cleaned_data["area"]) if "area" in self.fields else self.areas[0].pk

    def words(self) -> ContactWords:
        """Return what was written, once the form is valid."""
        said = self.cleaned_data
        return ContactWords(
            kind=ContactKind(said["kind"]),
            name=said["name"],
            phone=said["phone"],
            form=said["form"],
            hours=Hours(said["hours"]),
            opens=said["opens"],
            closes=said["closes"],
        )
