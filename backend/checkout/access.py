"""The door to a purchase, where the pages of a checkout look for it."""

from backend.orders.access import HEADER, order_of_purchase, purchase_for

__all__ = ["HEADER", "order_of_purchase", "purchase_for"]
