"""Groups that are not listed, by every persona: who sees an ask to vouch and who may answer it, typed by hand.

It runs with the application's filter off, then as the owner, whom every policy lets through: each lock alone gives
everybody exactly what is theirs. With both off it must fail.
"""

from contextlib import nullcontext
from uuid import uuid4

import pytest
from django.db import transaction

from commonground.differences import actions
from commonground.differences.models import Vouching
from commonground.differences.models.vouching import Vouchings
from commonground.directory.models import Agency
from tests.access.meeting import AsRole, Changes, browser_of
from tests.cast import Cast
from tests.connected import tell_database

CANARY = "CN-group"
ASKER, VOUCHERS = "amy", {"elin", "sarah"}
"""Elin is the officer of the partnership, Sarah the safeguarding lead of Amy's school."""
OTHER_KEEPERS = {"farah", "wendy", "gwen"}
"""They keep people elsewhere, so they have the page: what they may not see is not there for them."""
NOT_THEIRS = {"judith", "bob", "sol", "zed", "hana"}
EVERYBODY = ("", ASKER, *sorted(VOUCHERS | OTHER_KEEPERS | NOT_THEIRS))
CHANGING = {"differences_vouching", "directory_agency", "directory_post", "directory_change", "notices_notice"}


@pytest.fixture
def ask(cast: Cast) -> Vouching:
    """Return what Amy asks, with a canary in every text."""
    draft = actions.save_draft(by=cast.actor(ASKER), at=cast.tick(), draft=None, answers={"worry": "CN-worry"})
    group = actions.Group(
        f"{CANARY}-name", "voluntary", f"{CANARY}-phone", f"{CANARY}-area", f"{CANARY}-person", "cn-group@x.example"
    )
    new = cast.new()
    return actions.ask_to_vouch(
        by=cast.actor(ASKER), at=cast.tick(), draft=draft.pk, group=group, partnership=new.partnership,
        own_agency=new.raising_agency,
    )  # fmt: skip


def met(cast: Cast, row: Vouching) -> list[str]:
    """Return what is wrong with what everybody meets of an ask to vouch; nothing when each meets what is theirs."""
    wrong, url = [], f"/differences/vouching/{row.pk}/"
    answers = (
        {"says": "yes", "desk": "on"},
        {"says": "no", "reason": "I do not know them."},
        {"says": "listed", "agency": str(Agency.objects.get(name="Fairhaven City Council").pk)},
    )
    changes = Changes()
    for name in EVERYBODY:
        client = browser_of(cast, name)
        home = client.get("/").content.decode()
        if (CANARY in home) != (name in VOUCHERS):
            wrong.append(f"{name} home")
        elsewhere = ("/notices/", "/differences/", "/differences/raise/", "/people/")
        wrong += [f"{name} {page}" for page in elsewhere if CANARY in client.get(page).content.decode()]
        answer = client.get(url)
        status = 302 if not name else 200 if name in VOUCHERS else 404 if name in OTHER_KEEPERS else 403
        if answer.status_code != status or (CANARY in answer.content.decode()) != (name in VOUCHERS):
            wrong.append(f"{name} GET: {answer.status_code}, not {status}")
        for said in answers:
            changes.since()
            with transaction.atomic():
                answer = client.post(url, said | {"submission": str(uuid4())})
                changed = CHANGING & changes.since().keys()
                transaction.set_rollback(True)
            sent = 302 if name in VOUCHERS or not name else status
            if answer.status_code != sent or bool(changed) != (name in VOUCHERS):
                wrong.append(f"{name} POST {said['says']}: {answer.status_code}, not {sent}, changed {changed}")
    return wrong


@pytest.mark.parametrize("held_by", ["filter", "database"])
def test_each_lock_alone_gives_everybody_what_is_theirs(
    cast: Cast, ask: Vouching, as_role: AsRole, monkeypatch: pytest.MonkeyPatch, held_by: str
) -> None:
    if held_by == "database":
        monkeypatch.setattr(Vouchings, "visible_to", lambda self, _actor: self.all())
    with as_role("app") if held_by == "database" else nullcontext():
        assert met(cast, ask) == []


def test_with_both_locks_off_it_leaks(cast: Cast, ask: Vouching, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Vouchings, "visible_to", lambda self, _actor: self.all())
    wrong = met(cast, ask)
    assert {one.split()[0] for one in wrong} >= OTHER_KEEPERS


def test_every_change_of_an_ask_is_refused_by_the_database_to_others(
    cast: Cast, ask: Vouching, as_role: AsRole
) -> None:  # fmt: skip
    for name, changed in (("bob", 0), ("gwen", 0), ("zed", 0), ("elin", 1), ("amy", 1)):
        with as_role("app"):
            tell_database(cast.actor(name))
            assert Vouching.objects.filter(pk=ask.pk).update(reason="x") == changed
