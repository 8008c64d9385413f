"""QR codes as our papers draw them: the dark runs of each row, so that no picture is kept or fetched."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from qrcode.constants import ERROR_CORRECT_M
from qrcode.main import QRCode

from commonground.printing import Content

QUIET = 4
"""How many light modules stand round the code: a reader needs them to find it."""


def qr_code(address: str) -> Content:
    """Return the code that leads to an address: how many modules wide it is, and its dark runs as x, y and length."""
    code: Any = QRCode(error_correction=ERROR_CORRECT_M, border=QUIET)
    code.add_data(address)
    code.make(fit=True)
    rows = code.get_matrix()
    return {"size": len(rows), "dark": tuple(run for y, row in enumerate(rows) for run in _runs(row, y))}


def _runs(row: list[bool], y: int) -> Iterator[tuple[int, int, int]]:
    """Yield the dark runs of a row."""
    x = 0
    for dark, some in groupby(row):
        length = len(list(some))
        if dark:
            yield x, y, length
        x += length
