"""What the page of each act asks and says: its form, what will happen, and what it says after. One row for each act."""

from dataclasses import dataclass

from commonground.differences.forms import acts as forms
from commonground.differences.forms import (
    agreeing,
    checking,
    climbing,
    facilitating,
    joining,
    recording,
    restricting,
    together,
    trying,
)
from commonground.procedures.terms import Act


@dataclass(frozen=True, slots=True)
class Page:
    """The page of one act: its form, what it says will happen, and what it says after.

    ``happens`` may name ``{next}``, the next stage. ``send`` is what its button says, when not the act's own label.
    ``shows`` is whether both sides' words stand above the questions. ``stale`` is whether the form must be as new as
    the difference: a note or a question is welcome whatever happened meanwhile.
    """

    form: type[forms.ActForm]
    happens: str
    done: str
    send: str = ""
    shows: bool = False
    stale: bool = True
    leaves: bool = False
    """Whether whoever does it may lose sight of the difference by it."""
    phrases: bool = False
    """Whether words that help are offered beside its boxes."""


PAGES: dict[Act, Page] = {
    Act.PICK_UP: Page(
        forms.PickUpForm,
        "Your name is shown to the person who raised it, with your number or your desk’s. The clock runs on.",
        "You have picked this up.",
    ),
    Act.PASS_ON: Page(
        forms.PassOnForm,
        "Whoever you choose answers in your place, and the clock runs on. You may no longer see this difference.",
        "You have passed this on.",
        leaves=True,
    ),
    Act.NOT_OURS: Page(
        forms.NotOursForm,
        "It goes to the agency that you name, or back to your own desk if you do not know. The clock runs on.",
        "You have said that this is not yours.",
        send="Send it on",
        leaves=True,
    ),
    Act.RESPOND: Page(
        forms.RespondForm,
        "Your answer stands next to their worry, and both sides keep it. You can change it while this is open.",
        "Your answer is sent.",
        send="Send this answer",
        shows=True,
        phrases=True,
    ),
    Act.CHECK: Page(
        checking.CheckForm,
        "Only your own side reads it. It stops nothing and delays nothing: they can take it further whatever you say.",
        "Your own side can read what you think.",
        send="Send it to my own side",
        shows=True,
        stale=False,
    ),
    Act.NOTE: Page(
        forms.NoteForm,
        "Your note goes into the record. {noted}",
        "Your note is in the record.",
        send="Add this note",
        stale=False,
    ),
    Act.QUESTION: Page(
        forms.QuestionForm,
        "Your question goes into the record. No clock stops for it, and you can still do everything else.",
        "Your question is sent.",
        send="Send this question",
        stale=False,
    ),
    Act.PROPOSE: Page(
        agreeing.ProposeForm,
        "Proposing signs it for your side. When the other side signs the same words, it is agreed. Once it is agreed "
        "for every child, this difference is resolved. A newer proposal takes the place of an older one.",
        "Your proposal is sent, and signed for your side.",
        send="Sign and send it",
        shows=True,
    ),
    Act.SIGN: Page(
        agreeing.SignForm,
        "When you sign, both sides have signed these words, and {signed}.",
        "You have signed. Both sides have agreed, and {signed}.",
    ),
    Act.DECLINE: Page(
        agreeing.DeclineForm,
        "The proposal is taken off the table. Either side can propose another. The clock runs on.",
        "You have declined to sign. Either side can propose other words.",
    ),
    Act.ESCALATE: Page(
        climbing.EscalateForm,
        "It goes to {next} on both sides. They get the whole record, so nobody starts again, and a new clock starts. "
        "Escalating is part of good practice; nobody has to agree to it first.",
        "You have escalated this.",
        phrases=True,
    ),
    Act.SHORTEN: Page(
        climbing.ShortenForm,
        "The date moves forward at once, on your word. The reason stands in the record.",
        "The date is now earlier.",
        send="Make the date earlier",
    ),
    Act.SKIP: Page(
        climbing.SkipForm,
        "It goes to that stage at once, on your word, and a new clock starts there. The reason stands in the record.",
        "It is at the stage that you chose.",
        send="Skip to that stage",
    ),
    Act.TRIED_OUTSIDE: Page(
        trying.TriedOutsideForm,
        "It goes into the record, and the other side can say that they remember it otherwise. No clock stops for it.",
        "What was tried outside is in the record.",
        send="Note it",
    ),
    Act.REMEMBER: Page(
        trying.RememberForm,
        "How you remember it stands next to how they noted it. No clock changes, and no stage is undone by it.",
        "How you remember it is in the record.",
        send="Put it in the record",
        stale=False,
    ),
    Act.RECORD_FOR: Page(
        recording.RecordForForm,
        "It stands as what they said, marked as not confirmed by them until they say so themselves. They are told. "
        "It signs nothing for them.",
        "What they told you is in the record. They can confirm it, or say what they remember otherwise.",
        send="Record it for them",
        shows=True,
    ),
    Act.CONFIRM: Page(
        recording.ConfirmForm,
        "What was recorded for your side stays in the record, and your word on it stands next to it. No clock changes.",
        "Your word on it is in the record.",
        send="Put it in the record",
        shows=True,
        stale=False,
    ),
    Act.HAND_OVER: Page(
        trying.HandOverForm,
        "Your colleague acts for your side from now on. Whoever raised it still sees it, to the end.",
        "You have handed it over.",
        send="Hand it over",
        leaves=True,
    ),
    Act.RESTRICT: Page(
        restricting.RestrictForm,
        "Only the people whom you name see it from now on. For everybody else it is not there: not in lists, counts or "
        "search. At a later stage its people are asked by name. Your side can take this back later.",
        "It is restricted. Only the people named see it now.",
        send="Restrict it",
    ),
    Act.LIFT: Page(
        restricting.LiftForm,
        "Everybody who takes part sees it again: the posts of both lines, the safeguarding leads, and the "
        "partnership’s office where the procedure tells it. They are told. If the other side has restricted it too, it "
        "stays so until they take theirs back.",
        "Your side’s restriction is taken back.",
        send="Take it back",
    ),
    Act.JOIN: Page(
        joining.JoinForm,
        "The people of that agency who deal with this stage are told. They see everything that both sides see, but "
        "neither side’s own notes. The clock runs on, and nothing waits for them.",
        "The agency has been asked to join, and told.",
        send="Ask them to join",
        stale=False,
    ),
    Act.OWN_VIEW: Page(
        joining.OwnViewForm,
        "What your agency sees stands beside what both sides wrote, and both of them are told. No clock changes.",
        "Your agency’s view is there for both sides to read.",
        send="Send our view",
        shows=True,
        phrases=True,
        stale=False,
    ),
    Act.TAKE_ON: Page(
        joining.TakeOnForm,
        "You sign for your own agency’s action and for nothing else. Both sides are told.",
        "Your agency has taken on its action.",
        send="Take it on",
        stale=False,
    ),
    Act.STEP_ASIDE: Page(
        joining.StepAsideForm,
        "Your agency leaves this difference and sees it no longer. Whoever asked you is told, and can ask you again.",
        "Your agency has left this difference.",
        send="Leave this difference",
        stale=False,
        leaves=True,
    ),
    Act.LENGTHEN: Page(
        together.LengthenForm,
        "You ask the other side. Nothing changes and no clock stops until they agree.",
        "You have asked for more time. Until the other side agrees, the clock runs on as before.",
        send="Ask the other side",
    ),
    Act.PAUSE: Page(
        together.PauseForm,
        "You ask the other side. Nothing changes and no clock stops until they agree. A pause ends by itself on its "
        "day, and either side can end it sooner.",
        "You have asked to pause the clock. Until the other side agrees, it runs on as before.",
        send="Ask the other side",
    ),
    Act.SIDE_ROUTE: Page(
        facilitating.SideRouteForm,
        "Somebody helps you both to talk, and sees this difference while they do. The clock runs on, and both sides "
        "can still do everything else.",
        "Help to talk is asked for, and both sides are told.",
        send="Ask for this",
    ),
    Act.FACILITATED: Page(
        facilitating.FacilitatedForm,
        "Both sides read it. Whoever helped sees this difference no longer, unless they help with what comes next.",
        "What came of it is in the record.",
        send="Put it in the record",
        leaves=True,
    ),
    Act.RESUME: Page(
        together.ResumeForm,
        "The clock runs again at once, on your word. The days on which it stood still are not counted.",
        "The clock runs again.",
    ),
    Act.TAKE_TIME_BACK: Page(
        together.TakeTimeBackForm,
        "The clock is due again when it was before, on your word. If that has passed, it is due at the end of this "
        "working day. The other side is told.",
        "The extra time is taken back.",
        send="Take it back",
    ),
    Act.STEP_DOWN: Page(
        together.StepDownForm,
        "You ask the other side. Nothing changes and no clock stops until they agree. Then it goes back to that stage, "
        "with a fresh clock, and whoever acted here still sees it.",
        "You have asked to step down. Until the other side agrees, it stays at this stage.",
        send="Ask the other side",
    ),
    Act.AGREE_TO_IT: Page(
        together.AgreeToItForm,
        "If you agree, it is done at once. If you say no, nothing changes, and they read why. Until you answer, the "
        "clock runs on.",
        "Your answer is in the record, and both sides are told.",
        send="Send this answer",
    ),
    Act.WITHDRAW: Page(
        forms.WithdrawForm,
        "This difference ends. What both sides wrote is kept.",
        "You have withdrawn this difference.",
    ),
    Act.REDIRECT: Page(
        forms.RedirectForm,
        "This difference ends here. What both sides wrote is kept, with where it belongs.",
        "This difference ended here. The record says where it belongs.",
        send="End it here",
    ),
    Act.NOT_RESOLVED: Page(
        forms.NotResolvedForm,
        "This difference ends. Both sides’ views are kept next to each other, with what keeps the child safe.",
        "It is recorded as not resolved. Both views are kept.",
        shows=True,
    ),
    Act.REOPEN: Page(
        together.ReopenForm,
        "It is open again at the stage where it ended, with a fresh clock. Whatever was signed stays in the record.",
        "It is open again.",
    ),
}
