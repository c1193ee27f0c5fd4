"""Addresses of second factors, under the names that allauth looks up."""

from django.urls import path

from members.second_factor import views

urlpatterns = [
    path("login/passkey/", views.log_in_with_passkey, name="mfa_login_webauthn"),
    path("login/second-step/", views.second_step, name="mfa_authenticate"),
    path("account/second-factor/", views.overview, name="mfa_index"),
    path("account/second-factor/app/", views.set_up_app, name="mfa_activate_totp"),
    path("account/second-factor/app/remove/", views.remove_app, name="mfa_deactivate_totp"),
    path("account/second-factor/passkey/", views.add_passkey, name="mfa_add_webauthn"),
    path("account/second-factor/passkey/<int:pk>/", views.name_passkey, name="mfa_edit_webauthn"),
    path("account/second-factor/passkey/<int:pk>/remove/", views.remove_passkey, name="mfa_remove_webauthn"),
    path("account/second-factor/codes/", views.recovery_codes, name="mfa_view_recovery_codes"),
    path("account/second-factor/codes/new/", views.new_recovery_codes, name="mfa_generate_recovery_codes"),
    path("account/second-factor/codes/download/", views.download_recovery_codes, name="mfa_download_recovery_codes"),
]
