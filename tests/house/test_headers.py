"""Every response carries the whole set of closed headers: pages, errors, redirects and files."""

import pytest
from django.test import Client

WANTED = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; "
    "require-trusted-types-for 'script'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["/health/", "/", "/nowhere/", "/account/login/", "/static/commonground/app.css"])
def test_headers(address: str) -> None:
    response = Client().get(address)
    response.close()
    for name, value in WANTED.items():
        if name == "Content-Security-Policy":
            assert {part.strip() for part in response.headers[name].split(";")} == set(value.split("; "))
        else:
            assert value in response.headers[name], name
    assert "Access-Control-Allow-Origin" not in response.headers
    if not address.startswith("/static/"):
        assert "no-store" in response.headers["Cache-Control"]


def test_unknown_host_is_refused_with_headers() -> None:
    response = Client(headers={"host": "elsewhere.example"}).get("/health/")
    assert response.status_code == 400
    assert response.headers["Referrer-Policy"] == "same-origin"
