"""Labelled examples: what free words are warned about, and what they are not."""

from datetime import date
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonground.identifiers import Found, Identifier, found_in, is_nhs_number

TODAY = date(2026, 11, 19)

SEEN = [
    # 943 476 5919 is the number that the NHS data dictionary gives as its example.
    ("Her number is 943 476 5919, see there.", Identifier.NHS_NUMBER, "943 476 5919"),
    ("NHS 9434765919", Identifier.NHS_NUMBER, "9434765919"),
    ("(943-476-5919)", Identifier.NHS_NUMBER, "943-476-5919"),
    ("They moved to PO12 3AB last week.", Identifier.POSTCODE, "PO12 3AB"),
    ("po123ab", Identifier.POSTCODE, "po123ab"),
    ("near SW1A 1AA.", Identifier.POSTCODE, "SW1A 1AA"),
    ("M1 1AE", Identifier.POSTCODE, "M1 1AE"),
    ("EC1A 1BB", Identifier.POSTCODE, "EC1A 1BB"),
    ("She was born on 3 May 2026.", Identifier.BIRTH_DATE, "3 May 2026"),
    ("DOB 03/05/19", Identifier.BIRTH_DATE, "03/05/19"),
    ("D.O.B.: 3.5.2019", Identifier.BIRTH_DATE, "3.5.2019"),
    ("date of birth is 3rd of May 2019", Identifier.BIRTH_DATE, "3rd of May 2019"),
    ("her birthday, 21 June 2026", Identifier.BIRTH_DATE, "21 June 2026"),
    ("Tom (12/03/2015) said so.", Identifier.BIRTH_DATE, "12/03/2015"),
    ("Tom, 12 March 2015", Identifier.BIRTH_DATE, "12 March 2015"),
    ("They live at 14 Castle Road now", Identifier.ADDRESS, "14 Castle Road"),
    ("at 14a, castle road", Identifier.ADDRESS, "14a, castle road"),
    ("we met at 3 St Mary’s Close", Identifier.ADDRESS, "3 St Mary’s Close"),
    ("12 Aston St is damp", Identifier.ADDRESS, "12 Aston St"),
    ("the stairs to flat 12b", Identifier.ADDRESS, "flat 12b"),
]

NOT_SEEN = [
    "943 476 5918 has a wrong check digit",
    "ring 02392 123456 or 07700 900123",
    "ring 0239 476 5919",
    "+44 943 476 5919 is a telephone number abroad",
    "1111111111 is a row of ones",
    "12 943 476 5919 34 has more figures beside it",
    "reference 7K3F-9QXM-2C",
    "level 4 and level 3 were both considered",
    "in A1 2CD form",  # there is no postcode area A
    "QQ12 3AB",  # nor QQ
    "PO12 3CI",  # C and I never end a postcode
    "We visited on 4 November 2026 and 11/11/2026.",
    "The referral of 12 March 2026 was closed.",
    "The baby is due on 12 March 2027.",
    "It was born of worry. We rang on 2 November 2026.",
    "32/13/2015 is no date",
    "Seen 2, 9 and 13 November; red book",
    "at three visits she was in the car seat for over an hour",
    "2 children on the road",
    "after 3 weeks close to home",
    "5 minutes walk from school",
    "she ran 2 miles down the road",
    "The 2 agencies agreed on the way forward",
    "",
]


@pytest.mark.parametrize(("text", "identifier", "words"), SEEN)
def test_words_that_may_point_to_a_family_are_seen(text: str, identifier: Identifier, words: str) -> None:
    assert found_in(text, TODAY) == (Found(identifier, words),)


@pytest.mark.parametrize("text", NOT_SEEN)
def test_ordinary_words_are_left_alone(text: str) -> None:
    assert found_in(text, TODAY) == ()


def test_each_is_named_once_in_reading_order() -> None:
    found = found_in("PO12 3AB, flat 2,\nPO12\u00a03AB born 3 May 2024. po12 3ab. PO12 3AB", TODAY)
    assert [one.words for one in found] == ["PO12 3AB", "flat 2", "3 May 2024", "po12 3ab"]


def test_the_sentence_names_what_it_looks_like_and_leaves_the_choice() -> None:
    (found,) = found_in("at PO12 3AB", TODAY)
    assert found.sentence == "“PO12 3AB” looks like a postcode. Take it out if it points to a family."


@given(st.integers(400_000_000, 799_999_999))
def test_of_ten_last_figures_at_most_one_makes_an_nhs_number(nine: int) -> None:
    assert sum(is_nhs_number(f"{nine}{last}") for last in range(10)) <= 1


@given(st.integers(400_000_000, 799_999_999), st.integers(0, 8), st.integers(1, 9))
def test_one_mistyped_figure_is_no_nhs_number(nine: int, place: int, more: int) -> None:
    numbers = [f"{nine}{last}" for last in range(10) if is_nhs_number(f"{nine}{last}")]
    for number in numbers:
        wrong = f"{number[:place]}{(int(number[place]) + more) % 10}{number[place + 1 :]}"
        assert not is_nhs_number(wrong)


@given(st.text(max_size=2000))
def test_any_text_can_be_looked_at(text: str) -> None:
    for found in found_in(text, TODAY):
        assert found.words


def test_a_long_text_made_to_be_slow_is_not() -> None:
    began = perf_counter()
    for piece in ("1 a ", "12 Aa ", "1/1/", "born ", "123 ", "PO1 "):
        found_in(piece * (20_000 // len(piece)), TODAY)
    assert perf_counter() - began < 1
