"""Addresses of what is looked after beside articles, in the namespace of the desk."""

from django.urls import include, path

from desk.curating import image_pages, list_pages, merge_pages, notice_pages, record_pages, taxonomy_pages, topic_pages

urlpatterns = [
    path("import/", include("desk.curating.imports.import_urls")),
    path("images/", image_pages.images, name="images"),
    path("images/new/", image_pages.new_image, name="new-image"),
    path("images/<int:pk>/", image_pages.image, name="image"),
    path("images/<int:pk>/delete/", image_pages.delete, name="delete-image"),
    path("lists/", list_pages.lists, name="lists"),
    path("lists/new/", list_pages.new_list, name="new-list"),
    path("lists/<int:pk>/", list_pages.reading_list, name="reading-list"),
    path("lists/<int:pk>/clone/", list_pages.clone, name="clone-list"),
    path("lists/<int:pk>/do/<slug:name>/", list_pages.act, name="list-act"),
    path("references/stored/", record_pages.records, name="records"),
    path("references/<int:pk>/", record_pages.record, name="record"),
    path("references/<int:pk>/delete/", record_pages.delete, name="delete-record"),
    path("references/<int:pk>/merge/", merge_pages.merge, name="merge-record"),
    path("references/merges/<int:pk>/undo/", merge_pages.undo, name="undo-merge"),
    path("references/<int:pk>/notices/new/", notice_pages.new_notice, name="new-notice"),
    path("references/<int:pk>/notices/<int:key>/<slug:name>/", notice_pages.act, name="notice-act"),
    path("notices/", notice_pages.notices, name="notices"),
    path("articles/<int:pk>/notices/<int:key>/", notice_pages.answer, name="answer-notice"),
    path("tags/", topic_pages.topics, name="topics"),
    path("tags/new/", topic_pages.new_topic, name="new-topic"),
    path("tags/check/", taxonomy_pages.check, name="check-topics"),
    path("tags/taxonomies/", taxonomy_pages.taxonomies, name="taxonomies"),
    path("tags/taxonomies/new/", taxonomy_pages.taxonomy, name="new-taxonomy"),
    path("tags/taxonomies/<int:pk>/", taxonomy_pages.taxonomy, name="taxonomy"),
    path("tags/taxonomies/<int:pk>/delete/", taxonomy_pages.delete, name="delete-taxonomy"),
    path("tags/<int:pk>/", topic_pages.topic, name="topic"),
    path("tags/<int:pk>/<slug:name>/", topic_pages.act, name="topic-act"),
    path("tags/acts/<int:pk>/undo/", topic_pages.undo_act, name="undo-topic-act"),
    path("articles/<int:pk>/lists/", list_pages.places, name="places"),
]
