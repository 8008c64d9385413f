"""The one door through which the product asks another site. It learns if an address answers, and mostly reads nothing.

Only where an agency names a page of its own on which something of ours stands is the page itself read: ``read``, as
text, up to a size, and nothing of it is kept.

Pages name addresses that their editors write, so an address may be anybody's. Its name is looked up once, every
address that this gives must be one of the public web, and that very address is asked: a name that means something
else a moment later changes nothing. Where an answer leads on, all of it is looked at anew. No other scheme, no other
port, no name or password, and an end to time, headers and leading on.
"""

import socket
import ssl
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException, HTTPResponse
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from threading import Timer
from urllib.parse import quote, urljoin, urlsplit

SECONDS = 20.0
"""How long one address may take in all, with all that it leads on to."""

MOST_LEADS = 4
"""How often an answer may lead on."""

MOST_READ = 512 * 1024
"""Bytes of a page that are read; what comes after them is not."""

READABLE = {"text/html", "application/xhtml+xml", "text/plain"}
"""What is read as a page of words."""

LETTERS = {"utf-8", "utf8", "iso-8859-1", "windows-1252", "utf-16"}
"""In which ways of writing letters a page is read. One that names another is read as utf-8: some take very long."""

PORTS = {"http": 80, "https": 443}
LEADS_ON = {301, 302, 303, 307, 308}
ELSEWHERE = frozenset({ip_address("168.63.129.16")})
"""Addresses that look public and answer inside a data centre only."""

NO_PAGE, LATE = "It is no address of a page on the web.", "Nothing answered in time."
WEB6 = IPv6Network("2000::/3")
WRAPPED = (IPv6Network("2002::/16"), IPv6Network("2001::/32"))
"""Addresses of the newer kind that lead to one of the older: what they wrap is not looked at, so they are refused."""

Address = IPv4Address | IPv6Address
Rule = Callable[[Address, int], bool]
Resolve = Callable[[str, int], Sequence[Address]]


class NotAskedError(Exception):
    """The door does not ask this, in words."""


class NoAnswerError(Exception):
    """Nothing that can be understood came, in words."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came in the end: the status of the answer, and the address that gave it."""

    status: int
    address: str


@dataclass(frozen=True, slots=True)
class Page:
    """What a page said: the status of the answer, and its text, which is empty where the status is no good one.

    ``address`` is the one that gave it in the end. It was ``cut`` where more of it comes after what was read.
    """

    status: int
    text: str
    address: str = ""
    cut: bool = False


def on_the_web(address: Address, port: int) -> bool:
    """Say whether an address is one that everybody on the web can ask, at the port of a website."""
    if port not in PORTS.values() or address in ELSEWHERE:
        return False
    if isinstance(address, IPv6Address) and (address not in WEB6 or any(address in one for one in WRAPPED)):
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_private)


def resolved(host: str, port: int) -> Sequence[Address]:
    """Return what the name of a site means now; raises NoAnswerError for one that means nothing."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        message = "There is no site of this name."
        raise NoAnswerError(message) from error
    return [ip_address(str(one[4][0]).partition("%")[0]) for one in found]


def ask(address: str, *, resolve: Resolve = resolved, may: Rule = on_the_web, seconds: float = SECONDS) -> Answer:
    """Ask whether an address answers. Raises NotAskedError and NoAnswerError, in words."""

    def asked(there: "_Place", until: float) -> _Came:
        came = there.asked("HEAD", until)
        if came.status >= HTTPStatus.BAD_REQUEST:  # some sites answer nothing but the whole page
            came = there.asked("GET", until)
        return came

    came, address = _followed(address, asked, resolve, may, seconds)
    return Answer(came.status, address)


def read(address: str, *, resolve: Resolve = resolved, may: Rule = on_the_web, seconds: float = SECONDS) -> Page:
    """Return what a page says, its beginning where it is long. Raises NotAskedError and NoAnswerError, in words."""

    def asked(there: "_Place", until: float) -> _Came:
        return there.asked("GET", until, most=MOST_READ)

    came, address = _followed(address, asked, resolve, may, seconds)
    return Page(came.status, came.text, address, came.cut)


@dataclass(frozen=True, slots=True)
class _Came:
    """What one asking brought: the status, where it leads on, the text of a page that was read, and if it was cut."""

    status: int
    leads_to: str
    text: str = ""
    cut: bool = False


def _followed(
    address: str, asks: "Callable[[_Place, float], _Came]", resolve: Resolve, may: Rule, seconds: float
) -> tuple[_Came, str]:
    """Return what an address brings in the end, and the one that brought it: each that it leads on to is looked at."""
    until = time.monotonic() + seconds
    for _ in range(MOST_LEADS + 1):
        came = asks(_place(address, partial(_in_time, until, resolve), may), until)
        if came.status not in LEADS_ON or not came.leads_to:
            return came, address
        address = _joined(address, came.leads_to)
    message = "It leads on from one address to another without an end."
    raise NoAnswerError(message)


@dataclass(frozen=True, slots=True)
class _Place:
    """A page of a site, with the one address at which the site is asked."""

    scheme: str
    host: str
    netloc: str
    path: str
    ip: Address
    port: int

    def asked(self, method: str, until: float, *, most: int = 0) -> _Came:
        """Return the status of the answer and where it leads on; of the page itself at most so many bytes."""
        left = until - time.monotonic()
        if left <= 0:
            raise NoAnswerError(LATE)
        family = socket.AF_INET6 if self.ip.version == 6 else socket.AF_INET  # noqa: PLR2004 its version
        with closing(socket.socket(family, socket.SOCK_STREAM)) as plain:
            plain.settimeout(left)
            spoken = [plain]  # over https it is another, once both have agreed on how to hide what is said
            timer = Timer(left, _shut, [spoken])  # a site that sends a letter now and then is late as well
            timer.daemon = True
            timer.start()
            try:
                plain.connect((str(self.ip), self.port))
                answer = self._answer(spoken, method, most)
            except ssl.SSLError as error:
                message = "Its site does not show that it is the one it says."
                raise NoAnswerError(message) from error
            except TimeoutError as error:
                raise NoAnswerError(LATE) from error
            except (OSError, HTTPException, ValueError) as error:
                message = LATE if time.monotonic() >= until else "Its site does not answer."
                raise NoAnswerError(message) from error
            finally:
                timer.cancel()
                spoken[0].close()
        if time.monotonic() >= until:  # it was cut off, however whole it looks
            raise NoAnswerError(LATE)
        return answer

    def _answer(self, spoken: list[socket.socket], method: str, most: int) -> _Came:
        connection = HTTPConnection(self.host, self.port)
        if self.scheme == "https":
            hidden = ssl.create_default_context().wrap_socket(
                spoken[0], server_hostname=self.host, do_handshake_on_connect=False
            )
            spoken[0] = hidden
            hidden.do_handshake()
        connection.sock = spoken[0]
        with closing(connection):
            connection.request(
                method, self.path, headers={"Host": self.netloc, "User-Agent": "CommonGround", "Connection": "close"}
            )
            with closing(connection.getresponse()) as response:
                text, cut = _text(response, most) if most and response.status == HTTPStatus.OK else ("", False)
                return _Came(response.status, response.headers.get("Location", ""), text, cut)


def _text(response: HTTPResponse, most: int) -> tuple[str, bool]:
    """Return the beginning of a page as text, and if more comes; raises NoAnswerError for what is none, or packed."""
    headers = response.headers
    if headers.get_content_type() not in READABLE:
        message = "What stands there is no web page, so it is not read."
        raise NoAnswerError(message)
    if headers.get("Content-Encoding", "identity").lower() != "identity":
        message = "Its site sends the page packed in a way that is not read here."
        raise NoAnswerError(message)
    said, letters = response.read(most + 1), headers.get_content_charset("utf-8")
    return said[:most].decode(letters if letters in LETTERS else "utf-8", "replace"), len(said) > most


def _in_time(until: float, resolve: Resolve, host: str, port: int) -> Sequence[Address]:
    """Look a name up while there is time: whoever keeps the names of a site may answer late, or never."""
    looking = ThreadPoolExecutor(1)
    try:
        return looking.submit(resolve, host, port).result(max(0.0, until - time.monotonic()))
    except TimeoutError as error:
        raise NoAnswerError(LATE) from error
    finally:
        looking.shutdown(wait=False)


def _place(address: str, resolve: Resolve, may: Rule) -> _Place:
    """Return where an address is asked; raises NotAskedError for what this door does not ask."""
    try:
        parts = urlsplit(address)
        host, port, netloc = parts.hostname or "", parts.port, parts.netloc.encode("idna").decode()
    except ValueError as error:
        raise NotAskedError(NO_PAGE) from error
    if parts.scheme not in PORTS or not host or parts.username is not None or not address.isprintable():
        raise NotAskedError(NO_PAGE)
    port = port or PORTS[parts.scheme]
    found = resolve(host, port)
    if not found or not all(may(one, port) for one in found):
        message = "It leads to where we do not ask: inside a network, or not to a website."
        raise NotAskedError(message)
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._") + (f"?{_quoted(parts.query)}" if parts.query else "")
    return _Place(parts.scheme, host, netloc, path, found[0], port)


def _joined(address: str, leads_to: str) -> str:
    try:
        return urljoin(address, leads_to)
    except ValueError as error:
        raise NotAskedError(NO_PAGE) from error


def _quoted(query: str) -> str:
    return quote(query, safe="/%:@!$&'()*+,;=~-._?")


def _shut(spoken: list[socket.socket]) -> None:
    with suppress(OSError):
        spoken[0].shutdown(socket.SHUT_RDWR)
