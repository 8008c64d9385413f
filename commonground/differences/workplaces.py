"""From where somebody may raise: an agency, or a team in one, in a partnership whose procedure is open."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from commonground.directory.models import Agency, Partnership, Team
from commonground.directory.queries import Actor
from commonground.editions.queries import with_procedure
from commonground.permissions import ROLES, Permission


@dataclass(frozen=True, slots=True)
class Workplace:
    """One agency or team of somebody's, in one partnership. ``open`` is whether one can raise there."""

    partnership: Partnership
    agency: Agency
    team: Team | None
    open: bool

    @property
    def key(self) -> str:
        """The value of this choice in a form."""
        return f"{self.partnership.pk}.{self.agency.pk}.{self.team.pk if self.team else ''}"

    @property
    def name(self) -> str:
        """How one's own side is named."""
        return f"{self.team}, {self.agency}" if self.team else self.agency.name


def workplaces(actor: Actor, on: date) -> list[Workplace]:
    """Return the workplaces of the posts by which somebody may raise, by name: three queries at most."""
    posts = [post for post in actor.posts if Permission.RAISE in ROLES[post.role]]
    pairs = Agency.partnerships.through.objects.filter(agency__in={post.agency_id for post in posts}).select_related(
        "agency", "partnership"
    )
    opened = with_procedure(actor.partnerships, on)
    teams = Team.objects.in_bulk({post.team_id for post in posts if post.team_id})
    places = [
        Workplace(
            pair.partnership,
            pair.agency,
            teams[post.team_id] if post.team_id else None,
            open=pair.partnership_id in opened,
        )
        for pair in pairs
        for post in posts
        if post.agency_id == pair.agency_id
    ]
    found = {place.key: place for place in places}
    return sorted(found.values(), key=lambda place: (place.partnership.name, place.name))


def labels(places: Iterable[Workplace]) -> list[tuple[str, str]]:
    """Return workplaces as choices, each named by what tells it from the others: its area, its team or both."""
    places = list(places)
    if not several_areas(places):
        return [(place.key, place.name) for place in places]
    areas = [(place.key, f"{place.partnership} ({place.partnership.area})", place.name) for place in places]
    if not several_sides(places):
        return [(key, area) for key, area, _ in areas]
    return [(key, f"{name}: {area}") for key, area, name in areas]


def question(places: Iterable[Workplace]) -> str:
    """Return what is asked of somebody with several workplaces."""
    places = list(places)
    if several_areas(places) and several_sides(places):
        return "Which of your teams is this from, and which area is the child in?"
    return "Which area is the child in?" if several_areas(places) else "Which of your teams is this from?"


def several_areas(places: Iterable[Workplace]) -> bool:
    """Whether these workplaces lie in more than one partnership."""
    return len({place.partnership.pk for place in places}) > 1


def several_sides(places: Iterable[Workplace]) -> bool:
    """Whether these workplaces are more than one agency or team."""
    return len({place.name for place in places}) > 1
