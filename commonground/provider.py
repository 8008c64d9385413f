"""The sign-in of an organisation, beside passwords: an OpenID Connect provider named by the environment, or none.

COMMONGROUND_OIDC_ISSUER       its issuer, such as https://login.microsoftonline.com/<tenant>/v2.0; if empty, none
COMMONGROUND_OIDC_CLIENT       what this product is called there (client id)
COMMONGROUND_OIDC_SECRET       the client's secret, or COMMONGROUND_OIDC_SECRET_FILE a file of mode 0400 that holds it
COMMONGROUND_OIDC_DOMAINS      the domains of work addresses that it answers for, with spaces between
COMMONGROUND_OIDC_TENANT       the ``tid`` that a token must carry, where the provider sends one
COMMONGROUND_OIDC_NAME         how people know it ("your work account")
COMMONGROUND_OIDC_SECOND_STEP  1: its second step counts when it says that one was shown (``amr`` with "mfa")
COMMONGROUND_OIDC_ORIGINS      further origins that it leads a browser through, with spaces between
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

LONGEST_ISSUER = 200


@dataclass(frozen=True, slots=True)
class Provider:
    """Whose sign-in is taken, and for which addresses its word is taken."""

    issuer: str
    client: str
    secret: str
    domains: frozenset[str]
    tenant: str = ""
    name: str = "your work account"
    counts_second_step: bool = False
    more_origins: tuple[str, ...] = ()

    @property
    def origins(self) -> tuple[str, ...]:
        """Where a browser is led on the way there, for the policy of the page that leads there."""
        scheme, host, *_ = urlsplit(self.issuer)
        return (f"{scheme}://{host}", *self.more_origins)


def read(environment: Mapping[str, str], *, unsafe: bool) -> Provider | None:
    """Return the provider that the environment names, or None. ``unsafe`` allows one without TLS, for tests.

    Raises ImproperlyConfigured, in words, for one that is named by halves.
    """
    told = {name: environment.get(f"COMMONGROUND_OIDC_{name}", "").strip() for name in NAMES}
    if not told["ISSUER"]:
        return None
    missing = [f"COMMONGROUND_OIDC_{name}" for name in ("CLIENT", "DOMAINS") if not told[name]]
    if missing:
        message = f"COMMONGROUND_OIDC_ISSUER is set, but not {' and '.join(missing)}."
        raise ImproperlyConfigured(message)
    if len(told["ISSUER"]) > LONGEST_ISSUER or not (unsafe or urlsplit(told["ISSUER"]).scheme == "https"):
        message = f"COMMONGROUND_OIDC_ISSUER must begin with https and have at most {LONGEST_ISSUER} characters."
        raise ImproperlyConfigured(message)
    return Provider(
        issuer=told["ISSUER"],
        client=told["CLIENT"],
        secret=told["SECRET"] or _secret_in(told["SECRET_FILE"]),
        domains=frozenset(told["DOMAINS"].lower().split()),
        tenant=told["TENANT"],
        name=told["NAME"] or "your work account",
        counts_second_step=told["SECOND_STEP"] == "1",
        more_origins=tuple(told["ORIGINS"].split()),
    )


NAMES = ("ISSUER", "CLIENT", "SECRET", "SECRET_FILE", "DOMAINS", "TENANT", "NAME", "SECOND_STEP", "ORIGINS")


def _secret_in(name: str) -> str:
    path = Path(name)
    if not name or not path.is_file():
        message = "Set COMMONGROUND_OIDC_SECRET, or COMMONGROUND_OIDC_SECRET_FILE to a file that is there."
        raise ImproperlyConfigured(message)
    if path.stat().st_mode & 0o077:
        message = f"{path} may be read by others than its owner. Set its mode to 0400."
        raise ImproperlyConfigured(message)
    return path.read_text(encoding="ascii").strip()
