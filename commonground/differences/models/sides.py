"""What the two sides wrote, agreed and signed, and the clocks they did it by."""

from typing import ClassVar

from django.db import models

from commonground.differences.models.bound import BOUND, BoundModel, BoundRows
from commonground.differences.models.difference import Difference
from commonground.directory.models import Agency, Person, choices
from commonground.privacy import INTERNAL, NONE, PERSONAL, SPECIAL, Classes
from commonground.procedures.agreement import Doing, Outcome, Parts
from commonground.procedures.conferences import Effect
from commonground.procedures.terms import Answer, Side


class View(BoundModel):
    """What one side sees and wants, as it was written at one moment; a later one does not change it.

    The raising side writes a worry and what it asks; the responding side an answer and why. ``told`` is who said it,
    how and when, where the other side or the office recorded it for them.
    """

    number = models.PositiveSmallIntegerField()
    side = models.CharField(max_length=20, choices=choices(Side))
    stage = models.PositiveSmallIntegerField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    worry = models.TextField(blank=True)
    tried = models.TextField(blank=True)
    ask = models.TextField(blank=True)
    answer = models.CharField(max_length=20, blank=True, choices=choices(Answer))
    effect = models.CharField(max_length=20, blank=True, choices=choices(Effect))
    """What comes of a dissent from what a conference decided, as whoever reviewed it answers."""
    told = models.CharField(max_length=400, blank=True)
    before = models.PositiveSmallIntegerField(null=True)
    """The number of the answer that this one changes; None where nobody changed theirs."""
    objects = BoundRows.as_manager()
    privacy: ClassVar[Classes] = BOUND | {
        "number": NONE,
        "side": INTERNAL,
        "stage": INTERNAL,
        "by": PERSONAL,
        "at": INTERNAL,
        "effect": INTERNAL,
        "worry": SPECIAL,
        "tried": SPECIAL,
        "ask": SPECIAL,
        "answer": INTERNAL,
        "told": PERSONAL,
        "before": NONE,
    }

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint("difference", "number", name="view_number_once")]


class Clock(BoundModel):
    """A clock of a stage, as reckoned from the events: when it started, is due and ended, and the sum.

    ``next_at`` is when the sweep has something to say about it; None when there is nothing more to say. While it is
    paused ``paused_until`` says until when, and ``due_at`` counts on that.
    """

    key = models.CharField(max_length=60)
    label = models.CharField(max_length=120)
    stage = models.PositiveSmallIntegerField()
    started_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    shortened = models.BooleanField(default=False)
    paused_until = models.DateTimeField(null=True)
    told_pause = models.BooleanField(default=False)
    sum = models.JSONField()
    next_at = models.DateTimeField(null=True)
    told_half = models.BooleanField(default=False)
    told_before = models.BooleanField(default=False)
    told_ran_out = models.BooleanField(default=False)
    told_after = models.BooleanField(default=False)
    objects = BoundRows.as_manager()
    privacy: ClassVar[Classes] = BOUND | {
        "key": NONE,
        "label": NONE,
        "stage": INTERNAL,
        "started_at": INTERNAL,
        "due_at": INTERNAL,
        "ended_at": INTERNAL,
        "shortened": INTERNAL,
        "paused_until": INTERNAL,
        "told_pause": INTERNAL,
        "sum": INTERNAL,
        "next_at": INTERNAL,
        "told_half": INTERNAL,
        "told_before": INTERNAL,
        "told_ran_out": INTERNAL,
        "told_after": INTERNAL,
    }

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["next_at"],
                condition=models.Q(ended_at=None, next_at__isnull=False),
                name="clock_to_sweep",
            ),
            models.Index(fields=["partnership", "due_at"], condition=models.Q(ended_at=None), name="clock_running"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint("difference", "stage", "key", "started_at", name="clock_once_a_start")
        ]


class Proposal(BoundModel):
    """An agreement that one side proposed. One is live at a time; both sides sign the same ``text``.

    The text was made from the parts beside it (``procedures.agreement``) and is read, signed and kept as it is.
    ``doing`` is who does what by when, as ``Doing.plain`` writes it.
    """

    number = models.PositiveSmallIntegerField()
    side = models.CharField(max_length=20, choices=choices(Side))
    stage = models.PositiveSmallIntegerField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    text = models.TextField()
    decision = models.TextField(blank=True)
    outcome = models.CharField(max_length=20, blank=True, choices=choices(Outcome))
    doing = models.JSONField(default=list)
    tells_family = models.TextField(blank=True)
    better_day = models.TextField(blank=True)
    known_by = models.TextField(blank=True)
    check_on = models.DateField(null=True)
    declined_why = models.TextField(blank=True)
    objects = BoundRows.as_manager()
    privacy: ClassVar[Classes] = BOUND | {
        "number": NONE,
        "side": INTERNAL,
        "stage": INTERNAL,
        "by": PERSONAL,
        "at": INTERNAL,
        "text": SPECIAL,
        "decision": SPECIAL,
        "outcome": INTERNAL,
        "doing": SPECIAL,
        "tells_family": SPECIAL,
        "better_day": SPECIAL,
        "known_by": SPECIAL,
        "check_on": INTERNAL,
        "declined_why": SPECIAL,
    }

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint("difference", "number", name="proposal_number_once")]

    @property
    def parts(self) -> Parts:
        """What it says besides its decision, part by part."""
        return Parts(
            outcome=Outcome(self.outcome) if self.outcome else None,
            doing=tuple(Doing.of(one) for one in self.doing),
            tells_family=self.tells_family,
            better_day=self.better_day,
            known_by=self.known_by,
            check_on=self.check_on,
        )


class AgencyAction(BoundModel):
    """What an agency that joined is asked to take on in a proposed agreement, and who signed for it.

    Both sides agree without waiting for it: until somebody signs for it, it is not yet taken on.
    """

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="actions")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    what = models.TextField()
    taken_on_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    taken_on_at = models.DateTimeField(null=True)
    objects = BoundRows.as_manager()
    privacy: ClassVar[Classes] = BOUND | {
        "proposal": NONE,
        "agency": INTERNAL,
        "what": SPECIAL,
        "taken_on_by": PERSONAL,
        "taken_on_at": INTERNAL,
    }

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint("proposal", "agency", name="action_once_an_agency")]


class Signature(BoundModel):
    """One side put its name to a proposal: once, by one person."""

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="signatures")
    side = models.CharField(max_length=20, choices=choices(Side))
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    objects = BoundRows.as_manager()
    privacy: ClassVar[Classes] = BOUND | {
        "proposal": NONE,
        "side": INTERNAL,
        "by": PERSONAL,
        "at": INTERNAL,
    }

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint("proposal", "side", name="signature_once_a_side")]


class Ring(BoundModel):
    """Somebody holds information that they cannot put here, and asks to be rung: on which number, and when.

    Both sides see it, and when they spoke; what was said is not here.
    """

    number = models.PositiveSmallIntegerField()
    side = models.CharField(max_length=20, choices=choices(Side))
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    phone = models.CharField(max_length=40)
    when = models.CharField(max_length=200)
    at = models.DateTimeField()
    spoke_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    spoke_at = models.DateTimeField(null=True)
    objects = BoundRows.as_manager()
    privacy: ClassVar[Classes] = BOUND | {
        "number": NONE,
        "side": INTERNAL,
        "by": PERSONAL,
        "phone": PERSONAL,
        "when": INTERNAL,
        "at": INTERNAL,
        "spoke_by": PERSONAL,
        "spoke_at": INTERNAL,
    }

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint("difference", "number", name="ring_number_once")]


class Link(BoundModel):
    """This difference belongs together with another. Each of the two has a row, and only who sees both sees either."""

    number = models.PositiveSmallIntegerField()
    other = models.ForeignKey(Difference, models.PROTECT, related_name="+")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    objects = BoundRows.as_manager()
    privacy: ClassVar[Classes] = BOUND | {
        "number": NONE,
        "other": INTERNAL,
        "by": PERSONAL,
        "at": INTERNAL,
        "ended_at": INTERNAL,
    }

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("difference", "number", name="link_number_once"),
            models.UniqueConstraint(
                fields=["difference", "other"], condition=models.Q(ended_at=None), name="link_once_at_a_time"
            ),
        ]
