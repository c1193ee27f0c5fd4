"""Addresses of a member's own library."""

from django.urls import path

from library import article_acts, entry_acts, pages
from library.exporting import cited_papers, export_page
from library.highlights import highlight_acts
from library.importing import import_page
from library.own_lists import adding, own_list_pages
from library.reprints.reprint_page import article_as_pdf

app_name = "library"

urlpatterns = [
    path("", pages.library, name="page"),
    path("saved/", pages.saved, name="saved"),
    path("notes/", pages.notes, name="notes"),
    path("state/", pages.state, name="state"),
    path("export.<slug:format>", export_page.export, name="export"),
    path("cite/", cited_papers.page, name="cite-page"),
    path("references.<references_format:format>", cited_papers.references, name="references"),
    path("import/", import_page.ask, name="import"),
    path("import/mark/", import_page.mark, name="import-mark"),
    path("import/back/", import_page.take_back, name="import-back"),
    path("articles/<slug:slug>/", pages.article, name="article"),
    path("articles/<slug:slug>/progress/", article_acts.progress, name="progress"),
    path("articles/<slug:slug>/note/", article_acts.note, name="note"),
    path("articles/<slug:slug>/highlights/", highlight_acts.make, name="highlight"),
    path("articles/<slug:slug>/lists/", adding.add_article, name="add-to-list"),
    path("articles/<slug:slug>/reprint.pdf", article_as_pdf, name="reprint"),
    path("articles/<slug:slug>/<slug:name>/", article_acts.act, name="act"),
    path("lists/", own_list_pages.lists, name="own-lists"),
    path("lists/copy/<slug:slug>/", adding.copy_list, name="copy-list"),
    path("lists/<int:pk>/", own_list_pages.page, name="own-list"),
    path("lists/<int:pk>/edit/", own_list_pages.edit, name="edit-list"),
    path("lists/<int:pk>/delete/", own_list_pages.delete, name="delete-list"),
    path("lists/<int:pk>/link/<slug:name>/", own_list_pages.link, name="list-link"),
    path("entries/<int:pk>/note/", entry_acts.note, name="entry-note"),
    path("entries/<int:pk>/forget/", entry_acts.forget, name="forget"),
    path("entries/<int:pk>/<slug:name>/", entry_acts.act, name="entry-act"),
    path("highlights/put-back/", highlight_acts.put_back, name="put-back"),
    path("highlights/<uuid:key>/<slug:name>/", highlight_acts.change, name="highlight-act"),
]
