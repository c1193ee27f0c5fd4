"""Where the addresses of a withdrawn article lead, if another one took its place."""

from articles.models.article import Article, FormerSlug


def lead_on(article: Article, successor: Article) -> list[str]:
    """All addresses of `article` lead to `successor` from now on; returned are its former ones, for `lead_back`."""
    former = list(article.former_slugs.order_by("slug").values_list("slug", flat=True))
    article.former_slugs.update(article=successor)
    FormerSlug.objects.create(slug=article.slug, article=successor)
    return former


def lead_back(article: Article, former: list[str]) -> None:
    """The addresses are its own again, as far as nobody else took one."""
    FormerSlug.objects.filter(slug=article.slug).delete()
    FormerSlug.objects.filter(slug__in=former).exclude(article=article).update(article=article)
