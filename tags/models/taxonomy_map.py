"""The picture of a taxonomy: a drawing whose shapes are named by the slugs of its tags."""

from django.db import models

from members.columns import CharColumn, JSONColumn
from tags.models.changes import VocabularyRow
from tags.models.taxonomy import Taxonomy


class TaxonomyMap(VocabularyRow):
    """Brought in with a collection. `svg`: sanitised, as `articles.images.taxonomy_shapes` takes it apart.

    `without_shape`: for each tag that the drawing cannot show its slug in `tag`, why that is so in `reason`, and the
    slugs of the tags whose shapes stand for it in `lights`.
    """

    taxonomy = models.OneToOneField(Taxonomy, on_delete=models.CASCADE, related_name="map")
    svg = models.TextField()
    alt = CharColumn(max_length=600)
    credit = CharColumn(max_length=300, blank=True)
    without_shape = JSONColumn(default=list, blank=True)

    def __str__(self) -> str:
        return f"Map of {self.taxonomy}"
