"""The kinds of notices: one fixed template each. messages.py says what a template may hold, and what is urgent."""

from commonground.notices.invitations import FOR_GUESTS
from commonground.notices.kinds_of_briefings import OF_BRIEFINGS
from commonground.notices.kinds_of_promoting import OF_PROMOTING
from commonground.notices.kinds_of_steps import OF_STEPS
from commonground.notices.template import Template

TEMPLATES: dict[str, Template] = {
    "raised_to_you": Template(
        "a worry has been raised with you",
        "Somebody in another service sees differently what is needed, and asks for your answer.",
        "Please answer by",
    ),
    "raised_by_your_side": Template(
        "your side has raised a worry at your stage",
        "Somebody on your own side has raised a difference that begins at your stage. You act for your side there.",
        "To be settled by",
    ),
    "picked_up": Template(
        "somebody has picked it up",
        "The difference that you raised has been picked up. You can see by whom, and how to ring them.",
    ),
    "passed_on": Template(
        "it has been passed on",
        "The difference has been passed on to others. You can see to whom and why. The clock goes on.",
    ),
    "stepped_over": Template(
        "somebody else has been asked",
        "Nobody was there to act for one side, so the next in its line have been asked. The clock goes on.",
        "Please answer by",
    ),
    "unopened": Template(
        "it has not been opened yet",
        "Half the time has passed, and nobody who was asked to act for one side has opened it. "
        "The page says whom to ring, and who else has been asked.",
        "The time ends",
    ),
    "undelivered": Template(
        "a message could not be delivered",
        "The message to those who act for one side could not be delivered. "
        "The page says whom to ring, and who else has been asked.",
        "The time ends",
    ),
    "check_asked": Template(
        "your own side asks what you think",
        "Somebody of your own side has taken a worry further, and you are asked to look at it. Say "
        "whether you support it. Nothing waits for you.",
    ),
    "checked": Template(
        "your own side has looked at it",
        "Somebody of your own side has said what they think of it. Only your side can read that.",
    ),
    "check_late": Template(
        "nobody of your own side has looked yet",
        "The time in which somebody of your own side was to look at it has passed. Nothing waits for it.",
        "The time was",
    ),
    "answered": Template(
        "there is an answer",
        "The other side has answered. Read their answer, and say what should happen next.",
    ),
    "tried_outside": Template(
        "a conversation has been noted",
        "The other side has noted what was tried outside. You can say that you remember it otherwise.",
    ),
    "recorded_for": Template(
        "what one side said has been recorded",
        "Somebody has recorded what one side said by telephone or in writing. If it is your side, say whether that is "
        "what you said.",
    ),
    "confirmed": Template(
        "they have said if it is right",
        "The side for which something was recorded has said whether that is what it said.",
    ),
    "let_in": Template(
        "somebody has been let in",
        "Somebody without an account has been let in by a pass. You can see who, and for which side.",
    ),
    "pass_given": Template(
        "you have been let in",
        "You have been let in to one difference. The link asks for a code, which is read out to you by telephone. Open "
        "it in the browser that you will use: it opens in no other.",
    ),
    "advice_asked": Template(
        "your advice is asked",
        "Somebody who takes part in a difference asks for your advice. You can read it, add a note and ask a question.",
    ),
    "adviser_asked": Template(
        "somebody has been asked for advice",
        "Somebody has been asked to advise one side. You can see who, which side, and why.",
    ),
    "adviser_left": Template(
        "somebody no longer advises you",
        "Somebody who was asked to advise your side does so no longer. You can see who, and ask somebody else.",
    ),
    "advice_ended": Template(
        "your advice is no longer needed",
        "You were asked for advice about a difference. It is no longer needed, so the page of it opens for you no "
        "longer. Thank you.",
    ),
    "guest_told": Template(
        "there is news",
        "There is news in the difference that you were let in to. Open your link again, in the same browser.",
    ),
    "pass_closed": Template(
        "a pass has closed",
        "A pass that you gave has closed, because a wrong code was entered too often. Ring the person it was for. You "
        "can give a new one.",
    ),
    "restricted": Template(
        "fewer people can see it",
        "The difference is restricted: only the people named for it see it from now on. You are one of them.",
    ),
    "lifted": Template(
        "more people can see it again",
        "The difference is no longer restricted. Everybody who takes part in it can see it, and you are one of them.",
    ),
    "noted": Template(
        "there is a note",
        "Somebody has added a note that both sides can read.",
    ),
    "masked": Template(
        "words have been hidden",
        "Words that were put in by mistake are hidden. A second person is asked: should they stay hidden?",
        "Please decide by",
    ),
    "mask_waits": Template(
        "hidden words wait for a decision",
        "Words were hidden two working days ago, and nobody has said whether they should stay so. Please decide.",
        "The time was",
    ),
    "question": Template(
        "there is a question",
        "Somebody has asked a question about the difference.",
    ),
    "proposed": Template(
        "an agreement has been proposed",
        "There is a text to agree on. Read it, and sign it or say why not.",
        "Please sign or say why not by",
    ),
    "agreed": Template(
        "both sides have signed",
        "Both sides have signed the same agreement. You can read what was agreed, and who does what.",
    ),
    "agreed_for_some": Template(
        "it is agreed for some of the children",
        "Both sides have signed an agreement for some of the children. It goes on for the others, by the same dates.",
    ),
    "declined": Template(
        "the proposal was declined",
        "The other side cannot sign the proposed agreement. Their reason is there to read.",
    ),
    "escalated": Template(
        "it has moved to the next stage",
        "The difference has been taken to the next stage of the procedure. The whole record goes with it.",
        "To be settled by",
    ),
    "skipped": Template(
        "it has moved past a stage",
        "A stage was passed over because it could not wait. The reason is there to read.",
        "To be settled by",
        urgent=True,
    ),
    "shortened": Template(
        "there is less time",
        "The time was shortened because it cannot wait. The reason is there to read.",
        "The new time is",
        urgent=True,
    ),
    "joining": Template(
        "another agency is asked to join",
        "An agency has been asked to join the difference: yours, or another one. You can read which, and why.",
    ),
    "child_moved": Template(
        "a child has moved",
        "A child has moved to another agency or area. You can read where to, and whom to ring there.",
    ),
    "own_view": Template(
        "an agency that joined has said what it sees",
        "An agency that joined the difference has given its own view.",
    ),
    "taken_on": Template(
        "an agency has taken on its action",
        "An agency that joined has signed for its own action in the agreement.",
    ),
    "stepped_aside": Template(
        "an agency that joined has left",
        "An agency that was asked to join the difference has said that it is not for them. You can read why.",
    ),
    "help_asked": Template(
        "you are asked to help both sides to talk",
        "Both sides of a difference are asked to talk, and you are asked to help them. Nothing waits for you.",
    ),
    "side_route": Template(
        "help to talk has been asked for",
        "One side has asked for help to talk, beside the stages. You can see who helps, and how.",
    ),
    "facilitated": Template(
        "there is news of the help to talk",
        "Somebody has noted what came of the help to talk: what each side said, and what comes next.",
    ),
    "asked": Template(
        "you are asked to agree",
        "The other side asks you to agree to a change of time or stage. Nothing changes until you do.",
    ),
    "time_changed": Template(
        "the time has changed",
        "Both sides agreed to change the time. You can read until when, and why.",
        "The new time is",
    ),
    "time_taken_back": Template(
        "the extra time was taken back",
        "One side has taken back the extra time that both sides had agreed to. The reason is there to read.",
        "The time ends",
    ),
    "redated": Template(
        "a date has moved",
        "A bank holiday was put on record or taken off it, so a date was worked out again. You can read from when to "
        "when.",
        "The new time is",
    ),
    "pause_ends": Template(
        "the pause is nearly over",
        "This is a reminder: both sides agreed to wait, and the clock runs again soon.",
        "The clock runs again",
    ),
    "said_no": Template(
        "the other side said no",
        "The other side did not agree to what was asked, so nothing changes. Their reason is there to read.",
    ),
    "resumed": Template(
        "the clock runs again",
        "The pause has ended, and the clock goes on.",
    ),
    "stepped_down": Template(
        "it has gone back to an earlier stage",
        "Both sides agreed to take the difference back to an earlier stage. The reason is there to read.",
        "To be settled by",
    ),
    "reopened": Template(
        "it is open again",
        "The difference has been reopened at the stage where it ended. The reason is there to read.",
        "To be settled by",
    ),
    "withdrawn": Template(
        "it has been withdrawn",
        "The person who raised the difference has withdrawn it. You can read why.",
    ),
    "redirected": Template(
        "it belongs somewhere else",
        "The difference has ended here, because it belongs somewhere else. You can read where, and why.",
    ),
    "not_resolved": Template(
        "it is recorded as not resolved",
        "The difference has ended without agreement. Both views are kept, with what keeps children safe.",
    ),
    "kept_on_record": Template(
        "a dissent from a conference is kept on record",
        "Somebody dissents from what a child protection conference decided, and keeps that on record only. Nobody is "
        "asked to answer. You can read it.",
    ),
    "vouching_asked": Template(
        "you are asked to vouch for a group",
        "Somebody in your partnership needs a group that is not listed yet. Please say whether you vouch for it.",
    ),
    "vouching_answered": Template(
        "there is an answer about a group",
        "Somebody has said whether they vouch for the group that you named. Your home page says what you can do now.",
    ),
    "nobody_ahead": Template(
        "nobody is there for the next stage",
        "A difference may soon come to a stage for which nobody is there on one side. "
        "The page says what is wrong, and where it is put right.",
        "It may come there by",
    ),
    "holidays_ahead": Template(
        "there are bank holidays to compare",
        "The bank holidays of a year to come are only worked out by rule in your area. Please compare them with the "
        "government’s list once it is published.",
    ),
    "posts_weekly": Template(
        "there are posts to look at",
        "For one stage or more, something is wrong with who would answer for an agency whose people you keep. "
        "The page says what is wrong, and where it is put right.",
    ),
    "library_waits": Template(
        "something in the library waits for you",
        "Another editor of your area’s library proposes a page or the threshold chart, or to take out an image. "
        "Nothing more comes of it before a second person has looked at it. Please answer.",
    ),
    "library_nobody": Template(
        "nobody can approve a page of the library",
        "A page that concerns the safety of children is proposed in your area’s library. Only another library editor "
        "can approve it, and there is none. Please see to it that there is one.",
    ),
    "library_sent_back": Template(
        "what you proposed is sent back",
        "Another editor of your area’s library has sent back what you proposed, and says what should change.",
    ),
    "library_approved": Template(
        "what you proposed is approved",
        "Another editor of your area’s library has approved what you proposed. People read a chart at once, and a "
        "page from the day that you chose. An image to be taken out is gone for good.",
    ),
    "library_shown_again": Template(
        "an image that you hid is shown again",
        "Another editor of your area’s library shows an image again that you hid to take it out. If you still see it "
        "differently, talk to them, or hide it again.",
    ),
    "library_weekly": Template(
        "pages of the library are to be looked at again",
        "The day has come by which somebody was to look again at a page of your area’s library, or at more than one. "
        "People still read it. Please look if it is right, and give it a new day.",
    ),
    "reminder_before": Template(
        "the time is nearly up",
        "This is a reminder: the time for this stage ends soon.",
        "The time ends",
    ),
    "clock_ran_out": Template(
        "the time has passed",
        "The time for this stage has passed. Nothing has closed. You can see what can be done now.",
        "The time was",
        urgent=True,
    ),
    "reminder_after": Template(
        "it is still waiting",
        "The time for this stage has passed and the difference is still waiting. Please look at it today.",
        "The time was",
    ),
} | OF_STEPS
TEMPLATES |= OF_BRIEFINGS | OF_PROMOTING

BY_PASS = frozenset({"pass_given", "guest_told", *FOR_GUESTS.values()})
"""Kinds that go to guests: their link is that of their pass."""

ON_ONE_PAGE = frozenset({"escalated", "skipped"})
"""Kinds by which a difference comes to people of another stage: they lead to all of it on one page."""

ABOUT_GROUPS = frozenset({"vouching_asked", "vouching_answered"})
"""Kinds about a group that is not listed: they have no reference, and lead to what waits for whoever is told."""

ABOUT_POSTS = frozenset({"nobody_ahead", "posts_weekly"})
"""Kinds about who answers at each stage, where they lead to; the first has a reference for whoever may read it."""

ABOUT_HOLIDAYS = frozenset({"holidays_ahead"})
"""Kinds about the bank holidays of an area, where they lead to; they have no reference."""

ABOUT_LIBRARY = frozenset(kind for kind in TEMPLATES if kind.startswith("library_"))
"""Kinds about the library of an area, to whose desk they lead; they have no reference."""

BY_LINK = frozenset({"briefing_link"})
"""Kinds that go to people without an account, who read one briefing: their link is their own."""

ABOUT_BRIEFINGS = frozenset(OF_BRIEFINGS) - BY_LINK
"""Kinds about what somebody is asked to read: they lead to their own list, and have no reference."""

ABOUT_PROMOTING = frozenset(OF_PROMOTING)
"""Kinds about thanks and what leaders plan or say: they stand on the same list, and have no reference."""
