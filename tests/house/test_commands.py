"""The commands as a person runs them: bin/serve from nothing, twice, stopped, killed; bin/manage beside it."""

import http.client
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest

from commonground import install
from commonground.database import Embedded
from commonground.postgresql import working_in
from tests import cluster

ROOT = Path(__file__).resolve().parents[2]
ENVIRONMENT = {
    **{name: value for name, value in os.environ.items() if not name.startswith(("COMMONGROUND_", "DATABASE_"))},
    "COMMONGROUND_DEMONSTRATION": "0",  # loading it is shown elsewhere
    "EMAIL_HOST": "localhost",
}


class Serve:
    """One running bin/serve on a folder; started and well when made."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.process = subprocess.Popen(
            [ROOT / "bin" / "serve", "--port", "0", "--data", data],
            cwd="/",
            env=ENVIRONMENT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert self.process.stdout
        said = ""
        for line in self.process.stdout:
            said += line
            if found := re.search(r"is at http://localhost:(\d+) ", line):
                self.port = int(found[1])
                return
        raise AssertionError(said)

    def health(self) -> tuple[int, dict[str, object]]:
        """Return the status and content of the health page."""
        asked = http.client.HTTPConnection("localhost", self.port, timeout=10)
        asked.request("GET", "/health/")
        answer = asked.getresponse()
        found = answer.status, json.loads(answer.read())
        asked.close()
        return found

    def family(self) -> set[int]:
        """Return the numbers of this process and all that it started, and they in turn."""
        parents = dict(filter(None, map(parent_of, Path("/proc").glob("[0-9]*"))))
        found = {self.process.pid}
        while more := {child for child, parent in parents.items() if parent in found} - found:
            found |= more
        return found

    def stop(self, number: signal.Signals) -> int:
        """Send a signal, wait for the end, and for nothing to be left; return the exit code."""
        family = self.family()
        assert len(family) >= 5, "database, web and worker must be there to be ended"
        self.process.send_signal(number)
        code = self.process.wait(30)
        assert self.process.stdout
        self.process.stdout.close()
        deadline = time.monotonic() + 20
        while left := family & {number for number, _ in filter(None, map(parent_of, Path("/proc").glob("[0-9]*")))}:
            assert time.monotonic() < deadline, f"left behind: {left}"
            time.sleep(0.05)
        return code


def parent_of(entry: Path) -> tuple[int, int] | None:
    """Return a process's number and its parent's; None when it has ended."""
    with suppress(OSError):
        state, parent = (entry / "stat").read_text().rpartition(")")[2].split()[:2]
        return None if state == "Z" else (int(entry.name), int(parent))
    return None


@pytest.fixture(scope="module")
def data() -> Iterator[Path]:
    """Give a folder that the tests of this module serve from, one after the other."""
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.delenv("COMMONGROUND_KEYS")
        yield Path(folder)
        Embedded(Path(folder)).remove()


def manage(data: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [ROOT / "bin" / "manage", *arguments],
        env={**ENVIRONMENT, "COMMONGROUND_DATA": str(data)},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_serve_from_nothing_and_again_after_every_kind_of_end(data: Path) -> None:
    first = Serve(data)
    status, said = first.health()
    assert (status, said["well"], said["version"]) == (200, True, "0.1.0")

    refused = subprocess.run(
        [ROOT / "bin" / "serve", "--port", "0", "--data", data],
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert refused.returncode == 1
    assert refused.stderr.startswith(f"Another bin/serve runs on {data}")
    taken = subprocess.run(
        [ROOT / "bin" / "serve", "--port", str(first.port), "--data", data / "other"],
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert taken.returncode == 1
    assert f"Port {first.port} is in use" in taken.stderr

    beside = manage(data, "migrate", "--check")
    assert beside.returncode == 0, beside.stderr
    with psycopg.connect(Embedded(data).url("owner")) as connection:
        connection.execute("CREATE TABLE kept ()")
    assert first.stop(signal.SIGINT) == 0

    second = Serve(data)
    with psycopg.connect(Embedded(data).url("owner")) as connection:
        connection.execute("INSERT INTO kept DEFAULT VALUES")
    killed = kill_database(data)
    assert second.health()[0] == 200  # a page that needs the database waits for it to be started again
    assert killed.isdisjoint(kill_database(data))
    second.stop(signal.SIGKILL)

    third = Serve(data)
    assert third.health()[0] == 200
    with psycopg.connect(Embedded(data).url("owner")) as connection:
        assert connection.execute("SELECT count(*) FROM kept").fetchone() == (1,)
    assert third.stop(signal.SIGTERM) == 0

    alone = manage(data, "migrate", "--check")  # with nothing running it starts the database for itself
    assert alone.returncode == 0, alone.stderr
    assert list(working_in(Embedded(data).home / "cluster")) == []


def kill_database(data: Path) -> set[int]:
    """Kill the database's processes as a power cut would: no time to write anything. Return which they were."""
    found = set(working_in(Embedded(data).home / "cluster"))
    assert found
    for number in sorted(found):
        with suppress(ProcessLookupError):
            os.kill(number, signal.SIGKILL)
    return found


def test_install_is_silent_when_all_is_current() -> None:
    began = time.monotonic()
    done = subprocess.run(
        ["python3", "-m", "commonground.install", "app"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout == ""
    assert time.monotonic() - began < 5


def test_install_names_the_line_that_brings_what_only_the_system_can(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(install, "VENV", tmp_path / "venv")
    monkeypatch.setattr(install, "PYTHON", tmp_path / "venv" / "bin" / "python")
    monkeypatch.setattr(install, "find_spec", lambda _name: None)
    with pytest.raises(install.InstallError, match="apt-get install --yes python3-venv"):
        install._install_python("app")

    monkeypatch.setattr("shutil.which", lambda _name: None)
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    with pytest.raises(install.InstallError, match="sudo apt-get install --yes --no-install-recommends chromium"):
        install.install_chromium()
    monkeypatch.setattr(install, "_digest", lambda *_paths: "another")
    with pytest.raises(install.InstallError, match="apt-get install --yes nodejs npm"):
        install._install_node()


def run_on_a_named_server(*command: str, **changed: str) -> subprocess.CompletedProcess[str]:
    """Run Python on the tests' server as if it were any other: named by addresses, not by a data folder."""
    named = cluster.EMBEDDED.environment()
    del named["COMMONGROUND_DATA"]
    return subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env={**ENVIRONMENT, **named, **changed},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.mark.django_db
def test_a_named_server_is_used_as_it_is() -> None:
    done = run_on_a_named_server("-m", "commonground.manage", "migrate", "--check")
    assert done.returncode == 0, done.stderr
    done = run_on_a_named_server("-c", "import commonground.wsgi")
    assert done.returncode == 0, done.stderr


@pytest.mark.django_db
def test_web_and_worker_refuse_to_start_as_the_owner() -> None:
    owner = cluster.EMBEDDED.url("owner")
    web = run_on_a_named_server("-c", "import commonground.wsgi", DATABASE_URL=owner)
    assert "this process must be the role app" in web.stderr
    worker = run_on_a_named_server(
        "-m", "commonground.manage", "work", DATABASE_CLOCK_URL=owner, COMMONGROUND_ROLE="clock"
    )
    assert "this process must be the role clock" in worker.stderr
