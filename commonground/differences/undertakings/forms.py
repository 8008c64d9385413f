"""The forms of actions: one to put on the list, one to say what came of it, one to hand it over."""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from django import forms

from commonground.differences.forms.acts import words
from commonground.differences.undertakings.owners import Owner
from commonground.govuk.forms import CHOOSE, GovukDateField, Radios, offer
from commonground.govuk.warned import WarnedForm
from commonground.procedures.undertakings import GONE_BY, Now

Data = Mapping[str, Any] | None
BY_WHEN = "By the end of which day?"


class _WhoseForm(WarnedForm):
    """Whose an action is, and by which day it is to be done."""

    asks: ClassVar[Mapping[str, str]] = {"owner": "who does it"}

    owner = forms.ChoiceField(label="Who does it?")
    due = GovukDateField(label=BY_WHEN, help_text="For example 27 3 2027")

    def __init__(
        self, data: Data = None, *, owners: Mapping[str, Owner], today: date, initial: Mapping[str, Any] | None = None
    ) -> None:  # fmt: skip
        """Offer who may have it, and days from today on."""
        super().__init__(data, initial=initial)
        choices = CHOOSE + [(key, one.label) for key, one in owners.items()]
        offer(self.fields["owner"], choices, forms.Select())
        due = self.fields["due"]
        due.earliest = today  # type: ignore[attr-defined]  # a GovukDateField
        due.error_messages["earliest"] = GONE_BY


class ActionForm(_WhoseForm):
    """Something to be done."""

    asks: ClassVar[Mapping[str, str]] = {
        "what": "what is to be done",
        "done_when": "how you will see that it is done",
        "owner": "who does it",
    }

    what = words("What is to be done?", "One thing. If there are two, put two actions on the list.", rows=3)
    done_when = words(
        "What does done look like?", "What will be different for the child, or what will be there to read?", rows=3
    )
    field_order = ("what", "done_when", "owner", "due")


class HandOverForm(_WhoseForm):
    """To whom an action goes, and why."""

    asks: ClassVar[Mapping[str, str]] = {"owner": "who does it from now on", "reason": "why it is handed over"}

    reason = words("Why is it handed over?", "Both sides read it.", rows=3)
    field_order = ("owner", "due", "reason")


class CameForm(WarnedForm):
    """What came of an action: it is done, and how one knows; or it is not needed any more, and why."""

    asks: ClassVar[Mapping[str, str]] = {
        "came": "what came of it",
        "evidence": "how you know that it is done",
        "reason": "why it is not needed any more",
    }

    came = forms.TypedChoiceField(
        label="What came of it?",
        choices=[(Now.DONE.value, "It is done"), (Now.SET_ASIDE.value, "It is not needed any more")],
        coerce=Now,
        widget=Radios(reveals={Now.DONE.value: "evidence", Now.SET_ASIDE.value: "reason"}),
    )
    evidence = words(
        "How do you know that it is done?", "Who saw it, when, and what is different now. Files stay with you.", rows=4
    )
    reason = words("Why is it not needed any more?", "Both sides read it.", rows=4)
