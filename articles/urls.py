"""Addresses of articles."""

from django.urls import path, register_converter

from articles import views
from articles.browse import feeds
from articles.browse.citing import article_citing, list_citing
from articles.cards import card_pages
from articles.images.converters import Digest, ImageFormat, Key
from articles.search.opensearch import description
from articles.search.views import search_page, suggest
from bibliography.converters import RecordFormat, ReferencesFormat

register_converter(RecordFormat, "record_format")
register_converter(ReferencesFormat, "references_format")
register_converter(Key, "key")
register_converter(Digest, "digest")
register_converter(ImageFormat, "image_format")

app_name = "articles"

urlpatterns = [
    path("latest/", views.latest, name="latest"),
    path("search/", search_page, name="search"),
    path("search/suggest/", suggest, name="suggest"),
    path("opensearch.xml", description, name="opensearch"),
    path("feeds/latest.atom", feeds.latest, name="feed"),
    path("feeds/latest.json", feeds.latest, {"form": "json"}, name="json-feed"),
    path("articles/<slug:slug>/", views.detail, name="detail"),
    path("articles/<slug:slug>/cite.<record_format:format>", views.cite, name="cite"),
    path("articles/<slug:slug>/cite/", article_citing.cite_page, name="cite-page"),
    path("articles/<slug:slug>/references.<references_format:format>", article_citing.references, name="references"),
    path("search/cite/", list_citing.search_page, name="search-cite"),
    path("search/references.<references_format:format>", list_citing.search_references, name="search-references"),
    path("articles/<slug:slug>/paper.<record_format:format>", views.paper, name="paper"),
    path("cards/articles/<key:pk>/<digest:version>.png", card_pages.article_card, name="card"),
    path("cards/topics/<key:pk>/<digest:version>.png", card_pages.topic_card, name="topic-card"),
    path("cards/site/<digest:version>.png", card_pages.site_card, name="site-card"),
    path("images/<key:pk>/drawing.svg", views.drawing, name="drawing"),
    path("images/<key:pk>/<digest:digest>/<key:width>.<image_format:format>", views.image, name="image"),
    path("images/<key:pk>/<key:width>.<image_format:format>", views.image, name="image-as-it-is-now"),
]
