"""What in free words may point to one family: an NHS number, a postcode, a birth date, an address.

These rules warn and never block: whoever wrote the words decides. They look at a text and say what they
saw; they keep, log and send nothing.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

LONG_AGO = 2
"""Years after which a full date with no word beside it is taken for a birth date: what people write about
work is mostly newer."""


class Identifier(StrEnum):
    """What words may be, as a page names it."""

    NHS_NUMBER = "an NHS number"
    POSTCODE = "a postcode"
    BIRTH_DATE = "a birth date"
    ADDRESS = "an address"


@dataclass(frozen=True, slots=True)
class Found:
    """Words in a text that look like an identifier."""

    identifier: Identifier
    words: str

    @property
    def sentence(self) -> str:
        """Return what the page says to the person who wrote it."""
        return f"“{self.words}” looks like {self.identifier}. Take it out if it points to a family."


def found_in(text: str, today: date) -> tuple[Found, ...]:
    """Return what looks like an identifier in a text, in reading order, each once.

    ``today`` (London) tells a birth date from a recent date.
    """
    text = text.replace("\u00a0", " ")  # what some keyboards and web pages put between words
    seen: dict[tuple[Identifier, str], int] = {}
    for identifier, find in _RULES:
        for place, words in find(text, today):
            seen.setdefault((identifier, " ".join(words.split())), place)
    return tuple(Found(*found) for found in sorted(seen, key=lambda found: seen[found]))


def is_nhs_number(digits: str) -> bool:
    """Whether ten digits check as an NHS number: weights 10 to 2, modulus 11 (NHS data dictionary)."""
    if len(digits) != _NHS_LENGTH or len(set(digits)) == 1:
        return False
    weights = range(_NHS_LENGTH, 1, -1)
    weighed = sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=False))
    return (11 - weighed % 11) % 11 == int(digits[-1])


_NHS_LENGTH = 10
_TEN_DIGITS = re.compile(r"(?<![\d+])(?<!\d[ -])\d{3}[ -]?\d{3}[ -]?\d{4}(?![ -]?\d)", re.ASCII)


def _either(words: str) -> str:
    """Return a pattern for any of these words, the longest first."""
    return "|".join(sorted(words.split(), key=len, reverse=True))


# The postcode areas of the United Kingdom and the Crown dependencies.
_AREA = _either(
    "AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN "
    "EX FK FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK "
    "ML N NE NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA "
    "TD TF TN TQ TR TS TW UB W WA WC WD WF WN WR WS WV YO ZE"
)
_POSTCODE = re.compile(rf"(?<![\w-])(?:{_AREA})\d[\dA-Z]? ?\d[ABD-HJLNP-UW-Z]{{2}}(?![\w-])", re.ASCII | re.IGNORECASE)

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DATE = re.compile(
    r"(?<![\d/.-])(?P<day>\d{1,2})"
    rf"(?:(?:st|nd|rd|th)?(?: of)?[ -]+(?P<name>(?:{'|'.join(_MONTHS)})[a-z]*)\.?,?[ -]+"
    r"| ?[/.-] ?(?P<month>\d{1,2}) ?[/.-] ?)"
    r"(?P<year>\d{4}|\d{2})(?![\d/-])",
    re.ASCII | re.IGNORECASE,
)
_BIRTH_WORD = re.compile(r"\b(?:born|birth|birthday|d\.?o\.?b\.?)\b[^\d\n.!?]{0,15}\Z", re.IGNORECASE)
_BEFORE = 30  # characters before a date in which a birth word counts

# A street is named by words that mean nothing else, or by a word with a capital after a name with one.
_STREET = _either("road rd street avenue ave lane crescent cres terrace")
_NAMED_STREET = _either(
    "St Close Drive Way Place Court Hill View Walk Rise Park Gardens Square Row Green Grove Mews House Parade"
)
_NO_NAME = _either(
    "a an and at by for from had has he her his in into is it its no not of off on or our out she that the "
    "their they this times to up was were with year years month months week weeks day days hour hours minute "
    "minutes mile miles child children person people men women cars over across along near down per"
)
_NUMBER = r"(?<![\d/.:-])\d{1,4}[a-z]?,? "
_NAME = r"[a-z'’.-]+ "
_ADDRESSES = (
    re.compile(rf"{_NUMBER}(?:(?-i:[A-Z]){_NAME}){{1,3}}(?-i:{_NAMED_STREET})\b", re.IGNORECASE),
    re.compile(rf"{_NUMBER}(?:(?!(?:{_NO_NAME})\b){_NAME}){{1,3}}(?:{_STREET})\b", re.IGNORECASE),
    re.compile(r"\b(?:flat|apartment) (?:no\.? ?|number )?\d{1,4}[a-z]?\b", re.IGNORECASE),
)


def _nhs_numbers(text: str, _today: date) -> Iterator[tuple[int, str]]:
    for match in _TEN_DIGITS.finditer(text):
        if is_nhs_number(re.sub(r"\D", "", match[0])):
            yield match.start(), match[0]


def _postcodes(text: str, _today: date) -> Iterator[tuple[int, str]]:
    for match in _POSTCODE.finditer(text):
        yield match.start(), match[0]


def _birth_dates(text: str, today: date) -> Iterator[tuple[int, str]]:
    for match in _DATE.finditer(text):
        day = _day(match, today)
        if day is None:
            continue
        said = _BIRTH_WORD.search(text, max(0, match.start() - _BEFORE), match.start())
        in_full = len(match["year"]) == len("2026")
        if said or (in_full and day.year + LONG_AGO < today.year):
            yield match.start(), match[0]


def _day(match: re.Match[str], today: date) -> date | None:
    """Return the past day that a match names; None when there is no such day or it is still to come."""
    month = _MONTHS.index(match["name"][:3].lower()) + 1 if match["name"] else int(match["month"])
    year = int(match["year"])
    if year < 100:  # noqa: PLR2004 - written in two figures
        century = today.year // 100 * 100
        year += century if century + year <= today.year else century - 100
    try:
        day = date(year, month, int(match["day"]))
    except ValueError:
        return None
    return day if day <= today else None


def _addresses(text: str, _today: date) -> Iterator[tuple[int, str]]:
    for pattern in _ADDRESSES:
        for match in pattern.finditer(text):
            yield match.start(), match[0]


_RULES: tuple[tuple[Identifier, Callable[[str, date], Iterator[tuple[int, str]]]], ...] = (
    (Identifier.NHS_NUMBER, _nhs_numbers),
    (Identifier.POSTCODE, _postcodes),
    (Identifier.BIRTH_DATE, _birth_dates),
    (Identifier.ADDRESS, _addresses),
)
