"""The glossary: each of the field's words once, the unclear ones say so, and a page says what its initials mean."""

import re

import pytest
from django.utils.html import escape

from commonground.library.glossary.terms import GlossaryError, glossary, load
from commonground.library.pages.shape import shipped
from tests.pages.grade import grade
from tests.visiting import visit

WORD = '[[terms]]\nshort = "DSL"\nlong = "designated safeguarding lead"\nmeans = "Who leads."\nsame = []\n'


@pytest.mark.usefixtures("cast")
def test_every_word_stands_on_the_page_once_with_what_it_means() -> None:
    page = visit("/library/glossary/", None)
    assert len(glossary()) >= 150
    for word in glossary():
        entry = re.search(rf'id="{word.anchor}">(.*?)</div>', page.markup, re.DOTALL)
        assert entry, word
        assert ("Two meanings" if word.unclear else escape(word.means)) in entry.group(1)
    assert {word.short for word in glossary() if word.unclear} >= {"DSP", "CIC", "NFA", "SAR"}
    assert "DSP has two meanings" in page.words


@pytest.mark.usefixtures("cast")
def test_letters_lead_to_their_words() -> None:
    page = visit("/library/glossary/", None)
    for target in re.findall(r'href="#(letter-\d+)"', page.markup):
        assert f'id="{target}"' in page.markup
    assert page.markup.count('href="#letter-') == len({word.letter for word in glossary()})


@pytest.mark.usefixtures("cast")
def test_every_page_leads_to_it_also_without_an_account() -> None:
    for url in ("/library/glossary/", "/start/", "/library/"):
        assert 'href="/library/glossary/"' in visit(url, None).markup


def test_nobody_needs_nine_years_of_school_for_what_a_word_means() -> None:
    means = [word.unclear or word.means for word in glossary()]
    assert grade(means) <= 9


@pytest.mark.usefixtures("cast")
def test_a_page_says_what_its_initials_mean() -> None:
    page = visit("/library/fairhaven/child-exploitation/", None)
    told = page.markup.split("What the initials on this page mean")[1].split("</details>")[0]
    assert "<dt>CERAF</dt>" in told
    assert "child exploitation risk assessment framework" in told
    assert "<dt>FNP</dt>" not in told
    assert "FNP" not in shipped()["child-exploitation"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (WORD + WORD, "“dsl” stands in the glossary twice."),
        (WORD.replace("Who leads.", ""), "“DSL” needs a short form, a long one and what it means."),
        ('[[terms]]\nshort = "DSL"\n', "This is no glossary: 'long'."),
        ("terms = 3", "This is no glossary"),
        ("[[", "This is no glossary"),
    ],
)
def test_a_glossary_that_cannot_be_read_says_why(text: str, said: str) -> None:
    with pytest.raises(GlossaryError, match=re.escape(said)):
        load(text)
