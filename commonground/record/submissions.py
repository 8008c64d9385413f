"""A form is sent once: it carries a key minted when it was drawn, and the same key again gets the first answer.

The key is claimed in the request's own transaction. A second, identical request waits for the first to end: it then
gets its answer, or, if the first came to nothing (an error, a form with mistakes), is dealt with as the first.
"""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import BadRequest
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase

from commonground.now import now
from commonground.record.models import Submission

FIELD = "submission"

View = Callable[..., HttpResponseBase]


class UnusableKeyError(BadRequest):
    """A form came without a key of its own. Its text is a sentence for the person who sent it."""


def mint() -> UUID:
    """Return a new key for a form that is being drawn."""
    return uuid4()


def read(text: str | None) -> UUID:
    """Return the key that a form sent; raises UnusableKeyError."""
    try:
        return UUID(text or "")
    except ValueError:
        message = "This form could not be read whole. Go back, load the page again and send it once more."
        raise UnusableKeyError(message) from None


def claim(key: UUID, *, person: Any, at: datetime) -> str | None:  # noqa: ANN401 a person of the floor above
    """Claim a key for the current transaction; return the first answer, or None when there is none yet.

    Waits for another request with the same key. Raises UnusableKeyError for a key that somebody else used.
    """
    if not connection.in_atomic_block:
        message = "A form's key is claimed in the transaction of what the form does, and there is none."
        raise transaction.TransactionManagementError(message)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO record_submission (key, person_id, at, answer) VALUES (%s, %s, %s, '')"
            " ON CONFLICT (key) DO NOTHING",
            [key, person.pk, at],
        )
        if cursor.rowcount == 1:
            return None
    known = Submission.objects.select_for_update().get(pk=key)
    if known.person_id != person.pk:
        message = "This form was drawn for somebody else. Load the page again and send it once more."
        raise UnusableKeyError(message)
    return known.answer or None


def answered(key: UUID, answer: str) -> None:
    """Keep the first answer to a form: the address that it led to."""
    Submission.objects.filter(pk=key).update(answer=answer)


def forget(*, before: datetime) -> int:
    """Forget the keys of forms sent before a moment; return how many."""
    return Submission.objects.filter(at__lt=before).delete()[0]


def once(view: View) -> View:
    """Guard a view that changes things: a form sent twice changes them once, and both get the same redirect.

    Only a redirect is an answer. After anything else (a form with mistakes, a refusal) the key can be used again.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # noqa: ANN401 a view's own
        if request.method != "POST":
            return view(request, *args, **kwargs)
        key = read(request.POST.get(FIELD))
        answer = claim(key, person=request.actor.person, at=now())  # type: ignore[attr-defined]
        if answer:
            return HttpResponseRedirect(answer)
        response = view(request, *args, **kwargs)
        if isinstance(response, HttpResponseRedirect):
            answered(key, response.url)
        return response

    return guarded
