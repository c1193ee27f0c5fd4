"""Addresses of this room, at the desk."""

from django.urls import path

from webhooks import pages

app_name = "webhooks"

urlpatterns = [
    path("", pages.endpoints, name="list"),
    path("new/", pages.new, name="new"),
    path("<int:pk>/", pages.endpoint, name="endpoint"),
    path("<int:pk>/do/<slug:name>/", pages.act, name="act"),
]
