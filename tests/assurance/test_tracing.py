"""Whoever has the database, row by row, and the times at which people answered cannot tell who said what.

The attacks are in attacking.py. Each must stay with chance over many rounds, and must find what it is for when it is
planted: an order that is kept, identifiers that grow with time, a seal that is left off, a length that is not hidden.
"""

import hashlib
import json
import random
import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import count

import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker

from commonground.assurance.models import Answer, Group, Held, Round
from commonground.assurance.survey import actions, blinding, releasing
from commonground.assurance.themes import Said
from commonground.directory.queries import people_of
from commonground.now import london_date, now
from commonground.sealing import seal
from tests.assurance.attacking import (
    ORDERS,
    TABLES,
    Dump,
    Score,
    Somebody,
    by_length,
    by_order,
    by_order_of_words,
    by_reading,
    dumped,
    shared_values,
)
from tests.cast import Cast
from tests.conftest import Clone
from tests.connected import connected

SEED = 20261128
ROUNDS = 8
STAFF = (8, 9, 12, 3, 2)
"""How many of the first five agencies answer on each of two days: two of them are small."""
BY_CHANCE = 4.5
"""Standard deviations that chance alone does not reach in all these attacks, but for once in ten thousand runs."""
FOUND = 12


@pytest.fixture
def world(seeded: Clone, django_db_blocker: DjangoDbBlocker) -> Iterator[Cast]:
    """Give the cast in a database that truly commits."""
    with django_db_blocker.unblock(), connected(seeded.owner):
        yield Cast(now() - timedelta(minutes=50))


class Played:
    """Many rounds as they were answered, with a dump at each moment at which an attacker might take one."""

    def __init__(self, cast: Cast, rounds: int = ROUNDS, seed: int = SEED) -> None:
        """Play them all; everything that is said comes from the seed."""
        self.cast, self.chance = cast, random.Random(seed)  # noqa: S311 - invented answers
        self.people: dict[str, list[Somebody]] = {}
        self.held: dict[str, Dump] = {}
        self.released: dict[str, Dump] = {}
        for _ in range(rounds):
            self.play()
        self.end = dumped()

    def play(self) -> None:
        """Play one round of two days, and move the clock beyond it."""
        cast, today = self.cast, london_date(self.cast.at)
        row = actions.open_round(
            by=cast.actor("elin"), at=cast.at, partnership=min(cast.actor("elin").offices), opens=today,
            closes=today + timedelta(days=7), keys=["heard", "route", "backed"],
        )  # fmt: skip
        key, groups = (
            str(row.pk),
            list(Group.objects.filter(round=row).select_related("round").order_by("agency__name")),
        )
        self.people[key] = []
        for day in range(2):
            at = cast.at + timedelta(days=day)
            coming = [group for group, staff in zip(groups, STAFF, strict=False) for _ in range(staff)]
            self.chance.shuffle(coming)
            for group in coming:
                self.answer(row, group, str(london_date(at + timedelta(days=1))), at)
            if day == 0:
                self.held[key] = dumped()
                releasing.release(at + timedelta(days=1))
                self.released[key] = dumped()
        releasing.release(cast.at + timedelta(days=8))
        cast.at += timedelta(days=9)

    def answer(self, row: Round, group: Group, day: str, at: object) -> None:
        """Have the next person of a group answer; accounts first, then by the link."""
        key = str(row.pk)
        there = [one for one in self.people[key] if one.agency == str(group.agency_id)]
        staff = people_of(group.agency_id, london_date(self.cast.at))
        whose = (
            str(staff[len(there)].pk)
            if len(there) < len(staff)
            else f"link {uuid.UUID(int=self.chance.getrandbits(128))}"
        )
        said = {one.key: self.chance.choice([*Said]).value for one in row.themes}
        words = "w" * self.chance.randint(1, 300) + f" {len(self.people[key])}"
        actions.answer(at=at, group=group, whose=whose, by_link="link" in whose, said=said, words=words)  # type: ignore[arg-type]
        self.people[key].append(Somebody(whose, str(group.agency_id), day, said, words))

    def first_day(self, key: str) -> list[Somebody]:
        """Return who answered on the first day of a round."""
        return self.people[key][: sum(STAFF)]


def beyond_chance(played: Played) -> dict[str, float]:
    """Return how far beyond chance each attack comes, over all rounds."""
    found = {}
    for name, order in ORDERS.items():
        for when, dumps in (
            ("after a night", played.released),
            ("at the end", dict.fromkeys(played.people, played.end)),
        ):
            score = Score()
            for key, people in played.people.items():
                some = played.first_day(key) if when == "after a night" else people
                by_order(dumps[key], key, some, order, score, by_day=when == "after a night")
            assert score.guesses > 100, (name, when)
            found[f"{name}, {when}"] = score.beyond
        score = Score()
        for key, people in played.people.items():
            by_order_of_words(played.end, key, people, order, score)
        found[f"{name}, of words"] = score.beyond
    reading, length = Score(), Score()
    for key in played.people:
        by_reading(played.held[key], key, played.first_day(key), reading)
    found["reading what is held"] = reading.beyond
    for key in played.people:
        first = played.first_day(key)
        own = {one.words for one in first}
        remarks = [row for row in played.end["assurance_remark"] if row.told["words"] in own]
        by_length(played.end | {"assurance_remark": remarks}, key, played.held[key], first, length)
    found["how long the words are"] = length.beyond
    return found


def test_an_attacker_does_no_better_than_chance(world: Cast, figure: Callable[[str], None]) -> None:
    played = Played(world)
    found = beyond_chance(played)
    worst = max(found, key=lambda name: abs(found[name]))
    figure(
        f"tracing survey answers, seed {SEED}, {ROUNDS} rounds, {len(found)} attacks: at most {found[worst]:+.1f} "
        f"standard deviations from chance ({worst})"
    )
    assert {name: one for name, one in found.items() if abs(one) > BY_CHANCE} == {}
    for key, people in played.people.items():
        dump = played.released[key]
        wrote = {row.transaction for table in ("assurance_answered", "assurance_held") for row in dump[table]}
        wrote |= {row.transaction for row in played.held[key]["assurance_held"]}
        assert wrote.isdisjoint(row.transaction for row in dump["assurance_answer"])
        marks = {row.told["mark"] for row in dump["assurance_answered"]}
        guessed = {
            hashlib.sha256(text.encode()).hexdigest()
            for one in people
            for text in (one.whose, f"{key}{one.whose}", f"survey {key} {one.whose}")
        }
        assert marks.isdisjoint(guessed), "a mark takes a key that is not in the database"
    rounds, agencies = set(played.people), {one.agency for people in played.people.values() for one in people}
    assert shared_values(played.end) <= rounds | agencies | {"True", "False", ""}
    assert not Held.objects.exists()


def test_no_group_of_fewer_than_six_stands_in_the_database_at_any_moment(world: Cast) -> None:
    played = Played(world, rounds=3, seed=SEED + 1)
    for dump in (*played.released.values(), played.end):
        groups: dict[tuple[object, ...], int] = {}
        for row in dump["assurance_answer"]:
            told = row.told
            group = (told["round_id"], told["agency_id"], told["day"], told["theme"])
            groups[group] = groups.get(group, 0) + 1
        assert min(groups.values()) >= 6
    days = {(row.told["round_id"], row.told["day"]) for row in played.end["assurance_answer"]}
    assert len(days) == 3, "in the end each round has one day"


@pytest.mark.django_db
def test_what_is_kept_of_an_answer_has_no_time_and_no_number_in_a_row() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_name = ANY(%s)"
            " AND (data_type LIKE '%%time%%' OR data_type IN ('bigint', 'integer') OR column_default IS NOT NULL)",
            [list(TABLES)],
        )
        assert cursor.fetchall() == []


def test_a_kept_order_is_found(world: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(releasing.chance, "shuffle", lambda _rows: None)
    monkeypatch.setattr(releasing, "_write_anew", lambda *_asked: None)
    found = beyond_chance(Played(world))
    assert found["where the row lies, after a night"] > FOUND
    assert found["where the row lies, of words"] > FOUND


def test_identifiers_that_grow_with_time_are_found(world: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = count(1)
    monkeypatch.setattr(Answer._meta.get_field("id"), "default", lambda: uuid.UUID(int=next(numbers)))
    monkeypatch.setattr(Answer._meta.get_field("id"), "_get_default", lambda: uuid.UUID(int=next(numbers)))
    found = beyond_chance(Played(world))
    assert found["its identifier, after a night"] > FOUND
    assert abs(found["its identifier, at the end"]) < BY_CHANCE, "in the end all are written anew"


def test_a_seal_that_is_left_off_is_found(world: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "closed", lambda _round, said: json.dumps(said).encode())
    monkeypatch.setattr(releasing, "opened", lambda _round, sealed: json.loads(sealed))
    assert beyond_chance(Played(world))["reading what is held"] > FOUND


def test_a_length_that_is_not_hidden_is_found(world: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def closed(round_: uuid.UUID, said: dict[str, object]) -> bytes:
        plain = json.dumps(said).encode()
        return seal(len(plain).to_bytes(blinding.HEAD, "big") + plain, f"survey {round_}")

    monkeypatch.setattr(actions, "closed", closed)
    assert beyond_chance(Played(world, rounds=4))["how long the words are"] > FOUND
