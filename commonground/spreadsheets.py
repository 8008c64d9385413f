"""A file that people change in a spreadsheet: text in UTF-8 with commas, whose first row names its columns.

What is wrong is said in words. A cell that a spreadsheet would take for a formula goes out with an apostrophe in front.
Sheets that nobody sends back go out as OpenDocument or as a workbook (Office Open XML), in which every cell says what
it is and none is a formula; or as one such text for each, in a ZIP file.
"""

import csv
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from io import BytesIO, StringIO
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

FORMULA = tuple("=+-@\t\r\n＝＋－＠")
"""What a cell may not begin with: a spreadsheet would work it out."""

OPEN_DOCUMENT = "application/vnd.oasis.opendocument.spreadsheet"
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ZIPPED = "application/zip"

Sheets = Iterable[tuple[str, Iterable[Sequence[str]]]]
"""Sheets by name, each of rows of cells."""

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


_NAMES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"'
)
_XML = '<?xml version="1.0" encoding="UTF-8"?>'


def open_document(sheets: Sheets) -> bytes:
    """Return sheets by name as an OpenDocument spreadsheet: whole numbers as numbers, and all else as text.

    The same sheets give the same bytes.
    """
    content = "".join(_sheet(name, lines) for name, lines in sheets)
    manifest = (("/", OPEN_DOCUMENT), ("content.xml", "text/xml"))
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{path}" manifest:media-type="{kind}"/>' for path, kind in manifest
    )
    body = f"<office:body><office:spreadsheet>{content}</office:spreadsheet></office:body>"
    parts = (
        ("mimetype", OPEN_DOCUMENT),
        ("META-INF/manifest.xml", _document("manifest:manifest", entries, "manifest:version")),
        ("content.xml", _document("office:document-content", body, "office:version")),
    )
    file = BytesIO()
    with ZipFile(file, "w") as archive:
        for name, text in parts:
            first = name == "mimetype"  # it stands first and as it is, so that the file is known by its first bytes
            archive.writestr(ZipInfo(name), text, ZIP_STORED if first else ZIP_DEFLATED)
    return file.getvalue()


def workbook(sheets: Sheets) -> bytes:
    """Return sheets by name as an Office Open XML workbook: whole numbers as numbers, and all else as text.

    The same sheets give the same bytes. (ECMA-376, part 1: what a reader needs and no more.)
    """
    drawn = [(_sheet_name(name, number), lines) for number, (name, lines) in enumerate(sheets, 1)]
    types = "".join(
        f'<Override PartName="/{part}" ContentType="{_SHEETS}.{kind}"/>'
        for part, kind in (
            ("xl/workbook.xml", "sheet.main+xml"),
            *((f"xl/worksheets/sheet{number}.xml", "worksheet+xml") for number, _ in enumerate(drawn, 1)),
        )
    )
    types = f'<Default Extension="rels" ContentType="{_PACKAGE}.relationships+xml"/>{types}'
    names = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{number}" r:id="r{number}"/>'
        for number, (name, _) in enumerate(drawn, 1)
    )
    related = "".join(
        f'<Relationship Id="r{number}" Type="{_RELATED}/worksheet" Target="worksheets/sheet{number}.xml"/>'
        for number, _ in enumerate(drawn, 1)
    )
    begin = f'<Relationship Id="r1" Type="{_RELATED}/officeDocument" Target="xl/workbook.xml"/>'
    parts = [
        ("[Content_Types].xml", f'<Types xmlns="{_OPEN}/package/2006/content-types">{types}</Types>'),
        ("_rels/.rels", f'<Relationships xmlns="{_OPEN}/package/2006/relationships">{begin}</Relationships>'),
        ("xl/workbook.xml", f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATED}"><sheets>{names}</sheets></workbook>'),
        (
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{_OPEN}/package/2006/relationships">{related}</Relationships>',
        ),
        *((f"xl/worksheets/sheet{number}.xml", _worksheet(lines)) for number, (_, lines) in enumerate(drawn, 1)),
    ]
    return _zipped([(path, f"{_XML}{text}") for path, text in parts])


def separated(sheets: Sheets) -> bytes:
    """Return sheets by name as texts with commas, one for each, in a ZIP file; numbered, so that they stay in order."""
    return _zipped([(f"{number} {name}.csv", written(list(lines))) for number, (name, lines) in enumerate(sheets, 1)])


_OPEN = "http://schemas.openxmlformats.org"
_MAIN, _RELATED = f"{_OPEN}/spreadsheetml/2006/main", f"{_OPEN}/officeDocument/2006/relationships"
_PACKAGE, _SHEETS = "application/vnd.openxmlformats-package", WORKBOOK.rpartition(".")[0]
_LONGEST_NAME, _LONGEST_CELL = 31, 32_767
"""What spreadsheets take of a sheet's name, and of a cell."""


def _zipped(parts: Iterable[tuple[str, str]]) -> bytes:
    file = BytesIO()
    with ZipFile(file, "w") as archive:
        for path, text in parts:
            archive.writestr(ZipInfo(path), text, ZIP_DEFLATED)
    return file.getvalue()


def _sheet_name(name: str, number: int) -> str:
    plain = "".join(sign for sign in _plain(name) if sign not in "[]:*?/\\")
    return plain[:_LONGEST_NAME].strip("' ") or f"Sheet {number}"


def _worksheet(lines: Iterable[Sequence[str]]) -> str:
    rows = "".join(f"<row>{''.join(map(_workbook_cell, line))}</row>" for line in lines)
    return f'<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData></worksheet>'


def _workbook_cell(cell: str) -> str:
    if _is_whole(cell):
        return f"<c><v>{cell}</v></c>"
    text = "\n".join(_plain(line) for line in cell.split("\n"))[:_LONGEST_CELL]
    return f'<c t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'


def _is_whole(cell: str) -> bool:
    """Say whether a cell is a whole number, and not a number that a telephone or a reference has."""
    return (
        cell.isascii() and cell.isdigit() and (cell == "0" or not cell.startswith("0")) and len(cell) <= _LONGEST_NUMBER
    )


_LONGEST_NUMBER = 15
"""So many digits a spreadsheet keeps."""


def _document(root: str, inside: str, version: str) -> str:
    return f'{_XML}<{root} {_NAMES} {version}="1.2">{inside}</{root}>'


def _sheet(name: str, lines: Iterable[Sequence[str]]) -> str:
    rows = "".join(
        f"<table:table-row>{''.join(map(_cell, line)) or '<table:table-cell/>'}</table:table-row>" for line in lines
    )
    return f"<table:table table:name={quoteattr(_plain(name))}><table:table-column/>{rows}</table:table>"


def _cell(cell: str) -> str:
    kind = f'"float" office:value="{cell}"' if _is_whole(cell) else '"string"'
    paragraphs = "".join(f"<text:p>{escape(_plain(line))}</text:p>" for line in cell.split("\n"))
    return f"<table:table-cell office:value-type={kind}>{paragraphs}</table:table-cell>"


def _plain(text: str) -> str:
    """Return text without the signs that XML does not have."""
    return "".join(sign for sign in text if sign == "\t" or unicodedata.category(sign) not in {"Cc", "Cs"})
