"""Harbour: a procedure typed for tests that says what Fairhaven's does not. Nobody follows it.

It has figures by how soon a child needs it, one route straight to senior managers, a clock from when the concern
arose, and limits. ``fairhaven_with`` is Fairhaven's own text with such parts in it, for pages.
"""

from commonground.procedures.loading import shipped

PRIORITIES = """
[[priorities]]
key = "urgent"
label = "Today or tomorrow"
hint = "The child cannot wait for the usual time."
first_stage = 3
tells = ["raising_lead", "officer"]

[[priorities]]
key = "soon"
label = "Within a few days"
"""

HARBOUR = (
    """
key = "harbour"
name = "Harbour: a procedure of tests"
tried_outside_counts = true

"""
    + PRIORITIES
    + """
[[stages]]
name = "Practitioners"
raising = ["practitioner"]
responding = ["practitioner"]

[[stages.clocks]]
key = "raise"
label = "Raise by"
starts = ["concern_arose"]
ends = ["raised"]
unit = "working_days"
amount = 2

[[stages.clocks]]
key = "settled"
label = "Settled or escalated by"
starts = ["raised"]
ends = ["agreed", "escalated", "skipped"]
unit = "working_days"
amount = 3
by_priority = { soon = 1 }

[[stages]]
name = "Managers"
raising = ["line_manager"]
responding = ["line_manager"]

[[stages.clocks]]
key = "settled"
label = "Settled or escalated by"
starts = ["escalated", "raised"]
ends = ["agreed", "escalated", "skipped"]
unit = "working_days"
amount = 4
by_priority = { soon = 2, urgent = 1 }

[[stages]]
name = "Senior managers"
raising = ["senior_manager"]
responding = ["senior_manager"]

[[stages.clocks]]
key = "settled"
label = "Settled or escalated by"
starts = ["escalated", "skipped", "raised"]
ends = ["agreed", "escalated"]
unit = "working_days"
amount = 5
by_priority = { soon = 3, urgent = 1 }

[[stages.clocks]]
key = "rung"
label = "Rung by"
starts = ["raised"]
ends = ["picked_up", "responded"]
unit = "clock_hours"
amount = 4
only_for = ["urgent"]

[[stages]]
name = "Partners"
raising = ["safeguarding_partner"]
responding = ["safeguarding_partner"]
facilitated = true

[[stages.clocks]]
key = "settled"
label = "Settled or recorded as not resolved by"
starts = ["escalated", "skipped"]
ends = ["agreed", "not_resolved"]
unit = "working_days"
amount = 10

[[limits]]
key = "whole"
label = "All of it by"
first_stage = 1
last_stage = 3
starts = ["raised"]
ends = ["agreed"]
unit = "working_days"
amount = 20

[[tells]]
event = "escalated"
who = ["officer"]
from_stage = 2

[pausing]
clocks = ["settled"]
times = 1
most = 10
unit = "calendar_days"

[lengthening]
clocks = ["settled"]
times = 1
most = 5
"""
)

URGENT_FIGURES = {2: "soon = 1, urgent = 1", 3: "soon = 2, urgent = 1", 5: "soon = 3, urgent = 1"}
SETTLED = '[[stages.clocks]]\nkey = "settled"\n'
RAISE_BY = """[[stages.clocks]]
key = "raise"
label = "{label}"
starts = ["{event}"]
ends = ["raised"]
unit = "{unit}"
amount = {amount}

"""


def fairhaven_with(*, priorities: bool = False, since: str = "", unit: str = "working_days", amount: int = 2) -> str:
    """Return Fairhaven's definition with figures by priority, and with a clock to raise from an event on."""
    text = shipped()["fairhaven"]
    if priorities:
        for usual, sooner in URGENT_FIGURES.items():
            text = text.replace(f"\namount = {usual}\n", f"\namount = {usual}\nby_priority = {{ {sooner} }}\n", 1)
        text += PRIORITIES
    if since:
        first = RAISE_BY.format(label="Raise by", event=since, unit=unit, amount=amount)
        text = text.replace(SETTLED, first + SETTLED, 1)
    return text
