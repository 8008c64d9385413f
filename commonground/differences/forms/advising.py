"""Whom one asks for advice about a draft."""

from collections.abc import Iterable, Mapping
from typing import ClassVar
from uuid import UUID

from django import forms

from commonground.differences.forms.raising import Data
from commonground.directory.models import Person
from commonground.govuk.forms import CHOOSE, GovukForm, offer


class AdviceForm(GovukForm):
    """One colleague."""

    asks: ClassVar[Mapping[str, str]] = {"person": "whom you want to ask"}

    person = forms.TypedChoiceField(label="Whom do you want to ask?", coerce=UUID)

    def __init__(self, data: Data = None, *, people: Iterable[Person]) -> None:
        """Offer these colleagues."""
        super().__init__(data)
        named = [(str(one.pk), one.titled) for one in people]
        offer(self.fields["person"], CHOOSE + sorted(named, key=lambda one: one[1]), forms.Select())
