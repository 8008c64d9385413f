"""Questions about what a page says, in contents/questions.toml: for whoever has read it and wants to be sure."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from commonground.library.pages.shape import FOLDER

FILE = FOLDER / "questions.toml"


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer to choose, if it is right, and what is said to whoever chooses it."""

    words: str
    says: str
    right: bool


@dataclass(frozen=True, slots=True)
class ReadingQuestion:
    """What happens, what is asked about it, and the answers to choose among: one of them is right."""

    key: str
    happens: str
    asks: str
    answers: tuple[Answer, ...]

    @property
    def right(self) -> int:
        """Which of the answers is right, counted from 0."""
        return next(number for number, one in enumerate(self.answers) if one.right)


def questions_of(page: str) -> tuple[ReadingQuestion, ...]:
    """Return the questions about a page, by its key; none where nobody wrote any."""
    return _all().get(page, ())


@cache
def _all() -> Mapping[str, tuple[ReadingQuestion, ...]]:
    told = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return {page: tuple(_question(one) for one in rows) for page, rows in told.items()}


def _question(told: Mapping[str, object]) -> ReadingQuestion:
    answers = told["answers"]
    assert isinstance(answers, list)  # noqa: S101 - the file is our own, and a test reads all of it
    made = tuple(Answer(one["words"], one["says"], one.get("right", False)) for one in answers)
    return ReadingQuestion(str(told["key"]), str(told["happens"]), str(told["asks"]), made)
