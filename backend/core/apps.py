"""Where the kernel wakes up: every app's tasks and checks are registered."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CoreConfig(AppConfig):
    name = "backend.core"
    label = "core"

    def ready(self) -> None:
        autodiscover_modules("tasks", "checks")
