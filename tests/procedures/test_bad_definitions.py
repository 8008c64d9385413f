"""Definitions that nobody could follow: what is wrong with each, all of it, in sentences that name the place."""

import re
from collections.abc import Callable
from time import perf_counter

import pytest

from commonground.procedures.definition import DefinitionError
from commonground.procedures.loading import MOST_BYTES, load, problems, shipped
from commonground.procedures.terms import Event, Role, Unit
from tests.procedures.harbour import HARBOUR, fairhaven_with

FIRST, SECOND, THIRD, LAST = (
    f"Stage {number} ({name})"
    for number, name in enumerate(("Practitioners", "Managers", "Senior managers", "Partners"), start=1)
)
RAISE, SETTLED = f"{FIRST}, clock “raise”", f"{FIRST}, clock “settled”"
AUDIENCES = (
    "raiser, raising_seat, responding_seat, raising_lead, responding_lead, raising_line, responding_line, officer, "
    "next_stage, chair, scrutineer, conference_chair, reviewing_officer, facilitator"
)
KEY = 'key = "harbour"'
CLOCKS = "choose from raise, settled, rung, limit:whole."
SETTLED_TWO = """unit = "working_days"
amount = 4
by_priority = { soon = 2, urgent = 1 }"""
ONE_STAGE = HARBOUR[HARBOUR.index('[[stages]]\nname = "Managers"') : HARBOUR.index("[[limits]]")]

WRONG: list[tuple[str, str, str]] = [
    # stages that nobody can enter or leave
    (
        'raising = ["practitioner"]\n',
        'raising = ["scrutineer"]\n',
        f"{FIRST}: the independent scrutineer is told and never decides, so cannot act for the raising side.",
    ),
    (
        'responding = ["senior_manager"]',
        'responding = ["facilitator"]',
        f"{THIRD}: the facilitator helps both sides and is neither, so cannot act for the responding side.",
    ),
    (
        'responding = ["line_manager"]',
        'responding = ["line_manager", "library_editor"]',
        f"{SECOND}: the library editor keeps the library and takes no part, so cannot act for the responding side.",
    ),
    ('raising = ["line_manager"]\n', "", f"{SECOND}: somebody must act for the raising side."),
    ('responding = ["safeguarding_partner"]', "responding = []", f"{LAST}: somebody must act for the responding side."),
    (
        'name = "Senior managers"',
        'name = "Senior managers"\nfacilitated = true',
        f"{THIRD}: only the last stage can be facilitated.",
    ),
    # what it may be about
    (
        KEY,
        f"{KEY}\nsubjects = []",
        "A difference can always be about a child, so what it may be about must name “child”.",
    ),
    (
        KEY,
        f'{KEY}\nsubjects = ["child", "pet"]',
        "The procedure: “subjects” does not know “pet”; choose from child, family_member, theme.",
    ),
    (KEY, f'{KEY}\nsubjects = ["child", "child"]', "What a difference may be about names “child” twice."),
    (
        KEY,
        f'{KEY}\nsubjects = ["theme"]',
        "A difference can always be about a child, so what it may be about must name “child”.",
    ),
    (KEY, f"{KEY}\nsubjects = 8", "The procedure: “subjects” must be a list of words in quotation marks."),
    # unknown words
    (
        'responding = ["practitioner"]',
        'responding = ["practicioner"]',
        f"{FIRST}: “responding” does not know “practicioner”; choose from {', '.join(Role)}.",
    ),
    (
        'unit = "clock_hours"',
        'unit = "weeks"',
        f"{THIRD}, clock “rung”: “unit” does not know “weeks”; choose from {', '.join(Unit)}.",
    ),
    (
        'starts = ["concern_arose"]',
        'starts = ["worry"]',
        f"{RAISE}: “starts” does not know “worry”; choose from {', '.join(Event)}.",
    ),
    (
        'tells = ["raising_lead", "officer"]',
        'tells = ["mayor"]',
        f"Priority “urgent”: “mayor” is nobody who can be told; choose from {AUDIENCES}.",
    ),
    # figures
    (
        f"{SETTLED_TWO}",
        "amount = 4",
        f"{SECOND}, clock “settled”: “unit” is missing; it must be words in quotation marks.",
    ),
    ("amount = 2", "", f"{RAISE}: “amount” is missing; it must be a whole number of working days, or “not known”."),
    ("amount = 10", "amount = 0", f"{LAST}, clock “settled”: a figure is from 1 to 1000, not 0."),
    (
        "amount = 10",
        "amount = 2.5",
        f"{LAST}, clock “settled”: “amount” must be a whole number of working days, or “not known”.",
    ),
    ('unit = "clock_hours"', 'unit = "without_delay"', f"{THIRD}, clock “rung”: “without_delay” takes no figure."),
    # clocks that never start, never end, or end before they start
    (
        'starts = ["raised"]',
        'starts = ["escalated"]',
        f"{SETTLED}: it can never start: “escalated” does not happen at this stage.",
    ),
    (
        'starts = ["escalated", "raised"]',
        'starts = ["concern_arose"]',
        f"{SECOND}, clock “settled”: it can never start: “concern_arose” does not happen at this stage.",
    ),
    (
        'starts = ["escalated", "skipped"]',
        'starts = ["raised", "stepped_down"]',
        f"{LAST}, clock “settled”: it can never start: none of “raised”, “stepped_down” happens at this stage.",
    ),
    (
        "first_stage = 3\n",
        "first_stage = 2\n",
        f"{THIRD}, clock “rung”: it can never start: “raised” does not happen at this stage.",
    ),
    (
        'starts = ["concern_arose"]',
        'starts = ["picked_up"]',
        f"{RAISE}: it ends with “raised”, which comes before it can start.",
    ),
    (
        'ends = ["raised"]',
        'ends = ["conference_held"]',
        f"{RAISE}: “conference_held” comes before a difference is raised, so no clock can end with it.",
    ),
    (
        'ends = ["picked_up", "responded"]',
        'ends = ["raised"]',
        f"{THIRD}, clock “rung”: it ends with “raised”, which comes before it can start.",
    ),
    (
        'starts = ["raised"]\nends = ["picked_up", "responded"]',
        'starts = ["picked_up", "responded"]\nends = ["picked_up"]',
        f"{THIRD}, clock “rung”: it starts and ends with the same: “picked_up”.",
    ),
    (
        'ends = ["agreed", "not_resolved"]',
        'ends = ["escalated"]',
        f"{LAST}, clock “settled”: it can never end: “escalated” does not happen at this stage.",
    ),
    (
        'ends = ["agreed", "escalated"]',
        'ends = ["not_resolved"]',
        f"{THIRD}, clock “settled”: it can never end: “not_resolved” does not happen at this stage.",
    ),
    (
        'starts = ["raised"]',
        'starts = ["agreed"]',
        f"{SETTLED}: “agreed” closes a difference, so no clock can start from it.",
    ),
    ('ends = ["raised"]', "", f"{RAISE}: a clock needs an event that starts it and an event that ends it."),
    (
        'starts = ["escalated", "raised"]',
        'starts = ["checked"]',
        f"{SECOND}, clock “settled”: it can never start: “checked” does not happen at this stage.",
    ),
    (
        'ends = ["picked_up", "responded"]',
        'ends = ["facilitated"]',
        f"{THIRD}, clock “rung”: it can never end: “facilitated” does not happen at this stage.",
    ),
    # what moves a difference on
    ("amount = 10", "amount = 10\nmoves = true", f"{LAST}, clock “settled”: it cannot move on from the last stage."),
    (
        "amount = 2\n",
        "amount = 2\nmoves = true\n",
        f"{RAISE}: it ends when a difference is raised, so it cannot move one on.",
    ),
    # priorities
    ('key = "soon"', 'key = "urgent"', "Priority “urgent”: two priorities have this key."),
    (
        'label = "Within a few days"',
        'label = "Today or tomorrow"',
        "Priority “urgent”: two priorities have the label “Today or tomorrow”.",
    ),
    (
        "first_stage = 3\n",
        "first_stage = 5\n",
        "Priority “urgent”: this procedure has no stage 5 at which it could be raised.",
    ),
    (
        "first_stage = 3\n",
        "first_stage = 0\n",
        "Priority “urgent”: this procedure has no stage 0 at which it could be raised.",
    ),
    ('key = "soon"', 'key = "so:on"', "Priority “so:on”: a priority needs a label, and a key without a colon."),
    ('label = "Within a few days"', "", "Priority “soon”: “label” is missing; it must be words in quotation marks."),
    (
        "by_priority = { soon = 1 }",
        "by_priority = { amber = 1 }",
        f"{SETTLED}: “amber” is no priority of this procedure; choose from urgent, soon.",
    ),
    (
        'only_for = ["urgent"]',
        'only_for = ["amber"]',
        f"{THIRD}, clock “rung”: “amber” is no priority of this procedure; choose from urgent, soon.",
    ),
    (
        'only_for = ["urgent"]',
        'only_for = ["urgent", "urgent"]',
        f"{THIRD}, clock “rung”: it names the priority “urgent” twice.",
    ),
    (
        'only_for = ["urgent"]',
        'only_for = ["urgent"]\nby_priority = { soon = 1 }',
        f"{THIRD}, clock “rung”: it has a figure for “soon” and does not run for it.",
    ),
    (
        "amount = 3\nby_priority = { soon = 1 }",
        "by_priority = { soon = 1 }",
        f"{SETTLED}: it needs a figure in working days for “urgent”, or one for when no priority is given.",
    ),
    # limits
    (
        "amount = 20",
        "amount = 11",
        "Limit “whole”: it lasts 11 working days, and its stages take 12 by their own clocks.",
    ),
    (
        "amount = 20",
        "amount = 20\nby_priority = { soon = 5 }",
        "Limit “whole”: it lasts 5 working days for “soon”, and its stages take 6 by their own clocks.",
    ),
    (
        "last_stage = 3",
        "last_stage = 5",
        "Limit “whole”: it must run from an earlier to a later stage of this procedure.",
    ),
    (
        "last_stage = 3",
        "last_stage = 1",
        "Limit “whole”: it must run from an earlier to a later stage of this procedure.",
    ),
    (
        "first_stage = 1\nlast_stage = 3",
        'first_stage = "one"\nlast_stage = 3',
        "Limit “whole”: “first_stage” must be a whole number.",
    ),
    # pauses, and more time
    ('most = 10\nunit = "calendar_days"', "", "Pausing: “most” is missing; it must be a whole number, or “not known”."),
    ("most = 10", 'most = "for ever"', "Pausing: “most” must be a whole number, or “not known”."),
    (
        'unit = "calendar_days"',
        'unit = "clock_hours"',
        "Pausing: it counts working days or calendar days, not hours by the clock.",
    ),
    (
        '[lengthening]\nclocks = ["settled"]',
        '[lengthening]\nclocks = ["setled"]',
        f"Lengthening: “setled” is no clock of this procedure; {CLOCKS}",
    ),
    (
        '[lengthening]\nclocks = ["settled"]',
        '[lengthening]\nclocks = ["rung"]',
        "Lengthening: “rung” counts hours by the clock; only a clock that counts days can be changed so.",
    ),
    ('[pausing]\nclocks = ["settled"]', "[pausing]\nclocks = []", "Pausing: it needs at least one clock."),
    (
        '[pausing]\nclocks = ["settled"]',
        '[pausing]\nclocks = ["raise"]',
        "Pausing: every clock that it names ends when a difference is raised, so nobody can ask for it.",
    ),
    # who is told
    ("from_stage = 2", "from_stage = 5", "Telling of “escalated”: this procedure has no stage 5."),
    (
        'event = "escalated"',
        'event = "conference_held"',
        "Telling of “conference_held”: under this procedure that never happens.",
    ),
    # what only makes sense with more than one stage
    (ONE_STAGE, "", "A conversation outside cannot count as a stage where there is only one: no stage follows it."),
    (
        "tried_outside_counts = true",
        'responding_may_escalate = "yes"',
        "The procedure: “responding_may_escalate” must be true or false.",
    ),
    # the text itself
    ('key = "harbour"', "key = harbour", "Line 2: this is not well-formed TOML (Invalid value)."),
    ("[[limits]]", "[limits]\n[[limits]]", "Line 92: this is not well-formed TOML (Cannot overwrite a value)."),
    (
        'key = "harbour"',
        'key = "harbour"\ncolour = "blue"',
        "The procedure: “colour” is not something that this version can follow.",
    ),
]


@pytest.mark.parametrize(("right", "wrong", "sentence"), WRONG, ids=[sentence for _, _, sentence in WRONG])
def test_a_definition_that_nobody_could_follow(right: str, wrong: str, sentence: str) -> None:
    assert right in HARBOUR
    text = HARBOUR.replace(right, wrong, 1)
    found = problems(text)
    assert sentence in found
    assert re.search(r"[.!]$", sentence)
    with pytest.raises(DefinitionError) as refused:
        load(text)
    assert refused.value.problems == found
    assert str(refused.value) == found[0]


def test_there_are_forty_and_the_right_one_has_none() -> None:
    assert len({sentence for _, _, sentence in WRONG}) >= 40
    assert problems(HARBOUR) == ()


def test_everything_that_is_wrong_is_said_at_once_and_only_that() -> None:
    """What cannot be read comes first; what would only follow from it is not said."""
    text = HARBOUR
    for right, wrong in (
        ('raising = ["practitioner"]\n', 'raising = ["boss"]\n'),
        ('key = "raise"\n', ""),
        ("amount = 4\n", 'amount = "four"\n'),
        ('responding = ["senior_manager"]', 'responding = ["scrutineer"]'),
        ("amount = 20", "amount = 2"),
        ("from_stage = 2", "from_stage = 9\ncolour = 1"),
    ):
        text = text.replace(right, wrong, 1)
    assert problems(text) == (
        f"{FIRST}: “raising” does not know “boss”; choose from {', '.join(Role)}.",
        f"{FIRST}, clock “without a key”: “key” is missing; it must be words in quotation marks.",
        f"{SECOND}, clock “settled”: a figure must be a whole number of working days, or “not known”, not “four”.",
        "Telling of “escalated”: “colour” is not something that this version can follow.",
        f"{THIRD}: the independent scrutineer is told and never decides, so cannot act for the responding side.",
        "Limit “whole”: it lasts 2 working days, and its stages take 8 by their own clocks.",
    )


def test_a_file_that_is_too_large_is_refused_unread() -> None:
    """Also when it is no TOML at all; a letter of two bytes counts as two."""
    whole = HARBOUR + "# " + "x" * (MOST_BYTES - len(HARBOUR.encode()) - 2)
    assert problems(whole) == ()
    too_large = "This file has 257 kB. A definition has at most 256 kB, so it was not read."
    assert problems(whole + "x") == (too_large,)
    assert problems("é" * (MOST_BYTES // 2 + 1)) == (too_large,)


def test_looking_at_a_definition_is_quick(figure: Callable[[str], None]) -> None:
    """The editor looks at every change; the quickest of three counts, since other things run beside a test."""
    texts = shipped() | {"harbour": HARBOUR, "fairhaven with more": fairhaven_with(priorities=True)}
    for name, text in texts.items():
        times = []
        for _ in range(3):
            began = perf_counter()
            assert problems(text) == ()
            times.append((perf_counter() - began) * 1000)
        took = min(times)
        figure(f"{name}: {took:.1f} ms")
        assert took < 100
