"""What is made once in a process, for as long as the site is described as it was."""

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from articles.site.snapshot import current_site
from articles.site.values import Site

Made = TypeVar("Made")


class KeptForSite:
    def __init__(self) -> None:
        self.kept: tuple[Site | None, dict[Hashable, Any]] = (None, {})

    def get(self, key: Hashable, make: Callable[[Site], Made]) -> Made:
        """What `make` made of the site for this key, now or before."""
        site = current_site()
        described, made = self.kept
        if described is not site:
            made = made if described == site else {}
            self.kept = site, made
        if key not in made:
            made[key] = make(site)
        return made[key]  # type: ignore[no-any-return]
