"""A provider of sign-in of the tests' own: OpenID Connect over loopback HTTP, with real signed tokens, Entra-shaped.

It checks what a provider checks (client, secret, code once, redirect address, PKCE) and signs whatever claims a test
gives it; what it does wrongly, a test asks for.
"""

import base64
import hashlib
import json
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET, TENANT = "common-ground", "a secret of the tests", "11111111-2222-3333-4444-555555555555"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
ANOTHER_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


@dataclass
class Stub:
    """What the provider says of whoever signs in there next, and how it signs it."""

    port: int = 0
    claims: dict[str, Any] = field(default_factory=dict)
    key: Any = KEY
    algorithm: str = "RS256"
    calls_itself: str = ""
    refuses: str = ""
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    asked: list[dict[str, str]] = field(default_factory=list)

    @property
    def issuer(self) -> str:
        """Its address, which is its name."""
        return f"http://127.0.0.1:{self.port}/{TENANT}/v2.0"

    def says(self, email: Any, **more: Any) -> None:  # noqa: ANN401 any claim
        """Have it say this of whoever signs in next; a claim of None is left out."""
        told = {
            "sub": f"subject of {email}", "oid": f"object of {email}", "tid": TENANT, "email": email,
            "preferred_username": email, **more,
        }  # fmt: skip
        self.claims = {name: value for name, value in told.items() if value is not None}

    def published(self) -> dict[str, Any]:
        """Return what it publishes of itself."""
        at = self.issuer
        return {
            "issuer": self.calls_itself or at,
            "authorization_endpoint": f"{at}/authorize",
            "token_endpoint": f"{at}/token",
            "jwks_uri": f"{at}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def authorize(self, asked: dict[str, str]) -> str:
        """Return where a browser is led that came to sign in."""
        self.asked.append(asked)
        if self.refuses:
            return f"{asked['redirect_uri']}?{urlencode({'error': self.refuses, 'state': asked['state']})}"
        code = secrets.token_urlsafe()
        self.codes[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def token(self, sent: dict[str, str]) -> dict[str, str] | None:
        """Return tokens for a code, once; None for whoever is not our client or did not begin it."""
        asked = self.codes.pop(sent.get("code", ""), None)
        proof = base64.urlsafe_b64encode(hashlib.sha256(sent.get("code_verifier", "").encode()).digest()).decode()
        if (
            asked is None
            or (sent.get("client_id"), sent.get("client_secret")) != (CLIENT, SECRET)
            or sent.get("redirect_uri") != asked["redirect_uri"]
            or (asked.get("code_challenge_method"), asked.get("code_challenge")) != ("S256", proof.rstrip("="))
        ):
            return None
        now = int(time.time())
        said = {"iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": asked["nonce"], **self.claims}
        signed = jwt.encode(said, self.key, algorithm=self.algorithm, headers={"kid": "first"})
        return {"access_token": secrets.token_urlsafe(), "token_type": "Bearer", "id_token": signed}

    def keys(self) -> dict[str, Any]:
        """Return its public key."""
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key()))
        return {"keys": [{**public, "kid": "first", "use": "sig"}]}


@contextmanager
def serving() -> Iterator[Stub]:
    """Give a provider that listens on loopback until the end."""
    stub = Stub()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            address = urlsplit(self.path)
            if address.path.endswith("/authorize"):
                self.send_response(302)
                self.send_header("Location", stub.authorize(dict(parse_qsl(address.query))))
                self.send_header("Content-Length", "0")
                self.end_headers()
            elif address.path.endswith("/keys"):
                self.answer(stub.keys())
            else:
                self.answer(stub.published())

        def do_POST(self) -> None:
            sent = self.rfile.read(int(self.headers["Content-Length"])).decode()
            tokens = stub.token(dict(parse_qsl(sent)))
            self.answer(tokens or {"error": "invalid_grant"}, 200 if tokens else 400)

        def answer(self, content: dict[str, Any], status: int = 200) -> None:
            body = json.dumps(content).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    stub.port = server.server_address[1]
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield stub
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
