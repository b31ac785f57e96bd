// Puts the page together: who is looking, at which group, and what to do when something changes.

import { get, listen } from "./api.js";
import { drawChat, forward, messageChanged, redrawAround, seen, stick } from "./chat.js";
import { drawClock, drawStory, playChanged, wireClock } from "./clock.js";
import { byId, onPhone } from "./dom.js";
import { choosePerson, drawGroups, drawMe } from "./groups.js";
import { drawHint } from "./hint.js";
import { closeLedger, ledgerChanged, openTicket, toggleLedger } from "./ledger.js";
import { oops, ring, showCalls, toast } from "./sheet.js";
import { callsOf, isMember, on, person, putMessage, setClock, state, takeState, visibleGroups } from "./store.js";

let ready = false;
let waiting = [];
let pressing = false; // a button replaced between press and release would swallow the click
let touched = new Set(); // groups that spoke since the story's last step

function openChat(chat, { screen = true } = {}) {
  if (!state.groups.has(chat)) return;
  if (chat !== state.chat) state.quote = null;
  state.chat = chat;
  if (screen) show("chat");
  drawChat();
  drawGroups();
  if (onPhone()) closeLedger();
}

function show(screen) {
  if (screen === "chat" && onPhone() && document.body.dataset.screen !== "chat") history.pushState({ screen }, "");
  document.body.dataset.screen = screen;
}

function become(id) {
  state.me = id;
  state.quote = null;
  localStorage.setItem("heatdesk.me", id);
  drawMe();
  if (!isMember(state.chat) && !state.all) {
    const called = visibleGroups()[0];
    state.chat = called && !onPhone() ? called.chat_id : null;
    if (onPhone()) show("list");
  }
  drawChat();
  drawGroups();
}

function chooseFirst() {
  if (state.groups.has(state.chat) && (state.all || isMember(state.chat))) return;
  const groups = visibleGroups();
  const start = groups.find((g) => g.title.startsWith("客服")) || groups[0];
  state.chat = onPhone() ? null : start?.chat_id || null;
}

async function resync() {
  ready = false;
  try {
    takeState(await get(`/demo/state?all=1&me=${encodeURIComponent(state.me)}`));
  } catch (error) {
    oops(error);
    setTimeout(resync, 2000);
    return;
  }
  byId("offline").hidden = true;
  ready = true;
  chooseFirst();
  drawMe();
  drawChat();
  drawGroups();
  drawClock();
  drawStory();
  ledgerChanged();
  catchUp();
}

function catchUp() {
  for (const change of waiting.splice(0)) take(change);
}

function take(change) {
  if (!ready || pressing) return waiting.push(change);
  const taken = TAKE[change.what];
  if (taken) taken(change);
}

const TAKE = {
  message(change) {
    const put = putMessage(change.message);
    if (!put) return;
    if (put.isNew && change.message.sender === "bot") touched.add(change.message.chat_id);
    else if (put.isNew && !touched.size) touched.add(change.message.chat_id);
    messageChanged(put);
    soon(drawGroups);
    ledgerChanged();
  },
  group(change) {
    const isNew = !state.groups.has(change.group.chat_id);
    state.groups.set(change.group.chat_id, change.group);
    if (isNew && change.group.members.includes(state.me)) toast(`你被拉进了“${change.group.title}”`);
    if (change.group.chat_id === state.chat) redrawAround();
    soon(drawGroups);
  },
  call(change) {
    state.calls.push(change.call);
    ring(change.call, openTicket);
    drawMe();
  },
  clock(change) {
    setClock(change.clock);
    ledgerChanged();
  },
  play(change) {
    playChanged(change.play, change.outcome);
  },
};

const pending = new Set();
function soon(draw) {
  if (pending.has(draw)) return;
  pending.add(draw);
  const frame = () => {
    if (pressing) return requestAnimationFrame(frame);
    pending.delete(draw);
    draw();
  };
  requestAnimationFrame(frame);
}

function released() {
  // The click comes after the release, in the same turn or the next.
  setTimeout(() => {
    pressing = false;
    if (ready) catchUp();
  }, 30);
}

// While a story plays, the page looks where something is happening.
function follow(play) {
  if (play.done === 0) {
    touched = new Set();
    state.all = true;
    return drawGroups();
  }
  const spoke = [...touched];
  touched = new Set();
  const target = play.chat || (spoke.includes(state.chat) ? null : spoke.at(-1));
  if (target && target !== state.chat) openChat(target);
}

function forwardOne() {
  const service = visibleGroups().find((g) => g.title.startsWith("客服"));
  if (!service) {
    const agent = [...state.people.values()].find((p) => p.department.startsWith("客服") && !p.role);
    if (!agent) return;
    become(agent.user_id);
  }
  const group = service || visibleGroups().find((g) => g.title.startsWith("客服"));
  if (!group) return;
  openChat(group.chat_id);
  forward();
}

function goAhead() {
  const bar = document.querySelector(".clockbar");
  bar.classList.remove("look");
  requestAnimationFrame(() => bar.classList.add("look"));
  toast(state.clock.next_due ? "点「到下一个时限」，看机器人怎样提醒。" : "先转发一条投诉，时限才开始走。");
}

function wire() {
  on("open", (chat) => openChat(chat));
  on("become", become);
  on("ticket", openTicket);
  on("clock", drawClock);
  on("story", follow);
  on("groups", () => soon(drawGroups));
  on("stick", () => stick(true));
  byId("back").addEventListener("click", () => history.back());
  addEventListener("popstate", () => {
    document.body.dataset.screen = "list";
    drawGroups();
  });
  byId("me").addEventListener("click", choosePerson);
  byId("ledger").addEventListener("click", toggleLedger);
  byId("calls").addEventListener("click", () => showCalls(callsOf(), person(state.me)?.name || "我", openTicket));
  byId("all").addEventListener("click", () => {
    state.all = !state.all;
    chooseFirst();
    drawChat();
    drawGroups();
  });
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !document.querySelector("dialog[open]")) closeLedger();
  });
  document.addEventListener("visibilitychange", seen);
  addEventListener("pointerdown", () => (pressing = true), true);
  addEventListener("pointerup", released, true);
  addEventListener("pointercancel", released, true);
  addEventListener("blur", released);
  wireClock();
  drawHint({ forward: forwardOne, become: choosePerson, time: goAhead });
}

wire();
listen({
  opened: resync,
  changed: take,
  lost: () => {
    ready = false;
    waiting = [];
    pressing = false;
    byId("offline").hidden = false;
  },
});
