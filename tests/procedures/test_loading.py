"""Definitions: what is shipped, what is read, and every refusal in words that name the place."""

from datetime import time

import pytest

from commonground.procedures.definition import (
    Allowance,
    Clock,
    DefinitionError,
    Limit,
    Priority,
    Procedure,
    Reopening,
    Scale,
    Scope,
    Stage,
    Tell,
    provisional_parts,
)
from commonground.procedures.loading import load, shipped
from commonground.procedures.terms import AgencyKind, Event, Role, Unit

WHOLE = """
key = "tiny"
name = "A tiny procedure"
source = " Typed for a test. "
opens = 08:30:00
closes = 16:45:00
responding_may_escalate = true
inside_one_agency = true

[[priorities]]
key = "urgent"
label = "Within a day"
hint = "The child cannot wait for the usual time."
first_stage = 2
tells = ["officer"]

[[priorities]]
key = "slow"
label = "Within a month"

[[stages]]
name = "First"
raising = ["practitioner"]
responding = ["practitioner", "line_manager"]
either = true
formal = false
guidance = "Talk."
asks = ["Talk to each other", "Write it down"]

[[stages.clocks]]
key = "reply"
label = "Replied by"
starts = ["received"]
ends = ["responded", "agreed"]
unit = "working_days"
amount = 3
by_priority = { urgent = 1, slow = "not known" }
moves = true
tells = ["raiser", "officer"]

[[stages.clocks]]
key = "start"
label = "Started"
starts = ["raised"]
ends = ["picked_up"]
unit = "same_working_day"
only_for = ["urgent"]

[[stages]]
name = "Last"
raising = ["safeguarding_partner"]
responding = ["safeguarding_partner"]
facilitated = true
provisional = true

[[limits]]
key = "whole"
label = "All of it by"
first_stage = 1
last_stage = 2
starts = ["raised"]
ends = ["agreed"]
unit = "calendar_days"
amount = "not known"

[[tells]]
event = "escalated"
who = ["officer"]
from_stage = 2

[[tells]]
event = "agreed"
who = ["officer", "raising_lead"]

[lengthening]
clocks = ["reply"]
times = 2
most = "not known"

[reopening]
within = 10
unit = "calendar_days"

[[scope]]
key = "systemic"
question = "Is it systemic?"
destination = "Ask the office."

[stand_ins.voluntary]
line_manager = ["safeguarding_lead", "executive_lead"]

[stand_ins.school]
senior_manager = ["executive_lead"]
"""

READ = Procedure(
    key="tiny",
    name="A tiny procedure",
    source="Typed for a test.",
    opens=time(8, 30),
    closes=time(16, 45),
    responding_may_escalate=True,
    inside_one_agency=True,
    priorities=(
        Priority("urgent", "Within a day", "The child cannot wait for the usual time.", 2, ("officer",)),
        Priority("slow", "Within a month"),
    ),
    stages=(
        Stage(
            number=1,
            name="First",
            raising=(Role.PRACTITIONER,),
            responding=(Role.PRACTITIONER, Role.LINE_MANAGER),
            either=True,
            formal=False,
            guidance="Talk.",
            asks=("Talk to each other", "Write it down"),
            clocks=(
                Clock(
                    key="reply",
                    label="Replied by",
                    starts=(Event.RECEIVED,),
                    ends=(Event.RESPONDED, Event.AGREED),
                    unit=Unit.WORKING_DAYS,
                    amounts={"": 3, "urgent": 1, "slow": None},
                    moves=True,
                    tells=("raiser", "officer"),
                ),
                Clock(
                    "start",
                    "Started",
                    (Event.RAISED,),
                    (Event.PICKED_UP,),
                    Unit.SAME_WORKING_DAY,
                    {},
                    only_for=("urgent",),
                ),
            ),
        ),
        Stage(
            number=2,
            name="Last",
            raising=(Role.SAFEGUARDING_PARTNER,),
            responding=(Role.SAFEGUARDING_PARTNER,),
            facilitated=True,
            provisional=True,
        ),
    ),
    limits=(
        Limit(Clock("whole", "All of it by", (Event.RAISED,), (Event.AGREED,), Unit.CALENDAR_DAYS, {"": None}), 1, 2),
    ),
    tells=(Tell(Event.ESCALATED, ("officer",), 2), Tell(Event.AGREED, ("officer", "raising_lead"))),
    lengthening=Allowance(("reply",), 2, None),
    reopening=Reopening(10, Unit.CALENDAR_DAYS),
    scope=(Scope("systemic", "Is it systemic?", "Ask the office."),),
    stand_ins={
        AgencyKind.VOLUNTARY: {Role.LINE_MANAGER: (Role.SAFEGUARDING_LEAD, Role.EXECUTIVE_LEAD)},
        AgencyKind.SCHOOL: {Role.SENIOR_MANAGER: (Role.EXECUTIVE_LEAD,)},
    },
)

SHORTEST = """
key = "a"
name = "b"
[[stages]]
name = "Only"
raising = ["practitioner"]
responding = ["practitioner"]
"""


def test_everything_that_can_be_said_is_read() -> None:
    assert load(WHOLE) == READ


def test_what_is_not_said_has_a_plain_meaning() -> None:
    assert load(SHORTEST) == Procedure("a", "b", (Stage(1, "Only", (Role.PRACTITIONER,), (Role.PRACTITIONER,)),))
    only = load(SHORTEST)
    assert (only.opens, only.closes, only.responding_may_escalate, only.inside_one_agency) == (
        *(time(9), time(17)),
        *(False, False),
    )
    assert (only.stages[0].formal, only.stages[0].either, only.stages[0].provisional) == (True, False, False)


BY_BOTH = [
    ("times = 2", "times = 0", "Lengthening: a figure is from 1 to 1000, not 0."),
    ("times = 2", 'times = "often"', "Lengthening: “times” must be a whole number, or “not known”."),
    ("times = 2", "times = 2\nminutes = 3", "Lengthening: “minutes” is not something that this version can follow."),
    (
        "times = 2",
        'times = 2\nunit = "working_days"',
        "Lengthening: “unit” is not something that this version can follow.",
    ),
    ('["reply"]', "[]", "Lengthening: it needs at least one clock."),
    (
        '["reply"]',
        '["lunch"]',
        "Lengthening: “lunch” is no clock of this procedure; choose from reply, start, limit:whole.",
    ),
    (
        '["reply"]',
        '["start"]',
        "Lengthening: “start” counts the same working day; only a clock that counts days can be changed so.",
    ),
    (
        "[lengthening]",
        '[pausing]\nclocks = ["reply"]\ntimes = 1\nmost = 3\nunit = "clock_hours"\n\n[lengthening]',
        "Pausing: it counts working days or calendar days, not hours by the clock.",
    ),
    ("within = 10", "within = 1001", "Reopening: a figure is from 1 to 1000, not 1001."),
    ("within = 10", "", "Reopening: “within” is missing; it must be a whole number, or “not known”."),
]


def test_two_numbers_are_asked_only_where_the_text_says_so() -> None:
    ends = '[scale]\nasks = "How is he?"\nnought = "unwell"\nten = "well"\n\n[reopening]'
    assert load(WHOLE).scale is None
    assert load(WHOLE.replace("[reopening]", ends)).scale == Scale("How is he?", "unwell", "well")
    with pytest.raises(DefinitionError, match="Two numbers: “ten” is missing"):
        load(WHOLE.replace("[reopening]", ends.replace('ten = "well"\n', "")))
    with pytest.raises(DefinitionError, match="Two numbers: “mean” is not something"):
        load(WHOLE.replace("[reopening]", ends.replace("ten =", "mean = 5\nten =")))


@pytest.mark.parametrize(("right", "wrong", "sentence"), BY_BOTH)
def test_what_both_sides_may_agree_is_refused_when_it_cannot_be_followed(right: str, wrong: str, sentence: str) -> None:
    assert right in WHOLE
    with pytest.raises(DefinitionError) as refused:
        load(WHOLE.replace(right, wrong, 1))
    assert str(refused.value) == sentence


def test_finding_a_stage_and_a_clock() -> None:
    assert READ.stage(2).name == "Last"
    assert READ.clock(1, "start").label == "Started"
    assert READ.clock(1, "limit:whole").label == "All of it by"
    for stage, key in [(2, "start"), (1, "whole"), (1, "limit:reply")]:
        with pytest.raises(KeyError, match=key):
            READ.clock(stage, key)


def test_what_is_provisional_is_said() -> None:
    assert provisional_parts(READ) == (
        "Stage 1 (First), clock “reply”: how many working days it lasts is not known yet.",
        "Stage 2 (Last): the stage is provisional until its roles and clocks are confirmed.",
        "Limit “whole”: how many calendar days it lasts is not known yet.",
        "Lengthening: by how many days at most is not known yet.",
    )
    assert provisional_parts(load(SHORTEST)) == ()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('key = "a"\nname = ', "Line 2: this is not well-formed TOML (Invalid value)."),
        ('key = "a"\nname = b\n', "Line 2: this is not well-formed TOML (Invalid value)."),
        ('key = "a"\nkey = "b"\n', "Line 2: this is not well-formed TOML (Cannot overwrite a value)."),
    ],
)
def test_toml_that_is_not_well_formed_names_the_line(text: str, sentence: str) -> None:
    with pytest.raises(DefinitionError) as refused:
        load(text)
    assert str(refused.value) == sentence


def test_hips_is_shipped_provisional_and_without_a_figure() -> None:
    hips = load(shipped()["hips"])
    assert [stage.name for stage in hips.stages] == [
        "Practitioners",
        "Line managers or safeguarding leads",
        "Senior managers",
        "Safeguarding partners",
    ]
    assert all(stage.provisional for stage in hips.stages)
    assert {figure for stage in hips.stages for clock in stage.clocks for figure in clock.amounts.values()} == {None}
    assert len(provisional_parts(hips)) == 8 + 5
    assert "hipsprocedures.org.uk" in hips.source
    assert "business office" in hips.source
    assert hips.stages[-1].facilitated


def test_fairhaven_is_shipped_whole() -> None:
    fairhaven = load(shipped()["fairhaven"])
    assert provisional_parts(fairhaven) == ()
    assert [clock.amounts for stage in fairhaven.stages for clock in stage.clocks] == [
        *({"": 2}, {"": 3}, {"": 5}, {"": 14})
    ]
    assert {clock.unit for stage in fairhaven.stages for clock in stage.clocks} == {Unit.WORKING_DAYS}
    for stage in fairhaven.stages:
        (clock,) = stage.clocks
        assert clock.starts == (Event.RAISED, Event.ESCALATED, Event.SKIPPED)
        assert {Event.AGREED, Event.WITHDRAWN, Event.REDIRECTED, Event.NOT_RESOLVED} <= set(clock.ends)
        assert stage.guidance
        assert stage.asks
    assert [stage.facilitated for stage in fairhaven.stages] == [False, False, False, True]
    assert [scope.key for scope in fairhaven.scope] == [
        *("systemic", "complaints", "staff", "whistleblowing", "inside", "conference")
    ]
    assert {tell.from_stage for tell in fairhaven.tells} == {2}
    assert {tell.who for tell in fairhaven.tells} == {("officer",)}
    stand_ins = fairhaven.stand_ins
    assert stand_ins[AgencyKind.GENERAL_PRACTICE][Role.LINE_MANAGER] == (Role.SAFEGUARDING_LEAD,)
    assert stand_ins[AgencyKind.SCHOOL][Role.SENIOR_MANAGER][0] is Role.EXECUTIVE_LEAD
    assert set(stand_ins[AgencyKind.VOLUNTARY].values()) == {(Role.SAFEGUARDING_LEAD,)}


def test_five_are_shipped_and_those_of_hips_have_no_figure() -> None:
    assert list(shipped()) == ["fairhaven-conference", "fairhaven", "hips-conference", "hips", "portsmouth-rethink"]
    conference = load(shipped()["hips-conference"])
    assert all(stage.provisional for stage in conference.stages)
    assert {figure for clock in conference.clocks for figure in clock.amounts.values()} == {None}
    assert "Ask" in conference.source or "ask" in conference.source


def test_portsmouths_has_the_stages_of_hips_and_rethink_with_its_three_strategies() -> None:
    hips, portsmouth = load(shipped()["hips"]), load(shipped()["portsmouth-rethink"])
    assert portsmouth.stages == hips.stages
    assert provisional_parts(portsmouth) == provisional_parts(hips) != ()
    (route,) = portsmouth.side_routes
    assert [strategy.role for strategy in route.strategies] == [Role.LINE_MANAGER, Role.LINE_MANAGER, Role.FACILITATOR]
    assert (route.from_stage, route.to_stage, route.stops) == (1, 4, ())
