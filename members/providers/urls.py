"""Addresses of the log-in through a provider, under the names that allauth looks up."""

from django.urls import path

from members.providers import views

PROVIDER = {"provider_id": "provider"}  # there is one at most

urlpatterns = [
    path("login/provider/", views.to_provider, PROVIDER, name="openid_connect_login"),
    path("login/provider/back/", views.from_provider, PROVIDER, name="openid_connect_callback"),
    path("account/provider/", views.connected, name="socialaccount_connections"),
    path("register/provider/", views.join, name="socialaccount_signup"),
]
