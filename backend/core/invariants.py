"""What must hold at every commit? Every app's read-only checks, run together."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.module_loading import autodiscover_modules

from backend.core import guards

Check = Callable[[], Iterable[str]]


@dataclass(frozen=True)
class Invariant:
    """A check that yields one sentence for each violation; `promise` is its number, such as I6."""

    name: str
    promise: str
    violations: Check


INVARIANTS: dict[str, Invariant] = {}


def register(name: str, promise: str = "") -> Callable[[Check], Check]:
    """For `<app>/invariants.py`: SQL only, nothing written."""

    def add(check: Check) -> Check:
        if name in INVARIANTS:
            raise ValueError(f"two invariants are called {name}")
        INVARIANTS[name] = Invariant(name, promise, check)
        return check

    return add


def violations() -> list[str]:
    """One line for each thing that is wrong now."""
    autodiscover_modules("invariants")
    return [
        f"{invariant.promise or '-'} {invariant.name}: {violation}"
        for invariant in INVARIANTS.values()
        for violation in invariant.violations()
    ]


@register("guards stand", promise="I18")
def guards_stand() -> Iterable[str]:
    return (f"trigger {name} is missing" for name in guards.missing())
