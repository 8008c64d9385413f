"""Reading an image as it was sent: known by what is in it, and drawn anew, so that nothing but the picture is kept."""

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

QUALITY = 85
MOST_AS_PNG = 500_000
"""A larger one in which everything is opaque is a photograph, and kept as one: in a tenth of the bytes."""

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
    import PIL.ImageOps  # noqa: PLC0415 as above

    if len(sent) > MOST_BYTES:
        raise ImageError(TOO_LARGE)
    try:
        found = PIL.Image.open(BytesIO(sent), formats=TAKEN)
    except PIL.Image.DecompressionBombError as error:
        raise ImageError(TOO_WIDE) from error
    except (PIL.UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise ImageError(NO_IMAGE) from error
    if found.width * found.height > MOST_PIXELS:
        raise ImageError(TOO_WIDE)
    if getattr(found, "n_frames", 1) > 1:
        raise ImageError(MOVES)
    try:
        picture = PIL.ImageOps.exif_transpose(found)
        clear = picture.has_transparency_data
        picture = picture.convert("RGBA" if clear else "RGB")
        picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    except (OSError, SyntaxError, ValueError) as error:
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


def _saved(picture: "Image", kind: str, **how: int) -> bytes:
    said = BytesIO()
    picture.save(said, kind, **how)
    return said.getvalue()
