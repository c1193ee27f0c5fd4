"""Addresses of the desk."""

from django.urls import path

from desk import acting, bulk, checking, editing, listing, previewing

app_name = "desk"

urlpatterns = [
    path("", listing.articles, name="list"),
    path("bulk/", bulk.bulk, name="bulk"),
    path("bulk/undo/", bulk.undo, name="undo"),
    path("articles/new/", editing.new, name="new"),
    path("articles/<int:pk>/", editing.edit, name="edit"),
    path("articles/<int:pk>/save/", editing.save_article, name="save"),
    path("articles/<int:pk>/preview/", previewing.preview, name="preview"),
    path("articles/<int:pk>/checks/", checking.checks, name="checks"),
    path("articles/<int:pk>/do/<slug:name>/", acting.act, name="act"),
]
