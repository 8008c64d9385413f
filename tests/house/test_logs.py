"""Logs: one line of JSON an event, and nothing in it that people wrote."""

import json
import logging

import pytest
import structlog
from django.test import Client

CANARY = "CN-canary-7"


def line(capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    """Return the one line that was logged."""
    (text,) = capsys.readouterr().err.splitlines()
    assert CANARY not in text
    found: dict[str, object] = json.loads(text)
    return found


def test_fields_not_on_the_list_are_dropped(capsys: pytest.CaptureFixture[str]) -> None:
    structlog.get_logger("commonground").info("sent", count=3, body=CANARY, worry=CANARY)
    found = line(capsys)
    assert found["count"] == 3
    assert str(found["timestamp"]).endswith("Z")
    assert found.keys() == {"event", "level", "logger", "timestamp", "count"}


def test_values_of_foreign_messages_are_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    logging.getLogger("django.security").warning("Not Found: %s", f"/search/?q={CANARY}")
    assert line(capsys)["event"] == "Not Found: %s"


def test_exceptions_keep_type_and_places_only(capsys: pytest.CaptureFixture[str]) -> None:
    try:
        int(CANARY)
    except ValueError:
        logging.getLogger("django.request").exception("Internal Server Error: %s", CANARY)
    found = line(capsys)
    assert found["exception"] == "ValueError"
    assert "test_logs.py" in str(found["places"])


def test_line_breaks_cannot_forge_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    structlog.get_logger("commonground").info('sent\n{"event": "forged"}')
    assert line(capsys)["level"] == "info"


@pytest.mark.django_db
def test_requests_are_logged_by_route(capsys: pytest.CaptureFixture[str]) -> None:
    Client().get(f"/health/?{CANARY}")
    Client().generic(f"GET{CANARY}", f"/{CANARY}/")
    text = capsys.readouterr().err
    assert CANARY not in text
    first, second = (found for found in map(json.loads, text.splitlines()) if found["event"] == "answered")
    assert (first["method"], first["route"]) == ("GET", "health/")
    assert (second["method"], second["status"]) == ("other", 302)
