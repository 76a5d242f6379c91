"""The pages in a real browser with no network: they show, nothing runs, nothing is asked for."""

import json
import re
import shutil
import subprocess

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--hide-scrollbars", "--enable-logging=stderr",
    "--host-resolver-rules=MAP * ~NOTFOUND", "--virtual-time-budget=3000",
)  # fmt: skip
pytestmark = [pytest.mark.slow, pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed")]


@pytest.fixture
def browse(tmp_path):
    """Open a page; returns (its document after it ran, console lines, addresses that were asked for)."""

    def open_page(path, *more):
        log = tmp_path / "net.json"
        asked = [CHROMIUM, *FLAGS, f"--user-data-dir={tmp_path / 'profile'}", f"--log-net-log={log}", *more, path.as_uri()]
        answer = subprocess.run(asked, capture_output=True, check=True, text=True, timeout=120)
        console = [line for line in answer.stderr.splitlines() if "CONSOLE" in line]
        return answer.stdout, console, _asked_by_the_page(json.loads(log.read_text("utf-8")))

    return open_page


def _asked_by_the_page(log):
    """Addresses that the page itself asked for; the browser has errands of its own."""
    told = [event.get("params", {}) for event in log["events"]]
    return {each["url"] for each in told if str(each.get("network_isolation_key")).startswith("file://") and _is_outside(each)}


def _is_outside(asked):
    return not asked.get("url", "data:").startswith(("file:", "data:"))


def test_the_browser_tells_what_a_page_asks_for(browse, tmp_path):
    """Without this the test below could not fail."""
    page = tmp_path / "asks.html"
    page.write_text("<img src=http://example.org/x.png><script>console.error('seen')</script>", "utf-8")

    _, console, asked = browse(page, "--dump-dom")

    assert asked == {"http://example.org/x.png"}
    assert len(console) >= 1


def test_every_page_is_complete_without_network_script_or_complaint(planted_root, browse):
    for path in sorted((planted_root / "reports").rglob("*.html")):
        document, console, asked = browse(path, "--dump-dom")

        assert console == [], path
        assert asked == set(), path
        assert "<footer>" in document
        assert re.search(r"<title>[^<]* · Pilaster</title>", document), path


@pytest.mark.parametrize(("scheme", "is_dark"), [(0, True), (1, False)])
def test_a_page_is_drawn_light_and_dark(planted_root, browse, tmp_path, scheme, is_dark):
    picture = tmp_path / "page.png"

    browse(
        planted_root / "reports" / "quality" / "index.html",
        f"--screenshot={picture}",
        "--window-size=1200,900",
        f"--blink-settings=preferredColorScheme={scheme}",
    )

    assert picture.read_bytes().startswith(b"\x89PNG")
    assert picture.stat().st_size > 20_000, f"nothing was drawn {'dark' if is_dark else 'light'}"
