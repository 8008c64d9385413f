"""The servers and the browsers of the bench: gunicorn with 2 workers, a connection a request, times in milliseconds."""

import http.client
import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from commonground.directory.middleware import begin, mark_second_factor
from commonground.directory.models import Person

STARTS_WITHIN = 30
CSRF = "x" * 32


@dataclass(frozen=True)
class Server:
    """A running gunicorn: its port and its processes."""

    port: int
    process: "subprocess.Popen[bytes]"

    def workers_mb(self) -> float:
        """Return the most that one worker holds: proportional memory, in megabytes."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text(encoding="ascii")
        return max(pss_mb(int(child)) for child in children.split())


def pss_mb(pid: int) -> float:
    """Return a process's proportional set size in megabytes."""
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    return int(next(line.split()[1] for line in rollup.splitlines() if line.startswith("Pss:"))) / 1024


@contextmanager
def served(environment: dict[str, str], application: str = "commonground.wsgi") -> Iterator[Server]:
    """Serve the product, or the floor, as role `app` on a free port of this machine; stop it at the end."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        sys.executable, "-m", "gunicorn", application, f"--bind=127.0.0.1:{port}", "--worker-class=gthread",
        "--workers=2", f"--threads={settings.THREADS}", "--no-control-socket", "--log-level=error",
    ]  # fmt: skip
    told = {**os.environ, **environment, "COMMONGROUND_ROLE": "app", "COMMONGROUND_URL": f"http://localhost:{port}"}
    told |= {"COMMONGROUND_FLOOR": "1"} if "floor" in application else {}
    process = subprocess.Popen(command, env=told, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        until = time.monotonic() + STARTS_WITHIN
        while time.monotonic() < until:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield Server(port, process)
    finally:
        process.terminate()
        process.wait(20)


def signed_in(person: Person) -> str:
    """Return the cookie of somebody who has signed in with both factors."""
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    begin(session)
    mark_second_factor(session, person)
    session.create()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}; {settings.CSRF_COOKIE_NAME}={CSRF}"


@dataclass(frozen=True)
class Request:
    """One request: its address, whose cookie, and for a POST its form."""

    url: str
    cookie: str
    form: dict[str, object] | None = None
    expects: int = 200


def ask(port: int, request: Request) -> float:
    """Make a request on a connection of its own; return its milliseconds. Raises AssertionError for another status."""
    headers = {"Host": f"localhost:{port}", "Cookie": request.cookie, "Connection": "close"}
    body = None
    if request.form is not None:
        body = urlencode({"csrfmiddlewaretoken": CSRF, **request.form})
        headers |= {"Content-Type": "application/x-www-form-urlencoded", "Origin": f"http://localhost:{port}"}
    began = time.perf_counter()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET" if body is None else "POST", request.url, body, headers)
    response = connection.getresponse()
    response.read()
    took = (time.perf_counter() - began) * 1000
    connection.close()
    assert response.status == request.expects, f"{request.url} answered {response.status}"
    return took


@dataclass(frozen=True)
class Timed:
    """What a series of requests took, in milliseconds."""

    p50: float
    p95: float


def timed(server: Server, requests: list[Request], clients: int) -> Timed:
    """Make requests from some clients at once and return the median and the 95th percentile."""
    send: Callable[[Request], float] = lambda request: ask(server.port, request)  # noqa: E731
    with ThreadPoolExecutor(clients) as pool:
        taken = sorted(pool.map(send, requests))
    return Timed(statistics.median(taken), taken[int(len(taken) * 0.95)])
