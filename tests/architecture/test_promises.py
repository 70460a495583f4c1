"""docs/promises.md and the tests say the same."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent


def shown() -> dict[str, list[str]]:
    """Promise number → the tests marked with it, read from the source."""
    found: dict[str, list[str]] = {}
    for file in (ROOT / "tests").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr == "promise"
            ):
                for argument in node.args:
                    if isinstance(argument, ast.Constant):
                        found.setdefault(argument.value, []).append(file.name)
    return found


def listed() -> list[str]:
    return re.findall(r"^\| ([A-Z]\d+) \|", (ROOT / "docs" / "promises.md").read_text(), re.M)


def test_every_promise_shown_is_listed():
    assert sorted(set(shown()) - set(listed())) == []


def test_every_promise_listed_is_shown():
    assert sorted(set(listed()) - set(shown())) == []


def test_no_promise_is_listed_twice():
    assert len(listed()) == len(set(listed()))
