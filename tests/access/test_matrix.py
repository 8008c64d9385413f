"""Every screen and act, by every persona, in every state: nobody meets what isn't theirs, and two locks hold it.

The expectation is typed in ``expectations.py``. The whole is run with the application's filter off, then with
row-level security off (``test_matrix_without_policies.py``, for another core); each alone must give everybody exactly
what is theirs, so both together do. With both off it must fail, or it proves nothing (``test_matrix_unlocked.py``).
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache

from commonground.differences import queries
from commonground.differences.models import difference
from commonground.differences.models.apart import Drafts
from commonground.differences.side_views.models import OwnDrafts
from commonground.questions import KEPT
from tests.access.expectations import (
    ABOUT_NO_ONE,
    ACTS,
    AGREED_IN,
    ALL_ACTS,
    ASKED_WHAT_CHANGED,
    ENDED,
    ENDS_ADVICE,
    FILERS,
    GIVES_A_REFERENCE,
    LINKED,
    LOOKED_AT,
    MASKS,
    MEETS,
    NEITHER_SIDE,
    OPENS_THE_NAME,
    SAYS,
    SAYS_HOW_IT_WENT,
    SEES,
    SOUGHT_IN,
    UNDERTAKEN,
)
from tests.access.meeting import UNSEEN, AsRole
from tests.access.rounds import PARTS, Run
from tests.access.states import build
from tests.access.world import World


@pytest.fixture
def world(db: None) -> Iterator[World]:  # noqa: ARG001 - the transaction it lives in
    """Build every state as owner."""
    logging.disable()  # ten thousand refusals
    cache.clear()
    Session.objects.all().delete()
    yield build()
    logging.disable(logging.NOTSET)


@contextmanager
def no_filter(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Take the application's lock away: everybody's queries ask for everything."""
    with monkeypatch.context() as patch:
        patch.setattr(queries, "opens_names", lambda *_asked: True)
        for rows in (difference.Differences, Drafts, OwnDrafts):
            patch.setattr(rows, "visible_to", lambda self, _actor: self.all())
        patch.setattr(Drafts, "shown_to", lambda self, _actor: self.all())
        build_anew()
        try:
            yield
        finally:  # also when it fails: whatever else this process tests has both locks on again
            build_anew()


def build_anew() -> None:
    """Forget every question that was built with the filter in it, or without."""
    for question in KEPT:
        question.forget()
    KEPT.clear()


def test_the_database_alone_gives_everybody_exactly_what_is_theirs(
    world: World, as_role: AsRole, monkeypatch: pytest.MonkeyPatch, pytestconfig: pytest.Config
) -> None:
    run = Run(world, filtered=False, every=pytestconfig.getoption("--long"))
    with no_filter(monkeypatch), as_role("app"):
        exact(run.everything())


def exact(run: Run) -> None:
    """Check a whole run: nothing leaked, nothing wrong, and everything that a table allows was really met."""
    found = run.found
    assert found.leaks == [], "\n".join(found.leaks[:50])
    assert found.wrong == [], "\n".join(found.wrong)
    assert found.cells >= 10_000
    doors = {f"POST /differences/{act.replace('_', '-')}/" for act in ALL_ACTS}
    doors |= {f"GET /differences/{part}" for part in PARTS}
    assert doors <= set(found.unseen), f"nobody who does not see it has tried {doors - set(found.unseen)}"
    assert min(found.unseen.values()) >= UNSEEN, f"every door must be tried by people who do not see it: {found.unseen}"
    assert set(SEES) <= set(found.seen), "each state must be met with its canary by somebody"
    acts = {f"{state} {act}" for state, allowed in ACTS.items() for one in allowed.values() for act in one}
    assert acts <= set(found.seen), "each act that a table allows must have been taken by somebody"
    assert {f"{state} as a file" for state in SEES} <= set(found.seen), "each state must be taken as a file by somebody"
    filed = {f"{state} for_our_file" for state, who in SEES.items() if who & FILERS}
    assert filed <= set(found.seen), "each state must have been put on a file by somebody"
    assert {f"{state} mask" for state in MASKS} <= set(found.seen), "each note must have been masked or decided on"
    assert {f"{state} with the other" for state in LINKED} <= set(found.seen), "each link must have been met"
    said = {f"{state} {what}" for state, who in SEES.items() if who & SAYS for what in ("say", "take")}
    assert said | {f"{state} still_see" for state in AGREED_IN} <= set(found.seen), (
        "each must have been said by somebody"
    )
    met = {f"{state} {what}" for state in LINKED for what in ("linked", "take_back", "child_moved")}
    assert met <= set(found.seen), "they must have been linked, taken back, and moved by somebody"
    assert {f"{state} end" for state in ENDS_ADVICE} <= set(found.seen), "advice must have been ended by somebody"
    went = {f"{state} how_it_went" for state in ENDED if SEES[state] & SAYS_HOW_IT_WENT}
    assert went | {f"{state} what_changed" for state in ASKED_WHAT_CHANGED} <= set(found.seen)
    met = {f"{state} {what}" for state in MEETS for what in ("choose", "cancel", "minutes", "agree", "dissent")}
    met |= {f"{state} {what}" for state in UNDERTAKEN for what in ("done", "hand_over")}
    met |= {f"{LOOKED_AT} {what}" for what in ("ask", "take", "word", "cannot", "take_back")}
    met |= {f"{SOUGHT_IN} {what}" for what in ("find", "cannot", "take_back")}
    assert met <= set(found.seen), "what can be done about meetings and actions must have been done by somebody"
    named = {f"{state} by name" for state, who in OPENS_THE_NAME.items() if who & SEES[state]}
    assert named <= set(found.seen), "each name must have been opened by somebody"
    assert found.seen["a date of birth"] >= len(named)
    given = {
        f"{state} references" for state, who in SEES.items() if who & GIVES_A_REFERENCE and state not in ABOUT_NO_ONE
    }
    assert given <= set(found.seen), "references must have been given by somebody"
    shared = {f"{state} our_view" for state, who in SEES.items() if state not in ENDED and who - NEITHER_SIDE}
    assert shared <= set(found.seen), "views must have been shared by somebody wherever somebody of a side sees it"
    assert {f"{state} by search" for state in SEES} <= set(found.seen), "what was said must have been found by somebody"
    assert found.seen["draft"] > 0
    assert found.seen["advice"] > 0
