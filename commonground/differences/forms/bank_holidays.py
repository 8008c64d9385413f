"""The questions about bank holidays: which day to add, and when a year was compared with the government's list."""

from datetime import date

from django import forms
from django.http import QueryDict

from commonground.directory.models import Partnership
from commonground.editions.holidays import why_not, why_not_compared
from commonground.editions.models import Holiday
from commonground.govuk.forms import GovukDateField, GovukForm


class AddForm(GovukForm):
    """An extra bank holiday: which day, what it is called, and where it says so."""

    marks_optional = False
    day = GovukDateField(label="Which day is it?", help_text="For example, 8 5 2028")
    name = forms.CharField(label="What is it called?", max_length=120)
    source = forms.CharField(
        label="Where is it proclaimed?", max_length=300, help_text="For example, gov.uk/bank-holidays, read today"
    )

    def __init__(self, data: QueryDict | None, *, partnership: Partnership, today: date) -> None:
        """Take the days that are on record already."""
        super().__init__(data)
        self.partnership, self.today = partnership, today

    def clean_day(self) -> date:
        """Return the day; refuse one that is none to add."""
        day: date = self.cleaned_data["day"]
        rows = Holiday.objects.for_area(self.partnership.pk).filter(day=day, removed_at=None)
        if refusal := why_not(day, self.today, next(iter(rows.values_list("name", flat=True)), "")):
            raise forms.ValidationError(refusal)
        return day


class CompareForm(GovukForm):
    """That the bank holidays of a year were compared with the government's list: on which day."""

    marks_optional = False
    on = GovukDateField(label="On which day did you compare them?", help_text="For example, 3 11 2026")

    def __init__(self, data: QueryDict | None, *, year: int, today: date) -> None:
        """Take the year; today is offered."""
        super().__init__(data, initial={"on": today})
        self.year, self.today = year, today

    def clean_on(self) -> date:
        """Return the day; refuse one that has not come."""
        on: date = self.cleaned_data["on"]
        if refusal := why_not_compared(self.year, on, self.today):
            raise forms.ValidationError(refusal)
        return on
