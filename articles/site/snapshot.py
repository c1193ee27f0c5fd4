"""The site as it stands in the database. Each process keeps it for some seconds, so that no page pays a query for it.

Only the command line writes it, so a server learns of a change by asking again. Who wrote it in a transaction that is
still open sees it at once, and nobody else before it is committed.
"""

import threading
from dataclasses import dataclass
from math import inf
from time import monotonic
from typing import Final

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, DatabaseError, InterfaceError, connection, transaction
from django.forms.models import model_to_dict

from articles.models import SiteSettings
from articles.site.values import DEFAULT, Site, site_of
from bibliography.writing import format_anew

ASKED_AGAIN_AFTER: Final = 1.0  # seconds: a page asks often, and each time would wait for a database that is away


@dataclass(frozen=True)
class _Kept:
    site: Site
    since: float


class _OfThread(threading.local):
    has_written = False  # in the transaction that is open


_of_thread = _OfThread()
_of_process: _Kept | None = None


def current_site() -> Site:
    """The site that the database describes, or the default one; at most `SITE_KEPT_FOR` seconds old.

    While no database answers it goes on as it was, so that pages which need nothing else, and error pages, still come.
    """
    global _of_process
    if _of_thread.has_written and connection.in_atomic_block:
        return stored_site() or DEFAULT  # whatever of it was rolled back
    _of_thread.has_written = False
    kept, now = _of_process, monotonic()
    if kept and 0 <= now - kept.since < settings.SITE_KEPT_FOR:
        return kept.site
    if kept:
        _of_process = _Kept(kept.site, now)  # where the database is away, one thread waits for it, not all of them
    try:
        site = stored_site() or DEFAULT
    except (DatabaseError, InterfaceError):
        _of_process = _Kept(kept.site if kept else DEFAULT, now - settings.SITE_KEPT_FOR + ASKED_AGAIN_AFTER)
        return _of_process.site
    if connection.alias == DEFAULT_DB_ALIAS:  # what a standby says may be older than what was noticed already
        _of_process = _Kept(site, now)
    return site


def site_name() -> str:
    """What this very site calls itself: the environment may name it apart from its collection."""
    return settings.SITE_NAME or current_site().name


def citation_style() -> str:
    """What `bibliography`, which stands below the site, asks for by `settings.HOUSE_STYLE`."""
    return current_site().citation_style


def stored_site() -> Site | None:
    row = SiteSettings.objects.first()
    return site_of(model_to_dict(row)) if row else None


@transaction.atomic
def store(site: Site) -> None:
    """All references are formatted anew where that is another style: ten milliseconds each."""
    before = stored_site() or DEFAULT
    SiteSettings(pk=1, **site.as_columns()).save()
    _of_thread.has_written = True
    if before.citation_style != site.citation_style:
        format_anew(site.citation_style)
    transaction.on_commit(forget)


def forget() -> None:
    """Read it again at the next page; the former one is for a database that is away then."""
    global _of_process
    if _of_process:
        _of_process = _Kept(_of_process.site, -inf)
    _of_thread.has_written = False
