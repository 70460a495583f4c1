"""What did the person mean to type? Names, phones, addresses and sums, cleaned or refused."""

import re
import unicodedata

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.translation import gettext as _

from backend.core.errors import Invalid
from backend.core.legacy_fonts import legacy_font_suggestion

__all__ = [
    "clean_line",
    "clean_text",
    "dong",
    "email",
    "fold",
    "legacy_font_suggestion",
    "nfc",
    "phone",
    "show_phone",
    "slugify",
    "strip_marks",
]

# Letters that Unicode does not decompose (đ), and those taken for it.
_D = str.maketrans("đĐðÐɖƉ", "dDdDdD")
_APOSTROPHES = re.compile("['’‘ʼ`´]")
_NOT_WORD = re.compile(r"[\W_]+")
# Mỵ = Mị, Kỳ = Kì, quý = quí: in an open syllable y and i are two spellings of one sound.
_Y_FOR_I = re.compile(r"\b(th|qu|[hklmstv])y\b")

_INVISIBLE = re.compile("[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u061c"
                        "\u2060-\u2064\u2800\u3164\ufeff\uffa0]")  # fmt: skip
_JOINERS = re.compile("[\u200c\u200d\ufe0e\ufe0f]")
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_CONTROL_BUT_NEWLINE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f]")
_SPACES = re.compile(r"[^\S\n]+")

PHONE_DIGITS = 15
EMAIL_LENGTH = 254


def nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def strip_marks(text: str) -> str:
    """Drop every diacritic and make đ a d; case, spaces and punctuation stay."""
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(c for c in decomposed if not unicodedata.combining(c)).translate(_D)


def fold(text: str) -> str:
    """The search key: equal for spellings that a Vietnamese reader takes for the same word."""
    words = _words(text)
    return _Y_FOR_I.sub(r"\1i", words)


def slugify(text: str) -> str:
    """ASCII words joined by hyphens: "Đặc sản Đồng Tháp" → "dac-san-dong-thap"."""
    return "-".join(re.findall(r"[a-z0-9]+", _words(text)))


def _words(text: str) -> str:
    plain = strip_marks(strip_marks(text).casefold())
    return _NOT_WORD.sub(" ", _APOSTROPHES.sub("", plain)).strip()


def clean_line(value: str, max_length: int, *, required: bool = True) -> str:
    """One line as NFC with single spaces; length counts after that.

    Raises Invalid with code null_character, surrogate, bidi_control, control_character,
    legacy_font (with `suggestion`), blank or too_long.
    """
    _refuse_hostile(value)
    if _CONTROL.search(value.strip()):
        raise Invalid(_("Chỉ viết trên một dòng, không xuống dòng."), code="control_character")
    return _finish(_SPACES.sub(" ", _visible(value)).strip(), max_length, required)


def clean_text(value: str, max_length: int, *, required: bool = True) -> str:
    """Paragraphs as NFC, at most one empty line between them; raises as clean_line does."""
    value = re.sub("\r\n?|[\u0085\u2028\u2029\x0b\x0c]", "\n", value).replace("\t", " ")
    _refuse_hostile(value)
    if _CONTROL_BUT_NEWLINE.search(value):
        raise Invalid(_("Có ký tự điều khiển không đọc được."), code="control_character")
    lines = (_SPACES.sub(" ", line).strip() for line in _visible(value).split("\n"))
    return _finish(re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip(), max_length, required)


def _refuse_hostile(value: str) -> None:
    if "\x00" in value:
        raise Invalid(_("Có ký tự không đọc được. Bạn gõ lại giúp."), code="null_character")
    if _SURROGATE.search(value):
        raise Invalid(_("Có ký tự không đọc được. Bạn gõ lại giúp."), code="surrogate")
    if _BIDI.search(value):
        raise Invalid(_("Có ký tự đảo chiều chữ. Bạn gõ lại giúp."), code="bidi_control")
    # TCVN3 writes ư as a soft hyphen, so the text is read with its invisible signs and without.
    suggestion = legacy_font_suggestion(value) or legacy_font_suggestion(_visible(value))
    if suggestion is not None:
        meant = _visible(suggestion)
        raise Invalid(
            _("Chữ bị lỗi phông (VNI hoặc TCVN3). Có phải bạn muốn viết “%(text)s”?")
            % {"text": meant},
            code="legacy_font",
            suggestion=meant,
        )


def _visible(value: str) -> str:
    return nfc(_INVISIBLE.sub("", value))


def _finish(value: str, max_length: int, required: bool) -> str:
    if required and not _JOINERS.sub("", value).strip():
        raise Invalid(_("Chỗ này cần có chữ."), code="blank")
    if len(value) > max_length:
        raise Invalid(
            _("Dài quá %(max)s ký tự (đang có %(length)s).")
            % {"max": max_length, "length": len(value)},
            code="too_long",
        )
    return value


def phone(text: str) -> str:
    """What people type, as E.164: "0912 345 678", "+84 912.345.678", "0084…" → "+84912345678"."""
    typed = _INVISIBLE.sub("", _BIDI.sub("", unicodedata.normalize("NFKC", text)))
    digits = re.sub(r"[\s.()\-–]", "", typed)
    if re.fullmatch(r"84[0-9]{9,10}", digits):
        digits = "+" + digits
    elif digits.startswith("00"):
        digits = "+" + digits[2:]
    digits = re.sub(r"\A\+840", "+84", digits)
    if not re.fullmatch(rf"(\+[1-9]|0)[0-9]{{7,{PHONE_DIGITS}}}", digits):
        raise _not_a_phone()
    try:
        number = phonenumbers.parse(digits, "VN")
    except phonenumbers.NumberParseException:
        raise _not_a_phone() from None
    if not phonenumbers.is_valid_number(number):
        raise _not_a_phone()
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _not_a_phone() -> Invalid:
    return Invalid(
        _("Số điện thoại chưa đúng. Số di động có 10 chữ số, ví dụ 0912 345 678."), code="phone"
    )


def show_phone(e164: str) -> str:
    """+84912345678 → "0912 345 678"; foreign numbers keep their country code."""
    number = phonenumbers.parse(e164)
    if number.country_code != 84:
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    national = phonenumbers.national_significant_number(number)
    if len(national) == 9:
        return f"0{national[:3]} {national[3:6]} {national[6:]}"
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)


def email(text: str) -> str:
    """An address in lower case, A@X.vn and a@x.vn being one; a domain keeps its own script."""
    address = _visible(text).strip().lower()
    local, _at, domain = address.rpartition("@")
    try:
        readable = domain.encode("idna").decode("idna")
        address = f"{local}@{nfc(readable)}"
        EmailValidator(allowlist=[])(address)
        if domain.startswith("[") or len(address) > EMAIL_LENGTH or len(local) > 64:
            raise ValidationError("")
    except (UnicodeError, ValidationError):
        raise Invalid(_("Địa chỉ e-mail chưa đúng, ví dụ ten@example.vn."), code="email") from None
    return address


_UNITS = {
    "": 1, "d": 1, "dong": 1, "vnd": 1, "₫": 1,
    "k": 1_000, "nghin": 1_000, "ngan": 1_000, "ng": 1_000, "n": 1_000,
    "tr": 1_000_000, "trieu": 1_000_000, "cu": 1_000_000,
    "ty": 1_000_000_000, "ti": 1_000_000_000,
}  # fmt: skip
_CURRENCY = re.compile(r"(?:d|dong|vnd|₫)\Z")
_SUM = re.compile(
    r"(?P<number>[0-9](?:[0-9.,\s]*[0-9])?)"
    r"(?:\s*(?P<unit>[a-z₫][a-z₫\s]*?)\s*(?P<rest>[0-9]{1,3})?)?\Z"
)
_GROUPED = re.compile(r"[0-9]{1,3}(?P<by>[.,\s])[0-9]{3}(?:(?P=by)[0-9]{3})*\Z")
_DECIMAL = re.compile(r"(?P<whole>[0-9]+)[.,](?P<fraction>[0-9]{1,3})\Z")
_LONGEST_SUM = 40


def dong(text: str) -> int:
    """A sum as producers type it, in whole đồng: "50.000đ", "50,000", "50k", "1tr2".

    Raises Invalid where it may mean two things: "50.00" is 50 đồng or 50 thousand.
    """
    typed = unicodedata.normalize("NFKC", text[: _LONGEST_SUM + 1]).strip()
    plain = strip_marks(typed).casefold().strip()
    match = _SUM.match(plain) if len(typed) <= _LONGEST_SUM else None
    if match is None or not plain.isprintable():
        raise _not_a_sum()
    number, unit, rest = match["number"], match["unit"] or "", match["rest"]
    factor = _factor("".join(unit.split()))
    if rest:
        return _with_rest(number, factor, rest)
    if number.isdigit():
        return int(number) * factor
    grouped, decimal = _GROUPED.match(number), _DECIMAL.match(number)
    if grouped and not (decimal and factor > 1):
        return int(re.sub(r"[^0-9]", "", number)) * factor
    if decimal is None:
        raise _not_a_sum()
    if factor == 1:
        raise _two_meanings(_("%(number)s đồng hay %(number)s nghìn?"), decimal["whole"])
    if grouped:
        raise _two_meanings(_("%(number)s là số lẻ hay số nghìn? Viết cả số đồng giúp."), number)
    return _whole(int(decimal["whole"] + decimal["fraction"]) * factor, decimal["fraction"])


def _factor(unit: str) -> int:
    for name in (unit, _CURRENCY.sub("", unit)):
        if name in _UNITS:
            return _UNITS[name]
    raise _not_a_sum()


def _with_rest(number: str, factor: int, rest: str) -> int:
    """ "1tr2" is 1,200,000 and "50k500" 50,500."""
    if factor == 1 or not number.isdigit():
        raise _not_a_sum()
    return int(number) * factor + _whole(int(rest) * factor, rest)


def _whole(scaled: int, digits: str) -> int:
    value, odd = divmod(scaled, 10 ** len(digits))
    if odd:
        raise _not_a_sum()
    return value


def _two_meanings(question: str, number: str) -> Invalid:
    return Invalid(question % {"number": number}, code="ambiguous")


def _not_a_sum() -> Invalid:
    return Invalid(_("Số tiền chưa đúng. Viết số đồng, ví dụ 50.000 hoặc 50 nghìn."), code="amount")
