"""A file that people change in a spreadsheet: text in UTF-8 with commas, whose first row names its columns.

What is wrong is said in words. A cell that a spreadsheet would take for a formula goes out with an apostrophe in front.
"""

import csv
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from io import StringIO

FORMULA = tuple("=+-@\t\r\n＝＋－＠")
"""What a cell may not begin with: a spreadsheet would work it out."""

NOT_SHOWN = {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"}
"""The Unicode categories of signs that cannot be shown."""


class UnreadableError(Exception):
    """The whole file cannot be read; the message is a sentence for whoever sent it."""


def neutralised(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.lstrip("'").startswith(FORMULA) else cell


def as_it_was(cell: str) -> str:
    """Return a cell as it was before it was neutralised."""
    return cell[1:] if cell.startswith("'") and cell.lstrip("'").startswith(FORMULA) else cell


def is_shown(cell: str) -> bool:
    """Say whether every sign of a cell can be shown."""
    return all(unicodedata.category(sign) not in NOT_SHOWN for sign in cell)


def text_of(sent: bytes) -> str:
    """Return the text of a file as it was sent; raises UnreadableError."""
    try:
        text = sent.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        raise UnreadableError("The file is not text in UTF-8. Save it as “CSV UTF-8 (comma delimited)”, and send that.")
    return text


def rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows that are not empty, numbered as a spreadsheet does; raises UnreadableError."""
    number = 0
    try:
        for number, cells in enumerate(csv.reader(StringIO(text, newline=""), strict=True), 1):
            if any(cell.strip() for cell in cells):
                yield number, cells
    except csv.Error as error:
        message = f"Row {number + 1} cannot be read: a quotation mark in it has no partner, or it is far too long."
        raise UnreadableError(message) from error


def places(header: Sequence[str], columns: Sequence[str], needed: Collection[str]) -> dict[str, int]:
    """Return where each column stands; names may be in any case and order, and others are not read.

    Raises UnreadableError where one that is needed is missing.
    """
    found = {" ".join(name.split()).casefold(): place for place, name in reversed(list(enumerate(header)))}
    there = {name: found[name.casefold()] for name in columns if name.casefold() in found}
    missing = [name for name in needed if name not in there]
    if missing:
        what = "columns" if len(missing) > 1 else "column"
        raise UnreadableError(f"The first row must name the {what} {', '.join(f'“{name}”' for name in missing)}.")
    return there


def written(lines: Collection[Sequence[str]]) -> str:
    """Return rows as the text of a file."""
    said = StringIO(newline="")
    csv.writer(said).writerows([neutralised(cell) for cell in line] for line in lines)
    return f"\ufeff{said.getvalue()}"  # by this mark spreadsheets know that it is UTF-8
