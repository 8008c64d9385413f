"""Fast seeding: a story made by the actions is copied, with new keys, other people, other words, and a true record."""

import json
import uuid
from collections.abc import Callable, Iterable
from typing import Any, TypeVar
from uuid import UUID

from django.db import models

from commonground.differences.actions.which_child import sealed, unsealed
from commonground.differences.models import Child, Clock, Difference, Proposal, Seat, Signature, View
from commonground.differences.models.references import mint_reference
from commonground.record import chain
from commonground.record.actions import compose
from commonground.record.models import Entry, EntryText, Head
from tests.bench.stories import PLACES, Unit

Fill = Callable[[str], str]
Row = TypeVar("Row", bound=models.Model)
TABLES: tuple[type[models.Model], ...] = (Seat, View, Clock, Proposal, Signature, Child)
OWN = {"id", "reference", "salt", "commitment", "previous", "digest", "signature", "actor", "sealed"}
"""Columns that are different in every difference by their nature."""


class Story:
    """A difference to copy: its rows, read once."""

    def __init__(self, row: Difference, unit: Unit) -> None:
        self.row, self.unit = row, unit
        self.rows = {table: list(table._default_manager.filter(difference=row)) for table in TABLES}
        entries = Entry.objects.filter(subject=row.pk).order_by("number")
        self.entries = list(entries.select_related("text"))
        self.actors = {chain.actor_token(row.pk, one.pk): one.pk for one in unit.people.values()}
        self.children = [unsealed(child) for child in self.rows[Child] if isinstance(child, Child)]
        self.keys: dict[UUID, dict[UUID, UUID]] = {}

    def copied(self, unit: Unit, fill: Fill) -> list[models.Model]:
        """Return the rows of a copy for another unit, not yet saved: the difference last among its own."""
        if unit.school.pk not in self.keys:
            self.keys[unit.school.pk] = keys_between(self.unit, unit)
        keys = dict(self.keys[unit.school.pk])
        row = again(self.row, keys, fill)
        row.reference = mint_reference()
        keys[self.row.pk] = row.pk
        made: list[models.Model] = [row]
        for table in TABLES:
            for number, one in enumerate(self.rows[table]):
                copy = again(one, keys, fill)
                keys[one.pk] = copy.pk
                if isinstance(copy, Child):
                    copy.sealed = sealed(self.children[number], row.pk)
                made.append(copy)
        return made + self.record(row, keys, fill)

    def record(self, row: Difference, keys: dict[UUID, UUID], fill: Fill) -> list[models.Model]:
        """Return a copy's record: composed, linked and signed entry by entry, as the record itself does."""
        head: Head | None = None
        made: list[models.Model] = []
        for entry in self.entries:
            person = self.actors.get(entry.actor)
            written = compose(
                head,
                subject=row.pk,
                partnership_id=row.partnership_id,
                kind=entry.kind,
                facts=entry.facts,
                sentence=entry.text.sentence,
                words=filled(entry.text.words, fill),
                person_id=keys.get(person, person) if person else None,
                by_name=entry.text.actor_name,
                at=entry.at,
                side_only=entry.side_only,
            )
            head = written.head
            made += [written.entry, written.text]
        return [*made, head] if head else made


def keys_between(here: Unit, there: Unit) -> dict[UUID, UUID]:
    """Return what each key of one unit is in another: agencies, team, people and posts."""
    keys = {here.school.pk: there.school.pk, here.council.pk: there.council.pk, here.team.pk: there.team.pk}
    keys |= {person.pk: there.people[name].pk for name, person in here.people.items()}
    for agency, other in ((here.school, there.school), (here.council, there.council)):
        posts = {(post.role, post.title): post.pk for post in other.posts.all()}
        keys |= {post.pk: posts[post.role, post.title] for post in agency.posts.all()}
    return keys


def again(row: Row, keys: dict[UUID, UUID], fill: Fill) -> Row:
    """Return a row with a key of its own, other keys where they differ, and words in their places."""
    values: dict[str, Any] = {}
    for field in row._meta.concrete_fields:
        value = getattr(row, field.attname)
        value = keys.get(value, value) if isinstance(value, UUID) else filled(value, fill)
        values[field.attname] = value
    values["id"] = uuid.uuid4()
    return type(row)(**values)


def filled(value: Any, fill: Fill) -> Any:  # noqa: ANN401 whatever a column holds
    """Return a text, or the texts of a dictionary, with each place filled; anything else as it is."""
    if isinstance(value, dict) and any(f"[{place}]" in json.dumps(value) for place in PLACES):
        return {key: filled(one, fill) for key, one in value.items()}
    if isinstance(value, str) and "[" in value:
        for place in PLACES:
            if f"[{place}]" in value:
                value = value.replace(f"[{place}]", fill(place))
    return value


def save(rows: Iterable[models.Model]) -> None:
    """Write rows of many copies, table by table, in an order that their keys allow."""
    by_table: dict[type[models.Model], list[models.Model]] = {}
    for row in rows:
        by_table.setdefault(type(row), []).append(row)
    tables: tuple[type[models.Model], ...] = (Difference, *TABLES, Entry, EntryText, Head)
    for table in tables:
        table._default_manager.bulk_create(by_table.get(table, []), batch_size=500)


def portrait(row: Difference, unit: Unit) -> dict[str, Any]:
    """Return everything of a difference, column for column, with keys as names: two alike have equal portraits."""
    names: dict[UUID, str] = {unit.school.pk: "school", unit.council.pk: "council", unit.team.pk: "team", row.pk: "it"}
    names |= {person.pk: name for name, person in unit.people.items()}
    for agency in (unit.school, unit.council):
        names |= {post.pk: f"post {post.title} {post.role}" for post in agency.posts.all()}
    for number, proposal in enumerate(Proposal.objects.filter(difference=row)):
        names[proposal.pk] = f"proposal {number}"
    found: dict[str, Any] = {"difference": columns(row, names)}
    for table in TABLES:
        rows = [columns(one, names) for one in table._default_manager.filter(difference=row)]
        found[table.__name__] = sorted(rows, key=lambda one: json.dumps(one, default=str, sort_keys=True))
    entries = Entry.objects.filter(subject=row.pk).order_by("number").select_related("text")
    found["record"] = [columns(entry, names) | columns(entry.text, names) for entry in entries]
    found["head"] = columns(Head.objects.get(pk=row.pk), names)
    return found


def columns(row: models.Model, names: dict[UUID, str]) -> dict[str, Any]:
    """Return a row's columns but those that are always different, with keys as names."""
    return {
        field.attname: names.get(value, value) if isinstance(value := getattr(row, field.attname), UUID) else value
        for field in row._meta.concrete_fields
        if field.name not in OWN | {"entry"}
    }
