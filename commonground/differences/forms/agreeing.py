"""Agreeing: the parts of the text that is proposed, each signature for what was read, and what stands beside it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.forms import BoundField

from commonground.differences import reading
from commonground.differences.first_read import is_yes_if
from commonground.differences.forms.acts import ActForm, of_line, words
from commonground.differences.forms.subjects import read_as
from commonground.differences.queries import joined
from commonground.differences.when import lasting_day
from commonground.govuk.forms import Checkboxes, GovukDateField, Radios, offer
from commonground.govuk.warned import WarnedForm
from commonground.now import london_date
from commonground.procedures.agreement import CHECKED_AFTER, Doing, Outcome, Parts
from commonground.procedures.terms import Side, Subject

MORE_THAN_ONE = 2
LINES, AT_FIRST = 6, 2
"""How many lines of who does what there are, and how many of them are open at first."""
LONGEST_LINE, LONGEST_NAME = 400, 120

DIFFERS = "What do you still see differently?"


def differs(hint: str) -> forms.CharField:
    """Return the question that may be answered beside a signature."""
    return words(DIFFERS, hint, rows=3, required=False)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of who does what by when, as its questions stand on the page."""

    number: int
    what: BoundField
    side: BoundField
    who: BoundField
    by: BoundField
    open: bool
    """Whether it or a later one holds something already, so that it is not folded away."""


NO_DAY = "Without a day nobody is reminded of it, or asked what came of it."
LINE_OF = re.compile(r"(?:what|side|who|by)_(\d)")


class ProposeForm(ActForm):
    """The text that both sides are asked to sign, asked for part by part: only the decision must be there."""

    drawn_by: ClassVar[str] = "differences/agreement/_propose.html"
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
        "The decision, in plain words. Below you can say who does what, and how you will both see that it helps.",
    )
    outcome = forms.TypedChoiceField(
        label="What comes of it?",
        choices=[(one.value, one.label) for one in Outcome],
        coerce=Outcome,
        empty_value=None,
        required=False,
        widget=Radios,
    )
    tells_family = words("Who tells the family, and when?", rows=2, required=False)
    better_day = words(
        "What will a better day be like for the child?",
        "One ordinary day, as the child will live it once this has helped.",
        rows=3,
        required=False,
    )
    known_by = words("How will you both know?", "What somebody will see or hear, and who.", rows=2, required=False)
    check_on = GovukDateField(label="When do you both look whether it has helped?", required=False)
    differs = differs("It stands beside your signature. It is not part of the text that both sides sign.")

    def set_up(self) -> None:
        """Ask for which children it is, who does what, and of each agency that has joined what it takes on."""
        still, today = self.scene.standpoint.situation.still_open, london_date(self.scene.at)
        if len(still) < MORE_THAN_ONE:
            del self.fields["children"]
        else:
            offer(self.fields["children"], [(str(number), f"Child {number}") for number in still])
            self.initial["children"] = [str(number) for number in still]
        for number in range(1, LINES + 1):
            self._ask_line(number, today)
        self.joined = [one.agency for one in joined(self.scene.standpoint.seats)]
        for number, agency in enumerate(self.joined):
            label = f"What does {agency} take on?"
            hint = "What it does, and by when. It signs for this alone. Your agreement does not wait for it."
            self.fields[f"takes_on_{number}"] = words(label, hint, rows=3, required=False)
        check = self.fields["check_on"]
        check.earliest = today  # type: ignore[attr-defined]
        check.error_messages["earliest"] = "Choose today or a later day"
        first, last = (lasting_day(today + after) for after in CHECKED_AFTER)
        check.help_text = f"Four to six weeks from now is usual: {first} to {last}."
        if self.scene.condition_met:
            self.initial.update(self._as_asked())
        self.put_words_right()

    def _as_asked(self) -> dict[str, str]:
        """Return what is proposed where a "yes, if" has come true: what was asked, in both sides' own words."""
        views = reading.views(self.scene.standpoint.difference)
        if not is_yes_if(self.scene.standpoint, views):
            return {}
        answer = next(one.worry for one in reversed(views) if one.answer)
        ask = next(one.ask for one in reversed(views) if one.ask and one.side == Side.RAISING)
        text = f"What had to happen first has happened: {answer}\n\nSo what was asked will happen: {ask}"
        return {"text": text, "outcome": Outcome.AS_ASKED.value}

    def _ask_line(self, number: int, today: date) -> None:
        row = self.scene.standpoint.difference
        self.fields[f"what_{number}"] = forms.CharField(
            label="What will be done?", max_length=LONGEST_LINE, required=False
        )
        sides = [("", "Choose a side"), *((side.value, row.name_of(side)) for side in Side)]
        self.fields[f"side_{number}"] = forms.ChoiceField(label="By which side?", choices=sides, required=False)
        self.fields[f"who_{number}"] = forms.CharField(
            label="By whom there?", help_text="A name or a post.", max_length=LONGEST_NAME, required=False
        )
        by = GovukDateField(label="By when?", help_text=NO_DAY, earliest=today, required=False)
        by.error_messages["earliest"] = "Choose today or a later day"
        self.fields[f"by_{number}"] = by

    @property
    def first_lines(self) -> list[Line]:
        """The lines that are open at first."""
        return list(self._lines())[:AT_FIRST]

    @property
    def more_lines(self) -> list[Line]:
        """The lines that are opened by whoever needs them."""
        return list(self._lines())[AT_FIRST:]

    def _lines(self) -> Iterator[Line]:
        last = max((number for number in range(1, LINES + 1) if self._begun(number)), default=0)
        for number in range(1, LINES + 1):
            what, side, who, by = (self[f"{name}_{number}"] for name in ("what", "side", "who", "by"))
            yield Line(number, what, side, who, by, open=number <= last)

    def add_error(self, field: str | None, error: Any) -> None:  # noqa: ANN401 Django's own
        """Name the line in what is said of one of its questions: six lines ask the same."""
        if field and (line := LINE_OF.fullmatch(field)):
            error = of_line(f"Line {line[1]}", error)
        super().add_error(field, error)

    @property
    def taking_on(self) -> list[BoundField]:
        """The questions of what each agency that joined takes on."""
        return [self[f"takes_on_{number}"] for number, _ in enumerate(self.joined)]

    def _begun(self, number: int) -> bool:
        said = (self[f"{name}_{number}"].value() for name in ("what", "side", "who", "by"))
        return any(any(one) if isinstance(one, list | tuple) else one for one in said)

    def clean(self) -> dict[str, Any]:
        """Ask for the rest of a line that was begun."""
        said = super().clean() or self.cleaned_data
        for number in range(1, LINES + 1):
            if self._begun(number) and not said.get(f"what_{number}") and f"what_{number}" not in self.errors:
                self.add_error(f"what_{number}", "Say what will be done, or empty this line")
            elif said.get(f"what_{number}") and not said.get(f"side_{number}"):
                self.add_error(f"side_{number}", "Choose which side does it")
        return said

    def details(self) -> dict[str, Any]:
        """Return the decision, the other parts of the text, and what agencies that joined take on."""
        said = self.cleaned_data
        taken = [(agency.pk, said[f"takes_on_{number}"]) for number, agency in enumerate(self.joined)]
        parts = Parts(
            outcome=said["outcome"],
            doing=tuple(
                Doing(Side(said[f"side_{number}"]), what, said[f"who_{number}"], said[f"by_{number}"])
                for number in range(1, LINES + 1)
                if (what := said[f"what_{number}"])
            ),
            **{name: said[name] for name in ("tells_family", "better_day", "known_by", "check_on")},
        )
        return {
            "text": said["text"],
            "takes_on": {agency: what for agency, what in taken if what},
            "children": [int(number) for number in said.get("children", ())],
            "parts": parts,
            "differs": said["differs"],
        }


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
    differs = differs(
        "It stands beside your signature, and both sides read it. It changes nothing in what you sign. To change the "
        "words, go back and propose others."
    )

    def details(self) -> dict[str, Any]:
        """Return which text is signed, and what this side still sees differently where that is asked."""
        return {name: self.cleaned_data[name] for name in ("proposal", "differs") if name in self.fields}


class DeclineForm(ProposalForm):
    """Why this text cannot be signed; the difference goes on."""

    asks: ClassVar[Mapping[str, str]] = {"reason": "what in it your side cannot sign"}

    reason = words("What in it can your side not sign?", "What would have to change for you to sign?")


class StillSeesForm(WarnedForm):
    """What somebody of a side still sees differently, beside an agreement that stands."""

    asks: ClassVar[Mapping[str, str]] = {"words": "what you still see differently"}

    words = words(DIFFERS, "What you see, and what it may mean for the child. Both sides read it.")

    def __init__(self, data: Mapping[str, Any] | None = None, *, subject: Subject) -> None:
        """Ask it as it reads of what the difference is about."""
        super().__init__(data)
        read_as(self, subject)
