"""Which difference this one belongs with."""

from typing import ClassVar

from django import forms

from commonground.govuk.forms import GovukForm


class LinkForm(GovukForm):
    """The reference of the other difference, typed: there is no list to choose from."""

    asks: ClassVar = {"reference": "the reference of the other difference"}

    reference = forms.CharField(
        label="What is the reference of the other difference?",
        help_text="Such as 7K3F-9QXM-2C. It stands below the title of its page.",
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
