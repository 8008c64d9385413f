"""Every page of the product by hand: with data, after a form that cannot be taken, and with nothing in it.

An address is filled with what world.py made. What is not here is named in ELSEWHERE, with the reason.
"""

from dataclasses import dataclass, field
from typing import Literal

from tests.pages.world import ENROLLING, GUEST, GUEST_ENDED, HALFWAY, POSTLESS, UNOPENED

Kind = Literal["data", "error", "empty"]
SEND = "main form .govuk-button[type=submit]"
"""The button that sends a page's form."""
BY_NAME = "main button[name=names]"
GIVE = "main form[action$='/references/'] .govuk-button"


@dataclass(frozen=True)
class Visit:
    """One look at a page: what it is looked at with, its address, and who looks (nobody: not signed in).

    ``fill`` gives fields values before the button ``press`` is pressed; ``status`` is what the last answer must be.
    ``first`` is a button that is pressed before all that, where it leads to what is looked at.
    """

    kind: Kind
    url: str
    who: str = ""
    press: str = ""
    fill: dict[str, str] = field(default_factory=dict)
    status: int = 200
    first: str = ""

    def __str__(self) -> str:
        """Name the visit in a test's report."""
        return f"{self.kind} {self.url} {self.who.split(',', maxsplit=1)[0]}".strip()


def data(url: str, who: str = "", **more: object) -> Visit:
    """Return a look at a page with something in it."""
    return Visit("data", url, who, **more)  # type: ignore[arg-type]


def empty(url: str, who: str = "", **more: object) -> Visit:
    """Return a look at a page with nothing in it."""
    return Visit("empty", url, who, **more)  # type: ignore[arg-type]


def error(url: str, who: str = "", *, press: str = SEND, status: int = 422, **fill: str) -> Visit:
    """Return a look at a page after a form was sent that cannot be taken: as it was, or with other values."""
    return Visit("error", url, who, press, fill, status)


SIGNING_IN = (
    data("/start/"),
    error("/start/?danger=", press=""),
    data("/start/in-danger/"),
    data("/start/in-danger/?area={area}"),
    data("/start/not-sure/"),
    data("/start/they-will-not-act/"),
    data("/start/they-will-not-act/", "amy"),
    data("/start/they-will-not-act/?responding_agency={council}", "amy"),
    error("/start/they-will-not-act/?responding_agency=nobody", "amy", press=""),
    data("/start/go-on/"),
    data("/start/not-listed/"),
    data("/start/not-listed/?area={area}"),
    data("/start/not-listed/prepare/"),
    error("/start/not-listed/prepare/"),
    data("/start/not-listed/ask/"),
    error("/start/not-listed/ask/", email="nowhere"),
    data("/start/not-listed/asked/"),
    data("/start/talk-first/", "amy"),
    data("/start/talk-first/?responding_agency={council}", "amy"),
    error("/start/talk-first/?responding_agency=nobody", "amy", press=""),
    data("/demonstration/"),
    data("/account/login/"),
    error("/account/login/", status=200),
    data("/account/password/reset/"),
    error("/account/password/reset/", status=200),
    data("/account/password/reset/done/"),
    data("/account/password/reset/key/{reset}/"),
    error("/account/password/reset/key/{reset}/", status=200),
    empty("/account/password/reset/key/9-x-x/"),
    data("/account/password/reset/key/done/"),
    data("/account/inactive/"),
    data("/account/second-step/authenticate/", HALFWAY),
    error("/account/second-step/authenticate/", HALFWAY, status=200),
    data("/invitation/{invitation}/"),
    error("/invitation/{invitation}/", status=200, password="short"),
    empty("/invitation/made-up/", status=410),
    data("/second-step/", ENROLLING),
)

ACCOUNT = (
    data("/your-account/", "sarah"),
    empty("/your-account/", POSTLESS),
    data("/procedures/", "elin"),
    data("/procedures/", "gwen"),
    data("/procedures/new/", "elin"),
    error("/procedures/new/", "elin"),
    *(
        data(f"/procedures/{{{state}_edition}}/", "elin")
        for state in ("live", "draft", "ready", "proposed", "coming", "retired", "provisional", "broken")
    ),
    data("/procedures/{proposed_edition}/", "gwen"),
    data("/procedures/{draft_edition}/confirm/", "elin"),
    empty("/procedures/{ready_edition}/confirm/", "elin"),
    error("/procedures/{draft_edition}/confirm/", "elin"),
    data("/procedures/{draft_edition}/confirm/stage:2:clock:settled/", "elin"),
    error("/procedures/{draft_edition}/confirm/stage:2:clock:settled/", "elin", source=""),
    data("/procedures/{provisional_edition}/confirm/stage:1:clock:settled/", "elin"),
    data("/procedures/{ready_edition}/propose/", "elin"),
    error("/procedures/{ready_edition}/propose/", "elin"),
    data("/procedures/{draft_edition}/propose/", "elin"),
    data("/procedures/{proposed_edition}/approve/", "gwen"),
    error("/procedures/{proposed_edition}/approve/", "elin", status=409),
    data("/procedures/{proposed_edition}/send-back/", "gwen"),
    error("/procedures/{proposed_edition}/send-back/", "gwen"),
    data("/procedures/{live_edition}/retire/", "elin"),
    error("/procedures/{live_edition}/retire/", "elin"),
    data("/procedures/{draft_edition}/delete/", "elin"),
    data("/procedure/"),
    data("/procedure/fairhaven/"),
    data("/procedure/fairhaven/", "amy"),
    error("/procedure/fairhaven/", day_day="31", day_month="2", day_year="2026"),
    data("/procedure/fairhaven/on/2026-11-03/"),
    empty("/procedure/fairhaven/on/2020-03-03/"),
    data("/numbers/", "elin"),
    empty("/numbers/", "gwen"),
    data("/numbers/new/", "elin"),
    error("/numbers/new/", "elin"),
    data("/numbers/{number}/", "elin"),
    error("/numbers/{number}/", "elin", phone="ring me"),
    data("/numbers/{number}/off/", "elin"),
    data("/invite/", "sarah"),
    error("/invite/", "sarah", status=200),
    empty("/invite/", "gwen"),
    data("/second-step/lost/", "sarah"),
    error("/second-step/lost/", "sarah", press="main form[action='/second-step/lost/'] .govuk-button"),
    empty("/second-step/lost/", "gwen"),
    data("/account/logout/", "sarah"),
    data("/account/password/change/", "sarah"),
    error("/account/password/change/", "sarah", status=200),
    data("/account/reauthenticate/", "sarah"),
    error("/account/reauthenticate/", "sarah", status=200),
    data("/account/second-step/", "sarah"),
    empty("/account/second-step/", "amy"),
    data("/account/second-step/reauthenticate/", "sarah"),
    error("/account/second-step/reauthenticate/", "sarah", status=200),
    data("/account/second-step/totp/activate/", "amy"),
    error("/account/second-step/totp/activate/", "amy", status=200),
    data("/account/second-step/totp/deactivate/", "sarah"),
    data("/account/second-step/recovery-codes/", "sarah"),
    data("/account/second-step/recovery-codes/generate/", "sarah"),
    data("/account/second-step/webauthn/", "judith"),
    empty("/account/second-step/webauthn/", "amy"),
    data("/account/second-step/webauthn/add/", "amy"),
    data("/account/second-step/webauthn/keys/{passkey}/remove/", "judith"),
    data("/account/second-step/webauthn/keys/{passkey}/edit/", "judith"),
    error("/account/second-step/webauthn/keys/{passkey}/edit/", "judith", status=200, name=""),
    data("/account/sessions/", "sarah"),
)

EDIT = "/procedures/{draft_edition}/edit/"
CLOCK = f"{EDIT}stages/2/clocks/settled/"
EDITING = (
    data(EDIT, "elin"),
    data("/procedures/{provisional_edition}/edit/", "elin"),
    data("/procedures/{broken_edition}/edit/", "elin"),
    empty("/procedures/{live_edition}/edit/", "elin", status=409),
    data(f"{EDIT}hours/", "elin"),
    error(f"{EDIT}hours/", "elin", opens="noon or so"),
    data(f"{EDIT}stages/", "elin"),
    empty("/procedures/{broken_edition}/edit/stages/", "elin"),
    data(f"{EDIT}stages/add/", "elin"),
    error(f"{EDIT}stages/add/", "elin"),
    data(f"{EDIT}stages/2/", "elin"),
    data(f"{EDIT}stages/2/people/", "elin"),
    error(f"{EDIT}stages/2/people/", "elin", name=""),
    data(f"{EDIT}stages/2/standing/", "elin"),
    data(f"{EDIT}stages/2/words/", "elin"),
    data(f"{EDIT}stages/2/check/", "elin"),
    error(f"{EDIT}stages/2/check/", "elin"),
    data(CLOCK, "elin"),
    data(f"{CLOCK}time/", "elin"),
    error(f"{CLOCK}time/", "elin", amount="soon"),
    data(f"{CLOCK}starts/", "elin"),
    data(f"{CLOCK}over/", "elin"),
    data(f"{CLOCK}take-out/", "elin"),
    empty(f"{EDIT}limits/", "elin"),
    error(f"{EDIT}limits/add/", "elin"),
    data(f"{EDIT}tells/", "elin"),
    error(f"{EDIT}tells/add/", "elin"),
    data(f"{EDIT}scope/complaints/", "elin"),
    data(f"{EDIT}stand_ins/", "elin"),
    error(f"{EDIT}stand_ins/add/", "elin"),
    error(f"{EDIT}priorities/add/", "elin"),
    error(f"{EDIT}side_routes/add/", "elin"),
    data(f"{EDIT}pausing/", "elin"),
    data(f"{EDIT}text/", "elin"),
    error(f"{EDIT}text/", "elin", text="key ="),
)

SCHOOL = "/people/{school}/"
PERSON = f"{SCHOOL}people/{{person}}/"
POST = f"{SCHOOL}posts/{{post}}/"
PEOPLE = (
    data("/people/", "elin"),
    data(SCHOOL, "sarah"),
    data(SCHOOL, "elin"),
    data("/people/{council}/", "elin"),
    empty(f"{SCHOOL}?find=nobody", "sarah"),
    data(f"{SCHOOL}?role=practitioner", "sarah"),
    empty(f"{SCHOOL}?show=unheld", "sarah"),
    empty("/people/{council}/", "sarah", status=404),
    error(f"{SCHOOL}?find={'x' * 61}", "sarah", press="", status=200),
    data(POST, "sarah"),
    data(POST, "elin"),
    data(f"{POST}fill/", "sarah"),
    error(f"{POST}fill/", "sarah"),
    data(f"{POST}deputy/", "sarah"),
    error(f"{POST}deputy/", "sarah"),
    data(f"{POST}reach/", "elin"),
    error(f"{POST}reach/", "elin", mailbox="nowhere"),
    data(f"{SCHOOL}holdings/{{holding}}/end/", "sarah"),
    error(f"{SCHOOL}holdings/{{holding}}/end/", "sarah", last_day_day="32"),
    data(f"{SCHOOL}holdings/{{holding}}/hand-over/", "sarah"),
    error(f"{SCHOOL}holdings/{{holding}}/hand-over/", "sarah"),
    data(PERSON, "sarah"),
    data(f"{SCHOOL}people/{{invited}}/", "sarah"),
    data(f"{SCHOOL}people/{{invited}}/", "sarah", press="main form[action$='/invite/'] .govuk-button"),
    data(f"{PERSON}away/", "sarah"),
    error(f"{PERSON}away/", "sarah"),
    data(f"{PERSON}leave/", "sarah"),
    data("/your-account/away/", "amy"),
    error("/your-account/away/", "amy"),
    data("/people/add-agency/", "elin"),
    error("/people/add-agency/", "elin"),
    data(f"{SCHOOL}add-team/", "elin"),
    error(f"{SCHOOL}add-team/", "elin"),
    data(f"{SCHOOL}add-post/", "elin"),
    error(f"{SCHOOL}add-post/", "elin"),
    data(f"{SCHOOL}promise/", "sarah"),
    error(f"{SCHOOL}promise/", "sarah", leader=""),
    data("/people/{council}/promise/", "elin"),
    data(f"{SCHOOL}file/", "sarah"),
    error(f"{SCHOOL}file/", "sarah"),
    data(f"{SCHOOL}file/{{file}}/", "sarah"),
    error(f"{SCHOOL}file/{{file}}/", "sarah"),
    data(f"{SCHOOL}file/{{running}}/", "sarah"),
    data(f"{SCHOOL}file/{{finished}}/", "sarah"),
)

IF_RAISED = "day_day=2&day_month=4&day_year=2026&hour=16:50"

WHAT_IF = (
    data("/procedures/{live_edition}/what-if/?" + IF_RAISED, "elin"),
    data("/procedures/{draft_edition}/what-if/?" + IF_RAISED, "elin"),
    data("/procedures/{draft_edition}/what-if/{tried}/", "elin"),
    data("/procedures/{live_edition}/what-if/{trying}/", "elin"),
    empty("/procedures/{broken_edition}/what-if/", "elin"),
    error("/procedures/{live_edition}/what-if/?day_day=31&day_month=2&day_year=2026&hour=soon", "elin", press=""),
)

COVERAGE = (
    data("/coverage/agency/{school}/", "sarah"),
    data("/coverage/agency/{council}/", "elin"),
    data("/coverage/partnership/{area}/", "elin"),
    empty("/coverage/partnership/{area}/?page=9", "elin"),
    empty("/coverage/agency/{council}/", "sarah", status=404),
)

FRONT = (
    data("/", "amy"),
    data("/", "sarah"),
    data("/", "elin"),
    empty("/", "zed"),
    empty("/", POSTLESS),
    data("/differences/", "amy"),
    data("/differences/?state=all&whose=agency", "sarah"),
    error("/differences/?state=nonsense&kind=nonsense", "amy", press="", status=200),
    empty("/differences/", "zed"),
    data("/find/", "amy"),
    error("/find/", "amy", status=404),
    error("/find/?reference=2222-2222-22", "amy", press="", status=404),
    data("/how-this-works/", "amy"),
    empty("/how-this-works/", UNOPENED),
    data("/notices/", "bob"),
    empty("/notices/", "zed"),
    data("/notices/how-i-am-told/", "bob"),
    error("/notices/how-i-am-told/", "bob", how=""),
)

DRAFT = "/differences/raise/{draft}"
SPOILT = "/differences/raise/{spoilt}"
GROUPS = "/differences/raise/{unlisted}"
"""A draft whose group is not listed, and for which somebody is asked to vouch."""
"""Another draft with every answer: what is sent wrongly may take answers out of it."""
UNNAMED = {"child-1-first_name": "", "child-1-birth_date_day": "32"}
RAISING = (
    data("/differences/raise/", "amy"),
    error("/differences/raise/", "amy"),
    empty("/differences/raise/", "zed"),
    empty("/differences/raise/", UNOPENED),
    data("/differences/raise/{begun}/place/", "sian"),
    error("/differences/raise/{begun}/place/", "sian"),
    *(
        data(f"{DRAFT}/{step}/", "amy")
        for step in (
            "danger", "ring", "agency", "team", "kind", "injury", "conference", "children", "worry", "ask",
            "new", "meanwhile", "check", "throw-away", "advice",
        )
    ),
    data(f"{DRAFT}/children/?rows=3", "amy"),
    data("/differences/raise/{nonumber}/children/", "amy"),
    data("/differences/raise/{nonumber}/check/", "amy"),
    error(f"{DRAFT}/advice/", "amy", press="main form[method=post] .govuk-button:not(.govuk-button--secondary)"),
    empty(f"{SPOILT}/advice/", "amy"),
    data(f"{DRAFT}/asked-for-advice/", "judith"),
    empty(f"{SPOILT}/asked-for-advice/", "judith", status=404),
    *(data(f"{DRAFT}/{step}/", "amy") for step in ("own-line", "besides")),
    error(f"{SPOILT}/besides/", "amy", ring="ring", ring_phone="", ring_when=""),
    error(f"{SPOILT}/danger/", "amy", danger=""),
    error(f"{SPOILT}/agency/", "amy", responding_agency=""),
    error(f"{SPOILT}/team/", "amy", responding_team=""),
    error(f"{SPOILT}/kind/", "amy", kind=""),
    Visit(
        "error",
        f"{SPOILT}/children/?rows=2",
        "amy",
        SEND,
        {"child-1-born": "last year", "child-2-initials": "Johnny"},
        422,
    ),
    Visit("error", "/differences/raise/{nonumber}/children/", "amy", SEND, UNNAMED, 422),
    error(f"{SPOILT}/worry/", "amy", worry=""),
    error(f"{SPOILT}/ask/", "amy", needed_by_day="32", talked="yes"),
    error(f"{SPOILT}/meanwhile/", "amy", meanwhile="", nothing_known=""),
    data("/differences/raise/paste/", "amy"),
    error("/differences/raise/paste/", "amy"),
    empty("/differences/raise/paste/", UNOPENED),
    data(f"{DRAFT}/pasted/", "amy"),
    error(f"{SPOILT}/pasted/", "amy", worry=""),
    data(f"{DRAFT}/not-listed/", "amy"),
    error(f"{SPOILT}/not-listed/", "amy", email="nowhere"),
    *(data(f"{GROUPS}/{step}/", "amy") for step in ("not-listed", "agency", "new", "children", "check")),
    data("/differences/raise/{unasked}/check/", "amy"),
    data("/differences/raise/{unvouched}/check/", "amy"),
    data("/differences/vouching/{vouching}/", "elin"),
    error("/differences/vouching/{vouching}/", "elin", says="no"),
    error("/differences/vouching/{vouching}/", "sarah"),
    data("/differences/vouching/{answered_vouching}/", "elin"),
    data("/differences/vouching/{letting_in}/", "elin"),
    error("/differences/vouching/{letting_in}/", "elin", says="yes"),
    empty("/differences/vouching/{draft}/", "elin", status=404),
    data("/differences/raise/sent/{raised}/", "amy"),
    *(data(f"/differences/raise/{{asking}}/{step}/", "sian") for step in ("began", "soon", "ask", "check")),
    error("/differences/raise/{misasked}/began/", "sian", conference_held_on_day="32", conference_held_at="noonish"),
    error("/differences/raise/{misasked}/soon/", "sian", soon="urgent", begins_urgent=""),
    data("/differences/settled-by-talking/", "amy"),
    error("/differences/settled-by-talking/", "amy"),
    empty("/differences/settled-by-talking/", UNOPENED),
    data("/differences/settled-by-talking/thank-you/", "amy"),
)  # fmt: skip

PAGE = (
    *(
        data(f"/differences/{{{state}}}/", who)
        for state, who in (
            ("raised", "amy"), ("raised", "bob"), ("answered", "amy"), ("stage2", "sarah"), ("stage4", "judith"),
            ("stage4", "owen"), ("joined", "amy"), ("joined", "zed"), ("acting", "zed"), ("proposed", "amy"),
            ("proposed", "bob"), ("resolved", "amy"), ("past", "amy"),
            ("notresolved", "amy"), ("withdrawn", "bob"), ("stage2", "elin"),
            ("asked", "amy"), ("paused", "bob"), ("askeddown", "sarah"),
            ("partly", "amy"), ("partly", "bob"), ("tolook", "amy"), ("tolook", "sarah"), ("looked", "amy"),
            ("helped", "bob"),
            ("linked", "amy"), ("moved", "bob"), ("straight", "sian"),
        )
    ),
    empty("/differences/{unknown}/", "amy", status=404),
    *(data(f"/differences/{{{state}}}/", who) for state, who in (("noted", "bob"), ("hidden", "sarah"))),
    data("/differences/{hidden}/record/", "sarah"),
    data("/differences/{noted}/record/{noted_note}/mask/", "amy"),
    error("/differences/{noted}/record/{noted_note}/mask/", "amy"),
    data("/differences/{hidden}/record/{hidden_note}/mask/", "sarah"),
    error("/differences/{hidden}/record/{hidden_note}/mask/", "sarah"),
    empty("/differences/{hidden}/record/{hidden_note}/mask/", "amy", status=409),
    data("/differences/{raised}/too-close/", "amy"),
    error("/differences/{raised}/too-close/", "amy"),
    data("/differences/{linked}/linked/", "amy"),
    error("/differences/{linked}/linked/", "amy"),
    empty("/differences/{raised}/linked/", "amy"),
    data("/differences/{raised}/child-moved/", "amy"),
    error("/differences/{raised}/child-moved/", "amy"),
    data("/differences/{raised}/which-child/", "bob"),
    data("/differences/{raised}/", "bob", press="main .cg-which-child button"),
    *(data("/differences/{named}/which-child/", who, press=SEND) for who in ("amy", "bob", "sarah")),
    data("/differences/{known}/which-child/", "bob", press=SEND),
    data("/differences/{named}/which-child/", "bob", first=SEND, press=BY_NAME),
    Visit("error", "/differences/{named}/which-child/", "bob", GIVE, {"responding-1": ""}, 422, SEND),
    Visit("error", "/differences/{known}/which-child/", "bob", GIVE, {"responding-1": "9" * 41}, 422, SEND),
    data("/differences/{stage4}/record/", "amy"),
    empty("/differences/{raised}/record/?page=9", "amy"),
    data("/differences/{raised}/who-has-looked/", "bob"),
    empty("/differences/{raised}/who-has-looked/?page=9", "amy"),
    *(
        data(f"/differences/{{{state}}}/for-our-file/", who)
        for state, who in (("raised", "amy"), ("stage4", "owen"), ("resolved", "bob"), ("filed", "bob"))
    ),
    error("/differences/{raised}/for-our-file/", "bob"),
)  # fmt: skip

TAKES = (
    ("raised", "pick-up", "bob"),
    ("tolook", "check", "sarah"),
    ("tolook", "side-route", "amy"),
    ("helped", "facilitated", "bob"),
    ("raised", "pass-on", "bob"),
    ("raised", "not-ours", "bob"),
    ("raised", "respond", "bob"),
    ("raised", "note", "amy"),
    ("raised", "question", "amy"),
    ("answered", "propose", "bob"),
    ("proposed", "sign", "amy"),
    ("proposed", "decline", "amy"),
    ("answered", "escalate", "amy"),
    ("raised", "shorten", "amy"),
    ("raised", "skip", "amy"),
    ("raised", "tried-outside", "amy"),
    ("past", "remember", "bob"),
    ("raised", "record-for", "amy"),
    ("recorded", "confirm", "bob"),
    ("raised", "hand-over", "amy"),
    ("raised", "restrict", "amy"),
    ("advised", "lift", "amy"),
    ("raised", "join", "amy"),
    ("joined", "own-view", "zed"),
    ("acting", "take-on", "zed"),
    ("joined", "step-aside", "zed"),
    ("raised", "lengthen", "amy"),
    ("raised", "pause", "amy"),
    ("paused", "resume", "amy"),
    ("more", "take-time-back", "amy"),
    ("stage2", "step-down", "sarah"),
    ("asked", "agree-to-it", "amy"),
    ("resolved", "reopen", "amy"),
    ("raised", "withdraw", "amy"),
    ("raised", "redirect", "amy"),
    ("stage4", "not-resolved", "owen"),
    ("partly", "sign", "bob"),
)
"""Each act, in a state in which somebody may take it."""

NUMBER = "Her NHS number is 943 476 5919."
ACTS = (
    *(data(f"/differences/{{{state}}}/{act}/", who) for state, act, who in TAKES),
    *(error(f"/differences/{{{state}}}/{act}/", who) for state, act, who in TAKES),
    error("/differences/{raised}/question/", "amy", status=200, words=NUMBER),  # read your words once more
    error("/differences/{answered}/propose/", "bob", status=409, version="1", text="We meet."),  # somebody acted first
    empty("/differences/{raised}/escalate/", "bob", status=409),  # you cannot do this now
    empty("/differences/raise/", "elin", status=403),
)

PASSES = (
    data("/pass/{pass_link}/"),
    error("/pass/{pass_link}/", code="12"),
    empty("/pass/nonsense/", status=404),
    data("/pass/", GUEST_ENDED, status=410),
    data("/differences/{letin}/", GUEST),
    data("/differences/{letin}/respond/", GUEST),
    data("/differences/{letin}/passes/", "bob"),
    error("/differences/{letin}/passes/", "bob"),
    empty("/differences/{raised}/passes/", "amy"),
    empty("/differences/{withdrawn}/passes/", "bob"),
    data("/differences/{letin}/passes/{pass}/", "bob"),
    data("/differences/{recorded}/", "bob"),
)

ADVISERS = "/differences/{advised}/advisers/"
ADVICE = (
    data("/differences/{advised}/", "hana"),
    data("/differences/{advised}/note/", "hana"),
    data(ADVISERS, "amy"),
    data(ADVISERS, "hana"),
    data("/differences/{stage2}/advisers/", "elin"),
    data(f"{ADVISERS}?agency={{school}}", "amy"),
    error(f"{ADVISERS}?agency={{school}}", "amy"),
    error(f"{ADVISERS}?agency=", "amy", press=""),
    error(f"{ADVISERS}?agency={{council}}", "amy", press=""),
    empty("/differences/{withdrawn}/advisers/", "bob"),
)

VISITS = (
    *SIGNING_IN,
    *ACCOUNT,
    *EDITING,
    *PEOPLE,
    *COVERAGE,
    *WHAT_IF,
    *FRONT,
    *RAISING,
    *PAGE,
    *ACTS,
    *PASSES,
    *ADVICE,
)

ELSEWHERE = {
    "differences:for_our_file_pdf": "no page: a file, read in tests/differences/test_for_our_file.py",
    "directory:work_there": "no page: a button of the sign-in page sends it",
    "directory:work_back": "needs a provider of sign-in: tests/journeys/test_work_account.py",
    "directory:still_right": "no page: a button of the list sends it",
    "directory:away_take_back": "no page: a button sends it",
    "directory:own_take_back": "no page: a button sends it",
    "directory:invite_again": "no page of its own: a button sends it, and the person's page shows the link",
    "directory:people_download": "a file, not a page",
    "directory:staying": "no page: what the warning before a session ends asks for",
    "directory:lost_confirm": "no page: a button of the list sends it",
    "directory:lost_take_back": "no page: a button of the list sends it",
    "differences:references": "no page of its own: a button of “Which child” sends it",
    "differences:unlink": "no page: a button of the page of links sends it",
    "differences:spoke": "no page: a button of the difference sends it",
    "differences:take_back_pass": "no page: a button of the list sends it",
    "differences:end_advice": "no page: a button of the list sends it",
    "differences:take_back": "no page: a button of the draft sends it",
    "differences:ask_to_vouch": "no page: a button of the draft sends it",
    "differences:draft_pdf": "no page: a file, read in tests/differences/test_not_listed.py",
    "starting:called": "no page: a button of the list sends it",
    "editor:move": "no page: a button of a list sends it",
    "editor:download": "a file, not a page: read in tests/editions/test_editor.py",
    "coverage:begin": "no page: it leads to that of one's own agency or area",
    "what_if:try": "no page: a button of what if sends it",
    "editions:take_back": "no page: a button of the edition's page sends it",
    "directory:contact_right": "no page: a button of the list sends it",
    "health": "no page: a word for programs",
    "mfa_login_webauthn": "no page: what a script asks for",
    "mfa_reauthenticate_webauthn": "needs a true passkey: tests/directory/test_passkeys.py",
    "account_set_password": "closed: answers that there is no such page",
}
"""What is no page of its own, with the reason."""
