"""Where the apps below learn of the operator's accounts: the message channels need them."""

from django.apps import AppConfig


class PartnersConfig(AppConfig):
    name = "backend.partners"
    label = "partners"

    def ready(self) -> None:
        from backend.notifications import services as notifications  # noqa: PLC0415
        from backend.partners import selectors, services  # noqa: PLC0415

        notifications.accounts.find = selectors.account_of_the_operator
        notifications.accounts.keep = services.keep_secrets
