"""The way of a stranger: docs/operating.md from a bare machine to a site with TLS, on PostgreSQL and under systemd."""

import http.client
import re
import ssl
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tools.production.visitor import Visitor
from tools.production.walk import ARTICLE, EMAIL, HOST, PAGES, Walk, expect
from tools.steps import quietly

CERTIFICATES: Final = Path("etc/letsencrypt/live") / HOST
GATE: Final = 'id="gate"'
FULL_POST: Final = 'class="full-post prose"'
BY_A_TIMER: Final = "cbtneuro-backup"
SERVICES: Final = ("cbtneuro-site", "cbtneuro-worker")


def authority(folder: Path) -> Path:
    """The certificate of an authority of our own, in whose name `certificate` signs."""
    own = folder / "authority.pem"
    quietly([
        "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
        "-subj", "/CN=An authority of this measurement", "-keyout", folder / "authority.key", "-out", own,
    ])  # fmt: skip
    return own


def certificate(folder: Path, place: Path) -> None:
    """What somebody has got from an authority: certificate and key of HOST, where nginx looks for them."""
    place.mkdir(parents=True)
    quietly([
        "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
        "-subj", f"/CN={HOST}", "-addext", f"subjectAltName=DNS:{HOST}", "-addext", "basicConstraints=CA:FALSE",
        "-CA", folder / "authority.pem", "-CAkey", folder / "authority.key",
        "-keyout", place / "privkey.pem", "-out", place / "fullchain.pem",
    ])  # fmt: skip


@dataclass
class Stranger(Walk):
    authority: Path = Path()

    @property
    def visitor(self) -> Visitor:
        return Visitor(HOST, 443, trusts=ssl.create_default_context(cafile=self.authority))

    def all(self) -> None:
        self.install()
        printed = self.type(self.lines("Start", 0))
        expect("check --deploy warns of nothing", re.findall(r"\(\w+\.[WEC]\d+\)", printed), [])
        self.type(self.lines("Under systemd", 0))
        before, after = self.lines("TLS", 0), self.lines("TLS", 1)
        self.type(before)
        self.certify()
        self.type(after)
        self.visit()
        self.let_services_run()

    def make_postgresql(self) -> None:
        self.type(self.lines("Install", 1))  # systemd starts it

    def certify(self) -> None:
        """What certbot does where the world can reach the name."""
        certificate(self.authority.parent, self.machine.root / CERTIFICATES)
        trusted = self.machine.root / "usr/local/share/ca-certificates/measurement.crt"
        trusted.write_bytes(self.authority.read_bytes())
        self.machine.type("sudo update-ca-certificates")

    def visit(self) -> None:
        print("  The site, over TLS:")
        self.look()
        connection = http.client.HTTPConnection(HOST, 80, timeout=60)
        connection.request("GET", "/about/")
        answer = connection.getresponse()
        expect("without TLS", (answer.status, answer.getheader("Location")), (301, f"https://{HOST}/about/"))
        member = self.visitor
        member.log_in(EMAIL, self.password)
        articles = list(dict.fromkeys(ARTICLE.findall(self.visitor.ask("/latest/")[1])))
        seen = {page: self.visitor.ask(page)[1] for page in articles}
        gated = [page for page, text in seen.items() if GATE in text]
        expect("some articles are for members", bool(gated), True)
        expect("of these a visitor reads in full", [page for page in gated if FULL_POST in seen[page]], [])
        read = [page for page in gated if FULL_POST in member.ask(page)[1]]
        expect("and a member", len(read), len(gated))

    def let_services_run(self) -> None:
        """What a timer starts is started now, the worker, too, and the server takes a new release."""
        self.machine.type(f"sudo systemctl start {BY_A_TIMER}.service")
        self.machine.type("sudo systemctl enable --now cbtneuro-worker.service")
        self.machine.type("sudo systemctl reload cbtneuro-site.service")
        states = self.machine.type(f"sudo systemctl is-active {' '.join(SERVICES)}").split()
        expect("services", states, ["active"] * len(SERVICES))
        expect("backups that were proved", len(list((self.machine.here / "site" / "backup").glob("*.backup"))), 1)
        expect("pages", [self.visitor.ask(page)[0] for page in PAGES], [200] * len(PAGES))
