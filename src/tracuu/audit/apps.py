from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "tracuu.audit"
    label = "audit"
