// Building elements. Text only ever becomes a text node: nothing that people write is read as HTML.

export function h(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "class") node.className = value;
    else if (name === "test") node.dataset.testid = value;
    else if (name === "value") node.value = value;
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

export function button(props, ...children) {
  return h("button", { type: "button", ...props }, ...children);
}

export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `/assets/icons.svg#${name}`);
  svg.append(use);
  return svg;
}

export const byId = (id) => document.getElementById(id);

export const onPhone = () => matchMedia("(max-width: 760px)").matches;

const HUES = { 客服部: "blue", 运行部: "teal", 检修部: "violet", 领导: "slate" };
const OTHERS = ["blue", "teal", "violet", "slate", "plum"];

function hueOf(word) {
  if (HUES[word]) return HUES[word];
  let sum = 0;
  for (const letter of word) sum = (sum * 31 + letter.codePointAt(0)) % 9973;
  return OTHERS[sum % OTHERS.length];
}

export function face(person) {
  if (!person) {
    return h("span", { class: "face bot", "aria-hidden": "true" }, icon("flame"));
  }
  const short = person.name.slice(-2);
  return h("span", { class: `face ${hueOf(person.department || person.role || person.name)}`, "aria-hidden": "true" }, short);
}

export function tile(group) {
  const urgent = group.title.includes("应急");
  const short = urgent ? "应急" : group.title.replace(/群$/, "").slice(0, 2);
  const hue = urgent ? (group.archived ? "slate" : "alarm") : hueOf(group.title.replace(/群$/, "部").replace("领导部", "领导"));
  return h("span", { class: `face tile ${hue}`, "aria-hidden": "true" }, short);
}

// Text with the mentioned names marked; `mine` is the user id that must stand out.
export function marked(text, mentions, mine) {
  const names = mentions.filter((m) => m.name).sort((a, b) => b.name.length - a.name.length);
  if (!names.length) return [text];
  const parts = [];
  let plain = "";
  for (let i = 0; i < text.length; ) {
    const hit = text[i] === "@" && names.find((m) => text.startsWith(m.name, i + 1));
    if (!hit) {
      plain += text[i++];
      continue;
    }
    if (plain) parts.push(plain);
    plain = "";
    parts.push(h("span", { class: hit.user_id === mine ? "at mine" : "at" }, `@${hit.name}`));
    i += hit.name.length + 1;
  }
  if (plain) parts.push(plain);
  return parts;
}
