"""Lost telephone, lost codes: what holds it: forms sent twice, step-up, the database, mail; and nobody enrols any."""

import re
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.core import mail
from django.db import IntegrityError, ProgrammingError, transaction
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks

from commonground.directory.actions import (
    RefusedError,
    add_post,
    end_holding,
    hold,
)
from commonground.directory.middleware import BEGAN
from commonground.directory.models import Holding, LostFactor, Partnership
from commonground.directory.removing import (
    ask_removal,
    confirm_removal,
    take_back_removal,
)
from commonground.now import london_date, now
from commonground.procedures.terms import Role
from tests.directory.conftest import PASSWORD, Town, acting, signed_in
from tests.directory.lost import (
    ACCOUNT,
    LOST,
    REASON,
    Around,
    around,
    asked,
    halfway_in,
    send,
    step,
    with_factors,
)
from tests.visiting import visit

__all__ = ["around"]


def test_sent_twice_it_happens_once(
    town: Town, around: Around, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with_factors(town.amy)
    elin, sarah = signed_in(town.elin), signed_in(town.sarah)
    form, key = {"email": town.amy.email, "reason": REASON}, str(uuid4())
    assert [send(elin, LOST, form, key) for _ in range(2)] == [(302, LOST)] * 2
    lost = LostFactor.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        assert [send(sarah, step("confirm", lost), key=key2) for key2 in [str(uuid4())] * 2] == [(302, LOST)] * 2
    TOTP.activate(town.amy, generate_totp_secret())  # she has a new one by now
    with django_capture_on_commit_callbacks(execute=True):
        status, page = send(signed_in(around.lena), step("confirm", lost))
    assert status == 409
    assert "Sarah has confirmed this already." in page
    assert Authenticator.objects.filter(user=town.amy).count() == 1, "the new one stays"
    assert len(mail.outbox) == 1
    lost.refresh_from_db()
    assert lost.confirmed_by == town.sarah


def test_the_posts_of_both_count_on_the_day(town: Town, around: Around) -> None:
    with_factors(town.amy)
    yesterday = london_date(now()) - timedelta(days=1)
    lost = asked(town, around.lena)
    end_holding(holding=Holding.objects.get(person=around.lena), last_day=yesterday, by=None, at=now())
    with pytest.raises(RefusedError, match="Lena, who asked, does not hold a post today"):
        confirm_removal(lost=lost.pk, by=acting(town.sarah), at=now())
    with pytest.raises(RefusedError, match="Nobody whom you may help"):
        ask_removal(email=town.bob.email, reason=REASON, by=acting(around.lena), at=now())
    take_back_removal(lost=lost.pk, by=acting(around.lena), at=now())
    again = asked(town)
    end_holding(holding=Holding.objects.get(person=town.amy), last_day=yesterday, by=None, at=now())
    with pytest.raises(RefusedError, match="You do not hold a post today by which you may help Amy"):
        confirm_removal(lost=again.pk, by=acting(town.sarah), at=now())
    assert Authenticator.objects.filter(user=town.amy).count() == 3


def test_what_was_done_stays_with_the_agency_where_it_was_done(town: Town, around: Around) -> None:
    confirm_removal(lost=asked(town).pk, by=acting(town.sarah), at=now())
    end_holding(holding=Holding.objects.get(person=town.amy), last_day=london_date(now()), by=None, at=now())
    post = add_post(agency=town.council, role=Role.PRACTITIONER, title="Social worker", by=None, at=now())
    hold(person=town.amy, post=post, by=None, at=now())
    assert REASON in visit(LOST, town.sarah).words
    assert REASON in visit(LOST, town.elin).words
    assert REASON not in visit(LOST, around.farah).words


def test_each_step_asks_who_it_is_again_after_ten_minutes(town: Town) -> None:
    with_factors(town.amy)
    lost = asked(town)
    sarah = signed_in(town.sarah)
    session = sarah.session
    session[BEGAN] = time.time() - settings.ACCOUNT_REAUTHENTICATION_TIMEOUT - 1
    session.save()
    form = {"email": town.amy.email, "reason": REASON}
    for address, data in ((LOST, form), (step("confirm", lost), {}), (step("take_back", lost), {})):
        status, onward = send(sarah, address, data)
        assert status == 302
        assert onward.startswith(reverse("account_reauthenticate")), address
    assert sarah.get(LOST).status_code == 200, "looking needs none"
    assert Authenticator.objects.filter(user=town.amy).count() == 3
    _, onward = send(sarah, step("confirm", lost))
    answer = sarah.post(onward, {"password": PASSWORD})
    assert answer.headers["Location"] == LOST, "what was sent goes on by itself"
    assert not Authenticator.objects.filter(user=town.amy).exists()


def test_the_database_holds_that_they_are_three_people(town: Town) -> None:
    asks = {"person": town.amy, "reason": REASON, "asked_at": now(), "expires": now()}
    for who in (
        {"asked_by": town.amy},
        {"asked_by": town.elin, "confirmed_by": town.elin, "confirmed_at": now()},
        {"asked_by": town.elin, "confirmed_by": town.amy, "confirmed_at": now()},
        {"asked_by": town.elin, "confirmed_by": town.sarah},
        {"asked_by": town.elin, "confirmed_by": town.sarah, "confirmed_at": now(), "taken_back_at": now()},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            LostFactor.objects.create(**asks, **who)
    LostFactor.objects.create(**asks, asked_by=town.elin, confirmed_by=town.sarah, confirmed_at=now())


def test_the_web_may_do_all_of_it_but_rewrite_and_delete(
    town: Town, as_role: Callable[[str], AbstractContextManager[None]]
) -> None:
    with_factors(town.amy)
    elin, sarah = signed_in(town.elin), signed_in(town.sarah)
    form = {"email": town.amy.email, "reason": REASON}
    with as_role("app"):
        assert send(elin, LOST, form) == (302, LOST)
        assert send(elin, step("take_back", LostFactor.objects.get())) == (302, LOST)
        assert send(elin, LOST, form) == (302, LOST)
        lost = LostFactor.objects.get(taken_back_at=None)
        assert send(sarah, step("confirm", lost)) == (302, LOST)
        assert not Authenticator.objects.filter(user=town.amy).exists()
        assert REASON in visit(LOST, sarah).words
        for change in ({"reason": "Other words."}, {"asked_by": town.sarah}):
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                LostFactor.objects.update(**change)
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            LostFactor.objects.all().delete()


def test_a_relay_that_is_down_takes_nothing_back(
    town: Town,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    def down(*_words: object) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr("commonground.directory.removing.send_mail", down)
    with django_capture_on_commit_callbacks(execute=True):
        confirm_removal(lost=asked(town).pk, by=acting(town.sarah), at=now())
    assert "on_commit" in caplog.text
    assert LostFactor.objects.get().confirmed_by == town.sarah


def test_it_is_offered_to_those_who_may_and_said_at_the_second_step(town: Town) -> None:
    for person in (town.sarah, town.elin):
        assert f'href="{LOST}"' in visit(ACCOUNT, person).markup
    halfway = halfway_in(town.amy)
    page = visit(reverse("mfa_authenticate"), halfway)
    assert "Ask your safeguarding lead or the partnership’s office; two of them together can help." in page.words


def test_someone_halfway_in_gets_no_further_by_the_old_session(town: Town) -> None:
    halfway = halfway_in(town.amy)
    confirm_removal(lost=asked(town).pk, by=acting(town.sarah), at=now())
    answer = halfway.post(reverse("mfa_authenticate"), {"code": "123456"})
    assert answer.headers["Location"] == reverse("account_login")
    assert halfway.get(ACCOUNT).headers["Location"].startswith(reverse("account_login"))


def test_nothing_here_can_enrol() -> None:
    source = Path(__file__).parents[2] / "commonground" / "directory" / "removing.py"
    assert not re.search(r"activate|Authenticator\.objects\.(create|bulk)|set_password", source.read_text("utf-8"))


def test_an_officer_of_any_partnership_of_the_agency_may_help(town: Town, around: Around) -> None:
    town.school.partnerships.add(Partnership.objects.get(name="Elsewhere"))
    lost = asked(town, around.gwen)
    confirm_removal(lost=lost.pk, by=acting(town.elin), at=now())
    assert LostFactor.objects.get().confirmed_by == town.elin
