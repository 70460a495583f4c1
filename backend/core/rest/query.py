"""Read the query string without forgiving anything."""

from urllib.parse import parse_qsl

from django.http import HttpRequest
from django.utils.translation import gettext as _

from backend.core.errors import FieldError, Invalid

_MOST_PARAMETERS = 50
_SURROGATES = ("\ud800", "\udfff")


def strict_query(request: HttpRequest) -> dict[str, str]:
    """Each parameter once, valid UTF-8, no NUL; raises Invalid with one error a parameter."""
    raw = request.META.get("QUERY_STRING", "").encode("latin-1", "replace")
    readable = raw.decode("utf-8", "surrogateescape")
    try:
        pairs = parse_qsl(
            readable,
            keep_blank_values=True,
            errors="surrogateescape",
            max_num_fields=_MOST_PARAMETERS,
        )
    except ValueError:
        raise Invalid(_("Quá nhiều tham số."), code="too_many_parameters") from None
    values: dict[str, str] = {}
    errors = []
    for name, value in pairs:
        if name in values:
            errors.append(FieldError(name, "duplicate_parameter", _("Tham số này bị lặp lại.")))
        elif "\x00" in name + value:
            errors.append(FieldError(name, "null_character", _("Có ký tự không đọc được.")))
        elif any(_SURROGATES[0] <= c <= _SURROGATES[1] for c in name + value):
            errors.append(FieldError(name, "invalid_encoding", _("Phải viết bằng UTF-8.")))
        values[name] = value
    if errors:
        raise Invalid(_("Tham số trên đường dẫn chưa đúng."), code=errors[0].code, errors=errors)
    return values
