"""An image by which somebody can be known: hidden by an editor at once, gone for good once another has looked at it."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from commonground.directory.actions import RefusedError
from commonground.directory.demonstration import member
from commonground.library.images import actions
from commonground.library.images.models import PageImage
from commonground.notices.models import Notice
from tests.access.meeting import AsRole
from tests.cast import Cast
from tests.library.test_images import ALT, DESK, PAGE, SHOWN, address, brought
from tests.pages.shelves import approved, drafted, proposed
from tests.pdf import read, said
from tests.visiting import browser, visit

WHY = "A child can be known by it"


@pytest.fixture
def shown(cast: Cast) -> PageImage:
    """Give an image that a published page of Fairhaven shows."""
    row = brought(cast)
    drafted(cast, "neglect", SHOWN)
    approved(cast, proposed(cast, "neglect"))
    Notice.objects.all().delete()
    return row


def hidden(cast: Cast, row: PageImage, who: str = "iris") -> PageImage:
    return actions.hide(
        by=cast.actor(who), at=cast.tick(), partnership=row.partnership_id, image=row.pk, why=WHY
    )  # fmt: skip


def answered(cast: Cast, act: Callable[..., PageImage], row: PageImage, who: str = "elin") -> PageImage:
    return act(by=cast.actor(who), at=cast.tick(), partnership=row.partnership_id, image=row.pk)


def told(kind: str) -> set[str]:
    return set(Notice.objects.filter(kind=kind).values_list("address", flat=True))


def test_an_editor_hides_it_at_once_and_another_takes_it_out_for_good(shown: PageImage) -> None:
    iris, elin = browser("iris"), browser("elin")
    hide = f"{DESK}{shown.pk}/hide/"
    nothing = visit(hide, "iris", post={"submission": str(uuid4()), "why": " "}, status=422)
    assert "Say why it is taken out" in nothing.words
    form = {"submission": str(uuid4()), "why": WHY}
    for _ in range(2):
        assert iris.post(hide, form).status_code == 302
    for who, status in ((None, 404), ("amy", 404), ("gwen", 404), ("elin", 200)):
        assert browser(who).get(address(shown)).status_code == status
    page = visit(PAGE)
    assert f"{ALT} The image that stands here is hidden since" in page.words
    assert f"{WHY}." in page.words
    assert "cg-image" not in page.markup
    assert "Images to be taken out 1" in visit("/keep-library/", "elin").words
    assert "Images to be taken out" not in visit("/keep-library/", "gwen").words
    own = visit(DESK, "iris")
    assert "Another of them looks at it, and takes it out" in own.words
    assert "/take-out/" not in own.markup
    assert "/take-out/" in visit(DESK, "elin").markup
    gone = elin.post(f"{DESK}{shown.pk}/take-out/", {"submission": str(uuid4())}, follow=True)
    assert "is gone. Each edition with it says so" in gone.content.decode()
    shown.refresh_from_db()
    assert bytes(shown.content) == b""
    for who in (None, "amy", "iris", "elin"):
        assert browser(who).get(address(shown)).status_code == 404
    for url in (PAGE, f"{PAGE}edition/2/"):
        page = visit(url)
        assert f"{ALT} An image stood here. It was taken out on" in page.words
        assert f": {WHY}." in page.words
        assert "cg-image" not in page.markup
    assert "Iris Calder hid it, and Elin Hughes took it out on" in visit(DESK, "iris").words
    assert "Images to be taken out" not in visit("/keep-library/", "elin").words


def test_paper_says_it_too(cast: Cast, shown: PageImage) -> None:
    def images(paper: bytes) -> list[Any]:
        return [one for page in read(paper).pages for one in page.images if one.image and one.image.size == (640, 360)]

    url = f"{PAGE}page.pdf"
    assert images(browser(None).get(url).content)
    hidden(cast, shown)
    paper = browser(None).get(url).content
    assert not images(paper)
    assert "The image that stands here is hidden since" in said(paper)
    answered(cast, actions.take_out, shown)
    paper = browser(None).get(url).content
    assert not images(paper)
    assert "An image stood here. It was taken out on" in said(paper)


def test_nobody_takes_out_what_they_hid_and_nobody_else_does_any_of_it(cast: Cast, shown: PageImage) -> None:
    for who in ("amy", "gwen"):
        with pytest.raises(RefusedError, match="Only the library editors"):
            hidden(cast, shown, who)
    with pytest.raises(RefusedError, match="It is not hidden now"):
        answered(cast, actions.take_out, shown)
    hidden(cast, shown)
    with pytest.raises(RefusedError, match="hidden or taken out already"):
        hidden(cast, shown, "elin")
    with pytest.raises(RefusedError, match="You hid this image yourself"):
        answered(cast, actions.take_out, shown, "iris")
    for name in ("hide", "take-out", "show-again", "delete"):
        for who, status in (("amy", 403), ("gwen", 404)):
            answer = browser(who).post(f"{DESK}{shown.pk}/{name}/", {"submission": str(uuid4()), "why": WHY})
            assert answer.status_code == status
    answered(cast, actions.take_out, shown)
    for act in (actions.take_out, actions.show_again):
        with pytest.raises(RefusedError, match="It is not hidden now"):
            answered(cast, act, shown)


def test_another_editor_or_oneself_shows_it_again_and_whoever_hid_it_is_told(cast: Cast, shown: PageImage) -> None:
    hidden(cast, shown)
    browser("elin").post(f"{DESK}{shown.pk}/show-again/", {"submission": str(uuid4())})
    assert browser(None).get(address(shown)).status_code == 200
    assert "cg-image" in visit(PAGE).markup
    assert told("library_shown_again") == {member("iris").email}
    hidden(cast, shown)
    Notice.objects.all().delete()
    answered(cast, actions.show_again, shown, "iris")
    assert not Notice.objects.exists()


def test_the_others_are_told_that_it_waits_and_whoever_hid_it_that_it_is_gone(cast: Cast, shown: PageImage) -> None:
    hidden(cast, shown)
    waits = told("library_waits")
    assert member("elin").email in waits
    assert member("iris").email not in waits
    answered(cast, actions.take_out, shown)
    assert told("library_approved") == {member("iris").email}


def test_a_page_that_names_it_is_not_published_anew(cast: Cast, shown: PageImage) -> None:
    hidden(cast, shown)
    row = drafted(cast, "child-exploitation", SHOWN)
    assert "which is hidden or taken out" in visit(f"/keep-library/draft/{row.pk}/", "iris").words
    with pytest.raises(RefusedError, match="hidden or taken out"):
        proposed(cast, "child-exploitation")


SET = "UPDATE library_pageimage SET"


def test_the_database_lets_its_content_go_only_when_two_said_so(cast: Cast, shown: PageImage, as_role: AsRole) -> None:
    elin = f"'{member('elin').pk}'"
    taken = f"{SET} taken_out_at = now(), taken_out_by_id = {elin}"

    def refuses(*statements: str) -> None:
        for role in ("app", "owner"):
            for statement in statements:
                with pytest.raises(DatabaseError), as_role(role), transaction.atomic(), connection.cursor() as cursor:
                    cursor.execute(statement)

    refuses(
        f"{SET} content = ''", f"{taken}, content = ''", f"{SET} hidden_why = 'x'",
        f"{SET} hidden_at = now(), hidden_by_id = {elin}",
    )  # fmt: skip
    hidden(cast, shown)
    refuses(
        f"{SET} hidden_why = 'x'", f"{SET} content = ''", taken, f"{taken}, content = 'x'",
        f"{SET} taken_out_at = now(), taken_out_by_id = hidden_by_id, content = ''",
        f"{taken}, content = '', hidden_why = 'x'", f"{SET} opened = NULL",
    )  # fmt: skip
    answered(cast, actions.take_out, shown)
    refuses(
        f"{SET} content = 'x'", f"{SET} taken_out_at = NULL, taken_out_by_id = NULL",
        f"{SET} hidden_why = '', hidden_at = NULL, hidden_by_id = NULL", "DELETE FROM library_pageimage",
    )  # fmt: skip
