"""What stands before and beside servers of the site: deploy/nginx but for names of this machine, and a Redis."""

from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import Final

from tools import postgres
from tools.cluster.processes import Process, program
from tools.steps import ROOT

LINES: Final = ROOT / "deploy" / "nginx" / "cbtneuro.conf"
AROUND: Final = """daemon off;
pid {folder}/nginx.pid;
error_log {folder}/nginx.log warn;
events {{ worker_connections 4096; }}
http {{
    access_log off;
    client_body_temp_path {folder}/bodies;
    proxy_temp_path {folder}/proxied;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/upstream.conf;
{lines}
}}
"""


def everything(_line: str) -> bool:
    return True


def nginx(folder: Path, sites: Sequence[int], keeps: Callable[[str], bool] = everything) -> Process:
    """`sites`: their ports. `keeps`: which lines of the file stay."""
    port, file = postgres.free_port(), folder / "nginx.conf"
    upstream(folder, sites)
    lines = "\n".join(line for line in LINES.read_text().splitlines() if "ssl_certificate" not in line and keeps(line))
    for there, here in (
        ("listen 443 ssl", f"listen 127.0.0.1:{port}"),
        ("listen 80", f"listen unix:{folder}/plain"),
        ("$host", "$http_host"),
        ("/var/cache/nginx", str(folder)),
    ):
        lines = lines.replace(there, here)
    file.write_text(AROUND.format(folder=folder, lines=lines))
    command = [program("nginx", "nginx-light"), "-c", str(file), "-p", str(folder)]
    return Process("nginx", port, folder / "nginx.out", lambda: command)


def upstream(folder: Path, sites: Sequence[int], down: Collection[int] = ()) -> None:
    """Which servers of the site it asks, from its next start or SIGHUP on. `down`: those that get nobody."""
    servers = (
        f"    server 127.0.0.1:{site} max_fails=1 fail_timeout=2s{' down' if site in down else ''};" for site in sites
    )
    (folder / "upstream.conf").write_text("\n".join(["upstream cbtneuro {", *servers, "}\n"]))


def redis(folder: Path, port: int = 0) -> Process:
    """One that keeps nothing on disk. `port` 0: any that is free."""
    port = port or postgres.free_port()
    command = [
        program("redis-server", "redis"), "--port", str(port), "--bind", "127.0.0.1", "--save", "",
        "--appendonly", "no", "--dir", str(folder),
    ]  # fmt: skip
    return Process("Redis", port, folder / "redis.log", lambda: command)
