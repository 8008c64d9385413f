"""What a side chooses on the chart, and what would change its mind."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from commonground.differences.thresholds.actions import Chosen
from commonground.differences.thresholds.models import Mark
from commonground.govuk.forms import Checkboxes, GovukForm, Radios, Textarea
from commonground.govuk.warned import WarnedForm
from commonground.library.shape import LONGEST, Box

OWN = "own"
"""The choice by which somebody puts it into their own words."""

SEEN_OF = re.compile(r"seen_\d+")
"""The box in which somebody writes what was seen of one phrase, by its number."""

SEEN_BY = "Who saw it, or told you?"


class BeginForm(GovukForm):
    """On which area's chart, where there is a choice."""

    area = forms.ChoiceField(label="Which chart does your side use?", widget=Radios)

    def __init__(self, *args: Any, areas: list[tuple[str, str]], **kwargs: Any) -> None:  # noqa: ANN401 - a form's own
        """Offer the areas; one alone is not asked for."""
        super().__init__(*args, **kwargs)
        self.areas = areas
        self.fields["area"].choices = areas  # type: ignore[attr-defined]
        if len(areas) == 1:
            del self.fields["area"]

    @property
    def area_key(self) -> str:
        """The key of the area, once the form is valid."""
        return str(self.cleaned_data["area"]) if "area" in self.fields else self.areas[0][0]


class BoxForm(WarnedForm):
    """The phrases of one box, each with what was seen and by whom; own words where the box is not confirmed."""

    marks_optional = False
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, box: Box, marks: Sequence[Mark], shown: bool, **kwargs: Any) -> None:  # noqa: ANN401
        """Offer the phrases of the box and the own words that were chosen; once shown, only what is not chosen yet."""
        chosen = {one.phrase: one for one in marks}
        own = [one.phrase for one in marks if one.own]
        offered = [*box.phrases, *(phrase for phrase in own if phrase not in box.phrases)]
        if shown:
            offered = [phrase for phrase in offered if phrase not in chosen]
        self.phrases = {str(number): phrase for number, phrase in enumerate(offered)}
        self.own = frozenset(own)
        choices = list(self.phrases.items())
        if not box.confirmed:
            choices.append((OWN, "Something else, in our own words"))
        inner: dict[str, tuple[str, ...]] = {value: (f"seen_{value}", f"seen_by_{value}") for value, _ in choices}
        if not box.confirmed:
            inner[OWN] = ("own_words", *inner[OWN])
        fields: dict[str, forms.Field] = {
            "chosen": forms.MultipleChoiceField(
                label="Which of these do you see?", required=shown, choices=choices,
                widget=Checkboxes(reveals=inner, hints=_hints(self.phrases, box)),
                help_text="Choose what fits this child. None has to fit.",
            )
        }  # fmt: skip
        for value, phrase in choices:
            about = f" ({phrase})" if value != OWN else " (our own words)"
            if value == OWN:
                fields["own_words"] = forms.CharField(label="What is it, in a few words?", max_length=LONGEST)
            fields[f"seen_{value}"] = forms.CharField(
                label=f"What was seen, and when?{about}", max_length=1000, widget=Textarea(attrs={"rows": 2}),
                error_messages={"required": f"Say what was seen{about}"},
            )  # fmt: skip
            fields[f"seen_by_{value}"] = forms.CharField(
                label=f"{SEEN_BY}{about}", max_length=200, error_messages={"required": f"Say who saw it{about}"}
            )
        self.base_fields = fields | BoxForm.base_fields  # type: ignore[misc]  # as Django copies them next
        initial: dict[str, Any] = {"chosen": [value for value, phrase in self.phrases.items() if phrase in chosen]}
        for value, phrase in self.phrases.items():
            if phrase in chosen:
                initial[f"seen_{value}"], initial[f"seen_by_{value}"] = chosen[phrase].seen, chosen[phrase].seen_by
        super().__init__(*args, **{**kwargs, "initial": initial | kwargs.get("initial", {})})

    def clean_own_words(self) -> str:
        """Return own words as one line; refuse what stands there already."""
        words = " ".join(str(self.cleaned_data["own_words"]).split())
        if words in self.phrases.values():
            message = "This stands above already. Choose it there"
            raise forms.ValidationError(message)
        return words

    def picked(self) -> list[Chosen]:
        """Return what was chosen, once the form is valid."""
        said = self.cleaned_data
        return [
            Chosen(
                phrase=said["own_words"] if value == OWN else self.phrases[value],
                seen=said[f"seen_{value}"],
                seen_by=said[f"seen_by_{value}"],
                own=value == OWN or self.phrases[value] in self.own,
            )
            for value in said["chosen"]
        ]


def as_sent(data: Mapping[str, Any]) -> Box:
    """Return a box with room for all that was sent, so that no word is lost where the box is not there any more."""
    sent = sum(SEEN_OF.fullmatch(name) is not None for name in data)
    return Box(phrases=tuple(f"phrase {number}" for number in range(1, sent + 1)))


def _hints(phrases: dict[str, str], box: Box) -> dict[str, str]:
    return {value: "Not confirmed" for value, phrase in phrases.items() if phrase in box.unconfirmed}


class PlaceForm(WarnedForm):
    """What would change one's mind."""

    marks_optional = False
    would_change = forms.CharField(
        label="What would change your mind?", required=False, max_length=2000, widget=Textarea(attrs={"rows": 4}),
        help_text="What would you have to see or hear to place this child on another level? You can leave it empty.",
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput)


class NotUsedForm(WarnedForm):
    """Why a side does not use the chart, if it wants to say."""

    marks_optional = False
    why = forms.CharField(
        label="Do you want to say why?", required=False, max_length=2000, widget=Textarea(attrs={"rows": 4}),
        help_text="You need not.",
    )  # fmt: skip
