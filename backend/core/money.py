"""Divide and round whole đồng without losing one."""

from collections.abc import Sequence

MIN_PRICE_VND = 1_000
MAX_PRICE_VND = 10**12
MAX_TOTAL_VND = 10**13
MAX_QUANTITY = 9_999

_BASIS_POINTS = 10_000


def share(total_vnd: int, weights: Sequence[int]) -> list[int]:
    """Split a total in proportion to the weights; the parts add up to it exactly.

    Largest remainder; among equal remainders the earlier part gets the đồng first.
    """
    if total_vnd < 0 or any(weight < 0 for weight in weights):
        raise ValueError("neither the total nor a weight may be negative")
    whole = sum(weights)
    if whole == 0:
        if total_vnd:
            raise ValueError("nothing to share the total among")
        return [0] * len(weights)
    parts = [total_vnd * weight // whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda i: (-(total_vnd * weights[i] % whole), i))
    for index in by_remainder[: total_vnd - sum(parts)]:
        parts[index] += 1
    return parts


def of_rate(amount_vnd: int, basis_points: int) -> int:
    """A rate in hundredths of a percent, half a đồng rounded up."""
    if amount_vnd < 0 or basis_points < 0:
        raise ValueError("neither the amount nor the rate may be negative")
    return (amount_vnd * basis_points + _BASIS_POINTS // 2) // _BASIS_POINTS


def format_dong(amount_vnd: int) -> str:
    """125000 → "125.000 ₫", with a no-break space."""
    return f"{amount_vnd:,}".replace(",", ".") + "\N{NO-BREAK SPACE}₫"
