"""The forms of meetings: times and people, what became of one, what was decided, and dissent."""

from collections.abc import Collection, Mapping
from datetime import date, datetime, time
from typing import Any, ClassVar

from django import forms

from commonground.differences.forms.acts import words, yes_or_no
from commonground.differences.meetings.actions import Times
from commonground.differences.meetings.people import Comer
from commonground.differences.models import Invited
from commonground.govuk.forms import Checkboxes, GovukDateField, GovukForm, GovukTimeField, offer
from commonground.now import LONDON
from commonground.procedures.meetings import ENDS_FIRST, GONE_BY, MOST_TIMES, NOT_INVITED, local

Data = Mapping[str, Any] | None
WHOLE = "Give the day, when it begins and when it ends, or leave all three empty"
PLACE_HINT = "A room, or the link and number by which people join. It is shown here only, and not in the invitation."


class _PeopleForm(GovukForm):
    """Who is asked to come, and where it is."""

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
        if starts <= self.at:
            self.add_error(f"day{number}", GONE_BY)
        elif over <= starts:
            self.add_error(f"ends{number}", ENDS_FIRST)
        else:
            return starts, over
        return None


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


class ProposeForm(_PeopleForm):
    """Up to three times, where, what about, and who is asked to come."""

    asks: ClassVar[Mapping[str, str]] = {"place": "where it is, or how people join", "people": "who is asked to come"}

    about = words("What do you want to talk about?", "What you do not agree on yet.", rows=3, required=False)

    def __init__(self, data: Data = None, **kwargs: Any) -> None:  # noqa: ANN401 - Django's
        """Ask for the times first."""
        super().__init__(data, **kwargs)
        for place in range(MOST_TIMES):
            self.fields |= _boxes(f"_{place + 1}", f"Time {place + 1}", required=place == 0)
        times = [f"{part}_{place + 1}" for place in range(MOST_TIMES) for part in ("day", "begins", "ends")]
        self.order_fields([*times, "place", "about", "people", "somebody"])
        self.put_words_right()

    def clean(self) -> None:
        """Read the times as they are in London."""
        super().clean()
        found = (self.moments(f"_{place + 1}") for place in range(MOST_TIMES))
        self.cleaned_data["times"] = [one for one in found if one]


class ChangeForm(_PeopleForm):
    """Another time, place or other people, for a meeting whose invitations are out."""

    asks: ClassVar[Mapping[str, str]] = {"place": "where it is, or how people join", "people": "who is asked to come"}

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


class CancelForm(GovukForm):
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


class HeldForm(GovukForm):
    """Who was there."""

    asks: ClassVar[Mapping[str, str]] = {"read_out": "whether the worry was read out"}

    came = forms.MultipleChoiceField(label="Who was there?", widget=Checkboxes, required=False)
    others = words("Who else was there?", "Names, and for whom they came.", rows=2, required=False)
    apologies = words("Who could not come?", rows=2, required=False)
    read_out = yes_or_no("Was the worry read out at the start?", "Yes", "No")

    def __init__(self, data: Data = None, *, people: Collection[Invited]) -> None:
        """Offer those who were asked to come."""
        super().__init__(data)
        offer(
            self.fields["came"], [(str(one.person_id), f"{one.person.titled}, {one.agency}") for one in people]
        )  # fmt: skip


class MinutesForm(GovukForm):
    """What was decided, who decided it, and why."""

    asks: ClassVar[Mapping[str, str]] = {
        "decided_by": "who decided",
        "decision": "what was decided",
        "reasons": "why it was decided so",
    }

    decided_by = words("Who decided?", "Everybody who was there, or whom they left it to.", rows=2)
    decision = words("What was decided?", "Also say if nothing was.", rows=6)
    reasons = words("Why?", rows=6)
    read = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class DissentForm(GovukForm):
    """What somebody does not agree with, in their own words."""

    asks: ClassVar[Mapping[str, str]] = {"words": "what you do not agree with"}

    words = words("What do you not agree with, and why?", "Your own words. They stand beside the decision.", rows=6)
