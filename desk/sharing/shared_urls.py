"""Addresses of what preview links open. They stand outside the desk: nobody logs in there."""

from django.urls import path

from desk.sharing import shared_page

app_name = "previews"

urlpatterns = [
    path("<str:token>/", shared_page.page, name="page"),
    path(
        "<str:token>/images/<key:pk>/<digest:digest>/<key:width>.<image_format:format>",
        shared_page.image,
        name="image",
    ),
]
