"""Passwords: which are refused, and how they are kept."""

import pytest
from django.contrib.auth.hashers import check_password, identify_hasher, make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from pytest_django import Settings


@pytest.mark.parametrize(
    "password",
    [
        "elevenchars",  # fewer than twelve
        "passwordpassword",
        "qwerty123456",  # common
        "Common-Ground-2026!",
        "SafeGuarding is us",
        "x" * 129,
    ],
)
def test_refused(password: str) -> None:
    with pytest.raises(ValidationError):
        validate_password(password)


@pytest.mark.parametrize("password", ["harbour lantern 7 pebbles", "ʻokina é naïve stair", "y" * 128])
def test_accepted(password: str) -> None:
    validate_password(password)


def test_kept_as_argon2id_with_lowered_memory(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["commonground.passwords.LeanArgon2PasswordHasher"]
    kept = make_password("harbour lantern 7 pebbles")
    assert identify_hasher(kept).algorithm == "argon2"
    assert "argon2id" in kept
    assert "m=19456,t=2,p=1" in kept
    assert check_password("harbour lantern 7 pebbles", kept)
    assert not check_password("harbour lantern 8 pebbles", kept)
