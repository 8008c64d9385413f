"""The few differences that the bench copies: made by the actions, with words that each copy replaces.

A word to replace reads ``[worry]``; the copy puts words drawn from a Zipf distribution in its place, the same in the
tables and in the record.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import accumulate
from typing import Any, TypeVar

from django.db import connection, transaction

from commonground.differences import actions
from commonground.differences.actions import ChildIdentity, NewDifference
from commonground.differences.models import Difference
from commonground.differences.thresholds import actions as chart
from commonground.directory.models import Agency, Partnership, Person, Post, Team
from commonground.directory.queries import actor_for
from commonground.now import london_date
from commonground.procedures.differing import Stand
from commonground.procedures.saying_back import Heard
from commonground.procedures.side_views import Fact, Source
from commonground.procedures.terms import AgencyKind, Answer, Kind, Role
from commonground.record.models import Entry

PLACES = ("worry", "ask", "meanwhile", "because", "note", "reason", "text")
WORDS = 2_000

Done = TypeVar("Done")


@dataclass(frozen=True)
class Unit:
    """A school and a council team that differ with each other: the people of 250 differences."""

    school: Agency
    council: Agency
    team: Team
    people: dict[str, Person]


POSTS = (
    # name, agency, in the team, role, title
    ("amy", "school", False, Role.PRACTITIONER, "Teacher"),
    ("sarah", "school", False, Role.LINE_MANAGER, "Deputy head teacher"),
    ("sarah", "school", False, Role.SAFEGUARDING_LEAD, "Designated safeguarding lead"),
    ("judith", "school", False, Role.SENIOR_MANAGER, "Head teacher"),
    ("bob", "council", True, Role.PRACTITIONER, "Social worker"),
    ("cath", "council", True, Role.LINE_MANAGER, "Team manager"),
    ("farah", "council", False, Role.SAFEGUARDING_LEAD, "Principal social worker"),
    ("dev", "council", False, Role.SENIOR_MANAGER, "Head of service"),
)


def make_unit(number: int, partnership: Partnership, at: datetime) -> Unit:
    """Make one unit's agencies and people; every unit has the same names, so that copies read alike."""
    began = london_date(at) - timedelta(days=900)
    agencies = {}
    for key, kind in (("school", AgencyKind.SCHOOL), ("council", AgencyKind.COUNCIL)):
        agencies[key] = Agency.objects.create(name=f"{key.title()} agency", kind=kind)
        agencies[key].partnerships.add(partnership)
    team = Team.objects.create(agency=agencies["council"], name="Assessment team")
    people: dict[str, Person] = {}
    for name, agency, in_team, role, title in POSTS:
        if name not in people:
            people[name] = Person.objects.create(name=name.title(), email=f"{name}.{number}@bench.example", title=title)
        post = Post.objects.create(
            agency=agencies[agency], team=team if in_team else None, role=role, title=title, starts=began
        )
        post.holdings.create(person=people[name], starts=began)
    return Unit(agencies["school"], agencies["council"], team, people)


class Telling:
    """Tells the stories to copy in one unit, through the actions, a minute an act from a first moment on."""

    def __init__(self, unit: Unit, partnership: Partnership, at: datetime) -> None:
        self.unit, self.partnership, self.at = unit, partnership, at

    def do(self, verb: Callable[..., Done], by: str, **details: Any) -> Done:  # noqa: ANN401 what it asks
        """Have one of the unit take an act, in a transaction that knows who it is."""
        self.at += timedelta(minutes=1)
        actor = actor_for(self.unit.people[by], london_date(self.at))
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT cg_begin(%s, %s)", (self.unit.people[by].pk, london_date(self.at)))
            return verb(by=actor, at=self.at, **details)

    def on(self, row: Difference, verb: Callable[..., Difference], by: str, **details: Any) -> Difference:  # noqa: ANN401
        """Have one of the unit take an act on a difference."""
        return self.do(verb, by, difference=row.pk, version=None, **details)

    def raised(self) -> Difference:
        """Raise one, and fill its record to ten entries with what people write while they talk."""
        new = NewDifference(
            partnership=self.partnership.pk,
            raising_agency=self.unit.school.pk,
            raising_team=None,
            responding_agency=self.unit.council.pk,
            responding_team=self.unit.team.pk,
            responding_person=self.unit.people["bob"].pk,
            kind=Kind.STEP_DOWN_CLOSE,
            children=(ChildIdentity("EAST-1", "OAK-1", "AB", "2019"),),
            worry="[worry]",
            ask="[ask]",
            needed_by=london_date(self.at) + timedelta(days=9),
            meanwhile="[meanwhile]",
            danger="no",
        )
        row = self.do(actions.raise_difference, "amy", new=new)
        self.on(row, actions.pick_up, "bob", knows_child=True)
        return row

    def talked(self, row: Difference, times: int) -> Difference:
        """Add notes from both sides."""
        for turn in range(times):
            by = ("amy", "bob")[turn % 2]
            row = self.on(row, actions.note, by, words="[note]", own_side=False)
        return row

    def answered(self) -> Difference:
        """Tell one that was answered with no, and wait at stage 1."""
        row = self.talked(self.raised(), 7)
        return self.on(
            row, actions.respond, "bob", answer=Answer.NO_BECAUSE, because="[because]", meanwhile="[meanwhile]"
        )  # fmt: skip

    def waiting(self) -> Difference:
        """Tell one that still waits for its answer."""
        return self.talked(self.raised(), 8)

    def escalated(self) -> Difference:
        """Tell one at stage 2."""
        row = self.answered()
        return self.on(
            row, actions.escalate, "amy", reason="[reason]", tried="[note]", ask="[ask]", meanwhile="[meanwhile]"
        )  # fmt: skip

    def resolved(self) -> Difference:
        """Tell one that both sides signed at stage 1."""
        row = self.talked(self.raised(), 6)
        row = self.on(row, actions.propose, "bob", text="[text]")
        return self.on(row, actions.sign, "amy", proposal=1)

    def resolved_higher(self) -> Difference:
        """Tell one that both sides signed at stage 2."""
        row = self.on(self.escalated(), actions.propose, "cath", text="[text]")
        return self.on(row, actions.sign, "sarah", proposal=1)

    def long(self) -> Difference:
        """Tell one with twenty entries in its record, at stage 2: the page that is measured."""
        return self.talked(self.escalated(), 9)

    def understood(self) -> Difference:
        """Tell one at stage 3 in which both sides took the steps: sixty entries, and forty statements side by side."""
        row = self.talked(self.raised(), 8)
        for by in ("amy", "bob"):
            self.do(actions.share_view, by, difference=row.pk, seen=SEEN)
        self.on(
            row, actions.respond, "bob", answer=Answer.NO_BECAUSE, because="[because]", meanwhile="[meanwhile]",
            said_back="[note]",
        )  # fmt: skip
        self.do(actions.say_heard, "amy", difference=row.pk, number=1, heard=Heard.NEARLY, missing="[note]")
        for by in ("amy", "bob"):
            self.do(chart.not_used, by, difference=row.pk, why="[because]")
        said = {"reason": "[reason]", "tried": "[note]", "ask": "[ask]", "meanwhile": "[meanwhile]"}
        self.on(row, actions.escalate, "amy", **said)
        for number in range(1, LINES + 1):
            self.do(actions.put_point, "sarah", difference=row.pk, text="[text]")
            stand = Stand.AGREES if number % 2 else Stand.DIFFERS
            self.do(actions.stand_on, "cath", difference=row.pk, number=number, stand=stand, why="[because]")
        for by, agency in (("sarah", self.unit.school), ("cath", self.unit.council)) * 3:
            new = actions.NewAction("[text]", "[note]", str(agency.pk), london_date(self.at) + timedelta(days=7))
            self.do(actions.note_action, by, difference=row.pk, new=new)
        self.on(row, actions.escalate, "sarah", **said)
        for by in ("judith", "dev"):
            self.do(actions.share_view, by, difference=row.pk, seen=SEEN)
        self.met(row)
        written = Entry.objects.filter(subject=row.pk).count()
        return self.talked(row, ENTRIES - written)

    def met(self, row: Difference) -> None:
        """Have the two sides meet, write down what they decided, and be asked to meet again."""
        both = [str(self.unit.people[name].pk) for name in ("judith", "dev")]
        for number, ahead in ((1, timedelta(minutes=3)), (2, timedelta(days=30))):
            starts = self.at + ahead
            times = [(starts, starts + timedelta(hours=1))]
            self.do(
                actions.propose_meeting, "dev", difference=row.pk, new=actions.NewMeeting(times, "[text]", "", both)
            )
            self.do(actions.choose_time, "judith", difference=row.pk, number=number, starts=starts)
            if number == 1:
                there = actions.Attendance(both, "", "", read_out=True)
                self.do(actions.hold_meeting, "dev", difference=row.pk, number=1, there=there)
                decided = actions.Decided("[note]", "[text]", "[because]")
                self.do(actions.write_minutes, "dev", difference=row.pk, number=1, read=0, decided=decided)


LINES, ENTRIES = 7, 60
SEEN = actions.Seen(
    tuple(Fact("[note]", Source.SEEN) for _ in range(5)),
    dict.fromkeys(("shows", "day", "works", "judgement", "want"), "[text]"),
)
"""What each of four shares: ten statements, five of them facts."""

OPEN = ("waiting", "answered", "escalated")
ENDED = ("resolved", "resolved_higher")


def words(seed: int) -> Callable[[str], str]:
    """Return what fills the places of one copy: words drawn by Zipf's law, the same for the same seed and place."""
    weights = list(accumulate(1 / rank for rank in range(1, WORDS + 1)))

    def fill(place: str) -> str:
        draw = random.Random(f"{seed} {place}")  # noqa: S311 data for measuring
        count = 6 + draw.randrange(40)
        chosen = draw.choices(range(WORDS), cum_weights=weights, k=count)
        return " ".join(f"word{number}" for number in chosen)

    return fill
