from django.apps import AppConfig


class UnitsConfig(AppConfig):
    name = "tracuu.units"
    label = "units"
