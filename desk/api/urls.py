"""Addresses of what the editor asks, in the namespace of the desk."""

from django.urls import path

from desk.api import adding, converting, finding, presence, records, suggestions

urlpatterns = [
    path("find/tags/", finding.tags, name="find-tags"),
    path("find/articles/", finding.articles, name="find-articles"),
    path("find/references/", finding.references, name="find-references"),
    path("find/images/", finding.images, name="find-images"),
    path("references/", records.references, name="add-records"),
    path("convert/", converting.convert, name="convert"),
    path("images/add/", adding.image, name="add-image"),
    path("tags/add/", adding.tag, name="add-tag"),
    path("articles/<int:pk>/suggestions/", suggestions.suggestions, name="suggestions"),
    path("articles/<int:pk>/presence/", presence.presence, name="presence"),
]
