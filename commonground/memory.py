"""What a program of the product holds for good is held apart from what its work makes and leaves."""

import gc

SEARCHED_AFTER = (10_000, 20, 50)
"""After how many objects made and not given back the youngest are searched; after how many searches older ones."""


def hold_apart() -> None:
    """Have Python's search for what nothing refers to any more pass over all that was loaded until now.

    Otherwise it goes through the code, templates and tables' descriptions of the whole product again and again: a
    seventh of the time that a page took. Called once, when everything is loaded and before the first request.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*SEARCHED_AFTER)
