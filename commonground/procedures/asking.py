"""What an officer is asked for each field of a definition: the question, a hint, and how it is answered.

Pages, the writer and what is said of a draft all draw from here, so a field without a row is a field that nobody can
set: a test demands one for each field of each dataclass.
"""

from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields

from commonground.procedures.beside_stages import Check, SideRoute, Strategy
from commonground.procedures.definition import (
    Allowance,
    Clock,
    Limit,
    Priority,
    Procedure,
    Reopening,
    Scale,
    Scope,
    Stage,
    Tell,
)
from commonground.procedures.offering import (
    ABOUT,
    AGREED_BY,
    DAYS,
    EVENTS,
    KINDS,
    ROLES,
    SUBJECTS,
    TOLD,
    UNITS,
    Choices,
)
from commonground.procedures.terms import AgencyKind, Role, Term


class How(Term):
    """How a question is answered."""

    WORDS = "words", "one line of words"
    LONG_WORDS = "long_words", "several lines of words"
    LINES = "lines", "a list of things, one a line"
    YES_NO = "yes_no", "yes or no"
    ONE = "one", "one of a list"
    SEVERAL = "several", "several of a list"
    IN_ORDER = "in_order", "several of a list, in order"
    TIME = "time", "a time of day"
    FIGURE = "figure", "a figure, or not known"
    FIGURES = "figures", "a figure, or not known, and others by priority"
    STAGE = "stage", "one of the stages"
    CLOCKS = "clocks", "some of the clocks"
    PRIORITIES = "priorities", "some of the priorities"
    ROWS = "rows", "any number of the same, on pages of their own"
    PART = "part", "what can be there or not, on a page of its own"
    WITHIN = "within", "asked among the questions of what it stands in"
    PLACE = "place", "its place in the list: moved, and not asked"
    FIXED = "fixed", "said once, when it is started"


NESTED = frozenset({How.ROWS, How.PART, How.WITHIN})
"""What leads to further questions, those of ``Question.of``."""

UNASKED = NESTED | {How.PLACE, How.FIXED}
"""What is asked elsewhere, or by no question."""


@dataclass(frozen=True, slots=True)
class StandIn:
    """Who stands in for a role in a kind of agency, in order: a row of what a definition keeps by kind and role."""

    kind: AgencyKind
    role: Role
    others: tuple[Role, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """What an officer is asked for one field."""

    field: str
    how: How
    asks: str
    hint: str = ""
    needed: bool = False
    """Whether it must be answered at once. What is not can be left for later, and is a problem meanwhile."""
    among: Choices = ()
    of: type = object
    """Whose questions it leads to."""
    page: str = ""
    """On which page of its part it is asked, where there is more than one."""
    leaves_out: frozenset[str] = frozenset()
    """What of ``of`` does not apply here."""


NOT_KNOWN_HINT = "A whole number, or “not known”. What is not known can be filled in later."
FIRST_ANSWERS = "The first of these that an agency has answers for it. The others are told."

PROCEDURE = (
    Question(
        "key", How.FIXED, "What is its short name?",
        "Every edition of this procedure has it, so it is given once, when the first draft is started.",
    ),
    Question("name", How.WORDS, "What is the procedure called?", needed=True, page="name"),
    Question(
        "conferences", How.SEVERAL, "If it is about child protection conferences: which differences does it take?",
        "Leave it empty for differences in general. An area can have one of each: they stand beside each other.",
        among=ABOUT, page="name",
    ),
    Question(
        "source", How.LONG_WORDS, "Where is it published?",
        "The page or paper that it was taken from, and who can be asked about it.", page="name",
    ),
    Question("opens", How.TIME, "When does the office day begin?", "Such as 09:00.", needed=True, page="hours"),
    Question(
        "closes", How.TIME, "When does the office day end?",
        "Such as 17:00. A clock that counts working days is due at this time.", needed=True, page="hours",
    ),
    Question(
        "responding_may_escalate", How.YES_NO, "May the responding side escalate too?",
        "The raising side always may.", page="sides",
    ),
    Question(
        "inside_one_agency", How.YES_NO, "May a difference be raised inside one agency?",
        "Such as between two teams of a council.", page="sides",
    ),
    Question(
        "tried_outside_counts", How.YES_NO, "May a conversation outside count as a stage?",
        "Such as a telephone call before it was raised. The other side can say that it remembers otherwise.",
        page="sides",
    ),
    Question(
        "subjects", How.SEVERAL, "What may a difference be about?",
        "A child always. What you leave out goes elsewhere: say where under “What it is not for”.",
        needed=True, among=SUBJECTS, page="about",
    ),
    Question(
        "priorities", How.ROWS, "How soon the child needs it",
        "What whoever raises a difference can choose. Clocks can have a figure of their own for each.", of=Priority,
    ),
    Question(
        "stages", How.ROWS, "Stages", "From the first conversation to the last people who can help.", of=Stage
    ),
    Question(
        "limits", How.ROWS, "Limits across stages",
        "One time for several stages together. It stands beside each stage’s own clock; the earlier one counts.",
        of=Limit,
    ),
    Question(
        "tells", How.ROWS, "Who else is told", "People who read what happened, besides those who act.", of=Tell
    ),
    Question(
        "lengthening", How.PART, "More time", "Whether both sides may agree to make a clock longer.",
        of=Allowance, leaves_out=frozenset({"unit"}),
    ),
    Question("pausing", How.PART, "A pause", "Whether both sides may agree to stop a clock for a while.", of=Allowance),
    Question(
        "side_routes", How.ROWS, "Help beside the stages",
        "Somebody of neither side helps both to talk. No stage waits for it.", of=SideRoute,
    ),
    Question("reopening", How.PART, "Opening again", "How long after the end either side may reopen it.", of=Reopening),
    Question(
        "scale", How.PART, "Two numbers",
        "Whether each side may give a number from 0 to 10, which both read together. No number comes of the two.",
        of=Scale,
    ),
    Question(
        "scope", How.ROWS, "What it is not for",
        "Questions asked before a difference is raised, and where else to go. People can always go on anyway.",
        of=Scope,
    ),
    Question(
        "stand_ins", How.ROWS, "Who stands in", "Where a kind of agency has nobody in a role, who acts instead.",
        of=StandIn,
    ),
)  # fmt: skip

STAGE = (
    Question("number", How.PLACE, "Which stage is it?"),
    Question(
        "name", How.WORDS, "What is this stage called?", "As people say it, such as “Line managers”.",
        needed=True, page="people",
    ),
    Question("raising", How.IN_ORDER, "Who acts for the raising side?", FIRST_ANSWERS, among=ROLES, page="people"),
    Question(
        "responding", How.IN_ORDER, "Who acts for the responding side?", FIRST_ANSWERS, among=ROLES, page="people"
    ),
    Question(
        "either", How.YES_NO, "Where two roles are named, may either of them act?",
        "If not, the first that is there acts and the others are told.", page="people",
    ),
    Question("formal", How.YES_NO, "Is it a formal stage?", page="standing"),
    Question(
        "facilitated", How.YES_NO, "Do safeguarding partners of other agencies help both sides to agree?",
        "Only at the last stage.", page="standing",
    ),
    Question(
        "provisional", How.YES_NO, "Is this stage still to be confirmed?",
        "Say yes until you have checked its name and roles against what is published.", page="standing",
    ),
    Question(
        "guidance", How.LONG_WORDS, "What should people do at this stage?",
        "A few sentences that are shown at the top of the page.", page="words",
    ),
    Question(
        "asks", How.LINES, "What is on the checklist?", "One thing on each line. Nothing here holds anybody up.",
        page="words",
    ),
    Question(
        "check", How.PART, "The raising side’s own look",
        "Whether somebody of the raising side looks at it first. They advise, and stop nothing.", of=Check,
    ),
    Question("clocks", How.ROWS, "Clocks", "What has to have happened by when.", of=Clock),
)  # fmt: skip

CLOCK = (
    Question(
        "label", How.WORDS, "What does this clock say?", "As it stands before the date, such as “Settled by”.",
        needed=True, page="time",
    ),
    Question(
        "key", How.WORDS, "What is its short name?",
        "One word, such as settled. Clocks of several stages with the same one are paused or made longer alike. "
        "Leave it empty to have it made.", page="time",
    ),
    Question(
        "starts", How.SEVERAL, "What starts it?", "Each of these starts it, whenever it happens.", needed=True,
        among=EVENTS, page="starts",
    ),
    Question(
        "ends", How.SEVERAL, "What ends it?", "Whichever of these happens first.", needed=True,
        among=EVENTS, page="ends",
    ),
    Question("unit", How.ONE, "What does it count in?", needed=True, among=UNITS, page="time"),
    Question("amounts", How.FIGURES, "How many?", NOT_KNOWN_HINT, page="time"),
    Question(
        "only_for", How.PRIORITIES, "Does it run only for some?", "Tick none where it runs for every child.",
        page="time",
    ),
    Question(
        "moves", How.YES_NO, "Does it go to the next stage by itself when the time is over?",
        "If not, the raising side is asked whether to escalate.", page="over",
    ),
    Question("tells", How.SEVERAL, "Who is told when the time is over?", among=TOLD, page="over"),
)  # fmt: skip

LIMIT = (
    Question("clock", How.WITHIN, "The limit’s own clock", of=Clock),
    Question("first_stage", How.STAGE, "From which stage?", needed=True, page="time"),
    Question("last_stage", How.STAGE, "To which stage?", needed=True, page="time"),
)

PRIORITY = (
    Question(
        "label", How.WORDS, "What can the raiser choose?", "As it reads in the list, such as “Within a few days”.",
        needed=True,
    ),
    Question("hint", How.LONG_WORDS, "When is that to be chosen?", "It stands below the choice."),
    Question(
        "first_stage", How.STAGE, "At which stage may it begin at once?",
        "The first, unless your procedure has a short way for it.",
    ),
    Question("tells", How.SEVERAL, "Who is told as soon as one is raised?", among=TOLD),
    Question("key", How.WORDS, "What is its short name?", "One word, such as soon. Leave it empty to have it made."),
)  # fmt: skip

CHECK = (
    Question("label", How.WORDS, "What is it called?", "As it reads on the page.", needed=True),
    Question("role", How.ONE, "Who looks?", needed=True, among=ROLES),
    Question("unit", How.ONE, "What is its time counted in?", needed=True, among=UNITS),
    Question("amount", How.FIGURE, "How many?", NOT_KNOWN_HINT),
    Question("tells", How.SEVERAL, "Who is told when nobody has looked in time?", among=TOLD),
)  # fmt: skip

SIDE_ROUTE = (
    Question("name", How.WORDS, "What is this help called?", needed=True, page="name"),
    Question(
        "key", How.WORDS, "What is its short name?", "One word. Leave it empty to have it made.", page="name"
    ),
    Question("from_stage", How.STAGE, "From which stage can it be asked for?", needed=True, page="name"),
    Question("to_stage", How.STAGE, "To which stage?", needed=True, page="name"),
    Question(
        "guidance", How.LONG_WORDS, "What should people know of it?", "It is shown before they ask for it.", page="name"
    ),
    Question("strategies", How.ROWS, "Steps of this help", "One is tried, then perhaps the next.", of=Strategy),
    Question(
        "stops", How.CLOCKS, "Which clocks may stand still meanwhile?",
        "Only when both sides agree. Tick none where all clocks run on.", page="still",
    ),
    Question("most", How.FIGURE, "For how many days at most?", NOT_KNOWN_HINT, page="still"),
    Question("unit", How.ONE, "Which days are counted?", needed=True, among=DAYS, page="still"),
)  # fmt: skip

STRATEGY = (
    Question("name", How.WORDS, "What is this step called?", needed=True),
    Question("role", How.ONE, "Who leads it?", needed=True, among=ROLES),
    Question("guidance", How.LONG_WORDS, "What does it ask of people?"),
)

ALLOWANCE = (
    Question("clocks", How.CLOCKS, "Which clocks?", "Only clocks that count days can be changed so.", needed=True),
    Question("times", How.FIGURE, "How often in one difference?", NOT_KNOWN_HINT),
    Question("most", How.FIGURE, "By how many days at most, each time?", NOT_KNOWN_HINT),
    Question("unit", How.ONE, "Which days are counted?", needed=True, among=DAYS),
    Question("agree", How.ONE, "Who asks for one side, and agrees for the other?", needed=True, among=AGREED_BY),
)

REOPENING = (
    Question("within", How.FIGURE, "How many days after the end?", NOT_KNOWN_HINT),
    Question("unit", How.ONE, "Which days are counted?", needed=True, among=DAYS),
)

SCALE = (
    Question("asks", How.WORDS, "What is asked?", "Such as “How well is this child looked after today?”.", needed=True),
    Question("nought", How.WORDS, "What does 0 mean?", needed=True),
    Question("ten", How.WORDS, "What does 10 mean?", needed=True),
)

TELL = (
    Question("event", How.ONE, "What has happened?", needed=True, among=EVENTS),
    Question("who", How.SEVERAL, "Who is told?", needed=True, among=TOLD),
    Question("from_stage", How.STAGE, "From which stage on?", needed=True),
)

SCOPE = (
    Question(
        "question", How.WORDS, "What is asked?",
        "So that yes means that it belongs elsewhere, such as “Is this a complaint?”.", needed=True,
    ),
    Question("destination", How.LONG_WORDS, "Where should people go instead?", needed=True),
    Question(
        "key", How.WORDS, "What is its short name?", "One word, such as complaints. Leave it empty to have it made."
    ),
)  # fmt: skip

STAND_IN = (
    Question("kind", How.ONE, "In which kind of agency?", needed=True, among=KINDS),
    Question("role", How.ONE, "Which role may have nobody?", needed=True, among=ROLES),
    Question(
        "others", How.IN_ORDER, "Who stands in, first to last?", "The first of these that the agency has acts.",
        needed=True, among=ROLES,
    ),
)  # fmt: skip

QUESTIONS: Mapping[type, tuple[Question, ...]] = {
    Procedure: PROCEDURE,
    Stage: STAGE,
    Clock: CLOCK,
    Limit: LIMIT,
    Priority: PRIORITY,
    Check: CHECK,
    SideRoute: SIDE_ROUTE,
    Strategy: STRATEGY,
    Allowance: ALLOWANCE,
    Reopening: REOPENING,
    Scale: SCALE,
    Tell: TELL,
    Scope: SCOPE,
    StandIn: STAND_IN,
}


def default_of(part: type, name: str) -> object:
    """Return what a field says where the text says nothing; None where it must say something."""
    for one in fields(part):
        if one.name == name:
            return None if one.default is MISSING else one.default
    inner = next(one.of for one in QUESTIONS[part] if one.how is How.WITHIN)
    return default_of(inner, name)


def asked_of(part: type, leaves_out: frozenset[str] = frozenset()) -> tuple[Question, ...]:
    """Return the questions of a part in order: what stands within it among them, what does not apply left out."""
    found: list[Question] = []
    for one in QUESTIONS[part]:
        if one.how is How.WITHIN:
            found += asked_of(one.of)
        elif one.field not in leaves_out:
            found.append(one)
    return tuple(found)


def asked_on(part: type, page: str, leaves_out: frozenset[str] = frozenset()) -> tuple[Question, ...]:
    """Return what is asked on one page of a part."""
    return tuple(one for one in asked_of(part, leaves_out) if one.page == page and one.how not in UNASKED)
