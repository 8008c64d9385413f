"""One event of a joint chronology."""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from django import forms

from commonground.differences.sheets.writers import STAYS_SEEN
from commonground.differences.timeline.words import SOURCES, Event
from commonground.govuk.forms import GovukDateField, Radios
from commonground.govuk.warned import WarnedForm
from commonground.library.day.shape import AnswerSource
from commonground.procedures.sheets import LONGEST_WHO, LONGEST_WORDS


class EventForm(WarnedForm):
    """What happened on a day, what it was like for the child, and how that is known."""

    asks: ClassVar[Mapping[str, str]] = {"words": "what happened", "source": "how it is known"}

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    on = GovukDateField(label="On which day?", help_text="For example 27 3 2026. Not sure? Give the nearest.")
    words = forms.CharField(
        label="What happened?", help_text="One or two sentences. What did somebody see or hear? Leave out names.",
        max_length=LONGEST_WORDS, widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "true"}),
    )  # fmt: skip
    child = forms.CharField(
        label="What was it like for the child?", required=False, max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 2, "spellcheck": "true"}),
    )  # fmt: skip
    source = forms.TypedChoiceField(
        label="How is it known?", choices=[(one.value, one.label) for one in SOURCES], coerce=AnswerSource,
        widget=Radios(),
    )  # fmt: skip
    told_by = forms.CharField(
        label="Who told whom, or which record?", help_text="By their role to the child. Leave out names.",
        required=False, max_length=LONGEST_WHO,
    )  # fmt: skip

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 - a form's own
        today: date,
        event: Event | None = None,
        version: int = 0,
        **kwargs: Any,  # noqa: ANN401
    ) -> None:
        """Draw it with what is said already."""
        initial: dict[str, Any] = {"version": version}
        if event:
            initial |= {name: getattr(event, name) for name in ("on", "words", "child", "source", "told_by")}
        super().__init__(*args, initial=initial, **kwargs)
        if event and event.source is AnswerSource.SEEN:
            self.fields["source"].help_text = STAYS_SEEN.format(by=event.by)
        self.fields["on"].gone_by(today)  # type: ignore[attr-defined]  # a GovukDateField

    def event(self, key: str) -> Event:
        """Return what was said, once the form is valid."""
        return Event(key, **{name: self.cleaned_data[name] for name in ("on", "words", "source", "child", "told_by")})
