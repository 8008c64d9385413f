"""What a manager writes down of a team session, and what came of it."""

from typing import Any, ClassVar
from uuid import UUID

from django import forms

from commonground.briefings.talking.actions import Session
from commonground.briefings.talking.queries import Room
from commonground.editions.forms import today
from commonground.govuk.forms import Checkboxes, GovukDateField, GovukForm, Radios, Textarea

NO_CHILD = "Do not name a child or a family, or say anything by which one could be known"
WHOLE = "whole"


class SessionForm(GovukForm):
    """When it was, who was there, what was said, what the team will do, and when they look again."""

    asks: ClassVar = {
        "held_on": "on which day it was",
        "said": "what was said",
        "will_do": "what the team will do",
    }

    held_on = GovukDateField(label="On which day was it?", latest=today, initial=today)
    team = forms.ChoiceField(label="Which team was it?", widget=Radios)
    people = forms.MultipleChoiceField(label="Who was there with you?", required=False, widget=Checkboxes)
    others = forms.IntegerField(
        label="How many others were there?", required=False, min_value=0, max_value=500, initial=0,
        help_text="People who are not listed above, such as students and volunteers",
    )  # fmt: skip
    said = forms.CharField(
        label="What was said?", max_length=1000, widget=Textarea(attrs={"rows": 4}),
        help_text=f"What people found hard, and what helps. {NO_CHILD}",
    )  # fmt: skip
    will_do = forms.CharField(
        label="What will the team do?", max_length=1000, widget=Textarea(attrs={"rows": 3}),
        help_text="One or two things that somebody could see you do",
    )  # fmt: skip
    look_again_on = GovukDateField(
        label="When do you look again if it has helped?", required=False, earliest=today,
        help_text="In about six weeks. You get a message on that day",
    )  # fmt: skip

    def __init__(self, *args: Any, room: Room, **kwargs: Any) -> None:  # noqa: ANN401 - a form's own
        """Offer the teams and the people of an agency; whom nobody ticked was not there."""
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["team"].choices = [
            *((str(one.pk), one.name) for one in room.teams),
            (WHOLE, "All of us, or several teams"),
        ]
        fields["team"].initial = str(room.own_team) if room.own_team else WHOLE
        if not room.teams:
            del fields["team"]
        fields["people"].choices = [(str(one.pk), one.titled) for one in room.people]
        self.agency = room.agency.pk

    def session(self) -> Session:
        """Return what was written, once the form is valid."""
        said = self.cleaned_data
        team = said.get("team", WHOLE)
        return Session(
            agency=self.agency, team=None if team == WHOLE else UUID(team), held_on=said["held_on"],
            people=tuple(map(UUID, said["people"])), others=said["others"] or 0, said=said["said"],
            will_do=said["will_do"], look_again_on=said["look_again_on"],
        )  # fmt: skip


class LookAgainForm(GovukForm):
    """What came of it."""

    asks: ClassVar = {"came_of_it": "what came of it"}

    came_of_it = forms.CharField(
        label="What came of it?", max_length=1000, widget=Textarea(attrs={"rows": 4}),
        help_text=f"What has changed, and what you try next. {NO_CHILD}",
    )  # fmt: skip
