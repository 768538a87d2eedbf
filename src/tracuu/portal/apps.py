from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "tracuu.portal"
    label = "portal"
