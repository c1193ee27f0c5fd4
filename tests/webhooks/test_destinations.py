"""Messages go to the public internet alone, whatever a name server says."""

import socket
from typing import Any

import pytest

from webhooks.destinations import DestinationRefused, destination_of

REFUSED = [
    "http://example.org/hook", "ftp://example.org/", "https://", "https:///hook", "example.org", "", "https://[",
    "https://user:password@example.org/", "https://user@example.org/", "https://example.org:99999/",
    "https://exa mple.org/", "https://example.org/a\nHost: x", "javascript:alert(1)",
    f"https://example.org/{'a' * 500}",
]  # fmt: skip
PRIVATE = [
    "127.0.0.1", "127.1", "2130706433", "0x7f000001", "0.0.0.0",  # noqa: S104
    "10.1.2.3", "172.16.0.1", "192.168.1.1",
    "169.254.169.254", "100.64.0.1", "224.0.0.1", "255.255.255.255", "[::1]", "[::]", "[fe80::1]", "[fc00::1]",
    "[::ffff:127.0.0.1]", "[::ffff:10.0.0.1]", "[64:ff9b::7f00:1]", "[64:ff9b::a00:1]", "[2002:7f00:1::]", "[ff02::1]",
    "[fec0::1]",
    "localhost",
]  # fmt: skip


@pytest.fixture(autouse=True)
def nothing_inside_is_allowed(settings: Any) -> None:
    settings.WEBHOOK_PRIVATE_HOSTS = []


@pytest.mark.parametrize("address", REFUSED)
def test_what_is_no_address_of_a_receiver_is_refused(address: str) -> None:
    with pytest.raises(DestinationRefused):
        destination_of(address)


@pytest.mark.parametrize("host", PRIVATE)
def test_nothing_inside_is_reached(host: str) -> None:
    with pytest.raises(DestinationRefused):
        destination_of(f"https://{host}/hook")


def found(*addresses: str) -> Any:
    family = {True: socket.AF_INET6, False: socket.AF_INET}
    return lambda *args, **kwargs: [
        (family[":" in one], socket.SOCK_STREAM, 6, "", (one, 443)) for one in addresses
    ]  # fmt: skip


def test_a_name_that_leads_inside_in_one_answer_of_several_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", found("93.184.215.14", "10.0.0.1"))
    with pytest.raises(DestinationRefused):
        destination_of("https://example.org/hook")


def test_what_was_checked_is_what_is_connected_to(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", found("93.184.215.14"))
    where = destination_of("https://Example.org:8443/hook?a=b#c")
    assert (where.host, where.ip, where.port, where.target) == ("example.org", "93.184.215.14", 8443, "/hook?a=b")
    assert where.host_header == "example.org:8443"


def test_a_name_in_other_letters_is_asked_for_as_name_servers_have_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", found("93.184.215.14"))
    assert destination_of("https://例え.example/").host_header == "xn--r8jz45g.example"
    with pytest.raises(DestinationRefused):
        destination_of("https://例え͸.example/")


def test_a_host_that_the_operator_names_may_be_inside(settings: Any) -> None:
    settings.WEBHOOK_PRIVATE_HOSTS = ["localhost"]
    assert destination_of("http://localhost:8080/").target == "/"
    with pytest.raises(DestinationRefused):
        destination_of("http://127.0.0.1:8080/")
