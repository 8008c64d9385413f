"""Reading a file of people: what is read, and what is refused with its row and in words. No database."""

import pytest

from commonground.directory.people.files.reading import MOST_ROWS, FileRead, read
from commonground.procedures.terms import AgencyKind, Role
from commonground.spreadsheets import FORMULA, UnreadableError, neutralised

HEADER = "Name,Work email,Job title,Telephone,Team,Post,Role,Desk,Deputy,First day\r\n"


def got(*rows: str, kind: AgencyKind = AgencyKind.POLICE) -> FileRead:
    """Return what is read of some rows below the whole header."""
    return read((HEADER + "\r\n".join(rows)).encode(), kind)


def wrong(row: str) -> str:
    """Return what is said about a single row."""
    (error,) = got(row).errors
    assert error.number == 2
    return error.words


def test_a_whole_row_is_read_and_a_local_title_is_a_role() -> None:
    row = "José O’Brien,Jose@Police.example,Detective,+44 1632 960001,Unit,Sergeant,Detective sergeant,no,no,03/05/2027"
    (one,) = got(row).rows
    assert (one.number, one.name, one.email, one.phone) == (2, "José O’Brien", "jose@police.example", "+44 1632 960001")
    assert (one.role, one.desk, one.deputy, str(one.starts)) == (Role.LINE_MANAGER, False, False, "2027-05-03")


def test_columns_may_stand_in_any_order_and_case_and_others_are_not_read() -> None:
    text = "ROLE,shoe size,work  email,Name,post\npractitioner,9,a@b.example,Ann,Clerk\n\n,,,,\n"
    (one,) = read(text.encode("utf-8-sig"), AgencyKind.POLICE).rows
    assert (one.name, one.role, one.post, one.team) == ("Ann", Role.PRACTITIONER, "Clerk", "")


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        (b"", "empty"),
        (HEADER.encode(), "no rows below"),
        (b"Name,Role\nAnn,practitioner", "the columns “Work email”, “Post”"),
        (b"Name,Work email,Role\nAnn,a@b.example,practitioner", "the column “Post”"),
        (f"{HEADER}Zoë,z@b.example,,,,Clerk,practitioner".encode("latin-1"), "not text in UTF-8"),
        (f"{HEADER}Ann,a@b.example,,,,Clerk,practitioner".encode("utf-16"), "not text in UTF-8"),
        (b"PK\x03\x04\0\0", "not text in UTF-8"),
        (f'{HEADER}"Ann,a@b.example'.encode(), "Row 2 cannot be read: a quotation mark"),
        (b"x" * 2_000_001, "larger than 2 megabytes"),
        ((HEADER + "A,a@b.example,,,,C,practitioner\n" * (MOST_ROWS + 1)).encode(), "more than 5,000 rows"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_words(sent: bytes, words: str) -> None:
    with pytest.raises(UnreadableError, match=words):
        read(sent, AgencyKind.POLICE)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("Ann,a@b.example,,,,,practitioner", "“Post” is empty."),
        ("Ann,a@b.example,,,,Clerk,wizard", "“wizard” is no role that is known here"),
        ("Ann,nowhere,,,,Clerk,practitioner", "“nowhere” is not an email address."),
        ("Ann,ann@bа.example,,,,Clerk,practitioner", "letters that email addresses here do not have"),
        ("Ann,,,,,Clerk,practitioner", "go together"),
        (",a@b.example,,,,Clerk,practitioner", "go together"),
        ("Ann,a@b.example,,,,Clerk,practitioner,perhaps", "“Desk” must be yes or no."),
        ("Ann,a@b.example,,,,Clerk,practitioner,no,no,soon", "“soon” is not a day."),
        ("Ann,a@b.example,,,,Clerk,practitioner,no,no,31/02/2027", "“31/02/2027” is not a day."),
        (",,,,,Clerk,practitioner,no,yes", "“Deputy” is said of nobody."),
        (f"{'A' * 121},a@b.example,,,,Clerk,practitioner", "longer than 120 characters"),
        ("A\u202enn,a@b.example,,,,Clerk,practitioner", "a sign in it that cannot be shown"),
    ],
)
def test_a_row_that_is_wrong_says_what_is_wrong(row: str, words: str) -> None:
    assert words in wrong(row)


@pytest.mark.parametrize("sign", FORMULA)
@pytest.mark.parametrize("place", range(6))
def test_a_formula_is_let_in_nowhere_and_goes_out_nowhere(sign: str, place: int) -> None:
    cells = ["Ann", "a@b.example", "Officer", "01632 960001", "Unit", "Clerk", "practitioner"]
    cells[place] = f'"{sign}HYPERLINK(1)"'
    assert "begins with a sign that makes it a formula" in wrong(",".join(cells))
    if sign.strip():
        cells[place] = f'" {sign}HYPERLINK(1)"'
        assert "formula" in wrong(",".join(cells)), "a space in front does not hide it"
    assert neutralised(f"{sign}1").startswith("'")


def test_what_was_neutralised_on_the_way_out_is_read_as_it_was() -> None:
    (one,) = got(f"Ann,a@b.example,,{neutralised('+44 1632 960001')},,Clerk,practitioner").rows
    assert one.phone == "+44 1632 960001"
    assert "formula" in wrong(f"Ann,a@b.example,,{neutralised('+1+1|cmd')},,Clerk,practitioner")
    assert neutralised("O’Brien") == "O’Brien"
    assert neutralised("") == ""


def test_duplicates_name_the_row_that_they_repeat() -> None:
    found = got(
        "Ann,a@b.example,,,,Clerk,practitioner",
        "",
        "Ann,A@B.EXAMPLE,,,,clerk,practitioner",
        "Bea,a@b.example,,,,Driver,practitioner",
        "Ann,a@b.example,,,,Driver,practitioner",
    )
    assert [row.number for row in found.rows] == [2, 6]
    assert [(error.number, error.words) for error in found.errors] == [
        (4, "It says the same as row 2."),
        (5, "Row 2 gives the address a@b.example to Ann."),
    ]
