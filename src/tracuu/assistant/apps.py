from django.apps import AppConfig


class AssistantConfig(AppConfig):
    name = "tracuu.assistant"
    label = "assistant"
