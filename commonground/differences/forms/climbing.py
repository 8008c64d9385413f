"""Up the ladder: to the next stage, an earlier date, a later stage at once."""

from collections.abc import Mapping
from typing import ClassVar

from django import forms

from commonground.differences.forms.acts import MEANWHILE_HINT, ActForm, not_when_urgent, words
from commonground.differences.when import moment_words
from commonground.govuk.forms import GovukDateField, Radios, offer
from commonground.now import london_date
from commonground.procedures.acts import MEANWHILE


class EscalateForm(ActForm):
    """To the next stage: why, what was tried, what is asked now."""

    asks: ClassVar[Mapping[str, str]] = {
        "reason": "why this needs the next stage",
        "tried": "what was tried",
        "ask": "what you ask of the next stage",
    }

    reason = words("Why does this need the next stage?", "What is still not settled, and what it means for the child.")
    tried = words("What was tried?", "Who spoke to whom, when, and what came of it.", rows=4)
    ask = words("What do you ask now?", rows=4)
    said_back = words(
        "How does the other side see it, as you understand them?",
        "In your own words. They can say if it is right, and the next stage sees that you listened.",
        rows=4,
        required=False,
    )
    meanwhile = words(MEANWHILE, MEANWHILE_HINT, rows=3)

    def set_up(self) -> None:
        """Do not ask how they see it when it is urgent."""
        not_when_urgent(self)


class ShortenForm(ActForm):
    """An earlier date for the clock that binds, because the child needs it."""

    asks: ClassVar[Mapping[str, str]] = {"need": "what the child needs sooner, and why"}

    need = words("What does the child need sooner, and why?")
    due = GovukDateField(label="By which day?", help_text="On the day that you choose, it is due when offices close.")

    def set_up(self) -> None:
        """Take days from today to the present date."""
        field = self.fields["due"]
        field.earliest = london_date(self.scene.at)  # type: ignore[attr-defined]
        due = self.scene.standpoint.difference.due_at
        if due:
            field.latest = london_date(due)  # type: ignore[attr-defined]
            field.help_text = f"It is due {moment_words(due, self.scene.at)}. {field.help_text}"
        field.error_messages["earliest"] = "Choose today or a later day"
        field.error_messages["latest"] = "Choose a day before the present date. A clock can only be made shorter here"


class SkipForm(ActForm):
    """Straight to a later stage, because the child cannot wait."""

    asks: ClassVar[Mapping[str, str]] = {
        "need": "what the child needs, and why it cannot wait",
        "to_stage": "which stage it goes to",
    }

    to_stage = forms.TypedChoiceField(label="To which stage?", coerce=int, widget=Radios)
    need = words("What does the child need, and why can it not wait for the next stage?")

    def set_up(self) -> None:
        """Offer the stages after the next."""
        situation = self.scene.standpoint.situation
        later = situation.procedure.stages[situation.stage + 1 :]
        offer(self.fields["to_stage"], [(str(stage.number), f"{stage.number} {stage.name}") for stage in later])
