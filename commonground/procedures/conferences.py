"""The words of child protection conferences: what somebody who dissents from a decision is asked about it."""

from commonground.procedures.terms import Term


class Sort(Term):
    """Which conference it was."""

    INITIAL = "initial", "An initial conference"
    REVIEW = "review", "A review conference"
    OTHER = "other", "Another, such as one before a birth or after a move"


class Decided(Term):
    """What it decided."""

    PLAN = "plan", "A child protection plan, or that one goes on"
    NO_PLAN = "no_plan", "No plan, or that a plan ends"
    OTHER = "other", "Something else"


class Category(Term):
    """For which reason a plan was made: the four categories of the statutory guidance."""

    NEGLECT = "neglect", "Neglect"
    EMOTIONAL = "emotional", "Emotional abuse"
    PHYSICAL = "physical", "Physical abuse"
    SEXUAL = "sexual", "Sexual abuse"
    SEVERAL = "several", "More than one, or I do not know"


class DecidedBy(Term):
    """Who decided."""

    CONSENSUS = "consensus", "Those there agreed, but for whoever dissented"
    CHAIR = "chair", "The chair decided, because those there did not agree"


class Said(Term):
    """Whether the dissent was said in the meeting, and noted."""

    NOTED = "noted", "Yes, and it was noted"
    NOT_NOTED = "not_noted", "Yes, and I do not know whether it was noted"
    NO = "no", "No"


class Ground(Term):
    """On which ground somebody dissents, tied to the criteria for a plan."""

    MET = "met", "The criteria for a plan are met, and there is none"
    NOT_MET = "not_met", "The criteria for a plan are not met, and there is one"
    CATEGORY = "category", "The category does not fit"
    PLAN = "plan", "The plan does not keep the child safe"
    OTHER = "other", "Something else"


class Whose(Term):
    """Whose view it is: a formal dissent is an agency's."""

    AGENCY = "agency", "My agency’s"
    OWN = "own", "My own"


class Further(Term):
    """What whoever dissents wants to come of it."""

    REVIEWED = "reviewed", "Take it further: somebody who did not chair the conference reviews it"
    RECORD = "record", "Keep it on record only"


class Effect(Term):
    """What comes of a dissent once it is reviewed."""

    NONE = "none", "The decision stands"
    EARLY_REVIEW = "early_review", "The review conference is held earlier"
    RECONVENE = "reconvene", "The conference meets again"
