"""Logs: one line of JSON an event, in UTC, with fields from a short list and nothing that people wrote.

A record of the standard library keeps its logger, level and the text of its message *before* values were
filled in; an exception keeps its type and places, not its message. So no body, query string, name or
address gets in.
"""

import logging
import logging.config
import sys
import time
import traceback
from collections.abc import Callable, MutableMapping
from typing import Any

import structlog
from django.http import HttpRequest
from django.http.response import HttpResponseBase

ALLOWED = frozenset(
    (
        *("timestamp", "level", "logger", "event", "exception", "places"),
        *("method", "route", "status", "milliseconds", "account"),
        *("job", "kind", "count", "attempt", "seconds", "reason"),
        *("area", "image", "digest"),
    )
)

LEVELS = {"django": "WARNING", "django.request": "ERROR", "procrastinate": "WARNING"}  # the rest: as configured


def configure(options: dict[str, Any]) -> None:
    """Set up structlog and the standard library's logging to write to the standard error stream."""
    shared: list[Any] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _exception,
        _allow,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.JSONRenderer(ensure_ascii=True),
        ],
        use_get_message=False,  # a record's text as it stands in the code, without its values
    )
    handler = StandardError()
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(options.get("level", "INFO"))
    logging.getLogger("django").handlers = []  # its own would mail whole requests to administrators
    for name, level in LEVELS.items():
        logging.getLogger(name).setLevel(level)


class StandardError(logging.Handler):
    """Writes each record as one line to whatever the standard error stream is at that moment."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write one record."""
        print(self.format(record), file=sys.stderr, flush=True)


class RequestLog:
    """Middleware that writes one line about each request: which route, how it ended, how long it took."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.log = structlog.get_logger("commonground.request")

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request, then log it. The route is the pattern, never the address that was asked for."""
        began = time.perf_counter()
        response = self.get_response(request)
        route = request.resolver_match.route if request.resolver_match else ""
        self.log.info(
            "answered",
            method=request.method if request.method in {"GET", "HEAD", "POST"} else "other",
            route=route,
            status=response.status_code,
            milliseconds=round((time.perf_counter() - began) * 1000),
        )
        return response


def _exception(_logger: object, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Keep an exception's type and places: its message may quote what people wrote."""
    found = event.pop("exc_info", None)
    if found is True:
        found = sys.exc_info()
    elif isinstance(found, BaseException):
        found = (type(found), found, found.__traceback__)
    if found and found[0]:
        event["exception"] = found[0].__name__
        event["places"] = [f"{frame.filename}:{frame.lineno}" for frame in traceback.extract_tb(found[2])]
    return event


def _allow(_logger: object, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Drop every field that is not on the list; structlog's own, which begin with an underscore, pass."""
    return {name: value for name, value in event.items() if name in ALLOWED or name.startswith("_")}
