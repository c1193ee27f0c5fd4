"""One attempt to hand over a message, signed after the Standard Webhooks rules (https://www.standardwebhooks.com)."""

from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from math import ceil, floor
from typing import Final

from standardwebhooks.webhooks import Webhook
from urllib3 import HTTPConnectionPool, HTTPResponse, HTTPSConnectionPool, Timeout
from urllib3.exceptions import HTTPError

from webhooks.destinations import Destination, DestinationRefused, destination_of
from webhooks.models import Endpoint, Message

PATIENCE: Final = Timeout(connect=5, read=10)  # seconds
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
    except (HTTPError, OSError) as error:
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
    pool: HTTPConnectionPool
    if where.is_tls:
        pool = HTTPSConnectionPool(where.ip, where.port, server_hostname=where.host, assert_hostname=where.host)
    else:
        pool = HTTPConnectionPool(where.ip, where.port)
    with pool:
        response = pool.request(
            "POST", where.target, body=body, headers={**headers, "Host": where.host_header}, timeout=PATIENCE,
            retries=False, redirect=False, preload_content=False,
        )  # fmt: skip
        response.close()
        return response  # type: ignore[return-value]


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
