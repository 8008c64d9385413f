"""Who is asking, and one transaction round the answer. Nothing is open unless it is listed here."""

import time
from collections.abc import Callable
from functools import cache
from typing import Final

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import SimpleTemplateResponse
from django.urls import Resolver404, resolve, reverse

from commonground.directory import queries
from commonground.directory.models import Person
from commonground.directory.queries import NOBODY
from commonground.now import london_date, now

Answer = Callable[[HttpRequest], HttpResponseBase]

OPEN: Final = frozenset(
    {
        "health",
        "starting:begin",
        "starting:in_danger",
        "starting:refused",
        "starting:not_sure",
        "starting:onward",
        "starting:not_listed",
        "starting:prepare",
        "starting:ask_in",
        "starting:asked_in",
        "account_login",
        "account_logout",
        "account_inactive",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
        "mfa_authenticate",
        "mfa_login_webauthn",
        "directory:accept",
        "directory:pick",
        "directory:work_there",
        "directory:work_back",
        "procedure:areas",
        "procedure:area",
        "procedure:on_day",
        "library:areas",
        "library:search",
        "library:glossary",
        "library:area",
        "library:page",
        "library:useful",
        "library:on_day",
        "library:numbered",
        "chart_moved",
        "chart_of_area_moved",
        "charts:area",
        "charts:in_plain_words",
        "charts:pdf",
        "charts:file",
        "charts:numbered",
        "charts:on_day",
        "library:image",
        "library:page_pdf",
        "library:sheet_pdf",
        "library:shelf_pdf",
        "library:poster_pdf",
        "library_short",
        "library_panel",
        "library:days",
        "library:day",
        "library:day_sheet",
        "library:day_with",
        "guests:open",
        "survey:by_link",
        "survey:thanked",
        "briefings:link",
        "briefings:link_receipt",
        "briefings:link_receipt_pdf",
        "briefings:link_questions",
    }
)
"""The views that anybody may open, by name. ``directory:pick`` refuses outside the demonstration, and the way to an
organisation's sign-in and back where there is none."""

APART: Final = frozenset({"health", "library_panel", "survey:by_link", "survey:thanked"})
"""What of it is the same for everybody: no session is read for it, and none is made."""

ENROLLING: Final = frozenset(
    {
        "account_reauthenticate",
        "directory:enrol",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_view_recovery_codes",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
    }
)
"""What somebody who is signed in without a second factor may also open, in order to get one."""

BY_PASS: Final = frozenset(
    {
        "guests:open",
        "guests:start",
        "differences:page",
        "differences:children",
        "differences:references",
        "differences:record",
        "differences:looks",
        "differences:for_our_file",
        "differences:for_our_file_pdf",
        "differences:on_one_page",
        "differences:statement_pdf",
        "differences:say_of_entry",
        "differences:take_record",
        "differences:taken_record",
        "differences:taken_record_pdf",
        "differences:still_sees",
        "differences:act",
        "starting:begin",
        "starting:in_danger",
        "starting:refused",
        "starting:not_sure",
        "starting:onward",
        "starting:not_listed",
        "starting:prepare",
        "starting:ask_in",
        "starting:asked_in",
        "briefings:link",
        "briefings:link_receipt",
        "briefings:link_receipt_pdf",
        "briefings:link_questions",
        "account_logout",
        "directory:staying",
    }
)
"""All that a guest may open. For them there is no other page, and no step of signing in."""

LEAVING: Final = frozenset({"account_logout", "library:day_with"})
"""What signs somebody out when it is sent: the browser then forgets what it kept of ours."""

STAYING: Final = "directory:staying"
"""The view by which an open page asks how long its session lasts. Asking does not make it last longer."""

BEGAN, SEEN, FACTOR = "session_began", "session_seen", "second_factor_of"
SERVER_ERROR = 500
TOUCH_SECONDS = 60  # the last time seen is written at most this often


def begin(session: SessionBase) -> None:
    """Start the two clocks of a session. They measure real time, whatever the product's clock says."""
    session[BEGAN] = session[SEEN] = time.time()


def mark_second_factor(session: SessionBase, person: Person) -> None:
    """Note that this session's person has shown a second factor."""
    session[FACTOR] = str(person.pk)


def stay(session: SessionBase) -> None:
    """Note that somebody is still there: the idle time begins anew."""
    session[SEEN] = time.time()


def seconds_left(session: SessionBase) -> float:
    """Return how long a session lasts if nobody does anything: until it is idle or old beyond what is allowed."""
    idle: float = settings.SESSION_IDLE + session.get(SEEN, 0)
    return min(idle - time.time(), most_seconds_left(session))


def most_seconds_left(session: SessionBase) -> float:
    """Return how long a session can last whatever one does."""
    began: float = session.get(BEGAN, 0)
    return settings.SESSION_COOKIE_AGE + began - time.time()


def over(session: SessionBase) -> bool:
    """Say whether a session is idle or old beyond what is allowed; one that never began is."""
    return seconds_left(session) < 0


class SignedIn:
    """Lets nobody in but those signed in with a second factor, and sets ``request.asks`` to them.

    It is nobody until then, also for somebody who is on the way there.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request, or send whoever asks to sign in or to set up a second factor."""
        request.asks = None  # type: ignore[attr-defined]
        request.actor = NOBODY  # type: ignore[attr-defined]
        name = view_name(request)
        if name in APART:
            return self.get_response(request)
        person = self._person(request)
        if person is None:
            if name in OPEN:
                return self.get_response(request)
            return sign_in_first(request)
        if person.guest and name not in BY_PASS:
            if name == "web:home":
                return redirect("guests:start")
            raise Http404
        if request.session.get(FACTOR) == str(person.pk):
            request.asks = person  # type: ignore[attr-defined]
        elif name not in OPEN | ENROLLING:
            return redirect("directory:enrol")
        response = self.get_response(request)
        if name in LEAVING and request.method == "POST":
            response.headers["Clear-Site-Data"] = '"cache", "storage"'
        return response

    def _person(self, request: HttpRequest) -> Person | None:
        if not request.user.is_authenticated:
            return None
        session = request.session
        if over(session):
            logout(request)
            return None
        if time.time() - session[SEEN] > TOUCH_SECONDS and view_name(request) != STAYING:
            stay(session)
        return request.user


class OneTransaction:
    """The view, its rendering and its error pages are one transaction, in which the database knows who asks.

    It sets ``request.actor``: what they hold today, by which permission and the first lock are answered.
    Kept only if all goes well: an answer of 500 or more, and any exception on the way, take everything back.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request inside one transaction; nothing is streamed."""
        if request.path_info == _health():  # it must answer when the database does not
            return self.get_response(request)
        with transaction.atomic():
            request.actor = queries.begin(request.asks, london_date(now()))  # type: ignore[attr-defined]
            request.raised = False  # type: ignore[attr-defined]
            response = self.get_response(request)
            if isinstance(response, SimpleTemplateResponse) and not response.is_rendered:
                response = response.render()
            if response.streaming:
                message = "A page that streams would leave its transaction."
                raise RuntimeError(message)
            if request.raised or response.status_code >= SERVER_ERROR:  # type: ignore[attr-defined]
                transaction.set_rollback(True)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:  # noqa: ARG002 - Django's own
        """Note that the answer is an exception made into a page: what went before is taken back."""
        request.raised = True  # type: ignore[attr-defined]


@cache
def _health() -> str:
    return reverse("health")


def sign_in_first(request: HttpRequest) -> HttpResponseRedirect:
    """Send somebody to sign in and then back to the page that they asked for."""
    back = request.get_full_path() if request.method == "GET" else "/"
    return redirect_to_login(back, reverse("directory:pick") if settings.DEMONSTRATION else None)


def view_name(request: HttpRequest) -> str | None:
    """Return the name of the view that will answer, or None when there is none."""
    try:
        return resolve(request.path_info).view_name
    except Resolver404:
        return None
