"""Who somebody is on a day, and who is at which post: what permission and routing are answered from.

The first and the last day of a post, a holding and an absence are both included. A deputy's post counts only
while nobody who holds it is there that day.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from commonground.directory.cast import CAST
from commonground.directory.models import Absence, Agency, Holding, Person, Post, Team
from commonground.permissions import Permission, granted
from commonground.procedures.terms import AgencyKind, Role


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
class Actor:
    """Somebody who acts, as permissions and sight read them on one day. ``person`` is None for nobody.

    ``partnerships`` are those of the agencies they work for; ``offices`` those whose officer they are.
    """

    person: Person | None
    posts: tuple[HeldPost, ...]
    permissions: frozenset[Permission]
    partnerships: frozenset[UUID]

    @property
    def agencies(self) -> frozenset[UUID]:
        """The agencies of the posts held."""
        return frozenset(post.agency_id for post in self.posts)

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


NONE_ELSE = Q(pk__in=())
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


def current(on: date, prefix: str = "") -> Q:
    """Return the condition that something with a first and perhaps a last day holds on a day."""
    return Q(**{f"{prefix}starts__lte": on}) & (Q(**{f"{prefix}ends": None}) | Q(**{f"{prefix}ends__gte": on}))


def away(on: date) -> QuerySet[Absence]:
    """Return the absences that cover a day."""
    return Absence.objects.filter(starts__lte=on, ends__gte=on)


def actor_for(person: Person, on: date) -> Actor:
    """Return what somebody holds and may open on a day, in two queries (one for nobody's posts)."""
    there = Holding.objects.filter(
        current(on), ~Exists(away(on).filter(person=OuterRef("person"))),
        post=OuterRef("post"), deputy=False, person__is_active=True,
    )  # fmt: skip
    holdings = (
        Holding.objects.filter(current(on), current(on, "post__"), person=person)
        .filter(Q(deputy=False) | ~Exists(there))
        .select_related("post__agency")
        .order_by("deputy", "post__title", "post_id")
    )
    posts = tuple(
        HeldPost(
            id=held.post.pk,
            role=Role(held.post.role),
            agency_id=held.post.agency_id,
            team_id=held.post.team_id,
            partnership_id=held.post.partnership_id,
            title=held.post.title,
            agency=held.post.agency.name,
            deputy=held.deputy,
        )
        for held in holdings
    )
    through = Agency.partnerships.through.objects
    agencies = {post.agency_id for post in posts}
    partnerships = through.filter(agency__in=agencies).values_list("partnership_id", flat=True) if posts else ()
    return Actor(
        person=person,
        posts=posts,
        permissions=granted({post.role for post in posts}) | {Permission.OWN_ACCOUNT},
        partnerships=frozenset(partnerships),
    )


def posts_now(agency_ids: Collection[UUID], on: date, *, also: Q = NONE_ELSE) -> list[PostNow]:
    """Return the posts of some agencies, and those that ``also`` fit, with who is at each that day: three queries."""
    posts = list(
        Post.objects.filter(current(on), Q(agency__in=agency_ids) | also)
        .select_related("agency", "team")
        .order_by("agency__name", "role", "title", "id")
    )
    return _manning(posts, on)


def officers(partnership_id: UUID, on: date) -> list[PostNow]:
    """Return the posts of a partnership's officers on a day with who is at each, in three queries."""
    posts = Post.objects.filter(current(on), partnership=partnership_id, role=Role.PARTNERSHIP_OFFICER)
    return _manning(list(posts.select_related("agency", "team").order_by("title", "id")), on)


def _manning(posts: list[Post], on: date) -> list[PostNow]:
    holdings = list(
        Holding.objects.filter(current(on), post__in=posts, person__is_active=True)
        .select_related("person")
        .order_by("person__name", "person_id")
    )
    people = {held.person_id for held in holdings}
    absent = set(away(on).filter(person__in=people).values_list("person_id", flat=True))
    found: dict[tuple[UUID, bool, bool], list[Person]] = defaultdict(list)
    for held in holdings:
        found[held.post_id, held.deputy, held.person_id in absent].append(held.person)
    return [
        PostNow(
            post=post,
            holders_present=tuple(found[post.pk, False, False]),
            deputies_present=tuple(found[post.pk, True, False]),
            holders_away=tuple(found[post.pk, False, True]),
        )
        for post in posts
    ]


def people_of(agency_id: UUID, on: date) -> list[Person]:
    """Return the people with a post in an agency on a day, deputies included, by name."""
    held = Holding.objects.filter(current(on), current(on, "post__"), post__agency=agency_id)
    return list(Person.objects.filter(is_active=True, pk__in=held.values("person")).order_by("name", "id"))


def team_choices(partnership_id: UUID) -> list[AgencyChoice]:
    """Return the agencies of a partnership that can be a side, each with its teams, in two queries."""
    agencies = (
        Agency.objects.filter(partnerships=partnership_id)
        .exclude(kind=AgencyKind.PARTNERSHIP)
        .prefetch_related("teams")
        .order_by("name", "id")
    )
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
    held = Holding.objects.filter(post=OuterRef("pk"), deputy=False).filter(Q(ends=None) | Q(ends__gte=on))
    posts = Post.objects.filter(fillable(actor), current(on)).filter(Q(desk=True) | ~Exists(held)).distinct()
    return list(posts.select_related("agency", "team").order_by("agency__name", "team__name", "title", "id"))


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


def demonstration_people() -> list[tuple[str, str]]:
    """Return the cast of the demonstration, as far as it is there: name, and what they do where."""
    people = {person.email: person for person in Person.objects.filter(email__in=CAST.values())}
    agencies = dict(Holding.objects.filter(person__in=people.values()).values_list("person_id", "post__agency__name"))
    cast = [people[email] for email in CAST.values() if email in people]
    return [(person.name, ", ".join(filter(None, (person.title, agencies.get(person.pk))))) for person in cast]
