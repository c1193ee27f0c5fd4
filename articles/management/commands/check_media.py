"""`manage.py check_media`: files of images that are missing, and files that belong to none."""

from collections.abc import Iterable
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles.images.media.store import store
from articles.images.stored_files import lost_files, unnamed_files

MENDS = (
    "Readers get 404 for them. Restore them from a backup, choose the file again on the image's page under Edit, "
    "or run load_collection, which stores again what its folder holds."
)


class Command(BaseCommand):
    help = "Look for every file that an image names, and for files that no image names; exit with 1 if one is lost."

    def handle(self, *args: Any, **options: Any) -> None:
        del args, options
        try:
            self.look()
        except OSError as fault:  # of the store as a whole
            raise CommandError(f"The files in {store().place()} cannot be looked at: {fault}.") from fault

    def look(self) -> None:
        lost = self.tell(f"{file.name} {file.problem} (image {file.image})." for file in lost_files())
        unnamed = self.tell(f"{name} belongs to no image." for name in unnamed_files())
        if unnamed:
            self.stdout.write(f"Files in {store().place()} that belong to no image, and may go: {unnamed}.")
        if lost:
            raise CommandError(f"Files that images name and nobody can be sent: {lost}. {MENDS}")
        self.stdout.write("Every file that an image names is there.")

    def tell(self, lines: Iterable[str]) -> int:
        """Line by line; how many there were."""
        return sum(1 for _ in map(self.stdout.write, lines))
