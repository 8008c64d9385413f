"""Filling in what a draft does not know yet: the figures of one part, or that a stage is as it stands."""

from collections.abc import Mapping

from commonground.procedures.editing import put
from commonground.procedures.writing import read, text_of

PLURALS = {"stage": "stages", "clock": "clocks", "limit": "limits", "side_route": "side_routes"}
"""How a list is called in a definition, by what one of it is called in the key of a part."""


def filled(text: str, key: str, figures: Mapping[str, int]) -> str:
    """Return a text with the figures of a part filled in, and the part no longer provisional.

    ``key`` is that of ``procedures.confirming``; ``figures`` holds one for each priority, "" for any. Raises
    DefinitionError for a text that cannot be read, NotThereError for a part that is not there.
    """
    tree = read(text)
    steps = key.split(":")
    path = [PLURALS.get(step, step) for step in steps]
    if steps[0] == "stage" and len(steps) == len(("stage", "2")):
        put(tree, "/".join(path), {"provisional": False})
    elif "clock" in steps[-2:]:
        own = {priority: figure for priority, figure in figures.items() if priority}
        given: dict[str, object] = {"amount": figures[""]} if "" in figures else {}
        of = path[:-1] if steps[-1] == "clock" else path
        put(tree, "/".join(of), given | ({"by_priority": own} if own else {}))
    else:
        put(tree, "/".join(path[:-1]), {path[-1]: figures[""]})
    return text_of(tree)
