"""Raising a difference, and the note of one that was settled by talking."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from uuid import UUID

from commonground.differences import beginning, keeping_safe
from commonground.differences.actions import (
    calling,
    door,
    interests,
    points,
    seating,
    telling,
    trying,
    which_child,
)
from commonground.differences.actions.conference import GOES_ON, Conference, chaired
from commonground.differences.actions.drafts import discard_draft
from commonground.differences.actions.entering import named, signed_in
from commonground.differences.actions.ringing_me import RingMe, ask_to_be_rung
from commonground.differences.actions.trying import Tried
from commonground.differences.actions.which_child import ChildIdentity
from commonground.differences.models import Difference, Seat, Settled, View
from commonground.differences.routing import Place, Placed, Routes, Standpoint
from commonground.directory.models import Agency, Person, Team
from commonground.directory.queries import Actor
from commonground.editions.models import Edition
from commonground.editions.queries import calendar, live_edition, procedure_of
from commonground.now import london_date
from commonground.procedures import rules
from commonground.procedures.acts import ACTS
from commonground.procedures.definition import Procedure
from commonground.procedures.moves import happen
from commonground.procedures.situation import Situation, Standing
from commonground.procedures.subjects import needs
from commonground.procedures.terms import About, Act, Capacity, Covers, Event, Kind, Role, Side, Subject, TooClose
from commonground.record.actions import append

ON_RECORD = "{who} dissents from what a conference decided, and keeps that on record only."


@dataclass(frozen=True, slots=True)
class NewDifference:
    """The answers of the guided raising. ``danger`` is one of no, told, not_told, not_sure."""

    partnership: UUID
    raising_agency: UUID
    raising_team: UUID | None
    responding_agency: UUID
    responding_team: UUID | None
    responding_person: UUID | None
    kind: Kind
    children: tuple[ChildIdentity, ...]
    worry: str
    ask: str
    needed_by: date | None
    meanwhile: str
    danger: str
    tried: Tried | None = None
    too_close: tuple[UUID, ...] = ()
    """People of one's own agency who took, made or share the decision, and take no part."""
    in_court: bool = False
    ring: RingMe | None = None
    priority: str = ""
    """How soon the child needs it, by the key that the edition gives it; nothing is as usual."""
    begins: int = 1
    """The stage at which it begins, as the raiser chose: the first, or where the edition lets such a one begin."""
    before: Mapping[Event, datetime] = field(default_factory=dict)
    """When that happened before from which clocks of the edition start."""
    about: About | None = None
    """What of a child protection conference it is about, under a procedure for those."""
    conference: Conference | None = None
    """The conference from whose decision somebody dissents."""
    on_record: bool = False
    """Whether a dissent is only kept on record: nobody is asked to answer it."""
    subject: Subject = Subject.CHILD
    family_member: ChildIdentity | None = None
    """Whom it is about, where that is a family member; ``children`` then holds the child whom it touches, if any."""
    theme: str = ""
    """What it is called where it is about how people work together: it names nobody."""


@dataclass(frozen=True, slots=True)
class Watchers:
    """Who will see a difference from a stage on, by name; and which posts had to be stepped over."""

    stage: int
    name: str
    people: tuple[str, ...]
    stepped_over: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """A new difference looked up and checked: its edition, sides, its first move, and who answers where it begins."""

    edition: Edition
    procedure: Procedure
    raising: Standpoint
    responding: Standpoint
    routes: Routes
    placed: Placed
    move: rules.Move
    out: list[Place]
    """Who takes no part."""
    chaired: list[Place]
    """Who chaired the conference that it is about."""
    role: Role
    """As what the raiser raises it."""

    def seated(self) -> list[Place]:
        """Return everyone who gets a seat at once, but for the raiser."""
        return [*self.placed.places, *self.chaired]


def raise_difference(*, by: Actor, at: datetime, new: NewDifference, draft: UUID | None = None) -> Difference:
    """Raise a difference: open it at the entry stage, seat both sides, tell them, and let the draft go.

    Raises Refused, in words, when the answers cannot be followed.
    """
    person = signed_in(by)
    plan = plan_for(by=by, at=at, new=new)
    tried, move = new.tried, plan.move
    row = Difference(
        partnership_id=new.partnership,
        edition=plan.edition,
        kind=new.kind,
        subject=new.subject,
        theme=new.theme,
        children_count=len(new.children),
        raising_agency=plan.raising.agency,
        raising_team_id=new.raising_team,
        responding_agency=plan.responding.agency,
        responding_team_id=new.responding_team,
        raised_by=person,
        raised_at=at,
        needed_by=new.needed_by,
        meanwhile=new.meanwhile,
        in_court=new.in_court,
        version=0,
        officer_told="officer" in move.tells,
    )
    standing = Standing(Side.RAISING, Capacity.RAISER, plan.role, 1)
    own = Place(
        Side.RAISING, Capacity.RAISER, standing.role, standing.stage, new.raising_agency, person.name, person=person
    )  # fmt: skip
    told = points.told_by_role(move.tells, move.after.stage, (plan.raising, plan.responding), (), plan.routes)
    told = points.not_there(told, plan.seated())
    wanted = seating.new_seats(Placed((own, *plan.seated(), *plan.out, *told.places)), row, (), at)
    seats = Seat.objects.bulk_create([seat for _, seat in wanted])  # before it: its sight
    door.place(row, move.after, at=at)
    row.save(force_insert=True)
    facts = rules.facts(move) | {
        "view": 1,
        "seats": seating.seat_facts(seats),
        "kind": new.kind.value,
        "children": len(new.children),
        "subject": new.subject.value,
        "danger": new.danger,
    }
    days = calendar(plan.procedure, new.partnership)
    door.settle(row, move, facts, at=at, counted=True, days=days)
    View.objects.create(
        partnership_id=new.partnership, difference=row, number=1, side=Side.RAISING, stage=row.stage,
        by=person, at=at, worry=new.worry, ask=new.ask, tried=tried.words() if tried else "",
    )  # fmt: skip
    kept = [child.without_name() for child in new.children] if new.on_record else new.children
    facts |= which_child.keep_children(row, kept, new.family_member)  # what has ended keeps no names
    if new.conference:
        facts["conference"] = new.conference.facts()
    if new.in_court:
        facts["in_court"] = True
    if new.ring:
        facts |= ask_to_be_rung(row, new.ring, side=Side.RAISING, by=person, at=at)
    calls = calling.calls_to_tell(by, new.responding_agency, at)
    if calls:
        facts["calls"] = [[call.at.astimezone(UTC).isoformat(), call.came] for call in calls]
    called = named(by, row.raising_agency)
    entry = append(
        subject=row.pk,
        partnership_id=new.partnership,
        kind="difference.raise",
        facts=facts,
        sentence=(ON_RECORD if new.on_record else ACTS[Act.RAISE].sentence).format(who=called),
        words=_conference(plan, new)
        | {
            "The worry": new.worry,
            "What is asked": new.ask,
            **({"What was tried": tried.words()} if tried else {}),
            keeping_safe.MEANWHILE: new.meanwhile,
        }
        | ({"The theme": new.theme} if new.theme else {})
        | beginning.in_record(move.after, days, at)
        | ({"Before a court": "Yes"} if new.in_court else {})
        | (new.ring.words() if new.ring else {})
        | ({"Calls before": "\n".join(map(calling.in_words, calls))} if calls else {})
        | door.routed([*plan.seated(), *told.places], [*plan.placed.stepped_over, *told.stepped_over]),
        by=person,
        by_name=called,
        at=at,
    )
    calling.tell_calls(calls, row.pk)
    if plan.out:
        interests.say(
            row, [place.name for place in plan.out], why=TooClose.DECISION, reason="", by=person, called=called, at=at,
            own_side=Side.RAISING.value, facts={},
        )  # fmt: skip
    telling.leave_notices(
        row, move, seats, plan.routes, kind="kept_on_record" if new.on_record else telling.KINDS[Act.RAISE],
        about=f"entry {entry.number}", at=at,
        actor=person, urgent=new.danger != "no", fresh=[seat for seat in seats if seat.capacity in telling.ASKED],
    )  # fmt: skip
    if row.stage > 1:  # the first stage of one's own side is oneself
        telling.tell_sides(
            row, seats, plan.routes, kind="raised_by_your_side", stage=move.after.procedure.stage(row.stage).name,
            about=f"entry {entry.number}", at=at, actor=person, sides=(Side.RAISING,),
        )  # fmt: skip
    if draft:
        discard_draft(by=by, at=at, draft=draft)
    return row


def _conference(plan: Plan, new: NewDifference) -> dict[str, str]:
    """Return what the record says of the conference: which of the three it is, and the conference itself."""
    if new.about is None:
        return {}
    chair = ", ".join(place.name for place in plan.chaired)
    said = new.conference.words(chair) if new.conference else {}
    return {"About a conference": new.about.label} | said | {"Meanwhile": GOES_ON}


def _followed(new: NewDifference, on: date) -> Edition:
    """Return the edition under which it is raised: that of conferences, where it is about one."""
    try:
        return live_edition(new.partnership, on, Covers.CONFERENCES if new.about else Covers.DIFFERENCES)
    except Edition.DoesNotExist:
        message = "This partnership has not opened its procedure yet. Ask the partnership’s office."
        raise rules.Refused(message) from None


def plan_for(*, by: Actor, at: datetime, new: NewDifference) -> Plan:
    """Look up and check what a new difference names; raises Refused in words."""
    on = london_date(at)
    if new.partnership not in by.partnerships or new.raising_agency not in by.agencies:
        raise rules.Refused("You can raise a difference only for an agency that you work for.")
    _check_who(new)
    edition = _followed(new, on)
    procedure = procedure_of(edition)
    agencies = {new.raising_agency, new.responding_agency}
    routes = Routes(partnership=new.partnership, procedure=procedure, on=on, agencies=agencies)
    sides = Agency.objects.filter(partnerships=new.partnership).in_bulk(agencies)
    if not agencies <= sides.keys():
        raise rules.Refused("That agency is not in this partnership. Choose one from the list.")
    same_team = new.raising_team == new.responding_team and new.conference is None  # chairs stand beside all teams
    if new.responding_agency == new.raising_agency and (not procedure.inside_one_agency or same_team):
        raise rules.Refused(
            "This procedure is for differences between agencies. Inside your own agency, ask your manager or "
            "safeguarding lead for your agency’s own procedure."
        )
    here, there = (new.raising_agency, new.raising_team), (new.responding_agency, new.responding_team)
    for agency, team in (here, there):
        if team and not Team.objects.filter(pk=team, agency=agency).exists():
            raise rules.Refused("That team is not in that agency. Choose one from the list.")
    person = signed_in(by)
    posts, out = routes.posts_of(new.raising_agency), frozenset(new.too_close)
    places = interests.kept_out(new.too_close, posts, agency=new.raising_agency, by=person, stage=1)
    theirs = routes.posts_of(new.responding_agency)
    chairs = chaired(new.conference, new.about, sides[new.responding_agency], theirs, by=person)
    chair = frozenset(place.person.pk for place in chairs if place.person)
    raising = Standpoint(
        Side.RAISING, sides[new.raising_agency], new.raising_team, too_close=out, chaired=chair, against=there,
    )  # fmt: skip
    responding = Standpoint(
        Side.RESPONDING, sides[new.responding_agency], new.responding_team, frozenset({person.pk}), too_close=out,
        chaired=chair, against=here,
    )  # fmt: skip
    if new.tried:
        trying.check_day(new.tried, at)
    entry = max(new.begins, 2 if new.tried and new.tried.counts else 1)
    move = rules.raise_(
        procedure, at=at, priority=new.priority, stage=entry, tried=1 if new.tried else None,
        danger=new.danger != "no", needed_by=new.needed_by, children=len(new.children), subject=new.subject,
        before=new.before, about=new.about, on_record=new.on_record,
    )  # fmt: skip
    known = answering_person(new, person, routes)
    placed = routes.leads(raising, entry) if new.on_record else _placed(routes, raising, responding, known, entry)
    role = rules.raising_as(procedure, [post.role for post in by.posts if post.agency_id == new.raising_agency])
    return Plan(edition, procedure, raising, responding, routes, placed, move, places, chairs, role)


def _check_who(new: NewDifference) -> None:
    """Refuse what does not fit what it is about, whatever the edition says; raises Refused."""
    if (new.subject is Subject.FAMILY_MEMBER) != (new.family_member is not None):
        raise rules.Refused("Say which family member this is about, or that it is about a child.")
    if (new.subject is Subject.THEME) != bool(new.theme):
        raise rules.Refused("Say in a few words what this is about: how you work together needs a name.")
    if new.needed_by is None and new.subject is not Subject.THEME:
        raise rules.Refused(f"Say by when {needs(new.subject)}.")
    which_child.check_children([*new.children, *filter(None, [new.family_member])])


def _placed(routes: Routes, raising: Standpoint, responding: Standpoint, known: Person | None, entry: int) -> Placed:
    """Return who gets a seat at once, at the stage where it begins.

    Where a conversation counted as the first stage, both lines' next act, and who was talked with is told.
    """
    stage = routes.procedure.stage(entry)
    if entry == 1:
        placed = routes.stage(stage, responding, known)
    else:
        placed = routes.stage(stage, raising) + routes.stage(stage, responding)
        if known:
            told = Place(
                Side.RESPONDING, Capacity.TOLD, Role.PRACTITIONER, 1, responding.agency.pk, known.name, person=known
            )
            placed += Placed((told,))
    acting = {person.pk for place in placed.places for person in place.people}
    placed += points.checked_by(stage, raising, responding, routes, acting | responding.barred)
    for point in (raising, responding):
        placed += routes.leads(point, stage.number)
    return placed


def answering_person(new: NewDifference, raiser: Person, routes: Routes) -> Person | None:
    """Return the responding person that was named, if they hold a post in that agency; raises Refused."""
    if new.responding_person is None:
        return None
    here = routes.posts_of(new.responding_agency)
    people = {
        person.pk: person
        for post in here
        for person in (*post.holders_present, *post.deputies_present, *post.holders_away)
    }
    known = people.get(new.responding_person)
    if known is None or known.pk == raiser.pk:
        raise rules.Refused("That person does not work for that agency now. Choose another, or the team.")
    return known


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What comes of a new difference, were it raised now: where it stands then, and who sees it from each stage on."""

    situation: Situation
    watchers: tuple[Watchers, ...]


def foresee(*, by: Actor, at: datetime, new: NewDifference) -> Foreseen:
    """Return what comes of a new difference: who will see it at once, and who from each later stage on, by name.

    Raises Refused, in words, when the answers cannot be followed.
    """
    plan = plan_for(by=by, at=at, new=new)
    return Foreseen(plan.move.after, _watchers(plan, new))


def _watchers(plan: Plan, new: NewDifference) -> tuple[Watchers, ...]:
    found = []
    entry = plan.move.after.stage
    stages = plan.procedure.stages[entry - 1 : entry if new.on_record else None]
    for stage in stages:
        if stage.number == entry:
            placed = plan.placed + Placed(tuple(plan.chaired))
        else:
            placed = plan.routes.stage(stage, plan.raising) + plan.routes.stage(stage, plan.responding)
        if stage.facilitated:
            sides = (new.raising_agency, new.responding_agency)
            placed += plan.routes.facilitators(stage, sides)
        event = Event.RAISED if stage.number == entry else Event.ESCALATED
        tells = rules.told_by_edition(plan.procedure, happen(plan.move.at, stage.number, Side.RAISING, event))
        tells = plan.move.tells if stage.number == entry else tells
        told = points.told_by_role(tells, stage.number, (plan.raising, plan.responding), (), plan.routes)
        placed += points.not_there(told, placed.places)
        names = tuple(dict.fromkeys(place.name for place in placed.places))
        over = tuple(dict.fromkeys(placed.stepped_over))
        found.append(Watchers(stage.number, stage.name, names, over))
    return tuple(found)


def settle_by_talking(
    *,
    by: Actor,
    at: datetime,
    partnership: UUID,
    kind: Kind,
    own_agency: UUID,
    other_agency: UUID,
    saved_stage: int,
) -> Settled:
    """Count a difference that was settled by talking: no child, no names, no free words. Raises Refused."""
    if partnership not in by.partnerships or own_agency not in by.agencies:
        raise rules.Refused("You can note this only for an agency that you work for.")
    if not Agency.objects.filter(pk=other_agency, partnerships=partnership).exists():
        raise rules.Refused("That agency is not in this partnership. Choose one from the list.")
    return Settled.objects.create(
        partnership_id=partnership, kind=kind, own_agency_id=own_agency, other_agency_id=other_agency,
        saved_stage=saved_stage, at=at,
    )  # fmt: skip
