"""What a checkout does: quote, then place."""

from backend.checkout.services.place import answer, place
from backend.checkout.services.quote import commune_for, quote

__all__ = ["answer", "commune_for", "place", "quote"]
