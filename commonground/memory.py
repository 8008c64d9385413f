"""What the web holds for good is held apart from what its requests make and leave."""

import gc

SEARCHED_AFTER = (10_000, 20, 50)
"""After how many objects made and not given back the youngest are searched; after how many searches older ones.

Python’s own (700, 10, 10) searched in the middle of every page; measured by ``bin/bench``.
"""


def hold_apart() -> None:
    """Have Python's search for what nothing refers to any more pass over all that was loaded until now.

    Otherwise it goes through the code, templates and tables' descriptions of the whole product again and again: a
    seventh of the time that a page took. Called once, when everything is loaded and before the first request.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*SEARCHED_AFTER)
