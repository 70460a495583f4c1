"""What a rate takes from an amount: whole đồng, half a đồng rounded up."""

from backend.core import money


def fee(amount_vnd: int, basis_points: int) -> int:
    return money.of_rate(amount_vnd, basis_points)
