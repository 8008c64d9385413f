"""The pages on which two sides come to understand each other: what each sees, said back, agreed and not agreed."""

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

UNDERSTANDING = (*SIDE_VIEWS, *SAID_BACK, *DIFFERING)
