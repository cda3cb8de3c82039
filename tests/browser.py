"""A real browser for the tests: Chromium, headless, with no way out."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

import pytest
from playwright.sync_api import Page, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome",
         "microsoft-edge")
PICTURES = Path(os.environ.get("WORKBENCH_PICTURES", "build/pictures"))
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
        page.requested, page.complaints, page.dialogs = [], [], []
        page.on("request", lambda request: page.requested.append(request.url))
        # What the page's own policy refused never left the browser
        page.on("requestfailed", lambda request: page.requested.remove(request.url)
                if "csp" in (request.failure or "") else None)
        page.on("dialog", lambda dialog: (page.dialogs.append(dialog.message), dialog.dismiss()))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.on("console", lambda message: page.complaints.append(message.text)
                if message.type == "error" else None)
        yield page
        browser.close()


def keep(page: Page, name: str) -> None:
    """Keep a picture of the page as it stands, for somebody to look at."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / f"{name}.png")


def free_port() -> int:
    """A port that nothing listens on, for a server that cannot choose one itself."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


@contextmanager
def served(command: Sequence[str], home: Path) -> Iterator[str]:
    """Address of a Jupyter server with settings of its own, on loopback; it ends with the block."""
    executable()
    home.mkdir(parents=True, exist_ok=True)
    environment = os.environ | {
        "JUPYTER_CONFIG_DIR": str(home / "config"), "JUPYTER_DATA_DIR": str(home / "data"),
        "JUPYTER_RUNTIME_DIR": str(home / "runtime"), "IPYTHONDIR": str(home / "ipython"),
        "JUPYTERLAB_SETTINGS_DIR": str(home / "settings"),
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    log = home / "log"
    with log.open("w", encoding="utf-8") as stream:
        server = subprocess.Popen(list(command), stdout=stream, stderr=subprocess.STDOUT,
                                  env=environment, cwd=Path(__file__).parents[1],
                                  start_new_session=True)
    try:
        yield _address(server, log)
    finally:
        if server.poll() is None:
            os.killpg(server.pid, signal.SIGTERM)
            server.wait(timeout=30)


def _address(server: subprocess.Popen, log: Path) -> str:
    for _ in range(480):
        found = re.search(r"http://127\.0\.0\.1:\d+/", log.read_text(encoding="utf-8"))
        if found:
            with urlopen(found[0], timeout=60):
                return found[0]
        assert server.poll() is None, log.read_text(encoding="utf-8")
        time.sleep(0.25)
    raise TimeoutError(f"the server did not start: {log.read_text(encoding='utf-8')}")
