"""What the worker does again and again besides sending. Apps of the floors above register theirs when they start."""

from collections.abc import Callable
from datetime import datetime

import structlog

Sweep = Callable[[datetime], object]

SWEEPS: list[Sweep] = []
LAST: set[Sweep] = set()
"""Those of SWEEPS that are called after all others."""

log = structlog.get_logger("commonground.sweeps")


def register(sweep: Sweep, *, last: bool = False) -> Sweep:
    """Have a function called with the present moment at each sweep; the same again is called once.

    It must be safe to run twice, late and at the same time as itself, with a transaction for each thing that it does.
    One that counts or tells of what others see to comes ``last``.
    """
    if sweep not in SWEEPS:
        SWEEPS.append(sweep)
    if last:
        LAST.add(sweep)
    return sweep


def run(at: datetime) -> None:
    """Call every sweep. One that fails is logged and does not stop the others; then ExceptionGroup tells."""
    failed: list[Exception] = []
    for sweep in sorted(SWEEPS, key=LAST.__contains__):
        try:
            sweep(at)
        except Exception as error:
            log.exception("failed", job=f"{sweep.__module__}.{sweep.__qualname__}")
            failed.append(error)
    if failed:
        message = "sweeps failed"
        raise ExceptionGroup(message, failed)
