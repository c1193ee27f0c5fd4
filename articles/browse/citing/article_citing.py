"""Citing an article: itself, the paper that it is about, and what it cites as far as the reader may read it."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles import access, metadata
from articles.browse.citing.works import Works, file_of_works, page_of_works
from articles.browse.revalidation import asked_again
from articles.models import Article, Citation
from articles.views import absolute, elsewhere
from bibliography.notices.told import with_notices


@require_safe
def cite_page(request: HttpRequest, slug: str) -> HttpResponse:
    now = timezone.now()
    article = Article.objects.visible_to(request.user, now).select_related("paper", "editor").at_address(slug).first()
    if article is None:
        return elsewhere(request, slug, now, "articles:cite-page")
    own = metadata.as_csl(article, absolute(request, article))
    record = ("bib", "ris", "json")
    several = [Works("This summary", [own], "articles:cite", [slug], record)]
    if article.paper:
        several.append(Works("The paper", [with_notices(article.paper)], "articles:paper", [slug], record))
    if (cited := works_cited(request, article)).records:
        several.append(cited)
    return page_of_works(request, article.title, article.get_absolute_url(), several)


@require_safe
@asked_again
def references(request: HttpRequest, slug: str, format: str) -> HttpResponseBase:
    """What the article cites where this reader reads it, for reference managers and formatted."""
    now = timezone.now()
    article = Article.objects.visible_to(request.user, now).at_address(slug).first()
    if article is None:
        return elsewhere(request, slug, now, "articles:references", format=format)
    return file_of_works(request, works_cited(request, article), format, slug)


def works_cited(request: HttpRequest, article: Article) -> Works:
    """Without the full post, those that the summary cites: what only the full post cites is as closed as it."""
    in_full = access.may_read_full_post(request.user, article)
    cited = Citation.objects.of(article, in_full=in_full)
    records = [with_notices(citation.reference) for citation in cited]
    among = f"{len(records)} references"
    return Works("Its references", records, "articles:references", [article.slug], among=among)
