"""Reading a file of people as it was sent: pure, row by row, with what is wrong said in words and with its row.

A file is text in UTF-8, its first row names the columns, and each further row is a person in a post, or a post that
nobody has. Cells that a spreadsheet would take for a formula are never let in: those that we neutralised ourselves on
the way out (with an apostrophe in front) are read as what they were.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from commonground import spreadsheets
from commonground.directory.people.titles import role_of
from commonground.procedures.terms import AgencyKind, Role
from commonground.spreadsheets import FORMULA, UnreadableError, as_it_was, is_shown

MOST_ROWS = 5_000
MOST_BYTES = 2_000_000
COLUMNS = ("Name", "Work email", "Job title", "Telephone", "Team", "Post", "Role", "Desk", "Deputy", "First day")
NEEDED = ("Name", "Work email", "Post", "Role")
LONGEST = {"Name": 120, "Work email": 254, "Job title": 120, "Telephone": 40, "Team": 120, "Post": 120}

_NUMBER = re.compile(r"\+?[\d ()]{5,}")
_DAYS = (re.compile(r"(?P<y>\d{4})-(?P<m>\d\d?)-(?P<d>\d\d?)"), re.compile(r"(?P<d>\d\d?)/(?P<m>\d\d?)/(?P<y>\d{4})"))


class _WrongError(Exception):
    """One row is wrong; the message is a sentence."""


@dataclass(frozen=True, slots=True)
class FileRow:
    """One row: a person in a post, or (without an address) a post that nobody has. ``number`` is as a sheet counts."""

    number: int
    name: str
    email: str
    title: str
    phone: str
    team: str
    post: str
    role: Role
    desk: bool
    deputy: bool
    starts: date | None


@dataclass(frozen=True, slots=True)
class RowError:
    """What is wrong with a row."""

    number: int
    words: str


@dataclass(frozen=True, slots=True)
class FileRead:
    """A file as it was read: the rows that can be used, and what is wrong with the others."""

    rows: tuple[FileRow, ...]
    errors: tuple[RowError, ...]


def read(sent: bytes, kind: AgencyKind) -> FileRead:
    """Read a file for a kind of agency; raises UnreadableError when nothing of it can be read."""
    if len(sent) > MOST_BYTES:
        raise UnreadableError(f"The file is larger than {MOST_BYTES // 1_000_000} megabytes. Send it in parts.")
    lines = spreadsheets.rows(spreadsheets.text_of(sent))
    header = next(lines, None)
    if header is None:
        raise UnreadableError("The file is empty.")
    places = spreadsheets.places(header[1], COLUMNS, NEEDED)
    rows: list[FileRow] = []
    errors: list[RowError] = []
    seen = _Seen()
    for count, (number, cells) in enumerate(lines, 1):
        if count > MOST_ROWS:
            raise UnreadableError(f"The file has more than {MOST_ROWS:,} rows. Send it in parts.")
        try:
            row = _row(number, _cells(cells, places), kind)
            seen.check(row)
        except _WrongError as wrong:
            errors.append(RowError(number, str(wrong)))
        else:
            rows.append(row)
    if not rows and not errors:
        raise UnreadableError("The file has no rows below its first.")
    return FileRead(tuple(rows), tuple(errors))


def _cells(cells: list[str], places: dict[str, int]) -> dict[str, str]:
    said = {name: cells[place] if place < len(cells) else "" for name, place in places.items()}
    return {name: _cell(name, said.get(name, "")) for name in COLUMNS}


def _cell(name: str, raw: str) -> str:
    cell = as_it_was(unicodedata.normalize("NFC", raw))
    if (cell.startswith(FORMULA) or cell.strip().startswith(FORMULA)) and not (
        name == "Telephone" and _NUMBER.fullmatch(cell)
    ):
        raise _WrongError(f"“{name}” begins with a sign that makes it a formula. Take the sign out.")
    cell = " ".join(cell.split(" ")).strip()
    if not is_shown(cell):
        raise _WrongError(f"“{name}” has a sign in it that cannot be shown. Take it out.")
    if len(cell) > LONGEST.get(name, 40):
        raise _WrongError(f"“{name}” is longer than {LONGEST.get(name, 40)} characters.")
    return cell


def _row(number: int, said: dict[str, str], kind: AgencyKind) -> FileRow:
    if not said["Post"]:
        raise _WrongError("“Post” is empty.")
    role = role_of(said["Role"], kind)
    if role is None:
        raise _WrongError(
            f"“{said['Role']}” is no role that is known here. The page on which you send a file lists them."
        )
    email = said["Work email"].lower()
    if bool(email) != bool(said["Name"]):
        raise _WrongError("“Name” and “Work email” go together: fill in both, or neither for an empty post.")
    if email:
        try:
            validate_email(email)
        except ValidationError:
            raise _WrongError(f"“{email}” is not an email address.") from None
        if not email.isascii():
            raise _WrongError(f"“{email}” has letters that email addresses here do not have.")
    desk, deputy = _yes("Desk", said["Desk"]), _yes("Deputy", said["Deputy"])
    if deputy and not email:
        raise _WrongError("“Deputy” is said of nobody.")
    return FileRow(
        number, said["Name"], email, said["Job title"], said["Telephone"], said["Team"], said["Post"],
        role, desk, deputy, _day(said["First day"]),
    )  # fmt: skip


def _yes(name: str, said: str) -> bool:
    if said.casefold() not in {"", "yes", "no"}:
        raise _WrongError(f"“{name}” must be yes or no.")
    return said.casefold() == "yes"


def _day(said: str) -> date | None:
    if not said:
        return None
    parts = next((match for form in _DAYS if (match := form.fullmatch(said))), None)
    try:
        return date(int(parts["y"]), int(parts["m"]), int(parts["d"])) if parts else _no_day(said)
    except ValueError:
        return _no_day(said)


def _no_day(said: str) -> date:
    raise _WrongError(f"“{said}” is not a day. Write it like 03/05/2027 or 2027-05-03.")


class _Seen:
    """What stood in the rows before: to find rows that say the same, or something else about one person."""

    def __init__(self) -> None:
        self.rows: dict[tuple[str, str, str, bool], int] = {}
        self.people: dict[str, FileRow] = {}

    def check(self, row: FileRow) -> None:
        """Take a row in, or raise that it does not go with those before it."""
        if not row.email:
            return
        key = (row.email, row.team.casefold(), row.post.casefold(), row.deputy)
        if key in self.rows:
            raise _WrongError(f"It says the same as row {self.rows[key]}.")
        before = self.people.setdefault(row.email, row)
        if before.name.casefold() != row.name.casefold():
            raise _WrongError(f"Row {before.number} gives the address {row.email} to {before.name}.")
        self.rows[key] = row.number
