"""The kinds of entry in the record of a difference: of each act, of own files and masks, and of the clock."""

from uuid import UUID

from commonground.differences.models import Difference
from commonground.differences.models.references import read_reference, spoken
from commonground.procedures.acts import ACTS
from commonground.procedures.steps import Step
from commonground.procedures.terms import Act
from commonground.record import subjects
from commonground.record.entries import register

FILED = "difference.filed"
"""An agency has put it on its own file: no act, since nothing moves."""

PASS_GIVEN, PASS_OPENED = "difference.pass_given", "difference.pass_opened"
PASS_ENDED, PASS_CLOSED = "difference.pass_ended", "difference.pass_closed"
PASSES = {
    PASS_GIVEN: "Somebody was let in by a pass",
    PASS_OPENED: "A pass was opened for the first time",
    PASS_ENDED: "A pass was taken back",
    PASS_CLOSED: "A pass closed after too many wrong codes",
}


ADVISER_ASKED, ADVICE_ENDED = "difference.adviser_asked", "difference.advice_ended"
"""Somebody advises a side, or does so no longer: no act, since nothing moves."""

MASKED, MASK_CONFIRMED, SHOWN_AGAIN = "difference.masked", "difference.mask_confirmed", "difference.shown_again"
"""What became of an entry that was put in by mistake: no act, since nothing moves."""

INTEREST, SPOKE = "difference.interest", "difference.spoke"
"""Somebody takes no part because they are too close to it; and two who could not write something have spoken."""

REFERENCE = "difference.reference"
"""A side gave an agency's reference for a child. The reference itself is in no record."""
LINKED, UNLINKED = "difference.linked", "difference.unlinked"
"""Two differences belong together, or not any more. The entry does not say which the other is."""

CHECK_LATE = "clock.check_late"
MASK_WAITS = "clock.mask_waits"
ACTION_PAST = "clock.action_past"
FRESH_EYES_LATE, FRESH_EYES_GONE = "clock.fresh_eyes_late", "clock.fresh_eyes_gone"

ASKED_BESIDE = "clock.asked_beside"
NOBODY_AHEAD = "clock.nobody_ahead"

CLOCK = {
    "clock.reminder_before": "The clock reminded both sides before it was due.",
    "clock.ran_out": "The clock passed its time. Nothing closed.",
    "clock.reminder_after": "The clock reminded both sides after it passed its time.",
    "clock.stepped_over": "Nobody was there to act for a side, so the next in its line were asked.",
    ASKED_BESIDE: "Nobody of an agency that joined was there, so others of it were asked.",
    "clock.unopened": "Half the time has passed, and nobody who acts for a side had opened it.",
    NOBODY_AHEAD: "Nobody is there for the next stage on one side or both, and those who can put that right were told.",
    "clock.undelivered": "No message could be delivered to those who act for a side.",
    "clock.pause_ends": "The clock reminded both sides that the pause which they agreed ends soon.",
    "clock.resumed": "The pause that both sides agreed has ended, so the clock runs again.",
    "clock.what_changed": "Some weeks have passed since the end. Both sides were asked what has changed for the child.",
    CHECK_LATE: "The time for one side’s own look at this has passed. Nothing waits for it.",
    ACTION_PAST: "The day by which an action was to be done has gone by.",
    FRESH_EYES_LATE: "The day has gone by by which somebody was to say what they see with fresh eyes.",
    FRESH_EYES_GONE: "Somebody has left their agency, so they no longer look with fresh eyes.",
    MASK_WAITS: "Nobody decided in time whether hidden words stay hidden. They do until then.",
    "clock.redated": "The clock was worked out again, because the bank holidays changed.",
}


def register_all() -> None:
    """Make every kind, and how a difference is found and called, known to the record; once when the app starts."""
    subjects.register(find=find, name=name)
    for act in Act:
        register(f"difference.{act.value}", sentence=ACTS[act].label)
    register(FILED, sentence="An agency put this on its own file")
    register(ADVISER_ASKED, sentence="Somebody was asked to advise a side")
    register(ADVICE_ENDED, sentence="Somebody no longer advises a side")
    register(INTEREST, sentence="Somebody is too close to this and takes no part")
    register(REFERENCE, sentence="An agency’s reference for a child was given")
    register(SPOKE, sentence="The two sides have spoken")
    register(LINKED, sentence="This was linked with another difference")
    register(UNLINKED, sentence="A link with another difference was taken back")
    register(MASKED, sentence="The words of an entry were hidden, because they were put in by mistake", words="hidden")
    register(MASK_CONFIRMED, sentence="A second person confirmed that hidden words stay hidden")
    register(SHOWN_AGAIN, sentence="A second person had hidden words shown again", words="shown")
    for step in Step:
        register(f"step.{step}", sentence=step.label)
    for kind, sentence in (PASSES | CLOCK).items():
        register(kind, sentence=sentence)


def find(reference: str) -> UUID | None:
    """Return the difference that a reference names, for whoever runs the commands of the record."""
    rows = Difference.objects.filter(reference=read_reference(reference))
    return rows.values_list("pk", flat=True).first()


def name(subject: UUID) -> str | None:
    """Return the reference of a difference as people read it."""
    reference = Difference.objects.filter(pk=subject).values_list("reference", flat=True).first()
    return spoken(reference) if reference else None
