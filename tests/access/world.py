"""The world of the matrix: its organisations and people, and how a difference is told with a canary in every word."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from commonground.differences import actions
from commonground.differences.actions import ChildIdentity, NewDifference
from commonground.differences.models import Difference
from commonground.directory.guests.actions import Guest, bind
from commonground.directory.models import Person, Team
from commonground.directory.queries import Actor, begin
from commonground.now import london_date, now
from commonground.procedures.terms import Answer, Kind, Side, Subject

MORE = {
    "imran": "Imran Qureshi",
    "leah": "Leah Goldberg",
    "farah": "Farah Siddiqui",
    "wendy": "Wendy Park",
    "margaret": "Margaret Ainsworth",
    "angela": "Angela Brooks",
    "nadia": "Nadia Rahman",
    "ellie": "Ellie Watts",
    "hugh": "Hugh Pemberton",
    "joel": "Joel Barnes",
    "ros": "Ros Calloway",
    "helen": "Helen Achebe",
}


BORN, BORN_IN_WORDS = "2012-02-29", "29 February 2012"
"""The canary that is a date of birth."""


def slug(state: str) -> str:
    """Return a state's name as it stands in canaries."""
    return state.replace(" ", "").replace(",", "")


@dataclass
class World:
    """The organisations, the people of the matrix by name, and a difference for each state."""

    at: datetime
    teams: dict[UUID, UUID] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    rows: dict[str, Difference] = field(default_factory=dict)
    drafts: dict[str, UUID] = field(default_factory=dict)
    passes: dict[str, UUID] = field(default_factory=dict)
    times: dict[str, str] = field(default_factory=dict)
    agencies: dict[str, UUID] = field(default_factory=dict)
    notes: dict[str, UUID] = field(default_factory=dict)
    advice: dict[str, UUID] = field(default_factory=dict)

    def team_of(self, row: Difference) -> UUID:
        """Return a team of the responding agency to pass a difference on to."""
        return self.teams[row.responding_agency_id]

    def actor(self, name: str) -> Actor:
        """Return somebody as they are today; the database is told, as the middleware does."""
        return begin(self.people[name], london_date(now()))

    def do(self, verb: Callable[..., Difference], state: str, by: str, **details: Any) -> None:  # noqa: ANN401 what the verb asks
        """Have somebody take an act on a state's difference, with canaries for every word it asks."""
        said = {key: f"CN-{slug(state)}-{key}-{by}" if value == "…" else value for key, value in details.items()}
        self.at += timedelta(seconds=1)
        row = self.rows[state]
        self.rows[state] = verb(by=self.actor(by), at=self.at, difference=row.pk, version=row.version, **said)

    def raised(
        self,
        state: str,
        by: str = "amy",
        to: str = "Assessment Team East",
        known: str | None = "bob",
        *,
        too_close: str = "",
        children: int = 1,
        subject: Subject = Subject.CHILD,
    ) -> None:
        """Raise a difference for a state; one of the raiser's own side may take no part."""
        team, actor, name = Team.objects.get(name=to), self.actor(by), slug(state)
        partnership = team.agency.partnerships.get()
        self.at += timedelta(seconds=1)
        somebody = ChildIdentity(
            other_reference="",
            own_reference=f"CN-{name}-childown",
            initials=f"CN-{name}-in",
            born=BORN[:4],
            matched_with=f"CN-{name}-matched",
            matched_on="2026-11-02",
            first_name=f"CN-{name}-name",
            birth_date=BORN,
        )
        self.rows[state] = actions.raise_difference(
            by=actor,
            at=self.at,
            new=NewDifference(
                partnership=partnership.pk,
                raising_agency=actor.posts[0].agency_id,
                raising_team=actor.posts[0].team_id,
                responding_agency=team.agency_id,
                responding_team=team.pk,
                responding_person=self.people[known].pk if known else None,
                kind=Kind.STEP_DOWN_CLOSE,
                subject=subject,
                children=() if subject is Subject.THEME else (somebody,) * children,
                family_member=somebody if subject is Subject.FAMILY_MEMBER else None,
                theme=f"CN-{name}-theme" if subject is Subject.THEME else "",
                worry=f"CN-{name}-worry",
                ask=f"CN-{name}-ask",
                needed_by=london_date(self.at) + timedelta(days=30),
                meanwhile=f"CN-{name}-meanwhile",
                danger="no",
                too_close=(self.people[too_close].pk,) if too_close else (),
            ),
        )

    def answered(self, state: str) -> None:
        """Raise one, have it answered, and have each side note something for itself."""
        self.raised(state)
        self.do(actions.respond, state, "bob", answer=Answer.NO_BECAUSE, because="…", meanwhile="…")
        self.do(actions.note, state, "amy", words=f"CN-{slug(state)}-own-raising", own_side=True)
        self.do(actions.note, state, "bob", words=f"CN-{slug(state)}-own-responding", own_side=True)
        self.do(actions.question, state, "amy", words="…")

    def let_in(self, state: str, *guests: str) -> None:
        """Raise a difference and let people in by passes, for the responding side; only that of the first stays."""
        self.raised(state)
        row = self.rows[state]
        for guest in guests:
            whom = Guest(f"A {guest}", f"CN-{slug(state)}-title", f"{guest}@guests.example")
            given = actions.give_pass(
                by=self.actor("bob"), at=self.at, difference=row.pk, side=Side.RESPONDING, guest=whom
            )  # fmt: skip
            bind(given.made, "a browser", at=self.at)
            self.people[guest] = given.made.person
            self.passes[state] = given.made.pk if guest == guests[0] else self.passes[state]
            if guest != guests[0]:
                actions.take_back_pass(by=self.actor("bob"), at=self.at, difference=row.pk, key=given.made.pk)

    def climbed(self, state: str, *by: str) -> None:
        """Raise, answer, and escalate once for each name."""
        self.answered(state)
        for name in by:
            self.do(actions.escalate, state, name, reason="…", tried="…", ask="…", meanwhile="…")
