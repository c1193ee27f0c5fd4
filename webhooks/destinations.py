"""Where messages may be sent: to the public internet over HTTPS, and to hosts that the operator names.

A name is looked up once; what was checked is what is connected to, so no second answer of a name server leads
elsewhere. Redirects are not followed.
"""

import socket
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Final
from urllib.parse import urlsplit

import idna
from django.conf import settings

PORTS: Final = {"https": 443, "http": 80}
INSIDE: Final = "“{host}” is inside a private network. Whoever runs the site can allow it: WEBHOOK_PRIVATE_HOSTS."
LONGEST: Final = 500  # characters of an address


class DestinationRefused(Exception):
    """Raised where an address is none that messages are sent to, in words."""


@dataclass(frozen=True)
class Destination:
    """`ip`: what to connect to. `target`: path and query as they are sent."""

    is_tls: bool
    host: str
    ip: str
    port: int
    target: str

    @property
    def host_header(self) -> str:
        name = f"[{self.host}]" if ":" in self.host else self.host
        return name if self.port == PORTS["https" if self.is_tls else "http"] else f"{name}:{self.port}"


def destination_of(address: str) -> Destination:
    """Raises `DestinationRefused`. Looks the name up."""
    scheme, host, port, target = parts_of(address)
    is_trusted = host in settings.WEBHOOK_PRIVATE_HOSTS
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise DestinationRefused(f"No computer is found under “{host}”.") from error
    addresses = [ip_address(str(one[4][0]).partition("%")[0]) for one in found]
    if not addresses or not (is_trusted or all(map(is_public, addresses))):
        raise DestinationRefused(INSIDE.format(host=host))
    return Destination(scheme == "https", host, str(addresses[0]), port, target)


def parts_of(address: str) -> tuple[str, str, int, str]:
    """Scheme, host, port, path with query. Raises `DestinationRefused`; looks nothing up."""
    if len(address) > LONGEST or any(not char.isprintable() or char.isspace() for char in address):
        raise DestinationRefused(f"Give an address of {LONGEST} characters at most, without blanks.")
    try:
        parts = urlsplit(address)
        host, port = ascii_host(parts.hostname or ""), parts.port
    except ValueError as error:  # UnicodeError is one
        raise DestinationRefused("This is no web address.") from error
    if not host or parts.username is not None or parts.password is not None:
        raise DestinationRefused("Give a web address with a host and without a password: https://example.org/hook.")
    if parts.scheme != "https" and not (parts.scheme == "http" and host in settings.WEBHOOK_PRIVATE_HOSTS):
        raise DestinationRefused("Begin the address with https://, so that nobody reads along.")
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return parts.scheme, host, port or PORTS[parts.scheme], target


def ascii_host(host: str) -> str:
    """As name servers, certificates and headers have it. Raises `ValueError` for what is no name of a host."""
    return host.lower() if host.isascii() else idna.encode(host, uts46=True).decode()


def is_public(ip: IPv4Address | IPv6Address) -> bool:
    """Also of an IPv4 address that is wrapped in one of IPv6."""
    if isinstance(ip, IPv6Address):
        if ip.is_site_local:
            return False
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is not None:
            return is_public(inner)
        if ip in NAT64:
            return is_public(IPv4Address(int(ip) & 0xFFFFFFFF))
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


class _Nat64:
    """64:ff9b::/96, behind which a network may reach IPv4."""

    def __contains__(self, ip: IPv6Address) -> bool:
        return int(ip) >> 32 == 0x0064FF9B << 64


NAT64: Final = _Nat64()
