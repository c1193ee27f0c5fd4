"""Pages that processes share in Redis, here in a cache of the same interface."""

from typing import Any

from django.core.cache.backends.locmem import LocMemCache

from cbtneuro.page_cache.content_version.reading import ContentVersion
from cbtneuro.page_cache.front import PageCache
from cbtneuro.page_cache.release import files, mark
from cbtneuro.page_cache.shared import Shared
from tests.cbtneuro.page_cache.visitors import LARGE, Content, Counting, asked


def test_what_one_process_made_another_sends(content: Content) -> None:
    shared = Shared(LocMemCache("pages", {}))
    applications = Counting(), Counting()
    one, other = (
        PageCache(made, most_bytes=LARGE, version=ContentVersion(0, lambda: None, content.read), shared=shared)
        for made in applications
    )
    first = asked(one, "/")
    assert (asked(other, "/").body, asked(other, "/").was_kept) == (first.body, True)
    content.number = 2
    asked(other, "/")
    assert [made.answers for made in applications] == [1, 1]


def test_another_release_makes_its_own(content: Content) -> None:
    """After an upgrade the same content makes other pages, which name other style sheets."""
    pages = LocMemCache("pages of two releases", {})
    applications = Counting(), Counting()
    for made, release in zip(applications, ("former", "new"), strict=True):
        version = ContentVersion(0, lambda: None, content.read)
        asked(PageCache(made, most_bytes=LARGE, version=version, shared=Shared(pages, release)), "/")
    assert [made.answers for made in applications] == [1, 1]


def test_the_mark_of_a_release_tells_of_code_templates_and_what_pages_say(settings: Any) -> None:
    read = {str(file.relative_to(settings.BASE_DIR)) for file in files() if file.is_relative_to(settings.BASE_DIR)}
    assert {"articles/views.py", "templates/articles/detail.html", "requirements.lock"} <= read
    here = mark()
    assert mark() == here
    settings.CONTACT_EMAIL = "another@example.org"
    assert mark() != here
