"""Reading our PDFs back: what they say, and what they tell machines about themselves."""

import re
from functools import lru_cache
from io import BytesIO
from typing import Any

import zxingcpp
from PIL.Image import Image
from pypdf import PdfReader
from pypdfium2 import PdfDocument


def read(content: bytes) -> PdfReader:
    """Return a PDF, read strictly: whatever is not well made raises."""
    return PdfReader(BytesIO(content), strict=True)


def smallest(content: bytes) -> float:
    """Return the size of the smallest type in a PDF, in points."""
    found = []

    def visit(text: str, cm: list[float], tm: list[float], _: object, size: float) -> None:
        if text.strip():
            found.append(abs(size * tm[3] * cm[3]))

    for page in read(content).pages:
        page.extract_text(visitor_text=visit)
    return min(found)


@lru_cache(maxsize=2)
def said(content: bytes) -> str:
    """Return the words of a PDF, runs of spaces as one; a word that was broken at its hyphen is whole again."""
    text = "\n".join(page.extract_text() for page in read(content).pages).replace("\u200b", "")
    return " ".join(re.sub(r"-\n", "-", text).split())


def scanned(content: bytes) -> list[str]:
    """Return where the QR codes of a PDF lead, read from pictures of its pages as a telephone reads them."""
    return [code.text for picture in pictures(content, scale=3) for code in zxingcpp.read_barcodes(picture)]


def pictures(content: bytes, *, scale: float) -> list[Image]:
    """Return a picture of each page of a PDF; at a scale of 1 a point is a pixel."""
    document: Any = PdfDocument(content)  # type: ignore[no-untyped-call]
    return [page.render(scale=scale).to_pil() for page in document]
