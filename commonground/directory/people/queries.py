"""What those who keep an agency's people look at: its posts in order of the line, its people, its latest changes."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When

from commonground.directory.models import Absence, Agency, Holding, Person, Post
from commonground.directory.people.models import Change, Promise
from commonground.directory.people.rules import belonging, held_ahead
from commonground.directory.queries import Actor, absent, away, current, fillable, kept_agencies, not_over
from commonground.procedures.terms import Role

A_YEAR = timedelta(days=365)
"""How long a list that was said to be right is taken to be."""

LATEST = 10
"""Of the changes, how many are shown."""


@dataclass(frozen=True, slots=True)
class Has:
    """Somebody who has a post now or later; ``back`` is the last day of their absence when they are away today."""

    id: UUID
    person: Person
    starts: date
    ends: date | None
    later: bool
    away_until: date | None


@dataclass(frozen=True, slots=True)
class KeptPost:
    """A post as those who keep its agency's people see it."""

    post: Post
    holders: tuple[Has, ...]
    deputies: tuple[Has, ...]
    fillable: bool

    @property
    def held(self) -> bool:
        """Whether somebody holds it today, there or away."""
        return any(not one.later for one in self.holders)

    @property
    def takes_one(self) -> bool:
        """Whether somebody can be put in it: a desk always, another post when nobody has it without an end."""
        return self.post.desk or all(one.ends for one in self.holders)

    @property
    def attended(self) -> bool:
        """Whether anybody acts for it today."""
        return any(not one.later and not one.away_until for one in (*self.holders, *self.deputies))


@dataclass(frozen=True, slots=True)
class AgencyListed:
    """An agency with when its list was last said to be right, and by whom, and how many of its posts are empty."""

    agency: Agency
    confirmed: Change | None
    stale: bool
    empty: int
    promised: bool
    """Whether it has promised that nobody is worse off for raising a difference."""


def line_of(agency: Agency, on: date) -> QuerySet[Post]:
    """Return an agency's posts from a day on, in order of its line."""
    rank = Case(
        *(When(role=role, then=Value(number)) for number, role in enumerate(Role)), output_field=IntegerField()
    )  # fmt: skip
    posts = Post.objects.filter(not_over(on), agency=agency).select_related("team", "agency")
    return posts.order_by(rank, "team__name", "title", "id")


def unheld(posts: QuerySet[Post], on: date) -> QuerySet[Post]:
    """Return those of some posts that nobody holds on a day."""
    held = Holding.objects.filter(current(on), post=OuterRef("pk"), deputy=False, person__is_active=True)
    return posts.filter(current(on)).filter(~Exists(held))


def unattended(posts: QuerySet[Post], on: date) -> QuerySet[Post]:
    """Return those of some posts at which nobody is on a day, neither a holder nor a deputy."""
    there = Holding.objects.filter(current(on), post=OuterRef("pk"), person__is_active=True).filter(~absent(on))
    return posts.filter(current(on)).filter(~Exists(there))


def counted_by_role(posts: QuerySet[Post]) -> list[tuple[Role, int]]:
    """Return how many of some posts each role has, in order of the line, in one query."""
    counted = dict(posts.order_by().values_list("role").annotate(number=Count("pk")))
    return [(role, counted[role]) for role in Role if role in counted]


def found(posts: QuerySet[Post], words: str, on: date) -> QuerySet[Post]:
    """Return those of some posts whose title, team or people have these words in their name."""
    people = held_ahead(on).filter(post=OuterRef("pk"), person__is_active=True, person__name__icontains=words)
    return posts.filter(Q(title__icontains=words) | Q(team__name__icontains=words) | Exists(people))


def kept_posts(posts: QuerySet[Post], actor: Actor, on: date) -> list[KeptPost]:
    """Return some posts with who has them now or later, in two queries."""
    mine = Post.objects.filter(fillable(actor), pk=OuterRef("pk"))
    rows = list(posts.annotate(mine=Exists(mine)))
    away_until = away(on).filter(person=OuterRef("person")).order_by("-ends").values("ends")[:1]
    holdings = (
        Holding.objects.filter(not_over(on), post__in=[post.pk for post in rows], person__is_active=True)
        .annotate(away_until=Subquery(away_until))
        .select_related("person")
        .order_by("starts", "person__name", "person_id")
    )
    has: dict[tuple[UUID, bool], list[Has]] = defaultdict(list)
    for one in holdings:
        row = Has(one.pk, one.person, one.starts, one.ends, one.starts > on, one.away_until)
        has[one.post_id, one.deputy].append(row)
    return [KeptPost(post, tuple(has[post.pk, False]), tuple(has[post.pk, True]), fillable=post.mine) for post in rows]


def people_to_choose(agency: Agency, on: date) -> QuerySet[Person]:
    """Return the people on an agency's books, by name."""
    return belonging([agency], on).order_by("name", "id")


def away_from(person: Person, on: date) -> QuerySet[Absence]:
    """Return the days that somebody is away, from a day on."""
    return Absence.objects.filter(person=person, ends__gte=on).order_by("starts", "ends", "id")


def latest_changes(agency: Agency) -> QuerySet[Change]:
    """Return what was changed last in an agency's people and posts."""
    return Change.objects.filter(agency=agency).select_related("by").order_by("-id")[:LATEST]


def last_confirmed(agency: Agency) -> Change | None:
    """Return when an agency's list was last said to be right."""
    return Change.objects.filter(agency=agency, confirms=True).select_related("by").order_by("-at").first()


def stale(confirmed: Change | None, at: datetime) -> bool:
    """Say whether a list must be looked through again."""
    return confirmed is None or confirmed.at < at - A_YEAR


def agencies_listed(actor: Actor, on: date, at: datetime) -> list[AgencyListed]:
    """Return the agencies whose people somebody keeps, those first that must be looked through, in two queries."""
    last = Change.objects.filter(agency=OuterRef("pk"), confirms=True).order_by("-at").values("pk")[:1]
    empty = unheld(Post.objects.filter(agency=OuterRef("pk")), on).order_by().values("agency")
    agencies = list(
        kept_agencies(actor)
        .annotate(promised=Exists(Promise.objects.filter(agency=OuterRef("pk"))))
        .annotate(last=Subquery(last), empty=Subquery(empty.annotate(number=Count("pk")).values("number")))
        .order_by("name", "id")
    )
    changes = Change.objects.select_related("by").in_bulk([one.last for one in agencies if one.last])
    rows = [
        AgencyListed(one, changes.get(one.last), stale(changes.get(one.last), at), one.empty or 0, one.promised)
        for one in agencies
    ]
    return sorted(rows, key=lambda row: not row.stale)


def alone_while(absence: Absence) -> list[Post]:
    """Return the posts of somebody at which nobody is on the first day of their absence."""
    theirs = Holding.objects.filter(current(absence.starts), person=absence.person, deputy=False).values("post")
    return list(unattended(Post.objects.filter(pk__in=theirs), absence.starts).order_by("title", "id"))
