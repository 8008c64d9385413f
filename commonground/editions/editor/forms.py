"""Forms made from the questions of a definition, and from what a draft answers to them now."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.text import slugify

from commonground.govuk.forms import Checkboxes, GovukForm, GovukTimeField, Radios, Textarea, offer
from commonground.procedures.asking import How, Question
from commonground.procedures.definition import LONGEST, UNCOUNTED
from commonground.procedures.offering import Choices
from commonground.procedures.tables import NOT_KNOWN
from commonground.procedures.terms import Unit
from commonground.procedures.wording import answer, clocks_of, priorities_of, stage_name
from commonground.procedures.writing import Tree

FEW = 7
"""How many choices are shown as radio buttons; more are a list to pick from."""

LINE, LINES = 300, 5000
PLACES = ("First", "Second", "Third", "Fourth")
"""How many can be put in order, unless there are more already."""

YES_NO = [("yes", "Yes"), ("no", "No")]
NOBODY = ("", "Nobody")


@dataclass(frozen=True, slots=True)
class Group:
    """One question as it is drawn: alone in its field, or with a legend over several."""

    question: Question
    fields: tuple[BoundField, ...]

    @property
    def several(self) -> bool:
        """Whether it takes more than one field."""
        return len(self.fields) > 1

    @property
    def in_order(self) -> bool:
        """Whether its fields are places in an order."""
        return self.question.how is How.IN_ORDER

    @property
    def width(self) -> str:
        """How wide its field is, where that says how much is asked."""
        return "10" if self.question.how in {How.FIGURE, How.FIGURES} else ""

    @property
    def yes_no(self) -> bool:
        """Whether it is answered by yes or no."""
        return self.question.how is How.YES_NO


class FigureField(forms.CharField):
    """A whole number, or that it is not known; nothing when nothing is said."""

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401 - Django's
        """Take few characters, and none."""
        widget = forms.TextInput(attrs={"inputmode": "text"})
        super().__init__(max_length=20, required=False, widget=widget, **kwargs)

    def clean(self, value: Any) -> int | str:  # noqa: ANN401 - Django's
        """Return the number, "not known" or nothing; raise `ValidationError` for anything else."""
        words = str(super().clean(value)).strip().strip('“”"').lower()
        if words in {"", NOT_KNOWN}:
            return words
        if not (words.isascii() and words.isdecimal() and 1 <= int(words) <= LONGEST):
            raise forms.ValidationError(f"Write a whole number from 1 to {LONGEST}, or “{NOT_KNOWN}”")
        return int(words)


class AnswersForm(GovukForm):
    """The questions of one page, with what the draft answers now. ``answers`` is what to keep of what was sent."""

    marks_optional = False
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 - a form's own
        questions: Sequence[Question],
        part: type,
        table: Tree,
        tree: Tree,
        version: int,
        others: Sequence[Tree] = (),
        **kwargs: Any,  # noqa: ANN401 - a form's own
    ) -> None:
        """Draw the questions; ``table`` is what is edited in ``tree``, ``others`` are the rows beside it."""
        self.part, self.table, self.tree, self.others = part, table, tree, others
        self.questions = [one for one in questions if one.how is not How.PRIORITIES or self._choices(one)]
        super().__init__(*args, initial={"version": version}, **kwargs)
        for question in self.questions:
            for name, field, initial in self._fields(question):
                field.label = field.label or question.asks
                self.fields[name] = field
                self.initial[name] = initial
        self.put_words_right()

    def _fields(self, question: Question) -> Iterator[tuple[str, forms.Field, Any]]:
        """Yield the name, the field and the present answer for everything that a question takes."""
        now = answer(question, self.part, self.table)
        if question.how is How.IN_ORDER:
            yield from self._in_order(question, now)
        elif question.how is How.FIGURES:
            yield from self._figures(question)
        else:
            yield question.field, self._field(question), _SHOWN.get(question.how, lambda one: one)(now)

    def _field(self, question: Question) -> forms.Field:
        given: dict[str, Any] = {"required": question.needed, "help_text": question.hint}
        match question.how:
            case How.YES_NO:
                return forms.ChoiceField(choices=YES_NO, widget=Radios, help_text=question.hint)
            case How.TIME:
                return GovukTimeField(**given)
            case How.FIGURE:
                return FigureField(help_text=question.hint)
            case How.ONE | How.STAGE:
                return _one(self._choices(question), **given)
            case How.SEVERAL | How.CLOCKS | How.PRIORITIES:
                return forms.MultipleChoiceField(choices=list(self._choices(question)), widget=Checkboxes, **given)
            case _:
                line = question.how is How.WORDS
                widget = forms.TextInput if line else Textarea
                return forms.CharField(max_length=LINE if line else LINES, widget=widget, **given)

    def _choices(self, question: Question) -> Choices:
        """Return what a question offers: a closed list, or what is in the draft by now."""
        if question.how is How.CLOCKS:
            return clocks_of(self.tree)
        if question.how is How.PRIORITIES:
            return priorities_of(self.tree)
        if question.how is How.STAGE:
            stages = range(1, len(self.tree.get("stages", [])) + 1)
            return tuple((str(one), stage_name(self.tree, one)) for one in stages)
        return question.among

    def _in_order(self, question: Question, now: list[str]) -> Iterator[tuple[str, forms.Field, Any]]:
        for number in range(max(len(PLACES), len(now) + 1)):
            field = _one(question.among, required=question.needed and number == 0, nobody=True)
            field.label = PLACES[number] if number < len(PLACES) else f"Number {number + 1}"
            yield f"{question.field}-{number + 1}", field, now[number] if number < len(now) else ""

    def _figures(self, question: Question) -> Iterator[tuple[str, forms.Field, Any]]:
        own = self.table.get("by_priority") or {}
        priorities = priorities_of(self.tree, own)
        field = FigureField(help_text="" if priorities else question.hint)
        field.label = "For any priority" if priorities else question.asks
        yield "amount", field, self.table.get("amount")
        for number, (key, label) in enumerate(priorities, start=1):
            field = FigureField(help_text="Leave it empty if it has no figure of its own.")
            field.label = f"For “{label}”"
            yield f"amount-{number}", field, own.get(key)

    def groups(self) -> Iterator[Group]:
        """Yield the questions as they are drawn."""
        for question in self.questions:
            names = [name for name, _, _ in self._fields(question)]
            yield Group(question, tuple(self[name] for name in names))

    def clean(self) -> dict[str, Any]:
        """Look at what only several answers together can show."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        asked = {one.field for one in self.questions}
        if "amounts" in asked and cleaned.get("unit") in UNCOUNTED and cleaned.get("amount"):
            self.add_error("amount", f"“{Unit(cleaned['unit']).label.capitalize()}” takes no figure: leave this empty")
        key = cleaned.get("key")
        if key and any(one.get("key") == key for one in self.others):
            self.add_error("key", "Another one here has this short name. Choose a different one")
        if key and ":" in key:
            self.add_error("key", "Leave out the colon")
        for question in self.questions:
            if question.how is How.IN_ORDER:
                self._check_order(question, cleaned)
        return cleaned

    def _check_order(self, question: Question, cleaned: dict[str, Any]) -> None:
        names = [name for name, _, _ in self._fields(question)]
        chosen = [cleaned.get(name, "") for name in names]
        for at, one in enumerate(chosen):
            if one and one in chosen[:at]:
                self.add_error(names[at], "This is named already. Choose another, or nobody")

    def answers(self) -> Tree:
        """Return what was sent as the draft keeps it, once the form is valid."""
        kept: Tree = {}
        for question in self.questions:
            kept |= self._kept(question)
        if "key" in kept and not kept["key"]:
            kept["key"] = self._short_name(kept)
        return kept

    def _kept(self, question: Question) -> Tree:
        value = self.cleaned_data.get(question.field)
        match question.how:
            case How.YES_NO:
                value = value == "yes"
            case How.FIGURE:
                value = value or NOT_KNOWN
            case How.LINES:
                value = [line.strip() for line in str(value).splitlines() if line.strip()]
            case How.STAGE:
                value = int(value) if value else None
            case How.WORDS | How.LONG_WORDS:
                value = str(value).strip()
            case How.IN_ORDER:
                value = [one for name, _, _ in self._fields(question) if (one := self.cleaned_data.get(name))]
            case How.FIGURES:
                return self._kept_figures()
        return {question.field: value}

    def _kept_figures(self) -> Tree:
        """Return the figures: one that is left out is not known, unless each priority has one of its own."""
        if self.cleaned_data["unit"] in UNCOUNTED:
            return {"amount": None, "by_priority": None}
        known = priorities_of(self.tree, self.table.get("by_priority") or {})
        given = [(key, self.cleaned_data[f"amount-{number}"]) for number, (key, _) in enumerate(known, start=1)]
        own = {key: figure for key, figure in given if figure}
        runs_for = self.cleaned_data.get("only_for") or [key for key, _ in known]
        every = bool(runs_for) and own.keys() >= set(runs_for)
        amount = self.cleaned_data["amount"] or (None if every else NOT_KNOWN)
        return {"amount": amount, "by_priority": own}

    def _short_name(self, kept: Tree) -> str:
        """Make a short name of the words that people read, other than those beside it."""
        name = slugify(str(kept.get("label") or kept.get("question") or kept.get("name")))[:40].strip("-") or "other"
        taken = {one.get("key") for one in self.others}
        free = (f"{name}-{number}" for number in range(2, len(taken) + 3))
        return name if name not in taken else next(one for one in free if one not in taken)


_SHOWN: Mapping[How, Callable[[Any], Any]] = {
    How.LONG_WORDS: lambda words: str(words or "").strip(),
    How.LINES: "\n".join,
    How.YES_NO: lambda said: "yes" if said else "no",
    How.STAGE: lambda number: str(number or ""),
}
"""How an answer stands in its field, where that is not as the draft has it."""


def _one(among: Choices, *, nobody: bool = False, **given: Any) -> forms.ChoiceField:  # noqa: ANN401 - a field's own
    field = forms.ChoiceField(**given)
    if nobody:
        offer(field, [NOBODY, *among], forms.Select())
    else:
        offer(field, list(among), few=FEW)
    return field
