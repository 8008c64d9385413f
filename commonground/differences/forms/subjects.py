"""What a difference is about: the question, the name of a theme, and forms that read so."""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from commonground.govuk.forms import GovukForm, Radios, offer
from commonground.identifiers import found_in
from commonground.procedures.definition import Procedure
from commonground.procedures.subjects import reads
from commonground.procedures.terms import Subject

LONGEST_THEME = 80
HINTS: Mapping[Subject, str] = {
    Subject.CHILD: "Born or unborn.",
    Subject.FAMILY_MEMBER: "A parent, a carer or anybody else in the family. You can say which child it touches.",
    Subject.THEME: "Such as how a handover is done. You give it a short name.",
}


class SubjectForm(GovukForm):
    """A child, a family member, or how people work together."""

    asks: ClassVar[Mapping[str, str]] = {"subject": "who it is about"}

    subject = forms.ChoiceField(label="Who is it about?", widget=Radios)

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, procedure: Procedure, initial: Mapping[str, Any] | None = None
    ) -> None:
        """Offer what the procedure allows, and a theme always: where it does not allow one, a page says where to go."""
        super().__init__(data, initial=initial)
        offered = [one for one in Subject if one in procedure.subjects or one is Subject.THEME]
        hints = {one.value: HINTS[one] for one in offered if one in procedure.subjects}
        offer(self.fields["subject"], [(one.value, one.label) for one in offered], Radios(hints=hints))


class ThemeForm(GovukForm):
    """The short name of a theme."""

    asks: ClassVar[Mapping[str, str]] = {"theme": "what it is about"}

    theme = forms.CharField(
        label="What is it about, in a few words?",
        help_text="It stands in the title, so write nobody’s name: no child, no family and no colleague. For example, "
        "handover on Friday evenings.",
        max_length=LONGEST_THEME,
        error_messages={"max_length": "Use %(limit_value)d characters or fewer"},
    )

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, today: date, initial: Mapping[str, Any] | None = None
    ) -> None:
        """Take no words on ``today`` (London) that look like a number, a birth date or an address."""
        super().__init__(data, initial=initial)
        self.today = today

    def clean_theme(self) -> str:
        """Return the name; raises ValidationError for what may say who it is."""
        said = " ".join(str(self.cleaned_data["theme"]).split())
        if found := next(iter(found_in(said, self.today)), None):
            message = f"“{found.words}” looks like {found.identifier}. Write nothing here that says who it is"
            raise ValidationError(message)
        return said


def read_as(form: forms.Form, subject: Subject) -> None:
    """Have the questions of a form, which are written for a child, read as they do of this subject."""
    for one in form.fields.values():
        one.label, one.help_text = reads(subject, str(one.label or "")), reads(subject, str(one.help_text or ""))
        one.error_messages |= {code: reads(subject, str(said)) for code, said in one.error_messages.items()}
