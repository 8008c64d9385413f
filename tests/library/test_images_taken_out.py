"""An image by which somebody can be known: hidden by an editor at once, gone for good once another has looked at it."""

import logging
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from commonground.directory.actions import RefusedError
from commonground.directory.demonstration import member
from commonground.govuk.dates import in_words
from commonground.library.images import actions
from commonground.library.images.models import PageImage
from commonground.library.images.reading import drawn_anew
from commonground.notices.kinds import TEMPLATES
from commonground.notices.models import Notice
from commonground.now import london_date, now
from tests.access.meeting import AsRole
from tests.cast import Cast
from tests.library.test_images import ALT, DESK, PAGE, SHOWN, address, as_kind, brought, form
from tests.pages.shelves import approved, drafted, picture, proposed
from tests.pdf import read, said
from tests.visiting import Visited, browser, visit

WHY = "A child can be known by it"


@pytest.fixture
def shown(cast: Cast) -> PageImage:
    """Give an image that a published page of Fairhaven shows."""
    row = brought(cast)
    drafted(cast, "neglect", SHOWN)
    approved(cast, proposed(cast, "neglect"))
    Notice.objects.all().delete()
    return row


def hidden(cast: Cast, row: PageImage, who: str = "iris", why: str = WHY) -> PageImage:
    actions.hide(by=cast.actor(who), at=cast.tick(), partnership=row.partnership_id, image=row.pk, why=why)
    row.refresh_from_db()
    return row


def answered(cast: Cast, act: Callable[..., PageImage], row: PageImage, who: str = "elin", **more: str) -> PageImage:
    said = {"hiding": row.hiding} | ({"why": WHY} if act is actions.take_out else {}) | more
    return act(by=cast.actor(who), at=cast.tick(), partnership=row.partnership_id, image=row.pk, **said)


def answer(row: PageImage, **more: str) -> dict[str, str]:
    """Return what the form of an answer sends, as the row was read."""
    return {"submission": str(uuid4()), "hiding": row.hiding, "why": WHY} | more


def told(kind: str) -> set[str]:
    return set(Notice.objects.filter(kind=kind).values_list("address", flat=True))


def test_an_editor_hides_it_at_once_and_another_takes_it_out_for_good(shown: PageImage) -> None:
    iris, elin = browser("iris"), browser("elin")
    hide = f"{DESK}{shown.pk}/hide/"
    nothing = visit(hide, "iris", post={"submission": str(uuid4()), "why": " "}, status=422)
    assert "Say why it is taken out" in nothing.words
    once = {"submission": str(uuid4()), "why": WHY}
    for _ in range(2):
        assert iris.post(hide, once).status_code == 302
    for who, status in ((None, 404), ("amy", 404), ("gwen", 404), ("elin", 200)):
        assert browser(who).get(address(shown)).status_code == status
    page = visit(PAGE)
    assert f"{ALT} The image that stands here is hidden since" in page.words
    assert WHY not in page.words, "one alone has said so yet"
    assert "cg-image" not in page.markup
    assert f"Iris Calder hid it on {in_words(london_date(now()))}: {WHY}." in visit("/keep-library/", "elin").words
    assert "Images to be taken out 1" in visit("/keep-library/", "elin").words
    assert "Images to be taken out" not in visit("/keep-library/", "gwen").words
    own = visit(DESK, "iris")
    assert "Another of them looks at it, and takes it out" in own.words
    assert "/take-out/" not in own.markup
    assert "/take-out/" in visit(DESK, "elin").markup
    take_out = f"{DESK}{shown.pk}/take-out/"
    page = visit(take_out, "elin")
    assert f"{WHY}." in page.words
    assert WHY in field(page, "why")
    shown.refresh_from_db()
    nothing = visit(take_out, "elin", post=answer(shown, why=" "), status=422)
    assert "Say why it is taken out" in nothing.words
    told = answer(shown, hiding=field(page, "hiding"), why="Somebody can be known by it")
    gone = elin.post(take_out, told, follow=True)
    assert "is gone. Each edition with it says so" in gone.content.decode()
    assert "It is not hidden now" not in elin.post(take_out, told, follow=True).content.decode(), (
        "sent twice, done once"
    )
    shown.refresh_from_db()
    assert bytes(shown.content) == b""
    for who in (None, "amy", "iris", "elin"):
        assert browser(who).get(address(shown)).status_code == 404
    for url in (PAGE, f"{PAGE}edition/2/"):
        page = visit(url)
        assert f"{ALT} An image stood here. It was taken out on" in page.words
        assert ": Somebody can be known by it." in page.words, "as the second worded it"
        assert WHY not in page.words
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
            assert browser(who).post(f"{DESK}{shown.pk}/{name}/", answer(shown)).status_code == status
    answered(cast, actions.take_out, shown)
    for act in (actions.take_out, actions.show_again):
        with pytest.raises(RefusedError, match="It is not hidden now"):
            answered(cast, act, shown)


def test_another_editor_or_oneself_shows_it_again_and_whoever_hid_it_is_told(cast: Cast, shown: PageImage) -> None:
    hidden(cast, shown)
    browser("elin").post(f"{DESK}{shown.pk}/show-again/", {"submission": str(uuid4()), "hiding": shown.hiding})
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
    assert "An image to be taken out is gone" in TEMPLATES["library_approved"].says


def test_a_page_that_names_it_is_not_published_anew(cast: Cast, shown: PageImage) -> None:
    hidden(cast, shown)
    row = drafted(cast, "child-exploitation", SHOWN)
    assert "which is hidden or taken out" in visit(f"/keep-library/draft/{row.pk}/", "iris").words
    with pytest.raises(RefusedError, match="hidden or taken out"):
        proposed(cast, "child-exploitation")


def field(page: Visited, name: str) -> str:
    """Return what stands in a field of a form."""
    found = page.tree.find(f".//*[@name='{name}']")
    assert found is not None
    return str(found.get("value") or found.text or "")


def test_what_was_not_read_is_not_answered(cast: Cast, shown: PageImage) -> None:
    """Iris hides it, shows it again and hides it for another reason; Elin answers what she read before."""
    read_before = hidden(cast, shown).hiding
    answered(cast, actions.show_again, shown, "iris")
    hidden(cast, shown, why="The wall is the wrong colour")
    for act in (actions.take_out, actions.show_again):
        with pytest.raises(RefusedError, match="hidden anew"):
            answered(cast, act, shown, hiding=read_before)
    for hiding in (read_before, "", "yesterday"):
        again = browser("elin").post(f"{DESK}{shown.pk}/show-again/", answer(shown, hiding=hiding), follow=True)
        assert "It was shown again meanwhile, and then hidden anew" in again.content.decode()
    late = answer(shown, hiding=read_before, why="A child stands there")
    page = visit(f"{DESK}{shown.pk}/take-out/", "elin", post=late, status=409)
    assert "It was shown again meanwhile, and then hidden anew" in page.words
    assert "The wall is the wrong colour." in page.words
    assert field(page, "why") == "A child stands there", "nothing that was written is lost"
    assert field(page, "hiding") == shown.hiding, "what the page shows now is what the next answer is about"
    shown.refresh_from_db()
    assert shown.taken_out_at is None
    assert shown.hidden_at


def test_a_page_for_what_no_longer_waits_says_so(cast: Cast, shown: PageImage) -> None:
    """A colleague hides it while one writes why; what one wrote stands there still, and why it was not taken."""
    hide, take_out = f"{DESK}{shown.pk}/hide/", f"{DESK}{shown.pk}/take-out/"
    assert "It is not hidden now" in follow(take_out, "elin")
    hidden(cast, shown)
    for _ in range(2):
        page = visit(hide, "elin", post=answer(shown, why="The child of a neighbour"), status=409)
        assert "The image “our-hub” is hidden or taken out already" in page.words
        assert field(page, "why") == "The child of a neighbour"
        assert ("cg-images__small" in page.markup) == (shown.taken_out_at is None)
        assert "hidden or taken out already" in follow(hide, "elin")
        if not shown.taken_out_at:
            assert "You hid this image yourself" in follow(take_out, "iris")
            shown = answered(cast, actions.take_out, shown)
    assert "It is not hidden now" in follow(take_out, "elin")


def follow(url: str, who: str) -> str:
    """Return the page that an address leads to."""
    return browser(who).get(url, follow=True).content.decode()


def test_the_same_picture_is_hidden_under_every_name_and_comes_in_under_none(cast: Cast, shown: PageImage) -> None:
    twin, other = brought(cast, "twin"), brought(cast, "other", sent=as_kind("PNG"))
    told = browser("iris").post(f"{DESK}{shown.pk}/hide/", answer(shown), follow=True).content.decode()
    assert "It is hidden. “twin” is the same picture, and hidden too." in told
    for row in (shown, twin, other):
        row.refresh_from_db()
    assert (twin.hidden_why, twin.hidden_by, other.hidden_at) == (WHY, shown.hidden_by, None)
    assert Notice.objects.filter(kind="library_waits", subject=twin.pk).exists()
    again = "This is the picture “(our-hub|twin)”, which is hidden or taken out here"
    with pytest.raises(RefusedError, match=again):
        brought(cast, "third")
    answered(cast, actions.show_again, twin)
    answered(cast, actions.take_out, shown)
    with pytest.raises(RefusedError, match=again):
        brought(cast, "third")
    assert "which is hidden or taken out here" in visit(DESK, "elin", post=form(key="third"), status=409).words
    twin.refresh_from_db()
    assert (twin.hidden_at, bytes(twin.content)) == (None, drawn_anew(picture()).content), "one editor looked at it"


def test_the_log_says_what_to_hide_again_after_a_restore(
    cast: Cast,
    shown: PageImage,
    caplog: pytest.LogCaptureFixture,
    django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[object]],
) -> None:
    hidden(cast, shown)
    with caplog.at_level(logging.INFO), django_capture_on_commit_callbacks(execute=True):
        answered(cast, actions.take_out, shown)
    (line,) = [one for one in caplog.messages if "image taken out" in one]
    for words in ("fairhaven", str(shown.pk), shown.digest):
        assert words in line
    for words in (WHY, shown.key, ALT, "Elin"):
        assert words not in line


def test_what_was_taken_out_takes_no_place(cast: Cast, shown: PageImage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "MOST", 1)
    hidden(cast, shown)
    with pytest.raises(RefusedError, match="There are 1 images here already"):
        brought(cast, "other", sent=as_kind("PNG"))
    answered(cast, actions.take_out, shown)
    assert brought(cast, "other", sent=as_kind("PNG")).key == "other"


def test_the_webs_own_role_hides_shows_again_and_takes_out(shown: PageImage, as_role: AsRole) -> None:
    iris, elin = browser("iris"), browser("elin")
    with as_role("app"):
        for client, name in ((iris, "hide"), (elin, "show-again"), (iris, "hide"), (elin, "take-out")):
            assert client.post(f"{DESK}{shown.pk}/{name}/", answer(shown)).status_code == 302
            shown.refresh_from_db()
            assert bool(shown.hidden_at) == (name != "show-again")
    assert (str(shown.taken_out_by), bytes(shown.content), shown.hidden_why) == ("Elin Hughes", b"", WHY)


SET = "UPDATE library_pageimage SET"


def test_the_database_lets_its_content_go_only_when_two_said_so(cast: Cast, shown: PageImage, as_role: AsRole) -> None:
    elin = f"'{member('elin').pk}'"
    taken = f"{SET} taken_out_at = now(), taken_out_by_id = {elin}"

    def refuses(why: str, *statements: str) -> None:
        for role in ("app", "owner"):
            for statement in statements:
                refused = pytest.raises(DatabaseError, match=why)
                with refused, as_role(role), transaction.atomic(), connection.cursor() as cursor:
                    cursor.execute(statement)

    stays, until = "an image stays as it is\n", "an image stays as it is until it is taken out\n"
    reasoned, by_another = "page_image_hidden_by_somebody_for_a_reason", "page_image_taken_out_by_another"
    refuses(until, f"{SET} content = ''", f"{taken}, content = 'x'", f"{taken}, content = '', hidden_at = now()")
    refuses(by_another, f"{taken}, content = ''")
    refuses(
        reasoned,
        f"{taken}, content = '', hidden_why = 'x'",
        f"{SET} hidden_why = 'x'",
        f"{SET} hidden_at = now(), hidden_by_id = {elin}",
    )
    hidden(cast, shown)
    refuses(
        stays, f"{SET} hidden_why = 'x'", f"{SET} hidden_at = now()", f"{SET} opened = NULL",
        f"{SET} content = '', hidden_why = 'x'", f"{taken}, content = '', hidden_at = now()",
    )  # fmt: skip
    refuses(until, f"{SET} content = ''", taken, f"{taken}, content = 'x'")
    refuses(reasoned, f"{taken}, content = '', hidden_why = ''")
    refuses(by_another, f"{SET} taken_out_at = now(), taken_out_by_id = hidden_by_id, content = ''")
    answered(cast, actions.take_out, shown)
    refuses(
        stays, f"{SET} content = 'x'", f"{SET} taken_out_at = NULL, taken_out_by_id = NULL",
        f"{SET} hidden_why = '', hidden_at = NULL, hidden_by_id = NULL", f"{SET} hidden_why = 'x'",
        f"{taken}, hidden_why = 'x'",
    )  # fmt: skip
    refuses("an image that an edition names is not deleted\n", "DELETE FROM library_pageimage")
