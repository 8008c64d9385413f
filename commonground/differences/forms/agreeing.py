"""Agreeing: the text that is proposed, and each signature for what was read."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms

from commonground.differences.forms.acts import ActForm, words
from commonground.differences.queries import joined
from commonground.govuk.forms import Checkboxes, offer

MORE_THAN_ONE = 2


class ProposeForm(ActForm):
    """The text that both sides are asked to sign."""

    asks: ClassVar[Mapping[str, str]] = {
        "children": "which children it is for",
        "text": "what you propose that both sides agree",
    }

    children = forms.MultipleChoiceField(
        label="Which children is it for?",
        help_text="Take the tick away from a child for whom you do not agree yet. It goes on for that child, by the "
        "same dates. “Show which child” on the page of the difference says who has which number.",
        widget=Checkboxes,
    )
    text = words(
        "What do you propose that both sides agree?",
        "Who will do what, by when. What will be different for the child, and how you will both see that it is.",
        rows=10,
    )

    def set_up(self) -> None:
        """Ask for which children it is, and of each agency that has joined what it takes on."""
        still = self.scene.standpoint.situation.still_open
        if len(still) < MORE_THAN_ONE:
            del self.fields["children"]
        else:
            offer(self.fields["children"], [(str(number), f"Child {number}") for number in still])
            self.initial["children"] = [str(number) for number in still]
        self.joined = [one.agency for one in joined(self.scene.standpoint.seats)]
        for number, agency in enumerate(self.joined):
            label = f"What does {agency} take on?"
            hint = "What it does, and by when. It signs for this alone. Your agreement does not wait for it."
            self.fields[f"takes_on_{number}"] = words(label, hint, rows=3, required=False)

    def details(self) -> dict[str, Any]:
        """Return the text, and what agencies that joined take on."""
        said = [(agency.pk, self.cleaned_data[f"takes_on_{number}"]) for number, agency in enumerate(self.joined)]
        takes_on = {agency: what for agency, what in said if what}
        children = [int(number) for number in self.cleaned_data.get("children", ())]
        return {"text": self.cleaned_data["text"], "takes_on": takes_on, "children": children}


class ProposalForm(ActForm):
    """What is said about the exact text that was read."""

    proposal = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def set_up(self) -> None:
        """Carry the number of the text that is shown."""
        self.initial["proposal"] = self.scene.proposal.number if self.scene.proposal else None


class SignForm(ProposalForm):
    """A tick for the text."""

    confirm = forms.BooleanField(
        label="I have read this, and I sign it for my side",
        error_messages={"required": "Tick to sign, or go back without signing"},
    )

    def details(self) -> dict[str, Any]:
        """Return which text is signed."""
        return {"proposal": self.cleaned_data["proposal"]}


class DeclineForm(ProposalForm):
    """Why this text cannot be signed; the difference goes on."""

    asks: ClassVar[Mapping[str, str]] = {"reason": "what in it your side cannot sign"}

    reason = words("What in it can your side not sign?", "What would have to change for you to sign?")
