"""A folder of this machine, or one that several share: MEDIA_ROOT."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.core.files.storage import FileSystemStorage


class Folder(FileSystemStorage):
    def below(self, folder: str) -> Iterator[str]:
        try:
            folders, files = self.listdir(folder)
        except (FileNotFoundError, NotADirectoryError):
            return
        start = f"{folder}/" if folder else ""
        yield from (start + name for name in sorted(files))
        for name in sorted(folders):
            yield from self.below(start + name)

    def put(self, name: str, content: bytes) -> None:
        path = Path(self.path(name))
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as unfinished:
            try:
                unfinished.write(content)
                unfinished.flush()
                os.replace(unfinished.name, path)
            except OSError:
                os.unlink(unfinished.name)
                raise

    def signed(self, name: str, content_type: str, method: str) -> str:
        del name, content_type, method
        return ""

    def place(self) -> str:
        return str(self.location)

    def fault(self) -> str:
        """Its disk is looked at elsewhere."""
        return ""
