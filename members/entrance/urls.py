"""Addresses of the ways in beside the password."""

from django.urls import path

from members.entrance import views

urlpatterns = [
    path("login/code/", views.ask_for_code, name="account_request_login_code"),
    path("login/code/enter/", views.log_in_by_code, name="account_confirm_login_code"),
    path("account/confirm/", views.password_once_more, name="account_reauthenticate"),
    path("account/confirm/app/", views.factor_once_more, name="mfa_reauthenticate"),
    path("account/confirm/passkey/", views.passkey_once_more, name="mfa_reauthenticate_webauthn"),
]
