"""What is wrong with a post or a line, each as a sentence that says what to do about it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Self

from commonground.directory.models import Agency, Holding, Person, Post, Team
from commonground.procedures.terms import Role, Term
from commonground.procedures.worktime import day_text

NAMED = 3
"""Of other agencies, how many are named."""


class Wrong(Term):
    """What can be wrong."""

    NO_POST = "no_post", "there is no such post"
    NO_DESK = "no_desk", "there are several people and no desk"
    UNHELD = "unheld", "nobody holds the post"
    LEFT = "left", "whoever held the post has left"
    LEAVES = "leaves", "whoever holds the post leaves soon"
    AWAY = "away", "whoever holds the post is away for the whole stage"
    TODAY = "today", "nobody is there today"
    DEPUTY_SAME = "deputy_same", "the deputy is whoever holds the post"
    DEPUTY_LEFT = "deputy_left", "the deputy has left"
    SAME_AGAIN = "same_again", "the same person answers at two stages in a row"
    BOTH_SIDES = "both_sides", "one person would answer for both sides"


SAYS = {
    Wrong.UNHELD: ("Nobody holds the post “{post}”.", "Put somebody in it"),
    Wrong.LEFT: ("{person}, who held the post “{post}”, has left.", "Put somebody else in it"),
    Wrong.AWAY: ("{person} ({post}) is away for all of the time, and no deputy is there.", "Name a deputy"),
    Wrong.TODAY: ("Nobody is there for the post “{post}” today, and no deputy.", "Name a deputy"),
    Wrong.DEPUTY_SAME: ("{person} is named as their own deputy for the post “{post}”.", "Name another deputy"),
    Wrong.DEPUTY_LEFT: ("{person}, the deputy for the post “{post}”, has left.", "Name another deputy"),
}


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing that is wrong: what, in a sentence, what to do, and with which post or person it is done.

    Without a post it is the agency's line that lacks one, which the partnership's office adds.
    """

    wrong: Wrong
    sentence: str
    does: str
    agency: Agency
    post: Post | None = None
    person: Person | None = None

    @classmethod
    def of_post(cls, wrong: Wrong, post: Post, *people: Person) -> Self:
        """Return what is wrong with one post, and of whom that is so."""
        sentence, does = SAYS[wrong]
        names = listed(person.name for person in people)
        person = people[0] if people else None
        return cls(wrong, sentence.format(post=post, person=names), does, post.agency, post, person)

    @classmethod
    def leaves(cls, post: Post, holding: Holding) -> Self:
        """Return that whoever has a post leaves it before a stage that began now would be over."""
        day = day_text(holding.ends) if holding.ends else "soon"
        sentence = f"{holding.person} has the post “{post}” until {day}, and nobody has it after that."
        return cls(Wrong.LEAVES, sentence, "Put somebody in it from then on", post.agency, post, holding.person)

    @classmethod
    def no_post(cls, agency: Agency, team: Team | None, roles: Sequence[Role]) -> Self:
        """Return that an agency, or one of its teams, has no post in these roles."""
        whom = listed((role.label for role in roles), "or")
        sentence = f"{agency} has no {whom}{f' for {team}' if team else ''}."
        return cls(Wrong.NO_POST, sentence, "Add a post", agency)

    @classmethod
    def no_desk(cls, agency: Agency, team: Team | None) -> Self:
        """Return that nobody is asked where whoever raises a difference names nobody."""
        where = f"{team}, {agency}," if team else f"{agency}"
        sentence = f"{where} has several practitioners and no desk, so nobody is asked unless they are named."
        return cls(Wrong.NO_DESK, sentence, "Add a desk", agency)

    @classmethod
    def same_again(cls, post: Post, person: Person, stages: tuple[int, int]) -> Self:
        """Return that one person alone would answer at two stages in a row, the second time by a post."""
        sentence = f"{person} alone would answer at stages {stages[0]} and {stages[1]}."
        return cls(Wrong.SAME_AGAIN, sentence, f"Put somebody else in the post “{post}”", post.agency, post, person)

    @classmethod
    def both_sides(cls, post: Post, person: Person, others: Sequence[str]) -> Self:
        """Return that one person alone would answer for an agency and for others too."""
        rest = len(others) - NAMED
        names = [*others[:NAMED], *([f"{rest} more"] if rest > 0 else [])]
        sentence = f"{person} alone would answer for {post.agency} and for {listed(names)}, so for both sides."
        return cls(Wrong.BOTH_SIDES, sentence, f"Put somebody else in the post “{post}”", post.agency, post, person)


def listed(names: Iterable[str], word: str = "and") -> str:
    """Return names as they read in a sentence."""
    every = list(names)
    return f"{', '.join(every[:-1])} {word} {every[-1]}" if len(every) > 1 else "".join(every)
