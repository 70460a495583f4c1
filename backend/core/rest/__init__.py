"""What every JSON endpoint is made of: strict input, problems as answers, keyset pages."""

from backend.core.rest.endpoint import Endpoint
from backend.core.rest.fields import (
    DongField,
    EmailField,
    PageSizeField,
    PhoneField,
    QuantityField,
    SlugField,
    StrictBoolean,
    StrictChoice,
    StrictInteger,
    StrictList,
    StrictString,
)
from backend.core.rest.filters import DongFilter, FlagFilter, StrictFilterSet, WordFilter
from backend.core.rest.paging import KeysetPage, Page
from backend.core.rest.parser import StrictJSONParser
from backend.core.rest.problems import as_problem, problem_handler
from backend.core.rest.renderer import OrjsonRenderer
from backend.core.rest.serializers import PageQuery, QuerySerializer, StrictSerializer
from backend.core.rest.shapes import Picture
from backend.core.rest.throttles import AddressThrottle, PersonThrottle

__all__ = [
    "AddressThrottle",
    "DongField",
    "DongFilter",
    "EmailField",
    "Endpoint",
    "FlagFilter",
    "KeysetPage",
    "OrjsonRenderer",
    "Page",
    "PageQuery",
    "PageSizeField",
    "PersonThrottle",
    "PhoneField",
    "Picture",
    "QuantityField",
    "QuerySerializer",
    "SlugField",
    "StrictBoolean",
    "StrictChoice",
    "StrictFilterSet",
    "StrictInteger",
    "StrictJSONParser",
    "StrictList",
    "StrictSerializer",
    "StrictString",
    "WordFilter",
    "as_problem",
    "problem_handler",
]
