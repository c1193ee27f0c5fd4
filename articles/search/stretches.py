"""The stretch of its text that shows why an article was found, where its row does not say it all."""

from collections.abc import Iterable, Mapping, Sequence

from django.db.models import QuerySet

from articles import access
from articles.browse.scope import VisibleScope
from articles.models import Article, FullDocument
from articles.search.hits import Hit
from articles.search.query.interpretation import Leaf
from articles.search.ranking import bitmaps_of, is_filed, written
from articles.search.read_words import Candidate
from articles.search.service import Answer
from articles.search.snippets import Sought, snippet
from articles.search.texts import text_of_html, told_by
from articles.text.spelled import SpelledText, spelled_text, unsqueezed
from tags.cache.bitmaps import NOTHING, Bitmap

Wanted = Mapping[int, set[int]]  # by article what its stretch has to show


def find_stretches(shown: Sequence[Hit], found: Answer, sought: Sought, scope: VisibleScope) -> None:
    """From the full post what stands there alone, by leave of the gate; else from the summary. From sentences where
    they say it, else from headings, tables and drawings, for which the texts are read anew.
    """
    unsaid = unsaid_in_public(found, [hit.sort_key for hit in shown])
    only_in_full = {hit.pk: unsaid[hit.sort_key] for hit in shown if hit.sort_key in unsaid}
    if only_in_full:
        show(shown, proses_in_full(only_in_full, scope), sought, only_in_full, in_full=True)
        lacking = [hit for hit in shown if hit.pk in only_in_full and not hit.found]
        show(lacking, all_in_full(lacking, scope), sought, only_in_full, in_full=True)
    untold = {hit.pk: hit.untold for hit in shown if hit.untold and not hit.found}
    show(shown, {hit.pk: unsqueezed(hit.prose) for hit in shown if hit.pk in untold}, sought, untold)
    lacking = [hit for hit in shown if hit.pk in untold and not hit.found]
    if lacking and found.finder:
        texts = found.finder.texts_of(Bitmap(hit.sort_key for hit in lacking))
        held = {one.sort_key: one for one in texts}
        told = [hit for hit in lacking if hit.sort_key in held and says_untold(held[hit.sort_key], hit, sought)]
        show(told, all_of_summaries(told, scope), sought, untold)


def show(
    hits: Iterable[Hit], texts: Mapping[int, SpelledText], sought: Sought, wanted: Wanted, *, in_full: bool = False
) -> None:
    for hit in hits:
        if hit.pk in texts and not hit.found:
            hit.found = snippet(texts[hit.pk], sought, wanted=wanted[hit.pk])
            hit.in_full = in_full and bool(hit.found)


def says_untold(candidate: Candidate, hit: Hit, sought: Sought) -> bool:
    return any(form in candidate.fields["body"] for number in hit.untold for form in sought[number])


def proses_in_full(articles: Iterable[int], scope: VisibleScope) -> dict[int, SpelledText]:
    readable = FullDocument.objects.filter(access.readable_in_full(scope.user, prefix="article__"))
    rows = readable.filter(article__in=list(articles)).values_list("article_id", "prose")
    return {pk: unsqueezed(prose) for pk, prose in rows}


def all_in_full(hits: Sequence[Hit], scope: VisibleScope) -> dict[int, SpelledText]:
    if not hits:
        return {}
    articles = visible(hits, scope).select_related("full_post")
    posts = ((article.pk, access.full_post_for(scope.user, article)) for article in articles)
    return {pk: spelled_text(told_by([], post.html, read=text_of_html)) for pk, post in posts if post}


def all_of_summaries(hits: Sequence[Hit], scope: VisibleScope) -> dict[int, SpelledText]:
    if not hits:
        return {}
    rows = visible(hits, scope).values_list("pk", "key_points", "summary_html")
    return {pk: spelled_text(told_by(points, html, read=text_of_html)) for pk, points, html in rows}


def visible(hits: Sequence[Hit], scope: VisibleScope) -> QuerySet[Article]:
    return Article.objects.visible_to(scope.user, scope.at).filter(pk__in=[hit.pk for hit in hits])


def unsaid_in_public(found: Answer, sort_keys: Sequence[int]) -> dict[int, set[int]]:
    """By article what no public word of it says and none of its tags means, by its number: only its full post can hold
    that. Nothing for visitors, whose search does not look there.
    """
    if found.finder is None or not found.is_full or not found.leaves:
        return {}
    filed: dict[Leaf, Bitmap] = {leaf: bitmaps_of(found.finder, leaf)[1] for leaf in found.leaves if is_filed(leaf)}
    unsaid = {
        one.sort_key: {
            number
            for number, leaf in enumerate(found.leaves)
            if one.sort_key not in filed.get(leaf, NOTHING) and not says(one, written(leaf))
        }
        for one in found.finder.texts_of(Bitmap(sort_keys))
    }
    return {sort_key: missing for sort_key, missing in unsaid.items() if missing}


def says(candidate: Candidate, forms: Iterable[str]) -> bool:
    return any(form in text for text in candidate.fields.values() for form in forms)
