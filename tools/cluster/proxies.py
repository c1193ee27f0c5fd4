"""What stands before and beside servers of the site: docs/nginx.conf but for names of this machine, and a Redis."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from tools import postgres
from tools.cluster.processes import Process, program
from tools.steps import ROOT

LINES: Final = ROOT / "docs" / "nginx.conf"
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
    upstream site {{
{servers}
    }}
{lines}
}}
"""


def everything(_line: str) -> bool:
    return True


def nginx(folder: Path, sites: Sequence[int], keeps: Callable[[str], bool] = everything) -> Process:
    """`sites`: their ports. `keeps`: which lines of the file stay."""
    port, file = postgres.free_port(), folder / "nginx.conf"
    servers = "\n".join(f"        server 127.0.0.1:{site} max_fails=1 fail_timeout=2s;" for site in sites)
    here = [line for line in LINES.read_text().splitlines() if "ssl_certificate" not in line and keeps(line)]
    lines = "\n".join(here).replace("listen 443 ssl", f"listen 127.0.0.1:{port}").replace("127.0.0.1:8000", "site")
    lines = lines.replace("$host", "$http_host").replace("/var/cache/nginx", str(folder))
    file.write_text(AROUND.format(folder=folder, servers=servers, lines=lines))
    command = [program("nginx", "nginx-light"), "-c", str(file), "-p", str(folder)]
    return Process("nginx", port, folder / "nginx.out", lambda: command)


def redis(folder: Path, port: int = 0) -> Process:
    """One that keeps nothing on disk. `port` 0: any that is free."""
    port = port or postgres.free_port()
    command = [
        program("redis-server", "redis"), "--port", str(port), "--bind", "127.0.0.1", "--save", "",
        "--appendonly", "no", "--dir", str(folder),
    ]  # fmt: skip
    return Process("Redis", port, folder / "redis.log", lambda: command)
