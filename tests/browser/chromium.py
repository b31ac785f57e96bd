"""Where the browser is, for every story that needs one."""

from __future__ import annotations

import os
import shutil

import pytest
from playwright import async_api, sync_api

_MISSING = "没有浏览器：apt-get install chromium，或设 HEATDESK_TEST_CHROMIUM=路径"

for api in (sync_api, async_api):
    # As long as a click waits: nothing but the end of a page that hangs.
    api.expect.set_options(timeout=30_000)


def chromium() -> str:
    """Its path, or the test is left out with a word on how to have it."""
    named = os.environ.get("HEATDESK_TEST_CHROMIUM")
    path = named or shutil.which("chromium") or shutil.which("chromium-browser")
    if path is not None:
        return path
    if os.environ.get("HEATDESK_TEST_REQUIRE_ALL"):
        pytest.fail(_MISSING)
    pytest.skip(_MISSING)
