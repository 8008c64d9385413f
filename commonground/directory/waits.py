"""What besides differences may wait for whoever asks: so that pages ask no further where nothing does."""

from enum import IntFlag


class Waits(IntFlag):
    """What may wait for somebody, as ``cg_begin`` tells it when a request begins; elsewhere nobody knows."""

    NOTHING = 0
    BESIDES = 1  # a group that is not listed, hidden words, fresh eyes to find
    ACTIONS = 2
    BRIEFINGS = 4
    SURVEYS = 8  # one is open somewhere; who has answered is not to be read
