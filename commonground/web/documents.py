"""Documents that cannot go stale: written from the code, and checked against it by ``bin/check``."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime

from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver

from commonground.permissions import ROLES, Permission
from commonground.privacy import Classes
from commonground.procedures import rules
from commonground.procedures.describing import markdown
from commonground.procedures.loading import load, shipped
from commonground.procedures.permitting import PERMITS
from commonground.procedures.terms import (
    Act,
    AgencyKind,
    Answer,
    Capacity,
    End,
    Event,
    Kind,
    Role,
    Side,
    Term,
    Unit,
)

OURS = ("directory", "record", "editions", "notices", "library", "assurance", "briefings", "differences", "insight")
MADE = "_Written by `bin/manage write_docs` from the code; `bin/check` fails when it is out of date._"


def data_protection() -> str:
    """Return what is held about whom: every field of every table with its class."""
    lines = [
        "# What is held, and how sensitive it is",
        "",
        MADE,
        "",
        "| class | means |",
        "|---|---|",
        "| none | keys and codes that say nothing about anybody |",
        "| internal | how the work stands: stages, dates, agencies |",
        "| personal | about a professional: name, work address, who did what |",
        "| special | free words that may be about a child or a family |",
        "| identity | which child it is: encrypted with a key outside the database, shown on a recorded reveal only |",
    ]
    for label in OURS:
        for model in sorted(apps.get_app_config(label).get_models(), key=lambda model: model.__name__):
            classes: Classes = getattr(model, "privacy", {})
            about = (model.__doc__ or "").split("\n")[0]
            lines += ["", f"## {label}: {model.__name__}", "", about, "", "| field | class |", "|---|---|"]
            lines += [f"| {field} | {privacy.value} |" for field, privacy in classes.items()]
    return "\n".join(lines) + "\n"


def permissions() -> str:
    """Return who may open what, and who may take which act, as a person can read it."""
    lines = [
        "# Who may open what, and who may do what",
        "",
        MADE,
        "",
        "Roles open screens. They never open a difference: that takes a seat in it ([house.md](house.md)).",
        "",
        "## Screens by role",
        "",
        "| role | " + " | ".join(one.value.replace("_", " ") for one in Permission) + " |",
        "|---|" + "---|" * len(Permission),
    ]
    for role, granted in ROLES.items():
        cells = ["yes" if one in granted or one is Permission.OPEN else "" for one in Permission]
        lines.append(f"| {role.label} | " + " | ".join(cells) + " |")
    lines += ["", "## Addresses", "", "| address | asks |", "|---|---|"]
    lines += [f"| `/{address}` | {asks} |" for address, asks in sorted(addresses())]
    lines += [
        "",
        "## Acts",
        "",
        "As the Fairhaven edition has them, at its first stage.",
        "",
        "| act | who |",
        "|---|---|",
    ]
    opened = rules.raise_(load(shipped()["fairhaven"]), at=datetime(2026, 1, 5, 10, tzinfo=UTC)).after
    lines += [f"| {act.label} | {PERMITS[act].who(opened)} |" for act in Act if act is not Act.RAISE]
    return "\n".join(lines) + "\n"


def addresses() -> Iterable[tuple[str, str]]:
    """Yield every address of ours with the permission it asks, and others' with whose they are."""
    yield from _walk(get_resolver().url_patterns, "")


def _walk(patterns: list[URLPattern | URLResolver], prefix: str) -> Iterable[tuple[str, str]]:
    for pattern in patterns:
        path = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, path)
        else:
            view = pattern.callback
            permission = getattr(view, "permission", None)
            yield path, permission.value.replace("_", " ") if permission else f"{view.__module__.split('.')[0]}"


def procedures() -> str:
    """Return the shipped procedures, each with its ladder drawn."""
    parts = ["# The shipped procedures", "", MADE, ""]
    for text in shipped().values():
        parts += [markdown(load(text)), ""]
    return "\n".join(parts).rstrip() + "\n"


def words() -> str:
    """Return the controlled lists: the words that code, pages and database share."""
    lists: tuple[tuple[str, type[Term]], ...] = (
        ("Sides", Side),
        ("Roles", Role),
        ("Seats", Capacity),
        ("Acts", Act),
        ("Kinds of difference", Kind),
        ("Answers", Answer),
        ("Ends", End),
        ("Events that clocks start from or end with", Event),
        ("What clocks count in", Unit),
        ("Kinds of agency", AgencyKind),
    )
    lines = ["# The controlled lists", "", MADE]
    for title, terms in lists:
        lines += ["", f"## {title}", "", "| word | reads |", "|---|---|"]
        lines += [f"| `{term.value}` | {term.label} |" for term in terms]
    return "\n".join(lines) + "\n"


DOCUMENTS: dict[str, Callable[[], str]] = {
    "data-protection.md": data_protection,
    "permissions.md": permissions,
    "procedures.md": procedures,
    "words.md": words,
}
