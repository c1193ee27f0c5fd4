"""Addresses of the pages about tokens."""

from django.urls import path

from members.entrance.tokens import views

own_pages = [
    path("account/tokens/", views.tokens, name="tokens"),
    path("account/tokens/new/", views.new_token_page, name="new-token"),
    path("account/tokens/<int:pk>/end/", views.end, name="end-token"),
]
