"""What this room keeps: articles, their members' part, images, citations and curated links."""

from articles.models.article import Article, FormerSlug
from articles.models.filing import CategorisedArticle, TaggedArticle
from articles.models.full_post import FullPost
from articles.models.image import Image, ImageUse, Rendition
from articles.models.links import Citation, Event, RelatedArticle
from articles.models.search import FullPostWords, PublicWords, TitleWord

__all__ = [
    "Article",
    "CategorisedArticle",
    "Citation",
    "Event",
    "FormerSlug",
    "FullPost",
    "FullPostWords",
    "Image",
    "ImageUse",
    "PublicWords",
    "RelatedArticle",
    "Rendition",
    "TaggedArticle",
    "TitleWord",
]
