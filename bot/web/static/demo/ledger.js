// The ledger's drawer: every ticket, and one ticket with its duties and its timeline.

import { get } from "./api.js";
import { button, byId, h, icon } from "./dom.js";
import { pictureOf } from "./sheet.js";
import { now } from "./store.js";
import { dayAndHour, untilText } from "./time.js";

let shown = null; // null: closed, 0: the list, n: ticket n
let filter = "all";
let asked = 0;
let timer = 0;

export function toggleLedger() {
  if (shown === null) openTicket(0);
  else closeLedger();
}

export function openTicket(number) {
  shown = number;
  byId("drawer").hidden = false;
  byId("ledger").setAttribute("aria-expanded", "true");
  document.body.dataset.drawer = "open";
  refresh();
}

export function closeLedger() {
  shown = null;
  byId("drawer").hidden = true;
  byId("ledger").setAttribute("aria-expanded", "false");
  delete document.body.dataset.drawer;
}

// Many changes arrive together; one look at the ledger answers them all.
export function ledgerChanged() {
  if (shown === null || timer) return;
  timer = setTimeout(() => {
    timer = 0;
    refresh();
  }, 400);
}

async function refresh() {
  if (shown === null) return;
  const number = shown;
  const turn = ++asked;
  try {
    const content = number ? sheet((await get(`/demo/tickets/${number}`)).ticket) : list((await get("/demo/tickets")).tickets);
    if (turn === asked && shown === number) draw(content);
  } catch (error) {
    if (turn === asked) draw([head("台账", number), h("p", { class: "empty" }, error.message)]);
  }
}

function draw(content) {
  const drawer = byId("drawer");
  const body = drawer.querySelector(".drawerbody");
  const same = drawer.dataset.shown === String(shown);
  const top = same && body ? body.scrollTop : 0;
  drawer.dataset.shown = String(shown);
  drawer.replaceChildren(...content);
  const fresh = drawer.querySelector(".drawerbody");
  if (fresh) fresh.scrollTop = top;
}

function head(title, inner) {
  return h(
    "header",
    { class: "drawerhead" },
    inner ? button({ class: "icon", "aria-label": "回到台账", test: "ledger-back", onclick: () => openTicket(0) }, icon("back")) : null,
    h("h2", {}, title),
    button({ class: "icon", "aria-label": "关闭台账", test: "ledger-close", onclick: closeLedger }, icon("close")),
  );
}

function list(tickets) {
  const kinds = [
    ["all", "全部", () => true],
    ["due", "在办", (t) => t.next_due],
    ["overdue", "超时", (t) => t.overdue],
    ["major", "重大", (t) => t.severity === "major"],
  ];
  const chosen = kinds.find(([key]) => key === filter);
  const rows = tickets.filter(chosen[2]);
  return [
    head("投诉台账"),
    h(
      "div",
      { class: "filters", role: "group", "aria-label": "筛选" },
      kinds.map(([key, name, test]) =>
        button({ class: "chip", "aria-pressed": String(key === filter), onclick: () => ((filter = key), refresh()) }, name, h("small", {}, tickets.filter(test).length)),
      ),
    ),
    h("div", { class: "drawerbody" }, rows.length ? rows.map(row) : h("p", { class: "empty" }, tickets.length ? "这一类现在没有。" : "台账还是空的。到客服群转发一条投诉试试。")),
  ];
}

function row(ticket) {
  return button(
    { class: `ticketrow${ticket.overdue ? " late" : ""}`, test: "ledger-item", "data-ticket": ticket.number, onclick: () => openTicket(ticket.number) },
    h("span", { class: "no" }, `#${ticket.number}`),
    h("span", { class: "what" }, ticket.severity === "major" ? h("span", { class: "mark major" }, "重大") : null, ticket.title.replace(/^#\d+ /, "")), // the number stands before it
    h("span", { class: "mark" }, ticket.status_label),
    h(
      "span",
      { class: "meta" },
      `${ticket.department} · ${dayAndHour(ticket.opened, now())} 受理`,
      ticket.next_due
        ? h("em", { class: ticket.overdue || new Date(ticket.next_due) < now() ? "late" : "" }, untilText(ticket.next_due, now()))
        : ticket.overdue
          ? h("em", { class: "late" }, "超过时限")
          : null,
    ),
  );
}

const STATES = { running: "在走", overdue: "超时", met: "按时", missed: "错过", ended: "已停" };

function duty(one) {
  const live = one.state === "running" || one.state === "overdue";
  const late = one.state === "missed" || one.state === "overdue" || (live && new Date(one.due) < now());
  return h(
    "li",
    { class: `duty ${late ? "late" : one.state}` },
    h("span", { class: "dutyname" }, one.duty, h("small", {}, one.rule)),
    h("span", { class: "dutywho" }, `${one.who} · ${dayAndHour(one.due, now())} 前`),
    h("em", {}, live ? untilText(one.due, now()) : STATES[one.state] || one.state),
  );
}

function sheet(ticket) {
  const major = ticket.severity_label.includes("重大");
  return [
    head(`#${ticket.number}`, true),
    h(
      "div",
      { class: "drawerbody detail", test: "ledger-detail" },
      h("h3", { class: "tickettitle" }, ticket.title.replace(/^#\d+ /, "")),
      h(
        "p",
        { class: "marks" },
        h("span", { class: "mark now" }, ticket.status_label),
        h("span", { class: major ? "mark major" : "mark" }, ticket.severity_label),
        h("span", { class: "mark" }, ticket.type_label),
        h("span", { class: "mark" }, ticket.department),
      ),
      ticket.missed.length ? h("p", { class: "missed" }, `错过的时限：${ticket.missed.join("、")}（留在台账里，不会消失）`) : null,
      h("dl", { class: "facts" }, ticket.fields.map(([label, value]) => h("div", {}, h("dt", {}, label), h("dd", {}, value || "—")))),
      ticket.duties.length ? [h("h4", {}, "时限"), h("ul", { class: "duties" }, ticket.duties.map(duty))] : null,
      h("h4", {}, "经过"),
      h(
        "ol",
        { class: "timeline", test: "timeline" },
        ticket.timeline.map((line) =>
          h(
            "li",
            {},
            h("time", {}, dayAndHour(line.t, now())),
            h("p", {}, h("strong", {}, line.by), " ", line.what),
            line.words ? h("blockquote", {}, line.words) : null,
            line.images ? h("div", { class: "pictures", test: "pictures" }, line.images.map((source) => pictureOf(source))) : null,
          ),
        ),
      ),
    ),
  ];
}
