// Runs with the SDK of the vendor: hears, does what the words ask for, until it is killed.
const { createHash } = require("node:crypto")
const { WSClient } = require("@wecom/aibot-node-sdk")

const [wsUrl, botId, secret] = process.argv.slice(2)
const quiet = { debug() {}, info() {}, warn() {}, error() {} }
const client = new WSClient({ botId, secret, wsUrl, logger: quiet, reconnectInterval: 50, heartbeatInterval: 200 })
const tell = (event, more = {}) => console.log(JSON.stringify({ event, ...more }))
const card = (task, title) => ({
  card_type: "button_interaction",
  main_title: { title },
  button_list: [{ text: "接单", style: 1, key: "accept" }],
  task_id: task,
})

async function act(frame) {
  const { body } = frame
  const words = body.text?.content ?? body.mixed?.msg_item[0].text.content
  tell("heard", { words, by: body.from.userid })
  if (words.includes("进度")) {
    await client.replyStream(frame, "s1", "正在查", false)
    await client.replyStream(frame, "s1", "查到了", true)
  } else if (words.includes("卡片")) {
    await client.replyTemplateCard(frame, card("RX-1@1", "3号楼不热"))
  } else if (words.includes("文件")) {
    const kept = await client.uploadMedia(Buffer.alloc(700000, "热"), { type: "file", filename: "日报.xlsx" })
    await client.sendMediaMessage(body.chatid, "file", kept.media_id)
  } else if (words.includes("看图")) {
    const { url, aeskey } = body.quote.image
    const { buffer, filename } = await client.downloadFile(url, aeskey)
    tell("downloaded", { sha1: createHash("sha1").update(buffer).digest("hex"), name: filename })
  } else if (words.includes("推送")) {
    await client.sendMessage(body.chatid, { msgtype: "markdown", markdown: { content: "**推送**" } })
  } else if (words.includes("错")) {
    await client.reply(frame, { msgtype: "text", text: { content: "不行" } }).catch(refused => tell("refused", { code: refused.errcode }))
  }
}

client.on("authenticated", () => tell("authenticated"))
client.on("message", frame => act(frame).catch(error => tell("failed", { words: String(error.errmsg ?? error) })))
client.on("event.template_card_event", frame =>
  client.updateTemplateCard(frame, card(frame.body.event.template_card_event.task_id, "已接单")))
client.on("event.enter_chat", frame => client.replyWelcome(frame, { msgtype: "text", text: { content: "您好" } }))
client.on("event.disconnected_event", () => tell("evicted"))
client.on("error", () => {})
client.connect()
setInterval(() => {}, 1000)
