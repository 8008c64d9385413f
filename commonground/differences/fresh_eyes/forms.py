"""The forms of fresh eyes: in which agency to look for somebody, what is asked of whom by when, and what they say."""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from django import forms

from commonground.differences.forms.acts import words
from commonground.differences.fresh_eyes.actions import LookAsked, Word
from commonground.differences.fresh_eyes.people import Looker
from commonground.differences.fresh_eyes.words import sides_named
from commonground.differences.models import Difference
from commonground.differences.when import day_words
from commonground.directory.models import Agency
from commonground.govuk.forms import CHOOSE, GovukDateField, GovukForm, Radios, offer
from commonground.govuk.warned import WarnedForm
from commonground.procedures.fresh_eyes import GONE_BY, USUAL
from commonground.procedures.terms import Unit

Data = Mapping[str, Any] | None
OFFICE, OTHER = "office", "other"
"""The answers that are no agency and no number of days: the office finds somebody; another day."""


class WhereForm(GovukForm):
    """In which agency to look for somebody, or whether the office finds them."""

    asks: ClassVar[Mapping[str, str]] = {"where": "where they work"}

    where = forms.ChoiceField(label="Where does the person work?")

    def __init__(self, data: Data = None, *, agencies: Mapping[UUID, Agency], office: bool) -> None:
        """Offer these agencies, and the office where it can be asked."""
        super().__init__(data)
        offices = [(OFFICE, "I do not know: ask the partnership’s office to find somebody")] if office else []
        choices = [(str(key), one.name) for key, one in agencies.items()]
        offer(self.fields["where"], [*CHOOSE, *offices, *choices], forms.Select())

    @property
    def agency(self) -> UUID | None:
        """The agency that was chosen, once the form is valid; None for the office."""
        where = self.cleaned_data["where"]
        return None if where == OFFICE else UUID(where)


class PersonForm(WarnedForm):
    """Who is asked."""

    asks: ClassVar[Mapping[str, str]] = {"person": "whom you want to ask"}

    person = forms.TypedChoiceField(label="Whom do you want to ask?", coerce=UUID)

    def __init__(self, data: Data = None, *, people: Mapping[str, Looker]) -> None:
        """Offer these people."""
        super().__init__(data)
        offer(self.fields["person"], CHOOSE + [(key, one.label) for key, one in people.items()], forms.Select())


class LookForm(WarnedForm):
    """Who is asked, what they are to look at, and by when a word is wanted."""

    asks: ClassVar[Mapping[str, str]] = {
        "person": "whom you want to ask",
        "what": "what they are to look at",
        "by_when": "by when you want a word",
    }

    person = forms.TypedChoiceField(label="Whom do you want to ask?", coerce=UUID)
    what = words("What would you like them to look at?", "Both sides read it, and so does whoever looks.", rows=4)
    by_when = forms.ChoiceField(label="By when do you want a word?")
    day = GovukDateField(label="By the end of which day?", help_text="For example 27 3 2027")

    def __init__(
        self, data: Data = None, *, people: Mapping[str, Looker] | None, days: Mapping[int, date], today: date
    ) -> None:  # fmt: skip
        """Offer these people, or ask for nobody where the office finds them; and these numbers of working days."""
        super().__init__(data, initial={"by_when": str(USUAL)})
        if people is None:
            del self.fields["person"]
        else:
            offer(self.fields["person"], CHOOSE + [(key, one.label) for key, one in people.items()], forms.Select())
        ahead = [(str(n), f"In {Unit.WORKING_DAYS.counted(n)}: {day_words(day, today)}") for n, day in days.items()]
        offer(self.fields["by_when"], [*ahead, (OTHER, "By another day")], Radios(reveals={OTHER: "day"}))
        chosen = self.fields["day"]
        chosen.earliest = today  # type: ignore[attr-defined]  # a GovukDateField
        chosen.error_messages["earliest"] = GONE_BY
        self.days = days

    def asked(self, agency: UUID | None) -> LookAsked:
        """Return what is asked, of somebody in this agency, once the form is valid."""
        said = self.cleaned_data
        by_when = said["day"] if said["by_when"] == OTHER else self.days[int(said["by_when"])]
        return LookAsked(said["what"], by_when, agency, said.get("person"))


class CannotForm(WarnedForm):
    """Why somebody cannot look, or why nobody was found."""

    asks: ClassVar[Mapping[str, str]] = {"reason": "why not"}

    reason = words("Why not?", "You have no time, or you know these people too well. Both sides read it.", rows=3)


class WordForm(WarnedForm):
    """What somebody sees who looked with fresh eyes."""

    marks_optional = True
    asks: ClassVar[Mapping[str, str]] = {"sees": "what you see"}

    sees = words("What do you see?", "Start from the child. You need not say who is right.", rows=6)
    missed = words("What does neither side seem to have looked at?", required=False, rows=4)
    asks_raising = words("", required=False, rows=3)
    asks_responding = words("", required=False, rows=3)
    tries = words("What would you try next?", required=False, rows=4)

    def __init__(self, data: Data = None, *, row: Difference) -> None:
        """Name each side where something is asked of it."""
        super().__init__(data)
        for side, name in sides_named(row).items():
            self.fields[f"asks_{side}"].label = f"What would you ask {name}?"
        self.put_words_right()

    def word(self) -> Word:
        """Return what they say, once the form is valid."""
        return Word(**self.said())
