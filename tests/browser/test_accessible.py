"""Axe finds nothing on any page, at either width; and nothing is wrong in the console."""

from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.pages import WIDTHS

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


def is_trouble(message, page) -> bool:
    """The browser itself reports a page that is meant to be a 404."""
    is_meant = page.status != 200 and str(page.status) in message.text
    return message.type in ("error", "warning") and not is_meant


@pytest.mark.parametrize("width", WIDTHS)
def test_no_page_has_a_violation_or_says_anything_in_the_console(visits, market, width):
    pages = list(visits.pages())
    assert len(pages) > 50
    wrong, contexts = [], {}
    for page in pages:
        if page.who not in contexts:
            contexts[page.who] = visits.context(page.who, width, reduced_motion="reduce")
        tab = contexts[page.who].new_page()
        said, asked = [], []
        tab.on("console", lambda message, said=said: said.append(message))
        tab.on("request", lambda request, asked=asked: asked.append(request.url))
        answer = tab.goto(page.path, wait_until="networkidle")
        if answer.status != page.status:
            wrong.append(f"{page}: {answer.status}")
        wrong += [f"{page} console: {each.text}" for each in said if is_trouble(each, page)]
        wrong += [f"{page} threw {error}" for error in tab.page_errors()]
        elsewhere = {urlsplit(url).netloc for url in asked} - {urlsplit(market.url).netloc, ""}
        wrong += [f"{page} asks {host}" for host in elsewhere]
        found = Axe().run(tab, options=RULES).response["violations"]
        wrong += [
            f"{page}: {violation['id']} at {node['target']}"
            for violation in found
            for node in violation["nodes"][:3]
        ]
        wide = tab.evaluate("document.documentElement.scrollWidth - innerWidth")
        if wide > 0:
            wrong.append(f"{page} is {wide} px too wide")
        tab.close()
    for context in contexts.values():
        context.close()
    assert not wrong, "\n".join(wrong)
