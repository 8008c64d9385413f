"""Signing in as it truly is: the role `app`, and every page committed."""

import time
from io import StringIO

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoDbBlocker

from tests.conftest import Clone
from tests.connected import connected
from tests.directory.conftest import PASSWORD


def test_the_first_officer_walks_in(clone: Clone, django_db_blocker: DjangoDbBlocker) -> None:
    said, email = StringIO(), "gwen@office.example"
    account = reverse("directory:account")
    with django_db_blocker.unblock(), connected(clone.owner):
        call_command("create_partnership", "Vale", area="the vale", officer="Gwen Tasker", email=email, stdout=said)
    with django_db_blocker.unblock(), connected(clone.app):
        browser = Client()
        browser.post(said.getvalue().split()[-1], {"password": PASSWORD})
        secret = str(browser.get(reverse("mfa_activate_totp")).context["form"].secret)
        step = int(time.time()) // 30
        browser.post(reverse("mfa_activate_totp"), {"code": format_hotp_value(hotp_value(secret, step))})
        assert browser.get(account).status_code == 200, "the new factor counts at once"
        browser.post(reverse("account_logout"))
        assert browser.get(account).status_code == 302
        browser.post(reverse("account_login"), {"login": email, "password": PASSWORD})
        browser.post(reverse("mfa_authenticate"), {"code": format_hotp_value(hotp_value(secret, step + 1))})
        assert b"Gwen Tasker" in browser.get(account).content
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_user")
            assert cursor.fetchone() == ("app",)
