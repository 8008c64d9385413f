"""A form that says once what in its words may point to a family, and is sent when the writer sends it again."""

from datetime import date
from typing import Any

from django import forms

from commonground.govuk.forms import GovukForm
from commonground.identifiers import Found, found_in


class WarnedForm(GovukForm):
    """Free words. They warn and never block: whoever wrote them decides."""

    warned = forms.BooleanField(widget=forms.HiddenInput, required=False)
    found: tuple[Found, ...] = ()
    """What in the words may point to a family, as the page says it; see ``good``."""

    def good(self, today: date) -> bool:
        """Whether what was sent can be done: it is valid, and what may point to a family was told once."""
        self.found = self.identifiers(today)
        return self.is_valid() and not self.found

    def identifiers(self, today: date) -> tuple[Found, ...]:
        """Return what in the words may point to a family; nothing before they can be sent, or once they were told."""
        if not self.is_bound or not self.is_valid() or self.cleaned_data["warned"]:
            return ()
        return tuple(found for _, text in self.kept() for found in found_in(text, today))

    def said(self) -> dict[str, Any]:
        """Return what was answered, once the form is valid."""
        return {name: value for name, value in self.cleaned_data.items() if name != "warned"}
