"""Run by test_for_real.py as the role `app`: from an invitation's link to a second sign-in, each page committed."""

import sys
import time

import django

django.setup()

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value  # noqa: E402 - after the settings
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402

PASSWORD = "copper lantern winter"


def main(link: str, email: str) -> None:
    """Walk in and say at the end as whom, and as which role of the database."""
    browser = Client()
    browser.post(link, {"password": PASSWORD})
    secret = str(browser.get(reverse("mfa_activate_totp")).context["form"].secret)
    step = int(time.time()) // 30
    browser.post(reverse("mfa_activate_totp"), {"code": format_hotp_value(hotp_value(secret, step))})
    assert browser.get(reverse("directory:account")).status_code == 200, "the new factor counts at once"
    browser.post(reverse("account_logout"))
    assert browser.get(reverse("directory:account")).status_code == 302
    browser.post(reverse("account_login"), {"login": email, "password": PASSWORD})
    browser.post(reverse("mfa_authenticate"), {"code": format_hotp_value(hotp_value(secret, step + 1))})
    page = browser.get(reverse("directory:account"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        role = cursor.fetchone()[0]
    sys.stdout.write(f"{page.context['person'].name} as {role}")


if __name__ == "__main__":
    main(*sys.argv[1:])
