"""HTML as a PDF. Run as a program it makes one of what it reads, and wants no Django.

WeasyPrint is imported only there: it takes a second of computing, and it has Pillow read broken images, which the site
refuses.
"""

import json
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Final

LONGEST: Final = 60  # seconds
BEHIND_ALL_ELSE: Final = 10  # niceness
ROOT: Final = Path(__file__).resolve().parents[2]


def can_be_made() -> bool:
    """Whether the extra `pdf` is installed."""
    return find_spec("weasyprint") is not None


def pdf_from_beside(html: str, style: str) -> bytes:
    """In a process of its own, which gives way to all others. Raises `subprocess.SubprocessError`."""
    program = [sys.executable, "-m", "library.reprints.pdf"]
    sent = json.dumps([html, style]).encode()
    done = subprocess.run(  # noqa: S603  this very file
        program, input=sent, capture_output=True, check=True, timeout=LONGEST, cwd=ROOT
    )
    return done.stdout


if __name__ == "__main__":
    from weasyprint import CSS, HTML
    from weasyprint.urls import URLFetcher

    os.nice(BEHIND_ALL_ELSE)
    html, style = json.loads(sys.stdin.buffer.read())
    sheets = HTML(string=html, base_url="", url_fetcher=URLFetcher(allowed_protocols=("data",)), media_type="print")
    sys.stdout.buffer.write(sheets.write_pdf(stylesheets=[CSS(string=style)]))
