"""From what a draft can start: what is shipped, or nothing."""

import json
import re

from commonground.editions.queries import reading
from commonground.procedures.loading import shipped

INVENTED = {"fairhaven", "fairhaven-conference"}
"""Definitions of places that do not exist: for the demonstration, never offered."""

BLANK = """\
key = "{key}"
name = {name}

[[stages]]
name = "Practitioners"
raising = ["practitioner"]
responding = ["practitioner"]
formal = false
provisional = true

[[stages.clocks]]
key = "settled"
label = "Settled or escalated by"
starts = ["raised", "escalated", "skipped"]
ends = ["agreed", "escalated", "skipped", "withdrawn", "redirected", "not_resolved"]
unit = "working_days"
amount = "not known"
"""


def offered() -> dict[str, tuple[str, str]]:
    """Return the shipped definitions that a draft can start from: their key, with their name and text."""
    found = {key: (text, reading(text).procedure) for key, text in shipped().items() if key not in INVENTED}
    return {key: (procedure.name, text) for key, (text, procedure) in found.items() if procedure}


def blank(name: str) -> str:
    """Return a procedure of one stage of which nothing is known but its name."""
    key = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:60].strip("-") or "procedure"
    return BLANK.format(key=key, name=json.dumps(name, ensure_ascii=False))
