"""A difference being written: which question comes when, and what it offers."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from django.urls import reverse

from commonground.differences import actions, beginning
from commonground.differences.answers import (
    AS_USUAL,
    BY_PROCEDURE,
    ELSEWHERE,
    OF_DISSENT,
    ONLY_ON_RECORD,
    QUESTIONS,
    Answers,
)
from commonground.differences.forms.raising import Insiders, agencies_to_raise_with
from commonground.differences.models import Draft, Vouching
from commonground.differences.ringing import Area, Line, areas, first_to_ring, in_turn
from commonground.differences.workplaces import Workplace, workplaces
from commonground.directory.models import Agency, Partnership, Person
from commonground.directory.queries import Actor, posts_now, team_choices
from commonground.editions.models import Edition
from commonground.editions.queries import calendar, live_edition, procedure_of
from commonground.now import london_date, now
from commonground.procedures.definition import Procedure, Scope
from commonground.procedures.rules import Refused, raising_as
from commonground.procedures.terms import About, Covers, Kind, Subject
from commonground.procedures.worktime import Calendar

MESSAGES = {
    "ring": "danger",
    "injury": "kind",
    "conference": "kind",
    "elsewhere": "about",
    "themes": "who",
    "new": "ask",
}
"""Pages that say something and let go on, each with the question whose answer calls for it."""

SYSTEMIC = "systemic"
"""The scope question about how services work in general, in the procedures that are shipped."""


BEFORE = {"who": "decided", "theme": "children"}
"""Pages that stand in the place of *which child*, each with the question after which what follows is asked."""


MAY_BE_ABOUT = frozenset({Kind.CONFERENCE.value, Kind.ENQUIRY.value, Kind.PLAN_DRIFT.value})
"""Kinds of difference that may be about a conference: what it decided, whether to hold one, and what became of it."""


class Writing:
    """A draft, or a new one, as its author writes it; what its questions lean on is looked up once."""

    def __init__(self, actor: Actor, draft: Draft | None = None) -> None:
        self.actor = actor
        self.at = now()
        self.today = london_date(self.at)
        self.draft = draft
        self._procedures: dict[tuple[str, Covers], Procedure | None] = {}
        self._days: dict[tuple[str, Covers], Calendar] = {}
        self.workplaces = workplaces(actor, self.today)
        self.places = [place for place in self.workplaces if place.open]
        kept = Answers.read(actions.read_draft(draft)) if draft else Answers()
        self.answers = self._fitted(self._vouched(self._placed(kept)))

    def _placed(self, answers: Answers) -> Answers:
        """Say from where it is raised when there is only one such place; forget a place that is no longer one."""
        if any(place.key == answers.workplace for place in self.places):
            return answers
        if len(self.places) == 1:
            return from_place(answers, self.places[0])
        return replace(answers, partnership="", raising_agency="", raising_team="")

    def _fitted(self, answers: Answers) -> Answers:
        """Forget answers that the procedure does not ask for, or no longer knows: they are asked again if it asks."""
        if not answers.partnership:
            return replace(answers, before={}, soon="", begins="", about="")
        if not self._may_be(answers):
            answers = replace(answers, about="")
        if answers.ask == ONLY_ON_RECORD and not answers.on_record:
            answers = replace(answers, ask="", needed_by="")
        procedure = self._procedure(answers)
        if answers.subject not in procedure.subjects:
            answers = replace(answers, subject_given="", family_member=None, theme="", children=())
        if answers.before.keys() != set(procedure.asks_before(answers.of_conference)):
            answers = replace(answers, before={})
        if not answers.soon:
            return answers
        soon = procedure.priority(answers.priority)
        known = answers.begins in ({"1", str(soon.first_stage)} if soon and soon.first_stage > 1 else {""})
        usual = answers.soon == AS_USUAL and bool(procedure.priorities) and not procedure.asks_priority
        return answers if (soon or usual) and known else replace(answers, soon="", begins="")

    def _may_be(self, answers: Answers) -> bool:
        """Say whether what it is about of a conference still fits its kind, and the procedure for conferences."""
        if answers.of_conference is None:
            return True
        procedure = self._live(answers, Covers.CONFERENCES)
        return procedure is not None and answers.of_conference in procedure.conferences and answers.kind in MAY_BE_ABOUT

    def _vouched(self, answers: Answers) -> Answers:
        """Name the agency that the group turned out to be, once somebody vouched for it."""
        if answers.group is None or self.asked is None or self.asked.agency_id is None:
            return answers
        return answers.vouched(str(self.asked.agency_id))

    @cached_property
    def asked(self) -> Vouching | None:
        """What was asked about the group of this draft."""
        rows = Vouching.objects.visible_to(self.actor).filter(draft=self.draft, draft__isnull=False)
        return rows.select_related("decided_by").first()

    @property
    def contacts(self) -> list[Partnership]:
        """The partnerships whose contacts are shown, each once."""
        return list(dict.fromkeys(place.partnership for place in self.workplaces))

    @cached_property
    def areas(self) -> list[Area]:
        """The numbers to ring in those partnerships at this hour."""
        return areas(self.contacts, self.at)

    @property
    def partnership(self) -> Partnership:
        """The partnership that it is raised in. Ask for it only once that is answered."""
        return next(one for one in self.contacts if str(one.pk) == self.answers.partnership)

    @property
    def questions(self) -> tuple[str, ...]:
        """The questions for this author: from where is asked only of somebody with several workplaces."""
        left_out = set() if len(self.places) > 1 else {"place"}
        left_out |= BY_PROCEDURE.difference(self.asked_besides)
        if self.answers.group or self.dissents:
            left_out.add("team")
        if self.answers.on_record:
            left_out.add("ask")
        return tuple(one for one in QUESTIONS if one not in left_out)

    @property
    def asked_besides(self) -> tuple[str, ...]:
        """The questions that its procedure asks and others do not; none before it is known where it is raised."""
        if not self.answers.partnership:
            return ()
        answers = self.answers
        asks: dict[str, object] = {
            "about": self.asks_about,
            "began": self.procedure.asks_before(answers.of_conference),
            "late": self.dissents and any(one.passed for one in self.raise_by),
            "soon": self.procedure.priorities and not answers.on_record,
            **dict.fromkeys(OF_DISSENT, self.dissents),
        }
        return tuple(question for question, asked in asks.items() if asked)

    @property
    def dissents(self) -> bool:
        """Whether it is a dissent from what a conference decided."""
        return self.answers.of_conference is About.DISSENT

    @property
    def asks_about(self) -> bool:
        """Whether it may be about a conference, as far as its kind tells, and there is a procedure for those."""
        return self.answers.kind in MAY_BE_ABOUT and self.conferences is not None

    @property
    def conferences(self) -> Procedure | None:
        """The procedure for conferences of the partnership that it is raised in, if there is one."""
        return self._live(self.answers, Covers.CONFERENCES) if self.answers.partnership else None

    @property
    def missing(self) -> tuple[str, ...]:
        """The questions still to be answered, in order."""
        asked = self.questions
        return tuple(one for one in self.answers.unanswered(self.today, self.asked_besides) if one in asked)

    @property
    def procedure(self) -> Procedure:
        """The procedure of the partnership that it is raised in. Ask for it only once that is answered."""
        return self._procedure(self.answers)

    def _procedure(self, answers: Answers) -> Procedure:
        covers = Covers.CONFERENCES if answers.of_conference else Covers.DIFFERENCES
        found = self._live(answers, covers)
        if found is None:
            raise Edition.DoesNotExist
        return found

    def _live(self, answers: Answers, covers: Covers) -> Procedure | None:
        key = answers.partnership, covers
        if key not in self._procedures:
            try:
                live = live_edition(UUID(answers.partnership), self.today, covers)
            except Edition.DoesNotExist:
                self._procedures[key] = None
            else:
                self._procedures[key] = procedure_of(live)
        return self._procedures[key]

    @property
    def not_yours(self) -> str:
        """Who raises under this procedure, in a sentence, where its author does not; nothing where they may."""
        if not self.answers.partnership:
            return ""
        roles = [post.role for post in self.actor.posts if str(post.agency_id) == self.answers.raising_agency]
        try:
            raising_as(self.procedure, roles)
        except Refused as refusal:
            return refusal.sentence
        return ""

    @property
    def asks_subject(self) -> bool:
        """Whether it may be about somebody or something else than a child; then a page asks for that."""
        return len(self.procedure.subjects) > 1

    def asks(self, step: str) -> bool:
        """Say whether this draft has the page of a question."""
        if step == "who":
            return "place" not in self.missing and self.asks_subject
        theme = self.answers.subject is Subject.THEME
        return theme if step == "theme" else step in self.questions and not (theme and step == "children")

    @property
    def for_themes(self) -> tuple[Scope, ...]:
        """Where the procedure sends what is about no one in particular: all that it sends on, if it does not say."""
        scope = self.procedure.scope
        return tuple(one for one in scope if one.key == SYSTEMIC) or scope

    @property
    def raise_by(self) -> list[beginning.RaiseBy]:
        """By when it is to be raised, once that is known."""
        answers = self.answers
        if not answers.before:
            return []
        return beginning.raise_by(self.procedure, answers.priority, answers.began, self.at, self.days)

    @property
    def days(self) -> Calendar:
        """The calendar by which its clocks count, read once for each procedure."""
        procedure, area = self.procedure, self.answers.partnership
        key = area, procedure.covers
        if key not in self._days:
            self._days[key] = calendar(procedure, UUID(area))
        return self._days[key]

    @cached_property
    def agencies(self) -> list[Agency]:
        """The agencies whose decision it may be about."""
        return self.agencies_under(self.procedure)

    def agencies_under(self, procedure: Procedure) -> list[Agency]:
        """Return the agencies with which one may raise a difference under a procedure."""
        choices = team_choices(UUID(self.answers.partnership))
        return agencies_to_raise_with(
            [choice.agency for choice in choices], own=self.answers.raising_agency, procedure=procedure
        )

    @cached_property
    def chairs(self) -> list[Person]:
        """Who chairs conferences for the council that held this one."""
        return actions.conference_chairs(posts_now([UUID(self.answers.responding_agency)], self.today))

    @cached_property
    def responding(self) -> Agency:
        """The agency whose decision it is about. Ask for it only once that is answered."""
        return Agency.objects.get(pk=self.answers.responding_agency)

    @property
    def other(self) -> str:
        """How the other side is named: the agency, or the group that is not listed."""
        return self.answers.group.name if self.answers.group else self.responding.name

    def first_to_ring(self) -> list[Line]:
        """Return whom to ring first at the other side."""
        group = self.answers.group
        if group is None:
            return first_to_ring(self.responding, (), self.at)
        whom = ", ".join(part for part in (group.person, group.name) if part)
        return in_turn([(self.partnership.pk, whom, group.phone)], (), self.at)

    @property
    def counts_as(self) -> tuple[str, ...]:
        """The names of the first two stages, where a conversation outside may count as the first; else nothing."""
        procedure = self.procedure
        names = tuple(stage.name[:1].lower() + stage.name[1:] for stage in procedure.stages[:2])
        counts = procedure.tried_outside_counts and self.answers.first_stage == 1
        return names if counts and len(names) > 1 else ()

    def insiders(self, agency: Agency) -> Insiders:
        """Return the teams and people of an agency that may have taken the decision, oneself left out."""
        found: dict[UUID, tuple[Person, list[str], set[str]]] = {}
        for now_at in posts_now([agency.pk], self.today):
            post = now_at.post
            for person in (*now_at.holders_present, *now_at.holders_away, *now_at.deputies_present):
                _, titles, teams = found.setdefault(person.pk, (person, [], set()))
                team = str(post.team or "")
                titles.append(post.title if team in post.title else f"{post.title}, {team}")
                if post.team_id:
                    teams.add(str(post.team_id))
        people = [
            (person, f"{person.name} ({'; '.join(titles)})", frozenset(teams))
            for person, titles, teams in found.values()
            if person != self.actor.person
        ]
        own = self.answers.raising_team if str(agency.pk) == self.answers.raising_agency else ""
        known = [team for team in agency.teams.order_by("name") if str(team.pk) != own]
        return Insiders(known, sorted(people, key=lambda one: one[1]))

    def changed(self, **answers: Any) -> Answers:  # noqa: ANN401 as many kinds as answers
        """Return the answers with some of them changed."""
        return replace(self.answers, **answers)

    def save(self, answers: Answers) -> None:
        """Keep the answers in the draft, a new one if there is none yet."""
        key = self.draft.pk if self.draft else None
        before = self.answers
        if key and (answers.group != before.group or (before.group and answers.too_close != before.too_close)):
            actions.let_go(by=self.actor, at=self.at, draft=key)  # other people are to be asked, or about another group
        self.draft = actions.save_draft(by=self.actor, at=self.at, draft=key, answers=answers.written())
        self.answers = answers

    def after(self, step: str, good: Mapping[str, Any]) -> str:
        """Return where an answer leads: to what has to be said about it, or to the next open question."""
        not_taken = step == "who" and good["subject"] not in self.procedure.subjects
        message = "themes" if not_taken else _message(step, self)
        return self.address(message) if message else self.onward(step)

    def onward(self, step: str) -> str:
        """Return the address of the first unanswered question after this one, else of any, else the check."""
        missing = self.missing
        place = QUESTIONS.index(BEFORE.get(step, step))
        later = [one for one in missing if QUESTIONS.index(one) > place]
        return self.address((*later, *missing, "check")[0])

    def needed_before(self, step: str) -> str:
        """Return the question that has to be answered before this one can be asked, or nothing."""
        missing = self.missing
        if step in {"danger", "place"}:
            return ""
        if "place" in missing:
            return "place"
        return "agency" if step in {"team", "children", "held"} and "agency" in missing else ""

    def address(self, step: str) -> str:
        """Return the address of a page of this draft."""
        assert self.draft is not None  # noqa: S101 what has no draft yet has no address
        if step == "children" and self.answers.subject is Subject.THEME:
            step = "theme"
        return reverse("differences:step", args=[self.draft.pk, step])

    def page(self, step: str) -> dict[str, object]:
        """Return what every page of the draft shows: which question it is, and where Back leads."""
        asked = self.questions
        place = "children" if step in BEFORE else step
        number = asked.index(place) if place in asked else len(asked)
        back = self.address(asked[number - 1]) if number else reverse("differences:start")
        shown = {"number": number + 1, "total": len(asked) + 1, "back": back, "draft": self.draft}
        shown |= {"not_yours": self.not_yours}
        return shown | {"raise_by": [] if step == "began" else self.raise_by}

    @property
    def initial(self) -> dict[str, object]:
        """What stands in the boxes at first."""
        days = {"needed_by": self.answers.needed_by, "tried_on": self.answers.tried_on}
        read = {name: date.fromisoformat(day) if day else None for name, day in days.items()}
        known = {"place": self.answers.workplace, "about": self.answers.about.removeprefix(ELSEWHERE)}
        return self.answers.written() | known | read


def from_place(answers: Answers, place: Workplace) -> Answers:
    """Return the answers for somebody who raises from there."""
    return answers.raised_from(place.partnership.pk, place.agency.pk, place.team.pk if place.team else None)


def _message(step: str, writing: Writing) -> str:
    """Return the page that an answer calls for before the next question, or nothing."""
    answers = writing.answers
    if step == "about" and answers.about.startswith(ELSEWHERE):
        return "elsewhere"
    if step == "danger" and answers.danger in {"not_told", "not_sure"}:
        return "ring"
    if step == "ask" and answers.talked == "yes" and answers.tried_new == "yes":
        return "new"
    kinds = {Kind.INJURY.value: "injury"}
    if writing.conferences is None:
        kinds[Kind.CONFERENCE.value] = "conference"
    return kinds.get(answers.kind, "") if step == "kind" else ""
