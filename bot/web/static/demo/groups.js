// The left column: groups, the latest word of each, what is unread, and who is looking.

import { button, byId, face, h, icon, tile } from "./dom.js";
import { openSheet } from "./sheet.js";
import { callsOf, emit, messagesOf, now, person, state, unread, visibleGroups } from "./store.js";
import { shortDay } from "./time.js";

function excerptOf(message) {
  if (!message) return "还没有消息";
  const who = message.sender === "bot" ? state.bot : person(message.sender)?.name || message.sender;
  const what = message.text || (message.card ? message.card.title : "") || (message.images.length ? "[图片]" : "");
  return `${who}：${what.replace(/\s+/g, " ")}`;
}

// One button per group for as long as the page lives: a button replaced between press and release
// would swallow the click.
const items = new Map();

function item(group) {
  const known = items.get(group.chat_id);
  const one = known || button({ test: "group-item", "data-chat": group.chat_id, onclick: () => emit("open", group.chat_id) });
  items.set(group.chat_id, one);
  const last = messagesOf(group.chat_id).at(-1);
  const { count, called } = unread(group.chat_id);
  const current = group.chat_id === state.chat;
  one.className = `group${current ? " current" : ""}${group.archived ? " archived" : ""}`;
  if (current) one.setAttribute("aria-current", "true");
  else one.removeAttribute("aria-current");
  one.replaceChildren(
    tile(group),
    h("span", { class: "line1" }, h("span", { class: "title" }, group.title), last ? h("time", {}, shortDay(last.at, now())) : ""),
    h(
      "span",
      { class: "line2" },
      h("span", { class: "excerpt" }, called ? h("em", {}, "[有人@我] ") : null, excerptOf(last)),
      count ? h("span", { class: `badge${called ? " hot" : ""}`, "aria-label": `${count}条未读` }, count > 99 ? "99+" : count) : null,
    ),
  );
  return one;
}

export function drawGroups() {
  const groups = visibleGroups();
  const column = byId("groups");
  const wanted = groups.map(item);
  if (!wanted.length) wanted.push(h("p", { class: "empty" }, `${person(state.me)?.name || "这个人"}还不在任何群里。`));
  const same = wanted.length === column.children.length && wanted.every((one, place) => one === column.children[place]);
  if (!same) {
    const held = column.contains(document.activeElement) ? document.activeElement : null;
    column.replaceChildren(...wanted);
    held?.focus({ preventScroll: true });
  }
  const total = groups.reduce((sum, g) => sum + unread(g.chat_id).count, 0);
  document.title = `${total ? `(${total}) ` : ""}${state.company} · 演示工作群`;
  byId("all").setAttribute("aria-checked", String(state.all));
}

export function drawMe() {
  const me = person(state.me);
  if (!me) return;
  const switcher = byId("me");
  switcher.setAttribute("aria-label", `我是${me.name}，点这里换身份`);
  switcher.replaceChildren(face(me), h("span", { class: "iam" }, "我是："), h("strong", {}, me.name), icon("down"));
  const count = callsOf().length;
  byId("calls-badge").hidden = !count;
  byId("calls-badge").textContent = count;
}

export function choosePerson() {
  const departments = new Map();
  for (const who of state.people.values()) {
    const name = who.department || who.role || "其他";
    departments.set(name, [...(departments.get(name) || []), who]);
  }
  const list = [...departments].map(([name, people]) =>
    h("section", { class: "department" }, h("h3", {}, name), h("div", { class: "persons" }, people.map(choice))),
  );
  const close = openSheet("换个身份看看", h("div", {}, list), { anchor: byId("me"), test: "person-sheet" });

  function choice(who) {
    const wanted = [...state.groups.values()].some((g) => g.members.includes(who.user_id) && unread(g.chat_id, who.user_id).called);
    const isMe = who.user_id === state.me;
    return button(
      {
        class: `person${isMe ? " current" : ""}`,
        test: "person",
        "data-person": who.user_id,
        "aria-pressed": String(isMe),
        onclick: () => (close(), emit("become", who.user_id)),
      },
      face(who),
      h("span", {}, h("strong", {}, who.name), h("small", {}, who.role || "成员")),
      wanted ? h("span", { class: "dot", "aria-label": "有人@他" }) : null,
    );
  }
}
