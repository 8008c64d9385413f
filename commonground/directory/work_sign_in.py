"""The way to an organisation's sign-in and back, by allauth's OpenID Connect provider.

Nothing that a browser or a proxy says is believed about who somebody is, no header least of all: only a token that the
provider signed, for this product, for the sign-in that this session began. The way there begins with a form of ours.
"""

import secrets
from typing import Any

import jwt
import structlog
from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from allauth.core import ratelimit
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, get_adapter
from allauth.socialaccount.models import SocialApp, SocialToken
from allauth.socialaccount.providers.base.constants import AuthError, AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.contrib import messages
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST
from requests import RequestException

from commonground.directory.actions import RefusedError
from commonground.directory.middleware import mark_second_factor
from commonground.directory.models import Person
from commonground.directory.work_accounts import Claims, claimed, recognise
from commonground.now import now
from commonground.permissions import Permission, allow
from commonground.provider import Provider

SIGNED_BY = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
"""Signatures by a key that only the provider has: none that a client's secret, or nobody's, could make."""

NEEDED = ("iss", "aud", "sub", "exp", "iat", "nonce")
CLOCKS_APART = 60  # seconds that two machines' clocks may be
DISCOVERY_KEPT = 10 * 60  # seconds
CONFLICT, UNUSABLE = 409, 400

NOT_DONE = "Signing in with your work account did not work. Try again, or sign in with your password."

PUBLISHED = ("authorization_endpoint", "token_endpoint", "jwks_uri")
FAILURES = (OAuth2Error, RequestException)
"""What comes of a provider that is not there, or answers with something else than it should."""

log = structlog.get_logger("commonground.work_accounts")


def provider_here() -> Provider:
    """Return the provider; raises Http404 where there is none."""
    found: Provider | None = settings.WORK_PROVIDER
    if found is None:
        raise Http404
    return found


class WorkTokens(OpenIDConnectOAuth2Adapter):
    """What is asked of the provider: where it is, a token for a code, and who the token is about."""

    state: dict[str, Any]

    def get_provider(self) -> "WorkProvider":
        """Return the provider that the settings name."""
        return WorkProvider(self.request, provider_here())

    @property
    def openid_config(self) -> dict[str, Any]:
        """What the provider publishes of itself, read anew after a while; raises OAuth2Error for another's."""
        issuer = provider_here().issuer
        key = f"openid-configuration:{issuer}"
        found: dict[str, Any] | None = cache.get(key)
        if found is None:
            found = self._published(f"{issuer.rstrip('/')}/.well-known/openid-configuration")
        if found.get("issuer") != issuer or not all(isinstance(found.get(one), str) for one in PUBLISHED):
            message = "The provider calls itself by another name, or does not say where it is."
            raise OAuth2Error(message)
        cache.add(key, found, DISCOVERY_KEPT)
        return found

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:  # noqa: ARG002 - allauth's own
        """Return where the provider leads back to: the address in the settings, whatever a request says of itself."""
        return settings.BASE_URL + reverse("directory:work_back")

    def get_access_token_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:  # noqa: ANN401 - allauth's own
        """Return what the provider gives for a code; raises OAuth2Error for whatever else it sends."""
        try:
            found = super().get_access_token_data(*args, **kwargs)
        except (KeyError, ValueError, TypeError) as error:
            raise OAuth2Error(type(error).__name__) from error
        return found if isinstance(found, dict) else {}

    def parse_token(self, data: dict[str, Any]) -> SocialToken:  # noqa: ARG002 - allauth's own
        """Return nothing to keep: the right to ask the provider more is not used."""
        return SocialToken()

    def complete_login(self, request: HttpRequest, app: SocialApp, token: SocialToken, **kwargs: Any) -> None:  # noqa: ANN401, ARG002
        """Sign in whoever the token is about; raises ImmediateHttpResponse with the answer, or OAuth2Error."""
        provider = provider_here()
        claims = claimed(self._verified(str(kwargs["response"].get("id_token", "")), provider))
        try:
            person = recognise(claims=claims, provider=provider, at=now())
        except RefusedError as refusal:
            raise ImmediateHttpResponse(refused(request, str(refusal), CONFLICT)) from refusal
        raise ImmediateHttpResponse(signed_in(request, person, claims, provider, onward=self.state.get("next") or "/"))

    def _verified(self, token: str, provider: Provider) -> dict[str, Any]:
        """Return what a token says that the provider signed for this sign-in; raises OAuth2Error."""
        try:
            kid = str(jwt.get_unverified_header(token).get("kid"))
            keys = jwt.PyJWKSet.from_dict(self._published(self.openid_config["jwks_uri"]))
            said: dict[str, Any] = jwt.decode(
                token,
                keys[kid],
                algorithms=SIGNED_BY,
                issuer=provider.issuer,
                audience=provider.client,
                leeway=CLOCKS_APART,
                options={"require": list(NEEDED)},
            )
        except (jwt.PyJWTError, KeyError, TypeError, ValueError) as error:
            raise OAuth2Error(type(error).__name__) from error
        if not secrets.compare_digest(str(said["nonce"]), str(self.state.get("nonce"))):
            message = "The token was made for another sign-in."
            raise OAuth2Error(message)
        if said.get("azp", provider.client) != provider.client:
            message = "The token was made for another product."
            raise OAuth2Error(message)
        return said

    def _published(self, url: str) -> dict[str, Any]:
        """Return what the provider publishes at an address; raises OAuth2Error when it is not to be read."""
        with get_adapter().get_requests_session() as session:  # type: ignore[no-untyped-call]
            answer = session.get(url, allow_redirects=False)
            answer.raise_for_status()
        try:
            found = answer.json()
        except ValueError as error:
            raise OAuth2Error(type(error).__name__) from error
        if not isinstance(found, dict):
            message = "The provider publishes something else."
            raise OAuth2Error(message)
        return found


class WorkProvider(OpenIDConnectProvider):
    """The organisation's sign-in, from the settings."""

    oauth2_adapter_class = WorkTokens
    pkce_enabled_default = True

    def __init__(self, request: HttpRequest, provider: Provider) -> None:
        app = SocialApp(
            provider=self.id,
            provider_id="work",
            name=provider.name,
            client_id=provider.client,
            secret=provider.secret,
            settings={"server_url": provider.issuer},
        )
        super().__init__(request, app=app)


class ComingBack(OAuth2CallbackView):
    """The way back; what this session kept of the way there is given to whoever reads the token."""

    adapter: WorkTokens

    def _get_state(self, request: HttpRequest, provider: WorkProvider) -> tuple[Any, Any]:
        state, refusal = super()._get_state(request, provider)
        self.adapter.state = state
        return state, refusal


class WorkErrors(DefaultSocialAccountAdapter):
    """What is said when the way there or back fails: our words, never the provider's."""

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: WorkProvider,  # noqa: ARG002 - allauth's own
        error: str | None = None,
        exception: Exception | None = None,
        extra_context: dict[str, Any] | None = None,  # noqa: ARG002 - allauth's own
    ) -> None:
        """Raise ImmediateHttpResponse: back to signing in after a change of mind, else a page that says what to do."""
        if error == AuthError.CANCELLED:
            messages.info(request, "You did not sign in with your work account.")
            raise ImmediateHttpResponse(redirect("account_login"))
        raise ImmediateHttpResponse(failed(request, exception))


@require_POST
@allow(Permission.OPEN)
def there(request: HttpRequest) -> HttpResponse:
    """Lead somebody to their organisation's sign-in."""
    provider = WorkProvider(request, provider_here())
    if limited := ratelimit.consume_or_429(request, action="login"):
        return limited
    onward = request.POST.get("next") or "/"
    if not url_has_allowed_host_and_scheme(onward, {request.get_host()}, require_https=request.is_secure()):
        onward = "/"
    nonce = secrets.token_urlsafe(32)
    try:
        answer: HttpResponse = provider.redirect(
            request, AuthProcess.LOGIN, next_url=onward, auth_params={"nonce": nonce}, nonce=nonce
        )
    except FAILURES as error:
        return failed(request, error)
    return answer


@require_GET
@allow(Permission.OPEN)
def back(request: HttpRequest) -> HttpResponse:
    """Take somebody back from their organisation's sign-in."""
    provider_here()
    try:
        answer: HttpResponse = ComingBack.adapter_view(WorkTokens(request, "work"))(request)  # type: ignore[no-untyped-call]
    except FAILURES as error:
        return failed(request, error)
    return answer


def signed_in(
    request: HttpRequest, person: Person, claims: Claims, provider: Provider, *, onward: str
) -> HttpResponse:  # fmt: skip
    """Sign somebody in: with the second step of their organisation where that counts, else on to their own here."""
    elsewhere = provider.counts_second_step and claims.second_step
    request.second_step_elsewhere = elsewhere  # type: ignore[attr-defined]  # read by signing_in.Accounts
    record_authentication(request, person, method="socialaccount")
    answer: HttpResponse = perform_login(request, person, email_verification="none", redirect_url=onward)
    if elsewhere and request.user == person:
        mark_second_factor(request.session, person)
    return answer


def failed(request: HttpRequest, error: Exception | None) -> HttpResponse:
    """Say that it did not work, and log of what kind of fault; never what the provider said."""
    log.warning("work sign-in failed", reason=type(error).__name__ if error else "not begun here, or not granted")
    return refused(request, NOT_DONE, UNUSABLE)


def refused(request: HttpRequest, why: str, status: int) -> HttpResponse:
    """Say in words why nobody was signed in, and what to do."""
    return render(request, "directory/work_refused.html", {"why": why}, status=status)
