"""`make pictures`: each kind of page, at two widths, in two languages, into var/pictures."""

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.market import QUIET, ROOT, chromium, open_market
from tests.pages import WIDTHS, Visits

FOLDER = ROOT / "var" / "pictures"
LANGUAGES = ("vi", "en")


def main() -> int:
    program = chromium()
    if program is None:
        print("No Chromium on PATH.")
        return 1
    with open_market() as market, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=QUIET)
        taken = take_all(Visits(browser, market), FOLDER)
        browser.close()
    print(f"{taken} pictures in {FOLDER.relative_to(ROOT)}/")
    return 0


def take_all(visits: Visits, folder: Path) -> int:
    pages = list(visits.pages())
    taken = 0
    for width in WIDTHS:
        contexts = {
            who: visits.context(who, width, reduced_motion="reduce", device_scale_factor=1)
            for who in {page.who for page in pages}
        }
        for language in LANGUAGES:
            place = folder / width / language
            place.mkdir(parents=True, exist_ok=True)
            for page in pages:
                tab = contexts[page.who].new_page()
                tab.goto(page.in_language(language), wait_until="networkidle")
                tab.screenshot(path=place / f"{page.name}.png", full_page=True)
                tab.close()
                taken += 1
        for context in contexts.values():
            context.close()
    return taken


if __name__ == "__main__":
    sys.exit(main())
