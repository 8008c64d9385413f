"""Images on pages of the library: known by content, drawn anew, said in words, open as their page is, and kept."""

import struct
import zlib
from datetime import timedelta
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from PIL import Image

from commonground.directory.actions import RefusedError
from commonground.directory.models import Partnership
from commonground.library.images.actions import bring_in, delete
from commonground.library.images.models import PageImage
from commonground.library.images.queries import MOST_TOGETHER
from commonground.library.images.reading import LONGEST_SIDE, MOST_BYTES, Drawn, ImageError, drawn_anew
from commonground.library.pages import actions
from commonground.library.pages.drawing import Picture, drawn
from commonground.library.pages.models import PageEdition
from tests.access.meeting import AsRole
from tests.cast import Cast
from tests.pages.shelves import TRAPS, approved, drafted, picture, proposed
from tests.pdf import read, said
from tests.visiting import browser, visit

PAGE, DESK = "/library/fairhaven/neglect/", "/keep-library/fairhaven/images/"
ALT = "Three buildings. The hub is the one in the middle."
PICTURES = {"our-hub": Picture("/there", 640, 360)}
OPEN_ALREADY = """INSERT INTO library_pageimage
  (id, partnership_id, key, alt, kind, width, height, content, digest, by_id, at, opened, hidden_why)
  SELECT gen_random_uuid(), partnership_id, 'other', alt, kind, width, height, content, digest, by_id, at, now(), ''
  FROM library_pageimage LIMIT 1"""
SHOWN = f"{TRAPS}\n![{ALT}](image:our-hub)\n"


def as_kind(kind: str, mode: str = "RGB", size: tuple[int, int] = (60, 40), **more: Any) -> bytes:  # noqa: ANN401
    out = BytesIO()
    Image.new(mode, size, (200, 30, 30, 90)[: len(mode)]).save(out, kind, **more)
    return out.getvalue()


def brought(cast: Cast, key: str = "our-hub", who: str = "iris", sent: bytes = b"") -> PageImage:
    area = Partnership.objects.get(name="Fairhaven").pk
    return bring_in(
        by=cast.actor(who), at=cast.tick(), partnership=area, key=key, alt=ALT, picture=drawn_anew(sent or picture())
    )


def address(row: PageImage) -> str:
    return f"/library/fairhaven/images/{row.key}/{row.digest[:12]}"


def many_in_one() -> bytes:
    """Return a JPEG as many telephones send one: the picture, and the same again, smaller."""
    out = BytesIO()
    Image.new("RGB", (60, 40), "red").save(out, "MPO", save_all=True, append_images=[Image.new("RGB", (6, 4), "blue")])
    return out.getvalue()


@pytest.mark.parametrize(
    ("sent", "kind"),
    [
        (many_in_one(), "jpeg"),
        (as_kind("PNG"), "png"),
        (as_kind("PNG", "RGBA"), "png"),
        (as_kind("JPEG"), "jpeg"),
        (as_kind("WEBP"), "jpeg"),
        (as_kind("WEBP", "RGBA"), "png"),
    ],
)
def test_three_kinds_are_taken_and_drawn_anew(sent: bytes, kind: str) -> None:
    found = drawn_anew(sent)
    assert (found.kind, found.width, found.height) == (kind, 60, 40)
    assert Image.open(BytesIO(found.content)).format == kind.upper()


def test_nothing_of_a_file_is_kept_but_its_picture_upright_and_no_larger_than_needed() -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x010F], exif[0x010E] = 6, "Camera of Canary", "canary at home"
    sent = as_kind("JPEG", size=(2000, 1000), exif=exif, comment=b"canary comment") + b"<script>canary</script>"
    found = drawn_anew(sent)
    assert b"canary" in sent
    assert b"anary" not in found.content
    assert (found.width, found.height) == (LONGEST_SIDE // 2, LONGEST_SIDE), "turned as its file said, and smaller"
    assert not Image.open(BytesIO(found.content)).getexif()
    from PIL.PngImagePlugin import PngInfo

    told = PngInfo()
    told.add_text("Author", "canary")
    assert b"canary" not in drawn_anew(as_kind("PNG", pnginfo=told, icc_profile=b"canary")).content


@pytest.mark.filterwarnings("ignore::UserWarning")  # Pillow says so in the log
@pytest.mark.parametrize(
    "told",
    [  # each of them made Pillow fail where it wrote down what the file had said
        b"\0\x03\x92|\0\x0e\0\0\0\x01\xb1\xacE\x10\x01\x12\0\x08\0\0\0\x04\0\0\0\x08\x01\x1a\0\x01\0\0\0\x01\xaf\x90(J\0\0\0\0-",
        b"\0\x02\x88%\0\x06\0\0\0\x02\xb4j&\x01\x01\x12\0\x08\0\0\0\x04\0\0\0\x08\0\0\0\0e\x1a\xc3\x1bd\\\xc2",
        b"\0\x02\x88%\0\x08\0\0\0\0\0\0\0\x1a\x01\x12\0\x04\0\0\0\x01\0\0\0\x08\0\0\0\0",
        b"\0\x01\x01\x12\0\x02\0\0\0\x04six\0",  # how it was held, in a word
        b"\xff\xff",
    ],
)
def test_odd_things_that_a_file_says_of_itself_are_left_out(told: bytes) -> None:
    sent = as_kind("JPEG", exif=b"Exif\0\0MM\0*\0\0\0\x08" + told)
    assert told in sent
    found = drawn_anew(sent)
    assert sorted((found.width, found.height)) == [40, 60]


def test_what_is_turned_is_upright_whichever_way_it_was_held() -> None:
    """Of each way that a camera can be held, the red corner comes to stand where it was seen."""
    corners = {2: (1, 0), 3: (1, 1), 4: (0, 1), 5: (0, 0), 6: (1, 0), 7: (1, 1), 8: (0, 1)}
    for how, (right, down) in corners.items():
        held, exif = Image.new("RGB", (60, 40), "white"), Image.Exif()
        held.paste("red", (0, 0, 10, 10))
        exif[0x0112] = how
        out = BytesIO()
        held.save(out, "PNG", exif=exif)
        found = Image.open(BytesIO(drawn_anew(out.getvalue()).content))
        assert found.size == ((60, 40) if how < 5 else (40, 60))
        assert found.getpixel((right * (found.width - 1), down * (found.height - 1))) == (255, 0, 0), how


def test_fine_shades_of_grey_stay_shades_of_grey() -> None:
    out = BytesIO()
    Image.frombytes("I;16", (2, 1), struct.pack("<HH", 20 * 256, 128 * 256)).save(out, "PNG")
    found = Image.open(BytesIO(drawn_anew(out.getvalue()).content))
    assert found.getpixel((0, 0)) == (20, 20, 20)
    assert found.getpixel((1, 0)) == (128, 128, 128)


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
@pytest.mark.parametrize("size", [(60, 40), (LONGEST_SIDE, 10), (LONGEST_SIDE + 200, 10)])
def test_what_was_rubbed_out_is_in_the_file_no_more(kind: str, size: tuple[int, int]) -> None:
    """Somebody rubs a face out: it stays in most files, in colours that show nowhere."""
    held, out = Image.new("RGBA", size, (255, 0, 0, 0)), BytesIO()
    held.paste((0, 0, 255, 255), (0, 0, 4, 4))
    held.save(out, kind, **({"lossless": True, "exact": True} if kind == "WEBP" else {}))
    assert Image.open(BytesIO(out.getvalue())).getpixel((50, 5)) == (255, 0, 0, 0), "it is in what was sent"
    found = Image.open(BytesIO(drawn_anew(out.getvalue()).content))
    assert found.getpixel((50, 5)) == (0, 0, 0, 0)
    assert found.getpixel((1, 1)) == (0, 0, 255, 255)


def wide(width: int, height: int) -> bytes:
    """Return a PNG that says that it is far wider than it is."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + b"IHDR" + head + struct.pack(">I", zlib.crc32(b"IHDR" + head))
        + struct.pack(">I", 0) + b"IDAT" + struct.pack(">I", zlib.crc32(b"IDAT"))
    )  # fmt: skip


@pytest.mark.parametrize(
    ("sent", "why"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "no PNG, JPEG or WebP"),
        (as_kind("GIF"), "no PNG, JPEG or WebP"),
        (as_kind("TIFF"), "no PNG, JPEG or WebP"),
        (b"%PDF-1.7", "no PNG, JPEG or WebP"),
        (b"\x89PNG\r\n\x1a\n", "no PNG, JPEG or WebP"),
        (b"", "no PNG, JPEG or WebP"),
        (picture()[:400], "broken"),
        (as_kind("WEBP", save_all=True, append_images=[Image.new("RGB", (60, 40), "blue")]), "moves"),
        (b"x" * (MOST_BYTES + 1), "larger than 2 megabytes"),
        (wide(6_000, 5_000), "more than 24 million dots"),
        (wide(50_000, 50_000), "more than 24 million dots"),
    ],
)
def test_what_is_no_such_image_is_refused_in_words(sent: bytes, why: str) -> None:
    with pytest.raises(ImageError, match=why):
        drawn_anew(sent)


def form(sent: bytes | None = None, **more: str) -> dict[str, object]:
    told = {"submission": str(uuid4()), "key": "our-hub", "alt": ALT} | more
    return {**told, "file": SimpleUploadedFile("hub.png", picture() if sent is None else sent, "image/png")}


@pytest.mark.usefixtures("cast")
def test_an_editor_brings_one_in_and_is_told_what_to_write() -> None:
    iris, sent = browser("iris"), form()
    for _ in range(2):
        assert iris.post(DESK, {**sent, "file": SimpleUploadedFile("hub.png", picture())}).status_code == 302
    row = PageImage.objects.get()
    assert (str(row.by), row.key, row.opened) == ("Iris Calder", "our-hub", None)
    page = visit(DESK, "iris")
    assert f"![{ALT}](image:our-hub)" in page.words
    assert f'src="{address(row)}"' in page.markup
    again = visit(DESK, "elin", post=form(), status=409)
    assert "There is an image with the name “our-hub” already" in again.words
    only = form(key="line", alt="", decorates="on")
    assert iris.post(DESK, only).status_code == 302
    assert "![decorative](image:line)" in visit(DESK, "elin").words


@pytest.mark.usefixtures("cast")
@pytest.mark.parametrize(
    ("sent", "why"),
    [
        (form(alt=""), "Say what the image shows, or tick that it only decorates"),
        (form(decorates="on"), "Keep one of them"),
        (form(alt="A [hub]"), "Leave out square brackets"),
        (form(key="Our Hub"), "Use small letters, figures and hyphens only"),
        (form(b"<svg/>"), "This is no PNG, JPEG or WebP image"),
        (form(b""), "The file is empty"),
    ],
)
def test_what_cannot_be_taken_is_told_and_nothing_is_kept(sent: dict[str, object], why: str) -> None:
    page = visit(DESK, "iris", post=sent, status=422)
    assert why in page.words
    assert not PageImage.objects.exists()


def test_a_page_shows_it_once_it_is_published_and_the_archive_as_it_then_was(cast: Cast) -> None:
    row = brought(cast)
    draft = drafted(cast, "neglect", SHOWN)
    preview = visit(f"/keep-library/draft/{draft.pk}/", "elin")
    img = f'<img class="cg-image" src="{address(row)}" alt="{ALT}" width="640" height="360">'
    assert img in preview.markup
    for who, status in (("iris", 200), ("elin", 200), ("gwen", 404), ("amy", 404), (None, 404)):
        assert browser(who).get(address(row)).status_code == status, "its page is not open yet"
    assert browser("iris").get(address(row)).headers["Cache-Control"] == "private, no-store"
    approved(cast, proposed(cast, "neglect"))
    assert img in visit(PAGE).markup
    answer = browser(None).get(address(row))
    row.refresh_from_db()
    assert (answer.content, answer.headers["Content-Type"]) == (bytes(row.content), "image/png")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "private, max-age=86400", "it may be taken out"
    assert browser(None).get(address(row)[:-1] + "x").status_code == 404
    assert browser(None).get(address(row).replace("fairhaven", "marlow-vale")).status_code == 404
    cast.at += timedelta(days=1)
    area = Partnership.objects.get(name="Fairhaven").pk
    assert "Three <mark>buildings</mark>. The hub is" in visit("/library/search/?area=fairhaven&q=buildings").markup
    newer = actions.start_draft(by=cast.actor("iris"), at=cast.tick(), partnership=area, key="neglect")
    newer = actions.save_draft(
        by=cast.actor("iris"), at=cast.tick(), edition=newer.pk, version=1, changes="",
        text=newer.text.replace(f"![{ALT}](image:our-hub)\n", ""),
    )  # fmt: skip
    approved(cast, proposed(cast, "neglect"))
    assert "cg-image" not in visit(f"{PAGE}edition/3/").markup
    assert img in visit(f"{PAGE}edition/2/").markup
    assert browser(None).get(address(row)).status_code == 200


def test_without_words_or_an_image_that_is_there_a_page_is_not_published(cast: Cast) -> None:
    for shown, why in (
        ("![ ](image:our-hub)", "The image “our-hub” has no words. Say between its square brackets what it shows"),
        (f"![{ALT}](image:lost)", "The page names the image “lost”, and the area has none of that name"),
        ("![x](https://elsewhere.example/spy.png)", "A page shows images of its own area only"),
        (f"![{'x' * 301}](image:our-hub)", "Say in 300 characters or fewer"),
        ("![a [b]](image:our-hub)", "No square brackets stand in the words"),
        ("![a [b [c]]](image:our-hub)", "No square brackets stand in the words"),
        ("[a hub](image:our-hub)", "A page shows images of its own area only, by their name"),
        ("[![decorative](image:our-hub)](https://hub.example)", "The image “our-hub” only decorates, so the link"),
        (f"![{ALT}](image:our-hub)\n" * 13, "A page shows 12 images at most; here are 13"),
    ):
        with transaction.atomic():
            if not PageImage.objects.exists():
                brought(cast)
            row = drafted(cast, "neglect", f"{TRAPS}\n{shown}\n")
            assert why in visit(f"/keep-library/draft/{row.pk}/", "iris").words
            with pytest.raises(RefusedError, match=why[:30]):
                proposed(cast, "neglect")
            shows = "<img" in visit(f"/keep-library/draft/{row.pk}/", "iris").markup
            assert shows == any(one in shown for one in ("xxx", "decorative", f"{ALT}](image:our"))
            PageEdition.objects.filter(pk=row.pk).delete()


@pytest.mark.parametrize(
    "shown",
    [
        f"\\![{ALT}](image:our-hub)",
        f"`![{ALT}](image:our-hub)`",
        f"## ![{ALT}](image:our-hub)\n\nIt is in the middle.",
        "![a [b [c]]]( image:our-hub)",
        "![a [b [c]]](https://elsewhere.example/spy.png)",
        "![a \\[ b](https://elsewhere.example/spy.png)",
        "![a \\] b]( https://elsewhere.example/spy.png)",
        "[![decorative](image:our-hub) ![decorative](image:our-hub)](https://hub.example)",
        "[**![decorative](image:our-hub)**](https://hub.example)",
    ],
)
def test_what_would_be_drawn_otherwise_than_it_is_written_is_refused(cast: Cast, shown: str) -> None:
    brought(cast)
    row = drafted(cast, "neglect", f"{TRAPS}\n{shown}\n")
    with pytest.raises(RefusedError, match=r"would not be drawn|shows images of its own area only|only decorates"):
        proposed(cast, "neglect")
    row.refresh_from_db()
    assert row.proposed_at is None


def test_the_images_of_a_page_are_not_too_large_together(cast: Cast) -> None:
    """What counts is what one telephone has to fetch: an image that stands twice comes once."""
    area = Partnership.objects.get(name="Fairhaven").pk
    for key, size in (("first", 1_999_995), ("second", 2_000_000), ("third", 5), ("fourth", 6)):
        told = Drawn("png", 60, 40, key.encode().ljust(size, b"."))
        bring_in(by=cast.actor("iris"), at=cast.tick(), partnership=area, key=key, alt=ALT, picture=told)
    keys = ("first", "first", "second", "third", "fourth")
    assert sum(len(one.content) for one in PageImage.objects.all()) > MOST_TOGETHER
    row = drafted(cast, "neglect", f"{TRAPS}\n" + "\n\n".join(f"![{ALT}](image:{key})" for key in keys) + "\n")
    why = "The images of this page are larger than 4 megabytes together"
    assert why in visit(f"/keep-library/draft/{row.pk}/", "iris").words
    with pytest.raises(RefusedError, match=why):
        proposed(cast, "neglect")
    fewer = row.text.replace(f"![{ALT}](image:fourth)", "")
    iris = cast.actor("iris")
    actions.save_draft(by=iris, at=cast.tick(), edition=row.pk, version=row.version, text=fewer, changes="")
    assert proposed(cast, "neglect").proposed_at


def test_no_markdown_draws_any_other_image() -> None:
    for words in (
        "![x](https://elsewhere.example/a.png)", "![x](image:other)", "[x](image:our-hub)", "![x](library:neglect)",
        "![x][hub]\n\n[hub]: image:our-hub", "![x](data:image/png;base64,AAAA)", "![x](javascript:alert(1))",
        '<img src="image:x">', "![](image:our-hub)",
    ):  # fmt: skip
        html = drawn(words, lambda _: None, {} if "other" in words else PICTURES)
        assert "<img" not in html, words
        assert "<a" not in html, words
    html = drawn('![A "b" <i>](image:our-hub)', lambda _: None, PICTURES)
    assert 'alt="A &quot;b&quot; &lt;i&gt;"' in html
    assert 'alt=""' in drawn("![Decorative](image:our-hub)", lambda _: None, PICTURES)


def test_on_paper_it_is_told_to_who_listens(cast: Cast) -> None:
    brought(cast)
    brought(cast, "line", sent=as_kind("JPEG"))
    drafted(cast, "neglect", f"{SHOWN}\n\n![decorative](image:line)\n")
    approved(cast, proposed(cast, "neglect"))
    paper = browser(None).get(f"{PAGE}page.pdf").content
    found = read(paper)
    images = [one for page in found.pages for one in page.images]
    assert sorted(one.image.size for one in images if one.image) == [(60, 40), (640, 360)]
    assert ALT in str(alts(found.trailer["/Root"]["/StructTreeRoot"]))  # type: ignore[index]
    sheet = browser(None).get(f"{PAGE}one-page.pdf").content
    assert not [one for page in read(sheet).pages for one in page.images if one.image and one.image.size == (640, 360)]
    assert "The hub is the one in the middle" in said(sheet)


def alts(node: Any) -> list[str]:  # noqa: ANN401 - a tree of a PDF
    """Return what every figure of a PDF says it shows."""
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        return [one for child in node for one in alts(child)]
    if not isinstance(node, dict):
        return []
    here = [str(node["/Alt"])] if "/Alt" in node else []
    return here + (alts(node["/K"]) if "/K" in node else [])


def test_it_is_deleted_only_while_no_edition_names_it(cast: Cast, as_role: AsRole) -> None:
    row, idle = brought(cast), brought(cast, "idle")
    drafted(cast, "neglect", SHOWN)
    with pytest.raises(RefusedError, match="names the image “our-hub”"):
        delete(by=cast.actor("elin"), partnership=row.partnership_id, image=row.pk)
    for who, status in (("amy", 403), ("gwen", 404), ("elin", 302)):
        answer = browser(who).post(f"{DESK}{idle.pk}/delete/", {"submission": str(uuid4())})
        assert answer.status_code == status
        assert PageImage.objects.filter(pk=idle.pk).exists() == (status != 302)
    approved(cast, proposed(cast, "neglect"))
    assert "so it stays" in visit(DESK, "iris").words
    for role, statement in (
        ("app", "DELETE FROM library_pageimage"),
        ("owner", "DELETE FROM library_pageimage"),
        ("owner", "TRUNCATE library_pageimage"),
        ("owner", "UPDATE library_pageimage SET content = 'x'"),
        ("app", "UPDATE library_pageimage SET content = 'x'"),
        ("app", "UPDATE library_pageimage SET opened = NULL"),
        ("clock", "UPDATE library_pageimage SET opened = now()"),
        ("app", OPEN_ALREADY),
        ("owner", OPEN_ALREADY),
    ):
        with pytest.raises(DatabaseError), as_role(role), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


@pytest.mark.parametrize("name", ["", "amy", "sol", "gwen"])
def test_only_editors_of_the_area_bring_images_in(cast: Cast, name: str) -> None:
    client = browser(cast.person(name) if name else None)
    expected = 302 if not name else 404 if name == "gwen" else 403
    assert client.get(DESK).status_code == expected
    assert client.post(DESK, form()).status_code == expected
    assert not PageImage.objects.exists()
    if name == "gwen":
        with pytest.raises(RefusedError, match="Only the library editors"):
            brought(cast, who="gwen")


def test_a_page_asks_the_database_as_often_however_many_images_it_has(cast: Cast) -> None:
    keys = [f"hub-{number}" for number in range(6)]
    for key in keys:
        brought(cast, key)
    before = [visit(PAGE) for _ in range(2)][-1].queries
    drafted(cast, "neglect", f"{TRAPS}\n" + "\n\n".join(f"![{ALT}](image:{key})" for key in keys) + "\n")
    approved(cast, proposed(cast, "neglect"))
    visit(PAGE)  # what a published edition says is read once in each process
    page = visit(PAGE)
    assert page.markup.count("cg-image") == len(keys)
    assert page.queries == before + 1, "one asks for all of them"


def test_a_photograph_is_kept_as_one_and_what_stays_too_large_is_refused() -> None:
    noise = Image.effect_noise((900, 900), 90)
    photograph, clear = BytesIO(), BytesIO()
    noise.convert("RGB").save(photograph, "PNG")
    Image.merge("RGBA", [Image.effect_noise((1400, 1400), 90)] * 4).save(clear, "WEBP", quality=1)
    assert drawn_anew(photograph.getvalue()).kind == "jpeg"
    with pytest.raises(ImageError, match="larger than 2 megabytes"):
        drawn_anew(clear.getvalue())
