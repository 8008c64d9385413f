"""The same moment: forms sent twice, and people who act at once, by real threads in a database that truly commits.

Each race waits until every request has been let through by its page, and only then lets them all reach the action.
"""

from collections.abc import Callable
from dataclasses import dataclass
from threading import Barrier, Thread
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse

from commonground.differences import actions
from commonground.differences.models import Clock, Difference, Seat, Signature
from commonground.differences.views import acts
from commonground.directory.models import Person
from commonground.notices.models import Notice
from commonground.procedures.terms import Act
from commonground.record.models import Entry, Submission
from tests.cast import AGREEMENT, ASK, BECAUSE, MEANWHILE, Cast
from tests.conftest import Clone
from tests.connected import connected
from tests.differences.raising import Browser

WINDOWS = 4
PATIENCE = 60  # seconds for the slowest of the others
ESCALATE = {"reason": "{text}", "tried": "We spoke.", "ask": ASK, "meanwhile": MEANWHILE}
SKIP = {"need": "{text}", "to_stage": "3"}
WITHDRAW = {"why": "settled", "words": "{text}"}


@dataclass(frozen=True)
class Sent:
    """One form: who sends it, for which act, with which answers; ``{text}`` stands for words of their own."""

    by: str
    act: Act
    answers: dict[str, str]


@dataclass(frozen=True)
class Got:
    """What a form was answered."""

    form: dict[str, str]
    status: int
    location: str
    page: str


@pytest.fixture
def together(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], Barrier]:
    """Give a way of having so many requests wait for each other just before the action."""

    def gather(many: int) -> Barrier:
        barrier, taken = Barrier(many, timeout=PATIENCE), acts.taken

        def waiting(*asked: Any) -> HttpResponse:  # noqa: ANN401 as the view calls it
            barrier.wait()
            return taken(*asked)

        monkeypatch.setattr(acts, "taken", waiting)
        return barrier

    return gather


def send(clone: Clone, row: Difference, forms: list[tuple[Person, Act, dict[str, str]]]) -> list[Got]:
    """Send these forms at the same moment, each from a window of its own; return what each was answered, in order."""
    barrier = Barrier(len(forms), timeout=PATIENCE)
    got: dict[int, Got] = {}

    def window(number: int, person: Person, act: Act, form: dict[str, str]) -> None:
        with connected(clone.app):
            browser = Browser(person)
            barrier.wait()
            answer = browser.post(reverse("differences:act", args=[row.reference, act]), form)
            got[number] = Got(
                form, answer.status_code, answer.headers.get("Location", ""), answer.content.decode()
            )  # fmt: skip

    threads = [Thread(target=window, args=(number, *form)) for number, form in enumerate(forms)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(got) == len(forms)
    return [got[number] for number in range(len(forms))]


def drawn(row: Difference, sent: Sent, number: int) -> dict[str, str]:
    """Return a form as it is sent: with a key, the version it was drawn with, and words of its own."""
    own = {name: words.format(text=f"Own words of window {number}.") for name, words in sent.answers.items()}
    return own | {"submission": str(uuid4()), "version": str(row.version)}


def counts(row: Difference) -> dict[str, int]:
    """Return how much there is of what an act leaves."""
    return {
        "entries": Entry.objects.filter(subject=row.pk).count(),
        "notices": Notice.objects.filter(subject=row.pk).count(),
        "seats": Seat.objects.filter(difference=row).count(),
        "clocks": Clock.objects.filter(difference=row).count(),
    }


def answered(world: Cast) -> Difference:
    """Return one that Bob answered, committed."""
    with transaction.atomic():
        return world.answered()


def proposed(world: Cast) -> Difference:
    """Return one in which the council proposed an agreement, committed."""
    with transaction.atomic():
        return world.proposed()


@pytest.mark.parametrize("sent", [Sent("amy", Act.ESCALATE, ESCALATE), Sent("amy", Act.NOTE, {"words": "{text}"})])
def test_a_form_sent_twice_at_once_changes_things_once(world: Cast, seeded: Clone, sent: Sent) -> None:
    row, amy = answered(world), world.person("amy")
    form = drawn(row, sent, 0) | {"own_side": "no"}
    got = send(seeded, row, [(amy, sent.act, form)] * WINDOWS)
    assert {one.status for one in got} == {302}
    assert {one.location for one in got} == {row.get_absolute_url()}
    once = counts(row)
    assert once["entries"] == 3
    assert Submission.objects.count() == 1
    again = send(seeded, row, [(amy, sent.act, form)])  # the back button, a day later
    assert (again[0].status, again[0].location, counts(row)) == (302, row.get_absolute_url(), once)
    row.refresh_from_db()
    assert row.stage == (2 if sent.act is Act.ESCALATE else 1)


@pytest.mark.parametrize(
    ("given", "sent"),
    [
        (answered, [Sent("amy", Act.ESCALATE, ESCALATE)] * WINDOWS),
        (answered, [Sent("amy", Act.ESCALATE, ESCALATE), Sent("sarah", Act.ESCALATE, ESCALATE)]),
        (
            answered,
            [
                Sent("amy", Act.ESCALATE, ESCALATE),
                Sent("sarah", Act.SKIP, SKIP),
                Sent("bob", Act.RESPOND, {"answer": "yes", "because": "{text}", "meanwhile": MEANWHILE}),
                Sent("amy", Act.WITHDRAW, WITHDRAW),
            ],
        ),
        (
            proposed,
            [
                Sent("amy", Act.SIGN, {"proposal": "1", "confirm": "on"}),
                Sent("amy", Act.DECLINE, {"proposal": "1", "reason": "{text}"}),
                Sent("bob", Act.PROPOSE, {"text": "{text}"}),
            ],
        ),
        (
            answered,
            [
                Sent("amy", Act.PROPOSE, {"text": "{text}"}),
                Sent("bob", Act.PROPOSE, {"text": "{text}"}),
                Sent("bob", Act.RESPOND, {"answer": "yes_if", "because": "{text}", "meanwhile": MEANWHILE}),
            ],
        ),
    ],
    ids=["one person’s windows", "two of a line", "both sides", "sign or not", "two proposals"],
)
def test_of_those_who_act_at_once_one_is_first_and_the_others_keep_their_words(
    world: Cast,
    seeded: Clone,
    together: Callable[[int], Barrier],
    given: Callable[[Cast], Difference],
    sent: list[Sent],
) -> None:
    row = given(world)
    before = counts(row)
    together(len(sent))
    forms = [(world.person(one.by), one.act, drawn(row, one, number)) for number, one in enumerate(sent)]
    got = send(seeded, row, forms)
    assert sorted(one.status for one in got) == [302] + [409] * (len(sent) - 1)
    for number, (one, what) in enumerate(zip(got, sent, strict=True)):
        if one.status == 409 and any("{text}" in words for words in what.answers.values()):
            assert f"Own words of window {number}." in one.page
    first = next(what.act for one, what in zip(got, sent, strict=True) if one.status == 302)
    after = Difference.objects.get(pk=row.pk)
    assert after.version == row.version + 1
    assert counts(row)["entries"] == before["entries"] + 1
    assert Entry.objects.filter(subject=row.pk).latest("number").facts["act"] == first
    assert after.stage == {Act.ESCALATE: 2, Act.SKIP: 3}.get(first, 1)
    assert counts(row)["clocks"] == before["clocks"] + (after.stage > 1)
    assert not any(one.form["submission"] for one in got if one.status == 409 and in_use(one.form["submission"]))


def in_use(key: str) -> bool:
    """Say whether a form's key was used up."""
    return Submission.objects.filter(pk=key).exclude(answer="").exists()


def test_who_signs_while_another_text_is_sent_signs_what_was_read_or_nothing_and_keeps_their_words(
    world: Cast, seeded: Clone, together: Callable[[int], Barrier]
) -> None:
    row = proposed(world)
    together(2)
    sent = [
        Sent("amy", Act.SIGN, {"proposal": "1", "confirm": "on", "differs": "{text}"}),
        Sent("bob", Act.PROPOSE, {"text": "{text}"}),
    ]
    forms = [(world.person(one.by), one.act, drawn(row, one, number)) for number, one in enumerate(sent)]
    signed, changed = send(seeded, row, forms)
    assert sorted((signed.status, changed.status)) == [302, 409]
    lost, number = (signed, 0) if signed.status == 409 else (changed, 1)
    assert f"Own words of window {number}." in lost.page
    by_amy = Signature.objects.filter(side="raising")
    assert [one.proposal.number for one in by_amy.select_related("proposal")] == ([] if lost is signed else [1])
    kinds = set(Entry.objects.filter(subject=row.pk).values_list("kind", flat=True))
    assert ("step.still_sees" in kinds) == (lost is changed)


def test_notes_written_at_once_are_all_kept(world: Cast, seeded: Clone, together: Callable[[int], Barrier]) -> None:
    row = answered(world)
    together(WINDOWS)
    people = ("amy", "bob", "sarah", "amy")
    sent = [Sent(name, Act.NOTE, {"words": "{text}", "own_side": "no"}) for name in people]
    forms = [(world.person(one.by), one.act, drawn(row, one, number)) for number, one in enumerate(sent)]
    assert [one.status for one in send(seeded, row, forms)] == [302] * WINDOWS
    assert list(Entry.objects.filter(subject=row.pk).order_by("number").values_list("number", flat=True)) == [
        1, 2, 3, 4, 5, 6,
    ]  # fmt: skip


def test_a_key_is_one_persons(world: Cast, seeded: Clone) -> None:
    row = answered(world)
    note = drawn(row, Sent("amy", Act.NOTE, {"words": AGREEMENT, "own_side": "no"}), 0)
    got = send(seeded, row, [(world.person("amy"), Act.NOTE, note), (world.person("bob"), Act.NOTE, note)])
    assert sorted(one.status for one in got) == [302, 400]
    assert counts(row)["entries"] == 3


def test_the_sweep_and_a_person_at_once_both_land(
    world: Cast, seeded: Clone, together: Callable[[int], Barrier]
) -> None:
    """Whoever is first, the clock says what it has to say once at most, and the act is taken."""
    row = answered(world)
    due = row.due_at
    assert due
    barrier = together(2)
    swept: list[int] = []

    def sweep() -> None:
        with connected(seeded.clock):
            barrier.wait()
            swept.append(actions.sweep(due))

    thread = Thread(target=sweep)
    thread.start()
    form = drawn(row, Sent("bob", Act.RESPOND, {"answer": "yes", "because": BECAUSE, "meanwhile": MEANWHILE}), 0)
    got = send(seeded, row, [(world.person("bob"), Act.RESPOND, form)])
    thread.join()
    assert (got[0].status, swept) == (302, [1])
    kinds = list(Entry.objects.filter(subject=row.pk).values_list("kind", flat=True))
    assert kinds.count("clock.ran_out") == 1
    assert kinds.count("difference.respond") == 2
