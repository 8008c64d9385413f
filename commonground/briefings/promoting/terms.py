"""The words of promoting: what a leader says in their own name, what stands on an agency’s site, and what was seen."""

from datetime import timedelta

from commonground.procedures.terms import Role, Term


class Saying(Term):
    """What a leader says in their own name."""

    STATEMENT = "statement", "what you say to people who are worried"
    EXAMPLE = "example", "how you welcomed challenge"


LEADERS = (Role.EXECUTIVE_LEAD, Role.SAFEGUARDING_PARTNER)
"""Who says something in their own name, and thanks."""

PLANNERS = (*LEADERS, Role.SAFEGUARDING_LEAD)
"""Who plans for their agency: where there is no executive lead, as in a school, its safeguarding lead."""

PROMISE = "Nobody here will lose anything by raising an honest worry, whether or not they turn out to be right."
"""What a leader promises, unless they write it in their own words."""


A_YEAR = timedelta(days=365)
"""How long thanks are read."""

MONTH_BEFORE, DAYS_BEFORE = timedelta(days=30), timedelta(days=3)
"""How long before their year is over a leader is asked about their words, and told of what is planned."""


class Standing(Term):
    """What of ours stands on a page of an agency’s own site."""

    SENTENCE = "sentence", "A sentence with our address"
    PANEL = "panel", "The panel"
    LINK = "link", "A link, a poster or something else"


class Seen(Term):
    """What came of looking at a page of an agency’s own site. None of it is a reproach."""

    FOUND = "found", "found"
    NOT_FOUND = "not_found", "not found"
    NOT_FETCHED = "not_fetched", "could not be fetched"
    CLOSED = "closed", "closed to us"
