"""The form of what a side sees: facts in rows, then the questions; in the order of writing, or by their parts."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.forms import BoundField

from commonground.differences.side_views.words import Seen
from commonground.govuk.forms import CHOOSE, GovukForm, Radios, Textarea
from commonground.identifiers import Found, found_in
from commonground.procedures.side_views import (
    FACTS,
    FAMILY,
    LONGEST_ANSWER,
    LONGEST_FACT,
    LONGEST_WHERE,
    MOST_FACTS,
    NO_SOURCE,
    NOTHING_YET,
    Fact,
    Family,
    Part,
    Question,
    Source,
    asked_of,
    in_parts,
)
from commonground.procedures.terms import Subject

BLANK_ROWS = 2
SHARE, SAVE = "share", "save"
"""Which button was pressed. Only sharing asks that each fact has a source."""

Words = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class FactRow:
    """The three boxes of one fact."""

    number: int
    what: BoundField
    source: BoundField
    where: BoundField


@dataclass(frozen=True, slots=True)
class Asked:
    """One question as it is drawn: its field, or the rows of facts."""

    question: Question
    field: BoundField | None = None
    rows: tuple[FactRow, ...] = ()


class SideViewForm(GovukForm):
    """What one's side sees. Nothing of it must be answered; sharing asks for one answer at least."""

    marks_optional = False

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    goes_on_from = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    warned = forms.BooleanField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        data: Words | None = None,
        *,
        subject: Subject,
        facts: Sequence[Sequence[str]] = (),
        answers: Mapping[str, str] | None = None,
        version: int = 0,
        goes_on_from: int = 0,
    ) -> None:
        """Draw it with what is there already, and rows for more facts."""
        initial = {"version": version, "goes_on_from": goes_on_from} | dict(answers or {})
        super().__init__(data, initial=initial)
        self.questions = asked_of(subject)
        self.rows = min(max(_rows_in(data), len(facts) + BLANK_ROWS), MOST_FACTS)
        for number in range(self.rows):
            what, source, where = facts[number] if number < len(facts) else ("", "", "")
            self._add_row(number, what, source, where)
        for one in self.questions:
            if one.key != FACTS.key:
                self.fields[one.key] = _field(one)
        self.put_words_right()

    def _add_row(self, number: int, what: str, source: str, where: str) -> None:
        name = f"fact-{number}"
        self.fields[f"{name}-what"] = forms.CharField(
            label="What is the fact?", initial=what, max_length=LONGEST_FACT, required=False,
            widget=Textarea(attrs={"rows": 2, "spellcheck": "true"}),
        )  # fmt: skip
        self.fields[f"{name}-source"] = forms.ChoiceField(
            label="Where does it come from?", choices=CHOOSE + [(one.value, one.label) for one in Source],
            initial=source, required=False,
        )  # fmt: skip
        self.fields[f"{name}-where"] = forms.CharField(
            label="Who told you, or which record?", initial=where, max_length=LONGEST_WHERE, required=False
        )

    def groups(self, *, by_part: bool) -> tuple[tuple[Part | None, tuple[Asked, ...]], ...]:
        """Return the questions with their fields, by the parts where they belong or all in one."""
        grouped: Sequence[tuple[Part | None, tuple[Question, ...]]]
        grouped = in_parts(self.questions) if by_part else ((None, self.questions),)
        return tuple((part, tuple(self._asked(one) for one in questions)) for part, questions in grouped)

    def _asked(self, question: Question) -> Asked:
        if question.key != FACTS.key:
            return Asked(question, field=self[question.key])
        names = [f"fact-{number}" for number in range(self.rows)]
        rows = (
            FactRow(number, self[f"{name}-what"], self[f"{name}-source"], self[f"{name}-where"])
            for number, name in enumerate(names, 1)
        )
        return Asked(question, rows=tuple(rows))

    @property
    def pressed(self) -> str:
        """Which button was pressed; saving for any that is not known."""
        return SHARE if self.data.get("press") == SHARE else SAVE

    def clean(self) -> dict[str, Any]:
        """Ask for a source of each fact, and for one answer, before it is shared; a draft may lack anything."""
        answers = super().clean() or self.cleaned_data
        if self.pressed == SHARE and not self.errors:
            for number in range(self.rows):
                what, source, where = (answers.get(f"fact-{number}-{part}") for part in _BOXES)
                if what and not source:
                    self.add_error(f"fact-{number}-source", NO_SOURCE.rstrip("."))
                if where and not what:
                    self.add_error(f"fact-{number}-what", "Write the fact, or empty the box about its source")
            if self.seen().empty:
                raise forms.ValidationError(NOTHING_YET)
        return answers

    def known(self) -> dict[str, int]:
        """Return what the writer was shown: which version of their draft, and of what their side shared."""
        return {name: self.cleaned_data[name] for name in ("version", "goes_on_from")}

    def seen(self) -> Seen:
        """Return what was written."""
        given = self.cleaned_data
        answers = {one.key: given.get(one.key, "") for one in self.questions if one.key != FACTS.key}
        return Seen(tuple(self._facts()), answers)

    def _facts(self) -> Iterator[Fact]:
        for number in range(self.rows):
            what, source, where = (self.cleaned_data.get(f"fact-{number}-{part}", "") for part in _BOXES)
            if what or where:
                yield Fact(what, Source(source) if source else None, where)

    def identifiers(self, today: date) -> tuple[Found, ...]:
        """Return what in the words may point to a family; nothing once the writer was told."""
        if self.cleaned_data.get("warned"):
            return ()
        return tuple(found for _, text in self.kept() for found in found_in(text, today))


_BOXES = ("what", "source", "where")


def _rows_in(data: Words | None) -> int:
    """Return how many rows of facts were sent."""
    return sum(f"fact-{number}-what" in data for number in range(MOST_FACTS)) if data else 0


def _field(question: Question) -> forms.Field:
    if question.key == FAMILY.key:
        choices = [*((one.value, one.label) for one in Family), ("", "I leave this out")]
        return forms.ChoiceField(label=question.asks, choices=choices, required=False, widget=Radios())
    return forms.CharField(
        label=question.asks, help_text=question.hint, max_length=LONGEST_ANSWER, required=False,
        widget=Textarea(attrs={"rows": 3, "spellcheck": "true"}),
    )  # fmt: skip
