"""Every address of the market: its name, its view, and whether it is open to people unknown."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, get_resolver

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


@dataclass(frozen=True)
class Route:
    name: str
    path: str
    kwargs: tuple[str, ...]
    view: Any

    @property
    def endpoint(self) -> type | None:
        """The class behind a JSON address."""
        return getattr(self.view, "cls", None)

    @property
    def is_api(self) -> bool:
        return self.path.startswith("api/")

    @property
    def is_admin(self) -> bool:
        return self.path.startswith("admin/")

    @property
    def is_open(self) -> bool:
        if self.endpoint:
            return getattr(self.endpoint, "public", True)
        return not getattr(self.view, "login_required", True)


def routes() -> list[Route]:
    """Both languages share one."""
    return list(_walk(get_resolver().url_patterns))


def _walk(
    patterns: list[Any], path: str = "", space: str = "", kwargs: tuple[str, ...] = ()
) -> Iterator[Route]:
    for each in patterns:
        names = (*kwargs, *each.pattern.regex.groupindex) if each.pattern.regex else kwargs
        here = path + str(each.pattern)
        if isinstance(each, URLPattern):
            name = f"{space}{each.name}" if each.name else ""
            yield Route(name, here, tuple(names), each.callback)
        else:
            inner = f"{space}{each.namespace}:" if each.namespace else space
            yield from _walk(each.url_patterns, here, inner, tuple(names))
