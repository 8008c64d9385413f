"""The tick of somebody who holds information that they cannot put here, with a number and a time."""

from collections.abc import Mapping
from typing import Any

from django import forms

from commonground.differences.actions import RingMe
from commonground.govuk.forms import Checkboxes

RING = "ring"
FIELDS = frozenset({"ring", "ring_phone", "ring_when"})


def ring_fields() -> tuple[forms.MultipleChoiceField, forms.CharField, forms.CharField]:
    """Return the tick, the number and the time, each to be named as in ``FIELDS``."""
    tick = forms.MultipleChoiceField(
        label="Is there something that you cannot write?",
        choices=[(RING, "I hold information that I cannot put here: ring me")],
        required=False,
        widget=Checkboxes(reveals={RING: ("ring_phone", "ring_when")}),
    )
    phone = forms.CharField(
        label="On which number?", max_length=40, error_messages={"required": "Write the number to ring you on"}
    )
    when = forms.CharField(
        label="When?",
        help_text="For example, today until 17:00, or tomorrow before school.",
        max_length=200,
        error_messages={"required": "Say when they can ring you"},
    )
    return tick, phone, when


def rung(said: Mapping[str, Any]) -> RingMe | None:
    """Return what was said about ringing, if it was ticked."""
    return RingMe(said["ring_phone"], said["ring_when"]) if said.get("ring") else None
