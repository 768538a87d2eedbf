from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "tracuu.core"
    label = "core"
