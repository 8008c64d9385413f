"""Partnerships, agencies, teams, people, posts and who holds them between which dates."""

import uuid
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

from commonground.directory.guests import models as _guests  # noqa: F401 - Django finds the app's tables here
from commonground.directory.people import models as _people  # noqa: F401 - and here
from commonground.privacy import INTERNAL, NONE, PERSONAL, Classes
from commonground.procedures.terms import AgencyKind, Role, Term


def choices(words: type) -> list[tuple[str, str]]:
    """Return a controlled list as Django choices: (value, label)."""
    return [(word.value, word.label) for word in words]  # type: ignore[attr-defined]


def ends_after_start() -> models.Q:
    """Return the condition that what has an end ends on its first day or later. Both days are included."""
    return models.Q(ends=None) | models.Q(ends__gte=models.F("starts"))


class Partnership(models.Model):
    """A safeguarding children partnership and its office.

    ``identifier_basis`` is the law, and the partnership's own decision, by which children's national consistent
    identifier may be asked here. While it is empty it is not asked.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=120, unique=True)
    area = models.CharField(max_length=120)
    contact = models.CharField(max_length=200, blank=True)
    identifier_basis = models.CharField(max_length=300, blank=True)
    privacy: ClassVar[Classes] = {
        "id": NONE,
        "name": NONE,
        "area": NONE,
        "contact": PERSONAL,
        "identifier_basis": NONE,
    }

    def __str__(self) -> str:
        """Return the partnership's name."""
        return self.name


class Agency(models.Model):
    """An organisation that works with children; it may belong to several partnerships."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, choices=choices(AgencyKind))
    partnerships = models.ManyToManyField(Partnership, related_name="agencies")
    privacy: ClassVar[Classes] = {"id": NONE, "name": NONE, "kind": NONE, "partnerships": NONE}

    def __str__(self) -> str:
        """Return the agency's name."""
        return self.name


class Team(models.Model):
    """Part of an agency. A side of a difference is an agency or a team in one."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="teams")
    name = models.CharField(max_length=120)
    privacy: ClassVar[Classes] = {"id": NONE, "agency": NONE, "name": NONE}

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint("agency", "name", name="team_once_in_agency")]

    def __str__(self) -> str:
        """Return the team's name."""
        return self.name


class People(BaseUserManager["Person"]):
    """How accounts are found: by work address, whatever its case."""

    def get_by_natural_key(self, username: str | None) -> "Person":
        """Return the person with this work address; raises Person.DoesNotExist."""
        return self.get(email__iexact=username)


class Person(AbstractBaseUser):
    """Someone who signs in. Roles come from the posts that they hold, never from here.

    Every session that began before ``signed_out_at`` was last set is over, listed or not. A ``guest`` has no account:
    a pass lets them into one difference, and no password, post or provider ever signs them in.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField("work email address", unique=True)
    name = models.CharField(max_length=120)
    title = models.CharField("job title", max_length=120, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    is_active = models.BooleanField(default=True)
    signed_out_at = models.DateTimeField(null=True, blank=True)
    guest = models.BooleanField(default=False)
    objects = People()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    privacy: ClassVar[Classes] = {
        "id": NONE,
        "email": PERSONAL,
        "name": PERSONAL,
        "title": PERSONAL,
        "phone": PERSONAL,
        "is_active": INTERNAL,
        "signed_out_at": INTERNAL,
        "guest": INTERNAL,
        "password": PERSONAL,
        "last_login": PERSONAL,
    }

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(Lower("email"), name="person_email_once"),
            models.CheckConstraint(
                condition=models.Q(guest=False) | models.Q(password__startswith="!"),  # noqa: S106 none at all
                name="person_guest_has_no_password",
            ),
        ]

    def __str__(self) -> str:
        """Return the person's name."""
        return self.name

    @property
    def titled(self) -> str:
        """The name with the title: "Amy Lister, Teacher, year 2"."""
        return f"{self.name}, {self.title}" if self.title else self.name

    @property
    def joined(self) -> bool:
        """Whether they have set up their account, with a password or without."""
        return self.has_usable_password() or self.last_login is not None

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Return what a session keeps of this account and Django compares on each request: Django's own and more."""
        own: str = super()._get_session_auth_hash(secret=secret)  # type: ignore[misc]
        return f"{own} {self.signed_out_at.timestamp()}" if self.signed_out_at else own


class Post(models.Model):
    """A role in a team or agency between two dates: held by one person, or a desk held by several.

    Posts of a partnership's own office carry ``partnership``; their sight is what it has been told.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="posts")
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="posts")
    partnership = models.ForeignKey(Partnership, models.PROTECT, null=True, blank=True, related_name="posts")
    role = models.CharField(max_length=30, choices=choices(Role))
    title = models.CharField(max_length=120)
    desk = models.BooleanField(default=False)
    mailbox = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)
    privacy: ClassVar[Classes] = {
        "id": NONE,
        "agency": NONE,
        "team": NONE,
        "partnership": NONE,
        "role": NONE,
        "title": NONE,
        "desk": NONE,
        "mailbox": INTERNAL,
        "phone": INTERNAL,
        "starts": INTERNAL,
        "ends": INTERNAL,
    }

    class Meta:
        indexes: ClassVar = [models.Index(fields=["agency", "role"])]
        constraints: ClassVar = [
            models.CheckConstraint(condition=ends_after_start(), name="post_ends_after_start"),
            models.CheckConstraint(
                condition=~models.Q(role=Role.PARTNERSHIP_OFFICER.value) | models.Q(partnership__isnull=False),
                name="post_of_officer_has_partnership",
            ),
        ]

    def __str__(self) -> str:
        """Return the post's title."""
        return self.title


class Holding(models.Model):
    """A person in a post between two dates; a deputy acts while the holder is away.

    ``group`` is the group of their organisation's sign-in by which they hold it; empty when somebody gave it to them.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    post = models.ForeignKey(Post, models.PROTECT, related_name="holdings")
    person = models.ForeignKey(Person, models.PROTECT, related_name="holdings")
    deputy = models.BooleanField(default=False)
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)
    group = models.CharField(max_length=200, blank=True)
    privacy: ClassVar[Classes] = {
        "id": NONE,
        "post": INTERNAL,
        "person": PERSONAL,
        "group": PERSONAL,
        "deputy": INTERNAL,
        "starts": PERSONAL,
        "ends": PERSONAL,
    }

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=ends_after_start(), name="holding_ends_after_start"),
            models.UniqueConstraint("post", "person", "starts", name="holding_starts_once"),
        ]


class GroupPost(models.Model):
    """A group of an organisation's sign-in whose people hold a post, for as long as it says that they are in it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    group = models.CharField(max_length=200)
    post = models.ForeignKey(Post, models.PROTECT, related_name="+")
    privacy: ClassVar[Classes] = {"id": NONE, "group": INTERNAL, "post": INTERNAL}

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint("group", "post", name="group_gives_post_once")]


class Absence(models.Model):
    """Days on which a person is away, the first and last included."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="absences")
    starts = models.DateField()
    ends = models.DateField()
    closure = models.ForeignKey("directory.Closure", models.PROTECT, null=True, blank=True, related_name="absences")
    """Their agency is closed, where that is why."""
    privacy: ClassVar[Classes] = {
        "id": NONE,
        "person": PERSONAL,
        "starts": PERSONAL,
        "ends": PERSONAL,
        "closure": INTERNAL,
    }

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=ends_after_start(), name="absence_ends_after_start"),
        ]


class Invitation(models.Model):
    """A link by which one person sets up their account: used once, for seven days; only a digest is kept.

    ``by`` is who invited them; None is whoever runs the product's commands.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="invitations")
    digest = models.CharField(max_length=64, unique=True)
    expires = models.DateTimeField()
    used = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    privacy: ClassVar[Classes] = {
        "id": NONE,
        "person": PERSONAL,
        "by": PERSONAL,
        "digest": INTERNAL,
        "expires": INTERNAL,
        "used": INTERNAL,
    }


class LostFactor(models.Model):
    """An ask that somebody's second factors be removed: one person asks, another confirms; kept for good.

    ``agencies`` are those that the person worked for when it was asked: whose leads and officers read it later.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    agencies = models.ManyToManyField(Agency, related_name="+")
    reason = models.TextField(max_length=500)
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    expires = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    privacy: ClassVar[Classes] = {
        "id": NONE,
        "person": PERSONAL,
        "agencies": INTERNAL,
        "reason": PERSONAL,
        "asked_by": PERSONAL,
        "asked_at": INTERNAL,
        "expires": INTERNAL,
        "taken_back_at": INTERNAL,
        "confirmed_by": PERSONAL,
        "confirmed_at": INTERNAL,
    }

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~models.Q(asked_by=models.F("person")) & ~models.Q(asked_by=models.F("confirmed_by")),
                name="lost_factor_asked_by_another",
            ),
            models.CheckConstraint(
                condition=models.Q(confirmed_by=None, confirmed_at=None)
                | (
                    models.Q(confirmed_by__isnull=False, confirmed_at__isnull=False, taken_back_at=None)
                    & ~models.Q(confirmed_by=models.F("person"))
                ),
                name="lost_factor_confirmed_by_another",
            ),
        ]


class ContactKind(Term):
    """What a number is rung for."""

    FRONT_DOOR = "front_door", "Children’s social care: to tell them about a child"
    ON_CALL = "on_call", "A senior person on call: when they will not act"
    ADVICE = "advice", "Advice: when you are not sure"


class Hours(Term):
    """When a number is answered."""

    ALWAYS = "always", "day and night"
    OFFICE = "office", "on working days, in these hours"
    OTHERWISE = "otherwise", "at all other times than these hours on working days"


class Contact(models.Model):
    """A number that people ring in an area, at some hours. Its officers keep it and check it; it is open to anyone.

    ``opens`` and ``closes`` are London times; a number that is answered day and night has none.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="contacts")
    kind = models.CharField(max_length=20, choices=choices(ContactKind))
    name = models.CharField(max_length=120)
    phone = models.CharField(max_length=40)
    form = models.URLField(max_length=300, blank=True)
    hours = models.CharField(max_length=20, choices=choices(Hours))
    opens = models.TimeField(null=True, blank=True)
    closes = models.TimeField(null=True, blank=True)
    checked_on = models.DateField()
    checked_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    ended_on = models.DateField(null=True, blank=True)
    privacy: ClassVar[Classes] = {
        "id": NONE,
        "partnership": NONE,
        "kind": NONE,
        "name": NONE,
        "phone": NONE,
        "form": NONE,
        "hours": NONE,
        "opens": NONE,
        "closes": NONE,
        "checked_on": NONE,
        "checked_by": PERSONAL,
        "ended_on": NONE,
    }

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["partnership"], condition=models.Q(ended_on=None), name="contact_of_area")
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(hours=Hours.ALWAYS.value, opens=None, closes=None)
                | models.Q(~models.Q(hours=Hours.ALWAYS.value), opens__lt=models.F("closes")),
                name="contact_hours_in_order",
            ),
        ]

    def __str__(self) -> str:
        """Return what the number is called."""
        return self.name
