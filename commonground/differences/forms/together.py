"""What both sides must agree to, and what goes back: more time, a pause, an earlier stage; reopening."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms

from commonground.differences.forms.acts import MEANWHILE_HINT, ActForm, words, yes_or_no
from commonground.differences.when import day_words, moment_words
from commonground.editions.queries import calendar
from commonground.govuk.forms import GovukDateField, Radios, offer
from commonground.now import london_date
from commonground.procedures import rules
from commonground.procedures.acts import MEANWHILE, asked_text
from commonground.procedures.terms import Act

OWNER_HINT = "Name and what they do. It can be somebody of either side."


class DayForm(ActForm):
    """A day that both sides are to agree to, why, and who sees to what has to happen until then."""

    act: ClassVar[Act]

    day = GovukDateField(label="Until which day?")
    reason = words("Why?", rows=4)
    owner = forms.CharField(label="Who will see to it?", help_text=OWNER_HINT, max_length=200)

    def set_up(self) -> None:
        """Take days from tomorrow on, and say until when the child needs it and when it is due now."""
        row, field = self.scene.standpoint.difference, self.fields["day"]
        today = london_date(self.scene.at)
        field.earliest = today  # type: ignore[attr-defined]
        due = f"It is due {moment_words(row.due_at, self.scene.at)}. " if row.due_at else ""
        field.error_messages["earliest"] = "Choose a day that is still to come"
        needed = ""
        if row.needed_by:
            by = day_words(row.needed_by, today)
            field.latest = max(today, row.needed_by)  # type: ignore[attr-defined]
            field.error_messages["latest"] = f"Choose {by} or earlier: the child needs it then"
            needed = f"The child needs this by {by}, so it can be no later."
        field.help_text = f"{field.help_text} {due}{needed}".strip()

    def hindered(self) -> str | None:
        """Say so when the child needs it by the day on which it is due, or the clock is past."""
        here = self.scene.standpoint
        return rules.no_room(here.situation, here.difference.due_at, self.scene.at)

    def clean_day(self) -> Any:  # noqa: ANN401 - the date that the field took
        """Ask the rules what this day comes to, so that whoever asks reads here why it cannot be."""
        day, here = self.cleaned_data["day"], self.scene.standpoint
        if rules.refusal(here.situation, self.act, here.standings) is None:
            try:
                self.ask(day)
            except rules.Refused as refused:
                raise forms.ValidationError(refused.sentence) from None
        return day

    def ask(self, day: Any) -> None:  # noqa: ANN401 - a date
        """Try what is asked without doing it; raises Refused."""
        here, at = self.scene.standpoint, self.scene.at
        days = calendar(here.situation.procedure, here.difference.partnership_id)
        found = rules.asking(here.situation, self.act, day, at=at, calendar=days)
        standing = rules.acting(here.situation, self.act, here.standings)
        rules.take(
            here.situation, self.act, standing, at=at,
            clock=found.clock, days=found.days, due=found.due, until=found.until,
        )  # fmt: skip


class LengthenForm(DayForm):
    """More time, until the office closes on a day."""

    act = Act.LENGTHEN
    asks: ClassVar[Mapping[str, str]] = {
        "day": "until which day you ask for time",
        "reason": "why more time is needed, and what it does for the child",
        "owner": "who will see to what needs the time",
    }

    reason = words("Why is more time needed?", "What it is for, and what it means for the child.", rows=4)


class PauseForm(DayForm):
    """A pause, until the office opens on a day."""

    act = Act.PAUSE
    asks: ClassVar[Mapping[str, str]] = {
        "day": "on which day the clock runs again",
        "reason": "why the clock should be paused, and what it means for the child",
        "owner": "who will see to what has to happen until then",
    }

    day = GovukDateField(label="On which day does the clock run again?", help_text="That day counts again.")
    reason = words("Why should the clock be paused?", "What you wait for, and what it means for the child.", rows=4)


class ResumeForm(ActForm):
    """Why the clock runs again before the pause has ended."""

    asks: ClassVar[Mapping[str, str]] = {"reason": "why the clock should run again"}

    reason = words("Why should it run again now?", rows=3)


class TakeTimeBackForm(ActForm):
    """Why the extra time is taken back."""

    asks: ClassVar[Mapping[str, str]] = {"reason": "why you take the extra time back"}

    reason = words("Why do you take it back?", "What has changed since both sides agreed to it.", rows=3)


class StepDownForm(ActForm):
    """An earlier stage, and why."""

    asks: ClassVar[Mapping[str, str]] = {
        "to_stage": "to which stage it goes back",
        "reason": "why it can be settled at an earlier stage",
    }

    to_stage = forms.TypedChoiceField(label="Back to which stage?", coerce=int, widget=Radios)
    reason = words("Why can it be settled there?", "What has changed since it was there.", rows=4)

    def set_up(self) -> None:
        """Offer the stages below."""
        situation = self.scene.standpoint.situation
        lower = situation.procedure.stages[: situation.stage - 1]
        offer(self.fields["to_stage"], [(str(stage.number), f"{stage.number} {stage.name}") for stage in lower])


class AgreeToItForm(ActForm):
    """Yes, and it is done; or no, with a reason."""

    asks: ClassVar[Mapping[str, str]] = {
        "agrees": "whether your side agrees",
        "why_not": "why your side does not agree",
    }

    agrees = yes_or_no(
        "Does your side agree?", "Yes, we agree", "No", reveals={"no": "why_not"}, hints={"yes": "It is done at once."}
    )
    why_not = words("Why not?", "The clock runs on as it does now.", rows=3)

    def set_up(self) -> None:
        """Ask by what the other side wants."""
        what = asked_text(self.scene.standpoint.situation)
        if what:
            self.fields["agrees"].label = f"Does your side agree to {what}?"

    def details(self) -> dict[str, Any]:
        """Return whether they agree, and why not."""
        return {"agrees": self.cleaned_data["agrees"], "reason": self.cleaned_data.get("why_not") or ""}


class ReopenForm(ActForm):
    """Why it is opened again, and what keeps the child safe meanwhile."""

    asks: ClassVar[Mapping[str, str]] = {"reason": "why it is opened again"}

    reason = words("Why should it be open again?", "What has happened since it ended, and what the child needs now.")
    meanwhile = words(MEANWHILE, MEANWHILE_HINT, rows=3)
