from django.apps import AppConfig


class CardsConfig(AppConfig):
    name = "tracuu.cards"
    label = "cards"
