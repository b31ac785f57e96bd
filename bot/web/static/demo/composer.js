// Where people speak: words, a quote, pictures, and complaints ready to forward.

import { post, upload } from "./api.js";
import { button, face, h, icon } from "./dom.js";
import { oops, openSheet } from "./sheet.js";
import { emit, isMember, person, state } from "./store.js";

const COMPLAINTS = [
  ["不热", "王女士 13912345678 阳光花园3号楼2单元501 家里不热只有15度，老人孩子都冻感冒了"],
  ["话多电话散", "【转】用户刚来电：姓李，住锦绣城12-1-302，从昨晚开始暖气片就冰手，测了14.5度，电话一三八零零一三八零零零，急！！"],
  ["漏水", "翠湖小区5栋1单元楼道里暖气管子滴水，都流到电梯口了，张先生13666668888"],
  ["服务态度", "刘阿姨投诉：昨天来的维修师傅态度特别差，说完“就这样”扭头就走。和平里8号楼401，13511112222"],
  ["退费咨询", "请问我家报停了三年，今年想复热，要交多少钱？安居苑2-3-601 赵先生 13700001111"],
  ["重大：大面积停热", "紧急！锦绣城一期整个小区都没暖气了，换热站那边好像跳闸，七八栋楼都凉了，群里炸锅了，联系人物业孙经理13988887777"],
  ["闲话，不是投诉", "大家辛苦了，今天降温多穿点，晚上食堂有饺子"],
];

// What each role says most without typing a number.
const OFTEN = {
  front: ["我的", "今日", "超时", "谁值班", "帮助"],
  crew: ["收到", "我的", "谁值班", "帮助"],
  head: ["我的", "超时", "统计 本周", "谁值班", "帮助"],
  leader: ["超时", "今日", "统计 本周", "谁值班", "帮助"],
};

function roleOf(who) {
  if (who.role === "领导") return "leader";
  if (who.department.startsWith("客服")) return "front";
  return who.role ? "head" : "crew";
}

// What is written and not yet sent outlives a redrawing: another group, another person, a lost connection.
const drafts = new Map();
const attached = new Map();

export function composerFor(group) {
  if (!isMember(group.chat_id)) return outsider(group);
  const pictures = attached.get(group.chat_id) || [];
  attached.set(group.chat_id, pictures);
  const quote = h("div", { class: "quoting", hidden: true });
  const shown = h("div", { class: "attached", hidden: true });
  const words = h("textarea", {
    rows: 1,
    placeholder: `以${person(state.me).name}的身份说…`,
    "aria-label": "消息",
    enterkeyhint: "send",
    maxlength: 20000,
    test: "composer",
    value: drafts.get(group.chat_id) || "",
  });
  const file = h("input", { type: "file", accept: "image/png,image/jpeg,image/webp,image/gif", multiple: true, hidden: true });
  const send = button({ class: "primary send", "aria-label": "发送", test: "send", onclick: () => say(words.value) }, icon("send"), h("span", {}, "发送"));

  words.addEventListener("input", () => {
    drafts.set(group.chat_id, words.value);
    grow();
  });
  words.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    say(words.value);
  });
  words.addEventListener("paste", (event) => {
    const files = [...(event.clipboardData?.files || [])].filter((f) => f.type.startsWith("image/"));
    if (files.length) attach(files);
  });
  file.addEventListener("change", () => {
    attach([...file.files]);
    file.value = "";
  });

  function grow() {
    words.style.height = "auto";
    words.style.height = `${Math.min(words.scrollHeight, 140)}px`;
  }

  async function attach(files) {
    for (const one of files) {
      try {
        pictures.push((await upload(one)).id);
      } catch (error) {
        oops(error);
      }
    }
    drawPictures();
  }

  function drawPictures() {
    shown.hidden = !pictures.length;
    shown.replaceChildren(
      ...pictures.map((source, place) =>
        h(
          "span",
          { class: "thumb" },
          h("img", { src: source, alt: "待发送的图片" }),
          button({ "aria-label": "去掉这张图片", onclick: () => (pictures.splice(place, 1), drawPictures()) }, icon("close")),
        ),
      ),
    );
  }

  function drawQuote() {
    quote.hidden = !state.quote;
    if (!state.quote) return quote.replaceChildren();
    const { message, excerpt } = state.quote;
    const who = message.sender === "bot" ? state.bot : person(message.sender)?.name;
    quote.replaceChildren(
      h("span", {}, `回复 ${who}：${excerpt}`),
      button({ "aria-label": "取消引用", onclick: () => ((state.quote = null), drawQuote()) }, icon("close")),
    );
  }

  async function say(text) {
    if (!text.trim() && !pictures.length) return words.focus();
    const sent = { me: state.me, chat_id: group.chat_id, text, images: [...pictures], quote: state.quote?.message.id };
    const quoted = state.quote;
    words.value = "";
    drafts.delete(group.chat_id);
    pictures.length = 0;
    state.quote = null;
    grow(), drawPictures(), drawQuote();
    emit("stick");
    try {
      await post("/demo/say", sent);
    } catch (error) {
      words.value = sent.text;
      drafts.set(group.chat_id, sent.text);
      pictures.push(...sent.images);
      state.quote = quoted;
      grow(), drawPictures(), drawQuote();
      oops(error);
    }
  }

  drawQuote();
  drawPictures();
  queueMicrotask(grow);
  const role = roleOf(person(state.me));
  const node = h(
    "div",
    { class: "composer" },
    quote,
    shown,
    h(
      "div",
      { class: "quick" },
      role === "front" && button({ class: "soft", test: "phrases", onclick: (event) => showPhrases(say, event.currentTarget) }, icon("forward"), "转发一条投诉"),
      OFTEN[role].map((q) => button({ class: "soft plain", test: "ask", onclick: () => say(q) }, q)),
    ),
    h(
      "div",
      { class: "write" },
      button({ class: "icon", "aria-label": "发图片", onclick: () => file.click() }, icon("image")),
      words,
      send,
      file,
    ),
  );
  // A press must not take the focus: on a phone the page would move under the finger.
  node.addEventListener("mousedown", (event) => {
    if (event.target.closest("button")) event.preventDefault();
  });
  return { node, quoteChanged: () => (drawQuote(), words.focus()), forward: () => showPhrases(say, node) };
}

function showPhrases(say, anchor) {
  const list = COMPLAINTS.map(([name, text]) =>
    button({ class: "phrase", test: "phrase", onclick: () => (close(), say(text)) }, h("strong", {}, name), h("span", {}, text)),
  );
  const close = openSheet("转发一条投诉", h("div", { class: "phrases" }, h("p", { class: "about" }, "点一条就发到这个群，像把用户的话转进来一样。"), list), {
    anchor,
    test: "phrases-sheet",
  });
}

function outsider(group) {
  const members = group.members.map(person).filter(Boolean).slice(0, 4);
  const node = h(
    "div",
    { class: "composer outsider" },
    h("p", {}, `${person(state.me)?.name || ""}不在这个群里，只能看。换成群里的人就能说话：`),
    h(
      "div",
      { class: "quick" },
      members.map((who) => button({ class: "soft", onclick: () => emit("become", who.user_id) }, face(who), who.name)),
    ),
  );
  return { node, quoteChanged() {}, forward() {} };
}
