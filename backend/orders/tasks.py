"""The work that tells people of a new purchase."""

from backend.core.queue import task
from backend.orders import services
from backend.orders.models import Purchase


@task("orders.announce")
def announce(purchase_id: int) -> None:
    services.announce(purchase=Purchase.objects.select_related("user").get(pk=purchase_id))
