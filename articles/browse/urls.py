"""Addresses of tags."""

from django.urls import path, register_converter

from articles.browse import machine_addresses, views
from articles.browse.citing import list_citing
from tags.skos import linked_data, web_addresses
from tags.slugs import UnicodeSlug

register_converter(UnicodeSlug, "uslug")

app_name = "tags"

urlpatterns = [
    path("tags/", views.index, name="index"),
    path("tags/matrix/", views.matrix, name="matrix"),
    path("tags/matrix.csv", views.matrix_csv, name="matrix_csv"),
    path("tags/taxonomy.ttl", linked_data.taxonomy, {"format": "turtle"}, name="taxonomy"),
    path("tags/taxonomy.rdf", linked_data.taxonomy, {"format": "xml"}, name="taxonomy_rdf"),
    path("tags/taxonomy.jsonld", linked_data.taxonomy, {"format": "json-ld"}, name="taxonomy_jsonld"),
    path(f"{web_addresses.CONCEPTS}<uuid:identity>/", machine_addresses.concept, name="concept"),
    path(f"{web_addresses.TAXONOMIES}<uslug:slug>/", machine_addresses.taxonomy, name="taxonomy_address"),
    path("tags/<uslug:slug>/", views.detail, name="detail"),
    path("tags/<uslug:slug>/narrower/", views.narrower, name="narrower"),
    path("tags/<uslug:slug>/cite/", list_citing.topic_page, name="cite-page"),
    path("tags/<uslug:slug>/references.<references_format:format>", list_citing.topic_references, name="references"),
    path("tags/<uslug:slug>/feed.atom", views.feed, name="feed"),
    path("tags/<uslug:slug>/feed.json", views.feed, {"form": "json"}, name="json-feed"),
]
