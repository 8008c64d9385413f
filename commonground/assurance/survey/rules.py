"""The rules of the survey: when a round can be opened, and how few people are never shown alone."""

from datetime import date, timedelta

FEWEST = 6
"""People with an account whose answers are counted and shown together at least."""

APART = timedelta(days=90)
"""From the last day of a round to the first of the next at least: what one person adds is not to be told apart."""

LONGEST = timedelta(days=92)
"""How long a round is open at most."""

BY_LINK = 500
"""How often a link is used at most where nobody said how many people it is for."""

SHORTEST = timedelta(days=6)
"""From the first to the last day of a round at least: a week, so that many can answer."""


def earliest_end(opens: date, today: date) -> date:
    """Return the last day that a round can have, when it is ended today: a week from its first at least."""
    return max(today, opens + SHORTEST)


def round_refusal(opens: date, closes: date, today: date, themes: int) -> str:
    """Return why a round cannot be opened like that, in a sentence; nothing where it can."""
    if opens < today:
        return "The first day has gone by. Choose today or later."
    if closes - opens < SHORTEST:
        return "Leave people a week at least. With fewer days few would answer, and few cannot be shown."
    if closes - opens > LONGEST:
        return "Three months is the longest. Then open another round, and see what has changed."
    return "" if themes else "Choose at least one question."
