"""Who may do what under a definition, worked out by hand from its text: TOML as anybody reads it, and nothing of ours.

``who_may.txt`` was typed for a few ladders. Which of its rows holds for another ladder, at a stage and in a situation,
is said here: from where the stage stands, what stands beside it, and which of its clocks run.
"""

from collections.abc import Mapping
from typing import Any

Text = Mapping[str, Any]
"""A definition as ``tomllib`` reads it."""

Cells = Mapping[str, Mapping[tuple[str, str], str]]
"""``who_may.txt``: at each stage of its ladders, the letters of each act and seat."""

UNDATED = "without_delay"
UNCOUNTED = ("without_delay", "same_working_day")
LEADS_NOT_SEATS = {"r-now": "r-lead", "raiser": "r-lead", "s-now": "s-lead"}
"""Where an edition says that leads agree about time, they do what a seat would do, and no seat does."""


def happened(stage: int, letter: str) -> list[str]:
    """Return what has happened at a stage, in the situation of a letter of ``who_may.txt``."""
    arrived = "raised" if stage == 1 else "escalated"
    after = {"A": ["responded"], "U": ["responded", "recorded_for"], "C": ["checked"]}
    return [*(["tried_outside"] if letter == "T" else []), arrived, *after.get(letter, [])]


def runs(clock: Text, events: list[str]) -> bool:
    """Say whether a clock runs after these events, in a difference without a priority."""
    if clock.get("only_for"):
        return False
    running, started = False, False
    for event in events:
        if running and event in clock["ends"]:
            running = False
        elif not started and event in clock["starts"]:
            running = started = True
    return running


def dated(clock: Text) -> bool:
    """Say whether a clock has a date: a figure that is known, or a unit that takes none and is due."""
    if clock["unit"] in UNCOUNTED:
        return bool(clock["unit"] != UNDATED)
    return isinstance(clock.get("amount"), int)


def running_at(text: Text, stage: int, events: list[str]) -> dict[str, Text]:
    """Return the clocks with a date that run at a stage, limits across stages too, by how an edition names them."""
    own = {clock["key"]: clock for clock in text["stages"][stage - 1].get("clocks", [])}
    over = {
        f"limit:{limit['key']}": limit
        for limit in text.get("limits", [])
        if limit["first_stage"] <= stage <= limit["last_stage"]
    }
    return {key: clock for key, clock in (own | over).items() if runs(clock, events) and dated(clock)}


def row_for(text: Text, stage: int, act: str, letter: str) -> str:
    """Return which stage of the ladders of ``who_may.txt`` a stage of this text is like, for one act; "" for nobody."""
    first, last, here = stage == 1, len(text["stages"]), happened(stage, letter)
    by_place = "four-1" if first else "four-2"  # whoever raised it acts at the first
    rung = text["stages"][stage - 1]
    routes = text.get("side_routes", [])
    covered = any(route["from_stage"] <= stage <= route["to_stage"] for route in routes)
    given_more = any(clock["key"] == "settled" and runs(clock, here) for clock in rung.get("clocks", []))
    rows = dict.fromkeys(("propose", "sign", "decline", "tried_outside", "agree_to_it", "step_down"), by_place)
    rows |= {
        "escalate": "" if stage == last else "hasty-1" if text.get("responding_may_escalate") else "four-1",
        "skip": "four-1" if stage < last - 1 else "",
        "not_resolved": "four-4" if stage == last else "",
        "shorten": "four-1" if running_at(text, stage, here) else "",
        "check": "beside-1" if "check" in rung else "",
        "side_route": "beside-1" if covered else "",
        "facilitated": "beside-1" if routes else "",  # under way, it goes on wherever the difference goes
        "lengthen": by_place if _may_ask(text, stage, "lengthen", letter) else "",
        "pause": by_place if _may_ask(text, stage, "pause", letter) else "",
        "take_time_back": "four-1" if given_more else "",
    }
    return rows.get(act, "four-1")


def _may_ask(text: Text, stage: int, act: str, letter: str) -> bool:
    """Say whether a clock that the text names runs here, and how often more time or a pause may be asked is known."""
    about = text.get({"lengthen": "lengthening", "pause": "pausing"}[act])
    routes = text.get("side_routes", [])
    if act == "pause" and letter == "H" and routes and routes[0].get("stops"):
        about = {"clocks": routes[0]["stops"], "times": 1}
    if about is None or not isinstance(about["times"], int):
        return False
    return any(key in about["clocks"] for key in running_at(text, stage, happened(stage, letter)))


def expected(text: Text, cells: Cells, stage: int, letter: str) -> set[tuple[str, str]]:
    """Return each act with each seat that may take it, at a stage and in a situation; ``cells`` are ``who_may.txt``."""
    found = set()
    for act, seat in cells["four-1"]:
        row = row_for(text, stage, act, letter)
        cell = cells[row][act, seat] if row else "."
        if act in {"side_route", "facilitated"} and seat == "raiser" and stage > 1:
            continue
        twice = act == "lengthen" and letter == "L" and text.get("lengthening", {}).get("times") != 1
        read = "N" if twice else letter
        if read not in cell if cell.startswith("-") else cell == "*" or read in cell:
            found.add((act, seat))
    for act, part in (("lengthen", "lengthening"), ("pause", "pausing"), ("agree_to_it", "pausing")):
        if text.get(part, {}).get("agree") == "leads":
            taken = {pair for pair in found if pair[0] == act}
            found = (found - taken) | {(act, LEADS_NOT_SEATS[seat]) for _, seat in taken}
    return found


def may_raise(text: Text, role: str) -> bool:
    """Say whether somebody who has only this role may raise a difference under a definition."""
    ladder = {one for stage in text["stages"] for one in stage["raising"]}
    chairs = {"conference_chair", "reviewing_officer"} if "practitioner" in text["stages"][0]["raising"] else set()
    return role in ladder | chairs


def ends(text: Text) -> set[str]:
    """Return how a difference can end: a dissent from a conference can also be kept on record only."""
    usual = {"resolved", "withdrawn", "redirected", "not_resolved"}
    return usual | ({"kept_on_record"} if "dissent" in text.get("conferences", []) else set())


def may_reopen(seat: str, end: str, *, late: bool) -> bool:
    """Say whether a seat may reopen what ended: whoever speaks for a side, until it is late; the officer always.

    What was only kept on record was asked of nobody, so the other side has nothing to open.
    """
    raising, responding = {"raiser", "r-now", "r-other", "r-lead"}, {"s-now", "s-other", "s-lead"}
    sides = raising if end == "kept_on_record" else raising | responding
    return seat == "officer" or (not late and seat in sides)
