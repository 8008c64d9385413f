"""How a record is written as bytes, linked and signed: pure, and fixed for ever."""

import hashlib
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonground.record import chain
from commonground.record.canonical import NotCanonicalError, canonical, moment

PRIVATE = bytes(range(32))
SUBJECT = UUID("00000000-0000-4000-8000-000000000001")
LINK = chain.Link(
    id=UUID("00000000-0000-4000-8000-000000000002"),
    subject=SUBJECT,
    partnership_id=UUID("00000000-0000-4000-8000-000000000003"),
    number=1,
    at=datetime(2026, 3, 2, 9, 15, tzinfo=UTC),
    kind="difference.raised",
    actor="a" * 64,
    side_only="",
    facts={"stage": 1, "clocks": [["answer", "2026-03-04T17:00:00+00:00"]]},
    commitment="c" * 64,
    previous=chain.BEGINNING,
)


def test_bytes_are_sorted_without_blanks_in_utf8() -> None:
    value = {"b": [1, True, None], "a": "é – “x”", "A": {"y": -2, "x": 10**30}}
    assert canonical(value) == (
        '{"A":{"x":1000000000000000000000000000000,"y":-2},"a":"é – “x”","b":[1,true,null]}'.encode()
    )


def test_moments_are_written_in_utc_with_microseconds() -> None:
    tehran = timezone(timedelta(hours=3, minutes=30))
    assert moment(datetime(2026, 3, 2, 12, 45, tzinfo=tehran)) == "2026-03-02T09:15:00.000000+00:00"


@pytest.mark.parametrize(
    "value",
    [1.0, {"a": 0.5}, float("nan"), datetime(2026, 3, 2, tzinfo=UTC), {1: "a"}, {"a": b"x"}, "a\0b", "\ud800"],
    ids=repr,
)
def test_what_has_no_one_way_of_being_written_is_refused(value: object) -> None:
    with pytest.raises(NotCanonicalError):
        canonical(value)


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(NotCanonicalError):
        moment(datetime(2026, 3, 2))  # noqa: DTZ001 what is to be refused


@given(st.dictionaries(st.text(st.characters(codec="utf-8", exclude_characters="\0")), st.integers()))
def test_the_order_of_keys_does_not_matter(value: dict[str, int]) -> None:
    assert canonical(value) == canonical(dict(reversed(value.items())))


def test_the_format_has_not_drifted() -> None:
    """A record written by an earlier version must verify for ever: these bytes may never change."""
    words = '{"actor_name":"Amy Adeyemi","salt":"55","sentence":"Amy raised a difference.","words":{"Her worry":"…"}}'
    entry = (
        '{"actor":"aa","at":"2026-03-02T09:15:00.000000+00:00","commitment":"cc",'
        '"facts":{"clocks":[["answer","2026-03-04T17:00:00+00:00"]],"stage":1},'
        '"id":"00000000-0000-4000-8000-000000000002","kind":"difference.raised","number":1,'
        '"partnership_id":"00000000-0000-4000-8000-000000000003",'
        '"previous":"0000000000000000000000000000000000000000000000000000000000000000",'
        '"side_only":"","subject":"00000000-0000-4000-8000-000000000001"}'
    )
    head = "commonground head 1\n00000000-0000-4000-8000-000000000001\n1\ndd\n"
    said = chain.commitment("55", "Amy raised a difference.", {"Her worry": "…"}, "Amy Adeyemi")
    assert said == hashlib.sha256(b"\x02" + words.encode()).hexdigest()
    link = replace(LINK, actor="aa", commitment="cc")
    assert chain.digest(link) == hashlib.sha256(b"\x00" + entry.encode()).hexdigest()
    assert chain.head_message(SUBJECT, 1, "dd") == head.encode()
    assert chain.entry_message(SUBJECT, 1, "dd") == head.replace("head", "entry").encode()


CHANGES: dict[str, Any] = {
    "id": UUID(int=7),
    "subject": UUID(int=7),
    "partnership_id": UUID(int=7),
    "number": 2,
    "at": LINK.at + timedelta(microseconds=1),
    "kind": "difference.ended",
    "actor": "b" * 64,
    "side_only": "raising",
    "facts": {"stage": 2},
    "commitment": "d" * 64,
    "previous": "e" * 64,
}


def test_a_digest_covers_every_column() -> None:
    assert CHANGES.keys() == {field.name for field in fields(chain.Link)}
    digests = {chain.digest(replace(LINK, **{name: value})) for name, value in CHANGES.items()}
    assert len(digests | {chain.digest(LINK)}) == len(CHANGES) + 1


def test_a_commitment_covers_salt_and_every_word() -> None:
    said = ("5" * 64, "a sentence", {"a": "b"}, "Amy")
    others = [("6" * 64, *said[1:]), (said[0], "x", *said[2:]), (*said[:2], {"a": "c"}, said[3]), (*said[:3], "Bob")]
    assert len({chain.commitment(*one) for one in [said, *others]}) == 5


def test_a_signature_needs_the_key_the_text_and_nothing_but_the_public_half() -> None:
    public = chain.publics_of([PRIVATE])
    message = chain.head_message(SUBJECT, 3, "d" * 64)
    signature = chain.sign(PRIVATE, message)
    assert chain.is_signed(public, signature, message)
    assert not chain.is_signed(public, signature, chain.head_message(SUBJECT, 2, "d" * 64))
    assert not chain.is_signed(public, chain.sign(bytes(32), message), message)
    assert not chain.is_signed(public, "no signature", message)


def test_an_entry_s_signature_never_stands_in_for_the_head_s() -> None:
    """Else the last entry could be dropped, and the one before it made the end."""
    signature = chain.sign(PRIVATE, chain.entry_message(SUBJECT, 3, "d" * 64))
    assert not chain.is_signed(chain.publics_of([PRIVATE]), signature, chain.head_message(SUBJECT, 3, "d" * 64))


def test_who_acted_is_recognisable_within_one_chain_only() -> None:
    amy, other = UUID(int=5), UUID(int=6)
    assert chain.actor_token(SUBJECT, amy) == chain.actor_token(SUBJECT, amy)
    assert chain.actor_token(SUBJECT, amy) != chain.actor_token(other, amy)
    assert str(amy) not in chain.actor_token(SUBJECT, amy)
    assert chain.actor_token(SUBJECT, None) == "clock"
