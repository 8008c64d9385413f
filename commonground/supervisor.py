"""`bin/serve`: database, web and worker of one machine, from nothing to an address that can be opened.

One process that starts the others, starts them again when they die, and on Ctrl-C or SIGTERM ends them in
order. Each child runs in its own session, so that the terminal's Ctrl-C reaches only this process; and each
is told by the kernel when this process is killed, so that nothing is left behind even then.
"""

import argparse
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections import deque
from contextlib import ExitStack, suppress
from pathlib import Path
from types import FrameType
from typing import NoReturn
from urllib.parse import urlsplit

import django
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from commonground.database import JOIN_SECONDS, DatabaseError, Embedded
from commonground.keys import MissingKeyError
from commonground.manage import DATA, ROOT, URLS, migrate
from commonground.postgresql import PostgresError

READY_SECONDS = 120
STOP_SECONDS = 15  # what a request or a job in hand may still take
RESTARTS = 5  # deaths of one child within a minute after which something is wrong for good
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class StoppedError(BaseException):
    """Somebody asked this process to stop. Not an Exception: nothing on the way may catch it."""


class ServeError(Exception):
    """The product cannot be served; the message says why, in words."""


class Child:
    """A program that is kept running: its name, its log file, and how it is started."""

    def __init__(self, name: str, command: list[str], environment: dict[str, str], logs: Path) -> None:
        self.name = name
        self.log = logs / f"{name}.log"
        self._command = ["setpriv", "--pdeathsig", "KILL", "--", sys.executable, "-m", *command]
        self._environment = environment
        self._deaths: deque[float] = deque(maxlen=RESTARTS)
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the program; what it logs is added to its file."""
        with self.log.open("ab") as output:
            self._process = subprocess.Popen(  # noqa: S603 - our own arguments
                self._command,
                cwd=ROOT,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )

    def keep(self) -> None:
        """Start the program again if it has died; raise ServeError when it keeps dying."""
        if self._process is None or self._process.poll() is None:
            return
        now = time.monotonic()
        self._deaths.append(now)
        if len(self._deaths) == RESTARTS and now - self._deaths[0] < 60:  # noqa: PLR2004 - a minute
            message = f"The {self.name} process keeps ending. Its last words, in {self.log}:\n{self._last_words()}"
            raise ServeError(message)
        self.start()

    def stop(self) -> None:
        """End the program: asked first, then by force; and whatever it started in its session."""
        if self._process is None:
            return
        self._process.terminate()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(STOP_SECONDS)
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def _last_words(self) -> str:
        return self.log.read_text(errors="replace")[-2000:]


def main(arguments: list[str]) -> None:
    """Serve until told to stop. Ends with 0 when told, and with 1 and a reason when it cannot go on."""
    parser = argparse.ArgumentParser(prog="bin/serve", description="Run Common Ground on this machine.")
    parser.add_argument("--port", type=int, default=8000, help="where to listen (8000; 0 for any that is free)")
    parser.add_argument("--data", type=Path, default=DATA, help="the folder of database and keys (var)")
    options = parser.parse_args(arguments)
    for number in SIGNALS:
        signal.signal(number, _stop)
    try:
        with ExitStack() as stack:
            serve(_free(options.port), options.data, stack)
    except StoppedError:
        print("Stopped.", flush=True)
    except (DatabaseError, MissingKeyError, PostgresError, ServeError) as error:
        sys.exit(str(error))


def serve(port: int, data: Path, stack: ExitStack) -> NoReturn:
    """Start everything in order, say where it is, and keep it running; `stack` undoes it in reverse."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "commonground.settings"
    os.environ["COMMONGROUND_ROLE"] = "owner"
    os.environ.setdefault("COMMONGROUND_URL", f"http://localhost:{port}")
    embedded = None if os.environ.get("DATABASE_OWNER_URL") else Embedded(data)
    if embedded:
        _start_database(embedded, stack)
    logs = data / "logs"
    logs.mkdir(parents=True, exist_ok=True)
    _prepare()
    children = [
        Child("web", _gunicorn(port), _environment("app"), logs),
        Child("worker", ["commonground.manage", "work"], _environment("clock"), logs),
    ]
    for child in children:
        stack.callback(child.stop)
        child.start()
    _wait_until_well(port, children)
    _announce(logs)
    while True:
        time.sleep(1)
        if embedded and embedded.ensure():
            print("The database had died and was started again.", flush=True)
        for child in children:
            child.keep()


def _start_database(embedded: Embedded, stack: ExitStack) -> None:
    stack.enter_context(embedded.claim())
    stack.callback(embedded.stop, patience=STOP_SECONDS)
    if not embedded.start(patience=JOIN_SECONDS):
        message = f"Another command still uses the database in {embedded.data}; wait for it to end."
        raise ServeError(message)
    os.environ.update(embedded.environment())
    os.environ.setdefault("COMMONGROUND_DEMONSTRATION", "1")


def _prepare() -> None:
    """Bring database and static files to the shape of the code; fill an empty demonstration."""
    django.setup()
    migrate()
    if settings.DEMONSTRATION and not apps.get_model("directory", "Partnership").objects.exists():
        print("Loading the demonstration …", flush=True)
        call_command("load_demonstration")
    connection.close()
    call_command("collectstatic", interactive=False, verbosity=0)


def _gunicorn(port: int) -> list[str]:
    return [
        "gunicorn",
        "commonground.wsgi",
        f"--bind=127.0.0.1:{port}",
        "--worker-class=gthread",
        "--workers=2",
        f"--threads={settings.THREADS}",
        f"--graceful-timeout={STOP_SECONDS - 5}",
        "--no-control-socket",
        "--log-level=warning",
    ]


def _environment(role: str) -> dict[str, str]:
    """Return what a child of that role is told: of the three addresses of the database only its own."""
    own = {"app": "DATABASE_URL", "clock": "DATABASE_CLOCK_URL"}[role]
    told = {name: value for name, value in os.environ.items() if name == own or name not in URLS}
    return {**told, "COMMONGROUND_ROLE": role, "PYTHONPATH": str(ROOT)}


def _free(port: int) -> int:
    """Return the port, or any free one for 0; raise ServeError when it is taken."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            message = f"Port {port} is in use on this machine. Choose another: bin/serve --port {port + 1}"
            raise ServeError(message) from error
        return int(probe.getsockname()[1])


def _wait_until_well(port: int, children: list[Child]) -> None:
    deadline = time.monotonic() + READY_SECONDS
    said = b"nothing yet"
    while time.monotonic() < deadline:
        with suppress(OSError, http.client.HTTPException):
            asked = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            asked.request("GET", "/health/", headers={"Host": urlsplit(settings.BASE_URL).netloc})
            answer = asked.getresponse()
            said = answer.read()
            asked.close()
            if answer.status == http.client.OK:
                return
        for child in children:
            child.keep()
        time.sleep(0.1)
    message = f"The product did not become well within {READY_SECONDS} seconds. /health/ said: {said.decode()}"
    raise ServeError(message)


def _announce(logs: Path) -> None:
    print(f"\nCommon Ground {settings.VERSION} is at {settings.BASE_URL}  (Ctrl-C stops it; logs in {logs})")
    if settings.DEMONSTRATION:
        from commonground.directory.cast import demonstration_people  # noqa: PLC0415 - needs settings

        people = demonstration_people()
        connection.close()
        width = max((len(name) for name, _ in people), default=0)
        print("\nA demonstration with invented people. Pick one on the sign-in page:")
        for name, does in people:
            print(f"  {name:<{width}}  {does}")
    print(flush=True)


def _stop(_number: int, _frame: FrameType | None) -> NoReturn:
    for number in SIGNALS:
        signal.signal(number, signal.SIG_IGN)
    raise StoppedError


if __name__ == "__main__":
    main(sys.argv[1:])
