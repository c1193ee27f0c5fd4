"""Every article that stands already gets its first revision: what its rows hold."""

from uuid import uuid4

from django.db import migrations

AT_ONCE = 200
STAGES = ("draft", "in_review", "approved")


def named(rows):
    return [{"id": row.tag_id, "label": row.tag.name} for row in rows]


def content_of(article, full_posts):
    links = sorted(article.related_links.all(), key=lambda link: (link.position, link.pk))
    citations = sorted(article.citations.all(), key=lambda citation: citation.position)
    return {
        "kind": article.kind,
        "title": article.title,
        "slug": article.slug,
        "standfirst": article.standfirst,
        "key_points": article.key_points,
        "at_a_glance": article.at_a_glance,
        "paper": article.paper.key if article.paper else None,
        "image": article.image.name if article.image else None,
        "image_caption": article.image_caption,
        "access": article.access,
        "byline": article.byline,
        "categories": named(sorted(article.categorised_items.all(), key=lambda row: row.pk)),
        "tags": named(sorted(article.tagged_items.all(), key=lambda row: row.pk)),
        "related": [
            {"id": link.target_id, "title": link.target.title, "relation": link.relation, "reason": link.reason}
            for link in links
        ],
        "references": [citation.reference.key for citation in citations],
        "summary": article.summary_markdown,
        "full_post": full_posts.get(article.pk, ""),
    }


def write_first_revisions(apps, schema_editor):
    Article, Draft, Revision, FullPost = (
        apps.get_model("articles", name) for name in ("Article", "Draft", "Revision", "FullPost")
    )
    whole = Article.objects.select_related("paper", "image").prefetch_related(
        "related_links__target", "citations__reference", "categorised_items__tag", "tagged_items__tag"
    )
    last = 0
    while articles := list(whole.filter(pk__gt=last, draft=None).order_by("pk")[:AT_ONCE]):
        full_posts = dict(FullPost.objects.filter(article__in=articles).values_list("article_id", "markdown"))
        revisions = [
            Revision.objects.create(
                article=article, content=content_of(article, full_posts), at=article.updated_at, origin="elsewhere",
                sitting=uuid4().hex,
            )
            for article in articles
        ]
        Draft.objects.bulk_create(
            Draft(
                article=article, head=revision, live=revision, title=article.title, kind=article.kind,
                stage=article.status if article.status in STAGES else "draft", updated_at=article.updated_at,
            )
            for article, revision in zip(articles, revisions, strict=True)
        )
        last = articles[-1].pk


class Migration(migrations.Migration):
    dependencies = [("articles", "0027_revisions")]
    operations = [migrations.RunPython(write_first_revisions, migrations.RunPython.noop)]
