"""Makes the drawings and the map: `python -m tools.drawings`, or only says which differ: `--check`."""

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cbtneuro.settings")
os.environ.setdefault("DEBUG", "1")
django.setup()

from tools.drawings.making import different, made  # noqa: E402  the settings come first


def main(arguments: list[str]) -> int:
    changed = different()
    for path in changed:
        print(path.name)
    if "--check" in arguments:
        return 1 if changed else 0
    files = made()
    for path in changed:
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(files[path])
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
