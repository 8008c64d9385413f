"""Reading an older log as it was sent: pure, row by row, with what is wrong said in words and with its row.

Only what is counted is read: days, agencies or their kinds, what it was about, and how it ended. Other columns, such as
names and notes, are not read at all, so that nothing about a child or a person comes in.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import astuple, dataclass
from datetime import date
from hashlib import sha256

from commonground import spreadsheets
from commonground.insight.tables import HIGHEST_STAGE
from commonground.procedures.terms import AgencyKind, End, Kind, Term
from commonground.spreadsheets import FORMULA, UnreadableError, as_it_was, is_shown

MOST_ROWS = 5_000
MOST_BYTES = 2_000_000
COLUMNS = ("Raised on", "Raised by", "Raised with", "About", "Stage", "Ended on", "How it ended")
NEEDED = ("Raised on", "Raised by", "Raised with")
LONGEST = 120

_DAYS = (re.compile(r"(?P<y>\d{4})-(?P<m>\d\d?)-(?P<d>\d\d?)"), re.compile(r"(?P<d>\d\d?)/(?P<m>\d\d?)/(?P<y>\d{4})"))


class _WrongError(Exception):
    """One row is wrong; the message is a sentence."""


@dataclass(frozen=True, slots=True)
class Place:
    """An agency by its key and kind; or, by its kind alone, one that is not known here."""

    agency: str
    kind: AgencyKind


@dataclass(frozen=True, slots=True)
class LogRow:
    """One difference of an older log; ``key`` says the same row of the same log again."""

    key: str
    raised_on: date
    by: Place
    other: Place
    about: str
    stage: int | None
    ended_on: date | None
    end: str


@dataclass(frozen=True, slots=True)
class LogRead:
    """A log as it was read: the rows that can be used, and what is wrong with others, by row."""

    rows: tuple[LogRow, ...]
    errors: tuple[tuple[int, str], ...]


def read(sent: bytes, agencies: Mapping[str, Place], today: date) -> LogRead:
    """Read a log; ``agencies`` are those of the area by their name in small letters. Raises UnreadableError."""
    if len(sent) > MOST_BYTES:
        raise UnreadableError(f"The file is larger than {MOST_BYTES // 1_000_000} megabytes. Send it in parts.")
    lines = spreadsheets.rows(spreadsheets.text_of(sent))
    header = next(lines, None)
    if header is None:
        raise UnreadableError("The file is empty.")
    places = spreadsheets.places(header[1], COLUMNS, NEEDED)
    rows: list[LogRow] = []
    errors: list[tuple[int, str]] = []
    seen: Counter[str] = Counter()
    for count, (number, cells) in enumerate(lines, 1):
        if count > MOST_ROWS:
            raise UnreadableError(f"The file has more than {MOST_ROWS:,} rows. Send it in parts.")
        try:
            said = {
                name: _cell(name, cells[place] if place < len(cells) else "") for name, place in places.items()
            }  # fmt: skip
            rows.append(_row(said, agencies, today, seen))
        except _WrongError as wrong:
            errors.append((number, str(wrong)))
    if not rows and not errors:
        raise UnreadableError("The file has no rows below its first.")
    return LogRead(tuple(rows), tuple(errors))


def _cell(name: str, raw: str) -> str:
    cell = as_it_was(unicodedata.normalize("NFC", raw))
    if cell.strip().startswith(FORMULA):
        raise _WrongError(f"“{name}” begins with a sign that makes it a formula. Take the sign out.")
    cell = " ".join(cell.split())
    if not is_shown(cell):
        raise _WrongError(f"“{name}” has a sign in it that cannot be shown. Take it out.")
    if len(cell) > LONGEST:
        raise _WrongError(f"“{name}” is longer than {LONGEST} characters.")
    return cell


def _row(said: Mapping[str, str], agencies: Mapping[str, Place], today: date, seen: Counter[str]) -> LogRow:
    raised = _day("Raised on", said["Raised on"], today)
    if raised is None:
        raise _WrongError("“Raised on” is empty.")
    ended = _day("Ended on", said.get("Ended on", ""), today)
    if ended and ended < raised:
        raise _WrongError("“Ended on” is before “Raised on”.")
    end = _term("How it ended", said.get("How it ended", ""), End)
    if end and not ended:
        raise _WrongError("“How it ended” is said, and “Ended on” is empty.")
    by, other = (_place(name, said[name], agencies) for name in ("Raised by", "Raised with"))
    about, stage = _term("About", said.get("About", ""), Kind), _stage(said.get("Stage", ""))
    plain = "|".join(map(str, (raised, astuple(by), astuple(other), about, stage, ended, end)))
    seen[plain] += 1
    key = sha256(f"{plain}|{seen[plain]}".encode()).hexdigest()
    return LogRow(key, raised, by, other, about, stage, ended, end)


def _place(name: str, said: str, agencies: Mapping[str, Place]) -> Place:
    if found := agencies.get(said.casefold()):
        return found
    kind = next((one for one in AgencyKind if said.casefold() in {one.value, one.label.casefold()}), None)
    if kind is None:
        raise _WrongError(f"“{name}”: “{said}” is neither an agency of this area nor a kind of agency.")
    return Place("", kind)


def _term(name: str, said: str, terms: type[Term]) -> str:
    if not said:
        return ""
    found = next((one for one in terms if said.casefold() in {one.value, one.label.casefold()}), None)
    if found is None:
        raise _WrongError(f"“{name}”: “{said}” is not one of the words that are counted. Leave it empty if it is none.")
    return str(found.value)


def _stage(said: str) -> int | None:
    if not said:
        return None
    number = said.casefold().removeprefix("stage").strip()
    if not number.isascii() or not number.isdigit() or not 1 <= int(number) <= HIGHEST_STAGE:
        raise _WrongError(f"“Stage” must be a number from 1 to {HIGHEST_STAGE}.")
    return int(number)


def _day(name: str, said: str, today: date) -> date | None:
    if not said:
        return None
    parts = next((match for form in _DAYS if (match := form.fullmatch(said))), None)
    try:
        day = parts and date(int(parts["y"]), int(parts["m"]), int(parts["d"]))
    except ValueError:
        day = None
    if day is None:
        raise _WrongError(f"“{name}”: “{said}” is not a day. Write it like 03/05/2027 or 2027-05-03.")
    if day > today:
        raise _WrongError(f"“{name}” is a day to come.")
    return day
