// A ticket's card, its buttons, and the small form that a button may ask for.

import { post } from "./api.js";
import { button, h } from "./dom.js";
import { oops, openSheet, toast } from "./sheet.js";
import { emit, isMember, now, person, state } from "./store.js";
import { read } from "./time.js";

export function cardOf(message) {
  const { card } = message;
  return h(
    "article",
    { class: `card ${card.tone}`, test: "card", "data-ticket": card.ticket },
    h(
      "header",
      {},
      button({ class: "cardtitle", onclick: () => emit("ticket", card.ticket), "aria-label": `看台账里的 ${card.title}` }, card.title),
      h("span", { class: "pill" }, card.status),
    ),
    h(
      "dl",
      {},
      card.lines.map(([label, value]) => h("div", {}, h("dt", {}, label), h("dd", {}, value))),
    ),
    card.buttons.length ? h("footer", { class: columnsOf(card.buttons.length) }, card.buttons.map((b) => cardButton(message, b))) : null,
  );
}

// No button is left alone on a row of its own where it can be helped.
const columnsOf = (count) => `columns${count <= 3 ? count : count === 4 ? 2 : 3}`;

function cardButton(message, asked) {
  const look = asked.danger ? "danger" : asked.primary ? "primary" : "";
  const one = button(
    {
      class: look,
      test: "card-button",
      "data-action": asked.action,
      onclick: () => pressed(message, asked, one),
    },
    asked.label,
  );
  return one;
}

function pressed(message, asked, source) {
  if (!isMember(message.chat_id)) {
    toast(`${person(state.me).name}不在这个群里，请先在右上角换成群里的人。`, "bad");
    return;
  }
  if (asked.fields.length) openForm(message, asked, source);
  else submit(message, asked, {}, source);
}

async function submit(message, asked, form, source) {
  source.disabled = true;
  source.classList.add("busy");
  try {
    await post("/demo/press", { me: state.me, message_id: message.id, action: asked.action, form });
    return true;
  } catch (error) {
    oops(error);
    return false;
  } finally {
    source.disabled = false;
    source.classList.remove("busy");
  }
}

function openForm(message, asked, source) {
  const parts = asked.fields.map(fieldOf);
  const send = h("button", { type: "submit", class: "primary big", test: "form-submit" }, `提交「${asked.label}」`);
  const form = h(
    "form",
    {
      class: "form",
      novalidate: true,
      onsubmit: async (event) => {
        event.preventDefault();
        const missing = parts.filter((part) => !part.check());
        if (missing.length) return missing[0].focus();
        const filled = Object.fromEntries(parts.map((part) => [part.name, part.value()]));
        if (await submit(message, asked, filled, send)) close();
      },
    },
    parts.map((part) => part.node),
    send,
  );
  const close = openSheet(`${asked.label} · ${message.card.title}`, form, { anchor: source, test: "form" });
  parts[0].focus();
}

function fieldOf(field) {
  const problem = h("p", { class: "problem", "aria-live": "polite" });
  const title = h("span", { class: "label" }, field.label, field.required ? null : h("small", {}, "可不填"));
  const built = field.kind === "choice" ? choiceOf(field) : wordsOf(field);
  return {
    name: field.name,
    value: built.value,
    focus: built.focus,
    check() {
      const fine = !field.required || !!built.value();
      problem.textContent = fine ? "" : `请${field.kind === "choice" ? "选" : "填"}${field.label}`;
      return fine;
    },
    node: h(field.kind === "choice" ? "div" : "label", { class: "field", "data-field": field.name }, title, built.nodes, problem),
  };
}

function wordsOf(field) {
  const long = field.kind === "long";
  const input = h(long ? "textarea" : "input", {
    name: field.name,
    rows: long ? 3 : null,
    autocomplete: "off",
    enterkeyhint: long ? null : "done",
    placeholder: field.kind === "time" ? "如：明天下午3点" : null,
    maxlength: 1000,
  });
  const quick = field.kind === "time" ? h("div", { class: "chips" }, timeChoices().map((words) => chip(words, () => (input.value = words)))) : null;
  const touch = matchMedia("(hover: none)").matches;
  return {
    nodes: [quick, input],
    value: () => input.value.trim(),
    focus: () => (quick && touch ? quick.firstChild.focus() : input.focus()),
  };
}

function choiceOf(field) {
  let chosen = "";
  const chips = field.choices.map((words) =>
    chip(words, () => {
      chosen = chosen === words && !field.required ? "" : words;
      for (const other of chips) other.setAttribute("aria-pressed", String(other.textContent === chosen));
    }),
  );
  return {
    nodes: h("div", { class: "chips", role: "group", "aria-label": field.label }, chips),
    value: () => chosen,
    focus: () => chips[0]?.focus(),
  };
}

const chip = (words, onclick) => button({ class: "chip", test: "chip", onclick }, words);

function timeChoices() {
  const hour = Number(read(now()).hour);
  if (hour < 8) return ["今天上午10点", "今天18点", "2小时内"];
  if (hour < 16) return ["2小时内", "今天18点", "明天上午10点"];
  return ["2小时内", "明天上午10点", "明天18点"];
}
