"""Addresses of the account pages. Those that allauth looks up keep its names."""

from django.urls import include, path

from members import views
from members.entrance.tokens.urls import own_pages as token_pages
from members.profile.urls import own_pages as profile_pages

own_pages = [
    path("account/", views.account, name="account"),
    path("account/data/", views.data, name="data"),
    path("account/erase/", views.erase_account, name="erase"),
    path("consent/", views.consent, name="consent"),
    path("verify/other-address/", views.start_again, name="start_again"),
    *profile_pages,
    *token_pages,
]

urlpatterns = [
    path("login/", views.log_in, name="account_login"),
    path("login/closed/", views.closed, name="account_inactive"),
    path("register/", views.register, name="account_signup"),
    path("verify/", views.verify, name="account_email_verification_sent"),
    path("logout/", views.log_out, name="account_logout"),
    path("password/reset/", views.reset_password, name="account_reset_password"),
    path("password/reset/code/", views.confirm_reset_code, name="account_confirm_password_reset_code"),
    path("password/reset/new/", views.set_password, name="account_complete_password_reset"),
    path("password/change/", views.change_password, name="account_change_password"),
    path("", include("members.entrance.urls")),
    path("", include("members.profile.urls")),
    path("", include("members.second_factor.urls")),
    path("", include("members.providers.urls")),
    path("", include((own_pages, "members"))),
]
