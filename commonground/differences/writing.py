"""A difference being written: which question comes when, what it offers, and what is kept of an answer."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from django.urls import reverse

from commonground.differences import actions, beginning
from commonground.differences.answers import AS_USUAL, BY_PROCEDURE, QUESTIONS, UNKNOWN, Answers
from commonground.differences.forms import raising as forms
from commonground.differences.forms.raising import Data, Insiders
from commonground.differences.models import Draft, Vouching
from commonground.differences.ringing import Area, Line, areas, first_to_ring, in_turn
from commonground.differences.workplaces import Workplace, workplaces
from commonground.directory.models import Agency, Partnership, Person
from commonground.directory.queries import Actor, posts_now, team_choices
from commonground.editions.queries import calendar, live_edition, procedure_of
from commonground.govuk.forms import GovukForm
from commonground.now import london_date, now
from commonground.procedures.definition import Procedure
from commonground.procedures.terms import Kind

MESSAGES = {"ring": "danger", "injury": "kind", "conference": "kind", "new": "ask"}
"""Pages that say something and let go on, each with the question whose answer calls for it."""


class Writing:
    """A draft, or a new one, as its author writes it; what its questions lean on is looked up once."""

    def __init__(self, actor: Actor, draft: Draft | None = None) -> None:
        self.actor = actor
        self.at = now()
        self.today = london_date(self.at)
        self.draft = draft
        self._procedures: dict[str, Procedure] = {}
        self.workplaces = workplaces(actor, self.today)
        self.places = [place for place in self.workplaces if place.open]
        kept = Answers.read(actions.read_draft(draft)) if draft else Answers()
        self.answers = self._fitted(self._vouched(self._placed(kept)))

    def _placed(self, answers: Answers) -> Answers:
        """Say from where it is raised when there is only one such place; forget a place that is no longer one."""
        if any(place.key == answers.workplace for place in self.places):
            return answers
        if len(self.places) == 1:
            return _from(answers, self.places[0])
        return replace(answers, partnership="", raising_agency="", raising_team="")

    def _fitted(self, answers: Answers) -> Answers:
        """Forget answers that the procedure does not ask for, or no longer knows: they are asked again if it asks."""
        if not (answers.before or answers.soon):
            return answers
        if not answers.partnership:
            return replace(answers, before={}, soon="", begins="")
        procedure = self._procedure(answers)
        if answers.before.keys() != set(procedure.asks_when):
            answers = replace(answers, before={})
        soon = procedure.priority(answers.priority)
        known = answers.begins in ({"1", str(soon.first_stage)} if soon and soon.first_stage > 1 else {""})
        usual = answers.soon == AS_USUAL and bool(procedure.priorities) and not procedure.asks_priority
        return answers if (soon or usual) and known else replace(answers, soon="", begins="")

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
        if self.answers.group:
            left_out.add("team")
        return tuple(one for one in QUESTIONS if one not in left_out)

    @property
    def asked_besides(self) -> tuple[str, ...]:
        """The questions that its procedure asks and others do not; none before it is known where it is raised."""
        if not self.answers.partnership:
            return ()
        asks = {"began": self.procedure.asks_when, "soon": self.procedure.priorities}
        return tuple(question for question, asked in asks.items() if asked)

    @property
    def missing(self) -> tuple[str, ...]:
        """The questions still to be answered, in order."""
        return self.answers.unanswered(self.today, self.asked_besides)

    @property
    def procedure(self) -> Procedure:
        """The procedure of the partnership that it is raised in. Ask for it only once that is answered."""
        return self._procedure(self.answers)

    def _procedure(self, answers: Answers) -> Procedure:
        if answers.partnership not in self._procedures:
            live = live_edition(UUID(answers.partnership), self.today)
            self._procedures[answers.partnership] = procedure_of(live)
        return self._procedures[answers.partnership]

    @property
    def raise_by(self) -> list[str]:
        """By when it is to be raised, in sentences, once that is known."""
        answers = self.answers
        if not answers.before:
            return []
        days = calendar(self.procedure)
        return beginning.raise_by(self.procedure, answers.priority, answers.began, self.at, days)

    @cached_property
    def agencies(self) -> list[Agency]:
        """The agencies whose decision it may be about."""
        choices = team_choices(UUID(self.answers.partnership))
        return forms.agencies_to_raise_with(
            [choice.agency for choice in choices], own=self.answers.raising_agency, procedure=self.procedure
        )

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

    def after(self, step: str) -> str:
        """Return where an answer leads: to what has to be said about it, or to the next open question."""
        message = _message(step, self.answers)
        return self.address(message) if message else self.onward(step)

    def onward(self, step: str) -> str:
        """Return the address of the first unanswered question after this one, else of any, else the check."""
        missing = self.missing
        later = [one for one in missing if QUESTIONS.index(one) > QUESTIONS.index(step)]
        return self.address((*later, *missing, "check")[0])

    def needed_before(self, step: str) -> str:
        """Return the question that has to be answered before this one can be asked, or nothing."""
        missing = self.missing
        if step in {"danger", "place"}:
            return ""
        if "place" in missing:
            return "place"
        return "agency" if step in {"team", "children"} and "agency" in missing else ""

    def address(self, step: str) -> str:
        """Return the address of a page of this draft."""
        assert self.draft is not None  # noqa: S101 what has no draft yet has no address
        return reverse("differences:step", args=[self.draft.pk, step])

    def page(self, step: str) -> dict[str, object]:
        """Return what every page of the draft shows: which question it is, and where Back leads."""
        asked = self.questions
        number = asked.index(step) if step in asked else len(asked)
        back = self.address(asked[number - 1]) if number else reverse("differences:start")
        shown = {"number": number + 1, "total": len(asked) + 1, "back": back, "draft": self.draft}
        return shown | {"raise_by": [] if step == "began" else self.raise_by}

    @property
    def initial(self) -> dict[str, object]:
        """What stands in the boxes at first."""
        days = {"needed_by": self.answers.needed_by, "tried_on": self.answers.tried_on}
        read = {name: date.fromisoformat(day) if day else None for name, day in days.items()}
        return self.answers.written() | {"place": self.answers.workplace} | read


FORMS: Mapping[str, Callable[[Writing, Data], GovukForm]] = {
    "danger": lambda writing, data: forms.DangerForm(data, initial=writing.initial),
    "place": lambda writing, data: forms.PlaceForm(data, places=writing.places, initial=writing.initial),
    "agency": lambda writing, data: forms.AgencyForm(data, agencies=writing.agencies, initial=writing.initial),
    "team": lambda writing, data: forms.TeamForm(
        data, insiders=writing.insiders(writing.responding), initial=writing.initial
    ),
    "began": lambda writing, data: forms.BeganForm(
        data, asks=writing.procedure.asks_when, now=writing.at, initial=writing.answers.began
    ),
    "kind": lambda writing, data: forms.KindForm(data, initial=writing.initial),
    "worry": lambda writing, data: forms.WorryForm(data, initial=writing.initial),
    "soon": lambda writing, data: forms.SoonForm(data, procedure=writing.procedure, initial=writing.initial),
    "ask": lambda writing, data: forms.AskForm(
        data, today=writing.today, counts_as=writing.counts_as, initial=writing.initial
    ),
    "meanwhile": lambda writing, data: forms.MeanwhileForm(data, initial=writing.initial),
}
"""The questions that are one form each, made with what was sent or what was answered before."""


def taken(writing: Writing, step: str, good: Mapping[str, Any]) -> Answers:
    """Return the answers with what is good of a form laid over them."""
    answers = writing.answers
    match step:
        case "place":
            key = good.get("place")
            return next((_from(answers, place) for place in writing.places if place.key == key), answers)
        case "agency":
            key = good.get("responding_agency")
            return next((_asked_of(writing, one) for one in writing.agencies if str(one.pk) == key), answers)
        case "team":
            names = ("responding_team", "responding_person")
            return writing.changed(**{name: good.get(name, "") for name in names})
        case "ask":
            days = {name: day.isoformat() for name in ("needed_by", "tried_on") if (day := good.get(name))}
            said = {name: value if value is not None else "" for name, value in good.items()}
            return writing.changed(**(said | {"tried_counts": bool(good.get("tried_counts"))} | days))
        case _:
            return writing.changed(**good)


def _from(answers: Answers, place: Workplace) -> Answers:
    return answers.raised_from(place.partnership.pk, place.agency.pk, place.team.pk if place.team else None)


def _asked_of(writing: Writing, agency: Agency) -> Answers:
    """Return the answers with this agency; where there is no team or person to pick, nobody is asked to."""
    answers = writing.answers.answered_by(str(agency.pk))
    if answers.responding_team or writing.insiders(agency):
        return answers
    return replace(answers, responding_team=UNKNOWN)


def _message(step: str, answers: Answers) -> str:
    """Return the page that an answer calls for before the next question, or nothing."""
    if step == "danger" and answers.danger in {"not_told", "not_sure"}:
        return "ring"
    if step == "ask" and answers.talked == "yes" and answers.tried_new == "yes":
        return "new"
    kinds = {Kind.INJURY.value: "injury", Kind.CONFERENCE.value: "conference"}
    return kinds.get(answers.kind, "") if step == "kind" else ""
