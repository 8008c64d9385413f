"""Two people of one agency note at the same moment that it is on their file: it stands once."""

from threading import Barrier, Thread
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.urls import reverse

from commonground.differences import actions
from commonground.differences.entries import FILED
from commonground.record.models import Entry
from tests.cast import Cast
from tests.conftest import Clone
from tests.connected import connected
from tests.differences.raising import Browser
from tests.faults.test_races import PATIENCE


def test_two_of_one_agency_at_once_note_it_once(world: Cast, seeded: Clone, monkeypatch: pytest.MonkeyPatch) -> None:
    with transaction.atomic():
        row = world.raised()
    address = reverse("differences:for_our_file", args=[row.reference])
    newest = str(Entry.objects.get(subject=row.pk).pk)
    people = [world.person("amy"), world.person("sarah"), world.person("bob")]
    barrier, put, got = Barrier(len(people), timeout=PATIENCE), actions.put_on_file, list[int]()

    def waiting(**asked: Any) -> bool:  # noqa: ANN401 as the view calls it
        barrier.wait()
        return put(**asked)

    monkeypatch.setattr(actions, "put_on_file", waiting)

    def window(person: Any) -> None:  # noqa: ANN401 a person
        with connected(seeded.app):
            sent = {"submission": str(uuid4()), "up_to": newest, "done": "on"}
            got.append(Browser(person).post(address, sent).status_code)

    threads = [Thread(target=window, args=(person,)) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert got == [302, 302, 302]
    noted = Entry.objects.filter(subject=row.pk, kind=FILED)
    assert sorted(one.facts["by"]["side"] for one in noted) == ["raising", "responding"]
