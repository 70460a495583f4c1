"""What a checkout does: quote, then place."""

from backend.checkout.services.links import ask_for_link, send_link
from backend.checkout.services.place import answer, place
from backend.checkout.services.quote import commune_for, quote

__all__ = ["answer", "ask_for_link", "commune_for", "place", "quote", "send_link"]
