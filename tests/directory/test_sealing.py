"""What is sealed opens only with the key, only for whom it was sealed, and only unchanged."""

import os

import pytest
from django.conf import settings
from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st

from commonground.sealing import SealError, seal, seal_anew, unseal


@given(plain=st.binary(max_size=200), bound_to=st.text(max_size=40))
def test_what_is_sealed_opens_again_for_the_same_owner(plain: bytes, bound_to: str) -> None:
    assert unseal(seal(plain, bound_to), bound_to) == plain


def test_the_same_words_never_look_the_same() -> None:
    assert len({seal(b"A. L., born 2019", "difference 1") for _ in range(100)}) == 100


def test_it_opens_for_nobody_else_and_with_no_other_key() -> None:
    sealed = seal(b"A. L., born 2019", "difference 1")
    assert b"2019" not in sealed
    with pytest.raises(SealError):
        unseal(sealed, "difference 2")
    with override_settings(FIELD_KEYS=(os.urandom(32),)), pytest.raises(SealError):
        unseal(sealed, "difference 1")


def test_an_older_key_opens_what_it_sealed_until_it_is_sealed_anew() -> None:
    sealed, new = seal(b"born 2019", "difference 1"), os.urandom(32)
    with override_settings(FIELD_KEYS=(new, *settings.FIELD_KEYS)):
        assert unseal(sealed, "difference 1") == b"born 2019"
        anew = seal_anew(sealed, "difference 1")
    with override_settings(FIELD_KEYS=(new,)):
        assert unseal(anew, "difference 1") == b"born 2019"
        with pytest.raises(SealError):
            unseal(sealed, "difference 1")


def test_every_changed_bit_is_noticed() -> None:
    sealed = seal(b"born 2019", "difference 1")
    for place in range(len(sealed) * 8):
        changed = bytearray(sealed)
        changed[place // 8] ^= 1 << place % 8
        with pytest.raises(SealError):
            unseal(bytes(changed), "difference 1")


@pytest.mark.parametrize("stored", [b"", b"\x01", b"\x01" + bytes(27), b"\x02" + bytes(60), b"in clear"])
def test_what_was_never_sealed_is_refused(stored: bytes) -> None:
    with pytest.raises(SealError):
        unseal(stored, "difference 1")
