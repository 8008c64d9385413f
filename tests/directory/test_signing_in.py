"""Signing in end to end: password, second step, time-outs, limits, and who is out at once."""

import re
import time
from base64 import b64decode
from datetime import date

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import settings
from django.test import Client
from django.urls import get_resolver, reverse

from commonground.directory.actions import invite, leave
from commonground.directory.doors import OWN
from commonground.directory.middleware import BEGAN, ENROLLING, FACTOR, OPEN, SEEN, mark_second_factor
from commonground.directory.models import Person
from commonground.now import now
from tests.directory.conftest import PASSWORD, Town, signed_in

ACCOUNT = reverse("directory:account")


def code(secret: str, steps: int = 0) -> str:
    """Return what an authenticator app shows, now or some half minutes away."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def enrol(client: Client) -> str:
    """Set up an app in a browser that is signed in by password; return the app's secret."""
    page = client.get(reverse("mfa_activate_totp"))
    secret = str(page.context["form"].secret)
    answer = client.post(reverse("mfa_activate_totp"), {"code": code(secret)})
    session = client.session  # allauth tells us on commit, which never comes here: test_for_real.py has one
    mark_second_factor(session, Person.objects.get(pk=session["_auth_user_id"]))
    session.save()
    assert answer.headers["Location"] == reverse("mfa_view_recovery_codes")
    return secret


def sign_in(client: Client, person: Person, password: str = PASSWORD) -> str:
    """Send the sign-in form; return where it leads, or "" when it is refused."""
    answer = client.post(reverse("account_login"), {"login": person.email, "password": password})
    return answer.headers.get("Location", "")


def test_from_invitation_to_a_second_sign_in(town: Town) -> None:
    link = invite(name="Cath Doyle", email="cath@work.example", post=town.cath_post, by=None, at=now())
    client = Client()
    page = client.get(link)
    assert b"Welcome, Cath Doyle" in page.content
    answer = client.post(link, {"password": PASSWORD})
    assert answer.headers["Location"] == reverse("directory:enrol")
    assert client.get(ACCOUNT).headers["Location"] == reverse("directory:enrol")

    secret = enrol(client)
    assert client.get(ACCOUNT).status_code == 200
    codes = client.get(reverse("mfa_view_recovery_codes")).content.decode()
    recovery = re.findall(r"<code>([^<]+)</code>", codes)
    assert len(recovery) == 10
    assert b"<code>" not in client.get(reverse("mfa_view_recovery_codes")).content, "shown once only"
    client.post(reverse("account_logout"))

    cath = Person.objects.get(email="cath@work.example")
    assert sign_in(client, cath) == reverse("mfa_authenticate")
    assert client.get(ACCOUNT).headers["Location"].startswith(reverse("account_login")), (
        "half signed in is not signed in"
    )
    used = code(secret, 1)
    answer = client.post(reverse("mfa_authenticate"), {"code": used})
    assert answer.headers["Location"] == "/"
    assert b"Cath Doyle" in client.get(ACCOUNT).content

    again = Client()
    sign_in(again, cath)
    with time_machine.travel(time.time() + 45, tick=True):  # it is another half minute, and the code still right
        refused = again.post(reverse("mfa_authenticate"), {"code": used})
    assert b"was used already" in refused.content, "a code works once"
    assert again.post(reverse("mfa_authenticate"), {"code": recovery[0]}).headers["Location"] == "/"
    third = Client()
    sign_in(third, cath)
    assert third.post(reverse("mfa_authenticate"), {"code": recovery[0]}).status_code == 200, "works once"


def test_secrets_of_second_factors_are_sealed(town: Town) -> None:
    client = Client()
    sign_in(client, town.amy)
    secret = enrol(client)
    stored = Authenticator.objects.get(user=town.amy, type=Authenticator.Type.TOTP).data["secret"]
    assert secret not in stored
    assert secret.encode() not in b64decode(stored)


def test_without_a_second_factor_only_setting_one_up_opens(town: Town) -> None:
    client = Client()
    assert sign_in(client, town.amy) == "/"
    names = {name for name in get_resolver().reverse_dict if isinstance(name, str)}
    assert {"mfa_index", "account_change_password", "usersessions_list"} <= names
    for name in OWN | {"directory:account", "directory:invite", "directory:lost"}:
        arguments = [1] if name in {"mfa_edit_webauthn", "mfa_remove_webauthn"} else []
        answer = client.get(reverse(name, args=arguments))
        assert (answer.status_code, answer.headers.get("Location")) == (302, reverse("directory:enrol")), name
    for name in ENROLLING - {"mfa_view_recovery_codes"}:
        answer = client.get(reverse(name))
        assert answer.headers.get("Location") != reverse("directory:enrol"), name
        assert answer.status_code in {200, 302}, name
    assert client.get("/no/such/page/").headers["Location"] == reverse("directory:enrol")


def test_anybody_else_is_sent_to_sign_in_and_back(town: Town) -> None:  # noqa: ARG001 - the database it needs
    client = Client()
    for name in (OWN | ENROLLING | {"directory:account", "directory:invite", "directory:lost"}) - OPEN:
        arguments = [1] if name in {"mfa_edit_webauthn", "mfa_remove_webauthn"} else []
        address = reverse(name, args=arguments)
        assert client.get(address).headers["Location"] == f"{reverse('account_login')}?next={address}", name
    assert client.post(ACCOUNT).headers["Location"] == f"{reverse('account_login')}?next=/"
    assert client.get("/no/such/page/").status_code == 302


def test_nobody_signs_up_or_changes_their_address(town: Town) -> None:
    client = signed_in(town.amy)
    for address in ("/account/signup/", "/account/email/", "/account/confirm-email/", "/account/password/set/"):
        assert client.get(address).status_code == 404, address


def test_wrong_passwords_stop_the_account_whichever_worker_answers(town: Town) -> None:
    workers = [Client(REMOTE_ADDR=f"10.0.0.{number}") for number in range(1, 4)]
    answers = [
        workers[attempt % 3].post(reverse("account_login"), {"login": town.amy.email, "password": f"wrong {attempt}"})
        for attempt in range(14)
    ]
    stopped = [b"too many attempts" in answer.content for answer in answers]
    assert stopped == [False] * 10 + [True] * 4
    assert sign_in(workers[0], town.amy) == "", "not even with the right one"
    assert sign_in(workers[0], town.bob) == "/", "others go on"


def test_an_idle_session_ends_and_so_does_an_old_one(town: Town) -> None:
    for key, age in ((SEEN, settings.SESSION_IDLE + 1), (BEGAN, settings.SESSION_COOKIE_AGE + 1)):
        client = signed_in(town.amy)
        assert client.get(ACCOUNT).status_code == 200
        session = client.session
        session[key] = time.time() - age
        session.save()
        assert client.get(ACCOUNT).headers["Location"].startswith(reverse("account_login")), key
        assert FACTOR not in client.session, "nothing of it is left"


def test_working_keeps_a_session_alive(town: Town) -> None:
    client = signed_in(town.amy)
    session = client.session
    session[SEEN] = time.time() - settings.SESSION_IDLE + 5
    session.save()
    assert client.get(ACCOUNT).status_code == 200
    assert time.time() - client.session[SEEN] < 5


def test_a_leaver_with_a_live_cookie_is_out_on_the_next_request(town: Town) -> None:
    client = signed_in(town.amy)
    assert client.get(ACCOUNT).status_code == 200
    leave(person=town.amy, by=None, at=now())
    assert client.get(ACCOUNT).headers["Location"].startswith(reverse("account_login"))
    assert sign_in(Client(), town.amy) == ""


def test_a_second_factor_is_of_this_person_only(town: Town) -> None:
    client = signed_in(town.amy)
    client.force_login(town.bob)
    session = client.session
    session[FACTOR] = str(town.amy.pk)
    session.save()
    assert client.get(ACCOUNT).headers["Location"] == reverse("directory:enrol")


def test_nobody_touches_another_persons_factors(town: Town) -> None:
    others = Authenticator.objects.create(
        user=town.bob, type=Authenticator.Type.WEBAUTHN, data={"name": "Bob's", "credential": {}}
    )
    client = signed_in(town.amy)
    for name in ("mfa_remove_webauthn", "mfa_edit_webauthn"):
        address = reverse(name, args=[others.pk])
        assert client.get(address).status_code == 404, name
        assert client.post(address, {"name": "mine"}).status_code == 404, name
    others.refresh_from_db()
    assert others.data["name"] == "Bob's"
    assert b"Bob" not in client.get(reverse("mfa_list_webauthn")).content


def test_changing_a_factor_asks_again_after_ten_minutes(town: Town) -> None:
    client = signed_in(town.amy)
    assert client.get(reverse("mfa_activate_totp")).status_code == 200
    session = client.session
    session[BEGAN] = time.time() - settings.ACCOUNT_REAUTHENTICATION_TIMEOUT - 1
    session.save()
    answer = client.get(reverse("mfa_activate_totp"))
    assert answer.headers["Location"].startswith(reverse("account_reauthenticate"))
    client.post(answer.headers["Location"], {"password": PASSWORD})
    assert client.get(reverse("mfa_activate_totp")).status_code == 200


def test_removing_the_last_factor_leads_to_setting_one_up(town: Town) -> None:
    client = Client()
    sign_in(client, town.amy)
    enrol(client)
    assert client.get(ACCOUNT).status_code == 200
    client.post(reverse("mfa_deactivate_totp"))
    assert client.get(ACCOUNT).headers["Location"] == reverse("directory:enrol")


def test_one_sees_and_ends_ones_other_sessions(town: Town) -> None:
    here, there = Client(), Client()
    sign_in(there, town.amy)
    secret = enrol(there)
    sign_in(here, town.amy)
    here.post(reverse("mfa_authenticate"), {"code": code(secret)})
    page = here.get(reverse("usersessions_list"))
    assert page.context["session_count"] == 2
    here.post(reverse("usersessions_list"))
    assert there.get(ACCOUNT).headers["Location"].startswith(reverse("account_login"))
    assert here.get(ACCOUNT).status_code == 200


@pytest.mark.parametrize("name", ["account_login", "account_reset_password"])
def test_open_pages_are_ours_in_words(town: Town, name: str) -> None:  # noqa: ARG001 - the database it needs
    page = Client().get(reverse(name)).content.decode()
    assert "Work email address" in page
    assert "Sign In" not in page
    assert "sign up" not in page


def test_signing_out_clears_what_the_browser_kept(town: Town) -> None:
    answer = signed_in(town.amy).post(reverse("account_logout"))
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'


def test_an_address_that_fails_too_often_is_stopped_whatever_it_claims_to_be(town: Town) -> None:
    answers = [
        Client(headers={"X-Forwarded-For": f"198.51.100.{attempt}", "X-Real-IP": f"198.51.100.{attempt}"}).post(
            reverse("account_login"), {"login": f"nobody{attempt}@work.example", "password": PASSWORD}
        )
        for attempt in range(31)
    ]
    assert [b"too many attempts" in answer.content for answer in answers] == [False] * 30 + [True]
    assert sign_in(Client(REMOTE_ADDR="10.0.0.9"), town.amy) == "/", "other addresses go on"


def test_what_is_open_is_there_and_no_more_than_this() -> None:
    arguments: dict[str, list[object]] = {
        "directory:accept": ["made-up"],
        "account_reset_password_from_key": ["1", "made-up"],
        "guests:open": ["x"],
        "procedure:area": ["made-up"],
        "procedure:on_day": ["made-up", date(2026, 3, 3)],
        "library:area": ["made-up"],
        "library:page": ["made-up", "neglect"],
        "library:on_day": ["made-up", "neglect", date(2026, 3, 3)],
        "library:numbered": ["made-up", "neglect", 1],
        "chart_of_area_moved": ["made-up"],
        "charts:area": ["made-up"],
        "charts:in_plain_words": ["made-up"],
        "library:image": ["made-up", "our-hub", "0123456789ab"],
        "charts:pdf": ["made-up"],
        "charts:file": ["made-up"],
        "charts:on_day": ["made-up", date(2026, 3, 3)],
        "charts:numbered": ["made-up", 1],
        "library:page_pdf": ["made-up", "neglect"],
        "library:sheet_pdf": ["made-up", "neglect"],
        "library:shelf_pdf": ["made-up"],
        "library:poster_pdf": ["made-up"],
        "library_short": ["made-up"],
        "library_panel": ["made-up"],
        "library:useful": ["made-up", "neglect"],
        "library:day": ["baby"],
        "library:day_sheet": ["baby"],
        "library:day_with": ["baby", "parent"],
        "survey:by_link": ["token"],
        **{f"briefings:link{step}": ["made-up"] for step in ("", "_receipt", "_receipt_pdf", "_questions")},
    }
    assert len({reverse(name, args=arguments.get(name, [])) for name in OPEN}) == len(OPEN) == 60
