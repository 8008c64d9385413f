"""Rules about the whole: each is a promise of docs/house.md, held here."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver

from commonground.differences.actions.telling import KINDS as NOTICE_KINDS
from commonground.differences.entries import CLOCK
from commonground.differences.models.bound import BoundModel
from commonground.permissions import Permission
from commonground.privacy import Privacy
from commonground.procedures.acts import missing
from commonground.procedures.terms import Act
from commonground.record.entries import KINDS
from commonground.web.documents import OURS

HOUSE = Path(__file__).resolve().parents[2] / "commonground"
LONGEST = 400

BOUND = {"Difference", "Draft", "Pass", "Vouching"} | {
    model.__name__ for model in apps.get_models() if issubclass(model, BoundModel)
}
"""The models whose rows are somebody's to see: all that are bound to a difference, and these."""

WRITERS = (
    "differences/actions/",
    "differences/after/sweeping.py",
    "differences/agreeing.py",
    "differences/demonstration/",
    "differences/entries.py",
    "differences/fresh_eyes/sweeping.py",
    "differences/management/",
    "differences/models/",
    "differences/thresholds/actions.py",
    "differences/undertakings/sweeping.py",
)
"""Where rows of differences are read without an actor: the door itself, the clock, the check, the loading."""

OTHERS_VIEWS = {"allauth"}
"""Views of packages: the middleware lets in only those who are signed in, and confines those without a factor."""

UNSAID = re.compile(r"\b(tickets?|disputes?|complainants?|winners?|losers?|faults?|in breach)\b", re.IGNORECASE)


def sources(pattern: str = "*.py") -> Iterator[Path]:
    return (path for path in sorted(HOUSE.rglob(pattern)) if "migrations" not in path.parts)


def views(patterns: list[URLPattern | URLResolver]) -> Iterator[URLPattern]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from views(pattern.url_patterns)
        else:
            yield pattern


def test_every_field_of_every_table_has_its_data_protection_class() -> None:
    bare = []
    for label in OURS:
        for model in apps.get_app_config(label).get_models():
            fields = {field.name for field in (*model._meta.local_fields, *model._meta.local_many_to_many)}
            classes = getattr(model, "privacy", {})
            bare += [f"{model.__name__}.{name}" for name in fields ^ classes.keys()]
            assert all(isinstance(value, Privacy) for value in classes.values())
    assert bare == []


def test_every_view_of_ours_has_a_guard() -> None:
    found = list(views(get_resolver().url_patterns))
    ours = [one for one in found if one.callback.__module__.split(".")[0] not in OTHERS_VIEWS]
    assert len(ours) > 10
    bare = [str(one.pattern) for one in ours if not isinstance(getattr(one.callback, "permission", None), Permission)]
    assert bare == []


def test_pages_reach_differences_only_through_visible_to() -> None:
    """Bound rows are those ``visible_to``, ``shown_to`` or ``held_by`` somebody, or ``of`` what was found so."""
    loose = []
    for path in sources():
        where = str(path.relative_to(HOUSE))
        if not where.startswith(WRITERS):
            loose += [f"{where}:{line}" for line in loose_managers(path.read_text(encoding="utf-8"))]
    assert loose == []


def loose_managers(text: str) -> list[int]:
    """Return the lines that use a bound model's manager other than by one of those doors."""
    tree = ast.parse(text)
    inside = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in {"visible_to", "shown_to", "held_by", "of"}
    }
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and node.attr in {"objects", "_default_manager"}
        and isinstance(node.value, ast.Name)
        and node.value.id in BOUND
        and id(node) not in inside
    ]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Difference.objects.visible_to(actor).get(pk=1)", []),
        ("Difference.objects.get(pk=1)", [1]),
        ("Seat.objects.filter(difference=1)", [1]),
        ("Seat.objects.held_by(actor)", []),
        ("Seat.objects.of(difference)", []),
        ("Person.objects.all()", []),
    ],
)
def test_the_watch_over_managers_can_tell_one_from_the_other(text: str, lines: list[int]) -> None:
    assert loose_managers(text) == lines


def test_every_act_has_its_rows() -> None:
    assert missing() == ()
    assert set(NOTICE_KINDS) == set(Act)
    assert {f"difference.{act.value}" for act in Act} | set(CLOCK) <= set(KINDS)


def test_files_are_short_enough_to_read() -> None:
    long = {
        str(path.relative_to(HOUSE)): count
        for path in sources()
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST
    }
    assert long == {}


def test_there_are_no_rooms_without_a_subject() -> None:
    names = {"core", "common", "utils", "helpers", "services", "base", "manager"}
    assert [path for path in sources() if path.stem in names or path.parent.name in names] == []


def test_pages_use_no_winning_or_blaming_words() -> None:
    said = [
        f"{path.relative_to(HOUSE)}: {found.group()}"
        for path in sources("*.html")
        for found in UNSAID.finditer(path.read_text(encoding="utf-8"))
    ]
    assert said == []
