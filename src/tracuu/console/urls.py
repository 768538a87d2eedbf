"""Addresses of the officers' pages. `account` is no unit: `units.operations` reserves the word."""

from allauth.account import views as account
from allauth.mfa.base import views as factors
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from django.urls import URLPattern, URLResolver, include, path

from tracuu.console.ageing.urls import urlpatterns as ageing
from tracuu.console.answers.urls import urlpatterns as answers
from tracuu.console.corrections.urls import urlpatterns as corrections
from tracuu.console.counter.urls import urlpatterns as counter
from tracuu.console.day.urls import urlpatterns as day
from tracuu.console.lists.urls import urlpatterns as lists
from tracuu.console.notices.urls import urlpatterns as notices
from tracuu.console.views.account import change_password, show_account
from tracuu.console.views.audit import show_audit
from tracuu.console.views.home import show_home
from tracuu.console.views.invitation import show_invitation
from tracuu.console.views.officers import (
    change_officer,
    invite_officer,
    show_officers,
    withdraw,
)
from tracuu.console.views.sessions import end_session, show_sessions
from tracuu.console.zalo.urls import urlpatterns as zalo

_factors: list[URLPattern | URLResolver] = [
    path("", factors.index, name="mfa_index"),
    path("authenticate/", factors.authenticate, name="mfa_authenticate"),
    path("confirm/", factors.reauthenticate, name="mfa_reauthenticate"),
    path("app/", totp.activate_totp, name="mfa_activate_totp"),
    path("app/remove/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("codes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("codes/renew/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("passkeys/", passkeys.list_webauthn, name="mfa_list_webauthn"),
    path("passkeys/add/", passkeys.add_webauthn, name="mfa_add_webauthn"),
    path("passkeys/sign-in/", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path("passkeys/confirm/", passkeys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("passkeys/<int:pk>/", passkeys.edit_webauthn, name="mfa_edit_webauthn"),
    path("passkeys/<int:pk>/remove/", passkeys.remove_webauthn, name="mfa_remove_webauthn"),
]
# allauth asks for its pages by these names, outside of any namespace.
_account: list[URLPattern | URLResolver] = [
    path("sign-in/", account.login, name="account_login"),
    path("sign-out/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("confirm/", account.reauthenticate, name="account_reauthenticate"),
    path("second-factor/", include(_factors)),
]
_own: list[URLPattern | URLResolver] = [
    path("", show_home, name="home"),
    path("account/", show_account, name="account"),
    path("account/password/", change_password, name="password"),
    path("account/sessions/", show_sessions, name="sessions"),
    path("account/sessions/<int:pk>/end/", end_session, name="end_session"),
    path("account/invitation/<str:token>/", show_invitation, name="invitation"),
    *day,
    path("<slug:slug>/audit/", show_audit, name="audit"),
    path("<slug:slug>/officers/", show_officers, name="officers"),
    path("<slug:slug>/officers/invite/", invite_officer, name="invite_officer"),
    path("<slug:slug>/officers/<int:pk>/", change_officer, name="change_officer"),
    path("<slug:slug>/invitations/<int:pk>/withdraw/", withdraw, name="withdraw_invitation"),
    *counter,
    *corrections,
    *ageing,
    *lists,
    *answers,
    *notices,
    *zalo,
]
urlpatterns = [
    path("account/", include(_account)),
    path("", include((_own, "console"))),
]
