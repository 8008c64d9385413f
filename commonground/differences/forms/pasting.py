"""The form that takes what somebody already sent: an e-mail or a referral, as the beginning of a worry."""

from typing import ClassVar

from django import forms

from commonground.differences.forms.raising import LONGEST_TEXT
from commonground.govuk.forms import GovukForm


class Pasted(forms.CharField):
    """Words whose line breaks count once, as the counter on the page counts them."""

    def to_python(self, value: object) -> str | None:
        """Return the words with one kind of line break."""
        words: str | None = super().to_python(value)
        return words.replace("\r\n", "\n") if words else words


class PastedForm(GovukForm):
    """What was sent, or what is left of it once it names nobody."""

    asks: ClassVar = {"worry": "what you sent"}

    worry = Pasted(
        label="Paste what you already sent",
        help_text="An e-mail or a referral, as it is. It becomes your worry, and you can change it.",
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "true"}),
    )
