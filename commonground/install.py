"""Installs what the commands need, each step only when its inputs changed.

`python3 -m commonground.install app` is run by the machine's own Python, so it uses the standard library
only. `app` is what the product runs on, `dev` adds what tests and checks need. Everything lands inside the
clone; what only the system can bring is named in one line, ready to be typed.
"""

import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LEAST = (3, 11)
CHROMIUM = ("chromium", "fonts-dejavu-core")


class InstallError(Exception):
    """Something cannot be installed here; the message names the line that would."""


def install(level: str) -> None:
    """Bring the clone's own environment to `level`: "app" or "dev"."""
    if sys.version_info < LEAST:
        message = f"Python {'.'.join(map(str, LEAST))} or newer is needed; this is {sys.version.split()[0]}."
        raise InstallError(message)
    (ROOT / "build").mkdir(exist_ok=True)
    with (ROOT / "build" / "install.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        _install_python(level)
        _install_node()
        _run([str(PYTHON), "-m", "commonground.govuk.assets"], "the style sheet could not be made", quiet=True)


def install_chromium() -> None:
    """Install Debian's Chromium for the browser tests, or name the line that does."""
    if shutil.which("chromium"):
        return
    line = f"apt-get install --yes --no-install-recommends {' '.join(CHROMIUM)}"
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        message = f"The browser tests need Chromium. Install it with:\n  sudo {line}"
        raise InstallError(message)
    print("Installing Chromium for the browser tests …", flush=True)
    options = ["-o", "DPkg::Lock::Timeout=600"]
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    _run(["apt-get", *options, "update"], "the list of packages could not be fetched", environment, quiet=True)
    _run(["apt-get", *options, *line.split()[1:]], "Chromium could not be installed", environment, quiet=True)


def _install_python(level: str) -> None:
    stamp = VENV / "installed"
    before = stamp.read_text().split() if stamp.exists() else ["", ""]
    if before[0] == "dev":
        level = "dev"  # the tools stay once they are there
    wanted = [level, _digest(ROOT / "requirements" / f"{level}.txt")]
    if before == wanted and PYTHON.exists():
        return
    if not PYTHON.exists():
        if find_spec("ensurepip") is None:
            message = "Python's venv module is missing. Install it with:\n  sudo apt-get install --yes python3-venv"
            raise InstallError(message)
        print("Making .venv …", flush=True)
        _run([sys.executable, "-m", "venv", str(VENV)], "the environment .venv could not be made")
    lock = ROOT / "requirements" / f"{level}.txt"
    uv = VENV / "bin" / "uv"
    if not uv.exists():
        _install_uv(lock)
    print(f"Installing requirements/{lock.name} …", flush=True)
    environment = {**os.environ, "VIRTUAL_ENV": str(VENV), "UV_PYTHON_DOWNLOADS": "never"}
    command = [str(uv), "pip", "sync", "--quiet", "--require-hashes", str(lock)]
    _run(command, "the requirements could not be installed", environment)
    stamp.write_text(" ".join(wanted))


def _install_uv(lock: Path) -> None:
    """Install the installer itself, at the version and hashes that the lock file gives."""
    found = re.search(r"^uv==(?:.*\\\n)*.*\n", lock.read_text(), re.MULTILINE)
    if found is None:
        message = f"{lock.name} does not name uv, which installs the rest."
        raise InstallError(message)
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as requirement:
        requirement.write(found[0])
        requirement.flush()
        command = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"]
        _run([*command, "--require-hashes", "-r", requirement.name], "uv could not be installed")


def _install_node() -> None:
    stamp = ROOT / "node_modules" / ".installed"
    wanted = _digest(ROOT / "package.json", ROOT / "package-lock.json", ROOT / ".npmrc")
    if stamp.exists() and stamp.read_text() == wanted:
        return
    if not shutil.which("npm"):
        message = "Node is missing. Install it with:\n  sudo apt-get install --yes nodejs npm"
        raise InstallError(message)
    print("Installing GOV.UK Frontend …", flush=True)
    _run(["npm", "ci", "--silent", "--ignore-scripts"], "GOV.UK Frontend could not be installed")
    stamp.write_text(wanted)


def _digest(*paths: Path) -> str:
    return hashlib.sha256(b"".join(path.read_bytes() for path in paths)).hexdigest()


def _run(command: list[str], failed: str, environment: dict[str, str] | None = None, *, quiet: bool = False) -> None:
    """Run one step in the clone; what it said is shown when it fails."""
    done = subprocess.run(  # noqa: S603 - our own arguments
        command,
        cwd=ROOT,
        env=environment,
        check=False,
        stdout=subprocess.PIPE if quiet else None,
        stderr=subprocess.STDOUT if quiet else None,
    )
    if done.returncode != 0:
        said = (done.stdout or b"").decode(errors="replace")
        message = f"Sorry, {failed} ({' '.join(command[:4])} …).\n{said}"
        raise InstallError(message)


if __name__ == "__main__":
    try:
        install(sys.argv[1])
        if "chromium" in sys.argv[2:]:
            install_chromium()
    except InstallError as error:
        sys.exit(str(error))
