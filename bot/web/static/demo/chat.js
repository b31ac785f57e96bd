// The middle: one group's messages, what is pinned above them, the composer below.

import { cardOf } from "./card.js";
import { composerFor } from "./composer.js";
import { button, byId, face, h, icon, marked } from "./dom.js";
import { pictureOf, showMembers } from "./sheet.js";
import { isMember, markRead, messagesOf, now, person, state } from "./store.js";
import { dayAndHour } from "./time.js";

const GAP = 5 * 60 * 1000;
const LONG = 600;
const LINES = 26;
let composer = null;
let list = null;
let down = null;
let sticking = true;
// The newest message stays in sight when the keyboard, a picture to be sent or the ledger takes room.
const watched = new ResizeObserver(() => stick(false));
let drawn = { chat: null, me: null };

export function drawChat() {
  const pane = byId("chat");
  const group = state.groups.get(state.chat);
  drawn = { chat: state.chat, me: state.me };
  byId("here").replaceChildren();
  if (!group) {
    list = composer = null;
    pane.replaceChildren(h("div", { class: "nothing" }, icon("flame"), h("p", {}, "从左边选一个群开始")));
    return;
  }
  byId("here").append(h("strong", {}, group.title), h("small", {}, `${group.members.length} 人`));
  list = h("div", { class: "messages", role: "log", "aria-live": "polite", "aria-label": `${group.title}的消息`, test: "messages", tabindex: 0 });
  list.addEventListener("scroll", () => {
    sticking = list.scrollHeight - list.scrollTop - list.clientHeight < 80;
    if (sticking) down.hidden = true;
  });
  down = button({ class: "down", hidden: true, onclick: () => stick(true) }, "有新消息", icon("down"));
  composer = composerFor(group);
  pane.replaceChildren(headOf(group), pinnedOf(group), list, down, composer.node);
  let before = null;
  watched.disconnect();
  watched.observe(list);
  for (const message of messagesOf(state.chat)) {
    list.append(...rowsOf(message, before));
    before = message;
  }
  if (!before) list.append(emptyOf(group));
  stick(true);
  seen();
}

function headOf(group) {
  return h(
    "header",
    { class: "chathead" },
    h("h1", {}, group.title),
    button({ class: "icon named", "aria-label": `看群成员，${group.members.length} 人`, onclick: () => showMembers(group) }, icon("people"), h("span", {}, String(group.members.length))),
  );
}

function emptyOf(group) {
  const member = isMember(group.chat_id);
  return h(
    "div",
    { class: "empty first" },
    h("p", {}, `这里是${group.title}，${state.bot}（机器人）也在。${member ? "把用户的原话发到这里，它来登记、派单、盯时限。" : ""}`),
    member ? button({ class: "primary", test: "begin", onclick: forward }, "转发一条投诉试试") : null,
  );
}

// Several pinned messages share one bar: it shows the newest, and each tap goes one further back.
function pinnedOf(group, back = 0) {
  const pinned = group.pinned.map((id) => state.known.get(id)).filter(Boolean).reverse();
  if (!pinned.length) return h("div", { class: "pinned", hidden: true });
  const message = pinned[back % pinned.length];
  const words = message.card ? `${message.card.title} · ${message.card.status}` : message.text.replace(/\s+/g, " ");
  const bar = h(
    "div",
    { class: "pinned", test: "pinned" },
    button(
      {
        "aria-label": `置顶：${words}`,
        onclick: () => {
          jump(message.id);
          if (pinned.length > 1) bar.replaceWith(pinnedOf(group, back + 1));
        },
      },
      icon("pin"),
      h("span", {}, words),
      pinned.length > 1 ? h("small", {}, `${(back % pinned.length) + 1}/${pinned.length}`) : null,
    ),
  );
  return bar;
}

export function redrawAround() {
  const group = state.groups.get(state.chat);
  if (!group || !list) return;
  byId("chat").querySelector(".chathead").replaceWith(headOf(group));
  byId("chat").querySelector(".pinned").replaceWith(pinnedOf(group));
  byId("here").replaceChildren(h("strong", {}, group.title), h("small", {}, `${group.members.length} 人`));
}

export function messageChanged({ message, isNew }) {
  if (message.chat_id !== state.chat || drawn.chat !== state.chat || !list) return;
  const place = list.querySelector(`[data-message="${CSS.escape(message.id)}"]`);
  if (!isNew && place) {
    const fresh = rowOf(message);
    fresh.classList.add("changed");
    place.replaceWith(fresh);
    redrawAround();
  } else {
    list.querySelector(".empty.first")?.remove();
    const before = messagesOf(state.chat).at(-2) || null;
    const rows = rowsOf(message, before);
    // In a storm one arrival would fade into the next, and nothing could be read.
    if (!state.play?.rush) for (const row of rows) row.classList.add("fresh");
    list.append(...rows);
  }
  if (sticking) stick(true);
  else if (isNew && message.sender !== state.me) down.hidden = false;
  seen();
}

function rowsOf(message, before) {
  const row = rowOf(message);
  const apart = !before || new Date(message.at) - new Date(before.at) > GAP;
  return apart ? [h("div", { class: "when" }, h("time", { datetime: message.at }, dayAndHour(message.at, now()))), row] : [row];
}

function rowOf(message) {
  const who = message.sender === "bot" ? null : person(message.sender);
  const name = message.sender === "bot" ? state.bot : who?.name || message.sender;
  if (message.meta.kind === "press") {
    return h("div", { class: "pressline", "data-message": message.id, test: "press" }, h("b", {}, name), ` ${message.text}`);
  }
  const mine = message.sender === state.me;
  const forMe = message.mentions.some((at) => at.user_id === state.me);
  return h(
    "div",
    {
      class: `row${mine ? " mine" : ""}${message.sender === "bot" ? " bot" : ""}${forMe ? " forme" : ""}`,
      test: "message",
      "data-message": message.id,
      "data-sender": message.sender,
      "data-kind": message.meta.kind || null,
    },
    face(message.sender === "bot" ? null : who || { name, department: "" }),
    h(
      "div",
      { class: "said" },
      h(
        "div",
        { class: "who" },
        h("span", {}, name),
        message.sender === "bot" ? h("span", { class: "tag robot" }, "机器人") : who?.department ? h("span", { class: "tag" }, who.role || who.department) : null,
      ),
      bubbleOf(message),
      message.card ? cardOf(message) : null,
    ),
    button(
      { class: "icon reply", "aria-label": `回复${name}的这条消息`, test: "reply", onclick: () => quote(message) },
      icon("reply"),
    ),
  );
}

function bubbleOf(message) {
  const said = message.mentions.filter((m) => !message.text.includes(`@${m.name}`));
  const files = message.files || [];
  const words = files.length ? "" : message.text;
  const text = [said.map((m) => `@${m.name}`).join(" "), words].filter(Boolean).join("\n");
  const parts = [
    message.quote
      ? button({ class: "quoted", onclick: () => jump(message.quote.message_id) }, quotedWords(message.quote))
      : null,
    text ? textOf(text, message.mentions) : null,
    message.images.map((source) => pictureOf(source, { loaded: () => stick(false) })),
    files.map((file) =>
      h("a", { class: "document", href: file.address, download: file.name, test: "document" }, icon("ledger"), h("span", {}, file.name)),
    ),
  ].flat().filter(Boolean);
  return parts.length ? h("div", { class: "bubble" }, parts) : null;
}

// What is longer than a screen is folded, so that the answer to it stays in sight.
function textOf(text, mentions) {
  const words = h("div", { class: "text" }, marked(text, mentions, state.me));
  if (text.length < LONG && text.split("\n").length < LINES) return words;
  words.classList.add("folded");
  const more = button(
    {
      class: "link more",
      test: "unfold",
      "aria-expanded": "false",
      onclick: () => {
        const folded = words.classList.toggle("folded");
        more.textContent = folded ? "看全文" : "收起";
        more.setAttribute("aria-expanded", String(!folded));
      },
    },
    "看全文",
  );
  return h("div", {}, words, more);
}

function quotedWords(quoted) {
  const original = state.known.get(quoted.message_id);
  const who = original ? (original.sender === "bot" ? state.bot : person(original.sender)?.name || "") : "";
  return `${who ? `${who}：` : ""}${quoted.text || "原消息已不在"}`;
}

function quote(message) {
  state.quote = { message, excerpt: (message.text || message.card?.title || "[图片]").replace(/\s+/g, " ").slice(0, 60) };
  composer?.quoteChanged();
}

function jump(id) {
  const row = list?.querySelector(`[data-message="${CSS.escape(id || "")}"]`);
  if (!row) return;
  row.scrollIntoView({ block: "center", behavior: "smooth" });
  row.classList.remove("flash");
  requestAnimationFrame(() => row.classList.add("flash"));
}

export function stick(force) {
  if (!list || !(force || sticking)) return;
  list.scrollTop = list.scrollHeight;
  sticking = true;
  down.hidden = true;
}

export const forward = () => composer?.forward();

export function seen() {
  const looking = document.visibilityState === "visible";
  const onScreen = document.body.dataset.screen === "chat" || !matchMedia("(max-width: 760px)").matches;
  if (state.chat && looking && onScreen) markRead(state.chat);
}
