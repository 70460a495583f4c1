"""What a product page says in words: stock, season, the next batch, how it is sent and paid."""

from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext as _

from backend.booths.models import Booth
from backend.catalogue.models import Product
from backend.catalogue.rules import in_season
from backend.logistics.contract import Option
from frontend.formats import date as written
from frontend.formats import dong, number

MANY = 100
FEW = 5

Row = tuple[str, str]


class Stock(NamedTuple):
    """`tone` is calm, few or out."""

    text: str
    tone: str


def stock(available: int, unit: str) -> Stock:
    if available <= 0:
        return Stock(_("Hết hàng"), "out")
    if available >= MANY:
        return Stock(_("Còn nhiều"), "calm")
    count = {"n": number(available), "unit": unit}
    if available <= FEW:
        return Stock(_("Chỉ còn %(n)s %(unit)s") % count, "few")
    return Stock(_("Còn %(n)s %(unit)s") % count, "calm")


def sold_out(restock_on: date | None, today: date) -> str:
    if restock_on is None or restock_on < today:
        return _("Hết hàng. Gọi gian hàng hỏi mẻ tới.")
    return _("Hết hàng. Mẻ mới ra ngày %(day)s.") % {"day": _near(restock_on, today)}


def season_now(product: Product, today: date) -> str:
    """Beside the harvest window: is it now?"""
    if product.season_start_month is None:
        return ""
    if in_season(product.season_start_month, product.season_end_month, today.month):
        return _("Đang vào mùa")
    return _("Hiện trái mùa")


def made_to_order(product: Product) -> str:
    if not product.made_to_order_days:
        return ""
    return _("Làm theo đơn, xong trong %(days)s ngày.") % {"days": product.made_to_order_days}


def cautions(product: Product) -> list[str]:
    told = [
        (product.is_kept_cold, _("Giữ lạnh khi nhận.")),
        (product.is_perishable, _("Hàng tươi: nhận xong dùng sớm.")),
        (product.is_fragile, _("Dễ vỡ: người bán bọc kỹ, bạn mở nhẹ tay.")),
    ]
    return [words for holds, words in told if holds]


def label(product: Product) -> list[Row]:
    """What the label on the goods says, in the order of the label."""
    terms = {
        "ingredients": _("Thành phần"),
        "allergens": _("Chất gây dị ứng"),
        "standard": _("Tiêu chuẩn"),
        "expiry_text": _("Hạn dùng"),
    }
    return [(term, product.label[key]) for key, term in terms.items() if product.label.get(key)]


def sending(option: Option) -> str:
    """A way of sending within the booth's own province, with what it costs there."""
    if option.carrier == "pickup":
        return _("không mất phí")
    days = {"min": option.days_min, "max": option.days_max, "fee": dong(option.fee_vnd)}
    if option.days_min == option.days_max:
        return _("%(fee)s, khoảng %(max)s ngày") % days
    return _("%(fee)s, %(min)s–%(max)s ngày") % days


def paying(booth: Booth) -> list[str]:
    ways = []
    if booth.takes_cod:
        ways.append(_("Trả tiền mặt khi nhận hàng"))
    if booth.payment_state != Booth.PaymentState.NONE:
        ways.append(_("Chuyển khoản VietQR, tiền vào thẳng tài khoản người bán"))
    return ways


def _near(day: date, today: date) -> str:
    return f"{day.day}/{day.month}" if day.year == today.year else written(day)
