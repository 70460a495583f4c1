"""Where the pages of purchases and orders are: messages and API answers link to them."""


def purchase_page(code: str, *, language: str = "vi", token: str = "") -> str:
    """Root-relative; the token opens it to a guest, so it is put into messages only."""
    return f"{_prefix(language)}/don-mua/{code}/" + (f"?k={token}" if token else "")


def booth_order_page(booth_slug: str, code: str) -> str:
    return f"/ban-hang/{booth_slug}/don-hang/{code}/"


def _prefix(language: str) -> str:
    return "/en" if language == "en" else ""
