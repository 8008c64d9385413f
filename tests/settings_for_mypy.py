"""The product's settings as mypy's plugin for Django reads them: with keys of its own and no database."""

import os
from pathlib import Path

from commonground import keys

os.environ.setdefault("COMMONGROUND_KEYS", str(Path(".mypy_cache/keys").absolute()))
os.environ.setdefault("DATABASE_URL", "postgresql://app@/commonground")
os.environ.setdefault("COMMONGROUND_ROLE", "app")
keys.make(Path(os.environ["COMMONGROUND_KEYS"]))

from commonground.settings import *  # noqa: E402, F403 - after the environment is complete
