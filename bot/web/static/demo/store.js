// Everything the page knows, and who wants to hear when it changes.

export const state = {
  me: localStorage.getItem("heatdesk.me") || "",
  all: false,
  chat: null,
  quote: null,
  bot: "投诉值守",
  company: "",
  people: new Map(),
  groups: new Map(),
  messages: new Map(), // chat id → messages in order
  known: new Map(), // message id → message
  calls: [],
  scenarios: [],
  play: null,
  clock: { now: 0, next_due: null, heard: 0 },
};

const listeners = new Map();

export function on(topics, listener) {
  for (const topic of topics.split(" ")) {
    listeners.set(topic, [...(listeners.get(topic) || []), listener]);
  }
}

export function emit(topic, detail) {
  for (const listener of listeners.get(topic) || []) listener(detail);
}

// The demo's clock runs on between two words from the server.
export const now = () => new Date(state.clock.now + (performance.now() - state.clock.heard));

export function setClock(clock) {
  state.clock = {
    now: Date.parse(clock.now),
    next_due: clock.next_due ? Date.parse(clock.next_due) : null,
    heard: performance.now(),
  };
  emit("clock");
}

export const person = (id) => state.people.get(id);
export const messagesOf = (chat) => state.messages.get(chat) || [];
export const isMember = (chat, who = state.me) => !!state.groups.get(chat)?.members.includes(who);

export function putMessage(message) {
  const before = state.known.get(message.id);
  if (before && before.edited > message.edited) return null;
  state.known.set(message.id, message);
  const list = state.messages.get(message.chat_id) || [];
  state.messages.set(message.chat_id, list);
  const place = list.findIndex((m) => m.id === message.id);
  if (place >= 0) list[place] = message;
  else list.push(message);
  return { message, isNew: place < 0 };
}

export function takeState(body) {
  state.company = body.company;
  state.bot = body.bot;
  state.people = new Map(body.people.map((p) => [p.user_id, p]));
  state.groups = new Map(body.groups.map((g) => [g.chat_id, g]));
  state.messages.clear();
  state.known.clear();
  for (const message of [...body.messages].sort((a, b) => a.seq - b.seq)) putMessage(message);
  state.calls = body.calls;
  state.scenarios = body.scenarios;
  state.play = body.play;
  if (!state.people.has(state.me)) state.me = body.people[0]?.user_id || "";
  const front = [...state.people.values()].find((p) => p.department.startsWith("客服") && !p.role);
  if (!localStorage.getItem("heatdesk.me") && front) state.me = front.user_id;
  forgetOtherHistories();
  setClock(body.clock);
}

export function visibleGroups() {
  const last = (g) => messagesOf(g.chat_id).at(-1)?.seq ?? 0;
  return [...state.groups.values()]
    .filter((g) => (state.all ? !g.single : true) && (state.all || g.members.includes(state.me)))
    .sort((a, b) => a.archived - b.archived || last(b) - last(a) || Date.parse(b.made_at) - Date.parse(a.made_at));
}

// --- what each person has read, kept in this browser ---

let marks = JSON.parse(localStorage.getItem("heatdesk.read") || "{}");

function forgetOtherHistories() {
  const newest = Math.max(0, ...[...state.known.values()].map((m) => m.seq));
  const furthest = Math.max(0, ...Object.values(marks).flatMap((m) => Object.values(m)));
  if (furthest > newest) marks = {};
}

export function unread(chat, who = state.me) {
  const mark = marks[who]?.[chat] ?? 0;
  const fresh = messagesOf(chat).filter((m) => m.seq > mark && m.sender !== who && m.meta.kind !== "press");
  return { count: fresh.length, called: fresh.some((m) => m.mentions.some((at) => at.user_id === who)) };
}

export function markRead(chat, who = state.me) {
  const newest = messagesOf(chat).at(-1)?.seq ?? 0;
  if ((marks[who]?.[chat] ?? 0) >= newest) return;
  marks[who] = { ...marks[who], [chat]: newest };
  localStorage.setItem("heatdesk.read", JSON.stringify(marks));
  emit("groups");
}

export function callsOf(who = state.me) {
  return state.calls.filter((c) => c.to.some((to) => to.user_id === who));
}
