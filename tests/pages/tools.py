"""The tools of the toolkits as pages are looked at: where one side has begun, where one and where both have shared."""

from dataclasses import replace

from commonground.differences.models import Difference
from commonground.procedures.terms import Kind
from tests.cast import CHILD, Cast
from tests.differences.adults import telling as adults
from tests.differences.injury.telling import referred
from tests.differences.test_review_sides import given_away
from tests.differences.timeline import telling as timeline
from tests.pages.looking import data, empty, error


def with_tools(cast: Cast) -> dict[str, Difference]:
    """Return one in which Amy has begun to list, one of two children in which she shared, and one with both lists.

    Of two more an injury was referred, one of them about two children. In the last the council is no side any more.
    """
    began, both = cast.raised(), cast.raised(kind=Kind.ADULTS_UNSEEN)
    one = cast.raised(children=(CHILD, replace(CHILD, initials="U. E.")))
    adults.said(cast, began, "amy", *adults.SCHOOLS)
    adults.shared(cast, one, "amy", *adults.SCHOOLS)
    adults.both_shared(cast, both)
    timeline.said(cast, began, "amy", *timeline.SCHOOLS)
    timeline.both_shared(cast, both)
    hurt = cast.raised(kind=Kind.INJURY)
    twice = cast.raised(kind=Kind.INJURY, children=(CHILD, replace(CHILD, initials="U. E.")))
    referred(cast, hurt, "amy")
    referred(cast, twice, "amy")
    gone = cast.raised()
    adults.both_shared(cast, gone)
    timeline.both_shared(cast, gone)
    gone = given_away(cast, gone)
    return {
        "toolbegun": began, "toolshared": one, "bothtools": both, "hurt": hurt, "hurttwice": twice, "toolgone": gone,
    }  # fmt: skip


BEGUN, SHARED, BOTH, HURT, TWICE, GONE = (
    f"/differences/{{{name}}}" for name in ("toolbegun", "toolshared", "bothtools", "hurt", "hurttwice", "toolgone")
)
SAVE = "main form button[value=save]"
ADULTS = (
    data("/differences/tools/adults/", "amy"),
    empty("/differences/tools/adults/", "zed"),
    empty("/differences/tools/hammer/", "amy", status=404),
    data(f"{BOTH}/", "amy"),
    data(f"{BEGUN}/adults/", "amy"),
    empty(f"{BEGUN}/adults/", "bob"),
    data(f"{SHARED}/adults/", "bob"),
    empty(f"{SHARED}/adults/child/2/", "bob"),
    data(f"{BOTH}/adults/child/1/", "amy"),
    data(f"{BOTH}/adults/child/1/", "bob"),
    empty("/differences/{resolved}/adults/", "amy"),
    data(f"{GONE}/adults/", "amy"),
    data(f"{BEGUN}/adults/child/1/role/3/", "amy"),
    data(f"{SHARED}/adults/child/2/role/3/", "amy"),
    empty(f"{BEGUN}/adults/child/1/role/15/", "bob"),
    error(f"{BEGUN}/adults/child/1/role/3/", "amy", press=SAVE, met_on_day="45"),
    error(f"{BEGUN}/adults/child/1/role/3/", "amy", press=SAVE, status=409, version="0"),
    data(f"{BOTH}/adults/child/1/quote/", "bob"),
    error(f"{BOTH}/adults/child/1/quote/", "bob"),
)
INJURY = (
    data(f"{HURT}/", "amy"),
    data(f"{HURT}/injury/", "amy"),
    *(data(f"{HURT}/injury/{number}/", "amy") for number in range(2, 5)),
    data(f"{TWICE}/", "bob"),
    data(f"{TWICE}/injury/3/", "bob"),
    data(f"{BEGUN}/injury/2/", "bob"),
    empty(f"{BEGUN}/injury/5/", "bob", status=404),
    empty("/differences/{resolved}/injury/2/", "amy"),
    data(f"{HURT}/injury/referred/", "bob"),
    error(f"{HURT}/injury/referred/", "bob", time="noonish"),
)
TIMELINE = (
    data(f"{BEGUN}/timeline/", "amy"),
    empty(f"{BEGUN}/timeline/", "bob"),
    data(f"{BOTH}/timeline/child/1/", "amy"),
    data(f"{GONE}/timeline/", "amy"),
    empty("/differences/{resolved}/timeline/", "amy"),
    data(f"{BEGUN}/timeline/child/1/event/s1/", "amy"),
    data(f"{SHARED}/timeline/child/2/event/new/", "amy"),
    error(f"{BEGUN}/timeline/child/1/event/new/", "amy"),
    error(f"{BEGUN}/timeline/child/1/event/s1/", "amy", press=SAVE, status=409, version="0"),
    data(f"{BOTH}/timeline/child/1/quote/", "bob"),
    error(f"{BOTH}/timeline/child/1/quote/", "bob"),
)
ROUTE = (
    data(f"{BEGUN}/route/", "amy"),
    empty("/differences/{resolved}/route/", "amy"),
)
TOOLS = (*ADULTS, *INJURY, *TIMELINE, *ROUTE)
