"""What leaders say, whom they thank, their calendar, and pages of agencies’ sites. ``briefings.models`` imports it."""

import uuid
from collections.abc import Iterable
from datetime import date, datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce

from commonground.briefings.promoting.terms import A_YEAR, LEADERS, PLANNERS, Saying, Seen, Standing
from commonground.briefings.terms import MANAGERS
from commonground.directory.models import Agency, choices
from commonground.directory.queries import Actor, holdings
from commonground.directory.voices import Voice
from commonground.now import london_date
from commonground.privacy import INTERNAL, NONE, PERSONAL, SPECIAL, Classes
from commonground.procedures.terms import AgencyKind

PERSON, AGENCY, AREA = "directory.Person", "directory.Agency", "directory.Partnership"
LONGEST = 2000
"""Bytes of an address on the web: so many fit into an index."""


class Words(models.QuerySet["LeaderWords"]):
    """What leaders say."""

    def said_by(self, actor: Actor) -> Self:
        """Return what somebody says themself and has not ended."""
        return self.filter(by=actor.person, ended_at=None) if actor.person else self.none()

    def may_be_ended_by(self, actor: Actor) -> Self:
        """Return those that somebody may end: their own, and as an officer those of leaders of the area."""
        kept = Agency.objects.filter(partnerships__in=actor.offices).values("pk")
        return self.filter(Q(by=actor.person) | Q(agency__in=kept), ended_at=None) if actor.person else self.none()

    def of_leaders(self, on: date) -> Self:
        """Return those that have not ended, of somebody who on a day still leads there."""
        leads = holdings(on).filter(
            deputy=False, person=OuterRef("by"), post__agency=OuterRef("agency"), post__role__in=LEADERS
        )  # fmt: skip
        return self.filter(Exists(leads), ended_at=None)

    def standing(self, on: date) -> Self:
        """Return what can be read on a day: of somebody who leads there, and still right."""
        return self.of_leaders(on).filter(right_until__gte=on)


class LeaderWords(models.Model):
    """What a leader says in their own name for an agency: to people who are worried, or how they welcomed challenge.

    It stands for a year; before that is over they are asked if it is still right. ``promise`` is what they promise to
    whoever raises a worry, in a statement only. They may end it, and so may an officer of the area. Nobody reads what
    has ended; its row is kept until a rule of retention removes it, and none is agreed yet: ask the partnership.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(AGENCY, models.PROTECT, related_name="+", db_index=False)
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=10, choices=choices(Saying))
    words = models.TextField(max_length=800)
    promise = models.CharField(max_length=200, blank=True)
    said_at = models.DateTimeField()
    right_until = models.DateField()
    told_at = models.DateTimeField(null=True, blank=True)
    """When they were asked if it is still right."""
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(PERSON, models.PROTECT, null=True, blank=True, related_name="+")
    objects = Words.as_manager()
    privacy: ClassVar[Classes] = {
        "id": NONE,
        "agency": NONE,
        "by": PERSONAL,
        "kind": NONE,
        "words": SPECIAL,
        "promise": SPECIAL,
        "said_at": INTERNAL,
        "right_until": INTERNAL,
        "told_at": INTERNAL,
        "ended_at": INTERNAL,
        "ended_by": PERSONAL,
    }

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("by", "agency", "kind", condition=Q(ended_at=None), name="leader_says_it_once"),
            models.CheckConstraint(
                condition=Q(kind=Saying.STATEMENT.value) & ~Q(promise="") | Q(kind=Saying.EXAMPLE.value, promise=""),
                name="leader_promises_with_a_statement",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["agency"], condition=Q(ended_at=None), name="leader_words_of_agency"),
            models.Index(
                fields=["right_until"], condition=Q(ended_at=None, told_at=None), name="leader_words_to_ask_about"
            ),
        ]

    @property
    def voice(self) -> Voice:
        """Return it as the start page shows it."""
        return Voice(self.words, self.promise, self.by.titled, self.agency.name)


class Thanked(models.QuerySet["LeaderThanks"]):
    """Thanks of leaders."""

    def to(self, actor: Actor) -> Self:
        """Return those to somebody or to a team of theirs that have not ended."""
        teams = {post.team_id for post in actor.posts if post.team_id}
        whose = Q(person=actor.person) | Q(team__in=teams)
        return self.filter(whose, ended_at=None) if actor.person else self.none()

    def answered_by(self, actor: Actor, rows: "Iterable[LeaderThanks]") -> Self:
        """Return those of some of which somebody says if others read them: their own, or of a team that they lead."""
        led = {post.team_id for post in actor.posts if post.team_id and post.role in MANAGERS}
        return self.to(actor).filter(Q(person=actor.person) | Q(team__in=led), pk__in=[one.pk for one in rows])

    def may_be_ended_by(self, actor: Actor) -> Self:
        """Return those that somebody may end: what they said themself, and as an officer all of the area."""
        whose = Q(by=actor.person) | Q(partnership__in=actor.offices)
        return self.filter(whose, ended_at=None) if actor.person else self.none()

    def read_by_others(self, actor: Actor, at: datetime) -> Self:
        """Return those that all of somebody’s areas read: agreed to, of this year, of whoever still works there."""
        there = holdings(london_date(at)).filter(
            person=OuterRef("person"), post__agency__partnerships=OuterRef("partnership")
        )  # fmt: skip
        return self.filter(
            Q(team__isnull=False) | Exists(there),
            partnership__in=actor.partnerships, may_show=True, ended_at=None, at__gte=at - A_YEAR,
        )  # fmt: skip


class LeaderThanks(models.Model):
    """A leader thanks a person or a team for challenge, in their own name.

    Who is thanked reads it; others of the area only once they agree, of a team its manager. They may change that. It
    is read for a year, by others only while whoever is thanked works in the area. The leader may end it, and so may an
    officer of the area. Nobody reads what has ended; its row is kept until a rule of retention removes it, and none is
    agreed yet: ask the partnership.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partnership = models.ForeignKey(AREA, models.PROTECT, related_name="+", db_index=False)
    """The area that the leader shares with whoever is thanked."""
    agency = models.ForeignKey(AGENCY, models.PROTECT, related_name="+", db_index=False)
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    person = models.ForeignKey(PERSON, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    team = models.ForeignKey("directory.Team", models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    words = models.TextField(max_length=400)
    at = models.DateTimeField()
    may_show = models.BooleanField(null=True, blank=True)
    answered_by = models.ForeignKey(PERSON, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(PERSON, models.PROTECT, null=True, blank=True, related_name="+")
    objects = Thanked.as_manager()
    privacy: ClassVar[Classes] = {
        "id": NONE,
        "partnership": NONE,
        "agency": NONE,
        "by": PERSONAL,
        "person": PERSONAL,
        "team": INTERNAL,
        "words": SPECIAL,
        "at": INTERNAL,
        "may_show": PERSONAL,
        "answered_by": PERSONAL,
        "answered_at": INTERNAL,
        "ended_at": INTERNAL,
        "ended_by": PERSONAL,
    }

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(person=None, team__isnull=False) | Q(person__isnull=False, team=None),
                name="thanks_to_a_person_or_a_team",
            ),
            models.CheckConstraint(
                condition=Q(may_show=None, answered_at=None, answered_by=None)
                | Q(may_show__isnull=False, answered_at__isnull=False, answered_by__isnull=False),
                name="thanks_answered_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="thanks_ended_by_somebody",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["person", "-at"], name="thanks_to_person"),
            models.Index(fields=["team", "-at"], name="thanks_to_team"),
            models.Index(
                fields=["partnership", "-at"], condition=Q(may_show=True, ended_at=None), name="thanks_that_others_read"
            ),
        ]

    @property
    def whom(self) -> str:
        """Who is thanked."""
        return str(self.person or self.team)


def planned_for(actor: Actor) -> frozenset[uuid.UUID]:
    """Return the agencies for which somebody plans."""
    return frozenset[uuid.UUID]().union(*(actor.agencies_as(role) for role in PLANNERS))


def watched(actor: Actor) -> models.QuerySet[Agency]:
    """Return the agencies whose promoting somebody sees: for which they plan, and of an officer all of the area."""
    area = Agency.objects.filter(partnerships__in=actor.offices).exclude(kind=AgencyKind.PARTNERSHIP)
    return Agency.objects.filter(Q(pk__in=planned_for(actor)) | Q(pk__in=area.values("pk")))


class Promotions(models.QuerySet["Promotion"]):
    """The leaders’ calendar."""

    def visible_to(self, actor: Actor) -> Self:
        """Return an officer’s area’s, and those of an agency in which somebody plans."""
        return self.filter(agency__in=watched(actor).values("pk"))

    def within(self, first: date, after: date) -> Self:
        """Return those of the days from one to before another, with the day as ``shown_on``; see ``Promotion.day``.

        They stand by agency and day.
        """
        rows = self.annotate(shown_on=Coalesce("done_on", "due_on")).filter(shown_on__gte=first, shown_on__lt=after)
        return rows.order_by("agency__name", "shown_on", "id")

    def kept(self) -> Self:
        """Return those that are not called off."""
        return self.filter(called_off_at=None)


class Promotion(models.Model):
    """An agency promotes it: what, where and when; once it is done, its proof in words or as an address."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(AGENCY, models.PROTECT, related_name="+", db_index=False)
    what = models.CharField(max_length=120)
    where = models.CharField(max_length=120)
    due_on = models.DateField()
    planned_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    planned_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True, blank=True)
    """When whoever planned it was told that its day is near."""
    done_on = models.DateField(null=True, blank=True)
    noted_by = models.ForeignKey(PERSON, models.PROTECT, null=True, blank=True, related_name="+")
    proof = models.TextField(max_length=500, blank=True)
    link = models.URLField(max_length=500, blank=True)
    called_off_at = models.DateTimeField(null=True, blank=True)
    objects = Promotions.as_manager()
    privacy: ClassVar[Classes] = {
        "id": NONE,
        "agency": NONE,
        "what": PERSONAL,
        "where": PERSONAL,
        "due_on": INTERNAL,
        "planned_by": PERSONAL,
        "planned_at": INTERNAL,
        "told_at": INTERNAL,
        "done_on": INTERNAL,
        "noted_by": PERSONAL,
        "proof": SPECIAL,
        "link": INTERNAL,
        "called_off_at": INTERNAL,
    }

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(done_on=None, noted_by=None, proof="", link="")
                | Q(Q(done_on__isnull=False, noted_by__isnull=False, called_off_at=None), ~Q(proof="", link="")),
                name="promotion_done_with_proof",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["agency", "due_on"], name="promotion_of_agency"),
            models.Index(
                "agency", Coalesce("done_on", "due_on"), condition=Q(called_off_at=None), name="promotion_on_its_day"
            ),
            models.Index(
                fields=["due_on"],
                condition=Q(told_at=None, done_on=None, called_off_at=None),
                name="promotion_to_tell_of",
            ),
        ]

    @property
    def day(self) -> date:
        """The day on which it was done, or is planned."""
        return self.done_on or self.due_on


class OwnPage(models.Model):
    """A page of an agency’s own site on which a sentence, a link or a panel of ours stands, as the agency says.

    The worker looks at it once a week. ``seen`` is what came of it last, ``came`` why it could not be fetched, in a
    sentence, and ``found_at`` when it was last found.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(AGENCY, models.PROTECT, related_name="+", db_index=False)
    address = models.URLField(max_length=LONGEST)
    what = models.CharField(max_length=10, choices=choices(Standing))
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    seen = models.CharField(max_length=12, choices=choices(Seen), blank=True)
    came = models.CharField(max_length=200, blank=True)
    found_at = models.DateTimeField(null=True, blank=True)
    privacy: ClassVar[Classes] = {
        "id": NONE,
        "agency": NONE,
        "address": INTERNAL,
        "what": NONE,
        "by": PERSONAL,
        "at": INTERNAL,
        "ended_at": INTERNAL,
        "checked_at": NONE,
        "seen": NONE,
        "came": NONE,
        "found_at": NONE,
    }

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("agency", "address", condition=Q(ended_at=None), name="own_page_listed_once"),
            models.CheckConstraint(
                condition=Q(checked_at=None, seen="") | Q(Q(checked_at__isnull=False), ~Q(seen="")),
                name="own_page_seen_when_checked",
            ),
            models.CheckConstraint(
                condition=Q(found_at=None) | Q(found_at__lte=F("checked_at")), name="own_page_found_at_a_check"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["checked_at", "id"], condition=Q(ended_at=None), name="own_page_longest_ago")
        ]
