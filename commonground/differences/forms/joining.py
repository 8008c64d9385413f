"""More than two: which agency should join, what it sees, and why it leaves."""

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

from django import forms

from commonground.differences.actions.joining import ELSEWHERE
from commonground.differences.forms.acts import ActForm, words
from commonground.differences.forms.agreeing import SignForm
from commonground.differences.models import side_name
from commonground.differences.queries import joined
from commonground.differences.reading import Standpoint
from commonground.directory.queries import team_choices
from commonground.govuk.forms import CHOOSE, Radios, offer
from commonground.procedures.terms import Side

BOTH = "both"


def to_join(here: Standpoint) -> list[tuple[str, str]]:
    """Return the agencies of the partnership that are not in it yet, and their teams, as choices."""
    row = here.difference
    inside = {row.raising_agency_id, row.responding_agency_id} | {one.agency.pk for one in joined(here.seats)}
    found: list[tuple[str, str]] = []
    for choice in team_choices(row.partnership_id):
        agency, key = choice.agency, str(choice.agency.pk)
        if agency.pk not in inside:
            found.append((key, agency.name))
            found += [(f"{key}.{one.pk}", side_name(agency.name, one.name)) for one in choice.teams]
    return found


class JoinForm(ActForm):
    """A further agency of the partnership or a team of it, where it stands, and why it is needed."""

    asks: ClassVar[Mapping[str, str]] = {
        "agency": "which agency should join",
        "beside": "which side it joins, or that it stands beside both",
        "reason": "why it is needed",
    }

    agency = forms.ChoiceField(
        label="Which agency should join?",
        help_text="Not in this list? Ring them now. The partnership’s office can add an agency to the partnership, and "
        "then you can ask it here.",
        error_messages={"invalid_choice": ELSEWHERE},
    )
    beside = forms.ChoiceField(
        label="Where does it stand?",
        widget=Radios(hints={BOTH: "It helps the child too, and has its own view."}),
    )
    reason = words("Why is it needed?", "What they may know, or could do for the child. Both sides read it.", rows=4)

    def set_up(self) -> None:
        """Offer the agencies of the partnership that are not in it yet, and name the sides."""
        row = self.scene.standpoint.difference
        offer(self.fields["agency"], CHOOSE + to_join(self.scene.standpoint))
        sides = [(side.value, f"On the side of {row.name_of(side)}") for side in Side]
        offer(self.fields["beside"], [(BOTH, "Beside both sides"), *sides])

    def details(self) -> dict[str, Any]:
        """Return which agency, which side or none, and why."""
        said = self.cleaned_data
        side = None if said["beside"] == BOTH else Side(said["beside"])
        agency, _, team = said["agency"].partition(".")
        return {"agency": UUID(agency), "team": UUID(team) if team else None, "side": side, "reason": said["reason"]}


class OwnViewForm(ActForm):
    """What an agency that joined sees, what works, what it wants."""

    asks: ClassVar[Mapping[str, str]] = {"sees": "what you see", "wants": "what you want for the child"}

    sees = words("What do you see?", "What your agency knows first-hand, and what worries you.")
    works = words("What works?", "What is going well for the child, and should stay.", rows=3, required=False)
    wants = words("What do you want for the child?", "What should happen, and what your agency can do for it.", rows=4)


class TakeOnForm(SignForm):
    """A tick for the action of one's own agency."""

    confirm = forms.BooleanField(
        label="My agency takes on what stands here for it, and I sign for that",
        error_messages={"required": "Tick to take it on, or go back without signing"},
    )

    def set_up(self) -> None:
        """Ask for nothing beside it: who is neither side has a view of its own for that."""
        super().set_up()
        del self.fields["differs"]


class StepAsideForm(ActForm):
    """Why it is not for this agency."""

    asks: ClassVar[Mapping[str, str]] = {"reason": "why it is not for your agency"}

    reason = words("Why is it not for your agency?", "Whoever asked you to join is told, and can read it.", rows=3)
