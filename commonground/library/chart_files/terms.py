"""The words of a chart's file: its columns, and what each kind of row says."""

from collections.abc import Mapping
from dataclasses import dataclass

COLUMNS = ("What", "Level", "Part", "Words", "More", "Address")
NEEDED = ("What", "Level", "Part", "Words")

TITLE, OWNER, AREA, APPLIES, GUIDE = "title", "owner", "area", "applies", "guide"
PUBLISHED, FAMILIES, PART, LEVEL, PLAIN = "published chart", "page for families", "part", "level", "plain words"
BOX, SOURCE, PHRASE, NEVER_WAITS = "box", "source", "phrase", "never waits"

COMPARED, NOT_CONFIRMED = "compared", "not confirmed"
"""What a box says under “More” once somebody compared it with the published chart, and a phrase that is in doubt."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of row: what it says, which columns it needs and may have besides, and if there is one at most."""

    says: str
    needs: tuple[str, ...] = ("Words",)
    may: tuple[str, ...] = ()
    once: bool = False


BOXED = ("Level", "Part")
KINDS: Mapping[str, Kind] = {
    TITLE: Kind("What the chart is called", once=True),
    OWNER: Kind("Whose it is", once=True),
    AREA: Kind("An area that it is for. One row for each"),
    APPLIES: Kind("To which children it applies, such as “from before birth to 18”", once=True),
    GUIDE: Kind("A sentence on how to read it"),
    PUBLISHED: Kind("Under “Address”: where the published chart stands", ("Address",), once=True),
    FAMILIES: Kind("Under “Address”: its owner’s page for families", ("Address",), once=True),
    PART: Kind("A part of the chart. Under “Part” a short name, under “Words” how it reads", ("Part", "Words")),
    LEVEL: Kind("A level: its name, and under “More” what it means", ("Level", "Words", "More")),
    PLAIN: Kind("The same for a family. One row for each paragraph", ("Level", "Words")),
    BOX: Kind(
        f"One part at one level: “{COMPARED}” under “More” once somebody compared it with the published chart. Under "
        "“Words” a note, if it needs one", BOXED, ("Words", "More"),
    ),
    SOURCE: Kind("Under “Address”: where that box was read", (*BOXED, "Address")),
    PHRASE: Kind(
        f"A phrase of that box. “{NOT_CONFIRMED}” under “More” marks one in doubt", (*BOXED, "Words"), ("More",)
    ),
    NEVER_WAITS: Kind(
        "What never waits for a chart, and under “More” what to do at once", ("Words", "More"), ("Address",)
    ),
}  # fmt: skip
"""Every kind of row, in the order in which a file has them."""
