"""What a group without an account writes before any signing in: a page to print, and an ask to be let in."""

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from commonground.differences.actions import ChildIdentity, Group
from commonground.differences.forms.raising import (
    AskForm,
    DangerForm,
    Data,
    KindForm,
    MeanwhileForm,
    WorryForm,
    needed_from,
    not_one_of_two,
)
from commonground.differences.forms.vouching import KINDS
from commonground.differences.forms.which_child import NOT_FOUND_BY, ChildForm, born, initials
from commonground.differences.models import NOTHING_KNOWN
from commonground.directory.models import Partnership
from commonground.govuk.forms import GovukForm, Radios, Textarea, offer
from commonground.identifiers import found_in


class AreaForm(GovukForm):
    """Which area it is about: asked only where there are several."""

    partnership = forms.ChoiceField(label="In which area does the child live?", widget=Radios)

    def __init__(self, data: Data = None, *, areas: Sequence[Partnership], initial: Data = None) -> None:
        """Offer these areas."""
        super().__init__(data, initial=initial)
        self.areas = {str(area.pk): area for area in areas}
        if len(areas) == 1:
            del self.fields["partnership"]
        else:
            offer(self.fields["partnership"], [(key, area.name) for key, area in self.areas.items()])

    def area(self) -> Partnership:
        """Return the area that was chosen, or the only one."""
        return self.areas[self.cleaned_data.get("partnership") or next(iter(self.areas))]


class PrepareForm(AreaForm):
    """The six answers and who writes, on one page: they are printed, and kept nowhere."""

    marks_optional = False
    field_order = (
        "danger", "writer", "group", "phone", "email", "partnership", "other", "kind", "other_reference",
        "own_reference", "initials", "born", "worry", "ask", "needed_by", "meanwhile", "nothing_known",
    )  # fmt: skip
    asks: ClassVar[dict[str, str]] = {
        **DangerForm.asks,
        **WorryForm.asks,
        **AskForm.asks,
        "writer": "your name and what you do",
        "group": "the name of your group",
        "phone": "a number on which you answer",
        "other": "whose decision it is",
    }

    writer = forms.CharField(label="Your name and what you do", max_length=200)
    group = forms.CharField(label="Your group", max_length=120)
    phone = forms.CharField(label="Your telephone number", max_length=40)
    email = forms.EmailField(label="Your work e-mail address, if you have one", max_length=254, required=False)
    danger = DangerForm.base_fields["danger"]
    other = forms.CharField(
        label="Whose decision do you see differently?", help_text="The agency, and a person there if you know one.",
        max_length=200,
    )  # fmt: skip
    kind = KindForm.base_fields["kind"]
    other_reference = ChildForm.base_fields["other_reference"]
    own_reference = ChildForm.base_fields["own_reference"]
    initials = ChildForm.base_fields["initials"]
    born = ChildForm.base_fields["born"]
    worry = WorryForm.base_fields["worry"]
    ask = AskForm.base_fields["ask"]
    needed_by = AskForm.base_fields["needed_by"]
    meanwhile = MeanwhileForm.base_fields["meanwhile"]
    nothing_known = MeanwhileForm.base_fields["nothing_known"]

    def __init__(self, data: Data = None, *, areas: Sequence[Partnership], today: date) -> None:
        """Take dates from ``today`` (London) on."""
        super().__init__(data, areas=areas)
        self.today = today
        needed_from(today, self.fields["needed_by"])

    def clean_initials(self) -> str:
        """Return the initials, as in a difference that is raised here."""
        return initials(self.cleaned_data["initials"])

    def clean_born(self) -> str:
        """Return a year of birth or a due date, as in a difference that is raised here."""
        return born(self.cleaned_data["born"], self.today)

    def clean(self) -> dict[str, Any]:
        """Ask for something that the child can be found by, and for one answer of what keeps the child safe."""
        answers = super().clean() or self.cleaned_data
        findable = ("other_reference", "own_reference", "initials")
        if answers.keys() >= set(findable) and not any(answers[name] for name in findable):
            self.add_error("other_reference", NOT_FOUND_BY)
        if wrong := not_one_of_two(answers):
            self.add_error("meanwhile", wrong)
        return answers

    def child(self) -> ChildIdentity:
        """Return which child it is, once the form is valid."""
        names = ("other_reference", "own_reference", "initials", "born")
        return ChildIdentity(**{name: self.cleaned_data[name] for name in names})

    def safe_meanwhile(self) -> str:
        """Return what keeps the child safe meanwhile."""
        return NOTHING_KNOWN if self.cleaned_data["nothing_known"] else self.cleaned_data["meanwhile"]


class AskInForm(AreaForm):
    """Who asks to be let in, for which group, and who can vouch for them. Nothing about a child."""

    asks: ClassVar[dict[str, str]] = {
        "name": "what your group is called",
        "person": "your name",
        "does": "what you do there",
        "phone": "a number on which you answer",
        "knows_them": "who can vouch for you",
    }

    name = forms.CharField(label="What is your group called?", max_length=120)
    kind = forms.ChoiceField(label="What kind of organisation is it?", choices=KINDS, widget=Radios)
    person = forms.CharField(label="Your name", max_length=120)
    does = forms.CharField(label="What do you do there?", max_length=120)
    email = forms.EmailField(label="Your work e-mail address", max_length=254)
    phone = forms.CharField(label="Your telephone number", max_length=40)
    knows_them = forms.CharField(
        label="Who can vouch for you?",
        help_text="Somebody in the area who knows your group, such as a school or a social worker, and how to reach "
        "them. Write nothing about a child.",
        max_length=300,
        widget=Textarea(attrs={"rows": 3}),
    )

    def __init__(self, data: Data = None, *, areas: Sequence[Partnership], today: date) -> None:
        """Take no words on ``today`` (London) that look like a child's number, birth date or address."""
        super().__init__(data, areas=areas)
        self.today = today
        if "partnership" in self.fields:
            self.fields["partnership"].label = "In which area do you work?"

    def clean_knows_them(self) -> str:
        """Return who can vouch; raises ValidationError for what may say which child something is about."""
        words: str = self.cleaned_data["knows_them"]
        for found in found_in(words, self.today):
            message = f"“{found.words}” looks like {found.identifier}. Write nothing about a child or family here"
            raise ValidationError(message)
        return words

    def group_named(self) -> Group:
        """Return the group, once the form is valid."""
        names = ("name", "kind", "person", "phone", "email")
        return Group(**{name: self.cleaned_data[name] for name in names})
