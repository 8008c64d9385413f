"""The description of a procedure says everything that the definition says."""

from dataclasses import replace

from commonground.procedures.definition import AUDIENCES, Allowance, Stage
from commonground.procedures.describing import AUDIENCE_WORDS, markdown
from commonground.procedures.loading import load, shipped
from commonground.procedures.terms import AgreedBy, Role
from tests.procedures.builders import BESIDE, FOUR
from tests.procedures.test_loading import READ

TINY = """\
## A tiny procedure

Source: Typed for a test.

**Provisional: nobody can raise a difference under it until this is known and confirmed.**

- Stage 1 (First), clock “reply”: how many working days it lasts is not known yet.
- Stage 2 (Last): the stage is provisional until its roles and clocks are confirmed.
- Limit “whole”: how many calendar days it lasts is not known yet.
- Lengthening: by how many days at most is not known yet.

The office day is 08:30 to 16:45. Differences inside one agency can be raised.
A difference may be about one to eight children, born or unborn.
The responding side may escalate too.

```mermaid
stateDiagram-v2
    direction TB
    state "1. First" as s1
    state "2. Last" as s2
    [*] --> s1: raised
    [*] --> s2: raised, “Within a day”
    s1 --> s2: escalated, or its time ran out
    s2 --> s1: stepped down, agreed by both sides
    s1 --> [*]: agreed, withdrawn or redirected
    s2 --> [*]: agreed, withdrawn or redirected, or not resolved
```

### Stage 1: First

Talk.

| | |
|---|---|
| for the raising side | practitioner |
| for the responding side | practitioner or line manager |
| formal | no |
| Replied by | 3 working days, 1 working day for “Within a day”, a number of working days that is not known yet for \
“Within a month”, from received to answered or agreed by both sides; \
when it runs out, the difference moves to the next stage; told then: the person who raised it, the partnership officer |
| Started | the same working day, only for “Within a day”, from raised to picked up; \
when it runs out, the next stage is offered |

What this stage asks people to do:

- Talk to each other
- Write it down

### Stage 2: Last

| | |
|---|---|
| for the raising side | safeguarding partner |
| for the responding side | safeguarding partner |
| formal | yes |
| facilitated | by safeguarding partners whose agency is not a side |

### Limits across stages

- All of it by, over stages 1 to 2: a number of calendar days that is not known yet, from raised to agreed by both \
sides; when it runs out, the next stage is offered.

### How soon the child needs it, as the raiser answers

“As usual” can be answered too.

- **Within a day.** The child cannot wait for the usual time. It can be raised at once at stage 2, if the raiser wants \
that. Told as soon as it is raised: the partnership officer.
- **Within a month.**

### Who else is told

- When it is escalated, from stage 2 on: the partnership officer.
- When it is agreed by both sides: the partnership officer, the raising side’s safeguarding lead.

### What both sides may agree, and what goes back

- Both sides can agree to take it back to an earlier stage.
- A clock can be made longer when both sides agree (whoever acts for each side at the stage): “reply”; 2 × in one \
difference; by at most a number of days that is not known yet.
- No clock can be paused.
- Either side can take the extra time back.
- Either side can reopen what has ended within 10 calendar days; after that the partnership officer can.

### What goes elsewhere

One can always go on anyway.

- Is it systemic? Ask the office.

### Who stands in, where an agency has nobody in a role

| agency | role | stands in, in this order |
|---|---|---|
| Voluntary group | line manager | safeguarding lead, then executive lead |
| School | senior manager | executive lead |
"""


LOOK = (
    "| Your manager looks at it first | by the raising side’s line manager, who advises and stops nothing; "
    "1 working day; told when nobody has looked in time: the person who raised it |"
)
HELP = """\
### Beside the stages: Re-think

Either side can ask for it at stages 1 to 2. Both sides can agree that “settled” stand still meanwhile, for 5 working \
days. It keeps nobody from anything.

1. Restorative conversation, run by a line manager. By phone, online or face to face.
2. Second strategy, run by a line manager.
3. Independent facilitator, run by a facilitator.
"""


def test_what_stands_beside_the_stages_is_described() -> None:
    said = markdown(BESIDE)
    assert LOOK in said
    assert HELP in said
    runs_on = replace(BESIDE, side_routes=(replace(BESIDE.side_routes[0], stops=(), most=None, to_stage=1),))
    assert "Either side can ask for it at stage 1. Its clocks run on meanwhile." in markdown(runs_on)
    by_leads = replace(FOUR, pausing=Allowance(("settled",), 1, 10, agree=AgreedBy.LEADS))
    assert "A clock can be paused when both sides agree (each side’s safeguarding lead)" in markdown(by_leads)


def test_everything_is_described() -> None:
    assert markdown(READ) == TINY


def test_what_is_not_there_has_no_heading() -> None:
    bare = replace(
        load(shipped()["fairhaven"]), limits=(), tells=(), scope=(), stand_ins={}, source="", inside_one_agency=False
    )
    text = markdown(bare)
    for heading in ("Source:", "Provisional", "Limits", "told:", "elsewhere", "stands in", "may escalate too"):
        assert heading not in text, heading
    assert "Differences inside one agency cannot be raised." in text


def test_fairhaven_in_words() -> None:
    text = markdown(load(shipped()["fairhaven"]))
    managers = "line manager, and safeguarding lead told (or acting, where there is no line manager)"
    for line in (
        f"| for the raising side | {managers} |",
        "    s1 --> s2: escalated",
        "    s1 --> s3: skipped, for the child’s need",
        "    s1 --> s4: skipped, for the child’s need",
        "    s2 --> s4: skipped, for the child’s need",
        "    s3 --> s4: escalated",
        "    s4 --> [*]: agreed, withdrawn or redirected, or not resolved",
    ):
        assert line in text.splitlines(), line
    assert text.count("skipped, for the child’s need") == 3
    assert text.count("stepped down, agreed by both sides") == 6
    assert "    s4 --> s1: stepped down, agreed by both sides" in text.splitlines()
    last = next(line for line in text.splitlines() if line.startswith("| Settled or recorded as not resolved by |"))
    assert "14 working days" in last
    assert "next stage" not in last


def test_roles_that_are_not_known() -> None:
    empty = replace(READ, stages=(READ.stages[0], Stage(2, "Last", (), (), provisional=True)))
    assert "| for the raising side | not known yet |" in markdown(empty)


def test_every_audience_has_words() -> None:
    assert set(AUDIENCE_WORDS) == set(AUDIENCES)
    assert all(role.label for role in Role)
