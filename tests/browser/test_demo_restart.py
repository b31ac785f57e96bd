"""The demo ends while somebody writes: nothing written is lost, and the page comes back."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Browser, expect

from tests.browser.test_demo_page import COMPLAINT, PNG, Visitor, browser

__all__ = ["browser"]


def _serve(folder: Path, port: str) -> tuple[subprocess.Popen[str], str]:
    command = [sys.executable, "-m", "bot", "demo", "--no-browser", "--port", port]
    process = subprocess.Popen(
        [*command, "--data", str(folder)], stdout=subprocess.PIPE, text=True, encoding="utf-8"
    )
    assert process.stdout is not None
    found = re.search(r"http://\S+:(\d+)/demo", process.stdout.readline())
    assert found
    return process, found[1]


def _end(process: subprocess.Popen[str]) -> None:
    process.terminate()
    assert process.wait(timeout=10) == 0
    assert process.stdout is not None
    process.stdout.close()


def test_what_was_written_while_it_was_down_is_sent_afterwards(
    browser: Browser, tmp_path: Path
) -> None:
    process, port = _serve(tmp_path / "data", "0")
    visitor = Visitor(browser, f"http://127.0.0.1:{port}/demo", (390, 844))
    visitor.enter("客服群")
    visitor.attach("漏水.png", PNG)
    expect(visitor.page.locator(".thumb")).to_be_visible()
    _end(process)
    expect(visitor.page.locator("#offline")).to_be_visible()
    visitor.say(COMPLAINT)
    expect(visitor.test("toast")).to_contain_text("连不上")
    process, _ = _serve(tmp_path / "data", port)
    try:
        expect(visitor.page.locator("#offline")).to_be_hidden()
        expect(visitor.test("composer")).to_have_value(COMPLAINT)
        expect(visitor.page.locator(".thumb")).to_be_visible()
        visitor.test("send").click()
        visitor.hears("已登记 #1")
        visitor.page.close()
    finally:
        _end(process)
    assert visitor.mistakes == []
