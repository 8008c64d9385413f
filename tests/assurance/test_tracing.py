"""Whoever has the database, row by row, and the times at which people answered cannot tell who said what.

The attacks are in attacking.py. Each must stay with chance over many rounds, and must find what it is for when it is
planted: an order that is kept, identifiers that grow with time, figures of one night, a seal that is left off, a length
that is not hidden, answers that the attacker sent or knows, and rounds that are close together.
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

from commonground.assurance.models import Answered, Group, Held, Remark, Round
from commonground.assurance.survey import actions, blinding, releasing
from commonground.assurance.survey.rules import APART, FEWEST
from commonground.assurance.themes import Said
from commonground.directory.actions import RefusedError
from commonground.directory.queries import people_of
from commonground.now import london_date, now
from commonground.sealing import seal
from tests.assurance.attacking import (
    ORDERS,
    TABLES,
    TOGETHER,
    Dump,
    Figures,
    Score,
    Somebody,
    by_length,
    by_order_of_words,
    by_reading,
    dumped,
    figures,
    left_over,
)
from tests.assurance.surveying import COUNCIL, HEALTH, SCHOOL, SURGERY, answered, group, opened, settled
from tests.cast import Cast
from tests.conftest import Clone
from tests.connected import connected

SEED = 20261128
ROUNDS = 8
STAFF = (2, 3, 6, 4, 1, 1)
"""How many of the first six agencies answer on each of two days: the first and the last two are small."""
BY_CHANCE = 4.5
"""Standard deviations that chance alone does not reach in all these attacks, but for once in ten thousand runs."""
FOUND = 8
LEANING = 0.8  # how many of an agency say the same on one day: so what was said on a night tells of those who answered


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
        self.evening: dict[str, Dump] = {}
        self.night: dict[str, Dump] = {}
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
        key = str(row.pk)
        groups = list(Group.objects.filter(round=row).select_related("round").order_by("agency__name"))
        self.people[key] = []
        for day in range(2):
            at = cast.at + timedelta(days=day)
            coming = [one for one, staff in zip(groups, STAFF, strict=False) for _ in range(staff)]
            leaning = {one.pk: self.chance.choice([*Said]).value for one in groups}
            self.chance.shuffle(coming)
            for one in coming:
                self.answer(row, one, leaning[one.pk], at)
            if day == 0:
                self.evening[key] = dumped()
                releasing.release(at + timedelta(days=1))
                self.night[key] = dumped()
        releasing.release(cast.at + timedelta(days=8))
        cast.at += timedelta(days=8) + APART

    def answer(self, row: Round, group: Group, leaning: str, at: object) -> None:
        """Have the next person of a group answer; accounts first, then by the link."""
        key = str(row.pk)
        there = [one for one in self.people[key] if one.agency == str(group.agency_id)]
        staff = people_of(group.agency_id, london_date(self.cast.at))
        own = len(there) < len(staff)
        whose = str(staff[len(there)].pk) if own else f"link {uuid.UUID(int=self.chance.getrandbits(128))}"
        said = {
            one.key: leaning if self.chance.random() < LEANING else self.chance.choice([*Said]).value
            for one in row.themes
        }
        words = "w" * self.chance.randint(1, 300) + f" {len(self.people[key])}"
        actions.answer(at=at, group=group, whose=whose, by_link=not own, said=said, words=words)  # type: ignore[arg-type]
        self.people[key].append(Somebody(whose, str(group.agency_id), said, words))

    def first_day(self, key: str) -> list[Somebody]:
        """Return who answered on the first day of a round."""
        return self.people[key][: sum(STAFF)]

    def published(self, key: str) -> Figures:
        """Return what is told of a round in the end."""
        return figures(self.end, key)


def beyond_chance(played: Played) -> dict[str, float]:
    """Return how far beyond chance each attack comes, over all rounds."""
    found = {}
    for name, order in ORDERS.items():
        score = Score()
        for key, people in played.people.items():
            by_order_of_words(played.end, key, people, order, score)
        found[f"{name}, of words"] = score.beyond
    for when, dumps in (("on the evening", played.evening), ("after a night", played.night)):
        score, chance = Score(), random.Random(SEED)  # noqa: S311 - an attacker's guesses
        for key in played.people:
            published = played.published(key)
            guessed = by_reading(dumps[key], key, played.first_day(key), published, score, chance=chance)
            assert guessed == set(published), "every group is attacked, small ones together as well"
            assert TOGETHER in guessed
            assert len(guessed) == 4
        assert score.guesses == len(played.people) * sum(STAFF) * 3
        found[f"reading what lies there {when}"] = score.beyond
    length = Score()
    for key in played.people:
        by_length(played.end, key, played.evening[key], played.first_day(key), length)
    found["how long what is held is"] = length.beyond
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
        dump = played.night[key]
        assert figures(dump, key) == {}, "nothing that was said stands in plain before the end"
        marks = {row.told["mark"] for row in dump["assurance_answered"]}
        assert len(marks) == sum(STAFF)
        guessed = {
            hashlib.sha256(text.encode()).hexdigest()
            for one in people
            for text in (one.whose, f"{key}{one.whose}", f"survey {key} {one.whose}")
        }
        assert marks.isdisjoint(guessed), "a mark takes a key that is not in the database"
    assert played.end["assurance_held"] == played.end["assurance_answered"] == [], "neither stays once it is over"


@pytest.mark.django_db
def test_what_is_kept_of_an_answer_has_no_time_and_no_number_in_a_row() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_name = ANY(%s)"
            " AND (data_type LIKE '%%time%%' OR data_type IN ('bigint', 'integer') OR column_default IS NOT NULL)",
            [list(TABLES[:3])],
        )
        assert cursor.fetchall() == []


def test_a_kept_order_is_found(world: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    played_in_order(monkeypatch)
    assert beyond_chance(Played(world, rounds=3))["where the row lies, of words"] > FOUND


def test_identifiers_that_grow_with_time_are_found(world: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = count(1)
    played_in_order(monkeypatch)
    monkeypatch.setattr(Remark._meta.get_field("id"), "default", lambda: uuid.UUID(int=next(numbers)))
    monkeypatch.setattr(Remark._meta.get_field("id"), "_get_default", lambda: uuid.UUID(int=next(numbers)))
    assert beyond_chance(Played(world, rounds=3))["its identifier, of words"] > FOUND


def played_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    """Plant that words are kept in the order in which they were held: not shuffled, and not by agency."""
    monkeypatch.setattr(releasing.chance, "shuffle", lambda words: words.sort(key=lambda one: int(one.split()[-1])))


def test_figures_of_a_night_are_found(world: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = releasing.release_round

    def release_round(key: uuid.UUID, at: object) -> int:
        row = Round.objects.get(pk=key)
        for one in Group.objects.filter(round=row):
            some = [blinding.opened(row.pk, bytes(held.sealed)) for held in Held.objects.filter(round=row)]
            told = [releasing.Told(**said) for said in some if said["agency"] == str(one.agency_id)]
            Group.objects.filter(pk=one.pk).update(figures=releasing._counted(told))
        return whole(key, at)  # type: ignore[arg-type]

    monkeypatch.setattr(releasing, "release_round", release_round)
    assert beyond_chance(Played(world))["reading what lies there after a night"] > FOUND


def test_a_seal_that_is_left_off_is_found(world: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "closed", lambda _round, said: json.dumps(said).encode())
    monkeypatch.setattr(releasing, "opened", lambda _round, sealed: json.loads(sealed))
    assert beyond_chance(Played(world))["reading what lies there on the evening"] > FOUND


def test_a_length_that_is_not_hidden_is_found(world: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def closed(round_: uuid.UUID, said: dict[str, object]) -> bytes:
        plain = json.dumps(said | {"said": ""}).encode()
        whole = json.dumps(said).encode()
        body = len(whole).to_bytes(blinding.HEAD, "big") + whole
        return seal(body.ljust(4 * len(plain), b"\0"), f"survey {round_}")

    monkeypatch.setattr(actions, "closed", closed)
    assert beyond_chance(Played(world, rounds=4))["how long what is held is"] > FOUND


@pytest.mark.django_db
@pytest.mark.parametrize("planted", [False, True])
def test_answers_that_were_sent_by_a_link_isolate_nobody(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, *, planted: bool
) -> None:
    if planted:
        monkeypatch.setattr(releasing, "accounts", len)
    row = opened(cast)
    answered(cast, row, COUNCIL, 8)
    answered(cast, row, SURGERY, 2, said="no")
    for number in range(4):
        one = group(row, SURGERY)
        actions.answer(at=cast.at, group=one, whose=f"link {number}", by_link=True, said={"heard": "yes"})
    row = settled(cast, row)
    told = [group(row, SURGERY).figures, row.together]
    assert [left_over(one, {"yes": 4}, "heard") for one in told] == ([{"no": 2}, {}] if planted else [{}, {}])


@pytest.mark.django_db
@pytest.mark.parametrize("planted", [False, True])
def test_five_who_tell_each_other_do_not_know_the_sixth_of_another_agency(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, *, planted: bool
) -> None:
    if planted:
        monkeypatch.setattr(
            releasing, "_hide_each_other", lambda mixed: sum(releasing.accounts(one) for one in mixed) >= FEWEST
        )
    row = opened(cast)
    answered(cast, row, HEALTH, 5, words="Known")
    answered(cast, row, SCHOOL, 1, said="no", words="Left out")
    row = settled(cast, row)
    assert left_over(row.together, {"yes": 5}, "heard") == ({"no": 1} if planted else {})
    assert Remark.objects.filter(words__startswith="Left out").exists() is planted
    assert not Held.objects.exists()
    assert not Answered.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("planted", [False, True])
def test_two_rounds_are_not_set_side_by_side_in_a_week(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, *, planted: bool
) -> None:
    if planted:
        monkeypatch.setattr(actions, "APART", timedelta(0))
    first = opened(cast)
    answered(cast, first, COUNCIL, 7)
    first = settled(cast, first)
    cast.at += timedelta(days=16)
    if not planted:
        with pytest.raises(RefusedError, match="90 days"):
            opened(cast)
        cast.at += APART - timedelta(days=2)
        opened(cast)
        return
    second = opened(cast)
    answered(cast, second, COUNCIL, 7)
    whose = str(people_of(group(second, COUNCIL).agency_id, london_date(cast.at))[7].pk)
    actions.answer(at=cast.at, group=group(second, COUNCIL), whose=whose, by_link=False, said={"heard": "no"})
    second = settled(cast, second)
    before = group(first, COUNCIL).figures["heard"]
    assert left_over(group(second, COUNCIL).figures, before, "heard") == {"no": 1}
