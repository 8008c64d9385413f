"""Which day a side begins, what it says of a part of it, and what it quotes."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

from django import forms

from commonground.differences.child_day.presenting import Quotable
from commonground.differences.child_day.words import Answer
from commonground.differences.sheets.writers import STAYS_SEEN
from commonground.govuk.forms import GovukDateField, GovukForm, GovukTimeField, Radios
from commonground.govuk.warned import WarnedForm
from commonground.library.day.shape import AnswerSource, DayType, Tells, shipped
from commonground.procedures.sheets import LONGEST_WHO, LONGEST_WORDS

SAID = ("words", "source", "who", "tells", "hour", "last_known")
"""What of a part is said, field by field."""
NO_SOURCE = "Say how this is known, or empty the other boxes"
NO_WORDS = "Say what is known, or choose “Not known”"
NO_TELLS = "Say if it goes well or is a worry. “Unsure” is an answer too"


class BeginDayForm(GovukForm):
    """Which child's day, of which kind, and by the version for which age."""

    asks: ClassVar[Mapping[str, str]] = {
        "child": "which child it is",
        "day_type": "which kind of day it is",
        "age": "which version fits the child",
    }

    child = forms.TypedChoiceField(label="Which child?", coerce=int)
    day_type = forms.TypedChoiceField(
        label="Which kind of day?", choices=[(one.value, one.label) for one in DayType], coerce=DayType, widget=Radios()
    )
    age = forms.ChoiceField(label="Which version fits the child?", widget=Radios())

    def __init__(self, *args: Any, children: int, **kwargs: Any) -> None:  # noqa: ANN401 - a form's own
        """Offer the children by number; one alone is not asked for."""
        super().__init__(*args, **kwargs)
        self.fields["age"].choices = [(key, one.title) for key, one in shipped().items()]  # type: ignore[attr-defined]
        if children == 1:
            del self.fields["child"]
        else:
            numbers = [(number, f"Child {number}") for number in range(1, children + 1)]
            self.fields["child"].choices = numbers  # type: ignore[attr-defined]

    def said(self) -> dict[str, Any]:
        """Return what was chosen, once the form is valid."""
        return {"child": 1, **self.cleaned_data}


class PartForm(WarnedForm):
    """What one's side knows of one part of the day. All of it may be left out, and then nothing is said of it."""

    marks_optional = False

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    words = forms.CharField(
        label="What is known?", help_text="One or two sentences. What did someone see or hear?", required=False,
        max_length=LONGEST_WORDS, widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "true"}),
    )  # fmt: skip
    source = forms.TypedChoiceField(
        label="How is it known?", choices=[(one.value, one.label) for one in AnswerSource], coerce=AnswerSource,
        required=False, empty_value=None, widget=Radios(),
    )  # fmt: skip
    who = forms.CharField(
        label="Who told whom, or which record?", help_text="By their role to the child. Leave out names.",
        required=False, max_length=LONGEST_WHO,
    )  # fmt: skip
    tells = forms.TypedChoiceField(
        label="Does it go well, or is it a worry?", choices=[(one.value, one.label) for one in Tells], coerce=Tells,
        required=False, empty_value=None, widget=Radios(),
    )  # fmt: skip
    hour = GovukTimeField(label="At about what time?", help_text="Such as 07:00", required=False)
    last_known = GovukDateField(
        label="When was it last seen or told?", help_text="For example 27 3 2026", required=False
    )

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 - a form's own
        today: date,
        answer: Answer | None = None,
        version: int = 1,
        writing: bool = False,
        **kwargs: Any,  # noqa: ANN401
    ) -> None:
        """Draw it with what is said already. While somebody is still ``writing``, anything may be missing."""
        said: dict[str, Any] = {"version": version}
        if answer:
            said |= {
                "words": answer.words, "source": answer.source or "", "who": answer.who, "tells": answer.tells or "",
                "hour": answer.hour, "last_known": answer.last_known,
            }  # fmt: skip
        self.writing = writing
        super().__init__(*args, initial=said, **kwargs)
        if answer and answer.source is AnswerSource.SEEN:
            self.fields["source"].help_text = STAYS_SEEN.format(by=answer.by)
        self.fields["last_known"].gone_by(today)  # type: ignore[attr-defined]  # a GovukDateField

    def clean(self) -> dict[str, Any]:
        """Ask how it is known, and what it tells, once something is said."""
        given = super().clean() or self.cleaned_data
        if self.errors or self.writing:
            return given
        source, written = given["source"], bool(given["words"])
        if source is None and any(given[name] for name in SAID):
            self.add_error("source", NO_SOURCE)
        elif source not in {None, AnswerSource.NOT_KNOWN}:
            if not written:
                self.add_error("words", NO_WORDS)
            if given["tells"] is None:
                self.add_error("tells", NO_TELLS)
        return given

    def answer(self, part: str) -> Answer | None:
        """Return what was said of a part, once the form is valid; None where nothing was."""
        given = self.cleaned_data
        if not any(given[name] for name in SAID):
            return None
        hour = f"{given['hour']:%H:%M}" if given["hour"] else ""
        return Answer(part, given["words"], given["source"], given["tells"], given["who"], hour, given["last_known"])


class QuoteForm(GovukForm):
    """What is quoted into one's view."""

    asks: ClassVar[Mapping[str, str]] = {"quote": "what you want to quote"}

    quote = forms.ChoiceField(label="What do you want to quote?", widget=Radios())

    def __init__(self, *args: Any, quotables: Sequence[Quotable], **kwargs: Any) -> None:  # noqa: ANN401 - a form's own
        """Offer all that is shared of a day."""
        super().__init__(*args, **kwargs)
        self.quotables = {one.key: one for one in quotables}
        self.fields["quote"].choices = [(one.key, one.words) for one in quotables]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> Quotable:
        """What was chosen, once the form is valid."""
        return self.quotables[self.cleaned_data["quote"]]
