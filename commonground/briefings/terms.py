"""The words of briefings: to whom, which part of a pack somebody is asked to read, and how it ended."""

from commonground.procedures.terms import Role, Term


class To(Term):
    """To whom a briefing goes."""

    EVERYBODY = "everybody", "Everybody in the area’s agencies"
    SOME = "some", "Some of them: I choose agencies or roles"
    NAMED = "named", "Only people whom I name"


class Joining(Term):
    """Which of them: those who are there now, and those who come later."""

    BOTH = "both", "People who are there now, and people who join later"
    NOW = "now", "Only people who are there now"
    LATER = "later", "Only people who join from now on"


class Audience(Term):
    """Whose message of a pack somebody reads. The values stand in the order of who wins for one with several posts."""

    LEADERS = "leaders", "senior leaders"
    MANAGERS = "managers", "managers and safeguarding leads"
    PRACTITIONERS = "practitioners", "practitioners"


HEADING = {
    Audience.LEADERS: "For senior leaders",
    Audience.MANAGERS: "For managers and safeguarding leads",
    Audience.PRACTITIONERS: "For practitioners",
}
"""The heading in a pack under which an audience finds its message."""

LEADERS = (Role.SENIOR_MANAGER, Role.EXECUTIVE_LEAD, Role.SAFEGUARDING_PARTNER, Role.PARTNERSHIP_CHAIR)
MANAGERS = (Role.LINE_MANAGER, Role.SAFEGUARDING_LEAD)
"""The roles of the first two audiences; all others are practitioners."""


class WhyEnded(Term):
    """Why a briefing asks nobody any more."""

    STOPPED = "stopped", "whoever shared it ended it"
    WITHDRAWN = "withdrawn", "the page was taken out of the library"
    NEW_EDITION = "new_edition", "a new edition took its place"
    OVER = "over", "its last day has passed"


class WhyLeft(Term):
    """Why somebody is no longer asked to read a briefing."""

    LEFT = "left", "left the agency"
    MOVED = "moved", "is no longer among those it goes to"
    NAMED_OUT = "named_out", "asked no longer: their link was taken back"
    RAN_OUT = "ran_out", "asked no longer: their link ran out before they read it"
