"""Dates and times as people write them: three boxes for a date, one for a time of day."""

import calendar
import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any, ClassVar, NamedTuple

from django import forms
from django.core.exceptions import ValidationError

_MONTHS = [name.lower() for name in calendar.month_name[1:]]


class DateParts(NamedTuple):
    """What stands in the three boxes, as typed."""

    day: str = ""
    month: str = ""
    year: str = ""


class DateBoxes(forms.MultiWidget):
    """Day, month and year: three boxes named ``<field>_day``, ``<field>_month`` and ``<field>_year``."""

    PARTS: ClassVar[tuple[str, ...]] = DateParts._fields

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        """Make the three boxes."""
        super().__init__({part: forms.TextInput() for part in self.PARTS}, attrs)

    def decompress(self, value: object) -> list[str]:
        """Return what the boxes hold for a date, or for nothing."""
        return list(self.parts(value))

    def parts(self, value: object) -> DateParts:
        """Return what the boxes hold: for a date, for what somebody typed, or for nothing."""
        if isinstance(value, dt.date):
            return DateParts(str(value.day), str(value.month), str(value.year))
        if isinstance(value, list | tuple):
            return DateParts(*("" if part is None else str(part) for part in value))
        return DateParts()


Limit = dt.date | Callable[[], dt.date] | None


class GovukDateField(forms.Field):
    """A date in three boxes; cleans to `datetime.date`, or ``None`` when empty and not required.

    The month may be a number or a name ("11", "Nov", "november"). ``earliest`` and ``latest`` are the
    first and last date that make sense, both included; a function of no arguments is called each time.
    Every error says which boxes it is about (``params["boxes"]``).
    """

    widget = DateBoxes
    default_error_messages: ClassVar[dict[str, Any]] = {
        "required": "Tell us the date",
        "incomplete": "The date also needs a %(missing)s",
        "not_real": "That date does not exist. Check the day, month and year",
        "day": "The day must be a number from 1 to 31",
        "month": "The month must be a number from 1 to 12, or its name",
        "year": "The year must have four figures, like 2026",
        "earliest": "The date must be %(date)s or later",
        "latest": "The date must be %(date)s or earlier",
    }

    def __init__(self, *, earliest: Limit = None, latest: Limit = None, **kwargs: Any) -> None:  # noqa: ANN401 - Django's
        """Take the field's limits besides what every field takes."""
        self.earliest, self.latest = earliest, latest
        super().__init__(**kwargs)

    def gone_by(self, today: dt.date) -> None:
        """Take days up to today."""
        self.latest = today
        self.error_messages["latest"] = "That day is still to come. Check the date"

    def to_python(self, value: Iterable[str | None] | dt.date | None) -> dt.date | None:
        """Return the date that the boxes hold; raise `ValidationError` in words when they hold none."""
        if isinstance(value, dt.date) or value is None:
            return value
        parts = DateParts(*((part or "").strip() for part in value))
        if not any(parts):
            return None
        missing = [name for name, part in parts._asdict().items() if not part]
        if missing:
            raise self._error("incomplete", missing, missing=" and a ".join(missing))
        day, month, year = self._day(parts.day), self._month(parts.month), self._year(parts.year)
        try:
            return dt.date(year, month, day)
        except ValueError as error:
            raise self._error("not_real", DateBoxes.PARTS) from error

    def validate(self, value: dt.date | None) -> None:
        """Raise `ValidationError` for a date that is missing or outside the field's limits."""
        super().validate(value)
        if value is None:
            return
        earliest = self.earliest() if callable(self.earliest) else self.earliest
        latest = self.latest() if callable(self.latest) else self.latest
        if earliest is not None and value < earliest:
            raise self._error("earliest", DateBoxes.PARTS, date=in_words(earliest))
        if latest is not None and value > latest:
            raise self._error("latest", DateBoxes.PARTS, date=in_words(latest))

    def has_changed(self, initial: object, data: object) -> bool:
        """Return whether the boxes say something else than they did."""
        widget = DateBoxes()
        return widget.parts(initial) != widget.parts(data)

    def _day(self, text: str) -> int:
        if _figures(text, 2) and 1 <= int(text) <= 31:  # noqa: PLR2004 - days of a month
            return int(text)
        raise self._error("day", ["day"])

    def _month(self, text: str) -> int:
        if _figures(text, 2) and 1 <= int(text) <= len(_MONTHS):
            return int(text)
        name = text.lower().rstrip(".")
        fits = [number for number, month in enumerate(_MONTHS, 1) if month.startswith(name)]
        if len(name) >= 3 and len(fits) == 1:  # noqa: PLR2004 - "jan" is the shortest name in use
            return fits[0]
        raise self._error("month", ["month"])

    def _year(self, text: str) -> int:
        if _figures(text, 4) and int(text) >= 1000:  # noqa: PLR2004 - four figures
            return int(text)
        raise self._error("year", ["year"])

    def _error(self, code: str, boxes: Iterable[str], **params: str) -> ValidationError:
        return ValidationError(self.error_messages[code], code=code, params={"boxes": tuple(boxes), **params})


class GovukTimeField(forms.TimeField):
    """A time of day in one box, as people write it: 14:30, 14.30, 1430, 2:30pm, 2pm."""

    default_error_messages: ClassVar[dict[str, Any]] = {
        "required": "Tell us the time",
        "invalid": "Write the time like 14:30 or 2:30pm",
    }

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401 - Django's
        """Take what every field takes."""
        widget = kwargs.pop("widget", forms.TimeInput(format="%H:%M"))
        formats = ("%H:%M", "%H%M", "%I:%M%p", "%I%p")
        super().__init__(widget=widget, input_formats=formats, **kwargs)

    def to_python(self, value: str | dt.time | None) -> dt.time | None:
        """Return the time; raise `ValidationError` when it cannot be read."""
        if isinstance(value, str):
            value = "".join(value.lower().replace(".", ":").split()).replace("a:m:", "am").replace("p:m:", "pm")
            value = value.replace("a:m", "am").replace("p:m", "pm")
            value = {"noon": "12:00", "midday": "12:00"}.get(value, value)
        return super().to_python(value)


def in_words(date: dt.date) -> str:
    """Return a date as people say it: 24 November 2026."""
    return f"{date.day} {date:%B} {date.year}"


def _figures(text: str, most: int) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= most
