"""Forms that ask in plain words: the base form, and choices with hints and follow-up questions."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, cast

from django import forms
from django.forms import BaseForm

from commonground.govuk.dates import DateBoxes, DateParts, GovukDateField, GovukTimeField

__all__ = [
    "CHOOSE",
    "Checkboxes",
    "ChoiceNotes",
    "DateBoxes",
    "DateParts",
    "GovukDateField",
    "GovukForm",
    "GovukTimeField",
    "Radios",
    "Textarea",
    "choice_notes",
    "offer",
    "reveals",
]


CHOOSE = [("", "Choose one")]
"""What stands in a list to pick from before anything is picked."""


@dataclass(frozen=True, slots=True)
class ChoiceNotes:
    """What is said about single choices of a list, by their value."""

    hints: Mapping[str, str] = field(default_factory=dict)
    reveals: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Names of the fields that are asked only when this is chosen."""
    dividers: Mapping[str, str] = field(default_factory=dict)
    """A word on a line of its own in front of this choice, such as "or"."""
    exclusive: str | None = None
    """The checkbox that clears all others, such as "none of these"."""


class _Noted:
    """A list of choices with notes; see `ChoiceNotes`."""

    def __init__(
        self,
        attrs: dict[str, Any] | None = None,
        *,
        hints: Mapping[str, str] | None = None,
        reveals: Mapping[str, str | tuple[str, ...]] | None = None,
        dividers: Mapping[str, str] | None = None,
        exclusive: str | None = None,
    ) -> None:
        """Keep the notes; ``reveals`` takes the name of one field or of several."""
        super().__init__(attrs)  # type: ignore[call-arg]
        inner = {value: (names,) if isinstance(names, str) else names for value, names in (reveals or {}).items()}
        self.notes = ChoiceNotes(hints or {}, inner, dividers or {}, exclusive)


class Radios(_Noted, forms.RadioSelect):
    """Radio buttons; each may have a hint and reveal further questions."""


class Checkboxes(_Noted, forms.CheckboxSelectMultiple):
    """Checkboxes; each may have a hint and reveal further questions."""


class Textarea(forms.Textarea):
    """Lines of words, whose breaks count as one character, as the counter on the page counts them."""

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:  # noqa: ANN401 - Django's
        """Return what was written, with one kind of line break."""
        text = super().value_from_datadict(data, files, name)
        return text.replace("\r\n", "\n") if isinstance(text, str) else text


def choice_notes(widget: forms.Widget) -> ChoiceNotes:
    """Return the notes of a list of choices; plain Django widgets have none."""
    notes = getattr(widget, "notes", None)
    return notes if isinstance(notes, ChoiceNotes) else ChoiceNotes()


def reveals(form: BaseForm) -> Iterator[tuple[str, str, str]]:
    """Yield each follow-up question of a form as (field, value that asks it, field that it asks)."""
    for name, one in form.fields.items():
        for value, inner in choice_notes(one.widget).reveals.items():
            yield from ((name, value, follow_up) for follow_up in inner)


class GovukForm(forms.Form):
    """The form that all of the product's forms extend.

    - Errors are in plain words. ``asks`` gives the end of "Tell us …" for a field; what a field says in
      its own ``error_messages`` always wins.
    - A follow-up question (`Radios`, `Checkboxes` with ``reveals``) counts only when the choice that asks
      it is chosen: otherwise what stands in it, seen or not, is neither checked nor kept. So the form
      works in browsers that show every question.
    - Fields that need no answer are marked "(optional)" unless ``marks_optional`` is false.
    - Browsers are asked not to fill in or remember answers, unless the widget names an ``autocomplete``.
    """

    use_required_attribute = False
    marks_optional: ClassVar[bool] = True
    asks: ClassVar[Mapping[str, str]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's
        """Make the form and put its words right."""
        super().__init__(*args, **kwargs)
        self.put_words_right()

    def put_words_right(self) -> None:
        """Say in plain words what each field asks for; again after fields were added."""
        for name, one in self.fields.items():
            one.widget.attrs.setdefault("autocomplete", "off")
            own = _own_words(one)
            words = plain_words(one, str(one.label or name.replace("_", " ").capitalize()), self.asks.get(name, ""))
            one.error_messages.update({code: text for code, text in words.items() if code not in own})

    @property
    def has_words(self) -> bool:
        """Whether it asks for more than a line of free words."""
        return any(isinstance(one.widget, forms.Textarea) for one in self.fields.values())

    def kept(self) -> Iterator[tuple[str, str]]:
        """Yield the label and the words of every free text that was typed, so that nobody has to write it twice."""
        for one in self:
            typed = str(one.data or "").strip()
            if isinstance(one.field.widget, forms.Textarea | forms.TextInput) and typed:
                yield str(one.label), typed

    def answered(self) -> Iterator[tuple[str, str]]:
        """Yield the label and the answer of every question for a day or for one choice that was answered."""
        for one in self:
            if answer := _answer(one):
                yield str(one.label), answer

    def _clean_fields(self) -> None:
        """Check each field, then forget follow-up questions that nobody asked."""
        super()._clean_fields()  # type: ignore[misc]
        asked: dict[str, bool] = {}
        for outer, value, inner in reveals(self):
            given = self[outer].data
            chosen = given if isinstance(given, list | tuple) else [given]
            asked[inner] = asked.get(inner, False) or (value in map(str, chosen) and asked.get(outer, True))
        for name, was_asked in asked.items():
            if not was_asked:
                self.errors.pop(name, None)
                self.cleaned_data[name] = getattr(self.fields[name], "empty_value", None)


def _answer(one: forms.BoundField) -> str:
    """Return the day or the choice that was sent for a field, as it reads; nothing of other fields."""
    widget = one.field.widget
    if isinstance(widget, DateBoxes):
        return " ".join(part.strip() for part in widget.parts(one.data)).strip()
    if isinstance(widget, forms.RadioSelect):
        return next((str(label) for value, label in widget.choices if str(value) == str(one.data)), "")
    return ""


def plain_words(one: forms.Field, label: str, asks: str = "") -> dict[str, str]:
    """Return error messages for a field, by code, in words that say what to do.

    ``asks`` completes "Tell us …"; without it the words are made from the label.
    """
    if asks:
        required = f"Tell us {asks}"
    elif isinstance(one, forms.BooleanField):
        required = f"Tick “{label}” to go on"
    elif isinstance(one, forms.MultipleChoiceField):
        required = f"Choose at least one answer to “{label}”"
    elif isinstance(one, forms.ChoiceField) and label.endswith("?"):
        required = f"Choose an answer to “{label}”"
    elif isinstance(one, forms.ChoiceField):
        required = f"Choose {_inside(label)}"
    else:
        required = f"Tell us {_inside(label)}"
    words = {
        "required": required,
        "invalid_choice": "Choose one of the answers shown",
        "max_length": "Keep this to %(limit_value)d characters or fewer. It has %(show_value)d now",
        "min_length": "Write at least %(limit_value)d characters. There are %(show_value)d now",
        "null_characters_not_allowed": "Take out the character that cannot be shown",
    }
    if isinstance(one, forms.EmailField):
        words["invalid"] = "Write an e-mail address in full, like name@example.org"
    if isinstance(one, forms.IntegerField):
        words |= {
            "invalid": "Write a whole number, like 3",
            "min_value": "Write a number that is %(limit_value)s or more",
            "max_value": "Write a number that is %(limit_value)s or less",
        }
    if isinstance(one, GovukDateField | GovukTimeField) and not asks:
        del words["required"]
    return words


def _own_words(one: forms.Field) -> frozenset[str]:
    """Return the codes of the errors that a field words itself, rather than by default."""
    defaults: dict[str, Any] = {}
    for base in reversed(type(one).__mro__):
        defaults.update(getattr(base, "default_error_messages", {}))
    return frozenset(code for code, words in one.error_messages.items() if defaults.get(code) != words)


# Words after which "Tell us …" already reads well.
_OPENINGS = frozenset(
    [
        *("a", "an", "the", "your", "their", "what", "who", "whom", "whose", "how", "when", "where", "which"),
        *("why", "whether"),
    ]
)


def _inside(label: str) -> str:
    """Return a label as it reads inside a sentence: "My worry" becomes "your worry", "Team" "the team"."""
    words = label.strip().rstrip("?:.")
    if not words[1:2].isupper():
        words = words[:1].lower() + words[1:]
    opening, _, rest = words.partition(" ")
    if opening == "my":
        return f"your {rest}"
    return words if opening in _OPENINGS else f"the {words}"


def offer(
    field: forms.Field, choices: list[tuple[str, str]], widget: forms.Widget | None = None, few: int | None = None
) -> None:  # fmt: skip
    """Give a field its choices, as radio buttons unless there are more than ``few``."""
    if few is not None:
        widget = Radios() if len(choices) <= few else forms.Select()
        choices = choices if len(choices) <= few else CHOOSE + choices
    if widget is not None:
        widget.is_required = field.required
        field.widget = widget
    cast("forms.ChoiceField", field).choices = choices
