"""Every page reads easily: nobody needs more than nine years of school for it."""

from collections.abc import Callable

import pytest
from pytest_django import Settings

from tests.pages import world
from tests.pages.grade import grade, sentences, syllables
from tests.pages.townsfolk import signed_in
from tests.pages.visits import VISITS
from tests.visiting import parsed

MOST = 9.0
HARDER = {
    "/keep-library/": "it lists the names of sources that do not answer, to those who keep the pages that name them",
    "/procedures/new/": "it lists the names of procedures to start from",
    "/procedures/": "it lists the names of procedures, each with its areas, to those who keep them",
    "/procedures/{draft_edition}/delete/": "the name of a procedure is most of it",
}
"""Pages that may be harder, with the reason."""


@pytest.mark.usefixtures("cast")
def test_no_page_asks_for_more_than_nine_years_of_school(settings: Settings, figure: Callable[[str], None]) -> None:
    settings.DEMONSTRATION = True
    names, grades = world.built(), {}
    for look in VISITS:
        if look.press or look.url in HARDER:
            continue
        answer = signed_in(look.who).get(look.url.format(**names), follow=True)
        assert answer.status_code < 500, look
        said = list(sentences(parsed(answer.content.decode())))
        grades[str(look)] = (round(grade(said), 1), sorted(said, key=lambda one: -grade([one]))[:3])
    assert len(grades) > 100
    hard = {look: found for look, found in grades.items() if found[0] > MOST}
    hardest = max(one for one, _ in grades.values())
    figure(f"{len(grades)} looks at pages; the hardest is of grade {hardest}")
    assert hard == {}


@pytest.mark.parametrize(
    ("word", "count"),
    [("child", 1), ("worry", 2), ("children’s", 2), ("partnership", 3), ("Fairhaven", 3), ("safe", 1)],
)
def test_syllables_are_counted(word: str, count: int) -> None:
    assert syllables(word) == count


def test_a_page_of_hard_words_is_found() -> None:
    hard = (
        "<main><p>Notwithstanding the aforementioned considerations, practitioners are required to facilitate the "
        "implementation of multi-agency safeguarding arrangements.</p></main>"
    )
    easy = "<main><p>Say what you saw. Say what you want for the child.</p><p>Send</p></main>"
    assert grade(sentences(parsed(hard))) > 20
    assert grade(sentences(parsed(easy))) < 3


def test_the_day_and_the_reference_change_nothing() -> None:
    line = "<main><p>Reference {} · raised on {} by Oakfield Primary School for one of its own pupils</p></main>"
    one = list(sentences(parsed(line.format("W284-WM5W-MH", "Friday 27 November"))))
    another = list(sentences(parsed(line.format("7QQ2-2345-AB", "Wednesday 1 January"))))
    assert grade(one) == grade(another) > 0
