"""The questions of the guided raising, one form a page, and the note of what was settled by talking."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, ClassVar

from django import forms

from commonground.differences.answers import AS_USUAL, DANGER, UNKNOWN
from commonground.differences.models import NOTHING_KNOWN
from commonground.differences.workplaces import Workplace, labels, question
from commonground.directory.models import Agency, Person, Team
from commonground.govuk.forms import GovukDateField, GovukForm, GovukTimeField, Radios, Textarea, offer
from commonground.now import LONDON
from commonground.procedures.definition import Priority, Procedure
from commonground.procedures.raising import PAST
from commonground.procedures.terms import AgencyKind, Event, How, Kind, Subject

LONGEST_TEXT = 4000
FEW = 12
"""Up to so many choices are radio buttons; more are a list to pick from."""

KIND_HINTS = {
    Kind.INJURY: "An injury to a baby or child who cannot move by themselves is referred at once, before this.",
    Kind.CONFERENCE: "A conference has its own procedure. We say how to use it, and you can go on here.",
}
BEGAN = {
    Event.CONCERN_AROSE: "When did the concern arise?",
    Event.CONFERENCE_HELD: "When did the conference end?",
    Event.DECISION_NOTIFIED: "When were you told of the decision?",
}
Data = Mapping[str, Any] | None
"""What was sent, or what stands in the boxes at first."""


class DangerForm(GovukForm):
    """Is a child in danger now? No answer stops anybody."""

    asks: ClassVar[Mapping[str, str]] = {"danger": "whether a child may be in danger now"}

    danger = forms.ChoiceField(
        label="Is a child in danger now, or is there a bruise or injury on a baby or child who cannot move by "
        "themselves?",
        choices=list(DANGER.items()),
        widget=Radios,
    )


class PlaceForm(GovukForm):
    """From which of one's teams, or for which area: only for somebody who has several."""

    place = forms.ChoiceField(label="Which team or area?", widget=Radios)

    def __init__(self, data: Data = None, *, places: Sequence[Workplace], initial: Data = None) -> None:
        """Offer these workplaces."""
        super().__init__(data, initial=initial)
        self.fields["place"].label = question(places)
        offer(self.fields["place"], labels(places))


class AgencyForm(GovukForm):
    """Whose decision: the agency."""

    responding_agency = forms.ChoiceField(label="Whose decision do you see differently?")

    def __init__(self, data: Data = None, *, agencies: Iterable[Agency], initial: Data = None, label: str = "") -> None:
        """Offer these agencies; ``label`` is how they are asked for elsewhere."""
        super().__init__(data, initial=initial)
        one = self.fields["responding_agency"]
        one.label = label or one.label
        offer(one, [(str(agency.pk), agency.name) for agency in agencies], few=FEW)


@dataclass(frozen=True, slots=True)
class Insiders:
    """The teams of an agency and its people, each with the teams that they are in."""

    teams: Sequence[Team]
    people: Sequence[tuple[Person, str, frozenset[str]]]
    """Each person with the words that tell who it is, and the keys of their teams."""

    def __bool__(self) -> bool:
        return bool(self.teams or self.people)


class TeamForm(GovukForm):
    """Whose decision: the team or the person in that agency, or "I don't know"."""

    marks_optional = False

    responding_team = forms.ChoiceField(label="Which team?", widget=Radios)
    responding_person = forms.ChoiceField(
        label="Which person, if you know?",
        help_text="They are asked first. Their team can answer for them.",
        required=False,
    )

    def __init__(self, data: Data = None, *, insiders: Insiders, initial: Data = None) -> None:
        """Offer these teams and people, and "I don't know"."""
        super().__init__(data, initial=initial)
        self.insiders = insiders
        teams = [(str(team.pk), team.name) for team in insiders.teams]
        unknown = [(UNKNOWN, "I don’t know")]
        dividers = {UNKNOWN: "or"} if teams else {}
        hint = "We send it to the agency’s desk. They find the right person, and the clock runs."
        offer(self.fields["responding_team"], teams + unknown, Radios(hints={UNKNOWN: hint}, dividers=dividers))
        if not teams:
            self.fields["responding_team"].widget = forms.HiddenInput()
            self.initial["responding_team"] = UNKNOWN  # what was answered so far, nothing, must not stand there
        people = [(str(person.pk), words) for person, words, _ in insiders.people]
        offer(self.fields["responding_person"], [("", "I don’t know"), *people], forms.Select())

    def clean(self) -> dict[str, Any]:
        """Take the team of the person named; raise for a person who is not in the team named."""
        answers = super().clean() or self.cleaned_data
        named, team = answers.get("responding_person"), answers.get("responding_team")
        for person, _, teams in self.insiders.people if named and team else ():
            if str(person.pk) != named or not teams or team in teams:
                continue
            if team != UNKNOWN:
                self.add_error("responding_person", f"{person.name} is not in that team. Change one of the two")
            elif len(teams) == 1:
                answers["responding_team"] = next(iter(teams))
        return answers


class KindForm(GovukForm):
    """What kind of difference it is."""

    kind = forms.ChoiceField(
        label="What is it about?",
        help_text="Choose the nearest. The other side sees this as the title.",
        choices=[(kind.value, kind.label) for kind in Kind],
        widget=Radios(hints={kind.value: hint for kind, hint in KIND_HINTS.items()}),
    )


class SoonForm(GovukForm):
    """How soon the child needs it, where the procedure asks; and where it begins, where that is the raiser's choice."""

    soon = forms.ChoiceField(label="How soon does the child need this?", widget=Radios)

    def __init__(self, data: Data = None, *, procedure: Procedure, initial: Mapping[str, Any]) -> None:
        """Offer the priorities of a procedure, and as usual unless it needs one."""
        super().__init__(data, initial=initial)
        self.procedure = procedure
        usual = [] if procedure.asks_priority else [(AS_USUAL, "As usual")]
        ahead = [one for one in procedure.priorities if one.first_stage > 1]
        for one in ahead:
            self.fields[f"begins_{one.key}"] = self._begins(one)
            self.initial[f"begins_{one.key}"] = initial.get("begins") if initial.get("soon") == one.key else ""
        notes = Radios(
            hints={one.key: one.hint for one in procedure.priorities if one.hint},
            reveals={one.key: f"begins_{one.key}" for one in ahead},
        )
        offer(self.fields["soon"], [*((one.key, one.label) for one in procedure.priorities), *usual], notes)

    def _begins(self, one: Priority) -> forms.ChoiceField:
        named = {number: f"stage {number}: {self.procedure.stage(number).name}" for number in (1, one.first_stage)}
        asks = forms.ChoiceField(
            label="Where do you want to begin?",
            choices=[(str(one.first_stage), f"Straight to {named[one.first_stage]}"), ("1", f"At {named[1]}")],
            widget=Radios,
        )
        asks.error_messages["required"] = "Choose where you want to begin"
        return asks

    def clean(self) -> dict[str, Any]:
        """Take the stage that belongs to what was chosen."""
        answers = super().clean() or self.cleaned_data
        soon = answers.get("soon", "")
        begins = f"begins_{soon}"
        if begins in self.fields and not answers.get(begins):
            return {}  # where it begins is hers to say, so neither is kept
        return {"soon": soon, "begins": answers.get(begins, "")} if soon else {}


class BeganForm(GovukForm):
    """When that happened from which the clocks of the procedure start: for each, a day and a time."""

    marks_optional = False

    def __init__(
        self, data: Data = None, *, asks: Sequence[Event], now: datetime, initial: Mapping[Event, datetime]
    ) -> None:
        """Ask for moments up to ``now``."""
        super().__init__(data)
        self.now = now
        self.initial = {}
        for event in asks:
            day = GovukDateField(label=BEGAN[event])
            day.gone_by(now.astimezone(LONDON).date())
            day.error_messages["required"] = f"Tell us the day on which {PAST[event]}"
            hour = GovukTimeField(label="At what time?", help_text="For example, 14:30. About is good enough.")
            hour.error_messages["required"] = f"Tell us at what time {PAST[event]}"
            self.fields |= {f"{event.value}_on": day, f"{event.value}_at": hour}
            if event in initial:
                local = initial[event].astimezone(LONDON)
                self.initial |= {f"{event.value}_on": local.date(), f"{event.value}_at": local.time()}
        self.events = tuple(asks)

    def clean(self) -> dict[str, Any]:
        """Put each day and time together; a moment that is still to come is refused."""
        answers = super().clean() or self.cleaned_data
        before: dict[str, str] = {}
        for event in self.events:
            day, hour = answers.get(f"{event.value}_on"), answers.get(f"{event.value}_at")
            if day is None or hour is None:
                continue
            moment = datetime.combine(day, hour, LONDON)
            if moment > self.now:
                self.add_error(f"{event.value}_at", "That time is still to come. Check the time")
                continue
            before[event.value] = moment.astimezone(UTC).isoformat()
        return {"before": before if len(before) == len(self.events) else {}}


class WorryForm(GovukForm):
    """The worry."""

    asks: ClassVar[Mapping[str, str]] = {"worry": "what worries you"}

    worry = forms.CharField(
        label="What worries you about the child?",
        help_text="What did you see or hear? What might happen to the child? Your own words are good enough.",
        max_length=LONGEST_TEXT,
        widget=Textarea(attrs={"rows": 8, "spellcheck": "true"}),
    )

    def __init__(self, data: Data = None, *, about: Subject = Subject.CHILD, initial: Data = None) -> None:
        """Say what is to be left out, since it is known from elsewhere."""
        super().__init__(data, initial=initial)
        self.fields["worry"].help_text += f" Leave out names, addresses and birth dates{KNOWN_ALREADY[about]}."


KNOWN_ALREADY = {
    Subject.CHILD: ": they know already which child it is",
    Subject.FAMILY_MEMBER: ": they know already who it is",
    Subject.THEME: "",
}


def needed_from(today: date, field: forms.Field) -> None:
    """Take days from ``today`` (London) on, as by when the child needs it; show one that lies a week ahead."""
    field.earliest = today  # type: ignore[attr-defined]
    field.latest = today + timedelta(days=730)  # type: ignore[attr-defined]
    field.error_messages["earliest"] = "The child needs it by today or later. Check the date"
    field.error_messages["latest"] = "That is more than two years away. Check the year"
    week = today + timedelta(days=7)
    field.help_text = f"For example, {week.day} {week.month} {week.year}"


TALKED = [("no", "No, or not yet"), ("yes", "Yes")]
TRIED = ("tried_how", "tried_whom", "tried_on", "tried_said", "tried_new", "tried_counts")


class AskForm(GovukForm):
    """What is asked, and by when the child needs it."""

    asks: ClassVar[Mapping[str, str]] = {
        "ask": "what you ask of them",
        "needed_by": "by when the child needs it",
        "tried_how": "how you talked",
        "tried_whom": "with whom you talked",
        "tried_on": "when you talked",
        "tried_said": "what they said",
    }

    ask = forms.CharField(
        label="What do you ask them to do?",
        help_text="Say it so that they can answer yes, yes if, or no because.",
        max_length=LONGEST_TEXT,
        widget=Textarea(attrs={"rows": 5, "spellcheck": "true"}),
    )
    needed_by = GovukDateField(label="By when does the child need it?")
    talked = forms.ChoiceField(
        label="Have you talked with them about it?",
        choices=TALKED,
        required=False,
        widget=Radios(
            reveals={"yes": ("tried_how", "tried_whom", "tried_on", "tried_said", "tried_new", "tried_counts")}
        ),
    )
    tried_how = forms.ChoiceField(label="How?", choices=[(one.value, one.label) for one in How], widget=Radios)
    tried_whom = forms.CharField(label="With whom?", help_text="Name and what they do.", max_length=200)
    tried_on = GovukDateField(label="When?")
    tried_said = forms.CharField(
        label="What did they say?", max_length=LONGEST_TEXT, widget=Textarea(attrs={"rows": 3})
    )
    tried_new = forms.ChoiceField(
        label="Do you know anything new since you last told them?",
        choices=[("no", "No"), ("yes", "Yes, something is new")],
        widget=Radios,
    )
    tried_counts = forms.BooleanField(required=False)

    def __init__(
        self, data: Data = None, *, today: date, counts_as: Sequence[str] = (), theme: bool = False,
        initial: Data = None,
    ) -> None:  # fmt: skip
        """Take dates from ``today`` (London) on; show one that lies a week ahead.

        ``counts_as`` names the first stage and the second, where a conversation may count as the first. By when it is
        needed can be left open where it is about a ``theme``.
        """
        super().__init__(data, initial=initial)
        self.fields["tried_on"].gone_by(today)  # type: ignore[attr-defined]
        if counts_as:
            first, second = counts_as
            self.fields["tried_counts"].label = f"Count this as stage 1 ({first}) and begin at stage 2 ({second})"
        else:
            del self.fields["tried_counts"]
            offer(self.fields["talked"], TALKED, Radios(reveals={"yes": TRIED[:-1]}))
        needed_from(today, self.fields["needed_by"])
        if theme:
            self.fields["needed_by"].required = False
            self.fields["needed_by"].label = "By when does it matter?"


class MeanwhileForm(GovukForm):
    """What keeps the child safe meanwhile; "nothing that I know of" is an answer."""

    marks_optional = False

    meanwhile = forms.CharField(
        label="What keeps the child safe until then?",
        help_text="Who is there? Who looks in, and when?",
        max_length=LONGEST_TEXT,
        required=False,
        widget=Textarea(attrs={"rows": 5, "spellcheck": "true"}),
    )
    nothing_known = forms.BooleanField(label=NOTHING_KNOWN.rstrip("."), required=False)

    def clean(self) -> dict[str, Any]:
        """Take one answer of the two."""
        answers = super().clean() or self.cleaned_data
        if wrong := not_one_of_two(answers):
            self.add_error("meanwhile", wrong)
            return {}  # which of the two is meant is not known, so neither is kept
        return answers


def not_one_of_two(answers: Mapping[str, Any]) -> str:
    """Say what is wrong where what keeps the child safe is answered twice or not at all; nothing when it is once."""
    if "meanwhile" not in answers or bool(answers["meanwhile"]) != answers["nothing_known"]:
        return ""
    if answers["nothing_known"]:
        return "You wrote what keeps the child safe and also ticked that you know of nothing. Keep one of them"
    return "Tell us what keeps the child safe, or tick that you know of nothing"


def agencies_to_raise_with(
    agencies: Iterable[Agency], *, own: str, procedure: Procedure
) -> list[Agency]:  # fmt: skip
    """Return the agencies whose decision one may raise: one's own only where the procedure allows it."""
    return [
        agency
        for agency in agencies
        if agency.kind != AgencyKind.PARTNERSHIP and (procedure.inside_one_agency or str(agency.pk) != own)
    ]
