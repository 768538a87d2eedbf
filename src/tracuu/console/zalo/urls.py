"""Addresses of a unit's Official Account; `console.urls` takes them in.

Zalo leads back to one address for all units. It stands under `account`, which is no unit.
"""

from django.urls import path

from tracuu.console.zalo.templates import (
    send_trial,
    set_kind,
    show_template,
    show_templates,
)
from tracuu.console.zalo.views import (
    begin_consent,
    check_account,
    connect_account,
    disconnect_account,
    show_zalo,
    take_consent,
)

urlpatterns = [
    path("account/zalo/", take_consent, name="zalo_callback"),
    path("<slug:slug>/zalo/", show_zalo, name="zalo"),
    path("<slug:slug>/zalo/consent/", begin_consent, name="zalo_consent"),
    path("<slug:slug>/zalo/connect/", connect_account, name="zalo_connect"),
    path("<slug:slug>/zalo/check/", check_account, name="zalo_check"),
    path("<slug:slug>/zalo/disconnect/", disconnect_account, name="zalo_disconnect"),
    path("<slug:slug>/zalo/templates/", show_templates, name="zalo_templates"),
    path("<slug:slug>/zalo/templates/set/", set_kind, name="zalo_template_set"),
    path("<slug:slug>/zalo/templates/<int:number>/", show_template, name="zalo_template"),
    path("<slug:slug>/zalo/templates/<int:number>/try/", send_trial, name="zalo_template_try"),
]
