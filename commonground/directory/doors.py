"""The pages of allauth that are open here, each with its guard. What is not named here does not exist.

Those that somebody needs before a second factor is set up are open to the guard; the middleware and allauth
hold them.
"""

from collections.abc import Sequence

from allauth.account import urls as account_urls
from allauth.mfa import urls as mfa_urls
from allauth.usersessions import urls as session_urls
from csp.constants import SELF
from csp.decorators import csp_update
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, path
from django.urls.resolvers import RoutePattern

from commonground.directory.middleware import ENROLLING, OPEN
from commonground.permissions import Permission, allow

OWN = frozenset(
    {
        "account_change_password",
        "mfa_index",
        "mfa_deactivate_totp",
        "mfa_generate_recovery_codes",
        "mfa_list_webauthn",
        "mfa_edit_webauthn",
        "mfa_remove_webauthn",
        "usersessions_list",
    }
)
"""What somebody may do to their own account."""


@allow(Permission.OPEN)
def closed(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - every view takes it
    """Answer that there is no such page."""
    raise Http404


def _guarded(patterns: Sequence[URLPattern | URLResolver], before: str) -> list[URLPattern]:
    """Return the named patterns of allauth with our guard on each view, below a prefix."""
    found: list[URLPattern] = []
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            found += _guarded(pattern.url_patterns, before + str(pattern.pattern))
            continue
        name = pattern.name or ""
        if name in OWN | OPEN | ENROLLING:
            permission = Permission.OWN_ACCOUNT if name in OWN else Permission.OPEN
            view = allow(permission)(pattern.callback)
            if name == "account_login":  # its script asks for the options of a passkey; a form leads to the provider
                led = settings.WORK_PROVIDER.origins if settings.WORK_PROVIDER else ()
                view = csp_update({"connect-src": [SELF], "form-action": [*led]})(view)
            if isinstance(pattern.pattern, RoutePattern):
                found.append(path(before + str(pattern.pattern), view, name=name))
            else:
                found.append(URLPattern(pattern.pattern, view, pattern.default_args, name))
    return found


urlpatterns = [
    *_guarded(account_urls.urlpatterns, ""),
    *_guarded(mfa_urls.urlpatterns, "second-step/"),
    *_guarded(session_urls.urlpatterns, "sessions/"),
    path("password/set/", closed, name="account_set_password"),  # allauth sends people without a password here
]
