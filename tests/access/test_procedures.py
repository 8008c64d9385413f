"""Every page and button of procedures, by every persona: typed by hand who may open which.

A draft of another area is answered as one that does not exist. What was opened stands on a page that is open to all.
"""

from datetime import timedelta
from uuid import uuid4

import pytest

from commonground.directory.models import Partnership
from commonground.editions.actions import start_draft
from commonground.editions.models import Compared, Edition, Holiday
from commonground.now import london_date, now
from tests.access.meeting import AsRole, browser_of
from tests.cast import Cast

OFFICER, ELSEWHERE = "elin", "gwen"
OTHERS = ("amy", "bob", "cath", "sarah", "farah", "judith", "dev", "owen", "sol", "zed", "hana")
"""Nobody of them keeps a procedure."""

ANY = ("", "new/")
OF_ONE = (
    "{draft}/", "{draft}/confirm/", "{draft}/confirm/stage:1/", "{draft}/propose/", "{draft}/approve/",
    "{draft}/send-back/", "{draft}/retire/", "{draft}/delete/", "{draft}/edit/hours/", "{draft}/edit/stages/add/",
    "{draft}/edit/stages/2/", "{draft}/edit/stages/2/clocks/settled/time/", "{draft}/edit/stages/2/take-out/",
    "{draft}/edit/text/",
)  # fmt: skip
ONLY_READ = ("{draft}/edit/", "{draft}/edit/text/download/", "{draft}/what-if/")
SENT = ("{draft}/take-back/", "{draft}/edit/stages/2/move/")
IN_TIME = {"day": "3", "month": "11", "year": "2026"}
PUBLIC = ("", "fairhaven/", "fairhaven/on/2026-03-03/")


@pytest.fixture
def draft(cast: Cast) -> str:
    """Return the key of a draft of Fairhaven alone."""
    area = Partnership.objects.get(name="Fairhaven")
    text = Edition.objects.get().text
    return str(start_draft(by=cast.actor("elin"), at=now(), partnerships=[area], text=text).pk)


def expected(name: str, part: str) -> int:
    """Return how a page is answered, as people decided it."""
    if not name:
        return 302
    if name in OTHERS:
        return 403
    return 404 if name == ELSEWHERE and part not in ANY else 200


@pytest.mark.parametrize("name", ["", OFFICER, ELSEWHERE, *OTHERS])
def test_pages_of_procedures_open_for_their_officers_and_for_nobody_else(
    cast: Cast, draft: str, as_role: AsRole, name: str
) -> None:
    client = browser_of(cast, name)
    with as_role("app"):
        for part in (*ANY, *OF_ONE, *ONLY_READ):
            answer = client.get(f"/procedures/{part.format(draft=draft)}")
            assert answer.status_code == expected(name, part), part
            assert name == OFFICER or draft not in answer.content.decode()
        for part in PUBLIC:
            assert client.get(f"/procedure/{part}").status_code == 200, part


@pytest.mark.parametrize("name", ["", ELSEWHERE, *OTHERS])
def test_nobody_else_changes_a_draft(cast: Cast, draft: str, as_role: AsRole, name: str) -> None:
    client, before = browser_of(cast, name), Edition.objects.filter(pk=draft).values().get()
    with as_role("app"):
        for part in (*OF_ONE[1:], *SENT):
            sent = {"submission": str(uuid4()), "version": "1", "reason": "x", "why": "x", "source": "x"}
            answer = client.post(f"/procedures/{part.format(draft=draft)}", sent)
            assert answer.status_code == expected(name, part), part
    assert Edition.objects.filter(pk=draft).values().get() == before
    assert not Edition.objects.get(pk=draft).confirmations.exists()


def bank_holidays(cast: Cast) -> tuple[tuple[str, ...], str]:
    """Return the addresses of Fairhaven's bank holidays, and the key of one that was added there."""
    area = Partnership.objects.get(name="Fairhaven")
    day = london_date(now()) + timedelta(days=9)
    row = Holiday.objects.create(
        partnership=area,
        day=day,
        name="CN-holiday",
        proclaimed=True,
        known_at=now(),
        settled_at=now(),
        added_by=cast.person("elin"),
    )
    own = f"/bank-holidays/{area.pk}/"
    return (own, f"{own}add/", f"{own}compare/2035/", f"/bank-holidays/take-off/{row.pk}/"), str(row.pk)


@pytest.mark.parametrize("name", ["", OFFICER, ELSEWHERE, *OTHERS])
def test_bank_holidays_are_kept_by_the_officers_of_their_area_and_by_nobody_else(
    cast: Cast, as_role: AsRole, name: str
) -> None:
    urls, key = bank_holidays(cast)
    client = browser_of(cast, name)
    before = list(Holiday.objects.order_by("pk").values()), Compared.objects.count()
    with as_role("app"):
        for url in urls:
            answer = client.get(url)
            assert answer.status_code == expected(name, url), url
            assert name == OFFICER or "CN-holiday" not in answer.content.decode()
            if name != OFFICER:
                sent = {"submission": str(uuid4()), "name": "x", "source": "x"}
                sent |= {f"{on}_{part}": one for on in ("day", "on") for part, one in IN_TIME.items()}
                assert client.post(url, sent).status_code in {expected(name, url), 405}, url
    assert (list(Holiday.objects.order_by("pk").values()), Compared.objects.count()) == before
    if name == OFFICER:
        with as_role("app"):
            assert client.post(urls[-1], {"submission": str(uuid4())}).status_code == 302
        assert Holiday.objects.get(pk=key).removed_at
