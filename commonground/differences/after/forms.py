"""The forms after an end: how it went and thanks on one screen; what has changed; the weeks of an area."""

from collections.abc import Iterable
from typing import Any, ClassVar
from uuid import UUID

from django import forms

from commonground.differences.forms.acts import words
from commonground.differences.forms.raising import Data
from commonground.directory.models import Person
from commonground.govuk.forms import CHOOSE, GovukForm, Radios, offer
from commonground.govuk.warned import WarnedForm
from commonground.procedures.after import Helped, Went
from commonground.procedures.agreement import WEEKS
from commonground.procedures.subjects import reads
from commonground.procedures.terms import Subject

ANSWERS = [(one.value, one.label) for one in Went]
FEEDBACK = ("heard", "child", "note")
THANKS = ("thank", "thanks")


def sent(data: Data, names: Iterable[str]) -> bool:
    """Say whether something was answered to one of these."""
    return data is not None and any(data.get(name) for name in names)


class HowItWentForm(GovukForm):
    """Was I heard, was the child at the centre; and thanks to somebody. Each part can be left out."""

    marks_optional = False

    heard = forms.TypedChoiceField(
        label="Were you heard?", choices=ANSWERS, coerce=Went, empty_value=None, required=False, widget=Radios
    )
    child = forms.TypedChoiceField(
        label="Was the child at the centre?", choices=ANSWERS, coerce=Went, empty_value=None, required=False,
        widget=Radios,
    )  # fmt: skip
    note = words(
        "What do you want to remember of it?", "For you alone. Nobody else ever reads it.", rows=3, required=False
    )
    thank = forms.TypedChoiceField(
        label="Is there somebody whom you want to thank?", coerce=UUID, empty_value=None, required=False
    )
    thanks = words("What for?", "They are told, and only the two of you read it.", rows=3, required=False)

    def __init__(self, data: Data = None, *, people: Iterable[Person], feedback: bool, subject: Subject) -> None:
        """Offer these people to thank, and ask how it went unless that is said; keep whatever was typed."""
        super().__init__(data)
        if subject is not Subject.CHILD:
            self.fields["child"].label = reads(subject, "Did the child come first?")
        named = [(str(one.pk), one.titled) for one in people]
        offer(self.fields["thank"], [*CHOOSE, *named], forms.Select())
        for names, asked in ((FEEDBACK, feedback), (THANKS, bool(named))):
            if not asked and not sent(data, names):
                for name in names:
                    del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """Take each part whole or not at all."""
        said = super().clean() or self.cleaned_data
        pairs = (
            ("heard", "child", "Say whether the child was at the centre"),
            ("child", "heard", "Say whether you were heard"),
            ("thank", "thanks", "Say what you want to thank them for"),
            ("thanks", "thank", "Choose whom you want to thank"),
            ("note", "heard", "Say whether you were heard"),
        )
        for given, missing, sentence in pairs:
            if said.get(given) and missing in said and not said[missing] and missing not in self.errors:
                self.add_error(missing, sentence)
        if not self.errors and not any(said.values()):
            self.add_error(next(iter(self.fields)), "Answer the questions, or thank somebody")
        return said


class WhatChangedForm(WarnedForm):
    """Whether it has helped, and what has changed for the child."""

    asks: ClassVar[dict[str, str]] = {
        "helped": "whether it has helped",
        "words": "what has changed for the child",
        "then": "what should come of it",
    }

    helped = forms.TypedChoiceField(
        label="Has it helped?", choices=[(one.value, one.label) for one in Helped], coerce=Helped, widget=Radios
    )
    words = words("What has changed for the child?", "Two or three lines. What do you see now, and how do you know?")
    then = forms.ChoiceField(label="What should come of it?", widget=Radios)

    REOPEN, LEARN, NOTHING = "reopen", "learn", "nothing"

    def __init__(self, data: Data = None, *, may_reopen: bool) -> None:
        """Ask what should come of it where it has not helped; reopening is offered to whoever still can."""
        super().__init__(data)
        reopen = [(self.REOPEN, "Reopen it. You say why on the next page")] if may_reopen else []
        offers = [*reopen, (self.LEARN, "The partnership should learn from it"), (self.NOTHING, "Nothing more")]
        hints = {self.LEARN: "Its office sees that, and what you wrote if it sees this difference."}
        offer(self.fields["then"], offers, Radios(hints=hints))
        helped = [(one.value, one.label) for one in Helped]
        offer(self.fields["helped"], helped, Radios(reveals={Helped.NOT_HELPED.value: "then"}))


class WeeksForm(GovukForm):
    """After how many weeks an area has both sides asked."""

    weeks = forms.TypedChoiceField(
        label="After how many weeks are both sides asked what has changed?",
        choices=[(str(one), f"{one} weeks") for one in WEEKS], coerce=int, widget=Radios,
    )  # fmt: skip
