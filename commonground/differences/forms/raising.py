"""The questions of the guided raising, one form a page, and the note of what was settled by talking."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, ClassVar

from django import forms

from commonground.differences.answers import DANGER, NOTHING_KNOWN, UNKNOWN
from commonground.differences.workplaces import Workplace, labels, question
from commonground.directory.models import Agency, Person, Team
from commonground.govuk.forms import GovukDateField, GovukForm, Radios, Textarea, offer
from commonground.procedures.definition import Procedure
from commonground.procedures.terms import AgencyKind, How, Kind

LONGEST_TEXT = 4000
FEW = 12
"""Up to so many choices are radio buttons; more are a list to pick from."""

KIND_HINTS = {
    Kind.INJURY: "An injury to a baby or child who cannot move by themselves is referred at once, before this.",
    Kind.CONFERENCE: "A conference has its own procedure. We say how to use it, and you can go on here.",
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


class WorryForm(GovukForm):
    """The worry."""

    asks: ClassVar[Mapping[str, str]] = {"worry": "what worries you"}

    worry = forms.CharField(
        label="What worries you about the child?",
        help_text="What did you see or hear? What might happen to the child? Your own words are good enough.",
        max_length=LONGEST_TEXT,
        widget=Textarea(attrs={"rows": 8, "spellcheck": "true"}),
    )


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

    def __init__(self, data: Data = None, *, today: date, counts_as: Sequence[str] = (), initial: Data = None) -> None:
        """Take dates from ``today`` (London) on; show one that lies a week ahead.

        ``counts_as`` names the first stage and the second, where a conversation may count as the first.
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
