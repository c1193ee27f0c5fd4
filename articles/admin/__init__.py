"""Articles and images in the admin. Everything that changes what readers see goes through `articles.publishing`."""

from articles.admin.article_admin import ArticleAdmin
from articles.admin.image_admin import ImageAdmin
from articles.admin.used_by_articles import CountedReferenceAdmin, CountedTagAdmin
