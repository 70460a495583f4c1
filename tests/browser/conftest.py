"""Chromium and a market of its own; without a Chromium these tests are skipped, in CI they fail."""

import os

import pytest
from playwright.sync_api import sync_playwright

from tests.market import QUIET, chromium, open_market
from tests.pages import Visits


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/browser/" in item.nodeid:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser():
    program = chromium()
    if program is None:
        if os.environ.get("REQUIRE_BROWSER"):
            pytest.fail("no Chromium on PATH")
        pytest.skip("no Chromium on PATH")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=program, args=QUIET)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def market(browser):
    with open_market() as opened:
        yield opened


@pytest.fixture(scope="session")
def visits(browser, market):
    return Visits(browser, market)
