"""What is asked when a day is gone through with a child, or with a parent or carer: open questions, and no prompts."""

from dataclasses import dataclass

from commonground.library.day.shape import Version
from commonground.procedures.terms import Term


class Whose(Term):
    """With whom a sheet is gone through."""

    CHILD = "child", "With the child"
    PARENT = "parent", "With a parent or carer"


@dataclass(frozen=True, slots=True)
class Words:
    """What a sheet says: its title, what it is, and what is asked of each part of the day."""

    title: str
    about: str
    asked: tuple[str, ...]
    kept: str
    """What becomes of what is said: nobody is let think that it stays secret."""


BEFORE_BIRTH = "unborn"
KEPT = "This screen keeps nothing. The person with you may write it down. If they think that {who} not safe, {so}."
TO_CHILD = KEPT.format(who="you or another child is", so="they will tell people who can help")
TO_CARER = KEPT.format(who="a child is", so="they have to pass it on")

BABY_TO_COME = Words(
    "A day before my baby comes",
    "This is about one usual day now, and about the home that waits for your baby. Pick a part and say how it goes. "
    "You can stop at any time.",
    (
        "What happens, on most days?",
        "Who is there? Who is not there?",
        "What is it like for you, and for your baby?",
        "How do you feel then?",
        "What goes well?",
        "What is hard, and what would help?",
    ),
    TO_CARER,
)
ASKED = {
    Whose.CHILD: Words(
        "My day",
        "This is about your day. Pick a part. You say what it is like. You can stop when you want.",
        (
            "What happens?",
            "Who is there? Who is not there?",
            "What is it like for you?",
            "How do you feel then?",
            "Is anything good about it?",
            "Is anything hard?",
            "What would you like to be different?",
        ),
        TO_CHILD,
    ),
    Whose.PARENT: Words(
        "A day with my child",
        "This is about one usual day, from getting up to the night. Pick a part and say how it goes. You can stop at "
        "any time.",
        (
            "What happens, on most days?",
            "Who is there? Who is not there?",
            "What is it like for your child?",
            "How does your child seem to feel, and how can you tell?",
            "What goes well?",
            "What is hard, and what would help?",
        ),
        TO_CARER,
    ),
}


def words_of(version: Version, whose: Whose) -> Words:
    """Return what a sheet says to whoever goes through it."""
    return BABY_TO_COME if version.key == BEFORE_BIRTH else ASKED[whose]
