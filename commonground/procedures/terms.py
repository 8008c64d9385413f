"""The words of the field, as the rules, the pages and the database all use them."""

from enum import StrEnum
from typing import Self


class Term(StrEnum):
    """A word with a label for people: ``LINE_MANAGER = "line_manager", "line manager"``."""

    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        """Make the member a plain string that also carries its label."""
        term = str.__new__(cls, value)
        term._value_ = value
        term.label = label
        return term


class Side(Term):
    """One of the two sides of a difference."""

    RAISING = "raising", "raising side"
    RESPONDING = "responding", "responding side"

    @property
    def other(self) -> "Side":
        """The side across from this one."""
        return Side.RESPONDING if self is Side.RAISING else Side.RAISING


class How(Term):
    """How people talked."""

    TELEPHONE = "telephone", "By telephone"
    IN_PERSON = "in_person", "In person"
    WRITTEN = "written", "In writing"
    MEETING = "meeting", "At a meeting"


class ToldBy(Term):
    """How a side without an account said what is recorded for it."""

    TELEPHONE = "telephone", "By telephone"
    LETTER = "letter", "By letter"
    SECURE_EMAIL = "secure_email", "By secure e-mail"
    IN_PERSON = "in_person", "In person"


class CallCame(Term):
    """What came of a call."""

    NO_ANSWER = "no_answer", "No answer"
    RINGS_BACK = "rings_back", "They will ring back"
    ACTS = "acts", "They will act"
    REFUSES = "refuses", "They will not act"
    TALKED = "talked", "We talked and still differ"


class Role(Term):
    """What a post does in its agency's line. Local titles map to these by agency kind."""

    PRACTITIONER = "practitioner", "practitioner"
    LINE_MANAGER = "line_manager", "line manager"
    SAFEGUARDING_LEAD = "safeguarding_lead", "safeguarding lead"
    SENIOR_MANAGER = "senior_manager", "senior manager"
    EXECUTIVE_LEAD = "executive_lead", "executive lead"
    SAFEGUARDING_PARTNER = "safeguarding_partner", "safeguarding partner"
    PARTNERSHIP_OFFICER = "partnership_officer", "partnership officer"
    LIBRARY_EDITOR = "library_editor", "library editor"
    PARTNERSHIP_CHAIR = "partnership_chair", "partnership chair"
    FACILITATOR = "facilitator", "facilitator"
    CONFERENCE_CHAIR = "conference_chair", "conference chair"
    REVIEWING_OFFICER = "reviewing_officer", "reviewing officer"
    SCRUTINEER = "scrutineer", "independent scrutineer"


class Capacity(Term):
    """Why somebody has a seat in one difference."""

    RAISER = "raiser", "raised it"
    ANSWERING = "answering", "acts for a side at a stage"
    GUEST = "guest", "let in by a pass"
    LEAD = "lead", "safeguarding lead of a side"
    CHECKING = "checking", "looks at it for a side"
    TOLD = "told", "told about it"
    CHAIRED = "chaired", "chaired the conference that it is about"
    HELPING = "helping", "helps both sides beside the stages"
    FACILITATING = "facilitating", "facilitates at the last stage"
    OFFICER = "officer", "partnership officer"
    JOINED = "joined", "belongs to an agency that joined"
    ADVISER = "adviser", "asked for advice"
    FRESH_EYES = "fresh_eyes", "looks at it with fresh eyes"
    BARRED = "barred", "takes no part"


BESIDE = frozenset({Capacity.JOINED, Capacity.ADVISER})
"""The capacities of those who stand at a side and are not it."""


class TooClose(Term):
    """Why somebody takes no part in a difference."""

    PERSONAL = "personal", "A personal interest: a relative, a friend, a neighbour or something like it"
    DECISION = "decision", "They took, made or share the decision that this is about"


class Act(Term):
    """Something a person does to a difference under its edition."""

    RAISE = "raise", "Raise a difference"
    PICK_UP = "pick_up", "Pick this up"
    PASS_ON = "pass_on", "Pass it on"
    NOT_OURS = "not_ours", "This is not ours"
    CHECK = "check", "Say what you think of it"
    RESPOND = "respond", "Answer"
    NOTE = "note", "Add a note"
    QUESTION = "question", "Ask a question"
    PROPOSE = "propose", "Propose an agreement"
    SIGN = "sign", "Sign the agreement"
    DECLINE = "decline", "Decline to sign"
    ESCALATE = "escalate", "Escalate"
    SHORTEN = "shorten", "The child needs this sooner"
    SKIP = "skip", "Skip to a later stage"
    TRIED_OUTSIDE = "tried_outside", "Note what was tried outside"
    REMEMBER = "remember", "I remember it otherwise"
    RECORD_FOR = "record_for", "Record what they told you"
    CONFIRM = "confirm", "Say if that is what you said"
    HAND_OVER = "hand_over", "Hand it over"
    RESTRICT = "restrict", "Restrict who sees it"
    LIFT = "lift", "Take the restriction back"
    JOIN = "join", "Ask another agency to join"
    OWN_VIEW = "own_view", "Give our view"
    TAKE_ON = "take_on", "Take on our action"
    STEP_ASIDE = "step_aside", "This is not for our agency"
    LENGTHEN = "lengthen", "Ask for more time"
    PAUSE = "pause", "Ask to pause the clock"
    RESUME = "resume", "Let the clock run again"
    TAKE_TIME_BACK = "take_time_back", "Take the extra time back"
    STEP_DOWN = "step_down", "Ask to step down"
    SIDE_ROUTE = "side_route", "Ask for help to talk"
    FACILITATED = "facilitated", "Note what came of it"
    AGREE_TO_IT = "agree_to_it", "Agree to it, or say no"
    WITHDRAW = "withdraw", "Withdraw it"
    REDIRECT = "redirect", "It belongs somewhere else"
    NOT_RESOLVED = "not_resolved", "Record as not resolved"
    REOPEN = "reopen", "Reopen it"


class Event(Term):
    """What a clock can start from or end with: a closed list."""

    CONCERN_AROSE = "concern_arose", "concern arose"
    CONFERENCE_HELD = "conference_held", "conference held"
    DECISION_NOTIFIED = "decision_notified", "decision notified"
    RAISED = "raised", "raised"
    RECEIVED = "received", "received"
    CHECKED = "checked", "looked at by its own side"
    PICKED_UP = "picked_up", "picked up"
    RESPONDED = "responded", "answered"
    TRIED_OUTSIDE = "tried_outside", "tried outside"
    RECORDED_FOR = "recorded_for", "recorded for a side"
    CONFIRMED = "confirmed", "confirmed by the side"
    SAID_OTHERWISE = "said_otherwise", "remembered otherwise by the side"
    MET = "met", "met"
    MINUTES_SENT = "minutes_sent", "outcome sent in writing"
    PROPOSED = "proposed", "agreement proposed"
    AGREED = "agreed", "agreed by both sides"
    ESCALATED = "escalated", "escalated"
    SKIPPED = "skipped", "skipped to this stage"
    STEPPED_DOWN = "stepped_down", "stepped down to this stage"
    SIDE_ROUTE = "side_route", "help to talk asked for"
    FACILITATED = "facilitated", "helped to talk"
    PAUSED = "paused", "paused"
    RESUMED = "resumed", "resumed"
    WITHDRAWN = "withdrawn", "withdrawn"
    REDIRECTED = "redirected", "redirected"
    NOT_RESOLVED = "not_resolved", "recorded as not resolved"
    KEPT_ON_RECORD = "kept_on_record", "kept on record only"
    REOPENED = "reopened", "reopened"


ENDING = frozenset({Event.AGREED, Event.WITHDRAWN, Event.REDIRECTED, Event.NOT_RESOLVED, Event.KEPT_ON_RECORD})
"""Events with which a difference ends."""

BEFORE = (Event.CONCERN_AROSE, Event.CONFERENCE_HELD, Event.DECISION_NOTIFIED)
"""What happened before a difference is raised, and is asked for then: it stands at the first stage."""

NOTED = (Event.MET, Event.MINUTES_SENT)
"""What happens outside the product and is noted here, where a clock counts from it or to it."""


class End(Term):
    """How a difference ends."""

    RESOLVED = "resolved", "resolved"
    WITHDRAWN = "withdrawn", "withdrawn"
    REDIRECTED = "redirected", "redirected"
    NOT_RESOLVED = "not_resolved", "recorded as not resolved"
    KEPT_ON_RECORD = "kept_on_record", "kept on record only"


class Answer(Term):
    """How the responding side answers."""

    YES = "yes", "Yes"
    YES_IF = "yes_if", "Yes, if"
    NO_BECAUSE = "no_because", "No, because"


class Unit(Term):
    """What a clock counts in (proof.md section 3)."""

    WORKING_DAYS = "working_days", "working days"
    WORKING_HOURS = "working_hours", "working hours"
    CLOCK_HOURS = "clock_hours", "hours by the clock"
    CALENDAR_DAYS = "calendar_days", "calendar days"
    SAME_WORKING_DAY = "same_working_day", "the same working day"
    WITHOUT_DELAY = "without_delay", "without delay"

    def counted(self, figure: int) -> str:
        """Return so many of it, in words: "1 working day", "72 hours by the clock"."""
        one = self.label.replace("days", "day").replace("hours", "hour")
        return f"{figure} {one if figure == 1 else self.label}"


class AgreedBy(Term):
    """Who of each side agrees about its time."""

    SEATS = "seats", "whoever acts for each side at the stage"
    LEADS = "leads", "each side’s safeguarding lead"


class Kind(Term):
    """What people differ about (procedure.md section 5)."""

    THRESHOLD = "threshold", "Level of need or risk"
    REFERRAL_OUTCOME = "referral_outcome", "A referral not accepted, or not made"
    NO_REPLY = "no_reply", "No reply to a referral or a question"
    ENQUIRY = "enquiry", "Whether to hold a strategy discussion, enquiry or conference"
    ASSESSMENT = "assessment", "What an assessment found or missed"
    PLAN_DRIFT = "plan_drift", "A plan that drifts"
    STEP_DOWN_CLOSE = "step_down_close", "Closing or stepping down"
    ROLES = "roles", "Who does what"
    INFORMATION = "information", "Sharing or not sharing information"
    SERVICE = "service", "A service refused, delayed or absent"
    INJURY = "injury", "Whether an injury is abusive"
    ADULTS_UNSEEN = "adults_unseen", "Adults nobody has met"
    VICTIM_OR_OFFENDER = "victim_or_offender", "A child who harms or is exploited"
    CONFERENCE = "conference", "A child protection conference decision"


class Covers(Term):
    """What a procedure is for. A partnership follows one of each at a time."""

    DIFFERENCES = "differences", "professional differences"
    CONFERENCES = "conferences", "differences about child protection conferences"


class About(Term):
    """What of a child protection conference a difference is about: three things that are easily taken for one."""

    DISSENT = "dissent", "I do not agree with what a conference decided"
    CONVENING = "convening", "Whether to hold a conference"
    CARRYING_OUT = "carrying_out", "The plan is not being carried out"


class Subject(Term):
    """What a difference is about, as an edition allows it."""

    CHILD = "child", "A child or children"
    FAMILY_MEMBER = "family_member", "A family member"
    THEME = "theme", "How we work together, not one child"


class Vouched(Term):
    """What came of asking somebody to vouch for a group that is not listed."""

    YES = "yes", "They vouched for it"
    LISTED = "listed", "It was listed already"
    NO = "no", "They did not vouch for it"
    TAKEN_BACK = "taken_back", "It was taken back"


class AgencyKind(Term):
    """What sort of organisation an agency is."""

    COUNCIL = "council", "Council"
    POLICE = "police", "Police"
    HEALTH_TRUST = "health_trust", "Health trust"
    HEALTH_BOARD = "health_board", "Integrated care board"
    GENERAL_PRACTICE = "general_practice", "General practice"
    SCHOOL = "school", "School"
    EARLY_YEARS = "early_years", "Early years setting"
    VOLUNTARY = "voluntary", "Voluntary group"
    PROBATION = "probation", "Probation"
    HOUSING = "housing", "Housing"
    PARTNERSHIP = "partnership", "Partnership office"
