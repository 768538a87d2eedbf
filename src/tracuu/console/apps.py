from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    name = "tracuu.console"
    label = "console"
