"""How passwords are hashed and which are refused."""

from typing import ClassVar

from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core.exceptions import ValidationError

LONGEST = 128


class LeanArgon2PasswordHasher(Argon2PasswordHasher):
    """Argon2id at OWASP's figures for 19 MiB: Django's own take 100 MB a hash, too much for eight threads."""

    time_cost = 2
    memory_cost = 19 * 1024  # KiB
    parallelism = 1


class ContextValidator:
    """Refuses passwords built on a word that anyone would try first here, and those past 128 characters."""

    words: ClassVar[tuple[str, ...]] = ("commonground", "safeguard", "partnership", "children", "password")

    def validate(self, password: str, user: object = None) -> None:  # noqa: ARG002 - Django's own signature
        """Raise ValidationError, in words, for a password that is refused."""
        if len(password) > LONGEST:
            message = f"Use {LONGEST} characters or fewer."
            raise ValidationError(message, code="password_too_long")
        squeezed = "".join(letter for letter in password.casefold() if letter.isalnum())
        for word in self.words:
            if word in squeezed:
                message = f"Choose a password without the word “{word}”: it is among the first that are tried."
                raise ValidationError(message, code="password_in_context")

    def get_help_text(self) -> str:
        """Return the hint shown above the box."""
        return f"At most {LONGEST} characters, and no word from the name of this service."
