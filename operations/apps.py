"""Django's registration of this room."""

from django.apps import AppConfig
from django.core.checks import Tags, register

from operations.system.deploy_checks import look_before_serving


class OperationsConfig(AppConfig):
    name = "operations"

    def ready(self) -> None:
        register(look_before_serving, Tags.security, deploy=True)
