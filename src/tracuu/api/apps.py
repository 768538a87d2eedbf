from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "tracuu.api"
    label = "api"
