"""What a side says of a part of a child's day, and how it reads: in the record, and beside the other side's."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from commonground.differences.child_day.models import ChildDay
from commonground.differences.sheets.writers import seen_by, told_by
from commonground.govuk.dates import in_words
from commonground.identifiers import Found, found_in
from commonground.library.day.shape import AnswerSource, DayType, Part, Tells, Version, shipped
from commonground.now import london_date
from commonground.procedures.side_views import Fact, Source

WHICH = "Which day"

Kept = dict[str, str]
"""An answer as the table keeps it: words by the name of each of its fields."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What is said of one part of the day, by its name: what is known, how, whether it is a worry, since when.

    ``tells`` is None until somebody says it: nobody is said to be unsure who has not said so.
    ``who`` is who told it, to whom, or which record; ``hour`` a time such as 07:00, where it is about one; ``by`` the
    name of whoever wrote it, and ``changed_by`` of whoever else of their side changed it since. What is not shared yet
    may lack anything but the part.
    """

    part: str
    words: str
    source: AnswerSource | None
    tells: Tells | None = None
    who: str = ""
    hour: str = ""
    last_known: date | None = None
    by: str = ""
    changed_by: str = ""

    @property
    def known(self) -> bool:
        """Whether anything is known of that part."""
        return self.source not in {None, AnswerSource.NOT_KNOWN}

    @property
    def whole(self) -> bool:
        """Whether it can be shared: it says what is known, how, and if it is a worry; or that nothing is known."""
        return self.source is AnswerSource.NOT_KNOWN or bool(self.source and self.tells and self.words)

    @property
    def source_words(self) -> str:
        """How it is known, in the words of its source; of what was seen, by whom."""
        if self.source is AnswerSource.SEEN:
            return seen_by(self.by, self.changed_by)
        return self.source.label if self.source else "How it is known is not said yet"

    def kept(self) -> Kept:
        """Return it in the form of the table."""
        return {
            "part": self.part,
            "words": self.words,
            "source": self.source.value if self.source else "",
            "tells": self.tells.value if self.tells else "",
            "who": self.who,
            "hour": self.hour,
            "last_known": self.last_known.isoformat() if self.last_known else "",
            "by": self.by,
            "changed_by": self.changed_by,
        }

    @classmethod
    def of(cls, kept: Kept) -> "Answer":
        """Return what the table keeps."""
        last_known = date.fromisoformat(kept["last_known"]) if kept["last_known"] else None
        source = AnswerSource(kept["source"]) if kept["source"] else None
        tells = Tells(kept["tells"]) if kept["tells"] else None
        return cls(
            kept["part"], kept["words"], source, tells, kept["who"], kept["hour"], last_known, kept["by"],
            kept.get("changed_by", ""),
        )  # fmt: skip


def answers(day: ChildDay) -> dict[str, Answer]:
    """Return what a day says, by the name of each part."""
    return {one["part"]: Answer.of(one) for one in day.answers}


def version_of(day: ChildDay) -> Version:
    """Return the version by age that a day was filled in on."""
    return shipped()[day.age]


def parts_of(day: ChildDay) -> tuple[Part, ...]:
    """Return the parts of a day as its version has them now, and those that it had when something was said of them."""
    parts = version_of(day).parts
    named = {part.name for part in parts}
    gone = (name for name in answers(day) if name not in named)
    return (*parts, *(Part(name, (), "", {}) for name in gone))


def part_names(days: Iterable[ChildDay]) -> tuple[str, ...]:
    """Return the parts of several days by name, in the order of the first day's version, each once."""
    return tuple(dict.fromkeys(part.name for day in days for part in parts_of(day)))


def kind_words(day_type: str) -> str:
    """Return a kind of day inside a sentence: "a day at the weekend"."""
    kind = DayType(day_type).label
    return f"{kind[0].lower()}{kind[1:]}"


def day_words(child: int, day_type: str, children: int) -> str:
    """Return which day it is: "Child 2: a day at the weekend"; of one child alone only the kind of day."""
    return f"Child {child}: {kind_words(day_type)}" if children > 1 else DayType(day_type).label


def how_known(one: Answer) -> str:
    """Return how something is known, and since when, in a few words."""
    source = f"{one.source_words}: {one.who}" if one.who else one.source_words
    return f"{source}. Last known on {in_words(one.last_known)}" if one.last_known else source


def what_is_said(one: Answer) -> str:
    """Return what is known of a part of the day, with its hour if it has one."""
    return ": ".join(words for words in (f"At {one.hour}" if one.hour else "", one.words) if words)


def what_it_tells(one: Answer) -> str:
    """Return whether it goes well or is a worry, in a few words; of what is not known, that it is not."""
    if not one.known:
        return AnswerSource.NOT_KNOWN.label
    return one.tells.label if one.tells else "Well or a worry is not said"


def as_fact(one: Answer, day: ChildDay, whose: str) -> Fact:
    """Return what a shared day says of a part as a fact of a view: with its source, its dates, and whose words it is.

    ``whose`` is whose day it is, by name.
    """
    when = f"At {one.hour}, {one.part}" if one.hour else one.part
    hands = (
        "" if one.source is AnswerSource.SEEN else f"written by {one.by}",
        f"changed by {one.changed_by}" if one.changed_by else "",
        f"shared by {whose} on {in_words(london_date(day.shared_at))}" if day.shared_at else "",
    )
    where = (
        told_by(one.source, one.who, one.by),
        f"last known {in_words(one.last_known)}" if one.last_known else "",
        ", ".join(words for words in hands if words),
    )
    return Fact(
        f"{when} ({kind_words(day.day_type)}): {one.words}",
        Source.RECORD if one.source is AnswerSource.RECORD else Source.TOLD,
        "; ".join(words for words in where if words),
    )


def identifiers(day: ChildDay, today: date) -> tuple[Found, ...]:
    """Return what may point to a family in all that a day says, each once."""
    said = (text for one in answers(day).values() for text in (one.words, one.who))
    return tuple(dict.fromkeys(found for text in said for found in found_in(text, today)))


def in_record(day: ChildDay) -> dict[str, str]:
    """Return what a day says as the record has it: each part with how it is known, and what it tells."""
    said = {WHICH: f"Child {day.child}, {kind_words(day.day_type)}"}
    for name, one in answers(day).items():
        known = f"{how_known(one)}. {what_it_tells(one)}" if one.known else how_known(one)
        said[name] = f"{what_is_said(one)} ({known})" if what_is_said(one) else known
    return said
