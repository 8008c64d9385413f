"""What a leader says, whom they thank, what an agency plans and has done, and where our sentence stands."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from ipaddress import ip_address
from typing import Any, ClassVar
from urllib.parse import urlsplit
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError

from commonground.briefings.promoting.actions import NOBODY_HERE
from commonground.briefings.promoting.kit import is_ours
from commonground.briefings.promoting.models import LONGEST
from commonground.briefings.promoting.queries import colleague
from commonground.briefings.promoting.terms import PROMISE, Saying, Standing
from commonground.directory.models import Person, Team, choices
from commonground.editions.forms import today
from commonground.govuk.forms import GovukDateField, GovukForm, Radios, Textarea
from commonground.govuk.warned import WarnedForm
from commonground.library.links.door import PORTS, on_the_web

NO_CHILD = "Say nothing by which a child or a family could be known."
PERSON, TEAM = "person", "team"


def year_ago() -> date:
    """Return the first day that a calendar still takes."""
    return today() - timedelta(days=365)


class StatementForm(WarnedForm):
    """What a leader says to people who are worried, and what they promise them."""

    asks: ClassVar = {"words": "what you say to people who are worried", "promise": "what you promise"}

    words = forms.CharField(
        label="What do you say to people who are worried?", max_length=600, widget=Textarea(attrs={"rows": 5}),
        help_text=f"In your own words, as you would say it to one person. Three sentences are plenty. {NO_CHILD}",
    )  # fmt: skip
    promise = forms.CharField(
        label="What do you promise to whoever raises an honest worry?", max_length=200, initial=PROMISE,
        widget=Textarea(attrs={"rows": 2}), help_text="Promise only what you will keep",
    )  # fmt: skip


class ExampleForm(WarnedForm):
    """How a leader welcomed challenge themself."""

    asks: ClassVar = {"words": "how you welcomed it"}

    words = forms.CharField(
        label="When did somebody see it differently from you, and what did you do?", max_length=800,
        widget=Textarea(attrs={"rows": 7}),
        help_text=f"What they said, how you took it, and what is different now. {NO_CHILD} Do not say who it was.",
    )  # fmt: skip


FORMS: dict[Saying, type[WarnedForm]] = {Saying.STATEMENT: StatementForm, Saying.EXAMPLE: ExampleForm}


class ThankForm(WarnedForm):
    """Whom a leader thanks, and for what."""

    asks: ClassVar = {"whom": "whom you thank", "address": "their work e-mail address", "team": "which team it is",
                      "words": "what you thank them for"}  # fmt: skip

    whom = forms.ChoiceField(
        label="Whom do you thank?", choices=[(PERSON, "One person"), (TEAM, "A team of my agency")],
        widget=Radios(reveals={PERSON: "address", TEAM: "team"}),
    )  # fmt: skip
    address = forms.EmailField(label="Their work e-mail address", help_text="They may work in any agency of your area")
    team = forms.ChoiceField(label="Which team?")
    words = forms.CharField(
        label="What do you thank them for?", max_length=400, widget=Textarea(attrs={"rows": 4}),
        help_text=f"They read it with your name. Others read it only if they agree. {NO_CHILD}",
    )  # fmt: skip

    def __init__(
        self, *args: Any, teams: Sequence[Team], areas: Collection[UUID], **kwargs: Any  # noqa: ANN401 - a form's own
    ) -> None:  # fmt: skip
        """Offer the teams of the agency; without one only a person is asked for, who works in one of the areas."""
        super().__init__(*args, **kwargs)
        self.areas = areas
        fields: dict[str, Any] = self.fields
        self.teams = {str(one.pk): one for one in teams}
        fields["team"].choices = [("", "Choose one"), *((key, one.name) for key, one in self.teams.items())]
        if not teams:
            del fields["team"], fields["whom"]

    def clean_address(self) -> str:
        """Keep whom the address is of; refuse one that nobody in the areas has."""
        address = str(self.cleaned_data["address"])
        self.person = colleague(address, self.areas, today())
        if self.person is None:
            raise ValidationError(NOBODY_HERE)
        return address

    def thanked(self) -> Person | Team:
        """Return who is thanked, once the form is valid."""
        if self.cleaned_data.get("whom") == TEAM:
            return self.teams[self.cleaned_data["team"]]
        assert self.person  # noqa: S101 the address was one of somebody
        return self.person


class PlanForm(WarnedForm):
    """What an agency plans, where and when."""

    asks: ClassVar = {"what": "what you will do", "where": "where you will do it", "on": "on which day"}

    what = forms.CharField(
        label="What will you do?", max_length=120,
        help_text="Like “I tell new staff why challenge is welcome”",
    )  # fmt: skip
    where = forms.CharField(
        label="Where?", max_length=120, help_text="Like “induction day”, “staff pages” or “team talk”"
    )
    on = GovukDateField(label="On which day?", earliest=year_ago, help_text="It may be a day that has gone by")


class MoveForm(GovukForm):
    """To which day it is moved."""

    on = GovukDateField(label="To which day do you move it?", earliest=today)


class DoneForm(WarnedForm):
    """On which day it was done, and by what one can see that."""

    done_on = GovukDateField(
        label="On which day was it done?", earliest=year_ago, latest=today, initial=today
    )  # fmt: skip
    proof = forms.CharField(
        label="By what can one see that it was done?", required=False, max_length=500,
        widget=Textarea(attrs={"rows": 3}),
        help_text=f"Who heard or read it, and what they said. {NO_CHILD}",
    )  # fmt: skip
    link = forms.URLField(
        label="Is there an address at which one can see it?", required=False, max_length=500, assume_scheme="https",
        help_text="Like https://www.example.org/news",
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Ask for words or an address: one of the two is enough."""
        said = super().clean() or self.cleaned_data
        if not said.get("proof") and not said.get("link") and not {"proof", "link"} & self.errors.keys():
            self.add_error("proof", "Write a few words here, or an address below")
        return said


class PlaceForm(GovukForm):
    """At which address of an agency's own site something of ours stands, and what it is."""

    asks: ClassVar = {"address": "the address of the page", "what": "what stands there"}

    address = forms.CharField(
        label="The address of the page", max_length=LONGEST, help_text="As your browser shows it, with https://"
    )
    what = forms.ChoiceField(label="What stands there?", choices=choices(Standing), widget=Radios)

    def clean_address(self) -> str:
        """Return the address of a page on the web that the worker can ask: no name, no password, no port, not ours."""
        said = str(self.cleaned_data["address"]).strip()
        message = "Write the whole address of a page, like https://www.example.org/for-staff"
        try:
            parts = urlsplit(said)
            host, port = parts.hostname, parts.port or PORTS.get(parts.scheme, 0)
        except ValueError as error:
            raise ValidationError(message) from error
        if not host or parts.scheme not in PORTS or parts.username is not None or not said.isprintable() or " " in said:
            raise ValidationError(message)
        if is_ours(said):
            message = "This is a page of Common Ground. Write the address of a page of your own site"
            raise ValidationError(message)
        if not _can_be_asked(host, port):
            message = "We cannot look there: it is inside a network, or not at the usual place of a website"
            raise ValidationError(message)
        if len(said.encode()) > LONGEST:  # letters that are not Latin take more room than one each
            message = "This address is too long to be kept. Write a shorter one that leads to the page"
            raise ValidationError(message)
        return said


def _can_be_asked(host: str, port: int) -> bool:
    """Say whether the door would ask a host, as far as its name alone shows that."""
    try:
        return on_the_web(ip_address(host), port)
    except ValueError:  # it is a name, and only looking it up says more
        return port in PORTS.values()
