"""Addresses of the desk."""

from django.urls import include, path

from desk import acting, bulk, checking, editing, listing, previewing
from desk.history import conflicts, log_pages, versions
from desk.sharing import comments, links

app_name = "desk"

urlpatterns = [
    path("", include("desk.api.urls")),
    path("", include("desk.curating.curated_urls")),
    path("", listing.articles, name="list"),
    path("bulk/", bulk.bulk, name="bulk"),
    path("bulk/undo/", bulk.undo, name="undo"),
    path("articles/new/", editing.new, name="new"),
    path("articles/<int:pk>/", editing.edit, name="edit"),
    path("articles/<int:pk>/save/", editing.save_article, name="save"),
    path("articles/<int:pk>/preview/", previewing.preview, name="preview"),
    path("articles/<int:pk>/checks/", checking.checks, name="checks"),
    path("articles/<int:pk>/do/<slug:name>/", acting.act, name="act"),
    path("articles/<int:pk>/history/", versions.history, name="history"),
    path("articles/<int:pk>/history/<int:key>/", versions.revision, name="revision"),
    path("articles/<int:pk>/history/<int:key>/restore/", versions.restore_one, name="restore"),
    path("articles/<int:pk>/compare/", versions.compare_two, name="compare"),
    path("articles/<int:pk>/conflict/<int:key>/", conflicts.conflict, name="conflict"),
    path("articles/<int:pk>/comments/", comments.comments, name="comments"),
    path("articles/<int:pk>/comments/<int:key>/<slug:name>/", comments.act, name="comment"),
    path("articles/<int:pk>/previews/", links.links, name="previews"),
    path("articles/<int:pk>/previews/<int:key>/end/", links.end_link, name="end-preview"),
    path("log/", log_pages.log, name="log"),
    path("log.csv", log_pages.log_csv, name="log-csv"),
]
