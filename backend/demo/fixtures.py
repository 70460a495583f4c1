"""Read the demo's texts and copy its pictures, named by their content, to where media lives."""

import hashlib
import json
import shutil
from functools import cache
from typing import Any

from django.conf import settings

FOLDER = settings.ROOT / "fixtures" / "demo"
WIDTHS = (320, 640, 960)


@cache
def read(name: str) -> Any:
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


def picture_of(row: str) -> tuple[str, str]:
    """(stem, alt) of a product's drawing."""
    drawing = read("art/products")["products"][row]
    return copy_picture(drawing["picture"]), drawing["alt"]


def cover(name: str) -> tuple[str, str]:
    alts = {each["name"]: each["alt"] for each in read("art/products")["covers"]}
    return copy_picture(name), alts[name]


@cache
def copy_picture(name: str) -> str:
    """Copy the three renditions and return their stem; "" where nothing was drawn."""
    source = FOLDER / "pictures"
    if not (source / f"{name}-960.webp").exists():
        return ""
    digest = hashlib.sha256((source / f"{name}-960.webp").read_bytes()).hexdigest()[:10]
    stem = f"{name[:60]}-{digest}"
    settings.MEDIA_ROOT.mkdir(parents=True, exist_ok=True)
    for width in WIDTHS:
        target = settings.MEDIA_ROOT / f"{stem}-{width}.webp"
        if not target.exists():
            shutil.copyfile(source / f"{name}-{width}.webp", target)
    return stem
