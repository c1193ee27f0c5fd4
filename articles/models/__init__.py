"""What this room keeps: articles, their members' part, images, citations and curated links."""

from articles.models.article import Article, FormerSlug
from articles.models.comment import Comment
from articles.models.document import Document, FullDocument, StoredRow
from articles.models.filing import CategorisedArticle, TaggedArticle
from articles.models.full_post import FullPost
from articles.models.image import Image, ImageUse, Rendition
from articles.models.links import Citation, Event, RelatedArticle
from articles.models.noticed import NoticeAnswer
from articles.models.preview_link import PreviewLink
from articles.models.revision import Draft, Revision
from articles.models.search_words import FullPostWords, PublicWords, TitleWord
from articles.models.site_settings import SiteSettings
from articles.models.suggestion import (
    PendingRelation,
    Posting,
    RelatedChoice,
    Suggestion,
    TermFrequency,
    TermSnapshot,
    TermVector,
)
