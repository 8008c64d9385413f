"""A random walk: many differences in one world, taken forward through the actions by whoever may, and by others.

Acts are taken as the role `app`, each in a transaction that knows who asks, and the sweep runs as `clock`. Whoever
chooses looks at the rules, so that most tries are allowed; whoever checks (checks.py) does not.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from django.db import connections, transaction
from django.db.backends.postgresql.base import DatabaseWrapper

from commonground.differences import actions
from commonground.differences.actions.verbs import VERBS
from commonground.differences.models import AgencyAction, Difference, Seat
from commonground.directory.actions import leave, record_absence
from commonground.directory.models import Agency, Holding, Person, Team
from commonground.directory.queries import Actor, actor_for
from commonground.now import london_date
from commonground.procedures import rules
from commonground.procedures.situation import Situation, Standing
from commonground.procedures.terms import Act, AgencyKind, Answer, Capacity, How, Role, Side, ToldBy
from tests.properties import raising
from tests.properties.checks import MARK

OPEN_AT_ONCE = 30
OTHERS_TRY = 0.2  # how often somebody tries what they may or may not do
FEEDS = {
    Act.PROPOSE: 2.0,
    Act.JOIN: 2.0,
    Act.ESCALATE: 1.5,
    Act.SKIP: 1.5,
    Act.RECORD_FOR: 1.5,
    Act.PAUSE: 2.5,
    Act.LENGTHEN: 2.5,
    Act.SIDE_ROUTE: 1.5,
    Act.AGREE_TO_IT: 3.0,
}
"""Acts without which others cannot be taken, and how much likelier each is."""
BEFORE_IT_IS_DUE = {Act.SHORTEN, Act.LENGTHEN, Act.PAUSE}
"""Acts on a clock that has not run out yet."""
IN_VAIN = 0.2  # how much a try counts beside an act that was taken: so no act that is refused keeps others waiting
SOME = 0.3  # how often an agreement is for one child of those for whom it is open
GOES = 0.3  # how often, before a sweep, somebody leaves for good or is away for some days
LEAVERS = 6  # at most: somebody has to be left
STALE = 0.03  # how often a form is older than the difference


@dataclass
class Walk:
    """One walk: its dice, its time, and what came of every try."""

    dice: Random
    at: datetime
    roles: dict[str, DatabaseWrapper]
    open: list[UUID] = field(default_factory=list)
    ended: list[UUID] = field(default_factory=list)
    taken: Counter[Act] = field(default_factory=Counter)
    wanted: Counter[Act] = field(default_factory=Counter)
    stages: Counter[int] = field(default_factory=Counter)
    ends: Counter[str] = field(default_factory=Counter)
    tries: int = 0
    refusals: list[str] = field(default_factory=list)
    overtaken: int = 0
    swept: datetime | None = None
    stepped_over: int = 0
    left: set[UUID] = field(default_factory=set)
    actors: dict[tuple[UUID, date], Actor] = field(default_factory=dict)
    practitioners: list[tuple[Person, Agency, UUID | None]] = field(default_factory=list)
    agencies: dict[UUID, list[Agency]] = field(default_factory=dict)
    at_post: dict[UUID | None, list[Person]] = field(default_factory=dict)
    officers: dict[UUID, list[Person]] = field(default_factory=dict)
    to_take_on: set[tuple[UUID, UUID, int]] = field(default_factory=set)

    @contextmanager
    def acting(self, role: str, person: Person | None = None) -> Iterator[None]:
        """Have the ORM use a role's connection, in one transaction that knows who asks."""
        before = connections["default"]
        connections["default"] = self.roles[role]
        try:
            with transaction.atomic():
                if person:
                    told = (str(person.pk), london_date(self.at).isoformat())
                    with connections["default"].cursor() as cursor:
                        cursor.execute("SELECT cg_begin(%s, %s)", told)
                yield
        finally:
            connections["default"] = before

    def look_round(self) -> None:
        """Read who works where."""
        with self.acting("owner"):
            holdings = Holding.objects.filter(post__role=Role.PRACTITIONER, deputy=False)
            for held in holdings.select_related("person", "post__agency").order_by("person__email", "post__title"):
                self.practitioners.append((held.person, held.post.agency, held.post.team_id))
            for held in Holding.objects.filter(deputy=False).select_related("person", "post").order_by("person__email"):
                self.at_post.setdefault(held.post_id, []).append(held.person)
                if held.post.role == Role.PARTNERSHIP_OFFICER and held.post.partnership_id:
                    self.officers.setdefault(held.post.partnership_id, []).append(held.person)
            for agency in Agency.objects.exclude(kind=AgencyKind.PARTNERSHIP).order_by("name"):
                for partnership in agency.partnerships.values_list("pk", flat=True):
                    self.agencies.setdefault(partnership, []).append(agency)

    def actor(self, person: Person) -> Actor:
        """Return who somebody is on the day."""
        key = (person.pk, london_date(self.at))
        if key not in self.actors:
            self.actors[key] = actor_for(person, key[1])
        return self.actors[key]

    def go(self, done: Callable[[], bool], most: int) -> None:
        """Walk until it is done, in ``most`` steps at most."""
        self.look_round()
        for step in range(most):
            if done():
                return
            self.at += timedelta(minutes=self.dice.randint(1, 70))
            if len(self.open) < OPEN_AT_ONCE:
                self.raise_one()
            elif self.dice.random() < OTHERS_TRY:
                self.anything()
            else:
                self.something_wanted()
            if step % 10 == 0:
                if self.dice.random() < GOES:
                    self.somebody_goes()
                self.sweep()

    def sweep(self) -> None:
        """Let the clocks say what they have to say, as the worker does."""
        self.at += timedelta(minutes=1)
        before = connections["default"]
        connections["default"] = self.roles["clock"]
        try:
            actions.sweep(self.at)
            self.stepped_over += actions.ask_the_next(self.at)
        finally:
            connections["default"] = before
        self.swept = self.at

    def somebody_goes(self) -> None:
        """Have somebody leave for good, or be away from today for some days."""
        person, _, _ = self.dice.choice(self.practitioners)
        today = london_date(self.at)
        with self.acting("owner"):
            if len(self.left) < LEAVERS and self.dice.random() < 0.3:
                leave(person=person, by=None, at=self.at)
                self.left.add(person.pk)
                self.practitioners = [one for one in self.practitioners if one[0].pk not in self.left]
            else:
                ends = today + timedelta(days=self.dice.randint(0, 3))
                record_absence(person=person, starts=today, ends=ends, by=None, at=self.at)
        self.actors.clear()

    def raise_one(self) -> None:
        """Have a practitioner raise a difference with another agency; now and then keep a draft as well."""
        person, agency, team = self.dice.choice(self.practitioners)
        with self.acting("app", person):
            by, new = self.actor(person), raising.new_difference(self, person, agency, team)
            if self.dice.random() < 0.1:
                actions.save_draft(by=by, at=self.at, draft=None, answers=self.words("worry"))
            row = actions.raise_difference(by=by, at=self.at, new=new)
        self.open.append(row.pk)
        self.counted(Act.RAISE, row)

    def words(self, *names: str) -> dict[str, Any]:
        """Return free words for each of these answers."""
        return {name: f"{MARK} {name} {self.tries}" for name in names}

    def anything(self) -> None:
        """Have somebody, anybody, try any act on any difference, ended ones included."""
        with self.acting("owner"):
            row = Difference.objects.order_by("raised_at")[self.dice.randrange(len(self.ended) + 1)]
            if self.dice.random() < 0.7:
                row = Difference.objects.get(pk=self.dice.choice(self.open))
            people = [seat.person for seat in Seat.objects.filter(difference=row, person__isnull=False)]
            person = self.dice.choice([*people, self.dice.choice(self.practitioners)[0]])
        assert person
        act = self.dice.choice([act for act in Act if act is not Act.RAISE])
        self.attempt(row, act, person)

    def something_wanted(self) -> None:
        """Have somebody who probably may take one of the acts that were taken least."""
        with self.acting("owner"):
            some = [*self.open, *self.dice.sample(self.ended, min(len(self.ended), 2))]
            rows = list(Difference.objects.filter(pk__in=some).select_related("edition").order_by("raised_at"))
            seats: dict[UUID, list[Seat]] = {row.pk: [] for row in rows}
            found_seats = Seat.objects.filter(difference__in=rows, ended_at=None).select_related("person")
            for seat in found_seats.order_by("since", "side", "capacity", "person__email", "post__title"):
                seats[seat.difference_id].append(seat)
            actions_left = AgencyAction.objects.filter(difference__in=rows, taken_on_at=None).select_related("proposal")
            self.to_take_on = {(one.difference_id, one.agency_id, one.proposal.number) for one in actions_left}
        self.dice.shuffle(rows)
        stands = [(row, row.stands()) for row in rows]
        least = {act: (self.taken[act] + self.wanted[act] * IN_VAIN) / FEEDS.get(act, 1) for act in VERBS}
        for act in sorted(VERBS, key=lambda act: (least[act], self.dice.random())):
            joined = {key for key, found in seats.items() if any(seat.capacity == Capacity.JOINED for seat in found)}
            first = joined if act is Act.PROPOSE else set()  # so that there is something to take on
            for row, situation in sorted(stands, key=lambda one: one[0].pk not in first):
                if act in BEFORE_IT_IS_DUE and row.due_at and row.due_at <= self.at:
                    continue
                if people := self.who_may(row, situation, act, seats[row.pk]):
                    self.wanted[act] += 1
                    self.attempt(row, act, self.dice.choice(people))
                    return

    def who_may(self, row: Difference, situation: Situation, act: Act, seats: list[Seat]) -> list[Person]:
        """Return people by whose seat the rules would let an act be taken."""
        people: list[Person] = []
        for seat in seats:
            to_take_on = {(row.pk, seat.agency_id, number) for number in situation.agreements}
            asked = bool(to_take_on & self.to_take_on)  # which the rules do not know
            if (act is not Act.TAKE_ON or asked) and rules.refusal(situation, act, (seat.standing,)) is None:
                people += [seat.person] if seat.person else self.at_post[seat.post_id]
        officer = Standing(None, Capacity.OFFICER, Role.PARTNERSHIP_OFFICER, row.stage)
        facilitated = any(seat.capacity == Capacity.FACILITATING for seat in seats)
        people = [person for person in people if person.pk not in self.left]
        if row.officer_told and rules.refusal(replace(situation, facilitated=facilitated), act, (officer,)) is None:
            people += self.officers[row.partnership_id]
        return people

    def attempt(self, row: Difference, act: Act, person: Person) -> None:
        """Have somebody try an act; note what came of it."""
        self.tries += 1
        version: int | None = row.version
        if self.dice.random() < STALE:
            version = row.version - 1
        try:
            with self.acting("app", person):
                details = self.words(*WORDS[act]) | (CHOSEN[act](self, row) if act in CHOSEN else {})
                after = VERBS[act](by=self.actor(person), at=self.at, difference=row.pk, version=version, **details)
        except rules.Refused as refused:
            self.refusals.append(refused.sentence)
        except Difference.DoesNotExist:
            self.refusals.append("")
        except actions.Meanwhile:
            self.overtaken += 1
            assert version != row.version
        else:
            assert version == row.version, "an old form was taken"
            self.counted(act, after, before=row.stage)

    def counted(self, act: Act, after: Difference, before: int = 0) -> None:
        """Count an act that was taken, with the stage or end that it led to."""
        self.taken[act] += 1
        self.stages[after.stage] += after.stage != before
        if act is Act.REOPEN:
            self.ended.remove(after.pk)
            self.open.append(after.pk)
        if after.end and after.pk in self.open:  # an agency that joined takes on its action after the end too
            self.ends[after.end] += 1
            self.open.remove(after.pk)
            self.ended.append(after.pk)

    def conversation(self, *, counts: bool) -> actions.Tried:
        """Return something that was tried outside yesterday."""
        said = self.words("whom", "said")
        return actions.Tried(
            self.dice.choice(list(How)), on=london_date(self.at) - timedelta(days=1), counts=counts, **said
        )

    def told(self) -> actions.Told:
        """Return what somebody of the other side said yesterday."""
        said = self.words("whom", "title")
        return actions.Told(how=self.dice.choice(list(ToldBy)), on=london_date(self.at) - timedelta(days=1), **said)

    def named(self, row: Difference) -> list[UUID]:
        """Return people who see it, one for each who acts for a side now and some others."""
        seats = Seat.objects.filter(difference=row, ended_at=None).order_by("since", "capacity")
        people = {
            seat.pk: [seat.person_id] if seat.person_id else [one.pk for one in self.at_post.get(seat.post_id, ())]
            for seat in seats
        }
        here = [seat for seat in seats if seat.stage == row.stage and seat.capacity == Capacity.ANSWERING]
        some = [self.dice.choice(people[seat.pk]) for seat in here if people[seat.pk]]
        others = [one for found in people.values() for one in found if self.dice.random() < 0.3]
        return [*some, *others]

    def colleague(self, row: Difference) -> UUID:
        """Return somebody of the raising agency."""
        held = Holding.objects.filter(post__agency=row.raising_agency_id).order_by("person__email")
        return self.dice.choice(list(held.values_list("person", flat=True)))

    def later(self, row: Difference) -> date:
        """Return a weekday soon after it is due."""
        day = london_date(row.due_at or self.at) + timedelta(days=self.dice.randint(1, 3))
        return day + timedelta(days=max(7 - day.weekday(), 0) if day.weekday() > 4 else 0)

    def to_whom(self, row: Difference) -> dict[str, UUID | None]:
        """Return a team, or a person, of the responding agency."""
        teams = list(Team.objects.filter(agency=row.responding_agency_id).order_by("name"))
        if teams and self.dice.random() < 0.5:
            return {"team": self.dice.choice(teams).pk, "person": None}
        held = Holding.objects.filter(post__agency=row.responding_agency_id).order_by("person__email")
        return {"team": None, "person": self.dice.choice(list(held.values_list("person", flat=True)))}

    def who_joins(self, row: Difference) -> dict[str, Any]:
        """Return an agency of the partnership that is no side, and where it stands."""
        sides = {row.raising_agency_id, row.responding_agency_id}
        others = [one.pk for one in self.agencies[row.partnership_id] if one.pk not in sides]
        return {"agency": self.dice.choice(others), "team": None, "side": self.dice.choice([None, *Side])}

    def takes_on(self, row: Difference) -> dict[UUID, str]:
        """Return an action for each agency that has joined."""
        seats = Seat.objects.filter(difference=row, capacity=Capacity.JOINED, ended_at=None).order_by("since")
        return {seat.agency_id: f"{MARK} action {self.tries}" for seat in seats}

    def to_sign_for(self, row: Difference) -> dict[str, int]:
        """Return the number of an agreement that stands, if possible of one in which an action waits."""
        standing = row.stands().agreements
        waiting = AgencyAction.objects.filter(difference=row, proposal__number__in=standing, taken_on_at=None)
        numbers = list(waiting.order_by("proposal__number").values_list("proposal__number", flat=True)) or standing
        return {"proposal": self.dice.choice(numbers or (row.situation["proposals"],))}

    def some_children(self, row: Difference) -> list[int]:
        """Return one of the children for whom it is still open, or nothing: all of them."""
        still = row.stands().still_open
        return [self.dice.choice(still)] if still and self.dice.random() < SOME else []

    def to_which(self, row: Difference) -> dict[str, UUID | None]:
        """Return another agency of the partnership, or none: whose it is is not known."""
        other = self.dice.choice([None, None, *self.agencies[row.partnership_id]])
        return {"agency": other.pk if other else None, "team": None}


WORDS: dict[Act, tuple[str, ...]] = {
    Act.PICK_UP: ("words",),
    Act.PASS_ON: ("reason",),
    Act.NOT_OURS: ("reason",),
    Act.CHECK: ("advice",),
    Act.RESPOND: ("because", "meanwhile"),
    Act.NOTE: ("words",),
    Act.QUESTION: ("words",),
    Act.PROPOSE: ("text",),
    Act.SIGN: (),
    Act.DECLINE: ("reason",),
    Act.ESCALATE: ("reason", "tried", "ask", "meanwhile"),
    Act.SHORTEN: ("need",),
    Act.SKIP: ("need",),
    Act.TRIED_OUTSIDE: (),
    Act.REMEMBER: ("words",),
    Act.RECORD_FOR: ("words", "meanwhile"),
    Act.CONFIRM: ("words",),
    Act.HAND_OVER: ("reason",),
    Act.RESTRICT: ("reason",),
    Act.LIFT: ("reason",),
    Act.JOIN: ("reason",),
    Act.OWN_VIEW: ("sees", "works", "wants"),
    Act.TAKE_ON: (),
    Act.STEP_ASIDE: ("reason",),
    Act.SIDE_ROUTE: ("reason",),
    Act.FACILITATED: ("views", "impact", "needs", "agreed", "unresolved"),
    Act.LENGTHEN: ("reason", "owner"),
    Act.PAUSE: ("reason", "owner"),
    Act.RESUME: ("reason",),
    Act.TAKE_TIME_BACK: ("reason",),
    Act.STEP_DOWN: ("reason",),
    Act.AGREE_TO_IT: ("reason",),
    Act.WITHDRAW: ("words",),
    Act.REDIRECT: ("to", "reason", "meanwhile"),
    Act.NOT_RESOLVED: ("statement", "meanwhile"),
    Act.REOPEN: ("reason", "meanwhile"),
}
"""The free words that each act asks."""

CHOSEN: dict[Act, Callable[[Walk, Difference], dict[str, Any]]] = {
    Act.PICK_UP: lambda walk, _: {"knows_child": walk.dice.random() < 0.7},
    Act.PASS_ON: Walk.to_whom,
    Act.NOT_OURS: Walk.to_which,
    Act.CHECK: lambda walk, _: {"supports": walk.dice.random() < 0.5},
    Act.RESPOND: lambda walk, _: {"answer": walk.dice.choice(list(Answer))},
    Act.NOTE: lambda walk, _: {"own_side": walk.dice.random() < 0.6},
    Act.PROPOSE: lambda walk, row: {"takes_on": walk.takes_on(row), "children": walk.some_children(row)},
    Act.TAKE_ON: Walk.to_sign_for,
    Act.SIGN: lambda _, row: {"proposal": row.situation["proposals"]},
    Act.DECLINE: lambda _, row: {"proposal": row.situation["proposals"]},
    Act.SHORTEN: lambda walk, _: {"due": london_date(walk.at) + timedelta(days=walk.dice.randint(0, 2))},
    Act.SKIP: lambda walk, row: {"to_stage": min(row.stage + walk.dice.randint(2, 3), 4)},
    Act.TRIED_OUTSIDE: lambda walk, row: {
        "tried": walk.conversation(counts=row.stage < 4 and walk.dice.random() < 0.3)
    },
    Act.RECORD_FOR: lambda walk, _: {"told": walk.told(), "answer": walk.dice.choice(list(Answer))},
    Act.CONFIRM: lambda walk, _: {"agrees": walk.dice.random() < 0.5},
    Act.HAND_OVER: lambda walk, row: {"person": walk.colleague(row)},
    Act.RESTRICT: lambda walk, row: {"people": walk.named(row)},
    Act.JOIN: Walk.who_joins,
    Act.SIDE_ROUTE: lambda walk, _: {"route": "re-think", "strategy": walk.dice.randint(1, 3)},
    Act.FACILITATED: lambda walk, _: {"strategy": walk.dice.choice((0, 0, 1, 2, 3))},
    Act.LENGTHEN: lambda walk, row: {"day": walk.later(row)},
    Act.PAUSE: lambda walk, _: {"day": london_date(walk.at) + timedelta(days=walk.dice.randint(1, 9))},
    Act.STEP_DOWN: lambda walk, row: {"to_stage": walk.dice.randint(1, max(row.stage - 1, 1))},
    Act.AGREE_TO_IT: lambda walk, _: {"agrees": walk.dice.random() < 0.9},
    Act.WITHDRAW: lambda walk, _: {"why": walk.dice.choice(("settled", "asked_to_stop"))},
}
"""What else an act asks: something to choose, at random."""
