"""Who somebody is on a day, and who is at which post: what permission and routing are answered from.

The first and the last day of a post, a holding and an absence are both included. A deputy's post counts only
while nobody who holds it is there that day.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, IntegerField, OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL

from commonground.directory.guests.models import Pass
from commonground.directory.models import Absence, Agency, Holding, LostFactor, Partnership, Person, Post, Team
from commonground.directory.waits import Waits
from commonground.permissions import Permission, granted
from commonground.procedures.terms import AgencyKind, Role
from commonground.questions import Blank, Question, one_of, prepared_cursor


@dataclass(frozen=True, slots=True)
class HeldPost:
    """A post that somebody holds on a day, or stands in for as its deputy."""

    id: UUID
    role: Role
    agency_id: UUID
    team_id: UUID | None
    partnership_id: UUID | None
    title: str
    agency: str
    deputy: bool


@dataclass(frozen=True, slots=True)
class LetIn:
    """By which pass a guest is let in: for which agency, and until which day."""

    agency_id: UUID
    agency: str
    last_day: date


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who acts, as permissions and sight read them on one day. ``person`` is None for nobody.

    ``partnerships`` are those of the agencies they work for, and ``areas`` their names; ``offices`` those whose
    officer they are. A guest holds no post; while their pass lets them in they belong to the agency that it is for.
    ``waits``: what besides differences may wait for them; only who begins knows.
    """

    person: Person | None
    posts: tuple[HeldPost, ...]
    permissions: frozenset[Permission]
    partnerships: frozenset[UUID]
    areas: frozenset[str] = frozenset()
    let_in: LetIn | None = None
    waits: Waits = Waits.NOTHING

    @property
    def agencies(self) -> frozenset[UUID]:
        """The agencies of the posts held, or for a guest the one that the pass is for."""
        by_pass = (self.let_in.agency_id,) if self.let_in else ()
        return frozenset((*(post.agency_id for post in self.posts), *by_pass))

    @property
    def post_ids(self) -> frozenset[UUID]:
        """The posts held."""
        return frozenset(post.id for post in self.posts)

    @property
    def offices(self) -> frozenset[UUID]:
        """The partnerships for which this is an officer."""
        return frozenset(
            post.partnership_id for post in self.posts if post.role is Role.PARTNERSHIP_OFFICER and post.partnership_id
        )

    def agencies_as(self, role: Role) -> frozenset[UUID]:
        """Return the agencies in which a post of this role is held."""
        return frozenset(post.agency_id for post in self.posts if post.role is role)


NOBODY = Actor(person=None, posts=(), permissions=granted(()), partnerships=frozenset())


@dataclass(frozen=True, slots=True)
class PostNow:
    """A post on a day: who holds it and is there, who is away, and which deputies are there."""

    post: Post
    holders_present: tuple[Person, ...]
    deputies_present: tuple[Person, ...]
    holders_away: tuple[Person, ...]

    @property
    def present(self) -> tuple[Person, ...]:
        """Who acts for it: the holders who are there, else the deputies."""
        return self.holders_present or self.deputies_present

    @property
    def manned(self) -> bool:
        """Whether anybody acts for it that day."""
        return bool(self.present)


@dataclass(frozen=True, slots=True)
class AgencyChoice:
    """An agency and its teams, as one is picked for a side of a difference."""

    agency: Agency
    teams: tuple[Team, ...]


def current(on: date | Blank, prefix: str = "") -> Q:
    """Return the condition that something with a first and perhaps a last day holds on a day."""
    return Q(**{f"{prefix}starts__lte": on}) & not_over(on, prefix)


def not_over(on: date | Blank, prefix: str = "") -> Q:
    """Return the condition that something with perhaps a last day holds on a day, or later."""
    return Q(**{f"{prefix}ends": None}) | Q(**{f"{prefix}ends__gte": on})


def away(on: date | Blank) -> QuerySet[Absence]:
    """Return the absences that cover a day."""
    return Absence.objects.filter(starts__lte=on, ends__gte=on)


def absent(on: date | Blank) -> Exists:
    """Return the condition on holdings that whoever holds the post is away on a day."""
    return Exists(away(on).filter(person=OuterRef("person")))


def holdings(on: date) -> QuerySet[Holding]:
    """Return who holds which post on a day, deputies included, whether or not they are away."""
    return Holding.objects.filter(current(on), current(on, "post__"), person__is_active=True)


def gone_or_away(on: date) -> QuerySet[Person]:
    """Return the people who are away on a day, have left, or hold some post no longer."""
    left = Holding.objects.filter(Q(ends__lt=on) | Q(post__ends__lt=on))
    return Person.objects.filter(
        Q(is_active=False) | Q(pk__in=away(on).values("person")) | Q(pk__in=left.values("person"))
    )


def empty_posts(on: date) -> QuerySet[Post]:
    """Return the posts at which nobody is on a day, neither a holder nor a deputy."""
    return Post.objects.exclude(pk__in=holdings(on).filter(~absent(on)).values("post"))


def _holdings_of(whose: Q, on: Blank) -> "QuerySet[Any, Any]":
    """Return the posts that whoever it is hold on a day, as a deputy last, each with its agency's partnerships."""
    there = Holding.objects.filter(
        current(on), ~Exists(away(on).filter(person=OuterRef("person"))),
        post=OuterRef("post"), deputy=False, person__is_active=True,
    )  # fmt: skip
    partnerships = Partnership.objects.filter(agencies=OuterRef("post__agency")).order_by("pk")
    held: QuerySet[Any, Any] = Holding.objects.filter(current(on), current(on, "post__"), whose)
    held = held.filter(Q(deputy=False) | ~Exists(there))
    named = {"partnerships": partnerships.values("pk"), "areas": partnerships.values("name")}
    held = held.annotate(**{name: ArraySubquery(rows) for name, rows in named.items()})
    return held.order_by("deputy", "post__title", "post_id")


HELD = (
    "post_id", "post__role", "post__agency_id", "post__team_id", "post__partnership_id", "post__title",
    "post__agency__name", "deputy", "partnerships", "areas",
)  # fmt: skip


@Question
def _held(people: Blank, on: Blank) -> "QuerySet[Any, Any]":
    held: QuerySet[Any, Any] = _holdings_of(Q(one_of("person", people)), on).values_list(*HELD, "person_id")
    return held


@Question
def _begun(person: Blank, on: Blank) -> "QuerySet[Any, Any]":
    begin = RawSQL("(SELECT cg_begin(%s, %s))", (*person.params, *on.params), output_field=IntegerField())
    held: QuerySet[Any, Any] = _holdings_of(Q(person=person), on).annotate(begun=begin).values_list(*HELD, "begun")
    return held


def actor_for(person: Person, on: date) -> Actor:
    """Return what somebody holds and may open on a day, in one query."""
    return actors_for((person,), on)[0]


def actors_for(people: Collection[Person], on: date) -> list[Actor]:
    """Return the same of several people, in their order: in one query, and one more where there are guests."""
    guests, others = ([one.pk for one in people if one.guest is guest] for guest in (True, False))
    passes = {one.person_id: one for one in Pass.objects.held_by(*guests).select_related("agency")} if guests else {}
    held: dict[UUID, list[Sequence[Any]]] = {}
    for *post, whose in _held(people=others, on=on) if others else ():
        held.setdefault(whose, []).append(post)
    return [_guest(one, passes.get(one.pk), on) if one.guest else _actor(one, held.get(one.pk, ())) for one in people]


def begin(person: Person | None, on: date) -> Actor:
    """Return the same, and say to the database who asks, until the transaction ends; in one query for most."""
    held = list(_begun(person=person.pk, on=on)) if person and not person.guest else []
    if not held:  # the query had no row to say it in
        with prepared_cursor() as cursor:
            cursor.execute("SELECT cg_begin(%s, %s)", (person.pk if person else None, on))
    if person and person.guest:
        return actor_for(person, on)
    return _actor(person, [one[:-1] for one in held], waits=held[0][-1] if held else 0) if person else NOBODY


def _guest(person: Person, found: Pass | None, on: date) -> Actor:
    """Return a guest: what they may open is one difference, and only while their pass lets them in."""
    lets_in = found is not None and person.is_active and found.lets_in(on)
    let_in = LetIn(found.agency_id, found.agency.name, found.last_day) if found and lets_in else None
    return Actor(person, (), granted(()) | {Permission.TAKE_PART}, frozenset(), let_in=let_in)


def _actor(person: Person, held: Sequence[Sequence[Any]], *, waits: int = 0) -> Actor:
    posts = tuple(HeldPost(post, Role(role), *others) for post, role, *others, _, _ in held)
    return Actor(
        person=person,
        posts=posts,
        permissions=granted({post.role for post in posts}) | {Permission.OWN_ACCOUNT},
        partnerships=frozenset(key for *_, keys, _ in held for key in keys),
        areas=frozenset(name for *_, names in held for name in names),
        waits=Waits(waits),
    )


def posts_now(agency_ids: Collection[UUID], on: date, *, office: UUID | None = None) -> list[PostNow]:
    """Return the posts of some agencies and of a partnership's office, with who is at each that day: two queries."""
    return _manning(_posts(agencies=list(agency_ids), office=office, on=on), on)


def partners_now(partnership_id: UUID, on: date, role: Role = Role.SAFEGUARDING_PARTNER) -> list[PostNow]:
    """Return the posts of a partnership's safeguarding partners with who is at each that day, in two queries.

    Or those of another role, in whichever of its agencies; a post of one partnership's office is of no other.
    """
    agencies = Agency.objects.filter(partnerships=partnership_id)
    here = Q(partnership=None) | Q(partnership=partnership_id)
    posts = _in_order(Post.objects.filter(here, current(on), role=role, agency__in=agencies))
    return _manning(list(posts), on)


def officers(partnership_id: UUID, on: date, role: Role = Role.PARTNERSHIP_OFFICER) -> list[PostNow]:
    """Return the posts of a partnership's officers, or others of its office, with who is at each: two queries."""
    posts = Post.objects.filter(current(on), partnership=partnership_id, role=role)
    return _manning(list(posts.select_related("agency", "team").order_by("title", "id")), on)


def _in_order(posts: QuerySet[Post]) -> QuerySet[Post]:
    return posts.select_related("agency", "team").order_by("agency__name", "role", "title", "id")


@Question
def _posts(agencies: Blank, office: Blank, on: Blank) -> QuerySet[Post]:
    return _in_order(Post.objects.filter(Q(one_of("agency", agencies)) | Q(partnership=office), current(on)))


@Question
def _holdings(posts: Blank, on: Blank) -> QuerySet[Holding]:
    """Return who holds some posts on a day, and whether they are away."""
    return (
        Holding.objects.filter(current(on), one_of("post", posts), person__is_active=True)
        .annotate(is_away=Exists(away(on).filter(person=OuterRef("person"))))
        .select_related("person")
        .order_by("person__name", "person_id")
    )


def _manning(posts: list[Post], on: date) -> list[PostNow]:
    found: dict[tuple[UUID, bool, bool], list[Person]] = defaultdict(list)
    for held in _holdings(posts=[post.pk for post in posts], on=on):
        found[held.post_id, held.deputy, held.is_away].append(held.person)  # type: ignore[attr-defined]
    return [
        PostNow(
            post=post,
            holders_present=tuple(found[post.pk, False, False]),
            deputies_present=tuple(found[post.pk, True, False]),
            holders_away=tuple(found[post.pk, False, True]),
        )
        for post in posts
    ]


def present(post_ids: Collection[UUID], on: date) -> dict[UUID, tuple[Person, ...]]:
    """Return who is there on a day for each of some posts: its holders, else its deputies. One query."""
    people: dict[UUID, dict[bool, list[Person]]] = defaultdict(lambda: {True: [], False: []})
    there = (held for held in _holdings(posts=list(post_ids), on=on) if not held.is_away)  # type: ignore[attr-defined]
    for held in there:
        people[held.post_id][held.deputy].append(held.person)
    return {post: tuple(found[False] or found[True]) for post, found in people.items()}


def people_of(agency_id: UUID, on: date) -> list[Person]:
    """Return the people with a post in an agency on a day, deputies included, by name."""
    return list(people_at(agency_id, on))


def people_at(agency_id: UUID, on: date) -> QuerySet[Person]:
    """Return the same people as rows to choose from, where they may be very many."""
    held = holdings(on).filter(post__agency=agency_id).values("person")
    return Person.objects.filter(pk__in=held).order_by("name", "id")


def team_choices(partnership_id: UUID) -> list[AgencyChoice]:
    """Return the agencies of a partnership that can be a side, each with its teams, in two queries."""
    agencies = Agency.objects.filter(partnerships=partnership_id).exclude(kind=AgencyKind.PARTNERSHIP)
    agencies = agencies.prefetch_related("teams").order_by("name", "id")
    return [AgencyChoice(agency, tuple(sorted(agency.teams.all(), key=lambda team: team.name))) for agency in agencies]


WITHIN_AN_AGENCY = frozenset(
    {
        Role.PRACTITIONER,
        Role.LINE_MANAGER,
        Role.SAFEGUARDING_LEAD,
        Role.SENIOR_MANAGER,
        Role.EXECUTIVE_LEAD,
        Role.CONFERENCE_CHAIR,
        Role.REVIEWING_OFFICER,
    }
)
"""Roles that reach no further than their own agency: a safeguarding lead may fill these."""


def fillable(actor: Actor) -> Q:
    """Return the condition on posts that somebody may put people in: a lead in her agency, an officer in her area."""
    within = Q(partnership=None, role__in=WITHIN_AN_AGENCY)
    partners = Q(partnership=None, role=Role.SAFEGUARDING_PARTNER)
    return (
        (within & Q(agency__in=actor.agencies_as(Role.SAFEGUARDING_LEAD)))
        | ((within | partners) & Q(agency__partnerships__in=actor.offices))
        | Q(partnership__in=actor.offices)
    )


def may_fill(actor: Actor, post: Post) -> bool:
    """Say whether somebody may put people in a post."""
    return Post.objects.filter(fillable(actor), pk=post.pk).exists()


def vacancies(actor: Actor, on: date) -> list[Post]:
    """Return the posts that somebody may fill and that take a holder on a day: desks, and posts that are free."""
    held = Holding.objects.filter(not_over(on), post=OuterRef("pk"), deputy=False, person__is_active=True)
    posts = Post.objects.filter(fillable(actor), current(on)).filter(Q(desk=True) | ~Exists(held)).distinct()
    return list(posts.select_related("agency", "team").order_by("agency__name", "team__name", "title", "id"))


def kept_agencies(actor: Actor) -> QuerySet[Agency]:
    """Return the agencies whose people somebody keeps: a lead their own, an officer those of her partnerships."""
    own = Q(pk__in=actor.agencies_as(Role.SAFEGUARDING_LEAD))
    return Agency.objects.filter(own | Q(partnerships__in=actor.offices)).distinct()


def helped(actor: Actor, on: date) -> QuerySet[Person]:
    """Return the people whom somebody may help to sign in on a day, by the posts that both hold; never themself."""
    held = Holding.objects.filter(current(on), current(on, "post__"), post__agency__in=kept_agencies(actor))
    people = Person.objects.filter(is_active=True, pk__in=held.values("person"))
    return people.exclude(pk=actor.person.pk) if actor.person else people.none()


def lost_factors(actor: Actor) -> QuerySet[LostFactor]:
    """Return what was ever asked for people of the agencies that somebody helps, the latest first; not for themself."""
    theirs = LostFactor.agencies.through.objects.filter(agency__in=kept_agencies(actor))
    asks = LostFactor.objects.filter(pk__in=theirs.values("lostfactor")).exclude(person=actor.person)
    return asks.select_related("person", "asked_by", "confirmed_by").order_by("-asked_at", "id")


@dataclass(frozen=True, slots=True)
class Listed:
    """Somebody as they are listed: under one agency, with what they do there."""

    agency: str
    person: Person
    does: tuple[str, ...]


def on_the_books(on: date) -> list[Listed]:
    """Return everybody with a post on a day, by agency and name, in one query."""
    holdings = (
        Holding.objects.filter(current(on), current(on, "post__"), person__is_active=True, deputy=False)
        .select_related("person", "post__agency")
        .order_by("post__agency__name", "person__name", "post__desk", "post__title")
    )
    found: dict[tuple[str, UUID], tuple[Person, list[str]]] = {}
    for held in holdings:
        _, titles = found.setdefault((held.post.agency.name, held.person_id), (held.person, []))
        titles.append(held.post.title)
    return [Listed(agency, person, tuple(titles)) for (agency, _), (person, titles) in found.items()]
