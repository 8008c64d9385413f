"""Telephone numbers and e-mail addresses in words lead somewhere; everything else stays words."""

import pytest

from commonground.govuk.templatetags.reaching import reachable


@pytest.mark.parametrize(
    ("words", "linked"),
    [
        ("Office: 01632 960 100, any time", "tel:01632960100"),
        ("+44 1632 960100", "tel:+441632960100"),
        ("office@partnership.fairhaven.example.", "mailto:office@partnership.fairhaven.example"),
    ],
)
def test_what_can_be_reached_is_a_link(words: str, linked: str) -> None:
    markup = reachable(words)
    assert f'href="{linked}"' in markup
    assert markup.count("<a ") == 1


@pytest.mark.parametrize("words", ["7K3F-9QXM-2C", "12 March 2027", "999", "ward 4, room 1632", ""])
def test_other_words_stay_as_they_are(words: str) -> None:
    assert reachable(words) == words


def test_words_are_escaped_round_the_links_too() -> None:
    assert reachable("<b>01632 960 100</b>").startswith("&lt;b&gt;<a ")
