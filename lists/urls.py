"""Addresses of reading lists."""

from django.urls import path

from lists import views

app_name = "lists"

urlpatterns = [
    path("lists/", views.index, name="index"),
    path("lists/<slug:slug>/", views.detail, name="detail"),
    path("lists/<slug:slug>/feed.atom", views.feed, name="feed"),
    path("lists/<slug:slug>/feed.json", views.feed, {"form": "json"}, name="json-feed"),
    path("cards/lists/<key:pk>/<digest:version>.png", views.list_card, name="card"),
    path("lists/<slug:slug>/cite.<record_format:format>", views.cite_list, name="cite-list"),
    path("lists/<slug:slug>/references.<references_format:format>", views.cite, name="cite"),
    path("lists/<slug:slug>/cite/", views.cite_page, name="cite-page"),
]
