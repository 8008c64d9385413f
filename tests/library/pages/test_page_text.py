"""A page as text: what it must hold, how it is drawn, and how an area's own words and new shared ones are joined."""

import pytest

from commonground.library.pages.drawing import Picture, drawn, plain
from commonground.library.pages.merging import merged
from commonground.library.pages.shape import PageError, blank, load, read, shipped, write

TEXT = """+++
kind = "guidance"
title = "Missed visits"
summary = "What a missed visit may mean."
[[sources]]
number = 1
title = "A page"
address = "https://example.org/page"
+++
Ring first. [1]

## What it is

Words.

## What to do

- One
- Two
"""


def leads(key: str) -> str | None:
    return f"/library/here/{key}/" if key == "neglect" else None


def html(words: str) -> str:
    return str(drawn(words, leads))


def test_a_page_is_read_and_written_as_the_same_page() -> None:
    page = load(TEXT)
    assert [one.heading for one in page.sections] == ["", "What it is", "What to do"]
    assert page.own_words == 5
    assert read(write(page)) == page
    assert write(read(write(page))) == write(page)


@pytest.mark.parametrize(
    ("was", "now", "why"),
    [
        ("+++\nkind", "kind", "begins with its facts"),
        ('kind = "guidance"', 'kind = "poem"', "no page of the library"),
        ('kind = "guidance"', 'kind = "guidance', "not well-formed TOML: "),
        ('title = "Missed visits"', 'title = ""', "The title of a page is a line of words"),
        ("## What to do", "## What it is", "The heading “What it is” stands there twice."),
        ("[1]", "[2]", "The page refers to source 2, and there is none with that number."),
        ("Ring first. [1]", "Ring first.", "Source 1 is not used anywhere on the page."),
        ("number = 1", "number = 3", "Sources are numbered 1, 2, 3 and so on."),
        ("https://example.org/page", "javascript:alert(1)", "Source 1 needs an address that begins with https://"),
    ],
)
def test_what_cannot_stand_is_said_in_words(was: str, now: str, why: str) -> None:
    assert was in TEXT
    with pytest.raises(PageError, match=why):
        load(TEXT.replace(was, now, 1))


def test_a_toolkit_has_its_parts_and_six_questions() -> None:
    with pytest.raises(PageError, match="at least 6 questions to ask each other; here are 0"):
        load(blank("toolkit", "Young carers").replace('summary = ""', 'summary = "S"'))
    whole = shipped()["neglect"]
    with pytest.raises(PageError, match="The part “Traps” is missing"):
        load(whole.replace("## Traps", "## Other"))


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "Hello <b onclick=alert(1)>there</b>",
        "[press](javascript:alert(1))",
        "[press](data:text/html,<script>alert(1)</script>)",
        "[press](vbscript:x)",
        "[press](file:///etc/passwd)",
        '[press](https://x.example "onmouseover=alert(1)")',
        "![picture](https://x.example/track.png)",
        "[a]: javascript:alert(1)\n\n[press][a]",
        "<https://x.example/?<script>>",
        "`<script>alert(1)</script>`",
        "    <script>alert(1)</script>",
        "```html\n<script>alert(1)</script>\n```",
        "&lt;script&gt;alert(1)&lt;/script&gt; &#60;script&#62;",
        '[“><script>](https://x.example/"><script>)',
    ],
)
def test_nothing_that_somebody_writes_runs_or_fetches(hostile: str) -> None:
    made = html(hostile)
    assert "<script" not in made
    assert "<img" not in made
    assert "<b" not in made.replace("<blockquote", "")
    assert 'href="javascript' not in made.lower()
    assert 'href="data' not in made.lower()
    assert 'href="vbscript' not in made.lower()
    assert 'href="file' not in made.lower()
    assert " onerror" not in made.replace("&lt;img src=x onerror=alert(1)&gt;", "")


def test_references_marks_and_links_are_drawn() -> None:
    made = html(
        "A fact. [1] Perhaps. [not confirmed] See [neglect](library:neglect), [gone](library:gone), [web](https://x.example/a)."
    )
    assert '<a class="govuk-link cg-source" href="#source-1" aria-label="Source 1">[1]</a>' in made
    assert '<strong class="govuk-tag govuk-tag--yellow">Not confirmed</strong>' in made
    assert '<a href="/library/here/neglect/" class="govuk-link">neglect</a>' in made
    assert " gone, " in made
    assert '<a href="https://x.example/a" rel="noreferrer" class="govuk-link">web</a>' in made
    assert html("# Loud\n\n#### Deep") == (
        '<h2 class="govuk-heading-m">Loud</h2>\n<h3 class="govuk-heading-s">Deep</h3>\n'
    )
    assert plain("**Bold** [words](https://x.example) [1] [not confirmed]").strip() == "Bold words"


def with_part(text: str, heading: str, words: str) -> str:
    """Return a text in which a part says something else."""
    page = read(text)
    changed = "\n\n".join(
        f"## {one.heading}\n\n{words if one.heading == heading else one.words}" if one.heading else one.words
        for one in page.sections
    )
    return text[: text.index("+++\n", 4) + 4] + changed + "\n"


def test_what_an_area_wrote_stays_and_what_is_new_comes() -> None:
    own = with_part(TEXT, "What to do", "- Ring our desk") + "\n## Here with us\n\nRoom 4.\n"
    new = with_part(TEXT, "What it is", "Newer words.") + "\n## Read more\n\nA book.\n"
    joined = merged(own, old=TEXT, new=new)
    said = {one.heading: one.words for one in read(joined.text).sections}
    assert said["What it is"] == "Newer words."
    assert said["What to do"] == "- Ring our desk"
    assert said["Here with us"] == "Room 4."
    assert said["Read more"] == "A book."
    assert joined.notes == ()


def test_a_part_that_both_changed_stays_as_the_area_has_it_and_is_named() -> None:
    own = with_part(TEXT, "What to do", "- Ring our desk")
    joined = merged(own, old=TEXT, new=with_part(TEXT, "What to do", "- Three"))
    assert "- Ring our desk" in joined.text
    assert "- Three" not in joined.text
    assert joined.notes == ("“What to do”: yours stays, and the shared one has changed too.",)
    assert joined.said == "The shared page has changed, and so has yours: What to do."


def test_a_part_whose_place_is_gone_stays_and_is_named() -> None:
    own = with_part(TEXT, "What to do", "- Ring our desk")
    gone = TEXT[: TEXT.index("## What to do")]
    joined = merged(own, old=TEXT, new=gone)
    assert "- Ring our desk" in joined.text
    assert joined.notes == ("“What to do”: yours stays, and the shared page has no such part any more.",)
    assert "## What to do" not in merged(TEXT, old=TEXT, new=gone).text, "left alone, it goes with the shared page"


def test_a_part_that_the_area_took_out_stays_out() -> None:
    own = TEXT[: TEXT.index("## What to do")]
    assert "What to do" not in merged(own, old=TEXT, new=with_part(TEXT, "What to do", "- Three")).text


def test_a_number_means_the_same_source_after_joining() -> None:
    page = '[[sources]]\nnumber = {}\ntitle = "{}"\naddress = "https://example.org/{}"\n'
    first = page.format(1, "A page", "page")
    assert first in TEXT
    ours = TEXT.replace(first, first + page.format(2, "B", "b")).replace("- One", "- One [2]")
    new = TEXT.replace(first, page.format(1, "New", "new") + page.format(2, "A page", "page"))
    new = new.replace("Ring first. [1]", "Ring first. [2]").replace("Words.", "Words. [1]")
    joined = load(merged(ours, old=TEXT, new=new).text)
    named = {one.number: one.title for one in joined.sources}
    said = {one.heading: one.words for one in joined.sections}
    assert named == {1: "A page", 2: "New", 3: "B"}
    assert said[""] == "Ring first. [1]"
    assert said["What it is"] == "Words. [2]"
    assert "- One [3]" in said["What to do"]


def test_a_shared_page_that_concerns_safety_now_does_so_where_the_area_changed_its_title() -> None:
    own = TEXT.replace("Missed visits", "Our missed visits")
    new = TEXT.replace('kind = "guidance"', 'kind = "guidance"\nsafety = true')
    joined = load(merged(own, old=TEXT, new=new).text)
    assert (joined.title, joined.safety) == ("Our missed visits", True)


def test_a_new_beginning_stays_the_beginning() -> None:
    own = "+++\n" + TEXT.split("+++\n")[1] + "+++\n## Ours first\n\nX. [1]\n\n" + TEXT[TEXT.index("## What it is") :]
    old = own.replace("## Ours first\n\nX. [1]\n\n", "").replace("Words.", "Words. [1]")
    joined = read(merged(own.replace("Words.", "Words. [1]"), old=old, new=TEXT.replace("Words.", "Words. [1]")).text)
    assert joined.sections[0].heading == ""


def test_marks_within_links_and_definitions_of_links_are_plain_words() -> None:
    assert html("[see [1]](https://x.example/)").count("<a") == 1
    made = html("A fact. [1]\n\n[1]: https://evil.example/")
    assert "evil.example" in made
    assert 'href="https://evil.example/"' not in made


def test_a_part_that_stands_in_two_libraries_leads_to_what_is_in_each() -> None:
    words = "Read [about neglect](library:neglect), and see ![the hub](image:our-hub)."
    here = drawn(words, {"neglect": "/library/fairhaven/neglect/"}.get, {"our-hub": Picture("/a.png", 20, 10)})
    there = drawn(words, {"neglect": "/library/marlow-vale/neglect/"}.get, {"our-hub": Picture("/b.png", 20, 10)})
    nowhere = drawn(words, lambda _: None)
    assert 'href="/library/fairhaven/neglect/"' in here
    assert 'src="/a.png"' in here
    assert 'href="/library/marlow-vale/neglect/"' in there
    assert 'src="/b.png"' in there
    assert "href" not in nowhere
    assert "<img" not in nowhere
    assert "Read about neglect, and see the hub." in nowhere
