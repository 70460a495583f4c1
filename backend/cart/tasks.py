"""Clear away the carts that guests left behind."""

from datetime import timedelta

from django.db.models import Q

from backend.cart.access import KEPT_SECONDS
from backend.cart.models import Cart
from backend.core import clock
from backend.core.queue import task


@task("cart.forget_left", every=timedelta(days=1))
def forget_left() -> None:
    """As long as its cookie lives a guest's cart is kept; one that went into a member's is not."""
    before = clock.now() - timedelta(seconds=KEPT_SECONDS)
    Cart.objects.filter(Q(user=None, touched_at__lt=before) | Q(closed_at__lt=before)).delete()
