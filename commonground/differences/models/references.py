"""References of differences: random, easy to say, and with a character that checks them."""

import secrets

ALPHABET = "23456789CDFGHJKMNPQRTVWXY"
"""Letters of a reference: none that look alike, and no vowels, so no words."""


def mint_reference() -> str:
    """Return a new random reference: nine characters, and one that checks them."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(9))
    return body + check_character(body)


def check_character(body: str) -> str:
    """Return the character that makes a mistyped letter show: a weighted sum modulo 25."""
    return ALPHABET[sum((place + 2) * ALPHABET.index(letter) for place, letter in enumerate(body)) % 25]


def spoken(reference: str) -> str:
    """Return a reference as people read it: 7K3F-9QXM-2C."""
    return "-".join((reference[:4], reference[4:8], reference[8:]))


def read_reference(text: str) -> str:
    """Return a reference as it is kept, from how people type it: any case, with or without dashes and spaces."""
    return "".join(letter for letter in text.upper() if letter.isalnum())
