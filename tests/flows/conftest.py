"""Fish sauce whose bank tells of money, a sedge mat of Nga Sơn sold for cash, a booth to verify."""

from types import SimpleNamespace

import pytest

from backend.booths.models import Booth
from backend.core import clock, queue
from backend.core.invariants import violations
from tests.builders.booths import a_booth
from tests.builders.catalogue import a_category, a_variant
from tests.builders.payments import a_feed


@pytest.fixture
def market(people):
    """`sauce` of booth A in Thanh Hóa (linked bank), `mat` of booth B (cash alone)."""
    people.booth_b.payment_state = Booth.PaymentState.NONE
    people.booth_b.save()
    feed = a_feed(people.booth_a)
    mats = a_category("chieu-coi", name="Chiếu cói", name_en="Sedge mats")
    sauce = a_variant(people.booth_a, name="Nước mắm Ba Làng", price_vnd=95_000, on_hand=8)
    mat = a_variant(
        people.booth_b,
        name="Chiếu cói Nga Sơn",
        price_vnd=420_000,
        on_hand=3,
        commune_id="16093",
        category=mats,
    )
    new = a_booth(
        name="Gian hàng mới", commune_id="16093", state=Booth.State.SUBMITTED, opened_at=None,
        submitted_at=clock.now(),
    )  # fmt: skip
    return SimpleNamespace(people=people, feed=feed, sauce=sauce, mat=mat, new=new)


@pytest.fixture
def work_off():
    """Do the jobs that wait, as the worker does within a second."""

    def done() -> None:
        while queue.run_due():
            pass

    return done


@pytest.fixture(autouse=True)
def _nothing_is_wrong_afterwards(db):
    yield
    assert violations() == []
