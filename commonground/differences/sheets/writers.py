"""Whose line it is that a side keeps, who else of that side had a hand in it, and who told of what it says."""

from collections.abc import Mapping

from commonground.library.day.shape import AnswerSource

HANDS = ("by", "changed_by")
"""Who wrote a line, and who changed it since, by name; the second is empty where that was nobody else."""
Line = Mapping[str, str]

STAYS_SEEN = "“Seen by me” is {by} here, who wrote it first. If you change something, your name is put beside it."
"""What whoever changes what a colleague may have seen is told of its source."""
TOLD_BY: Mapping[AnswerSource | None, str] = {
    AnswerSource.SEEN: "{by}, who saw it",
    AnswerSource.CHILD: "the child",
    AnswerSource.CARER: "a parent or carer",
    AnswerSource.PROFESSIONAL: "another professional",
}
"""Who told something, as a view has it; which record it is, is said by whoever wrote it."""
NOT_SAID = "which one is not said"


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


def seen_by(by: str, changed_by: str) -> str:
    """Return who saw something, and who else changed what they said of it."""
    return f"Seen by {by}, changed by {changed_by}" if changed_by else f"Seen by {by}"


def told_by(source: AnswerSource | None, who: str, by: str) -> str:
    """Return who told something, or which record says it, so that it reads on from "told by" or "from a record".

    ``who`` is what its writer said of that, and ``by`` their name.
    """
    told = (TOLD_BY.get(source, "").format(by=by), who)
    return ": ".join(words for words in told if words) or NOT_SAID
