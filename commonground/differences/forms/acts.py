"""The forms of the acts: one page each, asking what its action needs and no more (procedure.md section 7)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from django import forms

from commonground.differences.actions.answering import HAPPENED
from commonground.differences.forms.ringing_me import FIELDS as RINGS
from commonground.differences.forms.ringing_me import ring_fields, rung
from commonground.differences.forms.subjects import read_as
from commonground.differences.models import Proposal
from commonground.differences.reading import Standpoint
from commonground.directory.models import Agency, Post, Team
from commonground.directory.queries import Actor, current, people_of
from commonground.govuk.forms import CHOOSE, GovukForm, Radios, Textarea, offer
from commonground.govuk.templatetags.reaching import reachable
from commonground.identifiers import Found, found_in
from commonground.now import london_date
from commonground.procedures.acts import MEANWHILE
from commonground.procedures.conferences import Effect
from commonground.procedures.naming import capital
from commonground.procedures.saying_back import say_back_refusal
from commonground.procedures.terms import About, AgencyKind, Answer, Event, Role, Side, Subject
from commonground.record.models import Entry

LONGEST_TEXT = 4000
MEANWHILE_HINT = "Change it if it has changed. “Nothing that I know of” is an answer too."
UNKNOWN = "unknown"


def words(label: str, hint: str = "", *, rows: int = 5, required: bool = True) -> forms.CharField:
    """Return a question that is answered in free words."""
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=LONGEST_TEXT,
        required=required,
        widget=Textarea(attrs={"rows": rows, "spellcheck": "true"}),
    )


def of_line(line: str, error: Any) -> forms.ValidationError:  # noqa: ANN401 - whatever Django takes for one
    """Return what is wrong with a question that stands there several times, naming the line that it belongs to."""
    said = forms.ValidationError(error).error_list
    return forms.ValidationError([
        forms.ValidationError(f"{line}: {text[:1].lower()}{text[1:]}", code=one.code, params=one.params)
        for one, text in ((one, str(one.message)) for one in said)
    ])  # fmt: skip


def yes_or_no(label: str, yes: str, no: str, **notes: Any) -> forms.TypedChoiceField:  # noqa: ANN401 - as `Radios`
    """Return a question that is answered by one of two sentences; it cleans to whether that was the first."""
    return forms.TypedChoiceField(
        label=label,
        choices=[("yes", yes), ("no", no)],
        coerce=lambda value: value == "yes",
        widget=Radios(**notes),
    )


@dataclass(frozen=True, slots=True)
class Scene:
    """What a form is drawn from: who asks, how they meet the difference, and the live proposal if there is one."""

    actor: Actor
    standpoint: Standpoint
    at: datetime
    proposal: Proposal | None = None
    asked: Entry | None = None
    """What the other side asked, as the record has it, where this side answers that."""
    condition_met: bool = False
    """Whether a "yes, if" has come true, as the side that asked says by the way in which it came here."""


class ActForm(GovukForm):
    """The form of one act. It carries the version it was drawn with: a stale one shows what happened meanwhile."""

    drawn_by: ClassVar[str] = ""
    """The template that draws its questions, where they do not simply follow each other."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    warned = forms.BooleanField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Mapping[str, Any] | None = None, *, scene: Scene) -> None:
        """Draw the form for a difference as it stands now."""
        row = scene.standpoint.difference
        super().__init__(data, initial={"version": row.version})
        self.scene = scene
        if "meanwhile" in self.fields:
            self.initial["meanwhile"] = row.meanwhile
        self.set_up()
        read_as(self, Subject(row.subject))

    def set_up(self) -> None:
        """Offer what depends on the difference; nothing for most forms."""

    def hindered(self) -> str | None:
        """Return why nobody can do this now, beyond what the rules refuse by themselves; None for most forms."""
        return None

    def details(self) -> dict[str, Any]:
        """Return what the action is given besides who, when, which difference and its version."""
        said = {name: value for name, value in self.cleaned_data.items() if name not in {"version", "warned", *RINGS}}
        return said | ({"ring": rung(self.cleaned_data)} if "ring" in self.fields else {})

    def identifiers(self) -> tuple[Found, ...]:
        """Return what in the words may point to a family; nothing once the writer was told."""
        if self.cleaned_data.get("warned"):
            return ()
        today = london_date(self.scene.at)
        return tuple(found for _, text in self.kept() for found in found_in(text, today))


def not_when_urgent(form: ActForm) -> None:
    """Ask for nothing to be said back when it is urgent."""
    if say_back_refusal(form.scene.standpoint.situation):
        del form.fields["said_back"]


WHICH_CHILD = "whether you know which child this is about"


def which_child() -> forms.TypedChoiceField:
    """Return the question whether both sides mean the same child; ``ask_which_child`` fits it to the difference."""
    return yes_or_no("Do you know which child this is about?", "I know which child this is about", "I cannot tell")


def ask_which_child(form: ActForm) -> None:
    """Ask it as it reads of what the difference is about, and say whom to ring next to the answer that needs it."""
    subject, known = form.scene.standpoint.situation.subject, form.fields["knows_child"]
    if subject is Subject.THEME:
        del form.fields["knows_child"]  # it is about nobody in particular
        return
    if subject is Subject.FAMILY_MEMBER:
        known.label = "Do you know who this is about?"
        known.choices = [("yes", "I know who this is about"), ("no", "I cannot tell")]  # type: ignore[attr-defined]
        known.error_messages["required"] = "Tell us whether you know who this is about"
    widget = Radios(hints={"no": reachable(f"{whom_to_ask(form.scene)}. The clock runs on.")})
    widget.choices = known.choices  # type: ignore[attr-defined]
    known.widget = widget


class PickUpForm(ActForm):
    """Which child: I know, or I cannot tell and am shown whom to ring."""

    asks: ClassVar[Mapping[str, str]] = {"knows_child": WHICH_CHILD}

    knows_child = which_child()
    words = words("Anything to say to the person who raised it?", rows=3, required=False)

    def set_up(self) -> None:
        """Ask whether they know which child it is."""
        ask_which_child(self)


class RespondForm(ActForm):
    """Yes, yes if, or no because."""

    asks: ClassVar[Mapping[str, str]] = {
        "knows_child": WHICH_CHILD,
        "answer": "whether your answer is yes, yes if, or no",
        "because": "what will happen, what must happen first, or why not",
    }

    knows_child = which_child()
    said_back = words(
        "What is their worry, as you understand it?",
        "In your own words, before you answer. They read this first and say if it is right.",
        rows=4,
        required=False,
    )
    answer = forms.TypedChoiceField(
        label="What is your answer to what they ask?",
        choices=[(answer.value, answer.label) for answer in Answer],
        coerce=Answer,
        widget=Radios(
            hints={
                Answer.YES: "We will do what is asked.",
                Answer.YES_IF: "We will, once something else has happened.",
                Answer.NO_BECAUSE: "We see it differently. They are then offered the next stage.",
            }
        ),
    )
    because = words(
        "Say more",
        "For yes: what will happen, and by when. For yes, if: what must happen first. For no: the reason, so that "
        "they can understand it.",
    )
    effect = forms.TypedChoiceField(
        label="What comes of it?", choices=[(one.value, one.label) for one in Effect], coerce=Effect, widget=Radios
    )
    meanwhile = words(
        "What has to change in what keeps the child safe meanwhile?",
        "What stands now is shown above. Leave this empty if it still holds. What you write takes its place.",
        rows=3,
        required=False,
    )
    ring, ring_phone, ring_when = ring_fields()

    def set_up(self) -> None:
        """Ask which child it is where nobody has picked it up, who would have been asked; and what else fits.

        That is what comes of it of a dissent from a conference only, and nothing to be said back when it is urgent.
        What keeps the child safe is not put into the mouth of whoever answers: the other side may have written it.
        """
        not_when_urgent(self)
        del self.initial["meanwhile"]
        if not self.scene.standpoint.difference.kept_safe:
            kept = self.fields["meanwhile"]
            kept.label = MEANWHILE
            kept.help_text = "Nothing is known yet. Say what does, or what you will see to today."
        if self.scene.standpoint.situation.picked_up:
            del self.fields["knows_child"]
        else:
            ask_which_child(self)
        if self.scene.standpoint.situation.about is not About.DISSENT:
            del self.fields["effect"]

    def details(self) -> dict[str, Any]:
        """Return the answer; what keeps the child safe only where it has to change."""
        return super().details() | {"meanwhile": self.cleaned_data["meanwhile"] or None}


class PassOnForm(ActForm):
    """To a person or a team of one's own agency."""

    asks: ClassVar[Mapping[str, str]] = {"to": "who should have it", "reason": "why you pass it on"}

    to = forms.ChoiceField(
        label="Who should have it?",
        choices=[("person", "A person"), ("team", "A team")],
        widget=Radios(reveals={"person": "person", "team": "team"}),
    )
    person = forms.TypedChoiceField(label="Which person?", coerce=UUID, empty_value=None)
    team = forms.TypedChoiceField(label="Which team?", coerce=UUID, empty_value=None)
    reason = words("Why?", rows=3)

    def set_up(self) -> None:
        """Offer the people and teams of the responding agency."""
        agency = self.scene.standpoint.difference.agency_of(Side.RESPONDING)
        teams = Team.objects.filter(agency=agency).order_by("name")
        offer(self.fields["person"], CHOOSE + colleagues(self.scene, Side.RESPONDING))
        offer(self.fields["team"], CHOOSE + [(str(team.pk), team.name) for team in teams])

    def details(self) -> dict[str, Any]:
        """Return whom it goes to, one of the two, and why."""
        return {name: self.cleaned_data[name] for name in ("person", "team", "reason")}


class NotOursForm(ActForm):
    """Whose it is, if that is known."""

    asks: ClassVar[Mapping[str, str]] = {
        "agency": "whose it is, or that you do not know",
        "reason": "why it is not yours",
    }

    agency = forms.ChoiceField(label="Whose is it?")
    reason = words("Why is it not yours?", rows=3)

    def set_up(self) -> None:
        """Offer the agencies of the partnership that did not raise it, and "I don't know"."""
        row = self.scene.standpoint.difference
        agencies = (
            Agency.objects.filter(partnerships=row.partnership_id)
            .exclude(pk__in=(row.raising_agency_id, row.responding_agency_id))
            .exclude(kind=AgencyKind.PARTNERSHIP)
            .order_by("name")
        )
        own = f"I don’t know: send it to the desk of {row.responding_agency}"
        names = [(str(agency.pk), agency.name) for agency in agencies]
        offer(self.fields["agency"], [*CHOOSE, (UNKNOWN, own), *names])

    def details(self) -> dict[str, Any]:
        """Return the agency it goes to, or none when that is not known, and why."""
        agency = self.cleaned_data["agency"]
        return {
            "agency": None if agency == UNKNOWN else UUID(agency),
            "team": None,
            "reason": self.cleaned_data["reason"],
        }


class NoteForm(ActForm):
    """Words for the record: shared, or for one's own side only."""

    asks: ClassVar[Mapping[str, str]] = {"words": "what you want to note", "own_side": "who may read it"}

    words = words("What do you want to note?")
    own_side = forms.TypedChoiceField(
        label="Who may read it?",
        choices=[("no", "Both sides"), ("yes", "My own side only")],
        coerce=lambda value: value == "yes",
        widget=Radios(hints={"yes": "The other side never reads it, and nobody is told of it."}),
    )
    noted = forms.TypedChoiceField(
        label="Does it say that one of these happened?",
        help_text="A clock of this stage counts by it.",
        coerce=Event,
        empty_value=None,
        required=False,
        widget=Radios,
    )
    ring, ring_phone, ring_when = ring_fields()

    def set_up(self) -> None:
        """Do not offer a side to somebody who sits on neither; offer what clocks count by, and nothing else."""
        if counts := self.scene.standpoint.may_note:
            happened = ((event.value, capital(HAPPENED[event])) for event in counts)
            offer(self.fields["noted"], [("", "No, it is just a note"), *happened])
        else:
            del self.fields["noted"]
        if not self.scene.standpoint.sides and not self.scene.standpoint.advised:
            del self.fields["own_side"]

    def details(self) -> dict[str, Any]:
        """Return the words, whether they are for one side only, and whether to ring."""
        return super().details() | {"own_side": self.cleaned_data.get("own_side", False)}


class QuestionForm(ActForm):
    """A question to the other side."""

    asks: ClassVar[Mapping[str, str]] = {"words": "what you want to know"}

    words = words("What do you want to know?", "Ask before you tell: what have they seen that you have not?")


class WithdrawForm(ActForm):
    """Settled, or asked to stop? Then which safeguarding lead should know."""

    asks: ClassVar[Mapping[str, str]] = {
        "why": "whether it is settled or you were asked to stop",
        "lead": "which safeguarding lead should know",
    }

    why = forms.ChoiceField(
        label="Why do you withdraw it?",
        choices=[("settled", "It is settled"), ("asked_to_stop", "I was asked to stop")],
        widget=Radios(
            reveals={"asked_to_stop": "lead"},
            hints={"asked_to_stop": "You need not stop. If you do, a safeguarding lead should know."},
        ),
    )
    lead = forms.TypedChoiceField(label="Which safeguarding lead should know?", coerce=UUID, empty_value=None)
    words = words("What happened?", rows=4)

    def set_up(self) -> None:
        """Offer the safeguarding leads of both sides' agencies."""
        row = self.scene.standpoint.difference
        posts = Post.objects.filter(
            current(london_date(self.scene.at)),
            agency__in=(row.raising_agency_id, row.responding_agency_id),
            role=Role.SAFEGUARDING_LEAD,
        ).select_related("agency")
        ordered = sorted(posts, key=lambda post: (post.agency_id != row.raising_agency_id, post.title))
        names = [(str(post.pk), f"{post.title}, {post.agency}") for post in ordered]
        offer(self.fields["lead"], CHOOSE + names)


class RedirectForm(ActForm):
    """Where it belongs, why, and what keeps the child safe meanwhile."""

    asks: ClassVar[Mapping[str, str]] = {"to": "where it belongs", "reason": "why it belongs there"}

    to = forms.CharField(
        label="Where does it belong?",
        help_text="A service, a process or an office, so that somebody can go on there.",
        max_length=300,
    )
    reason = words("Why does it belong there?", rows=4)
    meanwhile = words(MEANWHILE, MEANWHILE_HINT, rows=3)


class NotResolvedForm(ActForm):
    """What the record should say, and what keeps the child safe from now on."""

    asks: ClassVar[Mapping[str, str]] = {"statement": "what the record should say"}

    statement = words(
        "What should the record say?", "What both sides agree, what they do not, and who goes on with it.", rows=8
    )
    meanwhile = words("What keeps the child safe from now on?", MEANWHILE_HINT, rows=4)


def colleagues(scene: Scene, side: Side) -> list[tuple[str, str]]:
    """Return the people of a side's agency but for whoever asks, by key and name."""
    people = people_of(scene.standpoint.difference.agency_of(side).pk, london_date(scene.at))
    return [(str(one.pk), one.titled) for one in people if one != scene.actor.person]


def whom_to_ask(scene: Scene) -> str:
    """Say how to reach the person who raised it: by telephone when there is a number, else in writing."""
    person = scene.standpoint.difference.raised_by
    return f"Ring {person.name} on {person.phone}" if person.phone else f"Write to {person.name}: {person.email}"
