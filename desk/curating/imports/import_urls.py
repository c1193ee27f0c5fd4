"""Addresses of imports, in the namespace of the desk."""

from django.urls import path

from desk.curating.imports import import_pages, import_questions

urlpatterns = [
    path("", import_pages.start, name="start-import"),
    path("<int:pk>/", import_pages.batch, name="import"),
    path("<int:pk>/columns/", import_pages.columns, name="import-columns"),
    path("<int:pk>/choose/", import_pages.choose, name="import-choose"),
    path("<int:pk>/go-on/", import_pages.go_on, name="import-go-on"),
    path("<int:pk>/rows/<int:key>/", import_questions.row, name="import-row"),
    path("<int:pk>/bring-in/", import_questions.bring_in, name="import-bring-in"),
    path("<int:pk>/undo/", import_questions.undo_import, name="import-undo"),
    path("<int:pk>/throw-away/", import_questions.discard, name="import-discard"),
]
