"""The pages that are measured, and their bytes on disk: what the site sends, its bare companions send alike."""

import http.client
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

SAME: Final = ("Content-Type", "Content-Encoding", "ETag", "Vary", "Cache-Control")
LONGEST_WAIT: Final = 120  # seconds; the first page of a large collection may build what later ones find


@dataclass(frozen=True)
class Page:
    """An answer of the site. `headers`: those that a companion sends, too."""

    name: str
    path: str  # without a query
    headers: list[tuple[str, str]]
    body: bytes

    @property
    def etag(self) -> str:
        return dict(self.headers).get("ETag", "")


@dataclass(frozen=True)
class Fetched:
    """`headers`: by their names in lower case."""

    status: int
    headers: dict[str, str]
    body: bytes


def fetch(port: int, path: str, headers: Mapping[str, str] | None = None) -> Fetched:
    """One answer over a connection of its own."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=LONGEST_WAIT)
    try:
        connection.request("GET", path, headers=dict(headers or {}))
        response = connection.getresponse()
        return Fetched(response.status, {name.lower(): value for name, value in response.getheaders()}, response.read())
    finally:
        connection.close()


def as_page(name: str, path: str, fetched: Fetched) -> Page:
    kept = [(known, fetched.headers[known.lower()]) for known in SAME if known.lower() in fetched.headers]
    return Page(name, path.partition("?")[0], [*kept, ("Content-Length", str(len(fetched.body)))], fetched.body)


def write(pages: Iterable[Page], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    told = []
    for page in pages:
        (folder / page.name).write_bytes(page.body)
        told.append({**asdict(page), "body": page.name})
    (folder / "pages.json").write_text(json.dumps(told))


def read(folder: Path) -> list[Page]:
    return [
        Page(told["name"], told["path"], [(name, value) for name, value in told["headers"]],
             (folder / told["name"]).read_bytes())
        for told in json.loads((folder / "pages.json").read_text())
    ]  # fmt: skip
