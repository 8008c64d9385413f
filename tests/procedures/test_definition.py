"""Definitions that cannot be followed: each is refused in words that name the place."""

import pytest

from commonground.procedures.definition import Clock, DefinitionError, Procedure, Stage, provisional_parts
from commonground.procedures.loading import load
from commonground.procedures.terms import AgencyKind, Event, Role, Unit
from tests.procedures.test_loading import READ, SHORTEST, WHOLE

CLOCK = "Stage 1 (First), clock “reply”: "
MISSING = "is missing; it must be words in quotation marks."
UNFOLLOWED = "is not something that this version can follow."
LADDER = "Limit “whole”: it must run from an earlier to a later stage of this procedure."
LIST = "Stage 1 (First): “raising” must be a list of words in quotation marks."
ROLES, EVENTS, KINDS = ", ".join(Role), ", ".join(Event), ", ".join(AgencyKind)
AUDIENCES = (
    "raiser, raising_seat, responding_seat, raising_lead, responding_lead, raising_line, responding_line, officer, "
    "next_stage, chair, scrutineer, conference_chair, reviewing_officer, facilitator"
)
WRONG = [
    # the whole
    ('key = "tiny"', "", f"The procedure: “key” {MISSING}"),
    ('key = "tiny"', 'key = " "', "The procedure: “key” is empty; it must be words in quotation marks."),
    ('key = "tiny"', "key = 3", "The procedure: “key” must be words in quotation marks."),
    ("opens = 08:30:00", 'opens = "half past eight"', "The procedure: “opens” must be a time such as 09:00:00."),
    ("opens = 08:30:00", "opens = 17:30:00", "The office must open before it closes."),
    ("closes = 16:45:00", "closes = 08:30:00", "The office must open before it closes."),
    ("inside_one_agency = true", "inside_one_agency = 1", "The procedure: “inside_one_agency” must be true or false."),
    ("inside_one_agency = true", "pauses = 1", f"The procedure: “pauses” {UNFOLLOWED}"),
    # stages
    ('name = "Last"', 'names = "Last"', f"Stage 2: “name” {MISSING}"),
    ('name = "Last"', "name = 3", "Stage 2: “name” must be words in quotation marks."),
    ("provisional = true", "mediation = true", f"Stage 2 (Last): “mediation” {UNFOLLOWED}"),
    (
        '"practitioner", "line_manager"',
        '"boss"',
        f"Stage 1 (First): “responding” does not know “boss”; choose from {ROLES}.",
    ),
    ('"practitioner", "line_manager"', "", "Stage 1 (First): somebody must act for the responding side."),
    ('raising = ["practitioner"]', "raising = []", "Stage 1 (First): somebody must act for the raising side."),
    (
        '"practitioner", "line_manager"',
        '"practitioner", "practitioner"',
        "Stage 1 (First): practitioner is named twice for the responding side.",
    ),
    (
        'raising = ["practitioner"]',
        'raising = "practitioner"',
        LIST,
    ),
    (
        'raising = ["practitioner"]',
        "raising = [1]",
        LIST,
    ),
    ("either = true", "facilitated = true", "Stage 1 (First): only the last stage can be facilitated."),
    # clocks
    ('key = "start"', 'key = "reply"', "Stage 1 (First), clock “reply”: two clocks have this key."),
    (
        'key = "reply"',
        'key = "re:ply"',
        "Stage 1 (First), clock “re:ply”: a clock needs a label, and a key without a colon.",
    ),
    ('key = "reply"', "", f"Stage 1 (First), clock “without a key”: “key” {MISSING}"),
    ('label = "Replied by"', "", f"{CLOCK}“label” {MISSING}"),
    ('starts = ["received"]', "", f"{CLOCK}a clock needs an event that starts it and an event that ends it."),
    (
        'ends = ["responded", "agreed"]',
        "",
        f"{CLOCK}a clock needs an event that starts it and an event that ends it.",
    ),
    (
        'starts = ["received"]',
        'starts = ["lunch"]',
        f"{CLOCK}“starts” does not know “lunch”; choose from {EVENTS}.",
    ),
    (
        'starts = ["received"]',
        'starts = ["received", "agreed"]',
        f"{CLOCK}“agreed” closes a difference, so no clock can start from it.",
    ),
    (
        'unit = "working_days"',
        'unit = "weeks"',
        f"{CLOCK}“unit” does not know “weeks”; choose from {', '.join(Unit)}.",
    ),
    ('unit = "working_days"', 'unit = "same_working_day"', f"{CLOCK}“same_working_day” takes no figure."),
    (
        'amount = "not known"',
        "",
        "Limit “whole”: “amount” is missing; it must be a whole number of calendar days, or “not known”.",
    ),
    ("amount = 3", "amount = 3.5", f"{CLOCK}“amount” must be a whole number of working days, or “not known”."),
    ("amount = 3", "amount = true", f"{CLOCK}“amount” must be a whole number of working days, or “not known”."),
    (
        "amount = 3",
        'amount = "three"',
        f"{CLOCK}a figure must be a whole number of working days, or “not known”, not “three”.",
    ),
    (
        "urgent = 1",
        "urgent = true",
        f"{CLOCK}a figure must be a whole number of working days, or “not known”, not “True”.",
    ),
    ("by_priority = {", "by_priority = 3 # {", f"{CLOCK}“by_priority” must be a table headed [by_priority]."),
    ("amount = 3", "amount = 0", f"{CLOCK}a figure is from 1 to 1000, not 0."),
    ("urgent = 1", "urgent = -1", f"{CLOCK}a figure is from 1 to 1000, not -1."),
    ("amount = 3", "amount = 1001", f"{CLOCK}a figure is from 1 to 1000, not 1001."),
    (
        "amount = 3",
        "amount = 3\npause = 2",
        f"{CLOCK}“pause” {UNFOLLOWED}",
    ),
    (
        'tells = ["raiser", "officer"]',
        'tells = ["raiser", "mayor"]',
        f"{CLOCK}“mayor” is nobody who can be told; choose from {AUDIENCES}.",
    ),
    (
        'unit = "same_working_day"',
        'unit = "without_delay"\nmoves = true',
        "Stage 1 (First), clock “start”: a clock that is never due cannot move a difference on.",
    ),
    # limits
    ("last_stage = 2", "last_stage = 3", LADDER),
    ("first_stage = 1", "first_stage = 0", LADDER),
    ("first_stage = 1", "first_stage = 2", LADDER),
    ("first_stage = 1", "first_stage = true", "Limit “whole”: “first_stage” must be a whole number."),
    ("first_stage = 1", "", "Limit “whole”: “first_stage” is missing; it must be a whole number."),
    ("first_stage = 1", "first_stage = 1\nstage = 1", f"Limit “whole”: “stage” {UNFOLLOWED}"),
    ('key = "whole"', "", f"Limit “without a key”: “key” {MISSING}"),
    ('key = "whole"', 'key = "who:le"', "Limit “who:le”: a clock needs a label, and a key without a colon."),
    # who is told
    (
        'event = "escalated"',
        'event = "lunch"',
        f"Telling of “lunch”: “event” does not know “lunch”; choose from {EVENTS}.",
    ),
    ('event = "escalated"', "", f"Telling of “no event”: “event” {MISSING}"),
    ('who = ["officer"]', "", f"Telling of “escalated”: “who” must name somebody: {AUDIENCES}."),
    (
        'who = ["officer"]',
        'who = ["mayor"]',
        f"Telling of “escalated”: “mayor” is nobody who can be told; choose from {AUDIENCES}.",
    ),
    ("from_stage = 2", "from_stage = 3", "Telling of “escalated”: this procedure has no stage 3."),
    ("from_stage = 2", "from_stage = 0", "Telling of “escalated”: this procedure has no stage 0."),
    ("from_stage = 2", "stage = 2", f"Telling of “escalated”: “stage” {UNFOLLOWED}"),
    # scope
    ('question = "Is it systemic?"', "", f"Scope question “systemic”: “question” {MISSING}"),
    (
        'destination = "Ask the office."',
        'destination = "Ask the office."\nurl = "x"',
        f"Scope question “systemic”: “url” {UNFOLLOWED}",
    ),
    ('key = "systemic"', "", f"Scope question “without a key”: “key” {MISSING}"),
    # stand-ins
    (
        "[stand_ins.school]",
        "[stand_ins.circus]",
        f"Stand-ins: “stand_ins” does not know “circus”; choose from {KINDS}.",
    ),
    ("line_manager =", "boss =", f"Stand-ins of voluntary: “stand_ins” does not know “boss”; choose from {ROLES}."),
    (
        '["safeguarding_lead", "executive_lead"]',
        '["boss"]',
        f"Stand-ins of voluntary: “line_manager” does not know “boss”; choose from {ROLES}.",
    ),
    (
        '["safeguarding_lead", "executive_lead"]',
        "[]",
        "Stand-ins of voluntary: line_manager needs another role to stand in for it.",
    ),
    (
        '["safeguarding_lead", "executive_lead"]',
        '["executive_lead", "line_manager"]',
        "Stand-ins of voluntary: line_manager needs another role to stand in for it.",
    ),
    (
        "[stand_ins.school]\nsenior_manager =",
        "[stand_ins]\nschool =",
        "Stand-ins: “school” must be a table headed [school].",
    ),
]


@pytest.mark.parametrize(("right", "wrong", "sentence"), WRONG)
def test_a_definition_that_cannot_be_followed(right: str, wrong: str, sentence: str) -> None:
    assert right in WHOLE
    with pytest.raises(DefinitionError) as refused:
        load(WHOLE.replace(right, wrong, 1))
    assert str(refused.value) == sentence


def test_a_clock_cannot_move_on_from_the_last_stage() -> None:
    last = SHORTEST + (
        '[[stages.clocks]]\nkey = "x"\nlabel = "X"\nstarts = ["raised"]\nends = ["agreed"]\n'
        'unit = "working_hours"\namount = 1000\nmoves = true\n'
    )
    with pytest.raises(DefinitionError) as refused:
        load(last)
    assert str(refused.value) == "Stage 1 (Only), clock “x”: it cannot move on from the last stage."
    assert load(last.replace("moves = true", "")).stages[0].clocks[0].amounts == {"": 1000}


def test_keys_are_used_once() -> None:
    scope = '[[scope]]\nkey = "systemic"\nquestion = "Q?"\ndestination = "D."\n'
    with pytest.raises(DefinitionError, match=r"^Scope question “systemic”: two questions have this key\.$"):
        load(WHOLE + scope)
    limit = WHOLE[WHOLE.index("[[limits]]") : WHOLE.index("[[tells]]")]
    with pytest.raises(DefinitionError, match=r"^Limit “whole”: two limits have this key\.$"):
        load(WHOLE + limit)


@pytest.mark.parametrize("stages", ["stages = 3", "stages = [3]"])
def test_stages_are_tables(stages: str) -> None:
    with pytest.raises(DefinitionError) as refused:
        load(f'key = "a"\nname = "b"\n{stages}')
    assert str(refused.value) == "The procedure: “stages” must be tables headed [[stages]]."


WEEKLESS = Clock("c", "C", (Event.RAISED,), (Event.AGREED,), Unit.WORKING_DAYS, {})

PRACTITIONER = (Role.PRACTITIONER,)
STAGE = READ.stages[0]


@pytest.mark.parametrize(
    ("key", "name", "stages", "sentence"),
    [
        ("", "b", (STAGE,), "A procedure needs a key and a name."),
        ("a", "", (STAGE,), "A procedure needs a key and a name."),
        ("a", "b", (), "A procedure needs at least one stage."),
        (
            "a",
            "b",
            (READ.stages[1],),
            "Stage 2 (Last): stages are numbered in order, and this is number 1.",
        ),
        ("a", "b", (Stage(1, "", (), ()),), "Stage 1: it needs a name."),
        (
            "a",
            "b",
            (Stage(1, "S", PRACTITIONER, PRACTITIONER, clocks=(WEEKLESS,)),),
            "Stage 1 (S), clock “c”: it needs a figure in working days for when no priority is given.",
        ),
    ],
)
def test_a_procedure_built_by_hand_is_checked_too(
    key: str, name: str, stages: tuple[Stage, ...], sentence: str
) -> None:
    with pytest.raises(DefinitionError) as refused:
        Procedure(key, name, stages)
    assert str(refused.value) == sentence


def test_a_provisional_stage_may_name_nobody_yet() -> None:
    empty = Procedure("a", "b", (Stage(1, "S", (), (), provisional=True),))
    assert provisional_parts(empty) == (
        "Stage 1 (S): the stage is provisional until its roles and clocks are confirmed.",
    )
