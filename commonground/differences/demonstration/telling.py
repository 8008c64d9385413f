"""Telling the stories: everything in the order of time, through the public actions, the sweep running between."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from operator import itemgetter
from typing import Any
from uuid import UUID

from django.db import transaction

from commonground.differences import actions
from commonground.differences.actions.verbs import VERBS
from commonground.differences.answers import UNKNOWN, Answers
from commonground.differences.demonstration import steps
from commonground.differences.demonstration.details import outside, parts
from commonground.differences.demonstration.stories import (
    Days,
    NoAct,
    Story,
    StoryError,
    Then,
    beside,
    identity,
    stories,
)
from commonground.differences.models import Clock, Difference, Proposal, Seat, Vouching
from commonground.directory.actions import record_absence
from commonground.directory.demonstration import BEGAN, build_organisations, member
from commonground.directory.guests.actions import Guest, bind
from commonground.directory.models import Absence, Agency, Holding, Partnership, Person, Post, Team
from commonground.directory.queries import Actor, actor_for
from commonground.editions.models import Edition
from commonground.editions.publishing import publish
from commonground.editions.queries import calendar, procedure_of
from commonground.library import actions as charting
from commonground.library.pages.actions import approve as approve_page
from commonground.library.pages.actions import load_pages
from commonground.library.pages.editors import editor_of
from commonground.library.pages.shape import shipped as pages
from commonground.library.shape import shipped as charts
from commonground.now import london_date
from commonground.procedures.conferences import Category, Decided, DecidedBy, Effect, Ground, Said, Sort, Whose
from commonground.procedures.loading import shipped
from commonground.procedures.rules import Refused
from commonground.procedures.terms import About, Act, Answer, Capacity, Event, Kind, Role, Side, TooClose
from commonground.procedures.worktime import Calendar, add_working_days
from commonground.record.models import Entry

OFFICERS = ("elin", "gwen")
SOURCE = "Fictional. Confirmed for the demonstration by the partnership officer."
READS_FIRST = timedelta(minutes=3)  # how long before acting somebody opens the page
OPENS_LATER = timedelta(minutes=20)  # how long after it was given a guest opens their pass

DEFAULTS: dict[Act, dict[str, Any]] = {
    Act.PICK_UP: {"knows_child": True},
    Act.NOTE: {"own_side": False},
    Act.PASS_ON: {"person": None},
    Act.JOIN: {"side": None},
    Act.OWN_VIEW: {"works": ""},
    Act.AGREE_TO_IT: {"agrees": True},
}
"""What an act asks and a story need not say."""


@transaction.atomic
def load_demonstration(at: datetime) -> int:
    """Fill an empty database: organisations, the edition, and every story, as on the moment of loading.

    All of it or nothing. Returns how many differences there are; raises StoryError naming one that was not told.
    """
    build_organisations(at)
    edition = open_fairhaven(at)
    open_fairhaven(at, "fairhaven-conference")
    open_charts(at)
    open_library(at)
    days = Days(london_date(at), calendar(procedure_of(edition), None))
    told = stories()
    Telling(days).tell(told, until=at)
    return len(told)


def open_fairhaven(at: datetime, key: str = "fairhaven") -> Edition:
    """Open an edition of Fairhaven in both partnerships, from before the first story, as two officers do."""
    proposer, approver = (member(officer) for officer in OFFICERS)
    return publish(
        text=shipped()[key], partnerships=list(Partnership.objects.all()), by=proposer, approved_by=approver,
        source=SOURCE, at=at - BEGAN,
    )  # fmt: skip


def open_charts(at: datetime) -> None:
    """Give Fairhaven its chart, of which two boxes are not confirmed; Marlow Vale says where its own stands."""
    charting.load_charts(texts=[charts()["fairhaven"]], at=at - BEGAN)
    gwen = actor_for(member("gwen"), london_date(at))
    row = charting.say_elsewhere(
        by=gwen, at=at, partnership=min(gwen.offices), seen=0, title="Marlow Vale levels of need",
        published=london_date(at - BEGAN), address="https://partnership.marlowvale.example/levels-of-need",
    )  # fmt: skip
    charting.approve(by=replace(gwen, person=member("elin")), at=at, edition=row.pk)  # as they do of the procedure


A_SEASON = timedelta(days=90)  # how long ago the library was loaded: none of it is to be looked at again yet


def open_library(at: datetime) -> None:
    """Give both areas the library. Fairhaven's editor approved what concerns safety; in Marlow Vale nobody has."""
    texts, iris = pages(), actor_for(member("iris"), london_date(at))
    for area in Partnership.objects.all():
        for row in load_pages(area=area, texts=texts, at=at - A_SEASON).drafts:
            if area.pk in editor_of(iris):
                approve_page(by=iris, at=at - A_SEASON, edition=row.pk, version=1)


@dataclass
class Telling:
    """One telling of the stories: the people and places by name, and who somebody was on a day.

    All posts are held from before the first story on, so that what somebody may do changes with absences only.
    """

    days: Days
    people: dict[str, Person] = field(default_factory=dict)
    agencies: dict[str, Agency] = field(default_factory=dict)
    _absences: tuple[Absence, ...] = ()
    _actors: dict[tuple[UUID, frozenset[UUID]], Actor] = field(default_factory=dict)
    _drafts: dict[str, UUID] = field(default_factory=dict)
    _differences: dict[str, UUID] = field(default_factory=dict)

    @property
    def calendar(self) -> Calendar:
        """The calendar that working days are counted by."""
        return self.days.calendar

    def tell(self, told: Iterable[Story], *, until: datetime) -> None:
        """Tell all stories and what stands beside them, in the order of time, up to a moment."""
        self.people = {person.name: person for person in Person.objects.all()}
        self.agencies = {agency.name: agency for agency in Agency.objects.prefetch_related("partnerships")}
        besides = beside()
        for away in besides.away:
            self._away(**away)
        self._absences = tuple(Absence.objects.all())
        happens: list[tuple[str, str, Callable[[datetime], None]]] = []
        for story in told:
            happens.append((story.raised, story.name, partial(self._raise, story)))
            if story.group:
                happens.append((story.group["asked"], story.name, partial(self._ask_to_vouch, story)))
                happens.append((story.group["vouched"], story.name, partial(self._vouch, story)))
            happens += [(then.when, story.name, partial(self._then, story, then)) for then in story.then]
        happens += [(draft["saved"], "A draft", partial(self._draft, draft)) for draft in besides.draft]
        happens += [(talked["when"], "Settled by talking", partial(self._talked, talked)) for talked in besides.talked]
        timed = [(self.days.moment(when), name, happen) for when, name, happen in happens]
        for at, name, happen in sorted(timed, key=itemgetter(0)):
            sweep_until(at)
            try:
                happen(at)
            except (Refused, TypeError, ValueError, LookupError, Difference.DoesNotExist) as wrong:
                message = f"“{name}” cannot be told at {at:%d.%m.%Y %H:%M}: {wrong}"
                raise StoryError(message) from wrong
        sweep_until(until)

    def actor(self, name: str, at: datetime) -> Actor:
        """Return who somebody is on the day of a moment."""
        person, on = self.people[name], london_date(at)
        away = frozenset(absence.person_id for absence in self._absences if absence.starts <= on <= absence.ends)
        if (person.pk, away) not in self._actors:
            self._actors[person.pk, away] = actor_for(person, on)
        return self._actors[person.pk, away]

    def place(self, text: str) -> tuple[Agency, Team | None]:
        """Return the agency and perhaps the team that "Agency: Team" names."""
        name, _, team = text.partition(": ")
        agency = self.agencies[name]
        return agency, Team.objects.get(agency=agency, name=team) if team else None

    def _raise(self, story: Story, at: datetime) -> None:
        (own, own_team), (other, other_team) = self.place(story.raising), self.place(story.responding)
        on = london_date(at)
        row = actions.raise_difference(
            by=self.actor(story.raised_by, at),
            at=at,
            new=actions.NewDifference(
                partnership=shared(own, other),
                raising_agency=own.pk,
                raising_team=key(own_team),
                responding_agency=other.pk,
                responding_team=key(other_team),
                responding_person=self.people[story.asked].pk if story.asked else None,
                kind=story.kind,
                worry=story.worry,
                ask=story.ask,
                needed_by=add_working_days(on, story.needed_in, self.calendar),
                meanwhile=story.meanwhile,
                danger=story.danger,
                **story.about(on),
                **self._conference(story.conference),
            ),
            draft=self._drafts.get(story.name),
        )
        self._differences[story.name] = row.pk
        self._read(story, row.pk, at)

    def _conference(self, told: dict[str, Any]) -> dict[str, Any]:
        """Return what a dissent says besides; nothing for other stories."""
        if not told:
            return {}
        said = {name: words for name, words in told.items() if name not in {"held", "on_record"}}
        chair = self.people[said["chaired_by"]].pk if "chaired_by" in said else None
        asked = {
            "sort": Sort,
            "decided": Decided,
            "decided_by": DecidedBy,
            "said": Said,
            "ground": Ground,
            "whose": Whose,
        }
        codes = {name: term(said[name]) for name, term in asked.items()}
        category = Category(said["category"]) if "category" in said else None
        held = {Event.CONFERENCE_HELD: self.days.moment(told["held"])}
        conference = actions.Conference(**said | codes | {"category": category, "chaired_by": chair})
        on_record = told.get("on_record", False)
        return {"about": About.DISSENT, "conference": conference, "before": held, "on_record": on_record}

    def _ask_to_vouch(self, story: Story, at: datetime) -> None:
        """Write a draft about a group that is not listed, and ask that somebody vouch for it."""
        by, (own, _) = self.actor(story.raised_by, at), self.place(story.raising)
        known = {name: story.group[name] for name in ("kind", "area", "person", "phone", "email")}
        group = actions.Group(name=story.responding, **known)
        (partnership,) = own.partnerships.all()
        answers = Answers(
            danger=story.danger, partnership=str(partnership.pk), raising_agency=str(own.pk), kind=story.kind.value,
            children=story.identities(london_date(at)), worry=story.worry, ask=story.ask, meanwhile=story.meanwhile,
        )  # fmt: skip
        kept = answers.not_listed(group).written()
        self._drafts[story.name] = actions.save_draft(by=by, at=at, draft=None, answers=kept).pk
        actions.ask_to_vouch(
            by=by, at=at, draft=self._drafts[story.name], group=group, partnership=partnership.pk, own_agency=own.pk
        )

    def _vouch(self, story: Story, at: datetime) -> None:
        """Have an officer vouch for that group: from then on it is an agency, with a desk for its number."""
        asked = Vouching.objects.get(draft=self._drafts[story.name])
        agency = actions.vouch(by=self.actor(story.group["vouched_by"], at), at=at, vouching=asked.pk, desk=True).agency
        assert agency is not None  # noqa: S101 they vouched for it
        self.agencies[story.responding] = agency

    def _then(self, story: Story, then: Then, at: datetime) -> None:
        """Let somebody open the page, look at which child it is when they pick it up, and act."""
        by, difference = self.actor(then.who, at), self._differences[story.name]
        row = Difference.objects.visible_to(by).get(pk=difference)
        actions.looked(by=by, at=at - READS_FIRST, difference=row, part="page")
        if then.act is Act.PICK_UP:
            actions.reveal_children(by=by, at=at - READS_FIRST / 2, difference=difference)
        if isinstance(then.act, steps.Told):
            done = {"by": by, "at": at, "difference": difference}
            steps.take(then.act, then.details, done, self.people)
            return
        if isinstance(then.act, NoAct):
            self._besides(then, by, difference, at)
            return
        details = self._details(then.act, then.details, row, at)
        VERBS[then.act](by=by, at=at, difference=difference, version=row.version, **details)
        self._read(story, difference, at)

    def _read(self, story: Story, difference: UUID, at: datetime) -> None:
        """Let one of those whom somebody has just asked to act for a side open the page."""
        asked = Seat.objects.filter(difference=difference, since=at, capacity=Capacity.ANSWERING, ended_at=None)
        for seat in () if story.unread else asked.select_related("difference"):
            holdings = Holding.objects.filter(post=seat.post_id, deputy=False).order_by("pk")
            person = seat.person or next((one.person for one in holdings.select_related("person")), None)
            by = person and self.actor(person.name, at)
            if by and seat in Seat.objects.held_by(by):
                actions.looked(by=by, at=at + READS_FIRST, difference=seat.difference, part="page")

    def _besides(self, then: Then, by: Actor, difference: UUID, at: datetime) -> None:
        """Do what is no act of a stage. A guest opens their pass a little later."""
        told = then.details
        done: dict[str, Any] = {"by": by, "at": at, "difference": difference}
        match then.act:
            case NoAct.LET_IN:
                side = Side(told["side"])
                given = actions.give_pass(guest=Guest(told["name"], told["title"], told["address"]), side=side, **done)
                guest, opened = given.made.person, at + OPENS_LATER
                self.people[guest.name] = guest
                bind(given.made, "a browser of the demonstration", at=opened)
                by_pass = self.actor(guest.name, opened)
                actions.note_opened(by=by_pass, at=opened, one=given.made)
                row = Difference.objects.visible_to(by_pass).get(pk=difference)
                actions.looked(by=by_pass, at=opened, difference=row, part="page")
            case NoAct.ASK_ADVISER:
                agency, person = self.agencies[told["of"]].pk, self.people[told["to"]].pk
                asks = actions.AdviceSought(Side(told["side"]), agency, person, told["reason"])
                actions.ask_adviser(asks=asks, **done)
            case NoAct.MASK:
                note = Entry.objects.filter(subject=difference, kind=f"difference.{Act.NOTE}").latest("number")
                actions.mask(entry=note.pk, reason=told["reason"], **done)
            case NoAct.TOO_CLOSE:
                person, why = self.people[told["person"]].pk, TooClose(told["because"])
                actions.declare_interest(person=person, why=why, reason=told.get("reason", ""), **done)

    def _details(self, act: Act, details: dict[str, Any], row: Difference, at: datetime) -> dict[str, Any]:
        """Return what an act asks: as the story says it, with names looked up and days counted."""
        told = DEFAULTS.get(act, {}) | details
        match act:
            case Act.RESPOND:
                told["answer"] = Answer(told["answer"])
                told |= {"effect": Effect(told["effect"])} if "effect" in told else {}
            case Act.PASS_ON:
                told["team"] = Team.objects.get(agency=row.responding_agency_id, name=told.pop("to")).pk
            case Act.TRIED_OUTSIDE | Act.RECORD_FOR:
                told = outside(told, london_date(at))
            case Act.HAND_OVER | Act.RESTRICT:
                named = {"person": told.pop("to", None), "people": told.pop("people", None)}
                told |= {name: self._keys(who) for name, who in named.items() if who}
            case Act.NOT_OURS | Act.JOIN:
                agency, team = self.place(told.pop("to"))
                told |= {"agency": agency.pk, "team": key(team)}
            case Act.PROPOSE:
                told["takes_on"] = {self.agencies[name].pk: what for name, what in told.get("takes_on", {}).items()}
                told |= {"parts": parts(told["parts"], london_date(at))} if "parts" in told else {}
            case Act.SIGN | Act.DECLINE | Act.TAKE_ON:
                told["proposal"] = Proposal.objects.filter(difference=row).count()
            case Act.LENGTHEN | Act.PAUSE | Act.SHORTEN:
                name = "due" if act is Act.SHORTEN else "day"
                told[name] = add_working_days(london_date(at), told.pop(f"{name}_in"), self.calendar)
            case Act.WITHDRAW if "lead" in told:
                leads = Post.objects.filter(role=Role.SAFEGUARDING_LEAD)
                told["lead"] = leads.get(holdings__person=self.people[told["lead"]]).pk
        return told

    def _keys(self, names: str | list[str]) -> UUID | list[UUID]:
        """Return the key of somebody, or of several."""
        return self.people[names].pk if isinstance(names, str) else [self.people[name].pk for name in names]

    def _away(self, *, person: str, **told: int) -> None:
        starts, ends = self.days.day(told["from"]), self.days.day(told["to"])
        at = self.days.moment(f"{told['from'] + 1}, 17:00")
        record_absence(person=self.people[person], starts=starts, ends=ends, by=None, at=at)

    def _draft(self, told: dict[str, Any], at: datetime) -> None:
        by, (own, own_team) = self.actor(told["by"], at), self.place(told["from"])
        other, _ = self.place(told["to"])
        answers = Answers(
            danger=told["danger"],
            partnership=str(shared(own, other)),
            raising_agency=str(own.pk),
            raising_team=str(own_team.pk) if own_team else "",
            responding_agency=str(other.pk),
            responding_team=UNKNOWN if told.get("team") == "unknown" else "",
            kind=told.get("kind", ""),
            children=tuple(identity(child, london_date(at)) for child in told.get("children", ())),
            worry=told.get("worry", ""),
        )
        actions.save_draft(by=by, at=at, draft=None, answers=answers.written())

    def _talked(self, told: dict[str, Any], at: datetime) -> None:
        by, (other, _) = self.actor(told["by"], at), self.place(told["with"])
        own = next(agency for agency in self.agencies.values() if agency.pk in by.agencies)
        actions.settle_by_talking(
            by=by,
            at=at,
            partnership=shared(own, other),
            kind=Kind(told["kind"]),
            own_agency=own.pk,
            other_agency=other.pk,
            saved_stage=told["saved_stage"],
        )


def key(team: Team | None) -> UUID | None:
    """Return the key of a team, if it is one."""
    return team.pk if team else None


def shared(one: Agency, other: Agency) -> UUID:
    """Return the one partnership that two agencies have in common; raises StoryError when there is none, or two."""
    found = {row.pk for row in one.partnerships.all()} & {row.pk for row in other.partnerships.all()}
    if len(found) != 1:
        message = f"{one} and {other} have {len(found)} partnerships in common."
        raise StoryError(message)
    return found.pop()


def sweep_until(moment: datetime) -> None:
    """Let the clocks say, at its time, everything that they have to say up to a moment."""
    before = None
    while (due := next_prompt(moment)) is not None:
        if due == before:
            message = f"A clock has something to say at {due} and cannot say it."
            raise StoryError(message)
        actions.sweep(due)
        before = due


def next_prompt(until: datetime) -> datetime | None:
    """Return when a clock has something to say next, if that is not after a moment."""
    waiting = Clock.objects.filter(ended_at=None, next_at__isnull=False, next_at__lte=until)
    return waiting.order_by("next_at").values_list("next_at", flat=True).first()
