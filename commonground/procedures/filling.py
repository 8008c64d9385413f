"""Filling in what a draft does not know yet: the figures of one part, or that a stage is as it stands."""

from collections.abc import Mapping

from commonground.procedures.editing import put
from commonground.procedures.writing import read, text_of

PLURALS = {"stage": "stages", "clock": "clocks", "limit": "limits", "priority": "priorities"}
"""How a list is called in a definition, by what one of it is called in the key of a part."""


def filled(text: str, key: str, figures: Mapping[str, int]) -> str:
    """Return a text with the figures of a part filled in, and the part no longer provisional.

    ``key`` is that of ``procedures.confirming``; ``figures`` holds one for each priority, "" for any. Raises
    DefinitionError for a text that cannot be read, NotThereError for a part that is not there.
    """
    tree = read(text)
    *steps, last = [PLURALS.get(step, step) for step in key.split(":")]
    if steps[:1] == ["stages"] and len(steps) == 1:
        put(tree, "/".join((*steps, last)), {"provisional": False})
    elif steps and steps[0] in {"stages", "limits"}:
        path = (*steps, last) if steps[0] == "stages" else steps
        by_priority = {priority: figure for priority, figure in figures.items() if priority}
        given: dict[str, object] = {"amount": figures[""]} if "" in figures else {}
        put(tree, "/".join(path), given | ({"by_priority": by_priority} if by_priority else {}))
    else:
        put(tree, "/".join(steps), {last: figures[""]})
    return text_of(tree)
