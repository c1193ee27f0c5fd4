"""Addresses of what members follow, and of the mail about it."""

from django.urls import path

from library.digests import unsubscribing
from library.following import following_pages, opml

app_name = "following"

urlpatterns = [
    path("following/", following_pages.following, name="page"),
    path("following/undo/", following_pages.undo, name="undo"),
    path("following/mail/", following_pages.mail, name="mail"),
    path("following/mail/stop/<str:token>/", unsubscribing.stop, name="stop-mail"),
    path("following.opml", opml.opml, name="opml"),
    path("new/", following_pages.new, name="new"),
    path("changed/<slug:slug>/", following_pages.changed, name="changed"),
    path("follow/topic/<uslug:slug>/", following_pages.follow_topic, name="follow-topic"),
    path("follow/list/<slug:slug>/", following_pages.follow_list, name="follow-list"),
    path("follow/article/<slug:slug>/", following_pages.follow_article, name="follow-article"),
]
