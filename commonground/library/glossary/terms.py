"""The words and initials of the field: what each means, what else people say for it, and which are unclear.

They stand in ``contents/glossary.toml``, in our own words. One whose initials mean two things says so, and to ask.
"""

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache

from django.utils.text import slugify

from commonground.library.pages.shape import FOLDER, PageText

FILE = FOLDER / "glossary.toml"
NUMBERS = "0 to 9"
"""Under which heading stands what begins with a figure."""


class GlossaryError(ValueError):
    """A glossary that cannot be read, in words."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word or group of initials, as people read it (``short``) and in full.

    ``same`` is what else people say for it. ``unclear`` says which two things it may mean; empty where it means one.
    """

    short: str
    long: str
    means: str
    same: tuple[str, ...] = ()
    unclear: str = ""

    @property
    def anchor(self) -> str:
        """Where it stands on the page of the glossary."""
        return slugify(self.short.replace("&", " and "))

    @property
    def letter(self) -> str:
        """Under which heading it stands."""
        first = self.short[0].upper()
        return first if first.isalpha() else NUMBERS

    @property
    def initials(self) -> bool:
        """Whether somebody who does not know it cannot guess it: more than one capital letter, or a figure in it."""
        return len(re.findall(r"[A-Z]", self.short)) > 1 and " " not in self.short

    @property
    def forms(self) -> tuple[str, ...]:
        """Everything that people say for it."""
        return tuple(dict.fromkeys((self.short, self.long, *self.same)))


def load(text: str) -> tuple[Word, ...]:
    """Return the words that a text holds, in their order; raises GlossaryError, in words."""
    try:
        told = tomllib.loads(text.replace("'", "’"))["terms"]
        words = tuple(
            Word(
                one["short"], one["long"], one["means"], tuple(one.get("same", ())), one.get("unclear", "")
            ) for one in told
        )  # fmt: skip
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        message = f"This is no glossary: {error}."
        raise GlossaryError(message) from error
    for one in words:
        if not (one.short and one.long and one.means and one.anchor):
            message = f"“{one.short or one.long}” needs a short form, a long one and what it means."
            raise GlossaryError(message)
    anchors = [one.anchor for one in words]
    if twice := next((one for one in anchors if anchors.count(one) > 1), None):
        message = f"“{twice}” stands in the glossary twice."
        raise GlossaryError(message)
    return words


@cache
def glossary() -> tuple[Word, ...]:
    """Return the words that come with the product, in their order."""
    return load(FILE.read_text(encoding="utf-8"))


@cache
def _initials() -> tuple[re.Pattern[str], dict[str, Word]]:
    known = {one.short: one for one in glossary() if one.initials}
    longest = sorted(known, key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, longest))})(?![\w-])"), known


ADDRESS = re.compile(r"\]\([^)]*\)")
"""The address of a link: nobody reads what stands in it."""


@lru_cache(maxsize=256)
def initials_in(page: PageText) -> tuple[Word, ...]:
    """Return the initials that somebody reads on a page, each once, in the order of the glossary."""
    pattern, known = _initials()
    found = {short for one in page.sections for short in pattern.findall(ADDRESS.sub("", one.words))}
    return tuple(word for short, word in known.items() if short in found)
