"""What the other side told one without signing in, and whether that is what one's own side said."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms

from commonground.differences.actions import Told
from commonground.differences.forms.acts import MEANWHILE_HINT, ActForm, yes_or_no
from commonground.differences.forms.acts import words as free_words
from commonground.govuk.forms import GovukDateField, Radios
from commonground.now import london_date
from commonground.procedures import rules
from commonground.procedures.acts import MEANWHILE
from commonground.procedures.terms import Act, Answer, Side, ToldBy


class RecordForForm(ActForm):
    """Who of the other side said what, how and when; and of the responding side, which answer it is."""

    asks: ClassVar[Mapping[str, str]] = {
        "whom": "the name of the person who told you",
        "title": "what they do",
        "how": "how they told you",
        "on": "when they told you",
        "answer": "whether their answer is yes, yes if, or no",
        "words": "what they said",
    }

    whom = forms.CharField(label="Who told you?", help_text="First name and last name.", max_length=120)
    title = forms.CharField(label="What do they do?", help_text="Such as practice manager or trustee.", max_length=120)
    how = forms.TypedChoiceField(
        label="How did they tell you?",
        choices=[(one.value, one.label) for one in ToldBy],
        coerce=ToldBy,
        widget=Radios,
    )
    on = GovukDateField(label="When?")
    answer = forms.TypedChoiceField(
        label="What is their answer to what is asked?",
        choices=[(answer.value, answer.label) for answer in Answer],
        coerce=Answer,
        widget=Radios,
    )
    words = free_words("What did they say?", "As nearly as you can in their own words, and fairly. Leave out names.")
    meanwhile = free_words(MEANWHILE, MEANWHILE_HINT, rows=3)

    def set_up(self) -> None:
        """Take days up to today, and ask for an answer of the responding side only."""
        self.fields["on"].gone_by(london_date(self.scene.at))  # type: ignore[attr-defined]
        here = self.scene.standpoint
        by = [one for one in here.standings if rules.refusal(here.situation, Act.RECORD_FOR, (one,)) is None]
        if by and by[0].side is Side.RESPONDING:
            del self.fields["answer"], self.fields["meanwhile"]

    def details(self) -> dict[str, Any]:
        """Return what was said, and by whom."""
        said = self.cleaned_data
        told = Told(whom=said["whom"], title=said["title"], how=said["how"], on=said["on"])
        more: dict[str, Any] = {name: said[name] for name in ("answer", "meanwhile") if name in said}
        return {"told": told, "words": said["words"], **more}


class ConfirmForm(ActForm):
    """That is what we said, or what is remembered otherwise."""

    asks: ClassVar[Mapping[str, str]] = {
        "agrees": "whether that is what your side said",
        "words": "what you remember otherwise",
    }

    agrees = yes_or_no(
        "Is that what your side said?", "That is what we said", "We remember it otherwise", reveals={"no": "words"}
    )
    words = free_words("How do you remember it?", "Both stand next to each other in the record. Neither is taken out.")
