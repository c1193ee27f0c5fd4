"""Addresses of what the links of own lists open. They stand outside the library: nobody logs in there."""

from django.urls import path

from library.own_lists.shared_list import shared

app_name = "shared"

urlpatterns = [path("<str:token>/", shared, name="list")]
