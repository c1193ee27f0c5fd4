"""Twenty-five acts at random, an export, an empty site: it holds the same, and every address that ever was leads on."""

import random
from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest
from django.db import transaction
from django.db.models import Q
from django.test import Client
from django.urls import reverse

from articles.content import content_of, write_content
from articles.models import Article
from articles.publishing import withdraw
from articles.status import Status
from collection.exporting import export
from collection.loading import load
from tags.curation.merging import deprecate, merge
from tags.curation.refusal import CurationRefused, UndoRefused
from tags.curation.renaming import rename
from tags.curation.undoing import undo
from tags.models import CurationAct, Tag
from tests.collection.folders import contents
from tests.databases import SHIPPED_COLLECTION, Filled
from tests.times import NOW

pytestmark = pytest.mark.django_db

ACTS: Final = 25
Answer = tuple[int, str]  # the status, and where a redirect leads
PAGE: Final = (200, "")


class Editors:
    """Do something at random again and again, and remember whose every address was.

    `articles`, `tags`: the key of the row that had an address last; `concepts`: of the tag that has an identity;
    `merged`: by key, into which tag another went.
    """

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.articles: dict[str, int] = {}
        self.tags: dict[str, int] = {}
        self.concepts: dict[str, int] = {}
        self.merged: dict[int, int] = {}
        self.number = 0
        self.remember()

    def remember(self) -> None:
        self.articles |= dict(Article.objects.values_list("slug", "pk"))
        self.tags |= dict(Tag.objects.values_list("slug", "pk"))
        self.concepts |= dict(Tag.objects.values_list("identity", "pk"))

    def work(self, acts: int) -> None:
        done = 0
        while done < acts:
            act = self.random.choice(
                [self.move, self.move, self.withdraw, *[self.rename, self.merge, self.undo] * 2, self.deprecate]
            )
            try:
                with transaction.atomic():
                    act()
            except (CurationRefused, UndoRefused):
                continue
            self.remember()
            done += 1

    def link(self) -> None:
        """An article that names others and tags by the addresses of today."""
        article, other, tag = self.article(), self.article(), self.tag()
        content = content_of(article)
        more = f"\n\nSee [one](article:{other.slug}) and [another][t].\n\n[t]: tag:{tag.slug}"
        write_content(article, replace(content, full_post=content.full_post + more))

    def move(self) -> None:
        article = self.article()
        self.number += 1
        former = [row.slug for row in article.former_slugs.order_by("slug")]
        slug = self.random.choice([f"moved-{self.number}", *former])
        write_content(article, replace(content_of(article), slug=slug))

    def withdraw(self) -> None:
        withdraw(self.article(), by=None, at=NOW, reason=Article.WithdrawalReason.OTHER)

    def rename(self) -> None:
        tag = self.tag()
        self.number += 1
        labels = [label.name for label in tag.labels.order_by("pk")[:2]]
        rename(tag, self.random.choice([f"Renamed {self.number}", *labels]), by=None, at=NOW)

    def merge(self) -> None:
        tag, into = self.two_tags()
        merge(tag, into=into, by=None, at=NOW)
        self.merged[tag.pk] = into.pk

    def deprecate(self) -> None:
        tag, other = self.two_tags()
        deprecate(tag, replaced_by=other, by=None, at=NOW)

    def undo(self) -> None:
        act = self.random.choice([*CurationAct.objects.filter(undone_at=None).order_by("-pk")[:4]] or [CurationAct()])
        if act.pk is None:
            raise UndoRefused(["There is nothing to undo."])
        undo(act, by=None, at=NOW)
        self.merged = {tag: into for tag, into in self.merged.items() if not Tag.objects.filter(pk=tag).exists()}

    def article(self) -> Article:
        published: list[Article] = [*Article.objects.filter(status=Status.PUBLISHED).order_by("pk")]
        return self.random.choice(published)

    def tag(self, **chosen: object) -> Tag:
        live = Tag.objects.filter(Q(is_deprecated=False, taxonomy__is_category=False), **chosen).order_by("pk")
        tags: list[Tag] = [*live.select_related("taxonomy")]
        return self.random.choice(tags)

    def two_tags(self) -> tuple[Tag, Tag]:
        tag = self.tag()
        return tag, self.tag(taxonomy=tag.taxonomy)

    def expected(self) -> dict[str, Answer]:
        """What a visitor is answered at every address that was one once and shows no page of its own now."""
        rows = Article.objects.in_bulk()
        every = {
            **{at("articles", word): self.of_article(word, rows[pk]) for word, pk in self.articles.items()},
            **{at("tags", word): self.of_tag(word, pk) for word, pk in self.tags.items()},
        }
        pages = {address for address, answer in every.items() if answer == PAGE}
        assert {to for status, to in every.values() if status == 301} <= pages
        concepts = {concept(identity): self.of_concept(identity, pk) for identity, pk in self.concepts.items()}
        return {address: answer for address, answer in every.items() if answer != PAGE} | concepts

    def of_article(self, word: str, article: Article) -> Answer:
        if article.status == Status.WITHDRAWN:
            return 410, ""
        return PAGE if word == article.slug else (301, at("articles", article.slug))

    def of_tag(self, word: str, pk: int) -> Answer:
        tag = self.today(pk)
        return PAGE if word == tag.slug else (301, at("tags", tag.slug))

    def of_concept(self, identity: str, pk: int) -> Answer:
        tag = self.today(pk)
        return (303, at("tags", tag.slug)) if identity == tag.identity else (301, concept(tag.identity))

    def today(self, pk: int) -> Tag:
        """What stands in the place of the tag."""
        tag = Tag.objects.filter(pk=pk).first()
        if tag is None:
            return self.today(self.merged[pk])
        return self.today(tag.replaced_by_id) if tag.replaced_by_id else tag


def concept(identity: str) -> str:
    return reverse("tags:concept", args=[identity])


def at(kind: str, slug: str) -> str:
    return reverse(f"{kind}:detail", args=[slug])


def answers(addresses: dict[str, Answer]) -> dict[str, Answer]:
    """Redirects are not followed: each has to lead there in one hop."""
    client = Client()
    found = {address: client.get(address) for address in addresses}
    return {address: (answer.status_code, answer.headers.get("Location", "")) for address, answer in found.items()}


@pytest.mark.parametrize("seed", [1])
def test_a_collection_after_many_acts_goes_out_and_in_and_every_address_leads_on(
    seed: int, filled_databases: Filled, tmp_path: Path
) -> None:
    with filled_databases.holding(SHIPPED_COLLECTION):
        editors = Editors(seed)
        for _ in range(5):
            editors.link()
        editors.work(ACTS)
        expected = editors.expected()
        assert {status for status, _ in expected.values()} == {301, 303, 410}
        assert answers(expected) == expected
        export(tmp_path / "first")
    assert not Article.objects.exists()
    load(tmp_path / "first", at=NOW, tell=lambda *_: None)
    export(tmp_path / "second")
    assert contents(tmp_path / "second") == contents(tmp_path / "first")
    assert answers(expected) == expected
