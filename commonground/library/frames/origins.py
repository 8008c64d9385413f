"""What may stand in an area's list of sites: the origin of one site, and nothing that a browser would read as more."""

import ipaddress
import re
from urllib.parse import urlsplit

LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
LOOPBACK = frozenset({"localhost", "127.0.0.1"})
PORTS = {"https": 443, "http": 80}
LONGEST = 255


class OriginError(ValueError):
    """What somebody wrote is no origin of a site, in words."""


def origin(text: str) -> str:
    """Return the origin that somebody wrote, as browsers write it: https://intranet.example, with a port if any.

    Raises OriginError, in words. An address without https is taken on this machine only, for trying it out.
    """
    said = text.strip()
    if "*" in said:
        message = "Name each site by itself: an address with a star would let in sites that you do not know."
        raise OriginError(message)
    if not said.isprintable() or re.search(r"[\s;,'\"\\]", said) or len(said) > LONGEST:
        message = "This is not the address of one site. It looks like https://intranet.example"
        raise OriginError(message)
    try:
        parts = urlsplit(said)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        message = "This address cannot be read. It looks like https://intranet.example"
        raise OriginError(message) from error
    if parts.scheme not in PORTS or not host:
        message = "Begin with https:// and the name of the site."
        raise OriginError(message)
    if parts.path not in {"", "/"} or parts.query or parts.fragment or parts.username is not None:
        message = "Leave out what comes after the name of the site. A whole site is let in, not one page of it."
        raise OriginError(message)
    host = _named(host)
    if parts.scheme == "http" and host not in LOOPBACK:
        message = "The site must begin with https://. Without it, anybody on the way could change what its readers see."
        raise OriginError(message)
    return f"{parts.scheme}://{host}" + (f":{port}" if port and port != PORTS[parts.scheme] else "")


def _named(host: str) -> str:
    """Return the name of a site as browsers compare it; raises OriginError for what is no name."""
    message = f"“{host}” is not the name of a site."
    try:
        host = host.encode("idna").decode()
    except UnicodeError as error:
        raise OriginError(message) from error
    if ":" in host or not all(LABEL.fullmatch(label) for label in host.split(".")):
        raise OriginError(message)
    if host.rpartition(".")[2].isdigit():
        try:
            ipaddress.IPv4Address(host)
        except ValueError as error:
            raise OriginError(message) from error
    return host
