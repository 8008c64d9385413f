"""The one door to other sites: what it refuses, and that it asks the very address that it looked at."""

import socket
import ssl
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from threading import Thread

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from commonground.library.links.door import (
    MOST_READ,
    Address,
    Answer,
    NoAnswerError,
    NotAskedError,
    Page,
    Resolve,
    Rule,
    ask,
    on_the_web,
    read,
    resolved,
)

INSIDE = "inside a network"
NO_PAGE = "no address of a page"
METADATA = "169.254.169.254"
ALL_OF_IT = "0.0.0.0"  # noqa: S104 - it is refused, not bound


class Site:
    """A website on this machine: what it answers to each method and path, and what it was asked."""

    def __init__(self) -> None:
        self.answers: dict[str, tuple[int, str]] = {}
        self.asked: list[tuple[str, str, str]] = []
        self.pages: dict[str, tuple[dict[str, str], bytes]] = {}
        site = self

        class Handler(BaseHTTPRequestHandler):
            def answer(self) -> None:
                site.asked.append((self.command, self.path, self.headers["Host"]))
                status, leads_to = site.answers.get(
                    f"{self.command} {self.path}", site.answers.get(self.path, (404, ""))
                )
                self.send_response(status)
                if leads_to:
                    self.send_header("Location", leads_to)
                headers, page = site.pages.get(self.path, ({}, b""))
                for name, said in headers.items():
                    self.send_header(name, said)
                self.end_headers()
                if self.command == "GET":
                    with suppress(OSError):  # whoever reads may stop
                        self.wfile.write(page)

            do_GET = do_HEAD = answer  # noqa: N815 - as the standard library calls them

            def log_message(self, *_args: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = int(self.server.server_address[1])
        Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        """Its address, by its name."""
        return f"http://site.example:{self.port}"

    def may(self, address: Address, port: int) -> bool:
        """Allow this site besides what the product allows: in tests only."""
        return (str(address), port) == ("127.0.0.1", self.port) or on_the_web(address, port)

    def ask(self, path: str, **names: str) -> Answer:
        """Ask it, by its name; other names mean what is said."""
        return ask(self.url + path, resolve=names_are({"site.example": "127.0.0.1", **names}), may=self.may)

    def read(self, path: str, **names: str) -> Page:
        """Read a page of it, by its name."""
        return read(self.url + path, resolve=names_are({"site.example": "127.0.0.1", **names}), may=self.may)

    def shows(self, path: str, page: str | bytes, kind: str = "text/html; charset=utf-8", **headers: str) -> None:
        """Have it show a page at a path."""
        self.answers[path] = (200, "")
        said = {"Content-Type": kind, **{name.replace("_", "-"): value for name, value in headers.items()}}
        self.pages[path] = (said, page.encode() if isinstance(page, str) else page)


@pytest.fixture
def site() -> Iterator[Site]:
    made = Site()
    yield made
    made.server.shutdown()
    made.server.server_close()


def names_are(known: dict[str, str]) -> Resolve:
    def resolve(host: str, port: int) -> Sequence[Address]:
        return [ip_address(known[host])] if host in known else resolved(host, port)

    return resolve


def test_a_page_that_answers_is_asked_for_its_head_only(site: Site) -> None:
    site.answers["/page?a=b"] = (200, "")
    assert site.ask("/page?a=b") == Answer(200, f"{site.url}/page?a=b")
    assert site.asked == [("HEAD", "/page?a=b", f"site.example:{site.port}")]


def test_a_site_that_gives_no_head_is_asked_for_the_page(site: Site) -> None:
    site.answers |= {"HEAD /page": (405, ""), "GET /page": (200, "")}
    assert site.ask("/page").status == 200
    assert [method for method, *_ in site.asked] == ["HEAD", "GET"]
    assert site.ask("/nowhere").status == 404


def test_what_leads_on_is_followed_a_little_way(site: Site) -> None:
    site.answers |= {"/1": (301, "/2"), "/2": (302, f"{site.url}/3"), "/3": (307, "4"), "/4": (308, "/5")}
    site.answers |= {"/5": (200, ""), "/0": (302, "/1"), "/round": (302, "/round")}
    assert site.ask("/1") == Answer(200, f"{site.url}/5")
    for path in ("/0", "/round"):
        with pytest.raises(NoAnswerError, match="without an end"):
            site.ask(path)
    assert len(site.asked) == 5 + 5 + 5


REFUSED = (
    "127.0.0.1", "127.8.9.1", ALL_OF_IT, "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "100.64.0.1",
    METADATA, "169.254.0.1", "168.63.129.16", "192.0.0.1", "192.0.2.1", "198.18.0.1", "198.51.100.1", "203.0.113.1",
    "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255",
    "::1", "::", "::ffff:127.0.0.1", "::ffff:93.184.216.34", "::127.0.0.1", "64:ff9b::7f00:1", "fe80::1", "fc00::1",
    "fd00:ec2::254", "ff02::1", "2001::1", "2002:7f00:1::", "2001:db8::1", "100::1", "fec0::1",
)  # fmt: skip


@pytest.mark.parametrize("address", REFUSED)
def test_nothing_inside_a_network_is_asked(address: str) -> None:
    assert not on_the_web(ip_address(address), 443)
    with pytest.raises(NotAskedError, match=INSIDE):
        ask("https://site.example/", resolve=names_are({"site.example": address}))


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946"])
def test_the_public_web_is_asked_at_the_ports_of_websites_only(address: str) -> None:
    assert on_the_web(ip_address(address), 80)
    assert on_the_web(ip_address(address), 443)
    for port in (0, 22, 25, 5432, 8000, 8080, 8443):
        assert not on_the_web(ip_address(address), port)
    with pytest.raises(NotAskedError, match="not to a website"):
        ask("https://site.example:8443/", resolve=names_are({"site.example": address}))


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd", "ftp://site.example/", "unix:///run/postgresql/.s.PGSQL.5432",
        "gopher://site.example/", "data:text/plain,x", "javascript:alert(1)",
        "http://", "https:///path", "//site.example/", "site.example", "", "http://me:secret@site.example/",
        "http://me@site.example/", "http://[::1/", f"http://{'a' * 70}.example/",
        "http://site.example:99999/", "http://site.example/\r\nX: y",
    ],
)  # fmt: skip
def test_what_is_no_page_on_the_web_is_not_asked(address: str) -> None:
    with pytest.raises(NotAskedError, match=NO_PAGE):
        ask(address, resolve=names_are({"site.example": "93.184.216.34"}))


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "0177.0.0.1", "127.1", "[::1]"])
def test_this_machine_is_refused_however_it_is_written(host: str) -> None:
    with pytest.raises((NotAskedError, NoAnswerError)):
        ask(f"http://{host}/")


@pytest.mark.parametrize(
    ("leads_to", "said"),
    [
        ("http://inside.example/", INSIDE),
        (f"http://{METADATA}/latest/meta-data/", INSIDE),
        ("http://127.0.0.1/", INSIDE),
        ("http://[::ffff:127.0.0.1]/", INSIDE),
        ("http://site.example:22/", INSIDE),
        ("file:///etc/passwd", NO_PAGE),
        ("//me:secret@site.example/", NO_PAGE),
        ("http://[bad/", NO_PAGE),
    ],
)
def test_a_page_that_leads_into_a_network_is_not_followed(site: Site, leads_to: str, said: str) -> None:
    site.answers["/on"] = (302, leads_to)
    with pytest.raises(NotAskedError, match=said):
        site.ask("/on", **{"inside.example": "10.0.0.7"})
    assert len(site.asked) == 1


def test_one_address_inside_among_several_is_enough_to_refuse() -> None:
    both: list[Address] = [ip_address("93.184.216.34"), ip_address("10.0.0.1")]
    with pytest.raises(NotAskedError, match=INSIDE):
        ask("https://site.example/", resolve=lambda _host, _port: both)


def test_a_name_that_means_something_else_a_moment_later_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    asked, reached = list[str](), list[object]()
    means = iter(["93.184.216.34", "127.0.0.1", METADATA])

    def resolve(host: str, _port: int) -> Sequence[Address]:
        asked.append(host)
        return [ip_address(next(means))]

    def connect(_self: socket.socket, address: object) -> None:
        reached.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket.socket, "connect", connect)
    with pytest.raises(NoAnswerError, match="does not answer"):
        ask("http://site.example/", resolve=resolve)
    assert asked == ["site.example"]
    assert reached == [("93.184.216.34", 80)]


def test_a_redirect_to_the_same_name_is_looked_up_and_looked_at_anew(site: Site) -> None:
    site.answers["/on"] = (302, "/again")
    means = iter(["127.0.0.1", METADATA])
    with pytest.raises(NotAskedError, match=INSIDE):
        ask(f"{site.url}/on", resolve=lambda _host, _port: [ip_address(next(means))], may=site.may)
    assert [path for _, path, _ in site.asked] == ["/on"]


def test_a_name_that_means_nothing_says_so() -> None:
    for host in ("no-such-site.invalid", "..example"):
        with pytest.raises((NoAnswerError, NotAskedError)):
            ask(f"http://{host}/")


@contextmanager
def raw(say: Callable[[socket.socket], None]) -> Iterator[tuple[str, Rule]]:
    """Serve one connection at a time with whatever is said to it; give its address and a rule that allows it."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]

        def serve() -> None:
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                with connection, suppress(OSError):
                    say(connection)

        Thread(target=serve, daemon=True).start()
        yield f"http://127.0.0.1:{port}/", lambda address, at: (str(address), at) == ("127.0.0.1", port)


def drip(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nX: ")
    for _ in range(100):
        connection.sendall(b"y")
        time.sleep(0.05)


def silent(connection: socket.socket) -> None:
    connection.recv(4096)
    time.sleep(5)


@pytest.mark.parametrize("say", [drip, silent])
def test_a_site_that_takes_its_time_is_left(say: Callable[[socket.socket], None]) -> None:
    began = time.monotonic()
    with raw(say) as (address, may), pytest.raises(NoAnswerError, match="in time"):
        ask(address, may=may, seconds=0.6)
    assert time.monotonic() - began < 3


def test_a_site_that_hides_what_it_says_and_takes_its_time_is_left_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, context = own_word(tmp_path), ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    trusting = ssl.create_default_context(cafile=str(path))
    monkeypatch.setattr(ssl, "create_default_context", lambda: trusting)

    def hidden(connection: socket.socket) -> None:
        with context.wrap_socket(connection, server_side=True) as said:
            drip(said)

    began = time.monotonic()
    with raw(hidden) as (address, may):
        there = address.replace("http://127.0.0.1", "https://site.example")
        with pytest.raises(NoAnswerError, match="in time"):
            ask(there, resolve=names_are({"site.example": "127.0.0.1"}), may=may, seconds=0.8)
    assert time.monotonic() - began < 3


def endless(connection: socket.socket) -> None:
    connection.recv(4096)
    connection.sendall(b"HTTP/1.1 200 OK\r\n")
    while True:
        connection.sendall(b"X-More: and more\r\n" * 500)


def nonsense(connection: socket.socket) -> None:
    connection.recv(4096)
    connection.sendall(b"\x00\x01 this is not the web\r\n\r\n")


@pytest.mark.parametrize("say", [endless, nonsense])
def test_an_answer_that_is_none_ends(say: Callable[[socket.socket], None]) -> None:
    with raw(say) as (address, may), pytest.raises(NoAnswerError, match="does not answer"):
        ask(address, may=may, seconds=20)


def huge(connection: socket.socket) -> None:
    connection.recv(4096)
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 9000000000\r\n\r\n")
    while True:
        connection.sendall(b"x" * 65536)


def test_of_a_page_without_end_nothing_is_read() -> None:
    began = time.monotonic()
    with raw(huge) as (address, may):
        assert ask(address, may=may).status == 200
    assert time.monotonic() - began < 3


def test_a_site_that_does_not_show_who_it_is_counts_as_none(tmp_path: Path) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(own_word(tmp_path))
    made = Site()
    made.server.socket = context.wrap_socket(made.server.socket, server_side=True, do_handshake_on_connect=False)
    with pytest.raises(NoAnswerError, match="does not show that it is the one it says"):
        ask(f"https://site.example:{made.port}/", resolve=names_are({"site.example": "127.0.0.1"}), may=made.may)
    assert made.asked == []
    made.server.shutdown()
    made.server.server_close()


def own_word(folder: Path) -> Path:
    """Return a certificate that nobody but its own site vouches for."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([])
    today = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("site.example")]), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / "site.pem"
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.write_bytes(secret + made.public_bytes(Encoding.PEM))
    return path


def test_a_page_is_read_as_text_from_where_it_leads_and_no_further_than_its_beginning(site: Site) -> None:
    site.shows("/page", "Señor – ring first")
    site.answers["/old"] = (301, "/page")
    assert site.read("/old") == Page(200, "Señor – ring first", f"{site.url}/page")
    assert [method for method, *_ in site.asked] == ["GET", "GET"]
    site.shows("/latin", "Señor".encode("latin-1"), "text/html; charset=iso-8859-1")
    assert site.read("/latin").text == "Señor"
    site.shows("/strange", "ring first", "text/plain; charset=no-such-letters")
    assert site.read("/strange").text == "ring first"
    assert not site.read("/strange").cut
    for more, cut in ((0, False), (1, True)):
        site.shows("/long", b"x" * (MOST_READ + more))
        long = site.read("/long")
        assert (len(long.text), long.cut) == (MOST_READ, cut)
    assert site.read("/nowhere") == Page(404, "", f"{site.url}/nowhere")


@pytest.mark.parametrize("letters", ["punycode", "unicode_escape", "zip"])
def test_a_page_does_not_choose_how_long_its_letters_take(site: Site, letters: str) -> None:
    page = b"abc-" + b"999a" * (MOST_READ // 4)  # as punycode, a quarter of a minute
    site.shows("/slow", page, f"text/plain; charset={letters}")
    began = time.monotonic()
    assert site.read("/slow").text == page[:MOST_READ].decode()
    assert time.monotonic() - began < 5


def test_what_is_no_page_of_words_is_not_read(site: Site) -> None:
    site.shows("/file", b"%PDF", "application/pdf")
    with pytest.raises(NoAnswerError, match="no web page"):
        site.read("/file")
    site.shows("/packed", b"x", Content_Encoding="gzip")
    with pytest.raises(NoAnswerError, match="packed"):
        site.read("/packed")


def test_reading_is_guarded_as_asking_is(site: Site) -> None:
    site.answers["/out"] = (302, "http://inside.example/")
    with pytest.raises(NotAskedError, match=INSIDE):
        site.read("/out", **{"inside.example": "10.0.0.1"})
    for address in ("file:///etc/passwd", "http://me:secret@site.example/"):
        with pytest.raises(NotAskedError, match=NO_PAGE):
            read(address)
    with pytest.raises((NotAskedError, NoAnswerError)):
        read("http://127.0.0.1/")


def test_a_name_that_nobody_looks_up_in_time_is_late() -> None:
    def slow(_host: str, _port: int) -> Sequence[Address]:
        time.sleep(2)
        return [ip_address("127.0.0.1")]

    began = time.monotonic()
    with pytest.raises(NoAnswerError, match="in time"):
        read("https://site.example/", resolve=slow, seconds=0.2)
    assert time.monotonic() - began < 1
