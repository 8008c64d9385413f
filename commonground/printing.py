"""PDFs that screen readers can read (PDF/UA-1) and that last (PDF/A-2a), made by Typst from a template and content.

What people wrote goes into the template as data and is set as text: nothing of it is read as Typst. The same content
at the same moment gives the same bytes. Typst has no sans serif typeface of its own, and refuses a character that it
cannot draw, so what our typeface does not have is written out by its name.
"""

import json
import re
import struct
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import typst
from django.http import HttpResponse

FONTS = Path(__file__).resolve().parents[1] / "node_modules" / "dejavu-fonts-ttf" / "ttf"
TYPEFACES = ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf")
LONGEST = 40
"""Letters after which a line may break where there is no space: so many of the widest fit on a line."""

Content = str | bytes | bool | int | None | Mapping[str, "Content"] | list["Content"] | tuple["Content", ...]


def printed(template: Path, content: Mapping[str, Content], *, at: datetime) -> bytes:
    """Return the PDF of a template that reads ``sys.inputs.content``; ``at`` is the moment that it says it is from."""
    return typst.compile(
        template,
        font_paths=_fonts(),
        sys_inputs={"content": json.dumps(_drawable(content))},
        pdf_standards=["ua-1", "a-2a"],
        timestamp=at.astimezone(UTC).replace(microsecond=0),
    )


def pdf_response(content: bytes, name: str) -> HttpResponse:
    """Return a PDF as a file of this name, to keep or print."""
    disposition = f'attachment; filename="{name}.pdf"'
    return HttpResponse(content, content_type="application/pdf", headers={"Content-Disposition": disposition})


def drawable(text: str) -> str:
    """Return words as our typeface can draw them: other characters by name, very long ones with room to break."""
    return re.sub(rf"(\S{{{LONGEST}}})(?=\S)", "\\1\u200b", written_out(text))


def written_out(text: str) -> str:
    """Return words with each character that our typeface does not have by its name, as long as they are on paper."""
    return "".join(one if one == "\n" or ord(one) in characters() else _named(one) for one in text)


def _drawable(content: Content) -> Content:
    if isinstance(content, str):
        return drawable(content)
    if isinstance(content, bytes):
        return list(content)
    if isinstance(content, Mapping):
        return {key: _drawable(value) for key, value in content.items()}
    if isinstance(content, list | tuple):
        return [_drawable(value) for value in content]
    return content


def _named(character: str) -> str:
    """Return a character by its name, "[grinning face]"; nothing for one that only changes how others look."""
    if unicodedata.category(character) in {"Cc", "Cf", "Mn", "Me"}:
        return ""
    return f"[{unicodedata.name(character, f'U+{ord(character):04X}').lower()}]"


@cache
def _fonts() -> typst.Fonts:
    """Return our typefaces and no others, read once in each process."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])


@cache
def characters() -> frozenset[int]:
    """Return the characters that all of our typefaces have."""
    return frozenset.intersection(*(frozenset(_mapped((FONTS / name).read_bytes())) for name in TYPEFACES))


def _mapped(font: bytes) -> Iterator[int]:
    """Yield the characters of a TrueType font: its table ``cmap``, of which we read the whole one (format 12)."""
    (count,) = struct.unpack_from(">H", font, 4)
    tables = [struct.unpack_from(">4sLLL", font, 12 + 16 * number) for number in range(count)]
    start = next(offset for tag, _, offset, _ in tables if tag == b"cmap")
    (count,) = struct.unpack_from(">H", font, start + 2)
    for number in range(count):
        _, _, offset = struct.unpack_from(">HHL", font, start + 4 + 8 * number)
        whole, _, _, _, groups = struct.unpack_from(">HHLLL", font, start + offset)
        if whole == 12:  # noqa: PLR2004 the format that holds every character
            for group in range(groups):
                first, last, _ = struct.unpack_from(">LLL", font, start + offset + 16 + 12 * group)
                yield from range(first, last + 1)
