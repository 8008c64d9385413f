"""Reading an image as it was sent: known by what is in it, and drawn anew, so that nothing but the picture is kept."""

import struct
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

TAKEN = ("PNG", "JPEG", "WEBP")
MOST_BYTES = 2_000_000
MOST_PIXELS = 24_000_000
LONGEST_SIDE = 1400
"""How wide or high a picture is kept, in pixels: more shows on no page."""

MANY_IN_ONE = "MPO"
"""A JPEG as many telephones make it: the picture first, then the same again, smaller or for other screens."""

DEEP = "I"
"""How Pillow calls pictures in shades of grey that are finer than it shows."""

QUALITY = 85
MOST_AS_PNG = 500_000
"""A larger one in which everything is opaque is a photograph, and kept as one: in a tenth of the bytes."""

UNREADABLE = (OSError, SyntaxError, ValueError, TypeError, LookupError, ArithmeticError, EOFError, struct.error)
"""What Pillow raises where a file is not as its kind should be, or says odd things of itself."""

ORIENTATION = 0x0112
"""The tag by which a file says how its camera was held. Of all that it says of itself nothing else is read."""

TOO_LARGE = f"The image is larger than {MOST_BYTES // 1_000_000} megabytes. Send a smaller one."
TOO_WIDE = f"The image has more than {MOST_PIXELS // 1_000_000} million dots. Send a smaller one."
NO_IMAGE = "This is no PNG, JPEG or WebP image. What is in the file counts, not what it is called."
BROKEN = "The image is broken: not all of it can be read. Save it anew, and send that."
MOVES = "The image moves. Send one that stands still."


class ImageError(ValueError):
    """What was sent is no image that is taken; the message is a sentence for whoever sent it."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture as it is kept: its kind (png or jpeg), its size in pixels, and its bytes."""

    kind: str
    width: int
    height: int
    content: bytes


def drawn_anew(sent: bytes) -> Drawn:
    """Return the picture that a file holds, at most LONGEST_SIDE wide and high, upright; raises ImageError."""
    import PIL.Image  # noqa: PLC0415 only who sends an image needs it loaded

    if len(sent) > MOST_BYTES:
        raise ImageError(TOO_LARGE)
    try:
        found = PIL.Image.open(BytesIO(sent), formats=TAKEN)
    except PIL.Image.DecompressionBombError as error:
        raise ImageError(TOO_WIDE) from error
    except UNREADABLE as error:
        raise ImageError(NO_IMAGE) from error
    if found.width * found.height > MOST_PIXELS:
        raise ImageError(TOO_WIDE)
    if found.format != MANY_IN_ONE and getattr(found, "n_frames", 1) > 1:
        raise ImageError(MOVES)
    try:
        found.load()
        clear = found.has_transparency_data and not found.mode.startswith(DEEP)
        picture = _upright(_seen(_shallow(found), clear=clear), found.getexif().get(ORIENTATION))
        picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    except UNREADABLE as error:
        raise ImageError(BROKEN) from error
    bare = PIL.Image.new(picture.mode, picture.size)  # a picture carries along what its file said of it
    bare.paste(picture)
    kind, content = "png", b""
    if clear or found.format == "PNG":
        content = _saved(bare, "PNG", optimize=True)
    if not clear and (not content or len(content) > MOST_AS_PNG):
        kind, content = "jpeg", _saved(bare, "JPEG", quality=QUALITY)
    if len(content) > MOST_BYTES:
        raise ImageError(TOO_LARGE)
    return Drawn(kind, bare.width, bare.height, content)


def _shallow(picture: "Image") -> "Image":
    """Return a picture in shades of grey that are told apart finely as one in the 256 that are kept."""
    if not picture.mode.startswith(DEEP):
        return picture
    picture.info.pop("transparency", None)
    return picture.convert("I").point(lambda shade: shade / 256).convert("L")


def _seen(picture: "Image", *, clear: bool) -> "Image":
    """Return a picture in the colours that are seen: where one can be seen through wholly, nothing is left below."""
    if not clear:
        return picture.convert("RGB")
    return picture.convert("RGBA").convert("RGBa").convert("RGBA")


def _upright(picture: "Image", held: object) -> "Image":
    """Return a picture turned as its file says that it was held; as it is where that is no way to hold a camera."""
    from PIL.Image import Transpose  # noqa: PLC0415 as above

    turns: dict[object, Transpose] = {
        2: Transpose.FLIP_LEFT_RIGHT,
        3: Transpose.ROTATE_180,
        4: Transpose.FLIP_TOP_BOTTOM,
        5: Transpose.TRANSPOSE,
        6: Transpose.ROTATE_270,
        7: Transpose.TRANSVERSE,
        8: Transpose.ROTATE_90,
    }
    turn = turns.get(held)
    return picture if turn is None else picture.transpose(turn)


def _saved(picture: "Image", kind: str, **how: int) -> bytes:
    said = BytesIO()
    picture.save(said, kind, **how)
    return said.getvalue()
