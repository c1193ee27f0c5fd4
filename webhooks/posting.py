"""One attempt to hand over a message, signed after the Standard Webhooks rules (https://www.standardwebhooks.com)."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from functools import partial
from http.client import HTTPException
from math import ceil, floor
from socket import SHUT_RDWR
from threading import Timer
from typing import Final

from standardwebhooks.webhooks import Webhook
from urllib3 import HTTPResponse
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError

from webhooks.destinations import Destination, DestinationRefused, destination_of
from webhooks.models import Endpoint, Message

PATIENCE: Final = 10.0  # seconds for each piece
DEADLINE: Final = 20.0  # seconds for the whole, shorter than a claim holds
LONGEST_WAIT: Final = 24 * 60 * 60  # seconds that a receiver may ask for
GONE: Final = 410


@dataclass(frozen=True)
class Outcome:
    """What became of it. `is_gone`: the receiver wants no more. `wait`: seconds that it asked for."""

    is_delivered: bool
    told: str
    is_gone: bool = False
    wait: int = 0


def post(endpoint: Endpoint, message: Message, at: datetime) -> Outcome:
    """Raises `members.entrance.sealing.Unreadable`."""
    try:
        where = destination_of(endpoint.address)
        return answered(sent(where, message.payload.encode(), headers_of(endpoint, message, at)), at)
    except DestinationRefused as refused:
        return Outcome(is_delivered=False, told=str(refused))
    except (HTTPError, HTTPException, OSError) as error:
        return Outcome(is_delivered=False, told=f"No answer: {type(error).__name__}.")


def headers_of(endpoint: Endpoint, message: Message, at: datetime) -> dict[str, str]:
    signatures = [Webhook(one).sign(message.message_id, at, message.payload) for one in endpoint.secrets_at(at)]
    return {
        "Content-Type": "application/json",
        "User-Agent": "cbtneuro-webhooks/1",
        "webhook-id": message.message_id,
        "webhook-timestamp": str(floor(at.timestamp())),
        "webhook-signature": " ".join(signatures),
    }


def sent(where: Destination, body: bytes, headers: dict[str, str]) -> HTTPResponse:
    """To the address that was checked, under the name that its certificate has to have. Its text stays there."""
    kind = partial(HTTPSConnection, server_hostname=where.host, assert_hostname=where.host)
    connection = (kind if where.is_tls else HTTPConnection)(where.ip, where.port, timeout=PATIENCE)
    ending = Timer(DEADLINE, cut, [connection])
    ending.daemon = True
    ending.start()
    try:
        connection.request("POST", where.target, body=body, headers={**headers, "Host": where.host_header})
        return connection.getresponse()
    finally:
        ending.cancel()
        connection.close()


def cut(connection: HTTPConnection) -> None:
    """Whoever answers a letter at a time is waited for no longer."""
    if connection.sock is not None:
        with suppress(OSError):
            connection.sock.shutdown(SHUT_RDWR)


def answered(response: HTTPResponse, at: datetime) -> Outcome:
    status = response.status
    if status // 100 == 2:
        return Outcome(is_delivered=True, told=f"Answered {status}.")
    return Outcome(
        is_delivered=False,
        told=f"Answered {status}.",
        is_gone=status == GONE,
        wait=wait_in(response.headers.get("Retry-After", ""), at),
    )


def wait_in(text: str, at: datetime) -> int:
    """Seconds or a date, as HTTP has them; 0 for anything else."""
    if text.isascii() and text.isdecimal():
        return min(int(text[:9]), LONGEST_WAIT)
    try:
        until = parsedate_to_datetime(text)
        return min(max(0, ceil((until - at).total_seconds())), LONGEST_WAIT)
    except (TypeError, ValueError):
        return 0
