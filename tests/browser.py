"""A real browser for the tests: Chromium, headless, with no way out."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Page, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome",
         "microsoft-edge")
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
         "--disable-background-networking", "--disable-component-update", "--disable-sync")


def executable() -> str:
    """Path of a Chromium; without one the test is skipped by name, or fails where CI says so."""
    named = os.environ.get("CHROMIUM")
    path = named or next(filter(None, map(shutil.which, NAMES)), None)
    if path:
        return path
    missing = "no Chromium found; install chromium, or set CHROMIUM to a browser of its kind"
    if os.environ.get("WORKBENCH_REQUIRE_BROWSER"):
        pytest.fail(missing)
    pytest.skip(missing)


@contextmanager
def chromium(**context) -> Iterator[Page]:
    """A page in a fresh profile; `page.requested` and `page.complaints` fill as it is used."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=list(FLAGS))
        page = browser.new_context(**context).new_page()
        page.requested, page.complaints = [], []
        page.on("request", lambda request: page.requested.append(request.url))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.on("console", lambda message: page.complaints.append(message.text)
                if message.type == "error" else None)
        yield page
        browser.close()
