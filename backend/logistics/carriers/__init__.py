"""The carriers of this market, by their codes, in the order in which they are offered."""

from backend.logistics.carriers.manual import Manual
from backend.logistics.carriers.pickup import Pickup
from backend.logistics.contract import Carrier

CARRIERS: dict[str, Carrier] = {carrier.code: carrier for carrier in (Manual(), Pickup())}
