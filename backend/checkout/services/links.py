"""Send a guest the link to a purchase again; who asks learns nothing."""

from backend.core import clock, codes, queue
from backend.notifications import services as notifications
from backend.orders import rules, selectors


def ask_for_link(*, code: str, phone: str) -> None:
    """Only writes a job, so that asking takes as long and looks the same whether or not it fits."""
    queue.enqueue("checkout.send_link", code=code, phone=phone)


def send_link(*, code: str, phone: str) -> None:
    """To the phone, and the e-mail address, that the purchase was placed with; once in an hour.

    `code` is the purchase's or one of its orders', however it is written.
    """
    found = next(iter(codes.find_codes(code)), "")
    purchase = selectors.purchase_of_a_code(found) if found else None
    if purchase is None or purchase.contact_phone != phone:
        return
    link = rules.purchase_page(
        purchase.code, language=purchase.language, token=purchase.access_token
    )
    notifications.send(
        "guest_link",
        to_phone=purchase.contact_phone,
        to_email=purchase.contact_email,
        language=purchase.language,
        context={"code": found},
        link=link,
        dedupe=f"{purchase.code} {clock.now():%Y-%m-%d %H}",
    )
