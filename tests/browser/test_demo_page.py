"""The demo page in a real browser: what a newcomer does in the first five minutes."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, expect, sync_playwright

from tests.browser.chromium import chromium
from tests.forked import PACE, Forked

pytestmark = pytest.mark.browser


@pytest.fixture
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The demo on a free port; started as `make demo` does it, it is in `test_demo_restart`."""
    command = ("demo", "--no-browser", "--port", "0", "--data", str(tmp_path / "data"))
    process = Forked(*command, **getattr(request, "param", {}))
    try:
        line = process.out.readline().decode()
        found = re.search(r"http://\S+/demo", line)
        assert found, line
        yield found[0]
    finally:
        process.terminate()
        assert process.ended() == 0


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, or the test is left out with a word on how to have it."""
    path = chromium()
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield opened
        opened.close()


COMPLAINT = "王女士 13912345678 阳光花园3号楼2单元501 家里不热只有15度"
OUTAGE = "蓝天小区整个小区都停暖了 李师傅 13912340000"
SIZES = [pytest.param((1280, 800), id="desktop"), pytest.param((390, 844), id="phone")]


PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="
)
#: Buttons and fields that a cold finger would miss: what they are, and their size.
_SMALL = """() => [...document.querySelectorAll("button, a, input, textarea, summary")]
  .map((one) => [one.getAttribute("aria-label") || one.textContent, one.getBoundingClientRect()])
  .filter(([, box]) => box.width && box.height && (box.width < 43.5 || box.height < 43.5))
  .map(([name, box]) => `${name} ${box.width}x${box.height}`)"""


class Visitor:
    """Somebody at the page, on a desk or with a phone in his hand."""

    def __init__(self, browser: Browser, address: str, size: tuple[int, int]) -> None:
        self.phone = size[0] < 700
        self.page = browser.new_page(
            viewport={"width": size[0], "height": size[1]},
            has_touch=self.phone,
            is_mobile=self.phone,
        )
        self.mistakes: list[str] = []
        self.page.on("pageerror", lambda error: self.mistakes.append(str(error)))
        if self.phone:  # a call lies over the groups until it is taken
            self.page.add_locator_handler(self.test("call").first, self._take, no_wait_after=True)
        self.page.goto(address)
        expect(self.test("group-item").first).to_be_visible()

    @staticmethod
    def _take(call: Locator) -> None:
        call.get_by_role("button", name="知道了").click()

    def test(self, name: str) -> Locator:
        """Elements by what they are for."""
        return self.page.get_by_test_id(name)

    def enter(self, group: str) -> None:
        """Opens a group; on a phone it is a screen of its own."""
        if self.phone and self.test("back").is_visible():
            self.test("back").click()
        named = self.page.locator(".title", has_text=group)
        self.test("group-item").filter(has=named).first.click()

    def become(self, person: str) -> None:
        """Changes who is speaking."""
        if self.phone and self.test("back").is_visible():
            self.test("back").click()
        self.test("person-switch").click()
        self.test("person").filter(has_text=person).first.click()

    def say(self, words: str) -> None:
        """Types and sends."""
        self.test("composer").fill(words)
        self.test("send").click()

    def hears(self, words: str) -> Locator:
        """Waits until the newest messages say so."""
        found = self.test("message").filter(has_text=words).last
        expect(found).to_be_visible()
        return found

    def attach(self, name: str, content: bytes) -> None:
        """Chooses a picture to send."""
        with self.page.expect_file_chooser() as asked:
            self.page.get_by_label("发图片").click()
        asked.value.set_files([{"name": name, "mimeType": "image/png", "buffer": content}])

    def fits(self) -> None:
        """Nothing sticks out to the side."""
        wide = self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert wide <= 0, f"{wide} px too wide"
        assert not self.phone or self.page.evaluate(_SMALL) == []


@pytest.fixture(params=SIZES)
def visitor(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Visitor]:
    """A visitor at each size; a mistake in the page's own code fails the test."""
    came = Visitor(browser, address, request.param)
    yield came
    came.page.close()
    assert came.mistakes == []


def test_a_complaint_a_button_and_the_clock(visitor: Visitor) -> None:
    visitor.enter("客服群")
    visitor.say(COMPLAINT)
    visitor.hears("已登记 #1")
    visitor.fits()

    visitor.become("运行甲")
    visitor.enter("运行群")
    card = visitor.hears("新投诉 #1")
    card.get_by_test_id("card-button").filter(has_text="接单").click()
    visitor.hears("已接单")
    card.get_by_test_id("card-button").filter(has_text="已联系").click()
    form = visitor.test("form")
    form.locator("input").first.fill("两小时内")
    visitor.test("form-submit").click()
    visitor.hears("已记下")
    visitor.test("clock-next").click()
    visitor.hears("还剩")
    visitor.fits()


@pytest.mark.parametrize(
    ("person", "group", "first", "missing"),
    [
        ("客服甲", "客服群", "我的", "收到"),
        ("运行甲", "运行群", "收到", "今日"),
        ("运行主任", "运行群", "我的", "收到"),
        ("值班领导", "领导群", "超时", "我的"),
    ],
)
def test_what_a_role_says_most_is_one_tap_away(
    browser: Browser, address: str, person: str, group: str, first: str, missing: str
) -> None:
    came = Visitor(browser, address, (1280, 800))
    came.become(person)
    came.enter(group)
    expect(came.test("ask").first).to_have_text(first)
    expect(came.test("ask").filter(has_text=missing)).to_have_count(0)
    expect(came.test("phrases")).to_have_count(1 if group == "客服群" else 0)
    came.test("ask").first.click()
    expect(came.test("message").filter(has_text=first).first).to_be_visible()
    came.page.close()
    assert came.mistakes == []


def test_a_major_complaint_makes_its_group(visitor: Visitor) -> None:
    visitor.enter("客服群")
    visitor.say(OUTAGE)
    visitor.hears("重大投诉已登记")
    visitor.enter("应急 #1")
    visitor.hears("应急处理小组已成立")
    visitor.become("运行甲")
    visitor.enter("应急 #1")
    visitor.say("到场")
    visitor.hears("到岗 1/3")
    visitor.fits()


@pytest.mark.parametrize("address", [{PACE: "0.4"}], indirect=True, ids=["quickly"])
@pytest.mark.parametrize("visitor", SIZES[1:], indirect=True)
def test_the_ledger_and_a_story(visitor: Visitor) -> None:
    visitor.test("play").click()
    visitor.test("scenario").first.click()
    expect(visitor.test("play-stop")).to_be_visible()
    expect(visitor.test("play-stop")).to_be_hidden(timeout=60_000)
    visitor.test("ledger").click()
    visitor.test("ledger-item").first.click()
    expect(visitor.test("timeline")).to_contain_text("结单")
    visitor.fits()


def test_a_picture_opens_in_the_thread_and_on_the_ticket(visitor: Visitor) -> None:
    visitor.enter("客服群")
    visitor.attach("漏水.png", PNG)
    expect(visitor.page.locator(".thumb")).to_be_visible()
    visitor.say(COMPLAINT)
    visitor.hears("已登记 #1")
    expect(visitor.test("message").get_by_test_id("photo")).to_have_count(1)
    photo = visitor.test("pictures").get_by_test_id("photo")
    # a card that is drawn anew while it is tapped is tapped again
    for _ in range(5):
        visitor.page.locator(".cardtitle").last.click()
        with suppress(AssertionError):
            expect(photo).to_be_visible()
            break
    photo.click()
    large = visitor.page.locator("dialog.picture img")
    expect(large).to_be_visible()
    expect(large).to_have_js_property("naturalWidth", 1)
    visitor.page.keyboard.press("Escape")
    expect(large).to_be_hidden()
    visitor.fits()


def test_a_very_long_message_is_folded_and_the_answer_stays_in_sight(visitor: Visitor) -> None:
    visitor.enter("客服群")
    visitor.say("我家从前天起就不热，打了好几个电话，" * 100 + COMPLAINT)
    visitor.hears("已登记 #1")
    folded = visitor.page.locator(".mine .text")
    short = folded.evaluate("text => text.clientHeight")
    visitor.test("unfold").first.click()
    assert folded.evaluate("text => text.clientHeight") > 2 * short
    visitor.test("unfold").first.click()
    assert folded.evaluate("text => text.clientHeight") == short
    visitor.fits()


def test_a_storm_does_not_pause_at_each_message(browser: Browser, address: str) -> None:
    visitor = Visitor(browser, address, (1280, 800))
    visitor.test("play").click()
    visitor.test("scenario").filter(has_text="三百条").click()
    expect(visitor.page.locator(".story")).to_contain_text("/310")
    # at the pace of a story, forty of them would take a hundred seconds
    many = re.compile(r"(?:[4-9]\d|[12]\d\d)/310")
    expect(visitor.page.locator(".story")).to_contain_text(many, timeout=60_000)
    visitor.test("play-stop").click()
    visitor.test("ledger").click()
    expect(visitor.page.get_by_role("button", name=re.compile(r"^全部\d\d"))).to_be_visible()
    visitor.page.close()
    assert visitor.mistakes == []
