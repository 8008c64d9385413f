"""The steps of resolving well, page by page: what each sees, said back, lists, actions, meetings, fresh eyes, after."""

from tests.pages.looking import SEND, Visit, data, empty, error

OURS = "/differences/{seeing}/our-view/"
SIDE_VIEWS = (
    data("/differences/{seeing}/", "amy"),
    data("/differences/{seeing}/", "elin"),
    data(OURS, "amy"),
    data(f"{OURS}?order=by-part", "bob"),
    Visit("error", OURS, "amy", SEND, {"fact-0-source": ""}, 422),
    error(OURS, "bob", status=409, version="7"),
    empty("/differences/{raised}/our-view/", "sarah"),
    empty("/differences/{theme}/our-view/", "bob"),
    empty("/differences/{withdrawn}/our-view/", "bob", status=409),
    data("/differences/{seeing}/views/", "bob"),
    data("/differences/{seeing}/views/?order=by-part", "amy"),
    empty("/differences/{raised}/views/", "amy"),
)

HEARD = "/differences/{saidback}/said-back/1/"
SAID_BACK = (
    data("/differences/{saidback}/", "amy"),
    data("/differences/{saidback}/?reply=shown", "sarah"),
    data("/differences/{saidback}/", "bob"),
    data(HEARD, "amy"),
    data(f"{HEARD}?heard=nearly", "amy"),
    error(HEARD, "amy", heard=""),
    empty(HEARD, "bob", status=409),
)

LISTS_OF = "/differences/{seeing}/lists/"
DIFFERING = (
    data(LISTS_OF, "sarah"),
    data(LISTS_OF, "elin"),
    empty("/differences/{stage2}/lists/", "cath"),
    empty("/differences/{raised}/lists/", "amy"),
    data(f"{LISTS_OF}new/?source=view.1.ask", "cath"),
    error(f"{LISTS_OF}new/", "cath"),
    empty("/differences/{raised}/lists/new/", "amy", status=409),
    data(f"{LISTS_OF}2/", "cath"),
    error(f"{LISTS_OF}3/", "cath"),
    error(f"{LISTS_OF}1/?stand=differs", "sarah", status=409, version="7"),
)

MEETS = "/differences/{meeting}/meetings/"
LIST = "/differences/{undertaken}/actions/"
TOGETHER = (
    data(LIST, "amy"),
    data(LIST, "bob"),
    data(LIST, "zed"),
    empty("/differences/{raised}/actions/", "amy"),
    data("/differences/{undertaken}/", "bob"),
    data("/differences/{undertaken}/sign/", "amy"),
    data(f"{LIST}new/", "amy"),
    error(f"{LIST}new/", "amy"),
    data(f"{LIST}1/done/", "bob"),
    error(f"{LIST}1/done/", "bob"),
    empty(f"{LIST}1/done/", "amy", status=409),
    data(f"{LIST}1/hand-over/", "bob"),
    error(f"{LIST}1/hand-over/", "bob"),
)
"""Who does what by when."""
MEETING = (
    data(MEETS, "amy"),
    data(MEETS, "zed"),
    empty("/differences/{raised}/meetings/", "amy"),
    data("/differences/{meeting}/", "amy"),
    data(f"{MEETS}1/", "bob"),
    data(f"{MEETS}1/", "zed"),
    data(f"{MEETS}2/", "amy"),
    data(f"{MEETS}3/", "amy"),
    data("/differences/{nowmeeting}/meetings/1/", "amy"),
    data(f"{MEETS}new/", "amy"),
    error(f"{MEETS}new/", "amy", somebody="Hana Lewis", begins_1="noonish"),
    data(f"{MEETS}2/change/", "amy"),
    error(f"{MEETS}2/change/", "amy", place=""),
    data(f"{MEETS}2/cancel/", "amy"),
    error(f"{MEETS}2/cancel/", "amy"),
    data("/differences/{nowmeeting}/meetings/1/held/", "amy"),
    error("/differences/{nowmeeting}/meetings/1/held/", "amy"),
    data(f"{MEETS}1/minutes/", "bob"),
    error(f"{MEETS}1/minutes/", "bob", decision=""),
    data(f"{MEETS}1/dissent/", "bob"),
    error(f"{MEETS}1/dissent/", "bob"),
    empty(f"{MEETS}1/change/", "bob", status=409),
)

EYES = "/differences/{lookedat}/fresh-eyes/"
EYES_ASKED = "/differences/{raised}/fresh-eyes/ask/"
EYES_FOUND = "/differences/{tofind}/fresh-eyes/1/find/"
HELEN = "Helen Achebe"
FRESH_EYES = (
    data("/", HELEN),
    data(EYES, "amy"),
    data(EYES, HELEN),
    empty("/differences/{raised}/fresh-eyes/", "amy"),
    data("/differences/{lookedat}/", "bob"),
    data("/differences/{lookedat}/", HELEN),
    data("/differences/{lookedat}/on-one-page/", "amy"),
    data("/differences/{tofind}/fresh-eyes/", "elin"),
    data(EYES_ASKED, "amy"),
    error(EYES_ASKED, "amy"),
    data(f"{EYES_ASKED}?where={{health}}", "amy"),
    error(f"{EYES_ASKED}?where={{health}}", "amy"),
    data(f"{EYES_ASKED}?where=office", "amy"),
    empty(f"{EYES}ask/", "bob", status=409),
    data(EYES_FOUND, "elin"),
    error(EYES_FOUND, "elin"),
    data(f"{EYES_FOUND}?where={{health}}", "elin"),
    error(f"{EYES_FOUND}?where={{health}}", "elin"),
    data(f"{EYES}4/word/", HELEN),
    error(f"{EYES}4/word/", HELEN),
    data(f"{EYES}4/cannot/", HELEN),
    error(f"{EYES}4/cannot/", HELEN),
    empty(f"{EYES}4/cannot/", "amy", status=409),
)

AFTER = (
    data("/differences/{asked_after}/", "bob"),
    data("/differences/{asked_after}/how-it-went/", "amy"),
    error("/differences/{asked_after}/how-it-went/", "amy"),
    empty("/differences/{raised}/how-it-went/", "amy", status=409),
    data("/differences/{asked_after}/what-changed/", "amy"),
    error("/differences/{asked_after}/what-changed/", "amy"),
    empty("/differences/{resolved}/what-changed/", "amy", status=409),
    data("/differences/how-it-went/", "elin"),
    error("/differences/how-it-went/", "elin"),
    empty("/differences/how-it-went/", "gwen"),
)

UNDERSTANDING = (*SIDE_VIEWS, *SAID_BACK, *DIFFERING, *TOGETHER, *MEETING, *FRESH_EYES, *AFTER)
