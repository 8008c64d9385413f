"""The library on paper: tagged for screen readers, one page where one page is meant, and codes that lead there."""

import re
from typing import Any

import pytest
from django.conf import LazySettings, settings
from django.core.cache import cache
from django.test import Client

from commonground.directory.models import Partnership
from commonground.library.pages.addresses import WHOLE, address
from commonground.library.pages.drawing import plain
from commonground.library.pages.models import PageEdition
from commonground.library.pages.shape import PageKind
from commonground.library.paper.blocks import blocks
from commonground.library.paper.papers import shortest_first
from commonground.now import london_date, now
from tests.pdf import read, said, scanned, smallest

pytestmark = pytest.mark.usefixtures("cast")

HERE = "/library/fairhaven/"
A4 = (595, 842)
READABLE = 7.0
"""Points: nothing on a sheet is set smaller."""


def fairhaven() -> Partnership:
    return Partnership.objects.get(name="Fairhaven")


def live() -> list[PageEdition]:
    return list(PageEdition.objects.of(fairhaven().pk).stood(london_date(now())))


def taken(url: str) -> bytes:
    answer = Client().get(url)
    assert answer.status_code == 200, url
    assert answer.headers["Content-Type"] == "application/pdf"
    assert not answer.cookies
    return answer.content


def letters(words: str) -> str:
    """Return words without the marks, and without what a line's end may change."""
    return re.sub(r"\W+", "", re.sub(r"\[\d+\]|Not confirmed", "", words))


def sound(content: bytes, title: str) -> int:
    """Check that a paper is A4, tagged and named, and that it runs nothing; return how many pages it has."""
    document = read(content)
    root: Any = document.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-GB"
    assert b"pdfuaid:part" in root["/Metadata"].get_data()
    assert document.metadata
    assert document.metadata.title == title
    assert {tuple(round(float(side)) for side in page.mediabox[2:]) for page in document.pages} == {A4}
    assert b"/JavaScript" not in content
    assert b"/Launch" not in content
    return len(document.pages)


def test_every_page_is_printed_whole_and_leads_back_to_itself() -> None:
    rows = live()
    assert len(rows) > 15
    for row in rows:
        content = taken(f"{HERE}{row.key}/page.pdf")
        sound(content, row.title)
        assert scanned(content) == [address(fairhaven(), row.key)]
        on_paper = said(content)
        assert all(one.heading in on_paper for one in row.page.sections)
        assert all(letters(plain(one.words).split("\n")[-1])[-40:] in letters(on_paper) for one in row.page.sections)
        assert f"Edition {row.number} for Fairhaven" in on_paper
        assert all(source.title in on_paper for source in row.page.sources)


def test_every_page_stands_on_one_sheet_and_says_what_does_not() -> None:
    for row in live():
        content = taken(f"{HERE}{row.key}/one-page.pdf")
        assert sound(content, row.title) == 1, row.key
        assert smallest(content) >= READABLE
        assert scanned(content) == [address(fairhaven(), row.key)]
        on_paper, parts = said(content), shortest_first(row.page)
        left = on_paper.partition("Not on this sheet: ")[2]
        for number, one in enumerate(parts):
            there = letters(plain(one.words).split("\n")[0])[:60] in letters(on_paper)
            assert there != (f"“{one.heading}”" in left), (row.key, one.heading)
            assert there or number


def test_a_pack_on_one_sheet_is_what_somebody_reads_aloud() -> None:
    on_paper = said(taken(f"{HERE}resolution/one-page.pdf"))
    assert on_paper.index("ring 999") < on_paper.index("If you do one thing") < on_paper.index("In seven minutes")
    assert "“For senior leaders”" in on_paper.partition("Not on this sheet")[2]


def test_all_of_the_library_stands_on_one_sheet() -> None:
    content = taken(f"{HERE}all.pdf")
    assert sound(content, "The library of Fairhaven on one page") == 1
    assert smallest(content) >= READABLE
    on_paper = said(content)
    for row in live():
        assert row.title in on_paper
        assert address(fairhaven(), row.key).removeprefix("http://") in on_paper
    assert scanned(content) == [address(fairhaven(), WHOLE)]


def test_the_posters_code_leads_to_the_start_page() -> None:
    content = taken(f"{HERE}poster.pdf")
    assert sound(content, "Do you see it differently?") == 1
    assert scanned(content) == [f"{settings.BASE_URL}/start/"]
    assert Client().get("/start/").status_code == 200
    on_paper = said(content)
    assert "ring 999" in on_paper
    assert address(fairhaven(), WHOLE).removeprefix("http://") in on_paper


def test_what_waits_or_is_not_there_is_not_printed() -> None:
    for url in (
        "/library/marlow-vale/safeguarding-infants/page.pdf",
        "/library/marlow-vale/safeguarding-infants/one-page.pdf",
        f"{HERE}nothing/page.pdf",
        "/library/nowhere/all.pdf",
        "/library/nowhere/poster.pdf",
    ):
        assert Client().get(url).status_code == 404, url
    assert "Safeguarding Infants" not in said(taken("/library/marlow-vale/all.pdf"))


def test_each_kind_of_markdown_has_its_block() -> None:
    words = (
        "One **bold** and *slanted* [4] [not confirmed].\nThe same line\\\nanother\n\n- a\n- b [c](library:neglect)\n\n"
        "1. d\n\n> e\n\n### f\n\n[g](https://example.org/ä) [h](library:gone)"
    )
    found: Any = blocks(words, lambda key: f"https://here/{key}" if key == "neglect" else None)
    assert [one["is"] for one in found] == ["paragraph", "bullets", "numbers", "quote", "heading", "paragraph"]
    first = found[0]["runs"]
    assert [one["words"] for one in first if one["strong"]] == ["bold"]
    assert [one["words"] for one in first if one["slanted"]] == ["slanted"]
    assert [one["words"] for one in first if one["mark"]] == ["Not confirmed"]
    assert "".join(one["words"] for one in first).endswith("The same line\nanother")
    assert found[1]["items"][1][0]["runs"][1]["to"] == "https://here/neglect"
    assert [(one["words"], one["to"]) for one in found[-1]["runs"]] == [
        ("g", "https://example.org/%C3%A4"), (" ", ""), ("h", "")
    ]  # fmt: skip


def test_what_somebody_writes_is_never_read_as_markup() -> None:
    words = '#panic("x") #read("/etc/passwd") *not* = no <b>html</b> $x$'
    found: Any = blocks(words, lambda _key: None)
    assert "".join(one["words"] for one in found[0]["runs"]) == words.replace("*not*", "not")


def test_every_kind_that_puts_parts_first_has_them() -> None:
    toolkits = [row for row in live() if row.kind == PageKind.TOOLKIT]
    assert len(toolkits) == 11
    for row in toolkits:
        assert "Questions to ask each other" in [one.heading for one in shortest_first(row.page)[:3]]


def test_a_paper_asked_for_too_often_says_so_in_words(settings: LazySettings) -> None:
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "paper": "1/h/ip"}
    cache.clear()
    taken(f"{HERE}all.pdf")
    answer = Client().get(f"{HERE}all.pdf")
    assert answer.status_code == 429
    assert "Too many at once" in answer.content.decode()
    assert "Ring 999" in answer.content.decode()
