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

UNDERSTANDING = (*SIDE_VIEWS,)
