"""The forms of meetings: times and people, what became of one, what was decided, and dissent."""

from collections.abc import Collection, Mapping
from datetime import date, datetime, time
from typing import Any, ClassVar

from django import forms

from commonground.differences.forms.acts import of_line, words, yes_or_no
from commonground.differences.meetings.actions import Times
from commonground.differences.meetings.people import Comer
from commonground.differences.meetings.queries import Text
from commonground.differences.models import Invited
from commonground.govuk.forms import Checkboxes, GovukDateField, GovukForm, GovukTimeField, offer
from commonground.govuk.warned import WarnedForm
from commonground.identifiers import Found, Identifier, found_in
from commonground.now import LONDON
from commonground.procedures.meetings import ENDS_FIRST, MOST_TIMES, NOT_A_TIME, NOT_INVITED, local, time_refusal

Data = Mapping[str, Any] | None
WHOLE = "Give the day, when it begins and when it ends, or leave all three empty"
OF_A_PLACE = frozenset({Identifier.ADDRESS, Identifier.POSTCODE})
PLACE_HINT = "A room, or the link and number by which people join. It is shown here only, and not in the invitation."


class _PeopleForm(WarnedForm):
    """Who is asked to come, and where it is."""

    asks: ClassVar[Mapping[str, str]] = {"place": "where it is, or how people join", "people": "who is asked to come"}

    place = words("Where is it, or how do people join?", PLACE_HINT, rows=2)
    people = forms.MultipleChoiceField(
        label="Who is asked to come?", help_text="Somebody of each side must be there.", widget=Checkboxes
    )
    somebody = forms.CharField(
        label="Is somebody missing from this list?",
        help_text="Write who. Only people who can see this difference can be invited. We will say how to let them in.",
        max_length=200,
        required=False,
    )
    outside = False
    """Whether somebody was named who may not see the difference: then the page offers the ways in."""

    def __init__(self, data: Data = None, *, people: Mapping[str, Comer], at: datetime, **kwargs: Any) -> None:  # noqa: ANN401 - Django's
        """Offer the people with a seat, and times still to come."""
        super().__init__(data, **kwargs)
        self.at = at
        offer(self.fields["people"], [(key, one.label) for key, one in people.items()])

    def clean(self) -> None:
        """Say of anybody who may not see the difference how they can be let in."""
        super().clean()
        if self.cleaned_data.get("somebody"):
            self.outside = True
            self.add_error("somebody", NOT_INVITED)

    def identifiers(self, today: date) -> tuple[Found, ...]:
        """Return the same as ever, but for the address of where it is: a place has one."""
        found = super().identifiers(today)
        where = set(found_in(self.cleaned_data["place"], today)) if found else set()
        return tuple(one for one in found if one not in where or one.identifier not in OF_A_PLACE)

    def moments(self, number: str) -> Times | None:
        """Return the times of one row of boxes; None when they are empty or wrong, which is then said."""
        names = [f"{part}{number}" for part in ("day", "begins", "ends")]
        day, begins, ends = (self.cleaned_data.get(name) for name in names)
        if not (day and begins and ends):
            if (day or begins or ends) and not self.errors.keys() & set(names):
                self.add_error(names[0], WHOLE)
            return None
        try:
            starts, over = (_moment(day, hour) for hour in (begins, ends))
        except ValueError as wrong:
            self.add_error(f"begins{number}", str(wrong))
            return None
        if sentence := time_refusal(starts, over, self.at):
            self.add_error(f"{'ends' if sentence == ENDS_FIRST else 'day'}{number}", sentence)
            return None
        return starts, over


def _moment(day: date, hour: time) -> datetime:
    return local(datetime.combine(day, hour), LONDON)


def _boxes(number: str, which: str, *, required: bool) -> dict[str, forms.Field]:
    """Return the questions for one time: a day, when it begins and when it ends, as they read in London."""
    day, begins = f"{which}: which day?", f"{which}: begins at"
    return {
        f"day{number}": GovukDateField(label=day, help_text="For example 27 3 2027", required=required),
        f"begins{number}": GovukTimeField(label=begins, help_text="Such as 14:30", required=required),
        f"ends{number}": GovukTimeField(label=f"{which}: ends at", required=required),
    }


FIRST = "Time 1"
LINES = {
    f"Time {place + 1}": [f"{part}_{place + 1}" for part in ("day", "begins", "ends")] for place in range(MOST_TIMES)
}
"""The times that are asked for, each with the names of its boxes."""


def _filled(box: forms.BoundField) -> bool:
    value = box.value()
    return any(value) if isinstance(value, list | tuple) else bool(value)


class ProposeForm(_PeopleForm):
    """Up to three times, where, what about, and who is asked to come."""

    drawn_by = "differences/meetings/_propose.html"
    marks_optional = False
    """The lines of further times stand apart, so that no box of theirs need say that it can stay empty."""
    about = words("What do you want to talk about? (optional)", "What you do not agree on yet.", rows=3, required=False)

    def __init__(self, data: Data = None, **kwargs: Any) -> None:  # noqa: ANN401 - Django's
        """Ask for the times first."""
        super().__init__(data, **kwargs)
        self.fields["somebody"].label = f"{self.fields['somebody'].label} (optional)"
        for line, names in LINES.items():
            self.fields |= _boxes(names[0].removeprefix("day"), line, required=line == FIRST)
        times = [name for names in LINES.values() for name in names]
        self.order_fields([*times, "place", "about", "people", "somebody"])
        self.put_words_right()

    def add_error(self, field: str | None, error: Any) -> None:  # noqa: ANN401 - Django's
        """Say of a box of a time which time it is."""
        line = next((line for line, names in LINES.items() if field in names), None)
        super().add_error(field, of_line(line, error) if line else error)

    @property
    def first_time(self) -> list[forms.BoundField]:
        """The boxes of the time that has to be given."""
        return [self[name] for name in LINES[FIRST]]

    @property
    def more_times(self) -> list[list[forms.BoundField]]:
        """The boxes of each further time."""
        return [[self[name] for name in names] for line, names in LINES.items() if line != FIRST]

    @property
    def more_open(self) -> bool:
        """Whether something stands in a further time, or is wrong with one."""
        boxes = [box for line in self.more_times for box in line]
        return any(box.errors or (self.is_bound and _filled(box)) for box in boxes)

    def clean(self) -> None:
        """Read the times as they are in London."""
        super().clean()
        found = (self.moments(f"_{place + 1}") for place in range(MOST_TIMES))
        self.cleaned_data["times"] = [one for one in found if one]


class ChangeForm(_PeopleForm):
    """Another time, place or other people, for a meeting whose invitations are out."""

    sequence = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, data: Data = None, **kwargs: Any) -> None:  # noqa: ANN401 - Django's
        """Ask for the time first."""
        super().__init__(data, **kwargs)
        self.fields |= _boxes("", "New", required=True)
        self.fields["day"].label = "Which day?"
        self.fields["begins"].label = "When does it begin?"
        self.fields["ends"].label = "When does it end?"
        self.order_fields(["day", "begins", "ends", "place", "people", "somebody"])
        self.put_words_right()

    def clean(self) -> None:
        """Read the time as it is in London."""
        super().clean()
        self.cleaned_data["when"] = self.moments("")


class ChooseForm(GovukForm):
    """The beginning of one of the proposed times, as its button sends it."""

    starts = forms.CharField(max_length=40)

    def clean_starts(self) -> datetime:
        """Return it as a moment."""
        try:
            starts = datetime.fromisoformat(self.cleaned_data["starts"])
        except ValueError:
            raise forms.ValidationError(NOT_A_TIME) from None
        if starts.utcoffset() is None:
            raise forms.ValidationError(NOT_A_TIME)
        return starts


class AgreeForm(GovukForm):
    """Which minutes were read, as the button under them sends it."""

    read = forms.IntegerField(min_value=0)


class CancelForm(WarnedForm):
    """Why a meeting does not take place."""

    asks: ClassVar[Mapping[str, str]] = {"reason": "why it does not take place"}

    reason = words("Why does it not take place?", "It stands in the record, and not in the message.", rows=3)
    was = forms.CharField(widget=forms.HiddenInput, max_length=20)
    sequence = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, data: Data = None, *, only_proposed: bool, initial: Mapping[str, Any]) -> None:
        """Ask of times that were only proposed which others would suit; ``initial`` is how the meeting stands."""
        super().__init__(data, initial=initial)
        if only_proposed:
            self.fields["reason"].label = "Why, and when would suit you?"


class HeldForm(WarnedForm):
    """Who was there."""

    asks: ClassVar[Mapping[str, str]] = {"read_out": "whether the worry was read out"}

    came = forms.MultipleChoiceField(label="Who was there?", widget=Checkboxes, required=False)
    others = words("Who else was there?", "Names, and for whom they came.", rows=2, required=False)
    apologies = words("Who could not come?", rows=2, required=False)
    read_out = yes_or_no("Was the worry read out at the start?", "Yes", "No")

    def __init__(self, data: Data = None, *, people: Collection[Invited]) -> None:
        """Offer those who were asked to come."""
        super().__init__(data)
        offer(self.fields["came"], [(one.key, one.name) for one in people])


class _OnMinutes(WarnedForm):
    """About the minutes that stand, if any do: it carries the number of the text that its page shows."""

    read = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, data: Data = None, *, text: Text | None) -> None:
        """Carry the number of what stands there; 0 for nothing."""
        super().__init__(data, initial={"read": text.number if text else 0})
        self.text = text


class MinutesForm(_OnMinutes):
    """What was decided, who decided it, and why."""

    asks: ClassVar[Mapping[str, str]] = {
        "decided_by": "who decided",
        "decision": "what was decided",
        "reasons": "why it was decided so",
    }

    decided_by = words("Who decided?", "Everybody who was there, or whom they left it to.", rows=2)
    decision = words("What was decided?", "Also say if nothing was.", rows=6)
    reasons = words("Why?", rows=6)

    def __init__(self, data: Data = None, *, text: Text | None) -> None:
        """Begin with what stands there, but for words that are hidden."""
        super().__init__(data, text=text)
        if text and not text.hidden:
            self.initial.update(decided_by=text.decided_by, decision=text.decision, reasons=text.reasons)


class DissentForm(_OnMinutes):
    """What somebody does not agree with, in their own words."""

    asks: ClassVar[Mapping[str, str]] = {"words": "what you do not agree with"}

    words = words("What do you not agree with, and why?", "Your own words. They stand beside the decision.", rows=6)
