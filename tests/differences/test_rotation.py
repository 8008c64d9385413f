"""Keys are rotated while differences go on: nothing is lost, and what is sealed anew needs the old key no more."""

import os
from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import override_settings

from commonground.differences import actions
from commonground.differences.actions.resealing import seal_all_anew
from commonground.directory.signing_in import Factors
from commonground.procedures.terms import Answer
from commonground.sealing import SealError
from tests.cast import BECAUSE, CHILD, MEANWHILE, NAMED, Cast

NEW = os.urandom(32)


def test_the_record_goes_on_under_a_new_key_and_is_whole(cast: Cast) -> None:
    row = cast.raised()
    with override_settings(RECORD_KEYS=(NEW, *settings.RECORD_KEYS)):
        cast.do(actions.respond, row, "bob", answer=Answer.YES, because=BECAUSE, meanwhile=MEANWHILE)
        call_command("verify_record", stdout=StringIO())
    for keys in ((NEW,), settings.RECORD_KEYS):  # either alone does not know what the other signed
        with override_settings(RECORD_KEYS=keys), pytest.raises(SystemExit):
            call_command("verify_record", stdout=StringIO())


def test_everything_sealed_is_sealed_anew_and_opens_without_the_old_key(cast: Cast) -> None:
    row, amy = cast.raised(children=(CHILD, NAMED)), cast.actor("amy")
    draft = actions.save_draft(by=amy, at=cast.at, draft=None, answers={"worry": "in my own words"})
    secret = {"secret": Factors().encrypt("JBSWY3DPEHPK3PXP")}
    factor = Authenticator.objects.create(user=amy.person, type=Authenticator.Type.TOTP, data=secret)
    with override_settings(FIELD_KEYS=(NEW, *settings.FIELD_KEYS)):
        shown = actions.reveal_children(by=amy, at=cast.at, difference=row.pk, names=True)
        assert shown == [CHILD, NAMED], "the old key still opens it"
        call_command("seal_anew", stdout=StringIO())
    for opened in (draft, factor):
        opened.refresh_from_db()
    with override_settings(FIELD_KEYS=(NEW,)):
        assert actions.reveal_children(by=amy, at=cast.at, difference=row.pk, names=True) == [CHILD, NAMED]
        assert actions.read_draft(draft) == {"worry": "in my own words"}
        assert Factors().decrypt(factor.data["secret"]) == "JBSWY3DPEHPK3PXP"
    with pytest.raises(SealError):
        actions.read_draft(draft)


def test_what_no_key_opens_is_said_and_left(cast: Cast) -> None:
    cast.raised()
    with override_settings(FIELD_KEYS=(NEW,)):
        with pytest.raises(SealError):
            seal_all_anew()
        with pytest.raises(CommandError, match="does not open"):
            call_command("seal_anew", stdout=StringIO())


@pytest.mark.parametrize("role", ["app", "clock"])
def test_only_the_owner_seals_anew(role: str) -> None:
    with override_settings(ROLE=role), pytest.raises(CommandError, match="as owner"):
        call_command("seal_anew", stdout=StringIO())
