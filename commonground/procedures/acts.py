"""What each act is called, asks and says in the record: one row for each, and no act without one."""

from collections.abc import Mapping
from dataclasses import dataclass

from commonground.procedures.helping import route_now, routes_here
from commonground.procedures.permitting import OFFERED, PERMITS
from commonground.procedures.situation import Situation
from commonground.procedures.subjects import reads
from commonground.procedures.taking import DOES
from commonground.procedures.terms import Act, End
from commonground.procedures.worktime import LONDON, day_text


@dataclass(frozen=True, slots=True)
class Acting:
    """The words of one act.

    ``label`` is its button; ``{next}`` in it is the name of the next stage, ``{asked}`` what a side is to agree to, and
    ``{route}`` the one side route that is under way or can be asked for. ``sentence`` is for the record, with ``{who}``
    and ``{stage}`` (the name of the stage it led to or stayed at).
    ``asks`` are the questions of its form. ``main`` is whether the act moves a difference towards its end, so that
    pages show it large.
    """

    act: Act
    label: str
    sentence: str
    asks: tuple[str, ...]
    main: bool = False

    def labelled(self, situation: Situation) -> str:
        """Return the label as it reads in this situation."""
        changes = self.act is Act.RESPOND and situation.answered
        label = "Change your answer" if changes else reads(situation.subject, self.label)
        stages = situation.procedure.stages
        if self.act is Act.REOPEN and situation.end is End.KEPT_ON_RECORD:
            return "Take it further"
        if "{asked}" in label:
            return label.format(asked=asked_text(situation)) if situation.asked else self.act.label
        if "{route}" in label:
            routes = [found] if (found := route_now(situation)) else routes_here(situation)
            return label.format(route=routes[0].name) if len(routes) == 1 else self.act.label
        if "{next}" not in label:
            return label
        if situation.last:
            return self.act.label
        name = stages[situation.stage].name
        return label.format(next=name[0].lower() + name[1:])

    def said(self, situation: Situation, **named: str) -> str:
        """Return the sentence for the record, with what it names, as it reads of what a difference is about."""
        return reads(situation.subject, self.sentence).format(**named)


def asked_text(situation: Situation) -> str:
    """Return what one side asks the other to agree to, as it reads after "to": "pause the clock until …"."""
    asked = situation.asked
    if asked is None:
        return ""
    if asked.to_stage:
        return f"step down to stage {asked.to_stage}"
    day = asked.until or asked.due
    until = f" until {day_text(day.astimezone(LONDON).date())}" if day else ""
    return f"pause the clock{until}" if asked.act is Act.PAUSE else f"give more time{until}"


MEANWHILE = "What keeps the child safe meanwhile?"

ROWS = (
    Acting(
        Act.RAISE,
        "Raise a difference",
        "{who} raised this difference.",
        (
            "Is a child in danger now?",
            "Whose decision is it?",
            "What is the difference about?",
            "Which child or children?",
            "What worries you?",
            "What do you ask, and by when does the child need it?",
            MEANWHILE,
        ),
        main=True,
    ),
    Acting(
        Act.PICK_UP,
        "Pick this up",
        "{who} picked this up.",
        ("Do you know which child this is about?",),
        main=True,
    ),
    Acting(
        Act.PASS_ON,
        "Pass it on",
        "{who} passed this on within their side.",
        ("Who should have it?", "Why?"),
    ),
    Acting(
        Act.NOT_OURS,
        "This is not ours",
        "{who} said that this is not theirs to answer.",
        ("Whose is it, if you know?", "Why?"),
    ),
    Acting(
        Act.CHECK,
        "Say what you think of it",
        "{who} said to their own side what they think of this.",
        ("Do you support this, or would you put it otherwise?", "What do you advise?"),
    ),
    Acting(
        Act.RESPOND,
        "Answer",
        "{who} answered.",
        (
            "What is the other side worried about, in your own words?",
            "What is your answer: yes, yes if, or no because?",
            MEANWHILE,
        ),
        main=True,
    ),
    Acting(Act.NOTE, "Add a note", "{who} added a note.", ("What do you want to note?", "Who may see it?")),
    Acting(Act.QUESTION, "Ask a question", "{who} asked a question.", ("What do you want to know?",)),
    Acting(
        Act.PROPOSE,
        "Propose an agreement",
        "{who} proposed an agreement and signed it.",
        ("Which children is it for?", "What do you propose that both sides agree?", "Who will do what, by when?"),
        main=True,
    ),
    Acting(
        Act.SIGN,
        "Sign the agreement",
        "{who} signed the agreement. Both sides have signed, so this difference is resolved.",
        ("Do you agree to this for your side?",),
        main=True,
    ),
    Acting(
        Act.DECLINE,
        "Decline to sign",
        "{who} declined to sign the agreement.",
        ("Why can your side not sign this?",),
    ),
    Acting(
        Act.ESCALATE,
        "Escalate to {next}",
        "{who} escalated this to {stage}.",
        ("Why?", "What has been tried?", "What do you ask now?", MEANWHILE),
        main=True,
    ),
    Acting(
        Act.SHORTEN,
        "The child needs this sooner",
        "{who} made a clock shorter because the child needs it sooner.",
        ("What does the child need?", "Which clock?", "By when?"),
    ),
    Acting(
        Act.SKIP,
        "Skip to a later stage",
        "{who} took this straight to {stage} because the child needs it.",
        ("What does the child need?", "Which stage?"),
    ),
    Acting(
        Act.TRIED_OUTSIDE,
        "Note what was tried outside",
        "{who} noted what was tried outside, and this is at {stage}.",
        ("Whom did you talk with, how and when?", "What did they say?", "Does it count as this stage?"),
    ),
    Acting(
        Act.REMEMBER,
        "I remember it otherwise",
        "{who} remembers otherwise what was tried outside.",
        ("How do you remember it?",),
    ),
    Acting(
        Act.RECORD_FOR,
        "Record what they told you",
        "{who} recorded what the other side said. They have not confirmed it yet.",
        ("Who told you, how and when?", "What did they say: yes, yes if, or no because?", MEANWHILE),
    ),
    Acting(
        Act.CONFIRM,
        "Say if that is what you said",
        "{who} said whether what was recorded for their side is what they said.",
        ("Is that what you said?",),
        main=False,
    ),
    Acting(
        Act.HAND_OVER,
        "Hand it over",
        "{who} handed this over within their side.",
        ("Who should have it?", "Why?"),
    ),
    Acting(
        Act.RESTRICT,
        "Restrict who sees it",
        "{who} restricted this: from now on only the people named see it.",
        ("Who may see it from now on?", "Why?"),
    ),
    Acting(
        Act.LIFT,
        "Take the restriction back",
        "{who} took the restriction back, so everybody who takes part sees this again.",
        ("Why?",),
    ),
    Acting(
        Act.JOIN,
        "Ask another agency to join",
        "{who} asked another agency to join.",
        ("Which agency should join?", "Which side does it join, or does it stand beside both?", "Why?"),
    ),
    Acting(
        Act.OWN_VIEW,
        "Give our view",
        "{who} gave their agency’s own view.",
        ("What do you see?", "What works?", "What do you want for the child?"),
    ),
    Acting(
        Act.TAKE_ON,
        "Take on our action",
        "{who} took on their agency’s action in the agreement and signed for it.",
        ("Does your agency take on its action?",),
    ),
    Acting(
        Act.STEP_ASIDE,
        "This is not for our agency",
        "{who} said that this is not for their agency, which has left this difference.",
        ("Why is it not for your agency?",),
    ),
    Acting(
        Act.SIDE_ROUTE,
        "Ask for {route}",
        "{who} asked for help to talk, beside the stages.",
        ("Which way?", "What would help?"),
    ),
    Acting(
        Act.FACILITATED,
        "Note what came of {route}",
        "{who} noted what came of it.",
        ("What did each side say?", "What was agreed, and who does it by when?", "What is not settled?", "What next?"),
    ),
    Acting(
        Act.LENGTHEN,
        "Ask for more time",
        "{who} asked for more time.",
        ("Until which day?", "Why is more time needed?", "Who will see to it?"),
    ),
    Acting(
        Act.PAUSE,
        "Ask to pause the clock",
        "{who} asked to pause the clock.",
        ("Until which day?", "Why should it be paused?", "Who will see to it?"),
    ),
    Acting(Act.RESUME, "Let the clock run again", "{who} let the clock run again.", ("Why?",)),
    Acting(
        Act.TAKE_TIME_BACK,
        "Take the extra time back",
        "{who} took back the extra time that both sides had agreed to.",
        ("Why?",),
    ),
    Acting(
        Act.STEP_DOWN,
        "Ask to step down",
        "{who} asked to step down to an earlier stage.",
        ("To which stage?", "Why?"),
    ),
    Acting(
        Act.AGREE_TO_IT,
        "Agree to {asked}, or say no",
        "{who} answered what was asked.",
        ("Does your side agree?", "Why not?"),
        main=True,
    ),
    Acting(
        Act.WITHDRAW,
        "Withdraw it",
        "{who} withdrew this difference.",
        ("Is it settled, or were you asked to stop?", "Which safeguarding lead should know?"),
    ),
    Acting(
        Act.REDIRECT,
        "It belongs somewhere else",
        "{who} said that this belongs somewhere else, so it ended here.",
        ("Where does it belong?", "Why?", MEANWHILE),
    ),
    Acting(
        Act.NOT_RESOLVED,
        "Record as not resolved",
        "{who} recorded this difference as not resolved. Both views are kept.",
        ("What should the record say?", MEANWHILE),
        main=True,
    ),
    Acting(
        Act.REOPEN,
        "Reopen it",
        "{who} reopened this at {stage}.",
        ("Why?", MEANWHILE),
    ),
)

ACTS: Mapping[Act, Acting] = {row.act: row for row in ROWS}


def missing() -> tuple[str, ...]:
    """Return which acts lack a row in a table, in words; empty when every table is complete.

    RAISE makes a difference and is not taken on one, so it has no row in OFFERED or DOES.
    """
    on_one = tuple(act for act in Act if act is not Act.RAISE)
    tables = {"ACTS": (ACTS, tuple(Act)), "PERMITS": (PERMITS, tuple(Act))}
    tables |= {"DOES": (DOES, on_one), "OFFERED": (dict.fromkeys(OFFERED), on_one)}
    return tuple(
        f"{act.value} has no row in {name}"
        for name, (table, acts) in tables.items()
        for act in acts
        if act not in table
    )


if missing():
    raise TypeError("; ".join(missing()))
