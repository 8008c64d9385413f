"""What the pages of people ask: who, from which day, until when; and what officers add."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any, ClassVar, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from commonground.directory.models import Agency, Partnership, Person, Post, Team
from commonground.directory.people.rules import roles_at
from commonground.directory.people.titles import titles_of
from commonground.govuk.forms import CHOOSE, GovukDateField, GovukForm, Radios, Textarea, offer
from commonground.now import london_date, now
from commonground.procedures.terms import AgencyKind, Role

MOST_TO_PICK = 300
"""People in a list to pick from; of more, somebody is named by their address."""


def today() -> date:
    """Return the present day in London."""
    return london_date(now())


def in_days(days: int) -> Callable[[], date]:
    """Return a function for the day so many days from the present one."""
    return lambda: today() + timedelta(days=days)


LONG_AGO, FAR_AHEAD = in_days(-31), in_days(731)


class PromiseForm(GovukForm):
    """What an agency promises, who has put their name to it, and who backs whoever raises."""

    words = forms.CharField(label="What is promised?", max_length=300, widget=Textarea(attrs={"rows": 3}))
    leader = forms.CharField(
        label="Which senior leader has put their name to it?",
        help_text="Their name and what they do, such as Judith Clay, head teacher.",
        max_length=120,
    )
    backer = forms.ChoiceField(
        label="Who backs whoever raises a difference?",
        help_text="A post, such as the safeguarding lead. Whoever holds it is named, with the number to ring.",
    )

    def __init__(self, *args: Any, posts: Mapping[str, Post], **kwargs: Any) -> None:  # noqa: ANN401 a form's own
        super().__init__(*args, **kwargs)
        offer(self.fields["backer"], CHOOSE + [(key, post.title) for key, post in posts.items()], forms.Select())


class FindForm(GovukForm):
    """Finding posts by the name of a post, a team or a person."""

    marks_optional: ClassVar[bool] = False
    find = forms.CharField(label="Find a person, post or team", max_length=60, required=False)


class PersonForm(GovukForm):
    """Choosing one of an agency's people: from a list, or by their address where there are very many."""

    def __init__(self, *args: Any, people: QuerySet[Person], label: str, **kwargs: Any) -> None:  # noqa: ANN401 a form's own
        super().__init__(*args, **kwargs)
        self.people = people
        listed = list(people[: MOST_TO_PICK + 1])
        field: forms.Field
        if len(listed) > MOST_TO_PICK:
            words = {"required": "Write their work email address"}
            field = forms.EmailField(label=f"{label} Write their work email address", error_messages=words)
            field.widget.attrs["autocomplete"] = "off"
        else:
            choices = [("", "Choose a person"), *((str(one.pk), _named(one)) for one in listed)]
            words = {"required": "Choose a person", "invalid_choice": "Choose one of the people shown"}
            field = forms.ChoiceField(label=label, choices=choices, error_messages=words)
        self.fields = {"person": field, **self.fields}

    def clean_person(self) -> Person:
        """Return the person; raises ValidationError when nobody of the agency is meant."""
        said = str(self.cleaned_data["person"])
        person = self.people.filter(**({"email__iexact": said} if "@" in said else {"pk": said})).first()
        if person is None:
            message = "Nobody on this agency’s books has this address"
            raise ValidationError(message)
        return person


class FillForm(PersonForm):
    """Putting somebody in a post, or making them its deputy."""

    starts = GovukDateField(label="Their first day", initial=today, earliest=LONG_AGO, latest=FAR_AHEAD)


class HandOverForm(PersonForm):
    """Handing a post over."""

    first_day = GovukDateField(
        label="The new person’s first day",
        help_text="The other person has the post until the day before.",
        initial=in_days(1),
        earliest=LONG_AGO,
        latest=FAR_AHEAD,
    )


class EndForm(GovukForm):
    """Ending that somebody has a post."""

    last_day = GovukDateField(label="Their last day", initial=today, earliest=LONG_AGO, latest=FAR_AHEAD)


class AwayForm(GovukForm):
    """Days on which somebody is away."""

    starts = GovukDateField(label="First day away", earliest=LONG_AGO, latest=FAR_AHEAD)
    ends = GovukDateField(label="Last day away", earliest=today, latest=FAR_AHEAD)

    def clean_ends(self) -> date:
        """Return the last day; raises ValidationError when it is before the first."""
        ends = cast("date", self.cleaned_data["ends"])
        starts = self.cleaned_data.get("starts")
        if starts and ends < starts:
            message = "The last day away is before the first"
            raise ValidationError(message)
        return ends


class ClosureForm(AwayForm):
    """Days on which an agency is closed, and which post answers meanwhile."""

    name = forms.CharField(label="What is it?", help_text="For example, summer holiday", max_length=120)
    starts = GovukDateField(label="First day closed", earliest=LONG_AGO, latest=FAR_AHEAD)
    ends = GovukDateField(label="Last day closed", earliest=today, latest=FAR_AHEAD)
    stand_in = forms.ChoiceField(
        label="Who answers meanwhile?", help_text="A desk or a safeguarding lead of another agency. Ask them first."
    )

    def __init__(self, *args: Any, posts: Mapping[str, Post], **kwargs: Any) -> None:  # noqa: ANN401 a form's own
        super().__init__(*args, **kwargs)
        named = [(key, f"{post.title}, {post.agency}") for key, post in posts.items()]
        offer(self.fields["stand_in"], CHOOSE + named, forms.Select())
        self.order_fields(["name", "starts", "ends", "stand_in"])


class AgencyForm(GovukForm):
    """Adding an agency to a partnership."""

    name = forms.CharField(label="Name of the agency", max_length=120)
    kind = forms.ChoiceField(
        label="What sort of agency is it?",
        choices=[(kind.value, kind.label) for kind in AgencyKind if kind is not AgencyKind.PARTNERSHIP],
        widget=Radios,
    )
    partnership = forms.ChoiceField(label="Which partnership does it join?", widget=Radios)

    def __init__(self, *args: Any, partnerships: list[Partnership], **kwargs: Any) -> None:  # noqa: ANN401 a form's own
        super().__init__(*args, **kwargs)
        self.partnerships = {str(one.pk): one for one in partnerships}
        if len(partnerships) == 1:
            del self.fields["partnership"]
        else:
            choices = [(key, one.name) for key, one in self.partnerships.items()]
            cast("forms.ChoiceField", self.fields["partnership"]).choices = choices

    def chosen(self) -> Partnership:
        """Return the partnership that was chosen, or the only one."""
        key = self.cleaned_data.get("partnership") or next(iter(self.partnerships))
        return self.partnerships[key]


class TeamForm(GovukForm):
    """Adding a team to an agency."""

    name = forms.CharField(label="Name of the team", max_length=120)


class ReachForm(GovukForm):
    """How a post or desk is reached."""

    mailbox = forms.EmailField(label="Its mailbox", max_length=254, required=False)
    phone = forms.CharField(label="Its telephone number", max_length=40, required=False)


class PostForm(ReachForm):
    """Adding a post or a desk."""

    title = forms.CharField(
        label="What is it called there?", help_text="For example: Team manager, Assessment Team East.", max_length=120
    )
    role = forms.ChoiceField(label="What does it do in the agency’s line?", widget=Radios)
    team = forms.ChoiceField(label="In which team is it?", required=False)
    desk = forms.ChoiceField(
        label="Who has it?",
        choices=[("no", "One person"), ("yes", "Several people: it is a desk, such as a duty team")],
        widget=Radios,
    )
    field_order = ("title", "role", "team", "desk", "mailbox", "phone")
    asks: ClassVar[dict[str, str]] = {"title": "what it is called there"}

    def __init__(self, *args: Any, agency: Agency, teams: list[Team], **kwargs: Any) -> None:  # noqa: ANN401 a form's own
        super().__init__(*args, **kwargs)
        kind = AgencyKind(agency.kind)
        roles = roles_at(kind)
        hints = {role.value: f"Also called: {', '.join(titles_of(kind, role))}." for role in roles}
        choices = [(role.value, role.label.capitalize()) for role in roles]
        hints = {role: hint for role, hint in hints.items() if titles_of(kind, Role(role))}
        self.fields["role"] = forms.ChoiceField(
            label=self.fields["role"].label,
            choices=choices,
            widget=Radios(hints=hints),
            error_messages={"required": "Choose what it does in the line"},
        )
        self.teams = {str(team.pk): team for team in teams}
        team_field = cast("forms.ChoiceField", self.fields["team"])
        team_field.choices = [("", "No team"), *((key, team.name) for key, team in self.teams.items())]
        if not teams:
            del self.fields["team"]

    def clean_role(self) -> Role:
        """Return the role."""
        return Role(self.cleaned_data["role"])

    def clean_team(self) -> Team | None:
        """Return the team, or None."""
        return self.teams.get(self.cleaned_data["team"])

    def clean_desk(self) -> bool:
        """Return whether it is a desk."""
        return bool(self.cleaned_data["desk"] == "yes")


def _named(person: Person) -> str:
    """Return somebody as they are picked: name and job title, which tell two of one name apart."""
    return ", ".join(filter(None, (person.name, person.title)))
