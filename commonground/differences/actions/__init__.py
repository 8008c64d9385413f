"""Everything that changes a difference: one verb each, through one door, in one transaction."""

from commonground.differences.actions.advising import advisers, ask_advice, take_back
from commonground.differences.actions.agreeing import decline, propose, sign, still_sees, take_on
from commonground.differences.actions.answering import not_ours, note, pass_on, pick_up, question, respond
from commonground.differences.actions.calling import calls_to_tell, log_call
from commonground.differences.actions.checking import check
from commonground.differences.actions.chronology import say_of_entry
from commonground.differences.actions.climbing import escalate, next_in_line, shorten, skip
from commonground.differences.actions.conference import GOES_ON, Conference, conference_chairs
from commonground.differences.actions.door import Meanwhile
from commonground.differences.actions.drafts import discard_draft, read_draft, save_draft
from commonground.differences.actions.empty_chairs import ask_the_next
from commonground.differences.actions.ending import record_not_resolved, redirect, withdraw
from commonground.differences.actions.facilitating import facilitated, side_route
from commonground.differences.actions.filing import put_on_file
from commonground.differences.actions.interests import declare_interest, own_line
from commonground.differences.actions.inviting import (
    AdviceSought,
    agencies_to_ask,
    ask_adviser,
    end_advice,
    may_advise,
)
from commonground.differences.actions.joining import give_view, join, step_aside
from commonground.differences.actions.lifting import lift
from commonground.differences.actions.linking import link, unlink
from commonground.differences.actions.looking import looked
from commonground.differences.actions.masking import alarm_of_masks, decide_mask, mask
from commonground.differences.actions.moving import child_moved
from commonground.differences.actions.passes import give_pass, may_take_back, note_opened, take_back_pass
from commonground.differences.actions.raising import (
    Foreseen,
    NewDifference,
    Watchers,
    foresee,
    raise_difference,
    settle_by_talking,
)
from commonground.differences.actions.recording import Told, confirm, record_for
from commonground.differences.actions.restricting import restrict
from commonground.differences.actions.ringing_me import RingMe, spoke
from commonground.differences.actions.sweeping import sweep
from commonground.differences.actions.taking_record import take_record
from commonground.differences.actions.together import (
    agree_to_it,
    lengthen,
    pause,
    reopen,
    resume,
    step_down,
    take_time_back,
)
from commonground.differences.actions.trying import Tried, hand_over, note_tried_outside, remember
from commonground.differences.actions.vouching import (
    Group,
    Vouchers,
    ask_to_be_let_in,
    ask_to_vouch,
    decline_to_vouch,
    let_go,
    let_group_in,
    listed,
    say_listed,
    vouch,
    vouchers,
    why_not,
)
from commonground.differences.actions.which_child import ChildIdentity, Given, give_references, reveal_children
from commonground.differences.differing.actions import put_point, stand_on, take_point_off
from commonground.differences.fresh_eyes.actions import (
    LookAsked,
    Word,
    ask_fresh_eyes,
    cannot_look,
    find_fresh_eyes,
    give_word,
    take_back_fresh_eyes,
    take_look,
)
from commonground.differences.meetings.actions import (
    NewMeeting,
    cancel_meeting,
    change_meeting,
    choose_time,
    propose_meeting,
)
from commonground.differences.meetings.held import (
    Attendance,
    Decided,
    agree_minutes,
    dissent,
    hold_meeting,
    write_minutes,
)
from commonground.differences.saying_back.actions import say_back, say_heard
from commonground.differences.side_views.actions import SharedMeanwhile, save_view, share_view
from commonground.differences.side_views.actions import throw_away as throw_view_away
from commonground.differences.side_views.words import Seen
from commonground.differences.undertakings.actions import (
    NewAction,
    action_done,
    hand_action_over,
    note_action,
    set_action_aside,
)

__all__ = [
    "GOES_ON",
    "AdviceSought",
    "Attendance",
    "ChildIdentity",
    "Conference",
    "Decided",
    "Foreseen",
    "Given",
    "Group",
    "LookAsked",
    "Meanwhile",
    "NewAction",
    "NewDifference",
    "NewMeeting",
    "RingMe",
    "Seen",
    "SharedMeanwhile",
    "Told",
    "Tried",
    "Vouchers",
    "Watchers",
    "Word",
    "action_done",
    "advisers",
    "agencies_to_ask",
    "agree_minutes",
    "agree_to_it",
    "alarm_of_masks",
    "ask_advice",
    "ask_adviser",
    "ask_fresh_eyes",
    "ask_the_next",
    "ask_to_be_let_in",
    "ask_to_vouch",
    "calls_to_tell",
    "cancel_meeting",
    "cannot_look",
    "change_meeting",
    "check",
    "child_moved",
    "choose_time",
    "conference_chairs",
    "confirm",
    "decide_mask",
    "declare_interest",
    "decline",
    "decline_to_vouch",
    "discard_draft",
    "dissent",
    "end_advice",
    "escalate",
    "facilitated",
    "find_fresh_eyes",
    "foresee",
    "give_pass",
    "give_references",
    "give_view",
    "give_word",
    "hand_action_over",
    "hand_over",
    "hold_meeting",
    "join",
    "lengthen",
    "let_go",
    "let_group_in",
    "lift",
    "link",
    "listed",
    "log_call",
    "looked",
    "mask",
    "may_advise",
    "may_take_back",
    "next_in_line",
    "not_ours",
    "note",
    "note_action",
    "note_opened",
    "note_tried_outside",
    "own_line",
    "pass_on",
    "pause",
    "pick_up",
    "propose",
    "propose_meeting",
    "put_on_file",
    "put_point",
    "question",
    "raise_difference",
    "read_draft",
    "record_for",
    "record_not_resolved",
    "redirect",
    "remember",
    "reopen",
    "respond",
    "restrict",
    "resume",
    "reveal_children",
    "save_draft",
    "save_view",
    "say_back",
    "say_heard",
    "say_listed",
    "say_of_entry",
    "set_action_aside",
    "settle_by_talking",
    "share_view",
    "shorten",
    "side_route",
    "sign",
    "skip",
    "spoke",
    "stand_on",
    "step_aside",
    "step_down",
    "still_sees",
    "sweep",
    "take_back",
    "take_back_fresh_eyes",
    "take_back_pass",
    "take_look",
    "take_on",
    "take_point_off",
    "take_record",
    "take_time_back",
    "throw_view_away",
    "unlink",
    "vouch",
    "vouchers",
    "why_not",
    "withdraw",
    "write_minutes",
]
