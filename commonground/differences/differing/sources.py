"""What a line of the lists can be drawn from: what each side wrote, row by row, as it stands when it is drawn."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from commonground.differences.models import Difference, SideView, View
from commonground.differences.side_views.queries import latest
from commonground.procedures.side_views import FACTS, FAMILY, MORE_ON_FAMILY, READ, asked_of
from commonground.procedures.terms import Answer, Side, Subject

VIEW, SIDE_VIEW = "view", "side_view"
ANSWER = "answer"
WORDS = {"worry": "The worry", ANSWER: "The answer", "tried": "What was tried", "ask": "What is asked"}
"""What the rows of a view are called; the reason of an answer is kept where a worry is."""


@dataclass(frozen=True, slots=True)
class Source:
    """One row of what a side wrote: where it is kept, whose it is, what it is called and its words."""

    kind: str
    number: int
    row: str
    side: Side
    label: str
    words: str

    @property
    def key(self) -> str:
        """How it is named in an address, and in the record."""
        return self.named(self.kind, self.number, self.row)

    @staticmethod
    def named(kind: str, number: int | None, row: str) -> str:
        """Return how a row of what a side wrote is named."""
        return f"{kind}.{number}.{row}"


def sources(row: Difference, views: Sequence[View], seen: Sequence[SideView]) -> tuple[Source, ...]:
    """Return every row of both sides that a line can be drawn from: what each side sees now, then what it wrote."""
    return (*_of_side_views(row, seen), *_of_views(views))


def _of_side_views(row: Difference, seen: Sequence[SideView]) -> Iterator[Source]:
    for side in Side:
        view = latest(row, seen, side)
        if view is None:
            continue
        for question in asked_of(Subject(row.subject), READ):
            if question.key == FACTS.key:
                for number, fact in enumerate(view.told(), 1):
                    yield Source(SIDE_VIEW, view.number, f"fact-{number}", side, f"Fact {number}", fact.what)
            elif question.key not in {FAMILY.key, MORE_ON_FAMILY.key} and view.answers.get(question.key):
                yield Source(SIDE_VIEW, view.number, question.key, side, question.says, view.answers[question.key])


def _of_views(views: Sequence[View]) -> Iterator[Source]:
    for view in views:
        answer = Answer(view.answer).label if view.answer else ""
        for field in ("worry", "tried", "ask"):
            if words := getattr(view, field):
                row = ANSWER if answer and field == "worry" else field
                label = f"{WORDS[row]}: {answer}" if row == ANSWER else WORDS[row]
                yield Source(VIEW, view.number, row, Side(view.side), label, words)
