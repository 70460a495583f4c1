"""Where is a public picture? Its stem names the renditions `<stem>-{320,640,960}.webp`."""

from typing import TypedDict

from django.conf import settings

WIDTHS = (320, 640, 960)
SHOWN_WIDTH = 640


class Picture(TypedDict):
    src: str
    srcset: str
    alt: str


def picture(stem: str, alt: str) -> Picture | None:
    """None without a stem."""
    if not stem:
        return None
    address = f"{settings.MEDIA_URL}{stem}"
    return {
        "src": f"{address}-{SHOWN_WIDTH}.webp",
        "srcset": ", ".join(f"{address}-{width}.webp {width}w" for width in WIDTHS),
        "alt": alt,
    }
