"""PDFs: well made, the same each time, and never anything but the words that were put in."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonground.differences.views.filing import TEMPLATE
from commonground.printing import characters, drawable, printed
from tests.pdf import read, said

AT = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)


def paper(words: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - whatever a part holds
    """Return a paper with somebody's words wherever there can be words."""
    one_line = " ".join(words.split()) or "Nothing"
    happened = {"sentence": one_line, "words": [["The worry", words]]}
    part = {
        "heading": f"Stage 1: {one_line[:300]}",  # ours, never theirs; PDF/A takes no bookmark of 32,768 letters
        "facts": [["About", one_line]],
        "words": words,
        "said": [happened],
        "own_side": True,
    }
    return {"title": "Professional difference", "taken": f"Taken by {one_line}", "parts": [part | more]}


def test_it_is_tagged_for_screen_readers_named_and_in_english() -> None:
    document = read(printed(TEMPLATE, paper("He is tired."), at=AT))
    root: Any = document.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert root["/Lang"] == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"pdfuaid:part" in root["/Metadata"].get_data()
    assert document.metadata
    assert document.metadata.title == "Professional difference"
    assert document.metadata.creation_date == AT


def test_it_runs_and_opens_nothing() -> None:
    content = printed(TEMPLATE, paper("He is tired."), at=AT)
    for word in (b"/JavaScript", b"/JS", b"/OpenAction", b"/Launch", b"/EmbeddedFile", b"/URI"):
        assert word not in content


def test_the_same_words_at_the_same_moment_are_the_same_bytes() -> None:
    assert printed(TEMPLATE, paper("One."), at=AT) == printed(TEMPLATE, paper("One."), at=AT)
    assert printed(TEMPLATE, paper("One."), at=AT) != printed(TEMPLATE, paper("Two."), at=AT)


@pytest.mark.parametrize(
    "words",
    [
        '#panic("x") #read("/etc/passwd") #sys.inputs',
        "*bold* _slanted_ `raw` $x^2$ = Heading <label> @label // gone /* gone */ \\ ~ -- ---",
        '"], "parts": [], "own_side": false} \' " ]) } {',
        "- list\n+ list\n/ Term: list\n= Heading",
        'https://example.org/#fragment and #link("https://example.org")[here]',
    ],
)
def test_nothing_that_is_written_is_read_as_markup(words: str) -> None:
    found = said(printed(TEMPLATE, paper(words), at=AT))
    assert found.count(" ".join(words.split())) >= 3
    assert "root:" not in found


def test_what_the_typeface_does_not_have_is_written_by_name() -> None:
    assert drawable("Tired \U0001f9f8 again") == "Tired [teddy bear] again"
    assert drawable("\U0001f468\U000e0061\U0001f469") == "[man][woman]"
    assert drawable("\ue000") == "[u+e000]"
    assert "[teddy bear]" in said(printed(TEMPLATE, paper("Tired \U0001f9f8"), at=AT))


def test_other_scripts_are_drawn_as_they_are() -> None:
    for words in ("שלום עליכם", "مرحبا بالعالم", "Zażółć gęślą jaźń", "Ελένη", "Наталія", "Nguyễn"):
        assert drawable(words) == words
        printed(TEMPLATE, paper(words), at=AT)
    assert "Zażółć gęślą jaźń" in said(printed(TEMPLATE, paper("Zażółć gęślą jaźń"), at=AT))


def test_words_without_end_stay_on_the_page() -> None:
    content = printed(TEMPLATE, paper("W" * 4000), at=AT)
    right = []

    def seen(text: str, _cm: object, matrix: list[float], *_font: object) -> None:
        right.append(matrix[4] + 9.4 * len(text.strip()))  # the width of a W at this size

    pages = read(content).pages
    for page in pages:
        page.extract_text(visitor_text=seen)
    assert len(pages) > 1
    assert max(right) < 595, "the width of A4 in points"


def test_four_thousand_characters_of_anything_come_out() -> None:
    for words in ("\U0001f9f8" * 4000, "ש" * 4000, "a\u0301" * 2000, "\n" * 4000, "\t\x0b\x0c" * 1300):
        assert read(printed(TEMPLATE, paper(words), at=AT)).pages


@given(st.text(max_size=300))
@settings(max_examples=60, deadline=None)
def test_any_words_at_all_can_be_printed(words: str) -> None:
    words = words.encode(errors="ignore").decode()
    assert printed(TEMPLATE, paper(words), at=AT).startswith(b"%PDF-")


def test_our_typeface_has_what_english_needs() -> None:
    assert set(map(ord, "azAZ09’‘“”–—…£€é½·•\u00a0")) <= characters()
    assert ord("\U0001f9f8") not in characters()
