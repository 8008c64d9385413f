"""The invariants of docs/procedure.md section 3, each as a check of its own that reads tables and no rules.

Nothing here knows the product's rules: tables are read by SQL (tables.py), an edition's text as plain TOML, and dates
are reckoned by tests/facts. A check yields, in words, everything in which its invariant does not hold.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from uuid import UUID

from psycopg import Error

from commonground.record.chain import actor_token
from tests.properties.checks_of_time import (
    NEED,
    a_clock_closes_nothing,
    clocks_are_rules_applied_to_events,
    one_side_may_only_hasten,
)
from tests.properties.tables import ENDS, Row, Tables, Told, ends

MOVES_NOTHING = {"note", "question", "check", "remember", "confirm", "join", "own_view", "take_on", "step_aside"}
MEANWHILE = "What keeps the child safe meanwhile"
ANYBODYS = {"note", "question"}
OWN_SIDES = {"note", "check"}
"""Acts that may be for one's own side only: where nobody else is left of it, nobody is told."""
MARK = "WORDS"
"""What every free word of a walk begins with: it may stand in no notice."""

ANSWERS = {("raising", "raiser"), ("raising", "answering"), ("responding", "answering")}
RESPONDS = {("responding", "answering")}
RAISERS_LINE = {("raising", "raiser"), ("raising", "answering"), ("raising", "lead")}
LEADS = {("raising", "lead"), ("responding", "lead"), ("raising", "raiser")}
JOINED = {("", "joined"), ("raising", "joined"), ("responding", "joined")}
SPEAKS = RAISERS_LINE | LEADS | RESPONDS
RAISER, OFFICER, FACILITATOR = {("raising", "raiser")}, {("", "officer")}, {("", "facilitating")}
AT_STAGE: dict[str, set[tuple[str, str]]] = {
    **dict.fromkeys(("pick_up", "pass_on", "not_ours", "respond"), RESPONDS),
    **dict.fromkeys(("propose", "sign", "decline", "shorten", "skip"), ANSWERS),
    **dict.fromkeys(("lengthen", "pause", "step_down", "agree_to_it", "resume"), ANSWERS),
    "check": {("raising", "checking")},
    "side_route": ANSWERS,
    "take_time_back": ANSWERS,
    "facilitated": ANSWERS,
    "tried_outside": {("raising", "answering")},
    "hand_over": {("raising", "answering")},
}
"""Acts of those who act for a side at the present stage: by which side and capacity."""

OWN_WORD = {(side, capacity) for side in ("raising", "responding") for capacity in ("raiser", "answering", "lead")}
AT_ANY: dict[str, set[tuple[str, str]]] = {
    "escalate": RAISERS_LINE,
    "shorten": LEADS,
    "skip": LEADS,
    "tried_outside": RAISER,
    "remember": {("responding", "answering"), ("responding", "lead")},
    "record_for": OWN_WORD | OFFICER,
    "confirm": OWN_WORD,
    "hand_over": RAISER,
    "restrict": LEADS,
    "lift": LEADS,
    "join": SPEAKS | {("", "officer")},
    "own_view": JOINED,
    "take_on": JOINED,
    "step_aside": JOINED,
    "withdraw": RAISER,
    "redirect": RAISER | OFFICER,
    "not_resolved": FACILITATOR | OFFICER,
    "resume": LEADS,
    "take_time_back": LEADS,
    "facilitated": {("", "helping")},
    "reopen": ANSWERS | LEADS | OFFICER,
}
"""Acts of others, whichever stage their seat is for. Notes and questions are anybody's who has a seat."""


def at_one_stage_or_in_one_end(tables: Tables) -> Iterator[str]:
    """1: open at one stage or in one end; stages skipped with a reason only, and gone down by both sides only."""
    for told in tables.differences:
        row, last = told.row, len(told.edition["stages"])
        said = [ENDS.get(act, "") for entry, act, _ in told.acts if ends(entry, act) or act == "reopen"]
        if (row.end, row.situation["end"] or "") != (said[-1] if said else "",) * 2 or not all(said[::2]):
            yield f"{row.reference} is {row.end or 'open'}, and its record says {said or 'open'}"
        yield from each_child_settled_once(told)
        if bool(row.end) != bool(row.ended_at) or (row.ended_at and row.ended_at != told.ended):
            yield f"{row.reference} does not say when it ended"
        yield from down_only_by_both(told)
        numbers = [stage for stage, _, _ in told.stages]
        if not numbers[-1] == row.stage == row.situation["stage"] <= last:
            yield f"{row.reference} went through stages {numbers} and is at {row.stage}"
        acts = [one for one in told.acts if one[1] != "take_on"]
        for (entry, act, _), (_, then, _) in pairwise(acts):
            if ends(entry, act) != (then == "reopen"):
                yield f"{row.reference} went on after its end: {then}"
        for entry, act, stage in told.acts:
            if act == "skip" and not (entry.words.get(NEED) and stage + 1 < entry.facts["to_stage"] <= last):
                yield f"{row.reference} skipped stages without a reason"
            if act == "not_resolved" and not (stage == last and entry.words.get(MEANWHILE)):
                yield f"{row.reference} was not resolved before the last stage, or without saying what keeps it safe"


def each_child_settled_once(told: Told) -> Iterator[str]:
    """Yield where some children were settled twice, never proposed for so, or all of them without an end."""
    for_some = [entry for entry, act, _ in told.acts if act == "sign" and not ends(entry, act)]
    signed = [(entry, entry.facts["children"]) for entry in for_some]
    settled = [child for _, children in signed for child in children]
    if len(set(settled)) < len(settled) or not set(settled) < set(range(1, max(told.row.children_count, 1) + 1)):
        yield f"{told.row.reference} of {told.row.children_count} children was agreed for {settled}"
    if [one["children"] for one in told.row.situation["agreed"]] != [children for _, children in signed]:
        yield f"{told.row.reference} says that it was agreed for others than its record does"
    for entry, children in signed:
        proposed = [e.facts.get("children") for e, act, _ in told.acts if act == "propose" and e.number < entry.number]
        if proposed[-1] != children:
            yield f"{told.row.reference} was signed for {children}, and proposed for {proposed[-1]}"


def down_only_by_both(told: Told) -> Iterator[str]:
    """Yield where it went down without an agreement of both sides, or was reopened elsewhere than where it ended."""
    down = {entry.at for entry, ask in told.agreed if ask.facts["act"] == "step_down"}
    back = {entry.at for entry, act, _ in told.acts if act == "reopen"}
    for (before, _, _), (stage, at, _) in pairwise(told.stages):
        if (stage <= before) != (at in down | back) or (at in back and stage != before):
            yield f"{told.row.reference} went from stage {before} to {stage} without both sides"


def done_by_those_who_may(tables: Tables) -> Iterator[str]:
    """2: nobody took an act that their seat does not allow; they held that seat when they took it."""
    for told in tables.differences:
        for entry, act, stage in told.acts[1:]:
            by = entry.facts["by"]
            who = (by["side"] or "", by["capacity"])
            here = who in AT_STAGE.get(act, ()) and by["stage"] == stage
            if not here and who not in AT_ANY.get(act, ()) and act not in ANYBODYS:
                yield f"{told.row.reference}: {act} at stage {stage} by {by}"
            if act in {"sign", "decline"} and who[0] == proposed_by(told, entry):
                yield f"{told.row.reference}: {act} by the side that proposed it"
            if act == "agree_to_it" and who[0] == told.asked_before(entry).facts["by"]["side"]:
                yield f"{told.row.reference}: {act} by the side that asked it"
            if entry.actor not in {actor_token(told.row.id, one) for one in sitting(tables, told, entry)}:
                yield f"{told.row.reference}: {act} by somebody without that seat"


def proposed_by(told: Told, before: Row) -> str:
    """Return the side whose proposal was the latest before an entry."""
    return str([e.facts["by"]["side"] for e, act, _ in told.acts if act == "propose" and e.number < before.number][-1])


def sitting(tables: Tables, told: Told, entry: Row) -> set[UUID]:
    """Return who could act, when an entry was written, by the seat that it names."""
    by = entry.facts["by"]
    if by["capacity"] == "officer":
        offices = [post for post in tables.posts.values() if post.role == "partnership_officer"]
        return {
            one.id
            for post in offices
            if post.partnership_id == told.row.partnership_id
            for one in tables.people_at[post.id]
        }
    return {
        one
        for seat in told.seats
        if (seat.side, seat.capacity, seat.role, seat.stage)
        == (by["side"] or "", by["capacity"], by["role"], by["stage"])
        and seat.since <= entry.at <= (seat.ended_at or entry.at)
        for one in tables.behind(seat)
    }


def somebody_can_move_it_on(tables: Tables) -> Iterator[str]:
    """6: on both sides somebody is there in an open seat of the present stage, whoever has left or is away."""
    for told in tables.differences:
        for side in ("raising", "responding"):
            seats = [
                seat
                for seat in told.seats
                if (seat.side, seat.stage) == (side, told.row.stage)
                and (side, seat.capacity) in ANSWERS
                and not seat.ended_at
            ]
            if not told.row.end and not any(map(tables.attended, seats)):
                yield f"{told.row.reference}: nobody of the {side} side can act at stage {told.row.stage}"


def whoever_raised_it_sees_it(tables: Tables) -> Iterator[str]:
    """7: whoever raised it keeps their seat, to the outcome and after."""
    for told in tables.differences:
        own = [seat for seat in told.seats if seat.capacity == "raiser" and seat.person_id == told.row.raised_by_id]
        if [seat.ended_at for seat in own] != [None]:
            yield f"{told.row.reference}: whoever raised it can no longer see it"


def nobody_is_on_both_sides(tables: Tables) -> Iterator[str]:
    """8: nobody answers or signs for both sides; no side facilitates; only those outside close it as not resolved."""
    for told in tables.differences:
        people = {
            side: {s.person_id for s in told.seats if s.side == side and s.person_id and not s.ended_at}
            for side in ("raising", "responding")
        }
        if people["raising"] & people["responding"]:
            yield f"{told.row.reference}: somebody answers for both sides"
        signed = [(one.proposal_id, one.by_id) for one in told.signatures]
        if len(set(signed)) < len(signed):
            yield f"{told.row.reference}: somebody signed for both sides"
        sides = {told.row.raising_agency_id, told.row.responding_agency_id}
        facilitating = [seat for seat in told.seats if seat.capacity == "facilitating" and not seat.ended_at]
        if any(seat.agency_id in sides for seat in facilitating):
            yield f"{told.row.reference}: a side facilitates"
        helps = [seat for seat in told.seats if seat.capacity == "helping" and seat.person_id]
        if {seat.person_id for seat in helps} & people["responding"]:
            yield f"{told.row.reference}: somebody of the responding side helped both to talk"
        joined = {seat.agency_id for seat in told.seats if seat.capacity == "joined" and not seat.ended_at}
        if joined & (sides | {seat.agency_id for seat in facilitating}):
            yield f"{told.row.reference}: an agency that joined is a side, or facilitates"
        for entry, act, _ in told.acts:
            then = [
                seat
                for seat in told.seats
                if seat.capacity == "facilitating"
                and seat.since < entry.at
                and not (seat.ended_at and seat.ended_at <= entry.at)
            ]
            if act == "not_resolved" and entry.facts["by"]["capacity"] == "officer" and then:
                yield f"{told.row.reference}: the officer closed it although somebody facilitates"


def both_see_the_same_but_for_their_own_notes(tables: Tables) -> Iterator[str]:
    """9: a side's own notes are shown to that side only, everything else to both, a draft to its author."""
    texts = [(entry, told) for told in tables.differences for entry in told.entries]
    for person in tables.people:
        mine = {told.row.id: open_sides(tables, told, person) for told in tables.differences}
        wanted = {
            entry.id
            for entry, told in texts
            if (sides := mine[told.row.id]) is not None
            and (not entry.side_only or (entry.side_only, entry.facts["agency"]) in sides)
        }
        seen, drafts = as_seen_by(tables, person)
        for entry, told in texts:
            if (entry.id in seen) != (entry.id in wanted):
                read = "reads" if entry.id in seen else "does not read"
                yield f"{told.row.reference}: {tables.people[person].name} {read} {entry.kind} {entry.side_only}"
        if drafts:
            yield f"{person} sees somebody else's draft"


def open_sides(tables: Tables, told: Told, person: UUID) -> set[tuple[str, str]] | None:
    """Return the sides that somebody sits on in a difference, and for which agency; None when they do not see it."""
    seats = [seat for seat in told.seats if not seat.ended_at and tables.sees(person, seat)]
    offices = [post.id for post in tables.posts.values() if post.role == "partnership_officer"]
    own = [post for post in offices if tables.posts[post].partnership_id == told.row.partnership_id]
    officer = any(tables.holds(person, post) for post in own)
    if not seats and not (officer and told.row.officer_told):
        return None
    return {(seat.side, str(seat.agency_id)) for seat in seats if seat.side}


def as_seen_by(tables: Tables, person: UUID) -> tuple[set[UUID], int]:
    """Return which entries' words the database shows to somebody, and how many of others' drafts."""
    with tables.owner.transaction(), tables.owner.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE app")
        cursor.execute(
            "SELECT cg_begin(%s, %s)",
            (str(person), tables.swept.date().isoformat()),
        )
        seen = {one for (one,) in cursor.execute("SELECT entry_id FROM record_entrytext").fetchall()}
        others = cursor.execute("SELECT count(*) FROM differences_draft WHERE author_id <> %s", [person]).fetchone()
        cursor.execute("RESET ROLE")
    assert others
    return seen, others[0]


def nothing_is_edited_or_deleted(tables: Tables) -> Iterator[str]:
    """10: entries are numbered without a gap, each follows the one before, and the database refuses any change."""
    heads = {row.subject: row for row in tables.rows("SELECT * FROM record_head")}
    for told in tables.differences:
        head, entries = heads[told.row.id], told.entries
        if [entry.number for entry in entries] != list(range(1, head.size + 1)):
            yield f"{told.row.reference}: entries {[entry.number for entry in entries]}, size {head.size}"
        if [entry.previous for entry in entries] != ["0" * 64, *(entry.digest for entry in entries[:-1])]:
            yield f"{told.row.reference}: an entry does not follow the one before it"
        if entries[-1].digest != head.digest or any(entry.sentence is None for entry in entries):
            yield f"{told.row.reference}: the last entry or some words are not what was written"
    for change in ("UPDATE record_entry SET kind = kind", "DELETE FROM record_entrytext", "TRUNCATE record_look"):
        try:
            with tables.owner.transaction(force_rollback=True):
                tables.owner.execute(change.encode())
        except Error:
            continue
        yield f"the database lets this be done: {change}"


def all_of_a_change_or_none(tables: Tables) -> Iterator[str]:
    """11: a change, its entry, what it writes and its notices landed together, once."""
    for told in tables.differences:
        counted = [act for _, act, _ in told.acts if act not in MOVES_NOTHING]
        if told.row.version != len(counted):
            yield f"{told.row.reference}: version {told.row.version} after {len(counted)} acts"
        facts = [entry.facts for entry in told.entries]
        written = {
            "views": ([one.number for one in told.views], [fact["view"] for fact in facts if "view" in fact]),
            "proposals": (
                [one.number for one in told.proposals],
                [fact["proposal"] for fact in facts if "proposal" in fact],
            ),
            "signatures": ([one.side for one in told.signatures], [f["signed"][1] for f in facts if "signed" in f]),
        }
        asked = [agency for fact in facts for agency in fact.get("actions", ())]
        taken = [(fact["took_on"], fact["agency"]) for fact in facts if "took_on" in fact]
        written["actions"] = ([str(one.agency_id) for one in told.actions], asked)
        written["signatures for actions"] = (
            [(number, str(one.agency_id)) for one in told.actions for number in told.number_of(one) if one.taken_on_at],
            taken,
        )
        for what, (kept, said) in written.items():
            if sorted(kept) != sorted(said):
                yield f"{told.row.reference}: {what} {kept}, and the record says {said}"
        for entry, act, _ in told.acts:
            if act not in OWN_SIDES and not told.notices_at(entry.at) and not next_were_told(told, entry):
                yield f"{told.row.reference}: {act} left no notice"


def next_were_told(told: Told, entry: Row) -> bool:
    """Say whether nobody of the other side was there to be told of an entry, so that the next were asked, and told."""
    later = next((one for one in told.entries if one.number > entry.number and one.kind == "clock.stepped_over"), None)
    if later is None or not told.notices_at(later.at):
        return False
    own = (entry.facts.get("by") or {}).get("side")
    return any(side != own for side, *_ in later.facts["seats"])


def notices_say_nothing_about_anybody(tables: Tables) -> Iterator[str]:
    """12: a notice holds a reference, a stage and a date, for one recipient; no words, no names."""
    names = {person.name for person in tables.people.values()}
    for told in tables.differences:
        stages = {stage["name"] for stage in told.edition["stages"]}
        for notice in told.notices:
            if notice.reference.replace("-", "") != told.row.reference or notice.stage not in stages:
                yield f"{told.row.reference}: a notice about {notice.reference} {notice.stage}"
            if not re.fullmatch(r"[^@,;\s]+@[^@,;\s]+", notice.address):
                yield f"{told.row.reference}: a notice to {notice.address}"
            text = " ".join(str(value) for value in notice if value != notice.address)
            if MARK in text or any(name in text for name in names):
                yield f"{told.row.reference}: a notice says {text}"


CHECKS: dict[int, Callable[[Tables], Iterator[str]]] = dict(
    enumerate(
        (
            at_one_stage_or_in_one_end,
            done_by_those_who_may,
            clocks_are_rules_applied_to_events,
            one_side_may_only_hasten,
            a_clock_closes_nothing,
            somebody_can_move_it_on,
            whoever_raised_it_sees_it,
            nobody_is_on_both_sides,
            both_see_the_same_but_for_their_own_notes,
            nothing_is_edited_or_deleted,
            all_of_a_change_or_none,
            notices_say_nothing_about_anybody,
        ),
        start=1,
    )
)
"""The checks by the number of their invariant."""


def amiss(tables: Tables, numbers: Iterable[int] = CHECKS) -> dict[int, list[str]]:
    """Return what the checks find, by the number of their invariant; nothing for those that hold."""
    found = {number: list(CHECKS[number](tables)) for number in numbers}
    return {number: lines for number, lines in found.items() if lines}
