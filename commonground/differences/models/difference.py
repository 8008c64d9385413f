"""A difference itself, and the one door to it."""

import uuid
from functools import lru_cache
from typing import ClassVar, Self
from uuid import UUID

from django.db import models
from django.urls import reverse

from commonground.differences.models.references import ALPHABET, mint_reference, spoken
from commonground.differences.models.sight import Reader, in_office, not_barred, seated
from commonground.directory.models import Agency, Partnership, Person, Team, choices
from commonground.editions.models import Edition
from commonground.editions.queries import procedure_of
from commonground.privacy import INTERNAL, NONE, PERSONAL, SPECIAL, Classes
from commonground.procedures.after import BOTH
from commonground.procedures.rules import restore
from commonground.procedures.situation import Situation
from commonground.procedures.terms import End, Kind, Side, Subject

NOTHING_KNOWN = "Nothing that I know of."
"""What is said when whoever raises it knows of nothing that keeps the child safe meanwhile."""


class Differences(models.QuerySet["Difference"]):
    """The one door to differences."""

    def visible_to(self, actor: Reader) -> Self:
        """Return the differences that this actor may see: by a seat, or as an officer who was told."""
        seen = seated("id", actor)
        if office := in_office(actor):
            seen |= office & models.Q(officer_told=True)
        return self.filter(seen, not_barred("id", actor))


class Difference(models.Model):
    """One professional difference and where it stands. The history of it is its record.

    ``situation`` is what the rules read and write; ``stage``, ``end``, ``turn`` and ``due_at`` say the same for
    lists, and the database holds stage and end equal. ``version`` counts moves, for those who act at once.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="+")
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+")
    reference = models.CharField(max_length=10, unique=True, default=mint_reference)
    kind = models.CharField(max_length=30, choices=choices(Kind))
    subject = models.CharField(max_length=20, choices=choices(Subject), default=Subject.CHILD)
    theme = models.CharField(max_length=80, blank=True)
    """What one about how people work together is called; it names nobody."""
    children_count = models.PositiveSmallIntegerField()
    children_open = models.PositiveSmallIntegerField()
    """For how many of them nothing was agreed before: it is open for them, or ended for them."""
    raising_agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    raising_team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="+")
    responding_agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    responding_team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="+")
    raised_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    raised_at = models.DateTimeField()
    needed_by = models.DateField(null=True)
    """By when it is needed. Only of how people work together need that not be said."""
    meanwhile = models.TextField()
    situation = models.JSONField()
    version = models.PositiveIntegerField(default=1)
    stage = models.PositiveSmallIntegerField()
    turn = models.CharField(max_length=20, blank=True, choices=choices(Side))
    end = models.CharField(max_length=20, blank=True, choices=choices(End))
    ended_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    paused_until = models.DateTimeField(null=True)
    asked_of = models.CharField(max_length=20, blank=True, choices=choices(Side))
    """Which side is asked to agree to a change of time or stage; it need not be the one whose turn it is."""
    leads_asked = models.BooleanField(default=False)
    """Whether that side's safeguarding lead is asked, and not whoever acts for it at the stage."""
    picked_up_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    handed_to = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    """The colleague of the raising side whom it was handed over to last."""
    officer_told = models.BooleanField(default=False)
    in_court = models.BooleanField(default=False)
    contacts_of = models.ForeignKey(Partnership, models.PROTECT, null=True, related_name="+")
    """The area whose numbers are rung, once a child has moved there; else those of its own partnership."""
    asked_after_at = models.DateTimeField(null=True)
    """When both sides were asked last what has changed for the child, some weeks after the end."""
    still_asked = models.CharField(max_length=20, blank=True, choices=[*choices(Side), (BOTH, "both sides")])
    """Which of them have still to say. It counts while nothing has ended since they were asked: see ``now_asked``."""
    restricted = models.BooleanField(default=False)
    """Whether it is seen by people named for it only: its seats are held in person, and no office is told."""
    side_views = models.PositiveSmallIntegerField(default=0)
    """How many times a side has shared what it sees: where nobody has, its page asks no further."""
    say_backs = models.PositiveSmallIntegerField(default=0)
    """How many times a side has said back how it understands the other; as above."""
    lines = models.PositiveSmallIntegerField(default=0)
    """How many lines were put on the lists of what is agreed and not agreed; as above."""
    objects = Differences.as_manager()
    privacy: ClassVar[Classes] = {
        "id": NONE,
        "partnership": NONE,
        "edition": NONE,
        "reference": NONE,
        "kind": INTERNAL,
        "subject": INTERNAL,
        "theme": SPECIAL,
        "children_count": INTERNAL,
        "children_open": INTERNAL,
        "raising_agency": INTERNAL,
        "raising_team": INTERNAL,
        "responding_agency": INTERNAL,
        "responding_team": INTERNAL,
        "raised_by": PERSONAL,
        "raised_at": INTERNAL,
        "needed_by": INTERNAL,
        "meanwhile": SPECIAL,
        "situation": INTERNAL,
        "version": NONE,
        "stage": INTERNAL,
        "turn": INTERNAL,
        "end": INTERNAL,
        "ended_at": INTERNAL,
        "due_at": INTERNAL,
        "paused_until": INTERNAL,
        "asked_of": INTERNAL,
        "leads_asked": INTERNAL,
        "side_views": INTERNAL,
        "say_backs": INTERNAL,
        "lines": INTERNAL,
        "picked_up_by": PERSONAL,
        "handed_to": PERSONAL,
        "officer_told": INTERNAL,
        "in_court": SPECIAL,
        "contacts_of": INTERNAL,
        "asked_after_at": INTERNAL,
        "still_asked": INTERNAL,
        "restricted": INTERNAL,
    }

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["raising_agency"], condition=models.Q(ended_at=None), name="difference_raised_open"),
            models.Index(
                fields=["responding_agency"], condition=models.Q(ended_at=None), name="difference_answered_open"
            ),
            models.Index(
                "partnership",
                models.F("due_at").asc(nulls_last=True),
                "id",
                condition=models.Q(officer_told=True, ended_at=None),
                name="difference_told_open",
            ),
            models.Index(
                "partnership",
                models.F("raised_at").desc(),
                "id",
                condition=models.Q(officer_told=True),
                name="difference_told_all",
            ),
            models.Index(
                fields=["ended_at"],
                condition=models.Q(ended_at__isnull=False)
                & (models.Q(asked_after_at=None) | models.Q(asked_after_at__lt=models.F("ended_at"))),
                name="difference_to_ask_after",
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(
                    stage=models.functions.Cast(
                        models.fields.json.KeyTextTransform("stage", "situation"), models.IntegerField()
                    )
                ),
                name="difference_stage_as_situation",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    end=models.functions.Coalesce(
                        models.fields.json.KeyTextTransform("end", "situation"), models.Value("")
                    )
                ),
                name="difference_end_as_situation",
            ),
            models.CheckConstraint(
                condition=models.Q(end="", ended_at=None)
                | models.Q(models.Q(ended_at__isnull=False), ~models.Q(end="")),
                name="difference_ended_once",
            ),
            models.CheckConstraint(
                condition=~models.Q(restricted=True, officer_told=True),
                name="difference_restricted_is_told_to_no_office",
            ),
            models.CheckConstraint(
                condition=models.Q(subject=Subject.CHILD, children_count__gte=1, children_count__lte=8)
                | models.Q(subject=Subject.FAMILY_MEMBER, children_count__lte=1)
                | models.Q(subject=Subject.THEME, children_count=0),
                name="difference_children_of_its_subject",
            ),
            models.CheckConstraint(
                condition=~models.Q(subject=Subject.THEME) & models.Q(theme="", needed_by__isnull=False)
                | models.Q(subject=Subject.THEME) & ~models.Q(theme=""),
                name="difference_theme_is_named",
            ),
        ]

    def __str__(self) -> str:
        """Return the reference as people read it."""
        return spoken(self.reference)

    def get_absolute_url(self) -> str:
        """Return the address of its page."""
        return page_url(self.reference)

    @property
    def title(self) -> str:
        """What it is about: the kind, and how many children or what else; never who."""
        return titled(Kind(self.kind), self.children_count, Subject(self.subject), self.theme)

    def stands(self) -> Situation:
        """Return where it stands, as the rules see it, under the edition that it began with."""
        return restore(procedure_of(self.edition), self.situation)

    @property
    def kept_safe(self) -> bool:
        """Whether anything is known that keeps the child safe meanwhile."""
        return self.meanwhile != NOTHING_KNOWN

    def agency_of(self, side: Side) -> Agency:
        """Return the agency of a side."""
        return self.raising_agency if side is Side.RAISING else self.responding_agency

    def team_of(self, side: Side) -> Team | None:
        """Return the team of a side, if it is a team."""
        return self.raising_team if side is Side.RAISING else self.responding_team

    @property
    def now_asked(self) -> str:
        """Which sides are asked now what has changed since it ended: a side, both, or nothing."""
        asked = self.asked_after_at and self.ended_at and self.asked_after_at >= self.ended_at
        return self.still_asked if asked else ""

    def is_side(self, side: Side, agency: UUID) -> bool:
        """Whether this agency is that side now."""
        return agency == self.agency_of(side).pk

    def whose(self, side: Side, agency: Agency) -> str:
        """Return whose something is, by name: the side; or the agency that was that side before another became it."""
        return self.name_of(side) if self.is_side(side, agency.pk) else agency.name

    def whose_before(self, side: Side, agency: Agency) -> str:
        """Return who said something, to stand before it, where that agency is the side no more; else nothing."""
        return "" if self.is_side(side, agency.pk) else f"{agency.name} said:"

    def name_of(self, side: Side) -> str:
        """Return how a side is named: the team and its agency, or the agency."""
        team, agency = self.team_of(side), self.agency_of(side)
        return side_name(agency.name, team.name if team else None)


@lru_cache(maxsize=1024)
def _shape(name: str, *more: object) -> str:
    anyone = ALPHABET[:10]
    return reverse(f"differences:{name}", args=[anyone, *more]).replace(anyone, "{}")


def page_url(reference: str, name: str = "page", *more: object) -> str:
    """Return the address of a difference's page, or of another page of it with what its address asks for.

    Lists have many, and a page has thirty, so the router is asked for the shape of each only once.
    """
    return _shape(name, *more).format(reference)


NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight")


def titled(kind: Kind, children: int, subject: Subject = Subject.CHILD, theme: str = "") -> str:
    """Return what a difference is about: the kind, and how many children or what else; never who."""
    return f"{kind.label}: {theme or _counted(children, subject)}"


def _counted(children: int, subject: Subject) -> str:
    if subject is Subject.FAMILY_MEMBER:
        return "a family member and a child" if children else "a family member"
    return f"{NUMBERS[children - 1]} {'child' if children == 1 else 'children'}"


def side_name(agency: str, team: str | None) -> str:
    """Return how a side is named: the team and its agency, or the agency."""
    return f"{team}, {agency}" if team else agency
