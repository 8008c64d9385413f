"""What somebody says who shares a page, passes one on, gives a link, or agrees to what they have read."""

import re
from collections.abc import Sequence
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError

from commonground.briefings.actions import LinkTo, NewBriefing
from commonground.briefings.actions.sharing import STATEMENT
from commonground.briefings.queries import who_can_be_named
from commonground.briefings.terms import Joining, To
from commonground.directory.models import Agency, Team, choices
from commonground.editions.forms import today
from commonground.govuk.forms import Checkboxes, GovukDateField, GovukForm, Radios, Textarea
from commonground.library.questions import ReadingQuestion
from commonground.procedures.terms import AgencyKind, Role

MOST_PEOPLE = 200
"""So many people are named by hand at most; more are reached by their agency or role."""

ROLES = (
    Role.PRACTITIONER, Role.LINE_MANAGER, Role.SAFEGUARDING_LEAD, Role.SENIOR_MANAGER, Role.EXECUTIVE_LEAD,
    Role.SAFEGUARDING_PARTNER, Role.CONFERENCE_CHAIR, Role.REVIEWING_OFFICER,
)  # fmt: skip
KINDS = tuple(one for one in AgencyKind if one is not AgencyKind.PARTNERSHIP)


def capital(words: str) -> str:
    """Return words with a capital letter."""
    return words[:1].upper() + words[1:]


class ShareForm(GovukForm):
    """What is shared, with whom, by when, and what is said above it."""

    asks: ClassVar = {
        "page": "what you share",
        "to": "who is asked to read it",
        "required": "if it has to be read",
        "due": "by which day it is to be read",
        "people": "who is asked, by at least one work e-mail address",
    }

    page = forms.ChoiceField(label="What do you share?", widget=Radios)
    to = forms.ChoiceField(
        label="Who is asked to read it?", choices=choices(To), initial=To.EVERYBODY.value,
        widget=Radios(reveals={To.SOME.value: ("agencies", "kinds", "teams", "roles"), To.NAMED.value: ("people",)}),
    )  # fmt: skip
    agencies = forms.MultipleChoiceField(
        label="Which agencies?", required=False, widget=Checkboxes, help_text="None ticked means all of them"
    )
    kinds = forms.MultipleChoiceField(
        label="Which kinds of agency?", required=False, widget=Checkboxes, help_text="None ticked means all kinds",
        choices=[(one.value, one.label) for one in KINDS],
    )  # fmt: skip
    teams = forms.MultipleChoiceField(
        label="Which teams?", required=False, widget=Checkboxes, help_text="None ticked means all of them"
    )
    roles = forms.MultipleChoiceField(
        label="Who there?", required=False, widget=Checkboxes, help_text="None ticked means everybody there",
        choices=[(one.value, capital(one.label)) for one in ROLES],
    )  # fmt: skip
    people = forms.CharField(
        label="Their work e-mail addresses", max_length=20_000, widget=Textarea(attrs={"rows": 4}),
        help_text="One on a line. They need an account here. Volunteers without one get a link afterwards",
    )  # fmt: skip
    joining = forms.ChoiceField(
        label="And people who join later?", choices=choices(Joining), initial=Joining.BOTH.value, widget=Radios
    )
    required = forms.ChoiceField(
        label="Does it have to be read?", widget=Radios(reveals={"yes": ("due",)}),
        choices=[("no", "No, it is recommended. Nobody is reminded"), ("yes", "Yes, by a day")],
    )  # fmt: skip
    due = GovukDateField(
        label="By which day?", earliest=today,
        help_text="People are reminded three days before, on the day, and once a week later. Give them two weeks",
    )  # fmt: skip
    starts = GovukDateField(label="From which day can it be read?", required=False, earliest=today,
        help_text="Leave it empty to share it now")  # fmt: skip
    message = forms.CharField(
        label="A message from the top", required=False, max_length=600, widget=Textarea(attrs={"rows": 4}),
        help_text="Why you ask for five minutes. Three sentences are plenty. It stands above what they read",
    )  # fmt: skip
    message_from = forms.CharField(
        label="Whose message is it?", required=False, max_length=120, help_text="Name and what they do"
    )
    statement = forms.CharField(
        label="What do readers agree to?", max_length=300, initial=STATEMENT, widget=Textarea(attrs={"rows": 2})
    )
    asks_again = forms.BooleanField(
        label="When a new edition is published, ask again, with what has changed", required=False, initial=True
    )

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 - a form's own
        pages: Sequence[tuple[str, str]],
        agencies: Sequence[Agency],
        teams: Sequence[Team],
        **kwargs: Any,  # noqa: ANN401 - as above
    ) -> None:
        """Offer the pages that somebody may share; an officer the agencies, a lead the teams of their own."""
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["page"].choices = pages
        fields["agencies"].choices = [(str(one.pk), one.name) for one in agencies]
        fields["teams"].choices = [(str(one.pk), f"{one.name}, {one.agency}") for one in teams]
        if agencies:
            del fields["teams"]
        else:
            del fields["agencies"], fields["kinds"]
            fields["to"].choices = [
                (To.EVERYBODY.value, "Everybody in my agency"),
                (To.SOME.value, "Some of them: I choose teams or roles"),
                (To.NAMED.value, To.NAMED.label),
            ]
            fields["to"].widget.notes.reveals[To.SOME.value] = ("teams", "roles")
        if agencies:
            fields["to"].widget.notes.reveals[To.SOME.value] = ("agencies", "kinds", "roles")

    def clean_people(self) -> tuple[UUID, ...]:
        """Return the people of these addresses; name those at which nobody works whom it could reach."""
        lines = [one.strip() for one in re.split(r"[\s,;]+", self.cleaned_data["people"] or "") if one.strip()]
        if len(lines) > MOST_PEOPLE:
            message = f"Name {MOST_PEOPLE} people at most, or choose their agency or role instead"
            raise ValidationError(message)
        partnership, agency, _ = self.cleaned_data.get("page", "..").split(".", 2)
        if not partnership:
            return ()  # what is shared is asked for again, and these with it
        known = who_can_be_named(UUID(partnership), UUID(agency) if agency else None, lines, today())
        if strange := [one for one in lines if one.lower() not in known]:
            message = f"You can ask nobody at the address {', '.join(strange[:5])}"
            raise ValidationError(message)
        return tuple(dict.fromkeys(known[one.lower()] for one in lines))

    def clean(self) -> dict[str, Any]:
        """Ask for a last day that is not before the first."""
        said = super().clean() or self.cleaned_data
        starts, due = said.get("starts"), said.get("due")
        if starts and due and due < starts:
            self.add_error("due", "This is before the first day")
        return said

    def new(self) -> NewBriefing:
        """Return what is shared, once the form is valid."""
        said = self.cleaned_data
        partnership, agency, key = said["page"].split(".", 2)
        return NewBriefing(
            partnership=UUID(partnership), agency=UUID(agency) if agency else None, key=key, to=To(said["to"]),
            joining=Joining(said["joining"]), kinds=tuple(said.get("kinds") or ()),
            agencies=tuple(map(UUID, said.get("agencies") or ())), teams=tuple(map(UUID, said.get("teams") or ())),
            roles=tuple(map(Role, said.get("roles") or ())), people=said.get("people") or (),
            required=said["required"] == "yes", starts=said["starts"] or today(), until=said.get("due"),
            message=said["message"], message_from=said["message_from"], statement=said["statement"],
            asks_again=said["asks_again"],
        )  # fmt: skip


class PassOnForm(GovukForm):
    """A safeguarding lead's own words above what their people read, and which more of their teams read it."""

    words = forms.CharField(
        label="A few words of your own", required=False, max_length=600, widget=Textarea(attrs={"rows": 4}),
        help_text="What it means for your people. They see it above what they read, with your name",
    )  # fmt: skip
    teams = forms.MultipleChoiceField(
        label="Is it for more of your teams?", required=False, widget=Checkboxes,
        help_text="Those whom it reaches already need no tick",
    )  # fmt: skip

    def __init__(self, *args: Any, teams: Sequence[Team], **kwargs: Any) -> None:  # noqa: ANN401 - a form's own
        """Offer the teams of the agency; where there are none it does not ask."""
        super().__init__(*args, **kwargs)
        if teams:
            self.fields["teams"].choices = [(str(one.pk), one.name) for one in teams]  # type: ignore[attr-defined]
        else:
            del self.fields["teams"]


class LinkForm(GovukForm):
    """Whom a link is for: somebody without an account."""

    name = forms.CharField(label="Their name", max_length=120)
    does = forms.CharField(label="What do they do?", max_length=120, help_text="Like “volunteer at the youth club”")
    address = forms.EmailField(label="Their e-mail address", help_text="The link goes there. It works for seven days")
    agency = forms.ChoiceField(label="Which agency do they help in?", widget=Radios)

    def __init__(self, *args: Any, agencies: Sequence[Agency], **kwargs: Any) -> None:  # noqa: ANN401 - a form's own
        """Offer the agencies in which one gives links; a single one is not asked for."""
        super().__init__(*args, **kwargs)
        self.agencies = agencies
        self.fields["agency"].choices = [(str(one.pk), one.name) for one in agencies]  # type: ignore[attr-defined]
        if len(agencies) == 1:
            del self.fields["agency"]

    def link(self) -> LinkTo:
        """Return whom it is for, once the form is valid."""
        said = self.cleaned_data
        agency = UUID(said["agency"]) if "agency" in said else self.agencies[0].pk
        return LinkTo(said["name"], said["does"], said["address"], agency)


class AgreeForm(GovukForm):
    """The statement that a reader agrees to."""

    agrees = forms.BooleanField(error_messages={"required": "Tick the statement if you agree to it"})

    def __init__(self, *args: Any, statement: str, **kwargs: Any) -> None:  # noqa: ANN401 - a form's own
        """Show the statement of this briefing."""
        super().__init__(*args, **kwargs)
        self.fields["agrees"].label = statement


class QuestionsForm(GovukForm):
    """The questions that somebody has not got right yet. One may answer some and come back for the others."""

    marks_optional = False

    def __init__(self, *args: Any, questions: Sequence[ReadingQuestion], **kwargs: Any) -> None:  # noqa: ANN401 - as above
        """Ask these."""
        super().__init__(*args, **kwargs)
        for one in questions:
            self.fields[one.key] = forms.ChoiceField(
                label=one.asks, required=False, widget=Radios,
                choices=[(str(number), answer.words) for number, answer in enumerate(one.answers)],
            )  # fmt: skip
        self.put_words_right()

    def chosen(self) -> dict[str, int]:
        """Return the number of each answer that was chosen, once the form is valid."""
        return {key: int(value) for key, value in self.cleaned_data.items() if value}
