"""What a user does on the public pages."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from tests.web.online_house import Outside

FORM = {
    "kind": "quality",
    "content": "家里不热，老人受不了",
    "address": "阳光花园3号楼2单元501",
    "phone": "139 1234 5678",
    "name": "王女士",
    "degrees": "15",
}
HOTLINE = "0431-96000"


async def send(outside: Outside, **form: Any) -> None:
    """The form as it stands, with the nonce that is in it, sent by somebody who reads first."""
    browser = outside.browser
    if 'action="/complain"' not in browser.words:
        await browser.get("/complain")
    found = re.findall(r'name="(nonce|begun|warned)" value="(\w+)"', browser.words)
    outside.house.clock.forward(timedelta(seconds=3))
    await browser.post("/complain", **{**dict(found), **form})
    if outside.working:
        await outside.house.running.drain()


async def complain(outside: Outside, **form: Any) -> str:
    """Its receipt's address."""
    await outside.browser.get("/complain")
    await send(outside, **{**FORM, **form})
    assert outside.browser.status == 303, outside.browser.words
    way = outside.browser.location
    await outside.browser.get(way)
    return way


async def more(outside: Outside, **form: Any) -> None:
    """What he says on the page that he has before him."""
    await outside.browser.post("/complain/more", **form)
    await outside.house.running.drain()


async def ask(outside: Outside, number: str, digits: str) -> str:
    await outside.browser.get("/complain/status")
    await outside.browser.post("/complain/status", number=number, digits=digits)
    return outside.browser.words


def shown(words: str, name: str) -> str:
    found = re.search(rf'<(\w+)[^>]*data-testid="{name}"[^>]*>(.*?)</\1>', words, re.DOTALL)
    return re.sub(r"<[^>]+>|\s+", "", found[2]) if found else ""
