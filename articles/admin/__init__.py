"""Articles and images in the admin. Everything that changes what readers see goes through `articles.publishing`."""

from articles.admin.article import ArticleAdmin
from articles.admin.image import ImageAdmin

__all__ = ["ArticleAdmin", "ImageAdmin"]
