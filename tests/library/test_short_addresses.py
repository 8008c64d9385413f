"""A short address leads to what stands today, whatever it is called by then, and never changes."""

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.test import Client

from commonground.directory.models import Partnership
from commonground.library.pages import actions
from commonground.library.pages.addresses import ALPHABET, WHOLE, address, addresses, found, give
from commonground.library.pages.models import PageEdition, ShortAddress
from commonground.now import now
from tests.cast import Cast
from tests.pages.shelves import approved, drafted
from tests.visiting import visit

pytestmark = pytest.mark.usefixtures("cast")


def fairhaven() -> Partnership:
    return Partnership.objects.get(name="Fairhaven")


def short(key: str) -> str:
    return address(fairhaven(), key).removeprefix(settings.BASE_URL)


def test_it_leads_to_the_page_and_stands_there_to_be_shared() -> None:
    answer = Client().get(short("neglect"))
    assert (answer.status_code, answer.headers["Location"]) == (302, "/library/fairhaven/neglect/")
    assert not answer.cookies
    assert address(fairhaven(), "neglect") in visit("/library/fairhaven/neglect/").words
    assert Client().get(short(WHOLE)).headers["Location"] == "/library/fairhaven/"


def test_it_is_short_easy_to_type_and_taken_in_any_case() -> None:
    code = short("neglect").removeprefix("/l/")
    assert len(code) == 5
    assert set(code) <= set(ALPHABET)
    assert Client().get(f"/l/{code.upper()}").headers["Location"] == "/library/fairhaven/neglect/"
    assert Client().get("/l/none").status_code == 404


def test_it_stays_when_a_page_and_its_area_get_other_names(cast: Cast) -> None:
    before = short("neglect")
    row = drafted(cast, "neglect")
    text = row.text.replace('title = "Neglect"', 'title = "When care falls short"')
    row = actions.save_draft(by=cast.actor("iris"), at=cast.tick(), edition=row.pk, version=2, text=text, changes="")
    actions.propose(
        by=cast.actor("iris"), at=cast.tick(), edition=row.pk, version=row.version, in_force=cast.needed_by,
        review_by=cast.needed_by.replace(year=cast.needed_by.year + 1), changes="Another name.",
    )  # fmt: skip
    approved(cast, PageEdition.objects.get(pk=row.pk))
    Partnership.objects.filter(name="Fairhaven").update(name="Fair Haven Bay")
    assert Client().get(before).headers["Location"] == "/library/fair-haven-bay/neglect/"
    assert ShortAddress.objects.filter(key="neglect", partnership__name="Fair Haven Bay").count() == 1


def test_each_page_of_each_area_has_its_own() -> None:
    for area in Partnership.objects.filter(pages__isnull=False).distinct():
        keys = set(PageEdition.objects.of(area.pk).values_list("key", flat=True))
        assert set(addresses(area)) == keys | {WHOLE}
    codes = list(ShortAddress.objects.values_list("code", flat=True))
    assert len(set(codes)) == len(codes)


def test_it_is_given_once_and_never_to_another(monkeypatch: pytest.MonkeyPatch) -> None:
    before, area = dict(addresses(fairhaven())), fairhaven()
    give(area.pk, "neglect")
    actions.load_pages(area=area, texts={}, at=now())
    assert addresses(area) == before
    taken = short("neglect").removeprefix("/l/")
    minted = iter([taken, taken, "zzzzz"])
    monkeypatch.setattr("commonground.library.pages.addresses.get_random_string", lambda *_: next(minted))
    give(area.pk, "quite-new")
    assert short("quite-new") == "/l/zzzzz"
    kept = found(taken)
    assert kept
    assert kept.key == "neglect"


@pytest.mark.parametrize(
    ("role", "statement"),
    [
        ("owner", "UPDATE library_shortaddress SET key = 'x'"),
        ("owner", "DELETE FROM library_shortaddress"),
        ("owner", "TRUNCATE library_shortaddress"),
        ("app", "UPDATE library_shortaddress SET code = 'x'"),
        ("clock", "INSERT INTO library_shortaddress SELECT 'x', partnership_id, 'x' FROM library_shortaddress LIMIT 1"),
    ],
)
def test_nobody_changes_where_one_leads(role: str, statement: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {role}")
        with pytest.raises(DatabaseError), transaction.atomic():
            cursor.execute(statement)


def test_where_none_was_given_the_long_address_stands() -> None:
    assert address(fairhaven(), "never-there") == f"{settings.BASE_URL}/library/fairhaven/never-there/"
