"""What the texts of an article name, references and images, as rows; and whether all of it is still there."""

from collections.abc import Iterable, Mapping, Sequence

from articles.models import Article, Citation, Image, ImageUse
from articles.text.addresses import all_lead_somewhere
from articles.text.markdown import image_names, keys_in
from bibliography.models import Reference


def names_what_is_there(*texts: str) -> bool:
    """Whether all that texts which were saved once name is still there. Three queries at most, none for plain words."""
    images = {name for text in texts for name in image_names(text)}
    keys = {key for text in texts for key in keys_in(text)}
    return (
        Image.objects.filter(name__in=images).count() == len(images)
        and len(Reference.objects.only("key").named_by(keys)) == len(keys)
        and all_lead_somewhere(*texts)
    )


def write_citations(article: Article, cited: Sequence[str], references: Mapping[str, int], *, public: int) -> None:
    """The references in order of first citation. Rows that are right already are left alone.

    `references`: primary keys by the keys that are `cited`; the first `public` of them are cited in public.
    """
    wanted = [
        (references[key], position, position <= public)
        for position, key in enumerate(cited, start=1)
        if key in references
    ]
    rows = article.citations.order_by("position")
    stored = list(rows.values_list("reference", "position", "in_summary"))
    if stored == wanted:
        return
    if stored:
        rows.all().delete()
    Citation.objects.bulk_create(
        Citation(article=article, reference_id=reference, position=position, in_summary=in_summary)
        for reference, position, in_summary in wanted
    )


def write_image_uses(article: Article, summary: Iterable[str], full: Iterable[str]) -> None:
    """Where it shows which image. Rows that are right already are left alone."""
    lead = [article.image.name] if article.image else []
    wanted = {
        *((name, "lead") for name in lead),
        *((name, "summary") for name in summary),
        *((name, "full") for name in full),
    }
    uses = article.image_uses.all()
    stored = set(uses.values_list("image__name", "place"))
    if stored == wanted:
        return
    images = Image.objects.in_bulk([name for name, _ in wanted], field_name="name")
    uses.delete()
    ImageUse.objects.bulk_create(
        ImageUse(article=article, image=images[name], place=place) for name, place in sorted(wanted)
    )
