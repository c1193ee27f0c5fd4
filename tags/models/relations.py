"""Where tags stand: broader links, related pairs, and every path down the hierarchy."""

from django.db import models
from django.db.models import F, Q

from tags.models.tag import Tag


class Broader(models.Model):
    """`narrower_tag` stands under `broader_tag`. Written by `tags.hierarchy` alone, which refuses cycles."""

    narrower_tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="links_up")
    broader_tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="links_down")

    class Meta:
        verbose_name_plural = "broader links"
        constraints = [
            models.UniqueConstraint(fields=["narrower_tag", "broader_tag"], name="broader_once"),
            models.CheckConstraint(condition=~Q(narrower_tag=F("broader_tag")), name="broader_not_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.narrower_tag} under {self.broader_tag}"


class RelatedTag(models.Model):
    """Two tags worth seeing together (skos:related), stored once with the lower key first."""

    one = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="pairs_as_one")
    other = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="pairs_as_other")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="related_tags_once"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="related_tags_lower_key_first"),
        ]

    def __str__(self) -> str:
        return f"{self.one} and {self.other}"


class Closure(models.Model):
    """Every path down the hierarchy: `descendant` lies `depth` steps under `ancestor` (itself at depth 0).

    Kept by `tags.hierarchy`. With it a tag and all below it are one join, whatever the depth.
    """

    ancestor = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="paths_down")
    descendant = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="paths_up")
    depth = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ancestor", "descendant"], name="closure_once"),
            models.CheckConstraint(
                condition=(Q(depth=0) & Q(ancestor=F("descendant"))) | (Q(depth__gt=0) & ~Q(ancestor=F("descendant"))),
                name="closure_without_cycles",
            ),
        ]
        indexes = [models.Index(fields=["descendant", "ancestor"], name="closure_upwards")]

    def __str__(self) -> str:
        return f"{self.ancestor} > {self.descendant} ({self.depth})"
