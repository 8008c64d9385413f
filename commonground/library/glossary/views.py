"""The page of the glossary. Anybody reads it."""

from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from commonground.library.glossary.terms import Word, glossary
from commonground.permissions import Permission, allow


@require_safe
@allow(Permission.OPEN)
def words(request: HttpRequest) -> HttpResponse:
    """Show every word with what it means, by its first letter."""
    groups = [(letter, list(some)) for letter, some in groupby(glossary(), key=_letter)]
    return render(request, "library/glossary/words.html", {"groups": groups})


def _letter(word: Word) -> str:
    return word.letter
