"""The two references of a child are given at the same moment: both stand, and the name is wiped, once."""

from dataclasses import replace
from threading import Barrier, Thread
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.urls import reverse

from commonground.differences import actions
from commonground.differences.actions import which_child
from commonground.differences.entries import REFERENCE
from commonground.differences.models import Child, ChildName, Difference
from commonground.directory.models import Person
from commonground.record.models import Entry
from tests.cast import NAMED, Cast
from tests.conftest import Clone
from tests.connected import connected
from tests.differences.raising import Browser
from tests.faults.test_races import PATIENCE


def raced(world: Cast, seeded: Clone, monkeypatch: pytest.MonkeyPatch, **sent: dict[str, str]) -> list[int]:
    """Have these people send their forms at once; return what each was answered, in their order."""
    row = Difference.objects.get()
    address = reverse("differences:references", args=[row.reference])
    barrier, give, got = Barrier(len(sent), timeout=PATIENCE), actions.give_references, dict[str, int]()

    def waiting(**asked: Any) -> actions.Given:  # noqa: ANN401 as the view calls it
        barrier.wait()
        return give(**asked)

    monkeypatch.setattr(actions, "give_references", waiting)

    def window(name: str, person: Person, form: dict[str, str]) -> None:
        with connected(seeded.app):
            got[name] = Browser(person).post(address, {"submission": str(uuid4()), **form}).status_code

    threads = [Thread(target=window, args=(name, world.person(name), form)) for name, form in sent.items()]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [got[name] for name in sent]


def test_both_references_at_once_are_both_kept_and_the_name_is_wiped_once(
    world: Cast, seeded: Clone, monkeypatch: pytest.MonkeyPatch
) -> None:
    with transaction.atomic():
        row = world.raised(children=(replace(NAMED, own_reference=""),))
    answers = raced(
        world, seeded, monkeypatch, amy={"raising-1": "OAK-77"}, bob={"responding-1": "FH-77"}
    )  # fmt: skip
    assert answers == [302, 302]
    known = which_child.unsealed(Child.objects.get(difference=row))
    assert (known.own_reference, known.other_reference) == ("OAK-77", "FH-77")
    assert not ChildName.objects.exists()
    entries = Entry.objects.filter(subject=row.pk, kind=REFERENCE).order_by("number")
    assert [entry.facts.get("names_wiped") for entry in entries] == [None, [1]]


def test_of_two_who_write_down_the_same_agency_s_reference_its_own_people_have_the_last_word(
    world: Cast, seeded: Clone, monkeypatch: pytest.MonkeyPatch
) -> None:
    with transaction.atomic():
        row = world.raised(children=(NAMED,))
    amy, bob = raced(
        world, seeded, monkeypatch, amy={"responding-1": "FH-told"}, bob={"responding-1": "FH-own"}
    )  # fmt: skip
    assert bob == 302
    assert amy in {302, 409}, "she was first, or the page says that theirs is in"
    assert which_child.unsealed(Child.objects.get(difference=row)).other_reference == "FH-own"
    assert not ChildName.objects.exists()
