from django.apps import AppConfig


class AnswersConfig(AppConfig):
    name = "tracuu.answers"
    label = "answers"
