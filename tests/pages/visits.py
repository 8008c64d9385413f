"""Every page of the product by hand: with data, after a form that cannot be taken, and with nothing in it.

An address is filled with what world.py made. What is not here is named in ELSEWHERE, with the reason.
"""

from tests.pages.assured import ASSURED
from tests.pages.briefed import BRIEFINGS
from tests.pages.charts import THRESHOLDS
from tests.pages.covered import COVERED
from tests.pages.days import DAYS
from tests.pages.doors import DOORS
from tests.pages.figures import FIGURES
from tests.pages.keeping import KEEPING
from tests.pages.looking import BY_NAME, GIVE, SEND, Visit, data, empty, error
from tests.pages.promoted import PROMOTING
from tests.pages.shelves import LIBRARY
from tests.pages.tools import TOOLS
from tests.pages.townsfolk import UNOPENED
from tests.pages.understanding import UNDERSTANDING
from tests.pages.world import GUEST, GUEST_ENDED

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
            "danger", "ring", "agency", "team", "kind", "injury", "conference", "children", "who", "themes",
            "worry", "ask", "new", "meanwhile", "check", "throw-away", "advice",
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
    error(f"{SPOILT}/who/", "amy", subject=""),
    *(data(f"/differences/raise/{{themed}}/{step}/", "sian") for step in ("theme", "who", "ask", "check")),
    error("/differences/raise/{mistheme}/theme/", "sian", theme=""),
    *(data(f"/differences/raise/{{offamily}}/{step}/", "sian") for step in ("children", "check")),
    Visit("error", "/differences/raise/{misfamily}/children/", "sian", SEND, {"child-0-born": "last year"}, 422),
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
    *(
        data(f"/differences/raise/{{dissenting}}/{step}/", "amy")
        for step in ("about", "began", "late", "held", "decided", "children", "grounds", "further", "check")
    ),
    data("/differences/raise/{elsewhere}/elsewhere/", "amy"),
    error("/differences/raise/{misdissenting}/about/", "amy", about=""),
    error("/differences/raise/{misdissenting}/late/", "amy", late=""),
    error("/differences/raise/{misdissenting}/held/", "amy", chaired_by="", why_not_quorate=""),
    error("/differences/raise/{misdissenting}/decided/", "amy", what=""),
    error("/differences/raise/{misdissenting}/grounds/", "amy", grounds=""),
    error("/differences/raise/{misdissenting}/further/", "amy", further=""),
    data("/differences/raise/sent/{onrecord}/", "amy"),
    data("/differences/{onrecord}/", "amy"),
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
            ("helped", "bob"), ("family", "amy"), ("family", "bob"), ("theme", "amy"), ("theme", "bob"),
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
    *(
        data(f"/differences/{{{state}}}/on-one-page/", who)
        for state, who in (("raised", "bob"), ("stage2", "sarah"), ("stage4", "owen"), ("agreed", "amy"))
    ),
    *(data("/differences/{agreed}/", who) for who in ("amy", "bob")),
    data("/differences/{agreed}/agreements/1/still-see/", "amy"),
    error("/differences/{agreed}/agreements/1/still-see/", "bob"),
    empty("/differences/{raised}/agreements/1/still-see/", "bob", status=404),
    *(data("/differences/{noted}/record/{noted_note}/say/", who) for who in ("amy", "bob")),
    *(error("/differences/{noted}/record/{noted_note}/say/", who) for who in ("amy", "bob")),
    data("/differences/{noted}/record/", "bob"),
    *(data(f"/differences/{{agreed}}/record/taken/{{{name}}}/", "amy") for name in ("waiting_pdf", "printed_pdf")),
    empty("/differences/{agreed}/record/taken/{printed_pdf}/", "bob", status=404),
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
    data("/differences/{family}/which-child/", "bob", press=SEND),
    empty("/differences/{theme}/which-child/", "bob", status=404),
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
    ("family", "pick-up", "bob"),
    ("tolook", "check", "sarah"),
    ("tolook", "side-route", "amy"),
    ("helped", "facilitated", "bob"),
    ("raised", "pass-on", "bob"),
    ("raised", "not-ours", "bob"),
    ("raised", "respond", "bob"),
    ("raised", "note", "amy"),
    ("raised", "question", "amy"),
    ("answered", "propose", "bob"),
    ("acting", "propose", "amy"),
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
    data("/differences/{theme}/pick-up/", "bob"),  # nothing has to be answered
    error("/differences/{raised}/question/", "amy", status=200, words=NUMBER),  # read your words once more
    error("/differences/{answered}/propose/", "bob", status=409, version="1", text="We meet."),  # somebody acted first
    empty("/differences/{raised}/escalate/", "bob", status=409),  # you cannot do this now
    empty("/differences/raise/", "elin", status=403),
)

SEARCHES = (
    data("/differences/search/", "amy"),
    data("/differences/search/?q=breakfast", "amy"),
    empty("/differences/search/?q=zebra", "amy"),
    error("/differences/search/", "amy", press=".cg-search .govuk-button"),
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
    *DOORS,
    *KEEPING,
    *THRESHOLDS,
    *DAYS,
    *TOOLS,
    *FIGURES,
    *LIBRARY,
    *ASSURED,
    *RAISING,
    *PAGE,
    *SEARCHES,
    *ACTS,
    *PASSES,
    *ADVICE,
    *UNDERSTANDING,
    *BRIEFINGS,
    *PROMOTING,
    *COVERED,
)

ELSEWHERE = {
    "figures:spreadsheet": "no page: a file, read in tests/insight/test_figures.py",
    "figures:paper": "no page: a file, read in tests/insight/test_figures.py",
    "differences:keep_childs_day": "no page: a script of the page on which it is written sends it",
    "differences:share_childs_day": "no page: a button of the day sends it",
    "differences:throw_childs_day_away": "no page: a button of the day sends it",
    "differences:share_adults": "no page: a button of the list sends it",
    "differences:throw_adults_away": "no page: a button of the list sends it",
    "differences:share_timeline": "no page: a button of the chronology sends it",
    "differences:throw_timeline_away": "no page: a button of the chronology sends it",
    "assurance:submit": "no page: a button of the return sends it",
    "library:day_sheet": "no page: a file, read in tests/library/day/test_day.py",
    "differences:for_our_file_pdf": "no page: a file, read in tests/differences/test_for_our_file.py",
    "differences:statement_pdf": "no page: a file, read in tests/differences/test_one_page.py",
    "differences:take_record": "no page: a button of the record sends it",
    "differences:taken_record_pdf": "no page: a file, read in tests/differences/test_whole_record.py",
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
    "differences:take_line_off": "no page: a button of the lists sends it",
    "differences:keep_our_view": "no page: a script of the page on which it is written sends it",
    "differences:throw_our_view_away": "no page: a button of that page sends it",
    "differences:unlink": "no page: a button of the page of links sends it",
    "differences:spoke": "no page: a button of the difference sends it",
    "differences:take_back_pass": "no page: a button of the list sends it",
    "differences:choose_time": "no page: a button of the meeting sends it",
    "differences:agree_minutes": "no page: a button of the meeting sends it",
    "differences:end_advice": "no page: a button of the list sends it",
    "differences:fresh_eyes_take": "no page: a button of the difference sends it",
    "differences:fresh_eyes_take_back": "no page: a button of the list sends it",
    "differences:take_back": "no page: a button of the draft sends it",
    "differences:ask_to_vouch": "no page: a button of the draft sends it",
    "differences:draft_pdf": "no page: a file, read in tests/differences/test_not_listed.py",
    "starting:called": "no page: a button of the list sends it",
    "briefings:session_pdf": "no page: a file, read in tests/briefings/test_talking.py",
    "briefings:worry_card_pdf": "no page: a file, read in tests/briefings/test_talking.py",
    "briefings:receipt_pdf": "no page: a file, read in tests/briefings/test_reading.py",
    "briefings:link_receipt_pdf": "no page: a file, read in tests/briefings/test_links.py",
    "briefings:link_receipt": "the page of briefings:receipt, in one browser alone: tests/briefings/test_links.py",
    "briefings:link_questions": "the page of briefings:questions, in one browser alone: tests/briefings/test_links.py",
    "evidence:file": "no page: a file, read in tests/insight/test_evidence.py",
    "how_far:nudge": "no page: a button of how far it has come sends it",
    "briefings:take_link_back": "no page: a button of the list sends it",
    "briefings:renew": "no page: a button of a leader's own words sends it",
    "briefings:end_words": "no page: a button of a leader's own words sends it",
    "briefings:answer_thanks": "no page: buttons beside the thanks send it",
    "briefings:end_thanks": "no page: a button beside the thanks sends it",
    "briefings:call_off": "no page: a button of what is planned sends it",
    "briefings:take_place_off": "no page: a button of the list sends it",
    "editor:move": "no page: a button of a list sends it",
    "editor:download": "a file, not a page: read in tests/editions/test_editor.py",
    "bank_holidays:begin": "no page: it leads to that of one's first area",
    "coverage:begin": "no page: it leads to that of one's own agency or area",
    "what_if:try": "no page: a button of what if sends it",
    "editions:take_back": "no page: a button of the edition's page sends it",
    "directory:contact_right": "no page: a button of the list sends it",
    "library:image": "no page: a file, read in tests/library/test_images.py",
    "charts:file": "no page: a file, read in tests/library/test_chart_files.py",
    "chart_keeping:to_begin_with": "no page: a file, read in tests/library/test_chart_files.py",
    "charts:pdf": "no page: a file, read in tests/library/test_chart_pages.py",
    "chart_moved": "no page: it leads to the library",
    "chart_of_area_moved": "no page: it leads to the chart in its area's library",
    "chart_keeping:approve": "no page: a button of the proposal sends it",
    "chart_keeping:take_back": "no page: a button of the proposal sends it",
    **dict.fromkeys(
        ("library:page_pdf", "library:sheet_pdf", "library:shelf_pdf", "library:poster_pdf"),
        "no page: a file, read in tests/library/test_papers.py",
    ),
    "library_short": "no page: it leads to one, followed in tests/library/test_short_addresses.py",
    **dict.fromkeys(
        ("library_keeping:image_delete", "library_keeping:image_show_again"),
        "no page: the button beside an image",
    ),
    "library_keeping:site_off": "no page: a button of the list sends it",
    "library_keeping:start": "no page: a button of the page sends it",
    "library_keeping:take_back": "no page: a button of the draft sends it",
    "library_keeping:approve": "no page: a button of the draft sends it",
    "library_keeping:discard": "no page: a button of the draft sends it",
    "health": "no page: a word for programs",
    "mfa_login_webauthn": "no page: what a script asks for",
    "mfa_reauthenticate_webauthn": "needs a true passkey: tests/directory/test_passkeys.py",
    "account_set_password": "closed: answers that there is no such page",
}
"""What is no page of its own, with the reason."""
