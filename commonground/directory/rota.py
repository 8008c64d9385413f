"""The rota: who has which post over the days to come, read once for a whole partnership.

``queries.posts_now`` asks the database about one day. Here the same is answered for any days from one reading, so
that looking ahead costs no more queries than looking at today.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Self
from uuid import UUID

from django.db.models import Q

from commonground.directory.models import Absence, Agency, Holding, Person, Post, Team
from commonground.directory.people.models import Closure
from commonground.directory.queries import PostNow, not_over
from commonground.procedures.terms import Role

RECENTLY = timedelta(days=90)
"""For how long it is still said of an empty post who left it."""


@dataclass(frozen=True, slots=True)
class Rota:
    """Agencies with their posts and those of the office, who has each from a day on, and who is away then.

    ``own_teams`` are those of each agency that have posts of their own today, by name. ``stand_ins`` are the posts that
    answer for agencies which are closed today.
    """

    partnership: UUID
    on: date
    agencies: tuple[Agency, ...]
    posts: tuple[Post, ...]
    holdings: dict[UUID, list[Holding]] = field(default_factory=dict)
    absences: dict[UUID, list[Absence]] = field(default_factory=dict)
    own_teams: dict[UUID, list[Team]] = field(default_factory=dict)
    stand_ins: dict[UUID, UUID] = field(default_factory=dict)

    @classmethod
    def of(cls, partnership: UUID, on: date, *, agencies: Collection[UUID] | None = None) -> Self:
        """Read it for a partnership, or for some agencies and its office; in six queries however many they are."""
        wanted = Q(partnerships=partnership) if agencies is None else Q(pk__in=agencies)
        found = Agency.objects.filter(wanted | Q(posts__partnership=partnership)).distinct().in_bulk()
        teams = Team.objects.filter(agency__in=found).in_bulk()
        here = Q(agency__in=found) | Q(partnership=partnership)
        posts = list(Post.objects.filter(here, not_over(on)))
        for post in posts:
            post.team = teams.get(post.team_id) if post.team_id else None
            post.agency = found[post.agency_id]
        held = Holding.objects.filter(not_over(on - RECENTLY), post__in=[post.pk for post in posts])
        holdings = list(held.select_related("person"))
        away = Absence.objects.filter(ends__gte=on, person__in={one.person_id for one in holdings})
        closed = Closure.objects.filter(agency__in=found, starts__lte=on, ends__gte=on, ended_at=None)
        stand_ins = dict(closed.values_list("agency", "stand_in"))
        rota = cls.made(partnership, on, agencies=found.values(), posts=posts, holdings=holdings, absences=away)
        return replace(rota, stand_ins=stand_ins)

    @classmethod
    def made(
        cls,
        partnership: UUID,
        on: date,
        *,
        agencies: Iterable[Agency],
        posts: Iterable[Post],
        holdings: Iterable[Holding],
        absences: Iterable[Absence],
    ) -> Self:
        """Return it from rows that are here already."""
        has, away = defaultdict(list), defaultdict(list)
        for holding in sorted(holdings, key=lambda one: (one.person.name, one.person_id, one.starts)):
            has[holding.post_id].append(holding)
        for absence in absences:
            away[absence.person_id].append(absence)
        in_order = sorted(posts, key=lambda one: (one.agency.name, one.role, one.title, one.pk))
        by_name = sorted(agencies, key=lambda one: (one.name, one.pk))
        teams = defaultdict(list)
        for team in sorted({one.team for one in in_order if one.team and lasts(one, on)}, key=lambda one: one.name):
            teams[team.agency_id].append(team)
        return cls(partnership, on, tuple(by_name), tuple(in_order), dict(has), dict(away), dict(teams))

    def over(self, days: Collection[date]) -> list[PostNow]:
        """Return the posts with who is there on one of these days at least; away is who is there on none of them."""
        return [self._over(post, days) for post in self.posts if any(lasts(post, day) for day in days)]

    def has(self, post: Post, *, deputy: bool) -> list[Holding]:
        """Return who has a post today, or stands in for it, whether or not they have left or are away."""
        return [one for one in self.holdings.get(post.pk, ()) if one.deputy is deputy and lasts(one, self.on)]

    def left(self, post: Post) -> Person | None:
        """Return who had a post last and has left, where that is not long ago and nobody has it now."""
        held = [one for one in self.holdings.get(post.pk, ()) if not one.deputy and one.starts <= self.on]
        if any(lasts(one, self.on) and one.person.is_active for one in held):
            return None
        last = max(held, key=lambda one: one.ends or date.max, default=None)
        return last.person if last and not last.person.is_active else None

    def ends(self, post: Post, last: date) -> Holding | None:
        """Return by whom a post is held last, if it is held today and nobody has it, or stands in, on a later day."""
        held = [one for one in self.holdings.get(post.pk, ()) if one.person.is_active]
        if any(lasts(one, last) for one in held):
            return None
        today = [one for one in held if not one.deputy and lasts(one, self.on)]
        return max(today, key=lambda one: one.ends or date.max, default=None)

    def is_away(self, person: Person, day: date) -> bool:
        """Say whether somebody is away on a day."""
        return any(one.starts <= day <= one.ends for one in self.absences.get(person.pk, ()))

    def _over(self, post: Post, days: Collection[date]) -> PostNow:
        there: dict[bool, dict[UUID, Person]] = {True: {}, False: {}}
        away: dict[UUID, Person] = {}
        for one in self.holdings.get(post.pk, ()):
            own = [day for day in days if lasts(one, day)] if one.person.is_active else []
            if any(not self.is_away(one.person, day) for day in own):
                there[one.deputy][one.person_id] = one.person
            elif own and not one.deputy:
                away[one.person_id] = one.person
        return PostNow(
            post=post,
            holders_present=tuple(there[False].values()),
            deputies_present=tuple(there[True].values()),
            holders_away=tuple(person for person in away.values() if person.pk not in there[False]),
        )


def lasts(one: Post | Holding, day: date) -> bool:
    """Say whether a post is there, or held, on a day."""
    return one.starts <= day and (one.ends is None or one.ends >= day)


def leads(posts: Iterable[PostNow], agency: UUID) -> list[PostNow]:
    """Return an agency's posts of safeguarding leads."""
    return [post for post in posts if post.post.agency_id == agency and post.post.role == Role.SAFEGUARDING_LEAD]
