"""A child’s day as pages are looked at: six versions, the sheet that is handed over, and both sides of a difference."""

from commonground.differences.models import Difference
from tests.cast import Cast
from tests.differences.child_day.telling import SCHOOLS, both_shared, said, shared
from tests.pages.looking import SEND, Visit, data, empty, error

HERE = "/library/day-in-the-life/"
VERSIONS = ("unborn", "baby", "pre-school", "primary", "adolescent", "disabled-child")


def on_days(cast: Cast) -> dict[str, Difference]:
    """Return one in which Amy has begun a day, one in which she shared it, and one in which both sides have."""
    began, one, both = cast.raised(), cast.raised(), cast.raised()
    said(cast, began, "amy", *SCHOOLS)
    shared(cast, one, "amy", *SCHOOLS)
    both_shared(cast, both)
    return {"daybegun": began, "dayshared": one, "bothdays": both}


ONE = "/childs-day/1/school_or_work_day/"
BEGUN, BOTH = f"/differences/{{daybegun}}{ONE}", f"/differences/{{bothdays}}{ONE}"
DAYS = (
    data("/differences/{daybegun}/childs-day/", "amy"),
    data("/differences/{bothdays}/childs-day/", "bob"),
    error("/differences/{daybegun}/childs-day/", "amy"),
    empty("/differences/{resolved}/childs-day/", "amy"),
    data(BEGUN, "amy"),
    empty(BEGUN, "bob"),
    data(f"/differences/{{dayshared}}{ONE}", "bob"),
    data(BOTH, "amy"),
    data(f"{BEGUN}part/1/", "amy"),
    data(f"{BEGUN}part/4/", "sarah"),
    Visit("error", f"{BEGUN}part/1/", "amy", SEND, {"words": "", "hour": "noonish"}, 422),
    empty(f"{BEGUN}part/1/", "bob", status=409),
    data(f"{BOTH}quote/", "bob"),
    error(f"{BOTH}quote/", "bob"),
    data(HERE),
    data(HERE, "amy"),
    *(data(f"{HERE}{version}/") for version in VERSIONS),
    data(f"{HERE}primary/", "amy"),
    data(f"{HERE}primary/with/child/", "amy"),
    data(f"{HERE}primary/with/child/"),
    data(f"{HERE}adolescent/with/parent/"),
    empty(f"{HERE}baby/with/child/", status=404),
    empty(f"{HERE}nothing/", status=404),
)
