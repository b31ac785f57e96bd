// What a newcomer may try first; shown until it is closed.

import { button, byId, h, icon } from "./dom.js";

const KEY = "heatdesk.hint";

export function drawHint({ forward, become, time }) {
  const place = byId("hint");
  if (localStorage.getItem(KEY) === "closed") return place.replaceChildren();
  const close = () => {
    localStorage.setItem(KEY, "closed");
    place.replaceChildren();
  };
  const step = (number, title, words, onclick) =>
    h("li", {}, button({ onclick, test: "hint-step" }, h("b", {}, number), h("span", {}, h("strong", {}, title), h("small", {}, words)), icon("next")));
  place.replaceChildren(
    h(
      "section",
      { class: "hint", test: "hint", "aria-label": "三步上手" },
      h("header", {}, h("strong", {}, "三步看懂"), button({ class: "icon", "aria-label": "关闭提示", test: "hint-close", onclick: close }, icon("close"))),
      h(
        "ol",
        {},
        step("1", "在客服群转发一条投诉", "机器人登记、定级、派单", forward),
        step("2", "换成运行甲去接单", "点卡片按钮，或回“收到 1”", become),
        step("3", "让时间往前走", "看它怎样提醒、催办、打电话", time),
      ),
    ),
  );
}
