"""The questions about a child protection conference, one form a page: which of three things it is, and the dissent."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django import forms

from commonground.differences.answers import NEITHER, NOT_KNOWN
from commonground.differences.forms.raising import LONGEST_TEXT, Data
from commonground.directory.models import Person
from commonground.govuk.forms import GovukForm, Radios, Textarea, offer
from commonground.procedures.conferences import Category, Decided, DecidedBy, Further, Ground, Said, Sort, Whose
from commonground.procedures.terms import About, Term

QUORATE = [("yes", "Yes"), ("no", "No, or not all of those who should have been")]


def one_of(label: str, terms: type[Term], help_text: str = "") -> forms.ChoiceField:
    """Return a question that is answered by one of these words."""
    choices = [(one.value, one.label) for one in terms]
    return forms.ChoiceField(label=label, help_text=help_text, choices=choices, widget=Radios)


def words(label: str, help_text: str = "", rows: int = 4) -> forms.CharField:
    """Return a question that is answered in free words."""
    area = Textarea(attrs={"rows": rows, "spellcheck": "true"})
    return forms.CharField(label=label, help_text=help_text, max_length=LONGEST_TEXT, widget=area)


class AboutForm(GovukForm):
    """Which of three things it is; or it is about no conference."""

    about = forms.ChoiceField(
        label="Is this about a child protection conference?",
        choices=[*((one.value, one.label) for one in About), (NEITHER, "No")],
        widget=Radios(
            hints={
                About.DISSENT: "Such as that there is a plan, or that there is none.",
                About.CONVENING: "A conference has not been held, and you think that it should be, or should not.",
                About.CARRYING_OUT: "You agree with the plan, and what it says is not being done.",
            },
            dividers={NEITHER: "or"},
        ),
    )


class LateForm(GovukForm):
    """Why it is raised after its time. That stops nobody."""

    asks: ClassVar[Mapping[str, str]] = {"late": "why you raise it now"}

    late = words("Why do you raise it now?", "Whoever reviews it reads this. Late is better than never.")


class HeldForm(GovukForm):
    """The conference: which it was, who chaired it, and whether enough agencies were there."""

    asks: ClassVar[Mapping[str, str]] = {"why_not_quorate": "who was missing"}

    sort = one_of("Which conference was it?", Sort)
    chaired_by = forms.ChoiceField(
        label="Who chaired it?",
        help_text="They are told. They do not review their own decision: somebody else does.",
    )
    quorate = forms.ChoiceField(
        label="Were enough agencies there?", choices=QUORATE, widget=Radios(reveals={"no": "why_not_quorate"})
    )
    why_not_quorate = words("Who was missing, and why did it go on?", rows=3)

    def __init__(self, data: Data = None, *, chairs: Sequence[Person], initial: Mapping[str, Any]) -> None:
        """Offer those who chair conferences there, and that one does not know."""
        super().__init__(data, initial=initial)
        people = [(str(one.pk), one.name) for one in chairs]
        notes = Radios(dividers={NOT_KNOWN: "or"} if people else {})
        offer(self.fields["chaired_by"], [*people, (NOT_KNOWN, "Somebody else, or I do not know")], notes)


class DecidedForm(GovukForm):
    """What it decided, who decided that, and whether the dissent was said there."""

    asks: ClassVar[Mapping[str, str]] = {"what": "what it decided"}

    decided = one_of("What did it decide for the child?", Decided)
    category = one_of("Under which category?", Category)
    what = words("In a few words", "If it decided otherwise for another child, raise that one by itself.", rows=3)
    decided_by = one_of("Who decided?", DecidedBy)
    said = one_of("Did you, or your agency, say in the meeting that you do not agree?", Said)

    def __init__(self, data: Data = None, *, initial: Mapping[str, Any]) -> None:
        """Ask for the category where a plan was made."""
        super().__init__(data, initial=initial)
        choices = [(one.value, one.label) for one in Decided]
        offer(self.fields["decided"], choices, Radios(reveals={Decided.PLAN: "category"}))


class GroundsForm(GovukForm):
    """On which ground, tied to the criteria, and whose view it is."""

    asks: ClassVar[Mapping[str, str]] = {"grounds": "why, by the criteria"}

    ground = one_of("On which ground do you dissent?", Ground)
    grounds = words(
        "Why, by the criteria for a plan?",
        "Has the child been significantly harmed, or is that likely? What shows it, or what speaks against it?",
        rows=6,
    )
    whose = one_of("Whose view is it?", Whose, "A formal dissent is an agency’s. You can also give your own.")


class FurtherForm(GovukForm):
    """To have it reviewed, or to keep it on record only."""

    further = forms.ChoiceField(
        label="What do you want to come of it?",
        choices=[(one.value, one.label) for one in Further],
        widget=Radios(
            hints={
                Further.REVIEWED: "You get an answer, and what comes of it.",
                Further.RECORD: "It ends here. Those who hold conferences can read it, and nobody has to answer. You "
                "can still take it further later.",
            }
        ),
    )
