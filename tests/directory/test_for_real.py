"""Signing in as it truly is: the role `app`, and every page committed."""

import os
import subprocess
import sys
from pathlib import Path

from tests.conftest import Clone

ROOT = Path(__file__).resolve().parents[2]
EMAIL = "gwen@office.example"


def run(clone: Clone, role: str, *command: str) -> str:
    """Run a program on the clone as one of the roles and return what it says."""
    environment = os.environ | clone.environment | {"COMMONGROUND_ROLE": role, "PYTHONPATH": str(ROOT)}
    environment["DJANGO_SETTINGS_MODULE"] = "commonground.settings"
    done = subprocess.run(
        [sys.executable, *command], env=environment, cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_first_officer_walks_in(clone: Clone) -> None:
    asked = ["Vale", "--area", "the vale", "--officer", "Gwen Tasker", "--email", EMAIL]
    said = run(clone, "owner", "-m", "commonground.manage", "create_partnership", *asked)
    link = said.split()[-1]
    assert run(clone, "app", str(ROOT / "tests/directory/walk_in.py"), link, EMAIL) == "Gwen Tasker as app"
