"""Partnerships in memory: agencies with posts, who has them and who is away, for tests of coverage."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from uuid import uuid4
from zoneinfo import ZoneInfo

from commonground.differences.coverage import Cell, Coverage, coverage
from commonground.directory.models import Absence, Agency, Holding, Person, Post, Team
from commonground.directory.rota import Rota
from commonground.procedures.definition import Procedure
from commonground.procedures.loading import load, shipped
from commonground.procedures.terms import AgencyKind, Role
from commonground.procedures.worktime import Calendar

MONDAY = date(2026, 3, 2)
"""A Monday; stages of Fairhaven that begin at ten last to Wednesday 4, Thursday 5, Monday 9 and Friday 20 March."""
AT_TEN = datetime(2026, 3, 2, 10, 0, tzinfo=ZoneInfo("Europe/London"))
CALENDAR = Calendar(holidays={}, known_until=date(2027, 12, 31), opens=time(9), closes=time(17))
FAIRHAVEN = load(shipped()["fairhaven"])
BEGAN = date(2025, 1, 1)


@dataclass
class Made:
    """A partnership that is being made; its office has one officer, who is there."""

    procedure: Procedure = FAIRHAVEN
    agencies: list[Agency] = field(default_factory=list)
    posts: list[Post] = field(default_factory=list)
    holdings: list[Holding] = field(default_factory=list)
    absences: list[Absence] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Make the office."""
        self.partnership = uuid4()
        office = self.agency("The office", AgencyKind.PARTNERSHIP)
        self.post(office, Role.PARTNERSHIP_OFFICER, "Elin", partnership=True)

    def agency(self, name: str, kind: AgencyKind = AgencyKind.SCHOOL, **line: str) -> Agency:
        """Add an agency with a post for each role of ``line``: role=name of who has it, empty for nobody."""
        agency = Agency(name=name, kind=kind)
        self.agencies.append(agency)
        for role, who in line.items():
            self.post(agency, Role(role), *([who] if who else []))
        return agency

    def post(
        self,
        agency: Agency,
        role: Role,
        *names: str,
        deputy: str = "",
        team: Team | None = None,
        desk: bool = False,
        partnership: bool = False,
    ) -> Post:
        """Add a post with whoever has it."""
        post = Post(
            agency=agency, role=role, title=f"{role.label.capitalize()} of {agency}", team=team, desk=desk,
            partnership_id=self.partnership if partnership else None, starts=BEGAN,
        )  # fmt: skip
        self.posts.append(post)
        for name in names:
            self.holds(post, name)
        if deputy:
            self.holds(post, deputy, deputy=True)
        return post

    def holds(self, post: Post, name: str, *, deputy: bool = False, ends: date | None = None) -> Holding:
        """Put somebody in a post."""
        holding = Holding(post=post, person=self.person(name), deputy=deputy, starts=BEGAN, ends=ends)
        self.holdings.append(holding)
        return holding

    def person(self, name: str) -> Person:
        """Return somebody by name: the same person each time."""
        known = {one.person.name: one.person for one in self.holdings}
        return known.get(name) or Person(name=name, email=f"{name}@example.org")

    def away(self, name: str, first: date, last: date) -> None:
        """Note days away."""
        self.absences.append(Absence(person=self.person(name), starts=first, ends=last))

    def only(self, agency: Agency, role: Role) -> Post:
        """Return the one post of an agency in a role."""
        (post,) = [post for post in self.posts if post.agency == agency and post.role == role]
        return post

    def rota(self) -> Rota:
        """Return it as it is on the Monday."""
        return Rota.made(
            self.partnership, MONDAY, agencies=self.agencies, posts=self.posts, holdings=self.holdings,
            absences=self.absences,
        )  # fmt: skip

    def coverage(self) -> Coverage:
        """Return how it stands at ten on the Monday."""
        return coverage(self.rota(), self.procedure, at=AT_TEN, calendar=CALENDAR)

    def cells(self, agency: Agency) -> list[Cell]:
        """Return the stages of an agency itself, of no team."""
        (row,) = [row for row in self.coverage().of(agency.pk) if row.team is None]
        return list(row.cells)


def whole(made: Made, name: str = "Oakfield", kind: AgencyKind = AgencyKind.SCHOOL) -> Agency:
    """Add an agency in which somebody different answers at every stage."""
    line = {
        "practitioner": "Amy", "line_manager": "Sarah", "safeguarding_lead": "Ada", "senior_manager": "Judith",
        "executive_lead": "Noor",
    }  # fmt: skip
    return made.agency(name, kind, **{role: f"{who} of {name}" for role, who in line.items()})


def said(cells: Iterable[Cell]) -> list[str]:
    """Return the sentences of some stages, with the number of each."""
    return [f"{cell.stage.number}: {gap.sentence}" for cell in cells for gap in cell.gaps]
