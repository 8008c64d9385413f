"""What a visit finds: each thing that must hold of every page, missing once."""

import pytest

from tests.visiting import Visited, problems

GOOD = """<!DOCTYPE html><html lang="en-GB"><head><title>Find – Common Ground</title>
<script type="module" src="/app.js"></script></head><body><main><h1>Find</h1><form>
<label for="word">A word</label><input id="word" name="word"><input type="hidden" name="key">
<label>Agreed <input type="checkbox" name="agreed"></label><button type="submit">Find</button>
</form></main></body></html>"""


def found(page: str) -> list[str]:
    return problems(Visited(page, 200, 0).tree)


def test_a_good_page_has_no_problem() -> None:
    assert found(GOOD) == []


@pytest.mark.parametrize(
    ("instead_of", "put", "said"),
    [
        ("<h1>Find</h1>", "", "0 headings of the first level"),
        ("<h1>Find</h1>", "<h1>Find</h1><h1>Seek</h1>", "2 headings of the first level"),
        ("<title>Find", "<title>Look", "does not begin with the heading “Find”"),
        ("<main>", '<main id="word">', "the id “word” stands 2 times"),
        ("A word</label>", "</label>", "<input name='word'> has no label"),
        ('for="word"', 'for="words"', "<input name='word'> has no label"),
        ("<label>Agreed", "<label></label>Agreed", "<input name='agreed'> has no label"),
        ("<main>", "<main><script>go()</script>", "<script> stands in the page"),
        ("<main>", "<main><style>h1 { color: red }</style>", "<style> stands in the page"),
        ("<main>", '<main style="color: red">', "<main style=…>"),
        ("<main>", '<main onclick="go()">', "<main onclick=…>"),
    ],
)
def test_each_problem_is_found(instead_of: str, put: str, said: str) -> None:
    assert instead_of in GOOD
    assert said in " ".join(found(GOOD.replace(instead_of, put)))
