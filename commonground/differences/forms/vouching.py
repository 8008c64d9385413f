"""A group that is not listed, and whether somebody vouches for it."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms

from commonground.differences.actions import Group
from commonground.differences.forms.raising import Data
from commonground.directory.models import Agency
from commonground.govuk.forms import CHOOSE, GovukForm, Radios, Textarea, offer
from commonground.procedures.terms import AgencyKind, Role

KINDS = [(kind.value, kind.label) for kind in AgencyKind if kind is not AgencyKind.PARTNERSHIP]

SAYS = [
    ("yes", "Yes: they are real, and this is how they are reached"),
    ("listed", "They are listed already, under another name"),
    ("no", "No, I cannot vouch for them"),
]


class GroupForm(GovukForm):
    """Which group it is: nothing about a child is asked here."""

    asks: ClassVar[dict[str, str]] = {"name": "what the group is called", "phone": "a number on which they answer"}

    name = forms.CharField(label="What is the group called?", max_length=120)
    kind = forms.ChoiceField(label="What kind of organisation is it?", choices=KINDS, widget=Radios)
    area = forms.CharField(
        label="If it is outside this area: where is it?", help_text="A town or county.", max_length=120, required=False
    )
    person = forms.CharField(
        label="A person there, if you know one", help_text="Name and what they do.", max_length=120, required=False
    )
    phone = forms.CharField(label="Their telephone number", max_length=40)
    email = forms.EmailField(label="A work e-mail address there", max_length=254, required=False)

    def group(self) -> Group:
        """Return the group, once the form is valid."""
        return Group(**self.cleaned_data)


class VouchForm(GovukForm):
    """What somebody says who can vouch: yes, they are listed already, or no and why."""

    asks: ClassVar[dict[str, str]] = {"reason": "why you cannot vouch for them"}

    says = forms.ChoiceField(
        label="Do you vouch for them?",
        choices=SAYS,
        widget=Radios(reveals={"yes": "desk", "listed": "agency", "no": "reason"}),
    )
    desk = forms.BooleanField(
        label="Add a desk with this number and address",
        help_text="Then they can be rung, and are told of what is raised. Tick it if both are shared by their team.",
        required=False,
    )
    agency = forms.ChoiceField(label="Which agency are they?")
    reason = forms.CharField(
        label="Why not?",
        help_text="Whoever asked reads this. Write nothing about a child.",
        max_length=500,
        widget=Textarea(attrs={"rows": 3}),
    )

    role = forms.ChoiceField(
        label="What do they do in their group’s line?",
        help_text="In a small group one person may be all of it: choose safeguarding lead.",
        choices=[(role.value, role.label.capitalize()) for role in (Role.SAFEGUARDING_LEAD, Role.PRACTITIONER)],
        widget=Radios,
    )

    def __init__(self, data: Data = None, *, lets_in: bool, agencies: Iterable[Agency], **kwargs: Any) -> None:  # noqa: ANN401 a form's own
        """Offer these agencies. To let a group in asks for the role of its person, and to vouch for one for a desk."""
        super().__init__(data, **kwargs)
        if lets_in:
            del self.fields["desk"]
            words = ("Yes: add them, and invite this person", *(label for _, label in SAYS[1:]))
            choices = [(value, label) for (value, _), label in zip(SAYS, words, strict=True)]
            offer(self.fields["says"], choices, Radios(reveals={"yes": "role", "listed": "agency", "no": "reason"}))
            self.fields["reason"].help_text = "It is kept here. Ring or write to them yourself."
        else:
            del self.fields["role"]
        offer(self.fields["agency"], CHOOSE + [(str(one.pk), one.name) for one in agencies], forms.Select())
