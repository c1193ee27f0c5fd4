"""A server that speaks S3, for tests and clusters: moto, which keeps all in memory, behind a door that asks for keys.

moto takes any signature at any time and lists a bucket for everybody; S3 does neither. The door makes each signature
anew by botocore. What stands open for everybody by its own ACL, moto hands out.
"""

import argparse
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any, Final
from urllib.parse import parse_qsl, quote, urlencode

import boto3
from botocore.auth import S3SigV4Auth, S3SigV4QueryAuth, SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.config import Config
from botocore.credentials import Credentials
from moto.moto_server.werkzeug_app import MotoRequestHandler, create_backend_app
from werkzeug.serving import BaseWSGIServer, make_server

KEYS: Final = {"AWS_ACCESS_KEY_ID": "only-on-this-machine", "AWS_SECRET_ACCESS_KEY": "a-secret-of-no-use-elsewhere"}
REGION: Final = "us-east-1"
STAMP: Final = "%Y%m%dT%H%M%SZ"
TOLERANCE: Final = timedelta(minutes=15)  # of clocks, as S3 has it
CREDENTIALS: Final = Credentials(*KEYS.values())
Environ = dict[str, Any]
Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]


class Door:
    def __init__(self, within: Application) -> None:
        self.within = within

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        if why := refusal(environ, datetime.now(UTC)):
            body = f"<Error><Code>AccessDenied</Code><Message>{why}</Message></Error>".encode()
            start_response("403 Forbidden", [("Content-Type", "application/xml"), ("Content-Length", str(len(body)))])
            return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]
        return self.within(environ, start_response)


class Quiet(MotoRequestHandler):
    """Says nothing of each request."""

    def log(self, type: str, message: str, *parts: object) -> None:
        del type, message, parts


def refusal(environ: Environ, now: datetime) -> str:
    """Why S3 would answer 403; "" where it would go on."""
    query = dict(parse_qsl(environ["QUERY_STRING"], keep_blank_values=True))
    if header := environ.get("HTTP_AUTHORIZATION"):
        told = dict(part.strip().split("=", 1) for part in header.partition(" ")[2].split(","))
        at, until = at_stamp(environ["HTTP_X_AMZ_DATE"]), TOLERANCE
        auth: SigV4Auth = S3SigV4Auth(CREDENTIALS, "s3", REGION)
    elif "X-Amz-Signature" in query:
        told = {name.removeprefix("X-Amz-"): value for name, value in query.items()}
        del query["X-Amz-Signature"]
        at, until = at_stamp(told["Date"]), timedelta(seconds=int(told["Expires"]))
        auth = S3SigV4QueryAuth(CREDENTIALS, "s3", REGION)
    else:
        is_object = environ["PATH_INFO"].strip("/").count("/")
        return "" if is_object and environ["REQUEST_METHOD"] in ("GET", "HEAD") else "Access Denied"
    if not at - TOLERANCE <= now <= at + until:
        return "Request has expired"
    is_right = signature(environ, query, told["SignedHeaders"].split(";"), auth, at) == told["Signature"]
    return "" if is_right else "The signature does not match"


def at_stamp(stamp: str) -> datetime:
    return datetime.strptime(stamp, STAMP).replace(tzinfo=UTC)


def signature(environ: Environ, query: dict[str, str], names: list[str], auth: SigV4Auth, at: datetime) -> str:
    """As it ought to be for this request."""
    headers = {name: environ.get(key_of(name), "") for name in names}
    path, said = quote(environ["PATH_INFO"].encode("latin-1")), urlencode(query, quote_via=quote)
    request = AWSRequest(environ["REQUEST_METHOD"], f"http://{environ['HTTP_HOST']}{path}?{said}", headers)
    request.context["timestamp"] = at.strftime(STAMP)
    return str(auth.signature(auth.string_to_sign(request, auth.canonical_request(request)), request))


def key_of(header: str) -> str:
    name = header.upper().replace("-", "_")
    return name if name in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{name}"


def server_at(port: int) -> BaseWSGIServer:
    """`port` 0: any that is free."""
    application = Door(create_backend_app("s3"))
    return make_server("127.0.0.1", port, application, threaded=True, request_handler=Quiet)


@contextmanager
def served() -> Iterator[str]:
    """In a thread of this process. Yields its origin."""
    server = server_at(0)
    thread = threading.Thread(target=server.serve_forever, args=[0.02], daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()


@cache
def client(origin: str) -> Any:
    keys = {name.lower(): value for name, value in KEYS.items()}
    config = Config(s3={"addressing_style": "path"}, signature_version="s3v4")
    return boto3.client("s3", endpoint_url=origin, region_name=REGION, config=config, **keys)


def bucket_at(origin: str, name: str) -> str:
    """Make one. Returns its address, as MEDIA_S3 takes it."""
    client(origin).create_bucket(Bucket=name)
    return f"{origin}/{name}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("port", type=int)
    server_at(parser.parse_args().port).serve_forever()


if __name__ == "__main__":
    main()
