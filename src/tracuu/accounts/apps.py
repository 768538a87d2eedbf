from importlib import import_module

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "tracuu.accounts"
    label = "accounts"

    def ready(self) -> None:
        # The receivers import models, which exist only from here on.
        import_module("tracuu.accounts.receivers").connect()
