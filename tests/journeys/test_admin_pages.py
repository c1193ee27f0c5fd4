"""The pages of the admin that editors work in: the same rules, and the same policy."""

from typing import Final

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from members.roles import ADMINISTRATOR
from tags import curation
from tests.factories import make_user
from tests.journeys.checks import against_rules, keep_picture
from tests.journeys.holdings import Holdings
from tests.journeys.visits import HEIGHT, PHONE, WIDE, Theme, Visits

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
SCREENS: Final[tuple[tuple[int, Theme], ...]] = ((WIDE, "light"), (PHONE, "dark"))
PAGES: Final = {
    "front page": "/admin/",
    "articles": "/admin/articles/article/",
    "articles found": "/admin/articles/article/?q=amygdala&state=draft",
    "new article": "/admin/articles/article/add/",
    "article": "/admin/articles/article/{summary}/change/",
    "history of an article": "/admin/articles/article/{summary}/history/",
    "suggestions beside an article": "/admin/articles/article/{summary}/suggestions/",
    "withdrawing": "/admin/articles/article/act/withdraw/?article={summary}",
    "scheduling": "/admin/articles/article/act/schedule/?article={draft}",
    "deleting": "/admin/articles/article/{draft}/delete/",
    "images": "/admin/articles/image/",
    "new image": "/admin/articles/image/add/",
    "references": "/admin/bibliography/reference/",
    "new reference": "/admin/bibliography/reference/add/",
    "tags": "/admin/tags/tag/",
    "tag": "/admin/tags/tag/{tag}/change/",
    "check of the taxonomy": "/admin/tags/tag/check/",
    "renaming a tag": "/admin/tags/tag/{tag}/act/rename/?label=Social+phobia",
    "merging a tag": "/admin/tags/tag/{tag}/act/merge/",
    "merging a tag, what will change": "/admin/tags/tag/{tag}/act/merge/?into=Anxiety+disorders",
    "splitting a tag": "/admin/tags/tag/{tag}/act/split/?labels=Fear+of+speaking",
    "moving a tag, refused": "/admin/tags/tag/{tag}/act/move/?under=Selective+mutism",
    "deprecating a tag": "/admin/tags/tag/{tag}/act/deprecate/?replaced_by=nothing",
    "history of curation": "/admin/tags/curationact/",
    "undoing": "/admin/tags/curationact/{act}/undo/",
    "undoing, refused": "/admin/tags/curationact/{undone}/undo/",
    "tagging articles": "/admin/articles/article/tagging/tag/?article={summary}&article={draft}",
    "lists": "/admin/lists/readinglist/",
    "list": "/admin/lists/readinglist/{list}/change/",
    "accounts": "/admin/members/user/",
    "account": "/admin/members/user/{member}/change/",
}


def acts_of_curators(holdings: Holdings) -> dict[str, int]:
    """One that can be undone, and one that has been."""
    undone = curation.rename(holdings.region, "Amygdaloid body", by=None, at=timezone.now())
    curation.undo(undone, by=None, at=timezone.now())
    act = curation.rename(holdings.disorder, "Fear of company", by=None, at=timezone.now())
    return {"act": act.pk, "undone": undone.pk}


def test_every_page_of_the_admin_passes_the_rules_in_both_themes(visits: Visits, subtests: pytest.Subtests) -> None:
    holdings = Holdings()
    keys = {**holdings.keys, **acts_of_curators(holdings)}
    page = visits.page(user=make_user(ADMINISTRATOR))
    for name, path in PAGES.items():
        with subtests.test(name):
            response = page.goto(path.format(**keys))
            assert response is not None
            assert response.status == 200
            expect(page.locator("#content")).to_be_visible()
            found = []
            for width, theme in SCREENS:
                page.set_viewport_size({"width": width, "height": HEIGHT[width]})
                page.emulate_media(color_scheme=theme, reduced_motion="reduce")
                found += [f"{width} px, {theme}: {fault}" for fault in against_rules(page)]
                keep_picture(page, f"admin {name} {width} {theme}")
            assert not found, "\n".join(found)
