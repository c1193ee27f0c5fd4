"""Addresses of what people change of their account. Those that allauth looks up keep its names."""

from django.urls import path

from members.profile import views

urlpatterns = [
    path("account/address/", views.change_address, name="account_email"),
    path("account/log-ins/", views.log_ins, name="usersessions_list"),
]
own_pages = [
    path("account/name/", views.change_name, name="name"),
    path("account/log-ins/<int:pk>/", views.end_log_in, name="end-log-in"),
]
