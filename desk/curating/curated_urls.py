"""Addresses of what is looked after beside articles, in the namespace of the desk."""

from django.urls import path

from desk.curating import image_pages

urlpatterns = [
    path("images/", image_pages.images, name="images"),
    path("images/new/", image_pages.new_image, name="new-image"),
    path("images/<int:pk>/", image_pages.image, name="image"),
    path("images/<int:pk>/delete/", image_pages.delete, name="delete-image"),
]
