"""The demo market, made in the order a market comes to be: places, people, goods, orders."""

from backend.core import clock, invariants, queue
from backend.core.errors import Conflict
from backend.demo.rules import PRODUCER_BOOTH
from backend.demo.selectors import is_empty
from backend.demo.services import people, stalls
from backend.demo.services.history import History, tell_odd_transfers
from backend.demo.services.plan import make_plans, units_taken


def seed() -> None:
    """Fill an empty market; dates are relative to today. Raises Conflict when it is not empty."""
    if not is_empty():
        raise Conflict("The demo is only put into an empty market.")
    now = clock.now()
    plans = make_plans()

    cast = people.Cast()
    shoppers = people.seed_shoppers(cast)
    officers = people.seed_staff(cast)
    categories = stalls.seed_categories()
    booths = stalls.seed_booths(cast)
    products = stalls.seed_products(categories, booths, units_taken(plans))
    stalls.open_booths(booths, officers)
    stalls.seed_recognitions(products, officers)

    History(products, shoppers).carry_out(plans, now)
    tell_odd_transfers(booths[PRODUCER_BOOTH], now)
    queue.run_due()
    people.seed_tour(cast, booths[PRODUCER_BOOTH])
    if broken := invariants.violations():
        raise RuntimeError("The seed broke an invariant:\n" + "\n".join(map(str, broken)))
