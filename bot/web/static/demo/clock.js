// The movable clock, and the stories that are played on it.

import { post } from "./api.js";
import { button, byId, h, icon } from "./dom.js";
import { oops, openSheet, toast } from "./sheet.js";
import { emit, now, state } from "./store.js";
import { dayAndHour, read } from "./time.js";

let moving = false;

export function drawClock() {
  const t = read(now());
  byId("clock-date").textContent = `${t.month}月${t.day}日 ${t.weekday}`;
  byId("clock-hour").textContent = `${t.hour}:${t.minute}`;
  const due = state.clock.next_due;
  byId("next-due").textContent = due ? dayAndHour(due, now()) : "";
  for (const move of document.querySelectorAll(".moves button:not(.play)")) {
    move.disabled = moving || !!state.play || (move.dataset.to === "next" && !due);
    move.title = move.dataset.to === "next" && !due ? "现在没有在走的时限" : "";
  }
  byId("play").disabled = moving || !!state.play;
  document.querySelector(".clockbar").classList.toggle("moving", moving);
}

async function move(body) {
  if (moving) return;
  moving = true;
  drawClock();
  try {
    await post("/demo/clock", body);
  } catch (error) {
    oops(error);
  } finally {
    moving = false;
    drawClock();
  }
}

export function showScenarios() {
  const list = state.scenarios.length
    ? state.scenarios.map((story) =>
        button(
          { class: "phrase", test: "scenario", "data-key": story.key, onclick: () => (close(), begin(story.key)) },
          h("strong", {}, icon("play"), story.title),
          h("span", {}, story.about),
        ),
      )
    : h("p", { class: "empty" }, "没有可以演示的情景。");
  const close = openSheet(
    "情景演示",
    h("div", { class: "phrases" }, h("p", { class: "about" }, "选一个，看一件投诉从头到尾怎么走。时间会自动往前。"), list),
    { anchor: byId("play"), test: "scenarios" },
  );
}

async function begin(key) {
  try {
    await post("/demo/play", { key });
  } catch (error) {
    oops(error);
  }
}

async function stop(source) {
  source.disabled = true;
  try {
    await post("/demo/play", { stop: true });
  } catch (error) {
    source.disabled = false;
    oops(error);
  }
}

export function playChanged(play, outcome) {
  const was = state.play;
  state.play = play;
  drawStory();
  drawClock();
  if (play) return emit("story", play);
  if (was && outcome === "ended") toast(`「${was.title}」演完了`);
  if (was && outcome === "failed") toast("演示中断了，请换一个情景或刷新再试。", "bad");
}

export function drawStory() {
  const strip = byId("story");
  const play = state.play;
  strip.hidden = !play;
  if (!play) return strip.replaceChildren();
  const share = play.of ? Math.round((play.done / play.of) * 100) : 0;
  const bar = h("span", { class: "fill" });
  bar.style.width = `${share}%`;
  // The same one all along: at each step a new one would be gone before it could be pressed.
  const stopping = strip.querySelector(".stop")
    ?? button({ class: "stop", test: "play-stop", onclick: (event) => stop(event.currentTarget) }, icon("stop"), "停止");
  strip.replaceChildren(
    h("span", { class: "bar", "aria-hidden": "true" }, bar),
    h("div", { class: "narration" }, h("small", {}, play.of ? `${play.title} · ${play.done}/${play.of}` : play.title), h("p", {}, play.text)),
    stopping,
  );
}

export function wireClock() {
  for (const one of document.querySelectorAll(".moves button[data-by]")) {
    one.addEventListener("click", () => move({ by: Number(one.dataset.by) }));
  }
  document.querySelector(".moves button[data-to]").addEventListener("click", () => move({ to: "next" }));
  byId("play").addEventListener("click", showScenarios);
  setInterval(drawClock, 1000);
}
