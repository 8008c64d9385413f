"""What somebody wrote of what their side sees, and how it reads: in the record, and beside the other side's."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from commonground.differences.side_views.models import SideView
from commonground.procedures.side_views import FAMILY, MOST_FACTS, WRITTEN, Fact, Family, Source

FACT = "Fact {number}"


@dataclass(frozen=True, slots=True)
class Seen:
    """What somebody wrote: facts, and answers by the key of their question. All of it may be left out."""

    facts: tuple[Fact, ...] = ()
    answers: Mapping[str, str] = field(default_factory=dict)

    @property
    def empty(self) -> bool:
        """Whether nothing is written."""
        return not self.facts and not any(self.answers.values())

    def kept(self) -> dict[str, object]:
        """Return it in the form of the tables."""
        facts = [[one.what, one.source.value if one.source else "", one.where] for one in self.facts[:MOST_FACTS]]
        return {"facts": facts, "answers": {key: text for key, text in self.answers.items() if text}}


def words(view: SideView) -> dict[str, str]:
    """Return what a view says as the record has it: each answer under its question, each fact with its source."""
    facts = {FACT.format(number=number): fact_text(one) for number, one in enumerate(view.told(), 1)}
    known = [one for one in WRITTEN if view.answers.get(one.key)]
    return facts | {one.says: answer_text(one.key, view.answers[one.key]) for one in known}


def answer_text(key: str, answer: str) -> str:
    """Return an answer as it is read: what was chosen in words, the rest as it was written."""
    return Family(answer).label if key == FAMILY.key else answer


def fact_text(fact: Fact, by: str = "the writer") -> str:
    """Return a fact and where it comes from in a line, as the record has it."""
    return f"{fact.what} ({source_text(fact, by)})"


SOURCES: Mapping[Source | None, tuple[str, str]] = {
    Source.SEEN: ("seen or heard by {by}", "seen or heard by {by}: {where}"),
    Source.TOLD: ("told by somebody", "told by {where}"),
    Source.RECORD: ("from a record", "from a record: {where}"),
    Source.NOT_KNOWN: ("source not known", "source not known: {where}"),
    None: ("source not said yet", "source not said yet: {where}"),
}


def source_text(fact: Fact, by: str) -> str:
    """Return where a fact comes from, in a few words; ``by`` is who wrote it."""
    plain, named = SOURCES[fact.source]
    return (named if fact.where else plain).format(where=fact.where, by=by)
