// Runs with the vendor's SDK for Node: hears robot messages and events, answers each, until killed.
const axios = require("axios")
const { DWClient, EventAck, TOPIC_ROBOT } = require("dingtalk-stream")

const [base, clientId, clientSecret] = process.argv.slice(2)
// The SDK knows no other address than the vendor's.
axios.interceptors.request.use(config => {
  config.url = config.url.replace(/^https:\/\/(api|oapi)\.dingtalk\.com/, base)
  return config
})
const quiet = console.log
console.log = console.info = console.warn = () => {}
const tell = told => quiet(JSON.stringify(told))

const client = new DWClient({ clientId, clientSecret })
client.registerCallbackListener(TOPIC_ROBOT, async frame => {
  const said = JSON.parse(frame.data)
  tell({ text: said.text.content, who: said.senderStaffId })
  const token = await client.getAccessToken()
  await axios.post(
    said.sessionWebhook,
    { msgtype: "text", text: { content: `听到${said.text.content.trim()}` }, at: { atUserIds: [] } },
    { headers: { "x-acs-dingtalk-access-token": token } },
  )
  client.socketCallBackResponse(frame.headers.messageId, { response: null })
})
client.registerAllEventListener(frame => {
  tell({ event: frame.headers.eventType })
  return { status: EventAck.SUCCESS }
})
client.connect()
