"""What people choose about notices."""

from django import forms

from commonground.govuk.forms import GovukForm, Radios

AT_ONCE, DAILY = "at-once", "daily"


class HowToldForm(GovukForm):
    """Choosing how one is told of what can wait."""

    how = forms.ChoiceField(
        label="When do you want to be told of what can wait?",
        choices=[(AT_ONCE, "At once, in working hours"), (DAILY, "In one summary, at 8am each working day")],
        widget=Radios(
            hints={
                AT_ONCE: "What happens in the evening, at night or on a day off waits for 8am on the next working day.",
                DAILY: "It lists references, stages and dates. What is due before the next one comes by itself.",
            }
        ),
        error_messages={"required": "Choose when you want to be told"},
    )
