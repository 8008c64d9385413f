"""What many people answered, in numbers: as the database gives it, so that nobody is singled out."""

from collections.abc import Iterable


def counted(rows: Iterable[tuple[str, str, int]]) -> dict[str, dict[str, int]]:
    """Return totals as ``policies.in_fives`` gives them: by what was asked, then by answer, of enough people."""
    found: dict[str, dict[str, int]] = {}
    for asked, answer, number in rows:
        by = found.setdefault(asked, {})
        if answer:
            by[answer] = number
    return found
