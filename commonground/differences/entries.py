"""The kinds of entry in the record of a difference: one for each act, and those of the clock."""

from commonground.procedures.acts import ACTS
from commonground.procedures.terms import Act
from commonground.record.entries import register

CLOCK = {
    "clock.reminder_before": "The clock reminded both sides before it was due.",
    "clock.ran_out": "The clock passed its time. Nothing closed.",
    "clock.reminder_after": "The clock reminded both sides after it passed its time.",
    "clock.redated": "The clock was worked out again, because the bank holidays changed.",
}


def register_all() -> None:
    """Make every kind known to the record; called once when the app starts."""
    for act in Act:
        register(f"difference.{act.value}", sentence=ACTS[act].label)
    for kind, sentence in CLOCK.items():
        register(kind, sentence=sentence)
