"""Staying signed in: how long a session lasts, asking without making it longer, and making it longer."""

import time

from django.conf import settings
from django.test import Client
from django.urls import reverse

from commonground.directory.middleware import BEGAN, SEEN, STAYING, TOUCH_SECONDS
from tests.directory.conftest import Town, signed_in

NEAR = 5  # seconds that a test may take


def quiet_for(client: Client, seconds: float) -> None:
    """Make the last thing that somebody did lie so far back."""
    session = client.session
    session[SEEN] = time.time() - seconds
    session.save()


def test_asking_says_how_long_it_lasts_and_does_not_make_it_last_longer(town: Town) -> None:
    client = signed_in(town.amy)
    quiet_for(client, TOUCH_SECONDS * 2)
    answer = client.get(reverse(STAYING)).json()
    left = settings.SESSION_IDLE - TOUCH_SECONDS * 2
    assert left - NEAR <= answer["seconds"] <= left
    assert settings.SESSION_COOKIE_AGE - NEAR <= answer["most"] <= settings.SESSION_COOKIE_AGE
    assert answer["person"] == str(town.amy.pk)
    assert time.time() - client.session[SEEN] >= TOUCH_SECONDS * 2


def test_staying_begins_the_idle_time_anew_though_not_the_day(town: Town) -> None:
    client = signed_in(town.amy)
    quiet_for(client, settings.SESSION_IDLE - NEAR)
    session = client.session
    session[BEGAN] = time.time() - 3600
    session.save()
    answer = client.post(reverse(STAYING)).json()
    assert answer["seconds"] >= settings.SESSION_IDLE - NEAR
    assert answer["most"] <= settings.SESSION_COOKIE_AGE - 3600
    assert time.time() - client.session[SEEN] < NEAR


def test_nobody_stays_longer_than_a_day_at_work(town: Town) -> None:
    client = signed_in(town.amy)
    session = client.session
    session[BEGAN] = time.time() - settings.SESSION_COOKIE_AGE + 100
    session.save()
    answer = client.post(reverse(STAYING)).json()
    assert answer["seconds"] == answer["most"] <= 100


def test_a_session_that_ended_is_not_brought_back(town: Town) -> None:
    client = signed_in(town.amy)
    quiet_for(client, settings.SESSION_IDLE + 1)
    assert client.post(reverse(STAYING)).status_code == 302
    assert client.get(reverse("directory:account")).status_code == 302
    assert Client().get(reverse(STAYING)).status_code == 302


def test_it_takes_a_form_s_key_and_gives_a_good_one(town: Town) -> None:
    client = Client(enforce_csrf_checks=True)
    client.cookies = signed_in(town.amy).cookies
    assert client.post(reverse(STAYING)).status_code == 403
    key = client.get(reverse(STAYING)).json()["key"]
    assert client.post(reverse(STAYING), {"csrfmiddlewaretoken": key}).status_code == 200


def test_pages_say_it_to_those_who_are_signed_in_only(town: Town) -> None:
    page = signed_in(town.amy).get(reverse("directory:account")).content.decode()
    assert 'data-warning="180"' in page
    assert "commonground/staying.js" in page
    assert "Stay signed in" not in Client().get(reverse("account_login")).content.decode()
