"""The lines of docs/operating.md that people copy."""

import os
import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent.parent


def test_a_second_new_secret_key_keeps_the_first_one(tmp_path: Path) -> None:
    told = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
    found = re.search(r"A new secret key.*?```\n(.*?)```", told, re.DOTALL)
    assert found
    variables, openssl = tmp_path / "production.env", tmp_path / "openssl"
    variables.write_text("DEBUG=off\nSECRET_KEY=first\n")
    openssl.write_text("#!/bin/sh\ncat next\n")
    openssl.chmod(0o700)
    for key in ("second=", "third="):
        (tmp_path / "next").write_text(key)
        path = {"PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}"}
        subprocess.run(["/bin/sh", "-ec", found[1]], cwd=tmp_path, env=path, check=True)
    held = variables.read_text().splitlines()
    assert held[:3] == ["DEBUG=off", "SECRET_KEY=third=", "SECRET_KEY_FALLBACKS=second=,first"]
    assert len(held) == 4
