"""Ask the invariants of one app, whatever else stands in the test's database."""

from importlib import import_module

from backend.core.invariants import INVARIANTS


def violations_of(app: str) -> list[str]:
    module = import_module(f"backend.{app}.invariants")
    return [
        f"{invariant.promise} {invariant.name}: {violation}"
        for invariant in INVARIANTS.values()
        if invariant.violations.__module__ == module.__name__
        for violation in invariant.violations()
    ]
