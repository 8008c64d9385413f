"""The verb of each act: how one act is done to a difference, whoever asks for it."""

from collections.abc import Callable

from commonground.differences import actions
from commonground.differences.models import Difference
from commonground.procedures.terms import Act

VERBS: dict[Act, Callable[..., Difference]] = {
    Act.PICK_UP: actions.pick_up,
    Act.PASS_ON: actions.pass_on,
    Act.NOT_OURS: actions.not_ours,
    Act.CHECK: actions.check,
    Act.RESPOND: actions.respond,
    Act.NOTE: actions.note,
    Act.QUESTION: actions.question,
    Act.PROPOSE: actions.propose,
    Act.SIGN: actions.sign,
    Act.DECLINE: actions.decline,
    Act.ESCALATE: actions.escalate,
    Act.SHORTEN: actions.shorten,
    Act.SKIP: actions.skip,
    Act.TRIED_OUTSIDE: actions.note_tried_outside,
    Act.REMEMBER: actions.remember,
    Act.RECORD_FOR: actions.record_for,
    Act.CONFIRM: actions.confirm,
    Act.HAND_OVER: actions.hand_over,
    Act.RESTRICT: actions.restrict,
    Act.LIFT: actions.lift,
    Act.JOIN: actions.join,
    Act.OWN_VIEW: actions.give_view,
    Act.TAKE_ON: actions.take_on,
    Act.STEP_ASIDE: actions.step_aside,
    Act.SIDE_ROUTE: actions.side_route,
    Act.FACILITATED: actions.facilitated,
    Act.LENGTHEN: actions.lengthen,
    Act.PAUSE: actions.pause,
    Act.RESUME: actions.resume,
    Act.TAKE_TIME_BACK: actions.take_time_back,
    Act.STEP_DOWN: actions.step_down,
    Act.AGREE_TO_IT: actions.agree_to_it,
    Act.WITHDRAW: actions.withdraw,
    Act.REDIRECT: actions.redirect,
    Act.NOT_RESOLVED: actions.record_not_resolved,
    Act.REOPEN: actions.reopen,
}
