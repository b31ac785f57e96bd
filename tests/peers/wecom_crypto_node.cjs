// The same as wecom_crypto_peer.py, with the vendor's own SDK.
const { createInterface } = require("node:readline")
const { WecomCrypto, decryptFile } = require("@wecom/aibot-node-sdk")

createInterface({ input: process.stdin }).on("line", line => {
  const ask = JSON.parse(line)
  if (ask.op === "file") {
    const plain = decryptFile(Buffer.from(ask.sealed, "base64"), ask.key)
    console.log(JSON.stringify({ words: plain.toString("base64") }))
    return
  }
  const crypto = new WecomCrypto(ask.token, ask.key, ask.receiver)
  if (ask.op === "open") {
    const right = crypto.verifySignature(ask.signature, ask.timestamp, ask.nonce, ask.sealed)
    console.log(JSON.stringify({ words: right ? crypto.decrypt(ask.sealed) : null }))
  } else {
    const { encrypt, signature } = crypto.encrypt(ask.words, ask.timestamp, ask.nonce)
    console.log(JSON.stringify({ signature, sealed: encrypt }))
  }
})
