"""`bin/check`: every check of the code, each part run and all failures told. It changes nothing."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from commonground.database import Embedded

ROOT = Path(__file__).resolve().parent.parent
PROGRAMS = Path(sys.executable).parent
MANAGE: tuple[str | Path, ...] = (sys.executable, "-m", "commonground.manage")
PARTS: dict[str, tuple[str | Path, ...]] = {
    "style (ruff check)": (PROGRAMS / "ruff", "check", "--output-format=concise", "."),
    "form (ruff format)": (PROGRAMS / "ruff", "format", "--check", "."),
    "floors (import-linter)": (PROGRAMS / "lint-imports",),
    "templates (djlint)": (PROGRAMS / "djlint", "commonground", "--lint", "--quiet"),
    "migrations complete": (*MANAGE, "makemigrations", "--check", "--dry-run"),
    "deployment, and migrations in one line": (*MANAGE, "check", "--deploy", "--fail-level=WARNING"),
    "generated documents current": (*MANAGE, "write_docs", "--check"),
    "types (mypy)": (PROGRAMS / "mypy",),
}


def main() -> int:
    """Run every part beside a database of its own; return 1 if any failed."""
    failed = 0
    with tempfile.TemporaryDirectory(prefix="commonground-check-") as folder:
        embedded = Embedded(Path(folder))
        embedded.start()
        # Settings are checked as a deployment has them: https, no demonstration.
        environment = {
            **os.environ,
            **embedded.environment(),
            "COMMONGROUND_ROLE": "owner",
            "COMMONGROUND_DEMONSTRATION": "0",
            "COMMONGROUND_URL": "https://commonground.example",
            "PYTHONPATH": str(ROOT),
        }
        try:
            for name, command in PARTS.items():
                failed += not passes(name, command, environment)
        finally:
            embedded.stop()
            embedded.remove()
    print(f"{len(PARTS) - failed} passed, {failed} failed")
    return min(failed, 1)


def passes(name: str, command: tuple[str | Path, ...], environment: dict[str, str]) -> bool:
    """Run one part and say how it went; what it printed is shown when it failed."""
    began = time.monotonic()
    done = subprocess.run(  # noqa: S603 - our own arguments
        command, cwd=ROOT, env=environment, check=False, capture_output=True, text=True
    )
    print(f"{'no' if done.returncode else 'ok'}  {name}  ({time.monotonic() - began:.1f} s)", flush=True)
    if done.returncode:
        print(done.stdout + done.stderr, flush=True)
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
