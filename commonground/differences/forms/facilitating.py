"""Help to talk beside the stages: which way, and what came of it."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms

from commonground.differences.forms.acts import ActForm, words
from commonground.govuk.forms import Radios, offer
from commonground.procedures.helping import route_now, routes_here

BACK = "0"


class SideRouteForm(ActForm):
    """Which strategy, and what would help."""

    asks: ClassVar[Mapping[str, str]] = {"way": "which way you ask for", "reason": "what would help you both to talk"}

    way = forms.ChoiceField(label="Which way?", widget=Radios)
    reason = words("What would help you both to talk?", "The other side, and whoever helps, can read this.", rows=4)

    def set_up(self) -> None:
        """Offer the strategies of the side routes at this stage, in order, each with what it asks of people."""
        routes = routes_here(self.scene.standpoint.situation)
        ways = {
            f"{route.key}/{number}": (route, number, strategy)
            for route in routes
            for number, strategy in enumerate(route.strategies, start=1)
        }
        widget = Radios(hints={key: one.guidance for key, (_, _, one) in ways.items() if one.guidance})
        self.fields["way"].widget = widget
        many = len(routes) > 1
        named = [(key, f"{route.name}: {one.name}" if many else one.name) for key, (route, _, one) in ways.items()]
        offer(self.fields["way"], named)
        self.ways = {key: {"route": route.key, "strategy": number} for key, (route, number, _) in ways.items()}

    def details(self) -> dict[str, Any]:
        """Return the route, the number of its strategy, and why."""
        return {**self.ways[self.cleaned_data["way"]], "reason": self.cleaned_data["reason"]}


class FacilitatedForm(ActForm):
    """What each side said, what it means for them, what is needed, what was agreed and not, and what comes next."""

    asks: ClassVar[Mapping[str, str]] = {"views": "what each side said", "strategy": "what comes next"}

    views = words("What did each side say?", "As each of them would put it.")
    impact = words(
        "What does it mean for the child, and for each of you?", "What each has felt, and what it has cost.", rows=4,
        required=False,
    )  # fmt: skip
    needs = words("What does the child need, and what does each side need to go on?", rows=4, required=False)
    agreed = words("What was agreed, and who does it by when?", rows=4, required=False)
    unresolved = words("What is not settled?", rows=3, required=False)
    strategy = forms.TypedChoiceField(label="What next?", coerce=int, widget=Radios)

    def set_up(self) -> None:
        """Offer the stages, and the strategies other than the one that is over."""
        situation = self.scene.standpoint.situation
        route, way = route_now(situation), situation.under_way
        others = [(number, one) for number, one in enumerate(route.strategies, start=1)] if route else []
        widget = Radios(hints={BACK: "Nothing was lost meanwhile: every stage and act is there as before."})
        self.fields["strategy"].widget = widget
        back = [(BACK, "Go on with the stages")]
        next_ones = [(str(n), f"Go on with: {one.name}") for n, one in others if way and n != way.strategy]
        offer(self.fields["strategy"], back + next_ones)
