"""Whose line it is that a side keeps, and who else of that side had a hand in it."""

from collections.abc import Mapping

HANDS = ("by", "changed_by")
"""Who wrote a line, and who changed it since, by name; the second is empty where that was nobody else."""
Line = Mapping[str, str]


def with_hands(line: Line, before: Line | None, name: str) -> dict[str, str]:
    """Return a line as somebody keeps it in place of the one ``before``, with whose it is.

    Whoever wrote it, and perhaps saw it, stays its writer while its source stays. What anybody else has changed since
    is named beside them: nobody is the witness of another's words, nor of what they did not see.
    """
    said = {field: text for field, text in line.items() if field not in HANDS}
    if before is None or before.get("source") != line.get("source"):
        return {**said, "by": name, "changed_by": ""}
    if all(before.get(field, "") == text for field, text in said.items()):
        return {**said, **{field: before.get(field, "") for field in HANDS}}
    return {**said, "by": before["by"], "changed_by": "" if before["by"] == name else name}
