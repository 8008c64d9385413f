"""How allauth signs people in here: nobody signs up, secrets are sealed, and our own words.

Sessions begin and second factors are noted by signals: whichever way somebody came, the middleware knows.
"""

import time
from base64 import b64decode, b64encode
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_used
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest

from commonground.directory.middleware import BEGAN, FACTOR, begin, mark_second_factor, sign_in_first
from commonground.directory.models import Person
from commonground.sealing import seal, seal_anew, unseal

SECOND_STEP = "allauth.mfa.stages.AuthenticateStage"
SEALED_AS = "second factor"
"""What a sealed factor is bound to. Whose it is allauth does not say when it asks for it."""


class Accounts(DefaultAccountAdapter):
    """Accounts come from invitations only."""

    error_messages: dict[str, Any] = {  # noqa: RUF012 - as allauth declares it
        **DefaultAccountAdapter.error_messages,
        "account_inactive": "This account is closed. Ask your safeguarding lead.",
        "email_password_mismatch": "The email address or the password is not right. Check both and try again.",
        "incorrect_code": "That code is not right, or was used already. Wait for the next one and try again.",
        "incorrect_password": "That is not your password.",
        "enter_current_password": "That is not your password.",
        "too_many_login_attempts": "There were too many attempts that failed. Wait an hour and try again.",
        "rate_limited": "There were too many attempts. Wait a while and try again.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - allauth's own signature
        """Say that nobody can sign up."""
        return False

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:  # noqa: ANN401 - allauth's own
        """Ask again for what was shown at sign-in only when that is longer ago than the step-up lasts."""
        request = context.request
        began = request.session.get(BEGAN, 0)
        if time.time() - began < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT:
            return False
        if not get_reauthentication_flows(request.user):  # all that they ever showed is their organisation's sign-in
            request.session[BEGAN] = 0  # so it is over
            raise ImmediateHttpResponse(sign_in_first(request))
        return bool(super().is_reauthentication_required(app=app, **kwargs))

    def get_login_stages(self) -> list[str]:
        """Return the steps of a sign-in: not ours for the second factor, when an organisation's own counts."""
        stages: list[str] = super().get_login_stages()
        elsewhere = getattr(self.request, "second_step_elsewhere", False)
        return [stage for stage in stages if not elsewhere or stage != SECOND_STEP]

    def send_password_reset_mail(self, user: AbstractBaseUser, email: str, context: dict[str, Any]) -> None:
        """Mail a link to set a new password, but not to who has none because they sign in at their organisation."""
        if user.has_usable_password() or not SocialAccount.objects.filter(user_id=user.pk).exists():
            super().send_password_reset_mail(user, email, context)

    def format_email_subject(self, subject: str) -> str:
        """Leave the subject as it is written."""
        return subject


class Factors(DefaultMFAAdapter):
    """Second factors: their secrets are sealed with the field key."""

    error_messages: dict[str, Any] = {  # noqa: RUF012 - as allauth declares it
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "That code is not right, or was used already. Wait for the next one and try again.",
    }

    def encrypt(self, text: str) -> str:
        """Return a secret as it is stored."""
        return b64encode(seal(text.encode(), SEALED_AS)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return a secret that was stored; raises SealError when it does not open."""
        return unseal(b64decode(encrypted_text), SEALED_AS).decode()

    @staticmethod
    def seal_anew(encrypted_text: str) -> str:
        """Return a secret as it is stored under the newest key; raises SealError when it does not open."""
        return b64encode(seal_anew(b64decode(encrypted_text), SEALED_AS)).decode()

    def build_totp_svg(self, url: str) -> str:
        """Return the picture to scan as SVG for the page itself, so that no picture need come from elsewhere."""
        svg = str(super().build_totp_svg(url))
        drawing = svg[svg.index("<svg") :]
        return drawing.replace("<svg", '<svg role="img" aria-label="The code to scan with your app"', 1)

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Authenticator.Type) -> str:  # noqa: A002 - allauth's
        """Return the name offered for a new passkey."""
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return "Passkey" if number == 1 else f"Passkey {number}"

    def _get_site_name(self) -> str:
        return "Common Ground"


@receiver(user_logged_in)
def _begin(request: HttpRequest, **_more: Any) -> None:  # noqa: ANN401 - what a signal sends
    begin(request.session)


@receiver(authenticator_added)
@receiver(authenticator_used)
def _shown(request: HttpRequest, user: Person, **_more: Any) -> None:  # noqa: ANN401 - what a signal sends
    mark_second_factor(request.session, user)


@receiver(authenticator_removed)
def _removed(request: HttpRequest, user: Person, **_more: Any) -> None:  # noqa: ANN401 - what a signal sends
    """Without a factor left, somebody is on the way to one again."""
    if not Authenticator.objects.filter(user=user).exists():
        request.session.pop(FACTOR, None)
