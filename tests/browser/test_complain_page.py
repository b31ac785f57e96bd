"""A user of the heat complains with a telephone and no script; the company's board shows it."""

from __future__ import annotations

from playwright.sync_api import Browser, Page, expect

from tests.browser.test_demo_page import _SMALL, address, browser

__all__ = ["address", "browser"]

#: A box to tick is as large as its label; nobody touches the trap.
_TOUCHED = _SMALL.replace("input,", "input:not([type=checkbox]):not([name=website]),")


def _fits(page: Page) -> None:
    page.wait_for_load_state()  # a click waits for a page to come, not for its style
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wide <= 0, f"{wide} px too wide"


#: The letters of a chart as they are drawn: how small, how far to the right beyond their card.
_DRAWN = """() => [...document.querySelectorAll("[data-testid=chart]")].map((card) => {
  const drawn = [...card.querySelectorAll("svg")].filter((svg) => svg.checkVisibility());
  const texts = drawn.flatMap((svg) => [...svg.querySelectorAll("text")]);
  const edge = card.getBoundingClientRect().right;
  return {
    drawn: drawn.length,
    size: Math.min(...texts.map((one) => 13 * one.getScreenCTM().a)),
    beyond: Math.max(...texts.map((one) => one.getBoundingClientRect().right - edge)),
    used: drawn[0]?.getBoundingClientRect().width / card.clientWidth,
  };
})"""


def _charts_are_readable(page: Page, home: str) -> None:
    for width in (320, 390, 768, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(f"{home}/figures")
        charts = page.evaluate(_DRAWN)
        assert len(charts) >= 2
        for chart in charts:
            assert chart["drawn"] == 1
            assert chart["size"] >= 11, (width, chart)
            assert chart["beyond"] <= 0, (width, chart)
            assert chart["used"] >= 0.8, (width, chart)


def test_a_complaint_from_a_telephone_comes_up_on_the_board(browser: Browser, address: str) -> None:
    home = address.removesuffix("/demo")
    wall = browser.new_page(viewport={"width": 1280, "height": 800})
    mistakes: list[str] = []
    wall.on("pageerror", lambda error: mistakes.append(str(error)))
    wall.on("console", lambda m: mistakes.append(m.text) if m.type == "error" else None)
    wall.clock.install()
    wall.goto(f"{home}/board")
    expect(wall.get_by_test_id("open")).to_have_text("0")

    context = browser.new_context(
        viewport={"width": 390, "height": 844},
        has_touch=True,
        is_mobile=True,
        java_script_enabled=False,
    )
    page = context.new_page()
    page.goto(f"{home}/complain")
    page.get_by_label("不热、温度低").check(force=True)
    page.get_by_test_id("phone").fill("1391234")
    page.get_by_test_id("send").click()  # too quick for a person, and the number is short
    expect(page.get_by_test_id("mistakes")).to_contain_text("再点一次")
    expect(page.get_by_test_id("phone")).to_have_value("1391234")
    page.get_by_test_id("content").fill("昨晚开始不热，孩子冻得慌")
    page.get_by_test_id("address").fill("阳光花园3号楼2单元501")
    page.get_by_test_id("phone").fill("13912345678")
    expect(page.get_by_label("不热、温度低")).to_be_checked()
    context.request.post(f"{home}/demo/clock", data={"by": 2})  # what is asked of everybody
    page.get_by_test_id("send").click()
    expect(page.get_by_test_id("number")).to_have_text("1")
    expect(page.get_by_test_id("received")).to_contain_text("已收到")
    expect(page.get_by_test_id("next")).to_contain_text("打电话联系您")
    page.get_by_test_id("words").fill("三点以后家里有人")
    page.get_by_test_id("add").click()
    expect(page.get_by_test_id("done")).to_contain_text("已记下")
    page.get_by_test_id("to-status").click()
    page.get_by_test_id("number").fill("1")
    page.get_by_test_id("digits").fill("5678")
    page.get_by_test_id("show").click()
    expect(page.get_by_test_id("status")).to_have_text("已派给负责的部门")
    context.close()

    wall.clock.fast_forward(16_000)
    expect(wall.get_by_test_id("open")).to_have_text("1")
    expect(wall.get_by_test_id("column").nth(1)).to_contain_text("#1")
    _fits(wall)
    wall.get_by_text("阳光花园3号楼2单元501").click()
    expect(wall.get_by_test_id("timeline")).to_contain_text("用户补充：三点以后家里有人")
    wall.set_viewport_size({"width": 390, "height": 844})
    for way in ("/board", "/tickets", "/tickets/1", "/figures", "/complain", "/complain/status"):
        wall.goto(f"{home}{way}")
        _fits(wall)
        assert wall.evaluate(_TOUCHED) == [], way
    _charts_are_readable(wall, home)
    wall.close()
    assert mistakes == []
