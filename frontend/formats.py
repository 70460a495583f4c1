"""How amounts, weights, days and phone numbers are written for a reader in Vietnam."""

from datetime import date as Date
from datetime import datetime as DateTime

from django.utils import timezone
from django.utils.translation import gettext as _

from backend.core.money import format_dong
from backend.core.text import show_phone

NBSP = "\u00a0"


def number(value: int) -> str:
    """1234567 as 1.234.567."""
    return f"{value:,}".replace(",", ".")


def dong(vnd: int | None) -> str:
    """125000 as 125.000 ₫, with a space that never breaks."""
    return "" if vnd is None else format_dong(vnd)


def unit_price(price: dict[str, object] | None) -> str:
    """{"vnd": 250000, "per": "kg"} as 250.000 ₫/kg; nothing for a product sold by the piece."""
    return "" if not price else f"{dong(int(str(price['vnd'])))}/{price['per']}"


def decimal(value: float, places: int = 1) -> str:
    """1.5 as 1,5 and 4.0 as 4."""
    whole = f"{value:.{places}f}"
    return (whole.rstrip("0").rstrip(".") if "." in whole else whole).replace(".", ",")


def weight(grams: int | None) -> str:
    """Grams below a kilogram, kilograms with a decimal comma from there: 500 g, 1,5 kg."""
    if grams is None:
        return ""
    if grams < 1000:
        return f"{grams}{NBSP}g"
    return f"{decimal(grams / 1000, 3)}{NBSP}kg"


def phone(e164: str | None) -> str:
    """+84912345678 as 0912 345 678; what is no international number is given back as it came."""
    if not e164 or not e164.startswith("+"):
        return e164 or ""
    return show_phone(e164).replace(" ", NBSP)


def _here(moment: DateTime) -> DateTime:
    return timezone.localtime(moment) if timezone.is_aware(moment) else moment


def date(day: Date | DateTime | None) -> str:
    """21/11/2026."""
    if day is None:
        return ""
    return (_here(day) if isinstance(day, DateTime) else day).strftime("%d/%m/%Y")


def clock(moment: DateTime | None) -> str:
    """15:40, on the market's clock."""
    return "" if moment is None else _here(moment).strftime("%H:%M")


def moment(value: DateTime | None) -> str:
    """15:40 21/11/2026."""
    return "" if value is None else f"{clock(value)} {date(value)}"


def relative_day(day: Date | DateTime, today: Date) -> str:
    """The word people say for a day near `today`, else the date without its year."""
    day = _here(day).date() if isinstance(day, DateTime) else day
    words = {-1: _("hôm qua"), 0: _("hôm nay"), 1: _("ngày mai"), 2: _("ngày kia")}
    distance = (day - today).days
    if distance in words:
        return words[distance]
    return f"{day.day}/{day.month}" if day.year == today.year else date(day)


def device(user_agent: str) -> str:
    """A browser's long name as people say it: "Chrome, Android"; each claims to be others too."""
    browsers = {"Edg": "Edge", "OPR": "Opera", "coc_coc": "Cốc Cốc", "Firefox": "Firefox"}
    browsers |= {"Chrome": "Chrome", "Safari": "Safari"}
    systems = {"Android": "Android", "iPhone": "iPhone", "iPad": "iPad", "Windows": "Windows"}
    systems |= {"Mac OS": "Mac", "Linux": "Linux"}
    names = [
        next((name for sign, name in known.items() if sign in user_agent), "")
        for known in (browsers, systems)
    ]
    return ", ".join(filter(None, names)) or _("Máy khác")


FILTERS = {
    "number": number,
    "dong": dong,
    "unit_price": unit_price,
    "decimal": decimal,
    "weight": weight,
    "phone": phone,
    "date": date,
    "clock": clock,
    "datetime": moment,
    "relative_day": relative_day,
    "device": device,
}
