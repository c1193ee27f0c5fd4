"""So many random acts in a site's own process, `python -m tests.bench.acting ACTS SEED`, and what was wrong after them.

Every act is committed. Between them pages are asked for as visitors get them, from a page cache that sees each change
at once: the kept page has to be the one that Django makes anew.
"""

import json
import sys
import time
from typing import Any, Final

import django

django.setup()

from django.core.handlers.wsgi import WSGIHandler  # noqa: E402

from articles.documents.storing import is_wrong  # noqa: E402
from articles.models import Article  # noqa: E402
from articles.site.snapshot import forget  # noqa: E402
from cbtneuro.page_cache.content_version.reading import ContentVersion, version_between_requests  # noqa: E402
from cbtneuro.page_cache.front import PageCache  # noqa: E402
from lists.models import ReadingList  # noqa: E402
from tags.models import Tag  # noqa: E402
from tests.articles.documents.acting import Acting  # noqa: E402
from tests.cbtneuro.page_cache.visitors import asked  # noqa: E402

HOST: Final = {"HTTP_HOST": "127.0.0.1"}
MEGABYTES: Final = 64
LOOKED_AT_EVERY: Final = 5  # acts
COMPARED_EVERY: Final = 100


def addresses(acting: Acting) -> list[str]:
    found = ["/", "/latest/", "/tags/", "/lists/", "/feeds/latest.atom"]
    found += [f"/articles/{article.slug}/" for article in acting.some(Article.objects, 3)]
    found += [f"/tags/{tag.slug}/" for tag in acting.some(Tag.objects, 3)]
    return found + [f"/lists/{each.slug}/" for each in acting.some(ReadingList.objects)]


def differing(cache: PageCache, paths: list[str]) -> list[str]:
    """Where a visitor gets another page than Django makes now."""
    return [
        path
        for path in paths
        if (got := asked(cache, path, **HOST)).body != (made := asked(WSGIHandler(), path, **HOST)).body
        or got.status != made.status
    ]


def acted(acts: int, seed: int) -> dict[str, Any]:
    acting, began = Acting(seed), time.process_time()
    cache = PageCache(
        WSGIHandler(),
        most_bytes=MEGABYTES * 2**20,
        version=ContentVersion(0, forget, version_between_requests),
    )
    wrong: list[str] = []
    refused = compared = 0
    known: list[str] = []
    while (done := sum(acting.done.values())) < acts:
        if not acting.act():
            refused += 1
            continue
        if done % LOOKED_AT_EVERY == 0:
            known = [*known, *addresses(acting)][-20:]
            wrong += [f"{path} after {done + 1} acts" for path in differing(cache, known)]
            compared += len(known)
        if done % COMPARED_EVERY == COMPARED_EVERY - 1:
            wrong += [
                f"document {pk} after {done + 1} acts"
                for pk in Article.objects.values_list("pk", flat=True)
                if is_wrong(pk)
            ]
    seconds = time.process_time() - began
    return {
        "done": acting.done,
        "refused": refused,
        "pages": compared,
        "wrong": wrong,
        "cpu_seconds": round(seconds, 1),
    }


if __name__ == "__main__":
    print(json.dumps(acted(int(sys.argv[1]), int(sys.argv[2]))))
