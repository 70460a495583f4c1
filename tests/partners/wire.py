"""The wire examples of fixtures/partners, each with the place it was taken from."""

import json
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2] / "fixtures" / "partners"


def of(kind: str, partner: str, *folders: str) -> dict[str, dict[str, Any]]:
    """By name; a partner without examples has proved nothing."""
    files = sorted(ROOT.joinpath(kind, partner, *folders).glob("*.json"))
    return {file.stem: json.loads(file.read_text(encoding="utf-8")) for file in files}


def assert_asked(asked: dict, request: dict) -> None:
    """The call carries at least what the example says, in the example's words."""
    for name in ("method", "path", "query", "json", "form"):
        if name in request:
            assert asked[name] == request[name], name
    assert request["headers"].items() <= asked["headers"].items()
