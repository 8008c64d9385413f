"""The worker: does jobs until it is told to stop, and gets over a database that went away."""

import asyncio
import signal
from contextlib import suppress

import psycopg
import structlog
from procrastinate.contrib.django import app
from procrastinate.contrib.django.utils import connector_params
from procrastinate.exceptions import ConnectorException
from procrastinate.psycopg_connector import PsycopgConnector

AT_ONCE = 4  # jobs; so that a slow mail server holds up neither the clocks nor the heartbeat
PATIENCE = 1.0  # seconds between two tries to reach the database
WAIT = 3.0  # seconds for a connection, after which the database counts as gone
LAST_SECONDS = 8.0  # what jobs in hand may still take after SIGTERM

log = structlog.get_logger("commonground.worker")


def work() -> None:
    """Do jobs until SIGTERM or SIGINT, then finish those in hand and return.

    When the database goes away, in a restart or a crash, wait and go on: a worker that gave up would look broken
    to whoever keeps it running.
    """
    with asyncio.Runner() as runner:
        runner.run(_until_told())


async def _until_told() -> None:
    told = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, told.set)
    ending = asyncio.create_task(told.wait())
    while not told.is_set():
        working = asyncio.create_task(_with_a_connection())
        await asyncio.wait({working, ending}, return_when=asyncio.FIRST_COMPLETED)
        working.cancel()
        try:
            with suppress(asyncio.CancelledError):
                await working
        except (ConnectorException, psycopg.Error) as error:
            log.warning("database lost", reason=type(error).__name__)
        if not told.is_set():
            await asyncio.wait({ending}, timeout=PATIENCE)


async def _with_a_connection() -> None:
    """Do jobs for as long as the database is there."""
    parameters = connector_params()
    await (await psycopg.AsyncConnection.connect(**parameters)).close()  # fails at once while there is none
    connector = PsycopgConnector(kwargs=parameters, min_size=1, max_size=AT_ONCE + 2, timeout=WAIT)
    with app.replace_connector(connector):
        async with app.open_async():
            await app.run_worker_async(
                concurrency=AT_ONCE,
                delete_jobs="successful",
                install_signal_handlers=False,
                shutdown_graceful_timeout=LAST_SECONDS,
            )
