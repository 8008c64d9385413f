"""The permission matrix as people decided it, typed by hand. This file imports nothing, least of all the product.

``SEES`` says who sees a difference in each state; ``ACTS`` which acts each of them may take there. Everybody else
among ``PERSONAS`` gets the same 404 as for a difference that does not exist.
"""

PERSONAS = {
    "anonymous": "nobody signed in",
    "halfway": "Amy, signed in without a second factor",
    "amy": "the raiser, a teacher",
    "ivy": "a colleague of the raiser, uninvolved, but for one that she advised on until that was ended",
    "bob": "the responder, a social worker",
    "imran": "an uninvolved colleague of the responder, in another team",
    "cath": "the responder's line manager",
    "sarah": "the raiser's line manager and safeguarding lead",
    "farah": "the responding agency's safeguarding lead",
    "wendy": "the safeguarding lead of that agency, who sees nothing until its stage",
    "judith": "the raiser's senior manager",
    "dev": "the responder's senior manager, who manages the decision",
    "margaret": "the safeguarding partner of the responding agency",
    "angela": "the safeguarding partner of an agency that is no side",
    "elin": "a partnership officer here",
    "gwen": "the partnership officer of the other partnership",
    "sol": "the independent scrutineer",
    "zed": "a practitioner of an agency that joined some, and is uninvolved in the others",
    "hana": "a practitioner of another uninvolved agency, who was asked to advise the raiser on one",
    "leaver": "somebody who raised one, left their agency, and whose cookie is alive",
    "mover": "somebody who raised one and moved to another agency",
    "guest": "a trustee of the responding side without an account, let in by a pass",
    "guest_ended": "somebody else let in to the same difference, whose pass was taken back",
    "guest_elsewhere": "somebody without an account, let in to another difference",
    "ros": "the named nurse of an agency that is no side, who was asked to look at one with fresh eyes",
    "nadia": "the deputy of the responder's line manager, who is not away",
}

FIRST = {"amy", "bob", "sarah", "farah"}
SECOND = FIRST | {"cath", "elin"}
THIRD = SECOND | {"judith", "dev"}
FOURTH = THIRD | {"margaret", "angela"}

SEES = {
    "raised": FIRST,
    "answered no": FIRST,
    "recorded for": FIRST,
    "let in": FIRST | {"guest"},
    "let in elsewhere": FIRST | {"guest_elsewhere"},
    "withdrawn": FIRST,
    "agreed for one of two": FIRST,
    "linked": FIRST,
    "linked, of another team": {"amy", "imran", "sarah", "farah"},
    "stage 2": SECOND,
    "proposed at stage 2": SECOND,
    "resolved": SECOND,
    "redirected": SECOND,
    "stage 3": THIRD,
    "skipped to stage 3": (THIRD - {"cath"}),
    "stage 4": FOURTH,
    "not resolved": FOURTH,
    "raised by the leaver": {"bob", "sarah", "farah"},
    "raised by the mover": {"bob", "sarah", "farah"},
    "next door": {"gwen"},
    "passed on": {"amy", "imran", "sarah", "farah"},
    "put in by mistake": FIRST,
    "masked": FIRST,
    "masked own note": FIRST,
    "her manager shares it": {"amy", "bob", "farah", "judith"},
    "her manager shares it, at stage 2": {"amy", "bob", "farah", "judith", "cath", "elin"},
    "the one who answers has an interest": {"amy", "sarah", "farah"},
    "restricted": {"amy", "bob"},
    "restricted at stage 2": {"amy", "bob", "sarah", "cath"},
    "joined": FIRST | {"zed"},
    "joined at stage 2": SECOND | {"zed", "wendy"},
    "left again": FIRST,
    "advised": FIRST | {"hana"},
    "asked to pause": SECOND,
    "paused": SECOND,
    "given more time": SECOND,
    "to be looked at": FIRST,
    "looked at": FIRST,
    "helped to talk": FIRST,
    "about a family member": FIRST,
    "about a theme": FIRST,
    "placed on the chart": FIRST,
    "looked at afresh": FIRST | {"ros"},
}

ANY = {"note", "question"}
SPEAKS = ANY | {"record_for", "join"}
HASTE = {"shorten", "skip"}
TIME = {"lengthen", "pause"}
BY_BOTH = TIME | {"step_down"}
RAISER = SPEAKS | HASTE | {"escalate", "withdraw", "redirect", "hand_over", "restrict"}
RAISING_LEAD = SPEAKS | HASTE | {"escalate", "restrict"}
LEAD = SPEAKS | HASTE | {"restrict"}
ANSWERING = SPEAKS | HASTE | TIME | {"pass_on", "not_ours", "respond", "propose"}
ANSWERING_ABOVE = ANSWERING | {"step_down"}
GUEST = ANY | {"respond"}
OFFICER = SPEAKS | {"redirect"}
JOINED = ANY | {"own_view", "step_aside"}

AT_SECOND = {
    "amy": RAISER,
    "sarah": RAISING_LEAD | BY_BOTH | {"propose", "tried_outside", "hand_over"},
    "bob": SPEAKS,
    "farah": LEAD,
    "cath": ANSWERING_ABOVE | {"pick_up"},
    "elin": OFFICER,
}
AT_THIRD = {
    "amy": RAISER - {"skip"},
    "sarah": RAISING_LEAD - {"skip"},
    "judith": (RAISING_LEAD - {"skip", "restrict"}) | BY_BOTH | {"propose", "tried_outside", "hand_over"},
    "bob": SPEAKS,
    "cath": SPEAKS,
    "farah": LEAD - {"skip"},
    "dev": (ANSWERING_ABOVE - {"skip"}) | {"pick_up"},
    "elin": OFFICER,
}
AT_FOURTH = {
    "amy": RAISER - {"skip", "escalate"},
    "sarah": LEAD - {"skip"},
    "judith": (LEAD - {"skip", "restrict"}) | BY_BOTH | {"propose", "tried_outside", "hand_over"},
    "bob": SPEAKS,
    "cath": SPEAKS,
    "dev": SPEAKS,
    "farah": LEAD - {"skip"},
    "margaret": (ANSWERING_ABOVE - {"skip"}) | {"pick_up"},
    "angela": ANY | {"not_resolved"},
    "elin": OFFICER,
}
AT_FIRST = {
    "amy": RAISER | TIME | {"propose", "tried_outside"},
    "bob": ANSWERING | {"pick_up"},
    "sarah": RAISING_LEAD,
    "farah": LEAD,
}

CAN_ASK_FOR_HELP = AT_FIRST | {who: AT_FIRST[who] | {"side_route"} for who in ("amy", "bob")}
CAN_BE_LOOKED_AT = CAN_ASK_FOR_HELP | {"sarah": RAISING_LEAD | {"check"}}
AT_FIRST_WITHOUT_SARAH = {who: acts for who, acts in AT_FIRST.items() if who != "sarah"}

ACTS = {
    "raised": AT_FIRST,
    "answered no": AT_FIRST | {"bob": ANSWERING | {"remember"}, "farah": LEAD | {"remember"}},
    "recorded for": AT_FIRST | {"bob": ANSWERING | {"confirm"}, "farah": LEAD | {"confirm"}},
    "let in": AT_FIRST
    | {
        "guest": GUEST | {"sign", "confirm"},
        "bob": (AT_FIRST["bob"] - {"pick_up"}) | {"sign", "decline", "confirm"},
        "farah": LEAD | {"confirm"},
    },
    "let in elsewhere": AT_FIRST | {"guest_elsewhere": GUEST},
    "her manager shares it": {**AT_FIRST_WITHOUT_SARAH, "judith": RAISING_LEAD},
    "her manager shares it, at stage 2": {
        **{who: acts for who, acts in AT_SECOND.items() if who != "sarah"},
        "judith": RAISING_LEAD | BY_BOTH | {"propose", "tried_outside", "hand_over"},
    },
    "the one who answers has an interest": {who: acts for who, acts in AT_FIRST.items() if who != "bob"},
    "agreed for one of two": AT_FIRST,
    "linked": AT_FIRST,
    "linked, of another team": {who: acts for who, acts in AT_FIRST.items() if who != "bob"}
    | {"imran": ANSWERING | {"pick_up"}},
    "put in by mistake": AT_FIRST,
    "masked": AT_FIRST,
    "masked own note": AT_FIRST,
    "stage 2": AT_SECOND,
    "proposed at stage 2": AT_SECOND
    | {"sarah": RAISING_LEAD | BY_BOTH | {"propose", "sign", "decline", "tried_outside", "hand_over"}},
    "stage 3": AT_THIRD,
    "skipped to stage 3": {who: acts for who, acts in AT_THIRD.items() if who != "cath"},
    "stage 4": AT_FOURTH,
    "raised by the leaver": {who: acts for who, acts in AT_FIRST.items() if who != "amy"},
    "raised by the mover": {who: acts for who, acts in AT_FIRST.items() if who != "amy"},
    "next door": {"gwen": OFFICER},
    "passed on": {who: acts for who, acts in AT_FIRST.items() if who != "bob"} | {"imran": ANSWERING | {"pick_up"}},
    "restricted": {"amy": RAISER | TIME | {"propose", "tried_outside", "lift"}, "bob": ANSWERING},
    "restricted at stage 2": {
        "amy": RAISER | {"lift"},
        "sarah": (RAISING_LEAD - {"restrict"}) | BY_BOTH | {"propose", "tried_outside", "hand_over"},
        "bob": SPEAKS,
        "cath": ANSWERING_ABOVE | {"pick_up"},
    },
    "joined": AT_FIRST | {"bob": ANSWERING, "zed": JOINED},
    "joined at stage 2": AT_SECOND
    | {
        "sarah": RAISING_LEAD | BY_BOTH | {"propose", "sign", "decline", "tried_outside", "hand_over"},
        "zed": JOINED | {"take_on"},
        "wendy": JOINED | {"take_on"},
    },
    "left again": AT_FIRST | {"bob": ANSWERING},
    "advised": AT_FIRST | {"bob": ANSWERING, "hana": ANY},
    "asked to pause": AT_SECOND | {"sarah": AT_SECOND["sarah"] | {"agree_to_it"}},
    "paused": {
        who: (acts - {"pause"}) | ({"resume"} if who in {"amy", "sarah", "farah", "cath"} else set())
        for who, acts in AT_SECOND.items()
    },
    "given more time": {
        who: (acts - {"lengthen"}) | ({"take_time_back"} if who in {"amy", "sarah", "farah", "cath"} else set())
        for who, acts in AT_SECOND.items()
    },
    "to be looked at": CAN_BE_LOOKED_AT,
    "looked at": CAN_ASK_FOR_HELP,
    "helped to talk": AT_FIRST
    | {
        "amy": AT_FIRST["amy"] | {"facilitated"},
        "bob": AT_FIRST["bob"] | {"facilitated"},
        "sarah": RAISING_LEAD | {"check", "facilitated"},
    },
    "about a family member": CAN_BE_LOOKED_AT,
    "about a theme": CAN_BE_LOOKED_AT,
    "placed on the chart": AT_FIRST,
    "looked at afresh": AT_FIRST | {"bob": ANSWERING, "ros": ANY},
    "withdrawn": {who: {"reopen"} for who in FIRST},
    "resolved": {who: {"reopen"} for who in SECOND},
    "redirected": {who: {"reopen"} for who in SECOND},
    "not resolved": {who: {"reopen"} for who in FOURTH - {"angela"}},
}

ENDED = {"withdrawn", "resolved", "redirected", "not resolved"}

OWN_SIDE = {
    "raising": {"amy", "sarah", "judith", "hana"},
    "responding": {"bob", "imran", "farah", "cath", "dev", "margaret", "guest", "guest_elsewhere"},
}
"""Who reads a side's own notes, where they see the difference at all."""

ALL_ACTS = (
    "pick_up", "check", "pass_on", "not_ours", "respond", "note", "question", "propose", "sign", "decline", "escalate",
    "shorten", "skip", "tried_outside", "remember", "record_for", "confirm", "hand_over", "restrict", "lift", "join",
    "own_view", "take_on", "step_aside", "withdraw", "redirect", "not_resolved",
    "side_route", "facilitated", "lengthen", "pause", "resume", "take_time_back", "step_down", "agree_to_it", "reopen",
)  # fmt: skip

WAS_TOLD = {
    "passed on": {"bob"},
    "linked, of another team": {"bob"},
    "left again": {"zed"},
    "the one who answers has an interest": {"bob"},
    "advised": {"ivy"},
}
"""Who keeps the message that they were sent (a reference, a stage, a date) once they see the difference no longer."""

ADVISES = {"amy": "ivy"}
"""Whose draft was shown for advice, and to whom: nobody else reads it, and only its author changes it."""
MASKS = {
    "put in by mistake": {"amy", "sarah"},
    "masked": {"sarah", "farah"},
    "masked own note": {"sarah"},
}
"""Who may hide the words of the last note; and once Amy hid them, who decides on it as the second person."""

READS_THE_NOTE = {"put in by mistake": FIRST, "masked": FIRST, "masked own note": {"amy", "sarah"}}
"""Who may read that last note, or that it is masked. What it said is hidden from everybody: ``CN-…-hidden``."""
GUESTS = {"guest", "guest_ended", "guest_elsewhere"}
"""People let in by a pass: they have no other page than their difference, and nobody lets others in for them."""
UNDERTAKEN = ("raised", "answered no", "stage 2", "joined", "restricted")
"""The states in which Bob has something to do, number 1 on the list."""
DEALS_WITH_ACTIONS = (OWN_SIDE["raising"] | OWN_SIDE["responding"] | {"zed", "wendy", "angela"}) - GUESTS - {"hana"}
"""Who puts an action on the list, where they see the difference: of a side, who joined, or who helps both."""
DOES_IT = {"bob", "farah", "cath", "dev", "margaret", "imran"}
"""Who says that Bob's is done, or hands it over: people of the agency that has it."""
MEETS = ("raised", "answered no", "stage 2", "joined", "restricted")
"""The states in which a meeting was held (number 1), and another is proposed (2): Amy and Bob are asked to come."""
CALLS_MEETINGS = DEALS_WITH_ACTIONS - {"zed", "wendy"}
"""Who proposes a meeting, changes it and writes its minutes, where they see the difference."""
AGREES_MINUTES = CALLS_MEETINGS - {"angela"}
"""Who agrees minutes for their side."""
NEITHER_SIDE = GUESTS | {"elin", "gwen", "angela", "zed", "wendy", "hana", "ros"}
"""Who speaks for no side, where they see a difference: they link none."""
MOVES = {"elin", "gwen"}
"""Who of these may say that a child has moved, as those of a side may."""
HAS_LINES, LISTS_LATER = {"stage 2"}, {
    "raised", "answered no", "recorded for", "let in", "let in elsewhere", "agreed for one of two", "linked",
    "linked, of another team", "raised by the leaver", "raised by the mover", "next door", "passed on",
    "put in by mistake", "masked", "masked own note", "her manager shares it", "the one who answers has an interest",
    "restricted", "joined", "left again", "advised", "to be looked at", "looked at", "helped to talk",
    "about a family member", "about a theme", "placed on the chart", "looked at afresh",
}  # fmt: skip
"""Where there is a line on the lists of what is agreed; and where it is too early for them, at stage 1."""
WRITES, HAS_SHARED = {"answered no": {"amy"}}, {"answered no": "responding"}
"""Who has written what their side sees and not shared it, where; and where a side has shared what it sees."""
LINKED = {"linked": "linked, of another team", "linked, of another team": "linked"}
"""Two that are linked: who sees both reads the other's reference on each."""
FILERS = (OWN_SIDE["raising"] | OWN_SIDE["responding"] | {"zed", "wendy"}) - {"hana"}
"""Who may note that a difference is on their agency's own file, where they see it: of a side, or who joined."""
ASKS_ADVICE = (OWN_SIDE["raising"] | OWN_SIDE["responding"] | {"elin", "gwen"}) - GUESTS - {"hana"}
"""Who asks somebody to advise their side, the officer either, where they see the difference and it is open."""
ENDS_ADVICE = {"advised": {"amy", "sarah", "hana"}}
"""Who ends Hana's advice."""
SAYS_HOW_IT_WENT = ((OWN_SIDE["raising"] | OWN_SIDE["responding"]) - {"hana"}) | {"angela"}
"""Who says how it went, where they see a difference that has ended: whoever took part, who facilitated too."""
ASKED_WHAT_CHANGED = {"resolved": (OWN_SIDE["raising"] | OWN_SIDE["responding"]) - {"hana"}}
"""Who says for their side what has changed, where both were asked."""
LETS_IN = (FILERS - GUESTS - {"zed", "wendy"}) | {"elin", "gwen"}
"""Who lets somebody of their own side in by a pass, where they see the difference and it is open."""
WITH_NUMBERS = {"to be looked at", "looked at", "helped to talk", "about a family member", "about a theme"}
"""The states under an edition that asks each side for a number."""
ON_CHART = FILERS - GUESTS - {"zed", "wendy"}
"""Who says what their side sees on a threshold chart, or that it does not use it, where they see the difference."""
LOOKED_AT, LOOKS = "looked at afresh", {"ros"}
"""The state in which Amy has asked somebody for fresh eyes, and who looks and says what they see."""
SOUGHT_IN, FINDS = "her manager shares it, at stage 2", {"elin"}
"""The state in which Amy has asked the office to find somebody, and who finds them or says that they cannot."""
ASKS_FRESH_EYES = ON_CHART
"""Who asks for fresh eyes, where they see the difference, it is open and their side has not asked."""
TAKES_BACK = (OWN_SIDE["responding"] - GUESTS) | {"elin", "gwen"}
"""Who takes back a pass that was given for the responding side."""
OPENS_THE_NAME = {
    "raised": {"amy", "bob"},
    "answered no": {"amy", "bob"},
    "recorded for": {"amy", "bob"},
    "let in": {"amy", "bob"},
    "let in elsewhere": {"amy", "bob"},
    "advised": {"amy", "bob"},
    "agreed for one of two": {"amy", "bob"},
    "linked": {"amy", "bob"},
    "linked, of another team": {"amy", "imran"},
    "stage 2": {"amy", "cath"},
    "proposed at stage 2": {"amy", "cath"},
    "stage 3": {"amy", "dev"},
    "skipped to stage 3": {"amy", "dev"},
    "stage 4": {"amy", "margaret"},
    "raised by the leaver": {"bob"},
    "raised by the mover": {"bob"},
    "passed on": {"amy", "imran"},
    "put in by mistake": {"amy", "bob"},
    "masked": {"amy", "bob"},
    "masked own note": {"amy", "bob"},
    "her manager shares it": {"amy", "bob"},
    "her manager shares it, at stage 2": {"amy", "cath"},
    "the one who answers has an interest": {"amy"},
    "restricted": {"amy", "bob"},
    "restricted at stage 2": {"amy", "cath"},
    "joined": {"amy", "bob"},
    "joined at stage 2": {"amy", "cath"},
    "left again": {"amy", "bob"},
    "asked to pause": {"amy", "cath"},
    "paused": {"amy", "cath"},
    "given more time": {"amy", "cath"},
    "to be looked at": {"amy", "bob"},
    "looked at": {"amy", "bob"},
    "helped to talk": {"amy", "bob"},
    "about a family member": {"amy", "bob"},
    "placed on the chart": {"amy", "bob"},
    "looked at afresh": {"amy", "bob"},
}
"""Who opens the child's first name and date of birth: the two who deal with it. What has ended keeps none."""
ABOUT_NO_ONE = {"about a theme"}
"""It is about no one in particular: there is no page that says who, for anybody, and no child who has moved."""
ABOUT_NO_CHILD = {"about a theme", "about a family member"}
"""No page of a child’s day is there, for anybody."""
GIVES_A_REFERENCE = (OWN_SIDE["raising"] | OWN_SIDE["responding"]) - {"hana"}
"""Who gives their own agency's reference for the child, where they see the difference."""

SAYS = GIVES_A_REFERENCE
"""Who says whether their side agrees with an entry, or what is right in it, where they see the difference."""
AGREED_IN = {
    "let in": 1,
    "proposed at stage 2": 1,
    "resolved": 1,
    "agreed for one of two": 1,
    "joined at stage 2": 1,
}
"""In which there is an agreement, and its number: those of ``SAYS`` note there what they still see differently."""
