"""References that somebody can see: those that a text which they can read is about or cites."""

from datetime import datetime

from django.db.models import Exists, OuterRef

from articles import access
from articles.models.article import Article
from articles.models.links import Citation
from bibliography.models import Reference, ReferenceQuerySet


def references_shown_to(user: access.Person, at: datetime) -> ReferenceQuerySet:
    """One look at an index for each reference that is passed, whatever the number of articles."""
    if access.knows_every_reference(user):
        return Reference.objects.all()
    cited = Citation.objects.shown_to(user, at).filter(reference=OuterRef("pk"))
    about = Article.objects.visible_to(user, at).filter(paper=OuterRef("pk"))
    return Reference.objects.filter(Exists(cited) | Exists(about))
