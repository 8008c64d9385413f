"""Who may see a difference from now on."""

from collections.abc import Mapping
from typing import ClassVar
from uuid import UUID

from django import forms

from commonground.differences import queries, reading
from commonground.differences.forms.acts import ActForm, words
from commonground.govuk.forms import Checkboxes, offer
from commonground.now import london_date
from commonground.procedures.terms import Capacity


class RestrictForm(ActForm):
    """The people who still see it, and why."""

    asks: ClassVar[Mapping[str, str]] = {"reason": "why fewer people should see it"}

    people = forms.TypedMultipleChoiceField(
        label="Who may see it from now on?",
        help_text="You, and the person who raised it, always do. Name somebody who can act for each side.",
        coerce=UUID,
        required=False,
        widget=Checkboxes,
    )
    reason = words("Why?", "It stands in the record, which those who still see it can read.", rows=3)

    def set_up(self) -> None:
        """Offer everybody who sees it today, but for oneself and whoever raised it."""
        here = self.scene.standpoint
        present = reading.present(here.seats, london_date(self.scene.at))
        out = queries.barred(here.seats)
        raised = [seat.person_id for seat in here.seats if seat.capacity == Capacity.RAISER]
        me = self.scene.actor.person
        found: dict[str, str] = {}
        for seat in here.seats:
            people = (seat.person,) if seat.person else present.get(seat.post_id, ()) if seat.post_id else ()
            for person in people if not seat.ended_at else ():
                if person != me and person.pk not in raised and person.pk not in out:
                    found.setdefault(str(person.pk), f"{person.name}, {seat.agency.name}")
        offer(self.fields["people"], sorted(found.items(), key=lambda one: one[1]))


class LiftForm(ActForm):
    """Why everybody who takes part may see it again."""

    asks: ClassVar[Mapping[str, str]] = {"reason": "why it need not be restricted any more"}

    reason = words("Why?", "It stands in the record, which everybody who sees it again can read.", rows=3)
