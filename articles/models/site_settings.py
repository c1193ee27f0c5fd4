"""The site itself, as its collection describes it."""

from django.db import models
from django.db.models import Q

from bibliography.citation_styles.styles import APA
from members.columns import CharColumn, JSONColumn


class SiteSettings(models.Model):
    """One row, or none where the defaults of `articles.site.values` do. Written by `articles.site.snapshot.store`."""

    name = CharColumn(max_length=60)
    tagline = CharColumn(max_length=160, blank=True)
    description = CharColumn(max_length=300, blank=True)
    words = JSONColumn(default=dict, blank=True)
    facts = JSONColumn(default=list, blank=True)
    colours = models.JSONField(default=dict, blank=True)
    looks = models.JSONField(default=dict, blank=True)
    home = JSONColumn(default=list, blank=True)
    matrix = models.JSONField(default=list, blank=True)
    file_under = models.JSONField(default=list, blank=True)
    citation_style = models.CharField(max_length=20, default=APA, db_default=APA)
    evidence = JSONColumn(default=dict, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="site_settings_are_one_row"),
            models.CheckConstraint(condition=~Q(name=""), name="site_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name
