"""What a side says with its number, as the record has it."""

from commonground.differences.numbers.models import Number


def in_words(number: Number) -> str:
    """Return a number with what was said of it, in the words of an entry."""
    lines = [f"{number.figure} out of 10"]
    lines += [f"Why: {number.why}"] if number.why else []
    lines += [f"What would move us by one: {number.moves}"] if number.moves else []
    return "\n".join(lines)
