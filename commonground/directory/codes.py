"""One-time codes that work once: allauth forgets a used code after 30 seconds, and clocks may drift as far."""

import hashlib
from typing import TYPE_CHECKING

from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from django.conf import settings
from django.core.cache import cache

if TYPE_CHECKING:
    from allauth.mfa.base.forms import BaseAuthenticateForm
else:
    BaseAuthenticateForm = object


class UsedOnce(BaseAuthenticateForm):
    """A form with a code that is refused for as long as the code could still be right."""

    def clean_code(self) -> str:
        """Return the code; raises ValidationError when it is wrong or was used before."""
        code = str(super().clean_code())
        steps = 2 * settings.MFA_TOTP_TOLERANCE + 1
        mark = hashlib.sha256(f"{self.user.pk} {code}".encode()).hexdigest()
        if not cache.add(f"second-step-code:{mark}", "used", timeout=(steps + 1) * 30):
            raise get_adapter().validation_error("incorrect_code")
        return code


class SignInCodeForm(UsedOnce, AuthenticateForm):
    """The code at sign-in."""


class AgainCodeForm(UsedOnce, ReauthenticateForm):
    """The code when it is asked again before a change."""
