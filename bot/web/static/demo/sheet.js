// Dialogs (a sheet from below on a phone, a panel on a desktop), toasts and ringing calls.

import { button, byId, face, h, icon } from "./dom.js";
import { person } from "./store.js";
import { hourMinute } from "./time.js";

export function openSheet(title, content, { wide = false, anchor = null, test } = {}) {
  const close = () => dialog.close();
  const dialog = h(
    "dialog",
    { class: `sheet${wide ? " wide" : ""}`, "aria-label": title, test },
    h(
      "header",
      { class: "sheethead" },
      h("h2", {}, title),
      button({ class: "icon", "aria-label": "关闭", onclick: close }, icon("close")),
    ),
    h("div", { class: "sheetbody" }, content),
  );
  dialog.addEventListener("click", (event) => event.target === dialog && close());
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  if (anchor) place(dialog, anchor);
  return close;
}

function place(dialog, anchor) {
  if (innerWidth <= 760) return;
  const at = anchor.getBoundingClientRect();
  const size = dialog.getBoundingClientRect();
  const below = at.bottom + 8 + size.height < innerHeight;
  dialog.classList.add("anchored");
  dialog.style.left = `${Math.max(12, Math.min(at.left, innerWidth - size.width - 12))}px`;
  dialog.style.top = `${below ? at.bottom + 8 : Math.max(12, at.top - size.height - 8)}px`;
}

export function toast(words, tone = "") {
  const shown = h("div", { class: `toast ${tone}`, test: "toast" }, words);
  byId("toasts").append(shown);
  setTimeout(() => shown.remove(), 3500);
}

export const oops = (error) => toast(error.message || "没有成功，请再试一次。", "bad");

const LEVELS = {
  app: ["bell", "应用内强提醒"],
  sms: ["sms", "短信"],
  phone: ["phone", "电话呼叫"],
};

const levelOf = (level) => LEVELS[level] || LEVELS.app;

export function ring(call, openTicket) {
  const [sign, name] = levelOf(call.level);
  const who = call.to.map((to) => to.name).join("、");
  const done = () => box.remove();
  const box = h(
    "div",
    { class: `ring ${call.level}`, role: "alert", test: "call" },
    h("span", { class: "sign" }, icon(sign)),
    h("div", { class: "words" }, h("strong", {}, `${name} · ${who}`), h("p", {}, call.text)),
    h(
      "div",
      { class: "acts" },
      h("time", {}, hourMinute(call.at)),
      call.meta.ticket ? button({ class: "see", onclick: () => (done(), openTicket(call.meta.ticket)) }, "看工单") : null,
      button({ class: "primary", onclick: done }, "知道了"),
    ),
  );
  const rings = byId("rings");
  rings.prepend(box);
  while (rings.children.length > 2) rings.lastElementChild.remove();
  setTimeout(done, 9000);
}

export function showCalls(calls, name, openTicket) {
  const list = calls.length
    ? [...calls].reverse().map((call) => {
        const [sign, label] = levelOf(call.level);
        return h(
          "div",
          { class: `calline ${call.level}` },
          h("span", { class: "sign" }, icon(sign)),
          h("div", {}, h("strong", {}, label), h("p", {}, call.text)),
          h(
            "div",
            { class: "side" },
            h("time", {}, hourMinute(call.at)),
            call.meta.ticket
              ? button({ class: "link", onclick: () => (close(), openTicket(call.meta.ticket)) }, "看工单")
              : null,
          ),
        );
      })
    : h("p", { class: "empty" }, "还没有来电。时限一再错过，机器人会发短信、打电话。");
  const close = openSheet(`${name}的来电`, list, { test: "calls-sheet" });
}

export function showMembers(group) {
  const rows = group.members.map((id) => {
    const who = person(id);
    return h(
      "div",
      { class: "member" },
      face(who || { name: id, department: "" }),
      h("div", {}, h("strong", {}, who?.name || id), h("small", {}, [who?.department, who?.role].filter(Boolean).join(" · "))),
    );
  });
  openSheet(`${group.title}（${group.members.length}）`, h("div", { class: "members" }, rows));
}

// A picture in a message or on a ticket; a tap shows it large.
export function pictureOf(source, { loaded } = {}) {
  const picture = h("img", {
    src: source,
    alt: "发来的图片",
    onload: loaded,
    onerror: () => box.replaceChildren("图片已经不在了"),
  });
  const box = button({ class: "photo", "aria-label": "看大图", test: "photo", onclick: () => showPicture(source) }, picture);
  return box;
}

function showPicture(source) {
  const dialog = h(
    "dialog",
    { class: "picture", "aria-label": "图片", onclick: () => dialog.close(), onclose: () => dialog.remove() },
    h("img", { src: source, alt: "发来的图片" }),
    button({ class: "icon", "aria-label": "关闭" }, icon("close")),
  );
  document.body.append(dialog);
  dialog.showModal();
}
