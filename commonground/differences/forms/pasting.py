"""The form that takes what somebody already sent: an e-mail or a referral, as the beginning of a worry."""

from typing import ClassVar

from django import forms

from commonground.differences.forms.raising import LONGEST_TEXT
from commonground.govuk.forms import GovukForm, Textarea


class PastedForm(GovukForm):
    """What was sent, or what is left of it once it names nobody."""

    asks: ClassVar = {"worry": "what you sent"}

    worry = forms.CharField(
        label="Paste what you already sent",
        help_text="An e-mail or a referral, as it is. It becomes your worry, and you can change it.",
        max_length=LONGEST_TEXT,
        widget=Textarea(attrs={"rows": 12, "spellcheck": "true"}),
    )
